"""The figures of a run of `.ci/nightly` as a dated section of a page.

    python -m tests.nightly.page RESULTS                        # show it
    python -m tests.nightly.page RESULTS --write FILE           # put it before the older runs

Exits with 1 if a part of the run found something or broke off.
"""

import argparse
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import attrs

BEGINS = "<!-- runs -->"
MOST_RUNS = 10
"""runs that stay on the page"""
STOPPED = frozenset({124, 130, 137})
"""how a part ends whose time was up: told by `timeout`, interrupted, killed"""


@attrs.frozen
class Part:
    """One part of a run, for one row of the table."""

    name: str
    tried: str
    seconds: int
    found: str
    good: bool
    details: str = ""


def parts(results: Path) -> list[Part]:
    """The parts that ran, as the files in a folder of results tell."""
    found = []
    for name, read in _READERS.items():
        ended = results / f"{name}.ended.json"
        if ended.exists():
            told = json.loads(ended.read_text(encoding="utf-8"))
            found.append(read(results, told["seconds"], told["code"]))
    return found


def _laws(results: Path, seconds: int, code: int) -> Part:
    path = results / "laws.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    ran = [json.loads(each) for each in lines]
    failed = [each["test"] for each in ran if each["outcome"] == "failed"]
    looked_at = sum(each["examples"] for each in ran)
    tried = f"{len(ran):,} tests, {looked_at:,} examples{_so_far(code)}"
    good = bool(ran) and not failed and (code == 0 or code in STOPPED)
    return Part("laws of the suite, many examples", tried, seconds, _listed(failed, good), good)


def _histories(results: Path, seconds: int, code: int) -> Part:
    name = "laws over the shipped packs"
    told = _json(results / "histories.json")
    if not told:
        return Part(name, "no figures", seconds, f"broke off with {code}", good=False)
    tried = (
        f"{told['different']:,} different histories ({told['histories']:,} in all), "
        f"{told['questions']:,} questions of counting; seed {told['seed']}"
    )
    differences = told["differences"]
    found = f"{differences} differences" if differences else "no difference"
    return Part(name, tried, seconds, found, not differences, _text(results / "histories.md"))


def _engines(results: Path, seconds: int, code: int) -> Part:
    name = "both evaluators on random rulebooks"
    told = _json(results / "engines.json")
    if not told:
        return Part(name, "no figures", seconds, f"broke off with {code}", good=False)
    share = f"{told['decided'] / told['cases']:.0%}" if told["cases"] else "none"
    tried = (
        f"{told['different']:,} different histories with {told['cases']:,} cases, {share} of them decided by "
        f"programs; seed {told['seed']}{_so_far(code)}"
    )
    differences = told["differences"]
    found = f"{differences} differences" if differences else "no difference"
    good = not differences and (code == 0 or code in STOPPED)
    return Part(name, tried, seconds, found, good, _text(results / "engines.md"))


def _fuzz(results: Path, seconds: int, code: int) -> Part:
    told = _json(results / "fuzz.json")
    if not told:
        return Part("fuzzing", "no figures", seconds, f"broke off with {code}", good=False)
    tried = f"{told['targets']} targets, {told['examples']:,} examples"
    found = f"{told['found']} kinds of mistake" if told["found"] else "nothing"
    return Part("fuzzing", tried, seconds, found, not told["found"], _text(results / "fuzz.md"))


_KILLED = re.compile(r"^Killed: (\d+) of (\d+)", re.MULTILINE)
_ONE_FAULT = re.compile(r"^\d{3} \S+ +(killed|survives|no end|does not apply|the laws)", re.MULTILINE)


def _faults(results: Path, seconds: int, code: int) -> Part:
    said = _text(results / "faults.log")
    killed = _KILLED.search(said)
    if killed:
        tried, good = f"{killed[1]} of {killed[2]} killed{_so_far(code)}", killed[1] == killed[2]
    else:
        verdicts = _ONE_FAULT.findall(said)
        tried = f"{verdicts.count('killed')} of {len(verdicts)} killed{_so_far(code)}"
        good = bool(verdicts) and set(verdicts) == {"killed"} and code in STOPPED
    found = "all laws hold without a fault" if good else "see the log"
    return Part("planted faults", tried, seconds, found, good)


def _benchmarks(results: Path, seconds: int, code: int) -> Part:
    names = re.findall(r"^== benchmarks/(\w+)\.py", _text(results / "benchmarks.log"), re.MULTILINE)
    good = code == 0
    found = "every answer timed is the same" if good else f"ended with {code}"
    return Part("benchmarks", ", ".join(names) or "none", seconds, found, good)


_READERS: dict[str, Callable[[Path, int, int], Part]] = {
    "laws": _laws,
    "histories": _histories,
    "engines": _engines,
    "fuzz": _fuzz,
    "faults": _faults,
    "benchmarks": _benchmarks,
}


def _so_far(code: int) -> str:
    return ", until the time was up" if code in STOPPED else ""


def _listed(failed: Sequence[str], good: bool) -> str:
    if failed:
        return "; ".join(f"`{each}`" for each in failed)
    return "nothing" if good else "broke off"


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""


def section(found: Sequence[Part], *, date: str, made_with: str) -> str:
    """A dated section with a table of the parts, and the tables of those that have one."""
    lines = [f"### {date}", "", made_with, "", "| part | tried | minutes | found |", "|---|---|---:|---|"]
    for each in found:
        minutes = f"{each.seconds / 60:.0f}" if each.seconds >= 60 else "less than 1"
        lines.append(f"| {each.name} | {each.tried} | {minutes} | {each.found} |")
    for each in found:
        if each.details:
            lines += ["", f"{each.name[0].upper()}{each.name[1:]}:", "", each.details.strip()]
    return "\n".join(lines) + "\n"


def with_section(page: str, new: str) -> str:
    """The page with a section before those of older runs, of which the oldest go.

    Raises:
        ValueError: the page has no mark that says where the runs begin.
    """
    before, mark, after = page.partition(BEGINS)
    if not mark:
        raise ValueError(f"the page has no {BEGINS}")
    runs = [each for each in re.split(r"^(?=### )", after.strip(), flags=re.MULTILINE) if each]
    kept = [new, *runs][:MOST_RUNS]
    return f"{before}{BEGINS}\n\n" + "\n\n".join(each.strip() for each in kept) + "\n"


def made_with(commit: str) -> str:
    """The versions and the machine, in one sentence."""
    packages = []
    for name in ("hypothesis", "atheris"):
        try:
            packages.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    version = metadata.version("govrules") + (f" ({commit})" if commit else "")
    python = f"{platform.python_implementation()} {platform.python_version()}"
    machine = f"{platform.system()}, {platform.machine()}, {os.cpu_count()} processors"
    return f"govrules {version}, {', '.join([python, *packages])} on {machine}."


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.nightly.page", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("results", type=Path)
    parser.add_argument("--commit", default="", help="what the sources are called")
    parser.add_argument("--write", type=Path, metavar="PAGE")
    options = parser.parse_args(arguments)
    found = parts(options.results)
    # The date stands on a page; nothing is decided by it.
    date = time.strftime("%Y-%m-%d", time.gmtime())
    new = section(found, date=date, made_with=made_with(options.commit))
    sys.stdout.write(f"\n{new}")
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, new), encoding="utf-8")
    return 0 if found and all(each.good for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
