"""A process that evaluates a file and tells how long it took and how much memory it held at most."""

import resource
import sys
import time
from pathlib import Path
from typing import Any

import govrules as gr
from evaluating import ours
from evaluating.workload import last_day


def main(what: str, path: str = "", processes: str = "1") -> None:
    rulebook = ours.rulebook()
    if what == "evaluate":
        started = time.perf_counter()
        if ours.processes_available():
            evaluate: Any = gr.evaluate_file  # type: ignore[attr-defined, unused-ignore]
            result = evaluate(rulebook, path, as_of=last_day(), processes=int(processes))
        else:
            result = ours.evaluate_file(rulebook, Path(path))
        print(f"violations={len(ours.breaches(result))}")
        print(f"seconds={time.perf_counter() - started}")
    print(f"kilobytes={most_memory()}")


def most_memory() -> int:
    """The most that this process held, in kilobytes."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        # On Linux this would count what the parent held when it started the process.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
