"""How long the first answer takes in a new process: `gr.due` by names, and commands, next to imports alone.

    python benchmarks/cold_start.py            # print the figures
    python benchmarks/cold_start.py --page     # and write them on docs/explanation/speed.md

The log that is evaluated has 1,000 events of licences, drawn from a seed: an office that is late in about
one case of twenty.

Each round starts every program once, one after the other; the first round, which fills the caches of the
file system and compiles modules, is thrown away. Compiled modules are kept, as they are where a package was
installed by pip, whatever the environment says: otherwise a checkout would be compiled anew in every process.
"""

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measuring import Spread, facts, table, write_block

EVENTS = 1_000
SEED = 20250922
POLICY = "cn/licensing-law"
IMPORTS = "import attrs, cattrs, yaml"
"""what a program pays for that reads typed values from YAML, before it has done anything"""

_COMMAND = ("-c", "import sys; from govrules.cli import main; sys.exit(main())")
PROGRAMS: dict[str, tuple[str, ...]] = {
    "nothing": ("-c", "pass"),
    "attrs": ("-c", "import attrs"),
    "imports": ("-c", IMPORTS),
    "govrules": ("-c", "import govrules"),
    "due": (
        "-c",
        "import datetime as dt, govrules as gr;"
        "due = gr.due('20 working days', after=dt.date(2025, 9, 22),"
        " calendar='cn', convention='cn-civil-code');"
        "assert due.date == dt.date(2025, 10, 24)",
    ),
    "help": (*_COMMAND, "--help"),
    "check": (*_COMMAND, "check", POLICY),
    "evaluate": (*_COMMAND, "evaluate", POLICY, "--events", "LOG", "--as-of", "2025-12-31"),
}
SHOWN = {
    "nothing": '`python -c "pass"`',
    "attrs": '`python -c "import attrs"`',
    "imports": f'`python -c "{IMPORTS}"`',
    "govrules": '`python -c "import govrules"`',
    "due": '`import govrules as gr` and `gr.due("20 working days", ...)`, calendar and convention by name',
    "help": "`govrules --help`",
    "check": f"`govrules check {POLICY}`",
    "evaluate": f"`govrules evaluate {POLICY}` on {EVENTS:,} events",
}


def seconds(program: tuple[str, ...], environment: dict[str, str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *program], check=True, env=environment, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure(rounds: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "events.jsonl"
        log.write_text("".join(f"{json.dumps(each)}\n" for each in events()), encoding="utf-8")
        environment = {**kept, "PYTHONPYCACHEPREFIX": folder}
        for number in range(rounds + 1):
            for name, program in PROGRAMS.items():
                words = tuple(str(log) if each == "LOG" else each for each in program)
                taken = seconds(words, environment)
                if number:
                    times[name].append(taken)
    return times


def events() -> list[dict[str, object]]:
    """The first events of as many cases as it takes, in order of time."""
    draw = random.Random(SEED)
    drawn: list[dict[str, object]] = []
    while len(drawn) < EVENTS:
        drawn += case(f"licence-{len(drawn):04}", draw)
    return sorted(drawn[:EVENTS], key=lambda each: str(each["time"]))


def case(name: str, draw: random.Random) -> Iterator[dict[str, object]]:
    """One application, from its receipt on."""
    day = dt.date(2025, 1, 6) + dt.timedelta(days=draw.randrange(280))
    unit = f"office {draw.randrange(1, 9)}"
    for kind, (least, most), data in steps(draw):
        day += dt.timedelta(days=draw.randint(least, most))
        yield {"case": name, "type": kind, "time": day.isoformat(), "unit": unit, **data}


def steps(draw: random.Random) -> Iterator[tuple[str, tuple[int, int], dict[str, object]]]:
    """What happens, within how many days of what came before, and what is said of it."""

    def once_in(cases: int) -> bool:
        return draw.randrange(cases) == 0

    yield "application_received", (0, 0), {}
    if once_in(8):
        yield "supplement_notified", (0, 3), {"missing": ["site plan"]}
        yield "supplement_received", (2, 15), {}
    if once_in(20):
        yield "not_accepted", (0, 3), {}
        return
    yield "accepted", (9, 20) if once_in(50) else (0, 3), {}
    if once_in(5):
        told: dict[str, object] = {
            "procedure": draw.choice(("hearing", "inspection", "testing", "expert_review"))
        }
        yield "time_needed_told", (0, 3), told
        yield "procedure_started", (0, 3), told
        yield "procedure_ended", (5, 30), told
    if once_in(50):
        # Nobody decides.
        return
    outcome = "refused" if once_in(6) else "granted"
    yield "decided", (30, 60) if once_in(30) else (2, 18), {"outcome": outcome}
    if outcome == "granted":
        yield "delivered", (16, 30) if once_in(50) else (0, 7), {}


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
            Spread.of_ratios(times[name], times["imports"]).text(),
        )
        for name in PROGRAMS
    ]
    lines = [
        *facts(["govrules", "attrs", "cattrs", "PyYAML"]),
        f"- {options.rounds} rounds; median (lowest..highest)",
        "",
        *table(("a new process", "milliseconds", "times `import attrs`", "times the three imports"), rows),
    ]
    print("\n".join(lines))
    if options.page:
        write_block("cold start", lines)


if __name__ == "__main__":
    main()
