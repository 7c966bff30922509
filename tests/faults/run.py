"""Plant each fault into a copy of the sources and see which law kills it.

    python -m tests.faults.run                  # the whole table, the untouched sources first
    python -m tests.faults.run --only 105 407   # some of them
    python -m tests.faults.run --write          # and put the table into its page

Only laws over generated inputs run (`tests/laws`), with a bounded number of examples, the same in every run.
Exits with 1 if a fault survives, if a patch does not apply, or if a law fails without any fault.
"""

import argparse
import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import attrs

from tests.faults.patches import (
    BEGINS,
    ENDS,
    HERE,
    PAGE,
    ROOT,
    DoesNotApplyError,
    Fault,
    apply,
    copy_tree,
    faults,
    killers,
    law_of,
)

EXAMPLES = 100
MINUTES = 5
"""a run with a fault that takes longer has run into a loop without end"""
MINUTES_WITHOUT = 30
"""for all laws on the sources as they are, on a busy machine"""


@attrs.frozen
class Outcome:
    """What became of one fault."""

    fault: Fault | None
    """None for the sources as they are"""
    verdict: str
    """killed, survives, or why it could not be tried"""
    law: str = ""
    examples: int = 0
    """of the law that failed, until it failed"""
    seconds: float = 0.0

    @property
    def is_good(self) -> bool:
        return self.verdict == ("killed" if self.fault else "all laws hold")


def laws(rooms: frozenset[str]) -> list[str]:
    """The files of laws: first those of the room where the fault is, since the first failure is enough.

    The last are the laws on shipped packs, which ask most of a machine.
    """
    files = sorted(path.name for path in (ROOT / "tests/laws").glob("test_*.py"))
    order = (
        ["test_counting", "test_evaluation"]
        if rooms == {"counting"}
        else ["test_evaluation", "test_counting"]
    )
    order += ["test_event", "test_loading", "test_case", "test_pack"]

    def place(name: str) -> tuple[int, str]:
        return (next(at for at, start in enumerate([*order, ""]) if name.startswith(start)), name)

    return [f"tests/laws/{name}" for name in sorted(files, key=place)]


def attempt(fault: Fault | None, *, examples: int, first: str = "") -> Outcome:
    """One fault, or none, in a copy of its own.

    Args:
        examples: for each law.
        first: the law to begin with.
    """
    with tempfile.TemporaryDirectory(prefix="govrules-fault-") as folder:
        tree = Path(folder, "tree")
        tree.mkdir()
        copy_tree(tree)
        if fault is not None:
            try:
                apply(fault, tree)
            except DoesNotApplyError as error:
                return Outcome(fault, f"does not apply: {error}")
        report = Path(folder, "report.jsonl")
        report.touch()
        started = time.monotonic()
        every = laws(fault.rooms if fault else frozenset())
        # To collect all laws takes longer than to run one, so that the file of the likeliest goes alone.
        own = [each for each in every if first and Path(each).stem == first.partition(":")[0]]
        code: int | None = 0
        for files in ([own] if own else []) + [every]:
            minutes = MINUTES if fault else MINUTES_WITHOUT
            code = _pytest(tree, files, report, examples, first, minutes)
            if code not in {0, 5}:
                break
        seconds = time.monotonic() - started
        told = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    if code is None:
        return Outcome(fault, f"no end after {minutes} minutes", seconds=seconds)
    failed = [each for each in told if each["failed"]]
    if failed:
        law = failed[0]
        verdict = "killed" if fault else "a law fails without any fault"
        return Outcome(fault, verdict, law_of(law["law"]), law["examples"], seconds)
    if code != 0:
        return Outcome(fault, f"the laws could not be run (pytest said {code})", seconds=seconds)
    verdict = "survives" if fault else "all laws hold"
    return Outcome(fault, verdict, f"{len(told)} laws", sum(each["examples"] for each in told), seconds)


