"""A long log is read into columns: what a command prints is the same, byte for byte, as from its rows."""

import csv
import datetime as dt
import gc
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from govrules.cli import export, inputs
from govrules.cli.screen import Screen, open_screen
from govrules.diagnostics import Language
from govrules.engine import batch, progress
from govrules.engine.compile import running
from govrules.formats import columnar
from govrules.formats.stretches import installed
from tests.cli.conftest import Ran, Run

RULES = "cn/licensing-law"
UNITS = ("城管局", "林业局", "水利局", "住建局")
TYPES = (
    "application_received",
    "accepted",
    "materials_requested",
    "decided",
    "decided",
    "extended",
    "tidied",
)
HEADER = ("case", "type", "time", "unit", "outcome")
CASES = 60
START = dt.datetime.fromisoformat("2025-03-03T09:00")
Row = dict[str, object]

MAPPING = """\
govrules: 1
mapping: m
case: no
type: step
time: on
unit: office
attributes: {outcome: outcome}
time_zone: Asia/Shanghai
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    # However short the log is.
    monkeypatch.setattr(columnar, "SMALL", 0)
    monkeypatch.setattr(batch, "MANY", 100)


def rows(seed: int, *, dates: bool = False, offset: str = "+08:00") -> list[Row]:
    """Of a good two hundred events, in no order."""
    source = random.Random(seed)
    found = []
    for case in range(CASES):
        at = START + dt.timedelta(days=source.randint(0, 200))
        for kind in source.sample(TYPES, source.randint(2, 6)):
            at += dt.timedelta(days=source.randint(0, 25), minutes=source.randint(0, 300))
            time = at.date().isoformat() if dates else at.isoformat() + offset
            row: Row = {"case": f"c{case:04}", "type": kind, "time": time}
            if source.random() < 0.8:
                row["unit"] = source.choice(UNITS)
            if kind == "decided":
                row["outcome"] = source.choice(("granted", "refused"))
            found.append(row)
    source.shuffle(found)
    return found


def json_lines(found: Sequence[Row], name: str = "log.jsonl") -> str:
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found)
    Path(name).write_text(lines, encoding="utf-8")
    return name


def table(found: Sequence[Row], name: str = "log.csv", names: Mapping[str, str] | None = None) -> str:
    with Path(name).open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter="\t" if name.endswith(".tsv") else ",")
        writer.writerow([(names or {}).get(each, each) for each in HEADER])
        writer.writerows([[each.get(field, "") for field in HEADER] for each in found])
    return name


def parquet(found: Sequence[Row]) -> str:
    import pyarrow
    import pyarrow.parquet

    names = pyarrow.schema([(name, pyarrow.string()) for name in HEADER])
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(found), names), "log.parquet")
    return "log.parquet"


def both(govrules: Run, monkeypatch: pytest.MonkeyPatch, *words: str, read_again: bool = False) -> Ran:
    """What a command says, read into columns and row by row; `read_again`: whether rows are needed anyway."""
    found = []
    for long in (0, 1 << 60):
        with monkeypatch.context() as patched:
            patched.setattr(inputs, "LONG", long)
            if not long and not read_again:
                patched.setattr(columnar, "read_events", None)
                patched.setattr(inputs, "_rows", None)
            found.append(govrules(*words))
    assert found[0] == found[1]
    assert found[0].code != 3
    return found[0]


FORMS = {
    "table": (),
    "everything": ("--show", "all"),
    "chinese": ("--lang", "zh", "--show", "open,violations"),
    "json": ("--format", "json"),
    "json lines": ("--format", "jsonl", "--show", "violations,open,ignored"),
    "csv": ("--format", "csv"),
    "csv of some": ("--format", "csv", "--show", "violations,met", "--fail-on", "violation"),
}


def needed(suffix: str) -> None:
    package = {"jsonl": "msgspec", "parquet": "pyarrow"}.get(suffix)
    if package is not None and not installed(package):
        pytest.skip(f"{package} is not installed")


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_result(govrules: Run, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    needed("jsonl")
    log = json_lines(rows(1))
    ran = both(govrules, monkeypatch, "evaluate", RULES, "--events", log, *FORMS[form])
    assert (ran.code, ran.err) == (1 if "--fail-on" in FORMS[form] else 0, "")
    assert "c0" in ran.out


def others() -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "stats", ("stats", RULES, "--by", "clause,unit")
    yield "worklist", ("worklist", RULES, "--day", "2025-06-03")
    yield "explain", ("explain", RULES, "--case", "c0007")
    yield "no such case", ("explain", RULES, "--case", "c00O7")
    yield "known at", ("evaluate", RULES, "--known-at", "2024-12-01", "--as-of", "2025-07-01")
    yield "refused", ("evaluate", RULES, "--known-at", "2024-10-01", "--unannounced", "raise")


@pytest.mark.parametrize("words", [each for _, each in others()], ids=[name for name, _ in others()])
def test_every_command_that_reads_events(
    govrules: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    log = table(rows(2))
    ran = both(govrules, monkeypatch, *words, "--events", log)
    assert ran.out or ran.err


def test_every_form_of_a_log(govrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = rows(3, dates=True)
    Path("m.yaml").write_text(MAPPING, encoding="utf-8")
    names = {"case": "no", "type": "step", "time": "on", "unit": "office"}
    logs = {
        "jsonl": (json_lines(plain),),
        "parquet": (parquet(plain),) if installed("pyarrow") else ("",),
        "csv": (table(plain),),
        "tsv": (table(plain, "log.tsv"),),
        "mapped": (table(plain, "mapped.csv", names), "--mapping", "m.yaml"),
    }
    said = {}
    for form, words in logs.items():
        if words[0] and (form != "jsonl" or installed("msgspec")):
            said[form] = both(govrules, monkeypatch, "evaluate", RULES, "--events", *words)
    # The same events in whatever form: the same report.
    assert set(said.values()) == {said["csv"]}


def test_zones_of_times_without_one(govrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    log = table(rows(4, offset=""))
    words = ("evaluate", RULES, "--events", log, "--format", "json")
    here = both(govrules, monkeypatch, *words, "--time-zone", "Asia/Shanghai")
    there = both(govrules, monkeypatch, *words, "--time-zone", "Europe/Berlin", "--as-of", "2025-06-01T10:00")
    assert here.code == there.code == 0
    assert here.out != there.out
    both(govrules, monkeypatch, *words, "--time-zone", "Mars/Olympus", read_again=True)
    both(govrules, monkeypatch, *words, read_again=True)


def spoilt(kind: str) -> list[Row]:
    """A log with something to be told about."""
    found = rows(5)
    if kind == "bad rows":
        found[7] = {**found[7], "time": "2025-02-30"}
        found[40] = {**found[40], "case": ""}
        found[30] = {**found[30], "type": ""}
    elif kind == "duplicates":
        found += found[100:110]
    elif kind == "shared ids":
        found = [{**each, "id": str(number)} for number, each in enumerate(found)]
        mine = [each for each in found if each["case"] == found[0]["case"]]
        mine[0]["id"] = mine[1]["id"]
    elif kind == "dates and instants":
        found[9] = {**found[9], "time": str(found[9]["time"])[:10]}
    elif kind == "views":
        found.append({"case": "c0003", "type": "finding_contested", "time": "2025-12-31T10:00:00+08:00"})
    elif kind == "nothing but bad rows":
        found = [{**each, "time": "soon"} for each in found]
    return found


SPOILT = ("bad rows", "duplicates", "shared ids", "dates and instants", "views", "nothing but bad rows")


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("kind", SPOILT)
def test_what_is_wrong_with_a_log(
    govrules: Run, monkeypatch: pytest.MonkeyPatch, kind: str, strict: bool
) -> None:
    log = json_lines(spoilt(kind))
    words = ("evaluate", RULES, "--events", log, "--show", "all", *(["--strict"] if strict else []))
    ran = both(govrules, monkeypatch, *words, read_again=True)
    is_bad = "bad rows" in kind
    assert (ran.code, bool(ran.err)) == ((2, True) if is_bad else (0, False))


def test_a_bundle_and_a_page_are_made_of_every_event(govrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    log = json_lines(rows(6)[:150])
    for number, long in enumerate((0, 1 << 60)):
        monkeypatch.setattr(inputs, "LONG", long)
        ran = govrules("evaluate", RULES, "--events", log, "--bundle", f"bundle{number}")
        assert (ran.code, govrules("verify", f"bundle{number}").code) == (0, 0)
        assert govrules("report", RULES, "--events", log, "--output", f"page{number}.html").code == 0
    assert Path("page0.html").read_bytes() == Path("page1.html").read_bytes()
    for path in sorted(Path("bundle0").rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (Path("bundle1") / path.relative_to("bundle0")).read_bytes(), path


def test_what_cannot_be_read_at_all(govrules: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty.jsonl").write_text("", encoding="utf-8")
    Path("folder.csv").mkdir()
    Path("other.txt").write_text("x" * 1000, encoding="utf-8")
    Path("list.json").write_text("[1]", encoding="utf-8")
    for log in ("empty.jsonl", "folder.csv", "none.csv", "other.txt", "list.json"):
        ran = both(govrules, monkeypatch, "evaluate", RULES, "--events", log, read_again=True)
        assert (ran.code, ran.out, bool(ran.err)) == (2, "", True)


@pytest.mark.parametrize("words", [("evaluate", "--format", "json"), ("stats", "--format", "json")])
def test_long_json_is_indented_like_any_other(
    govrules: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    needed("jsonl")
    found = []
    log = json_lines([{**each, "note": "\u2028\x7f“é\t\\ 汉" * 3} for each in rows(9)])
    for long in (0, 1 << 60):
        monkeypatch.setattr(export, "LONG", long)
        found.append(govrules(words[0], RULES, *words[1:], "--events", log))
    assert found[0] == found[1]
    assert json.dumps(json.loads(found[0].out), indent=2).count("\n") == found[0].out.count("\n") - 1


class Console:
    """Keeps what a terminal would show while something takes its time."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    @contextmanager
    def status(self, text: str) -> Iterator["Console"]:
        self.update(text)
        yield self

    def update(self, text: str) -> None:
        self.shown.append(text)


