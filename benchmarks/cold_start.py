"""How long the first answer takes in a new process: `gr.due` by names, next to the import of attrs.

    python benchmarks/cold_start.py            # print the figures
    python benchmarks/cold_start.py --page     # and write them on docs/explanation/speed.md

Each round starts every program once, one after the other; the first round, which fills the caches of the
file system and compiles modules, is thrown away. Compiled modules are kept, as they are where a package was
installed by pip, whatever the environment says: otherwise a checkout would be compiled anew in every process.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

from measuring import Spread, facts, table, write_block

PROGRAMS = {
    "nothing": "pass",
    "attrs": "import attrs",
    "govrules": "import govrules",
    "due": (
        "import datetime as dt, govrules as gr;"
        "due = gr.due('20 working days', after=dt.date(2025, 9, 22),"
        " calendar='cn', convention='cn-civil-code');"
        "assert due.date == dt.date(2025, 10, 24)"
    ),
}
SHOWN = {
    "nothing": '`python -c "pass"`',
    "attrs": '`python -c "import attrs"`',
    "govrules": '`python -c "import govrules"`',
    "due": '`import govrules as gr` and `gr.due("20 working days", ...)`, calendar and convention by name',
}


def seconds(program: str, environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    return time.perf_counter() - started


def measure(rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as compiled:
        environment = {**kept, "PYTHONPYCACHEPREFIX": compiled}
        for number in range(rounds + 1):
            for name, program in PROGRAMS.items():
                taken = seconds(program, environment)
                if number:
                    times[name].append(taken)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--page", action="store_true", help="write the figures on the page in docs")
    options = parser.parse_args()
    times = measure(options.rounds)
    rows = [
        (
            SHOWN[name],
            Spread.of(1000 * taken for taken in times[name]).text(),
            Spread.of_ratios(times[name], times["attrs"]).text(),
        )
        for name in PROGRAMS
    ]
    lines = [
        *facts(["govrules", "attrs", "PyYAML"]),
        f"- {options.rounds} rounds; median (lowest..highest)",
        "",
        *table(("a new process", "milliseconds", "times `import attrs`"), rows),
    ]
    print("\n".join(lines))
    if options.page:
        write_block("cold start", lines)


if __name__ == "__main__":
    main()
