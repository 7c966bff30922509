"""A process that evaluates a file and tells how long it took and how much memory it held at most."""

import resource
import sys
import time
from pathlib import Path

from evaluating import ours


def main(what: str, path: str = "", processes: str = "1", small: str = "") -> None:
    if what == "decide":
        print(f"violations={len(ours.decided_file(ours.rulebook(), Path(path)))}")
    elif what == "evaluate":
        rules = ours.rulebook()
        # What is imported when it is first used is no part of it.
        ours.found_in_processes(rules, Path(small), 1)
        started = time.perf_counter()
        found = ours.found_in_processes(rules, Path(path), int(processes))
        print(f"seconds={time.perf_counter() - started}")
        print(f"violations={len(found)}")
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