def test_a_terminal_shows_how_far_a_long_log_is_read_and_judged(
    govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    console = Console()

    def opened(lang: Language, *, colour: bool = True) -> Screen:
        return attrs.evolve(open_screen(lang, colour=colour), status_console=cast("Any", console))

    monkeypatch.setattr("govrules.cli.run.open_screen", opened)
    monkeypatch.setattr(inputs, "LONG", 0)
    monkeypatch.setattr(progress, "PART", CASES // 3)
    assert govrules("evaluate", RULES, "--events", table(rows(7))).code == 0
    shown = list(dict.fromkeys(console.shown))
    assert shown[:2] == ["reading the rules ...", "reading the events ..."]
    assert "reading the events ... 100%" in shown
    judging = [each for each in shown if each.startswith("evaluating")]
    assert judging == ["evaluating ...", *(f"evaluating ... {each}%" for each in (33, 66, 100))]


@pytest.mark.parametrize("command", ["evaluate", "evaluate --format csv", "stats", "worklist"])
def test_an_interruption_while_judging_leaves_no_half_of_a_result(
    govrules: Run, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inputs, "LONG", 0)
    monkeypatch.setattr(running, "judge", interrupted)
    log = table(rows(8))
    name, *more = command.split()
    ran = govrules(name, RULES, *more, "--events", log)
    assert (ran.code, ran.out, ran.err) == (130, "", "\ninterrupted\n")
    assert govrules(name, RULES, *more, "--events", log, "--output", "out.txt").code == 130
    assert sorted(each.name for each in Path().iterdir()) == [log]
    assert gc.isenabled()
