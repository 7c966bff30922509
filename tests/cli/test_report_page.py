"""`govrules report`."""

import datetime as dt
import importlib.util
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import govrules as gr
from govrules.diagnostics import Language
from govrules.formats.read import read_events
from govrules.formats.write import write_events
from govrules.reporting.page.page import Naming, report
from tests.cli.conftest import Run
from tests.reporting import office
from tests.reporting.page.pages import DAY

AS_OF = ("--as-of", f"{DAY}T00:00:00+08:00")


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    monkeypatch.chdir(tmp_path)
    Path("office.yaml").write_text(office.RULES, encoding="utf-8")
    write_events(office.EVENTS, "events.jsonl")
    return ("report", "office.yaml", "--events", "events.jsonl", *AS_OF)


@pytest.mark.parametrize(
    ("words", "naming"),
    [((), "shown"), (("--pseudonymise",), "replaced"), (("--without-names",), "left out")],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_is_that_of_the_library(
    govrules: Run, given: tuple[str, ...], words: tuple[str, ...], naming: Naming, lang: Language
) -> None:
    ran = govrules(*given, *words, "--lang", lang, "--output", "page.html")
    shown = "已写入：page.html（0.1 MB）\n" if lang == "zh" else "written: page.html (0.1 MB)\n"
    assert (ran.code, ran.out, ran.err) == (0, shown, "")
    rules = office.rules(Path())
    log = read_events("events.jsonl")
    midnight = dt.datetime.combine(DAY, dt.time(), ZoneInfo("Asia/Shanghai"))
    page = report(gr.evaluate(rules, log, as_of=midnight), rules, log, lang=lang, naming=naming)
    written = Path("page.html").read_text(encoding="utf-8")
    assert written == page
    assert ("甲局" in written) is (naming == "shown")
    assert ("events.jsonl:1" in written) is (naming == "shown")


def test_the_page_is_the_same_every_time(govrules: Run, given: tuple[str, ...]) -> None:
    govrules(*given, "--output", "one.html")
    govrules(*given, "--output", "other.html")
    assert Path("one.html").read_bytes() == Path("other.html").read_bytes()


def test_the_page_of_a_day_is_that_of_its_morning(govrules: Run, given: tuple[str, ...]) -> None:
    govrules(*given, "--output", "instant.html")
    without = given[: -len(AS_OF)]
    assert govrules(*without, "--day", f"{DAY}", "--output", "day.html").code == 0
    assert Path("day.html").read_bytes() == Path("instant.html").read_bytes()


MISTAKES = {
    "a day and an instant": (("--day", "2025-09-24", "--output", "page.html"), "GR614"),
    "a day that is none": (("--day", "2025-09-31", "--output", "page.html"), "GR6"),
    "no file": ((), "GR6"),
    "both ways without names": (("--pseudonymise", "--without-names", "--output", "page.html"), "GR6"),
    "a folder that does not exist": (("--output", "no/such/page.html"), "GR631"),
}


@pytest.mark.parametrize(("words", "code"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_slip_is_told_and_nothing_is_written(
    govrules: Run, given: tuple[str, ...], words: tuple[str, ...], code: str
) -> None:
    ran = govrules(*given, *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}" in ran.err
    assert sorted(each.name for each in Path().iterdir()) == ["events.jsonl", "office.yaml"]


def test_a_missing_extra_is_told_before_anything_is_read(
    govrules: Run, given: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    ran = govrules(*given[:3], "none.jsonl", "--output", "page.html")
    assert (ran.code, ran.out) == (2, "")
    assert "error[GR675]" in ran.err
    assert "pip install 'govrules[report]'" in ran.err


def test_rows_that_cannot_be_read_leave_a_page_and_an_exit_code_that_says_so(
    govrules: Run, given: tuple[str, ...]
) -> None:
    with Path("events.jsonl").open("a", encoding="utf-8") as file:
        file.write("{}\n")
    ran = govrules(*given, "--output", "page.html")
    assert ran.code == 2
    assert Path("page.html").read_text(encoding="utf-8").endswith("</html>\n")
