"""How fast a log is evaluated, next to the same rules written by hand, in SQL, and for other rule engines.

    python benchmarks/evaluation.py            # two or three minutes, a small log
    python benchmarks/evaluation.py --full     # the figures of the page: 200,000 cases, 1.28 million events
    python benchmarks/evaluation.py --full --page
    python benchmarks/evaluation.py --only peers cold

Before any time is told, everybody's findings are held against those of the reference evaluator on a small
log, and against each other on the log that is measured; whoever disagrees ends the run, which says where.
"""

import argparse
import importlib.metadata
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from evaluating import against_peers, comparing, documents, growing, processes
from evaluating.files import Files
from evaluating.running import Section
from measuring import facts, table, write_block

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "speed-of-evaluation.md"
PACKAGES = (
    "govrules", "numpy", "msgspec", "pyarrow", "duckdb",
    "zen-engine", "rule-engine", "clipspy", "durable-rules", "cattrs",
)  # fmt: skip
QUICK, FULL = (10_000, 3), (200_000, 7)
"""cases and rounds"""
TEN_MILLION = 1_570_000
"""cases with ten million events"""
SECTIONS: dict[str, Callable[[Files, int, int], Section]] = {
    "files": comparing.from_files,
    "walk": comparing.in_memory,
    "hard": lambda files, cases, rounds: comparing.hard(files, max(100, cases // 40), rounds),
    "peers": against_peers.peers,
    "growth": growing.growth,
    "documents": documents.documents,
    "case": growing.one_case,
    "cold": lambda files, cases, rounds: processes.cold_start(files, cases, 3 * rounds),
    "processes": processes.two_processes,
    "memory": processes.memory,
}


def machine() -> str:
    """The kind of the processors, as the system calls it."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return "- processor: not told by the system"
    names = [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("model name")]
    return f"- processor: {names[0] if names else 'not told by the system'}"


def installed(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cases", type=int, help=f"left out, {QUICK[0]:,}; with --full {FULL[0]:,}")
    parser.add_argument("--rounds", type=int, help=f"left out, {QUICK[1]}; with --full {FULL[1]}")
    parser.add_argument("--full", action="store_true", help="the log of the page, and ten million events")
    parser.add_argument("--only", nargs="+", choices=tuple(SECTIONS), default=tuple(SECTIONS))
    parser.add_argument("--page", action="store_true", help="write the figures on the page in docs")
    options = parser.parse_args()
    cases, rounds = FULL if options.full else QUICK
    cases, rounds = options.cases or cases, options.rounds or rounds
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder))
        print("holding everybody against the reference", file=sys.stderr)
        comparing.check(files)
        made: list[Section] = []
        for name in options.only:
            started = time.perf_counter()
            print(name, file=sys.stderr, end=" ", flush=True)
            size = TEN_MILLION if name == "memory" and options.full else cases
            made.append(SECTIONS[name](files, size, rounds))
            print(f"{time.perf_counter() - started:.0f} s", file=sys.stderr)
            print("\n".join([f"\n== {name}", "", *made[-1].lines]))
    targets = [target.row() for section in made for target in section.targets]
    head = [
        *facts([each for each in PACKAGES if installed(each)]),
        machine(),
        f"- {cases:,} cases over five years, {rounds} rounds; median (lowest..highest)",
    ]
    reached = [*head, "", *table(("asked", "measured", ""), targets)]
    print("\n".join(["\n== targets", "", *reached]))
    if options.page:
        for section in made:
            write_block(section.block, list(section.lines), PAGE)
        # What was reached is told of a whole run.
        if set(options.only) == set(SECTIONS):
            write_block("evaluating targets", reached, PAGE)


if __name__ == "__main__":
    main()
