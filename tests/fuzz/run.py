"""Try the readers under the coverage-guided fuzzer atheris (`pip install atheris`) for a bounded time each.

    python -m tests.fuzz.run                                # every target for a minute
    python -m tests.fuzz.run --seconds 300 rule-files periods

What is found lies afterwards in the folder of `--found`, a file for each kind with its traceback beside it.
Make it small, give it a telling name, put it into `tests/fuzz/corpus/TARGET/`, and mend the reader: the
ordinary tests try it from then on. Exits with 1 if anything was found.
"""

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import attrs

from tests.fuzz.target import CORPUS, ROOT, Target
from tests.fuzz.targets import TARGETS

SECONDS = 60
NEVER_ENDS = 60
"""seconds after which one small example will not end any more"""
MEGABYTES = 2_048
"""more than any small example may take, with the fuzzer's own"""
_STATUS = re.compile(
    r"^#(\d+)\s.*?cov: (\d+) ft: (\d+) corp: (\d+)\S* .*?exec/s: (\d+) rss: (\d+)Mb", re.MULTILINE
)
_STOPPED = ("crash-", "timeout-", "oom-", "leak-")


@attrs.frozen
class Outcome:
    """What a target was tried with, and what was found."""

    target: str
    seconds: float
    examples: int
    branches: int
    """of the package, that were reached"""
    kept: int
    """examples that reached something new"""
    megabytes: tuple[int, int]
    """of the whole process: once the seeds were read, and at the end"""
    found: tuple[str, ...]


def fuzz(target: Target, *, seconds: int, found: Path) -> Outcome:
    """Try one target for so long, however often it is stopped by what it finds."""
    found.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    examples = branches = kept = 0
    megabytes: list[int] = []
    with tempfile.TemporaryDirectory(prefix="govrules-fuzz-") as folder:
        work = Path(folder)
        grown, dictionary = _prepared(target, work)
        while (left := seconds - (time.monotonic() - started)) >= 1:
            said = _child(target, found, grown, dictionary, int(left), work)
            status = [tuple(int(each) for each in line) for line in _STATUS.findall(said)]
            if status:
                examples += status[-1][0]
                branches, kept = max(branches, status[-1][1]), max(kept, status[-1][3])
                megabytes += [each[5] for each in status]
            stopped = _stopped(found, said)
            if not status and not stopped:
                raise SystemExit(f"{target.name}: the fuzzer did not start\n{said[-3000:]}")
    return Outcome(
        target.name,
        time.monotonic() - started,
        examples,
        branches,
        kept,
        (megabytes[0] if megabytes else 0, megabytes[-1] if megabytes else 0),
        tuple(sorted(each.name for each in found.iterdir() if each.suffix != ".why")),
    )


def _prepared(target: Target, work: Path) -> tuple[Path, Path]:
    """The folder of examples, to begin with the seeds and what was found before, and the dictionary."""
    grown = work / "grown"
    grown.mkdir()
    for number, seed in enumerate(target.seeds()):
        (grown / f"seed-{number:03}").write_bytes(seed[: target.longest])
    for path in sorted((CORPUS / target.name).glob("*")):
        (grown / path.name).write_bytes(path.read_bytes()[: target.longest])
    dictionary = work / "words"
    lines = ['"' + "".join(f"\\x{byte:02x}" for byte in word.encode()[:60]) + '"' for word in target.words()]
    dictionary.write_text("\n".join(lines) + "\n", encoding="ascii")
    return grown, dictionary


def _child(target: Target, found: Path, grown: Path, dictionary: Path, seconds: int, work: Path) -> str:
    command = [
        sys.executable,
        *("-m", "tests.fuzz.child", target.name, str(found), ",".join(target.watched)),
        *(str(grown), f"-dict={dictionary}"),
        *(f"-max_total_time={seconds}", f"-max_len={target.longest}", f"-timeout={NEVER_ENDS}"),
        *(
            f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={found}/",
            "-print_final_stats=1",
            "-len_control=10",
        ),
    ]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(work)}
    # Slower than it says: the seeds come first, and the last example may be a slow one.
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=seconds + 10 * NEVER_ENDS,
        check=False,
    )
    return done.stderr.decode("utf-8", "replace")


def _stopped(found: Path, said: str) -> bool:
    """Whether the fuzzer was stopped by an example, which then gets its last words beside it."""
    new = [
        each
        for each in found.iterdir()
        if each.name.startswith(_STOPPED)
        and each.suffix != ".why"
        and not each.with_name(f"{each.name}.why").exists()
    ]
    for each in new:
        each.with_name(f"{each.name}.why").write_text(said[-20_000:], encoding="utf-8")
    return bool(new)


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as a table in Markdown."""
    lines = [
        "| target | seconds | examples | branches reached | kept | megabytes, first and last | found |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for each in outcomes:
        first, last = each.megabytes
        lines.append(
            f"| {each.target} | {each.seconds:.0f} | {each.examples:,} | {each.branches:,} | {each.kept:,} "
            f"| {first}, {last} | {len(each.found)} |"
        )
    return "\n".join(lines)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.run", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"some of {', '.join(TARGETS)} (default: all)"
    )
    parser.add_argument("--seconds", type=int, default=SECONDS, help=f"for each target (default: {SECONDS})")
    parser.add_argument(
        "--found", type=Path, default=Path("found"), help="folder of what is found (default: found)"
    )
    parser.add_argument("--json", type=Path, help="put the figures into this file")
    parser.add_argument("--table", type=Path, help="put the table into this file")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.targets) - set(TARGETS))
    if unknown:
        parser.error(f"no target is called `{unknown[0]}`: {', '.join(TARGETS)}")
    if importlib.util.find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install atheris")
    outcomes = []
    for name in options.targets or TARGETS:
        outcome = fuzz(TARGETS[name], seconds=options.seconds, found=options.found.resolve() / name)
        outcomes.append(outcome)
        say(
            f"{name}: {outcome.examples:,} examples in {outcome.seconds:.0f} s, {outcome.branches:,} branches"
        )
        for each in outcome.found:
            say(f"  found: {each}")
    say(f"\n{table(outcomes)}")
    if options.json:
        figures = {
            "targets": len(outcomes),
            "examples": sum(each.examples for each in outcomes),
            "seconds": round(sum(each.seconds for each in outcomes)),
            "found": sum(len(each.found) for each in outcomes),
        }
        options.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    if options.table:
        options.table.write_text(table(outcomes) + "\n", encoding="utf-8")
    return 1 if any(each.found for each in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