def _pytest(
    tree: Path, files: Sequence[str], report: Path, examples: int, first: str, minutes: int
) -> int | None:
    """The exit code of pytest; None where it had to be stopped."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_PROFILE": "ci",
        "GOVRULES_FAULT_EXAMPLES": str(examples),
        "GOVRULES_FAULT_REPORT": str(report),
        "GOVRULES_FAULT_FIRST": first,
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=line"]
    command += ["-p", "no:cacheprovider", "-p", "tests.faults.watch", *files]
    with subprocess.Popen(
        command,
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=60 * minutes)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return None
    if process.returncode not in {0, 1, 5}:
        sys.stderr.write(said.decode(errors="replace")[-2000:])
    return process.returncode


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a table of a page."""
    lines = [
        "| fault | what is wrong | killed by the law | examples | seconds |",
        "|---|---|---|---:|---:|",
    ]
    for each in outcomes:
        if each.fault is None:
            continue
        law = each.law if each.verdict == "killed" else f"**{each.verdict}**"
        lines.append(
            f"| {each.fault.number} {each.fault.name} | {each.fault.says} | {law} "
            f"| {each.examples} | {each.seconds:.0f} |"
        )
    return "\n".join(lines)


def summary(outcomes: Sequence[Outcome], *, examples: int) -> str:
    """When and with what the table was made, and how it came out."""
    planted = [each for each in outcomes if each.fault is not None]
    killed = sum(each.is_good for each in planted)
    whole = next((each for each in outcomes if each.fault is None), None)
    versions = f"Python {platform.python_version()}, hypothesis {metadata.version('hypothesis')}"
    lines = [f"{_today()}, govrules {metadata.version('govrules')}, {versions}, {examples} examples a law."]
    seconds = sum(each.seconds for each in planted)
    lines.append(f"Killed: {killed} of {len(planted)}, in {seconds:.0f} seconds.")
    if whole is not None:
        effort = f"{whole.law}, {whole.examples} examples, {whole.seconds:.0f} seconds"
        lines.append(f"Without a fault: {whole.verdict} ({effort}).")
    return "\n".join(lines)


def _today() -> str:
    # The date stands on the page that the figures are put on; nothing is decided by it.
    return time.strftime("%Y-%m-%d", time.gmtime())


def write_page(outcomes: Sequence[Outcome], *, examples: int) -> None:
    """Put the table into its page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    made = f"{BEGINS}\n\n{summary(outcomes, examples=examples)}\n\n{table(outcomes)}\n\n{ENDS}"
    PAGE.write_text(before + made + after, encoding="utf-8")


def run(numbers: Sequence[str], *, examples: int) -> Iterator[Outcome]:
    """One outcome after the other, said as it comes."""
    chosen = [each for each in faults() if not numbers or each.number in numbers]
    if numbers and len(chosen) < len(set(numbers)):
        raise SystemExit(
            f"no such fault in {HERE}: {sorted(set(numbers) - {each.number for each in chosen})}"
        )
    before = killers()
    for fault in [*([] if numbers else [None]), *chosen]:
        # The law that killed it before will most likely do so again.
        first = before.get(fault.number, "") if fault else ""
        outcome = attempt(fault, examples=examples, first=first)
        name = f"{fault.number} {fault.name}" if fault else "without any fault"
        effort = f"{outcome.examples:>5} examples {outcome.seconds:6.1f} s"
        say(f"{name:<44} {outcome.verdict:<14} {effort}  {outcome.law}")
        yield outcome


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", nargs="+", default=(), metavar="NNN", help="the numbers of some faults")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help=f"for each law (default: {EXAMPLES})")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(arguments)
    if options.write and options.only:
        parser.error("--write puts down the whole table, so not with --only")
    outcomes: list[Outcome] = []
    with contextlib.suppress(KeyboardInterrupt):
        outcomes.extend(run(options.only, examples=options.examples))
    say(f"\n{summary(outcomes, examples=options.examples)}")
    if options.write:
        write_page(outcomes, examples=options.examples)
    return 0 if outcomes and all(each.is_good for each in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
