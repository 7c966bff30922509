"""The report on an evaluation, whole, in both languages, with colours and without."""

import io
import re
import sys

import attrs
import pytest

from govrules.cli.report import GROUPS, USUAL, Report
from govrules.cli.screen import Screen, plain
from govrules.diagnostics import Language, display_width
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Violation
from tests.cli.golden import assert_golden
from tests.explain.sample import EVALUATION, LATE, RULEBOOK

LANGUAGES: tuple[Language, ...] = ("en", "zh")


def report(lang: Language, evaluation: Evaluation = EVALUATION, **more: object) -> Report:
    return Report(View.of(evaluation, RULEBOOK, lang), 100, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_usual_report(lang: Language) -> None:
    assert_golden(f"report.{lang}.txt", plain(report(lang).lines()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_of_everything(lang: Language) -> None:
    whole = report(lang, groups=GROUPS, everything=True)
    assert_golden(f"report-all.{lang}.txt", plain(whole.lines()))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_colours_change_nothing_but_the_colour(lang: Language) -> None:
    from rich.console import Console

    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=100)
    Screen(lang, out, io.StringIO(), 100, console).lines(report(lang).lines())
    coloured = out.getvalue()
    assert "\x1b[31m" in coloured
    without = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert "".join(each.rstrip() + "\n" for each in without.splitlines()) == plain(report(lang).lines())


def test_without_rich_the_output_is_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    from govrules.cli.screen import open_screen

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "rich.console", None)
    screen = open_screen("en")
    assert (screen.console, screen.status_console) == (None, None)
    screen.lines(report("en").lines())
    assert isinstance(screen.out, Terminal)
    assert screen.out.getvalue() == plain(report("en").lines())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_of_a_report_is_wider_than_the_screen(lang: Language, width: int) -> None:
    whole = attrs.evolve(report(lang, groups=GROUPS, everything=True), width=width)
    tables = [each for each in plain(whole.lines()).splitlines() if each.startswith("  ")]
    assert tables
    # At 60 columns the least widths of six columns do not fit; what is cut is then cut by the terminal.
    if width >= 80:
        assert [each for each in tables if display_width(each) > width + 20] == []


def test_long_groups_are_cut_and_counted() -> None:
    many = tuple(attrs.evolve(LATE, id=f"{number}", case=f"L{number:03}") for number in range(43))
    evaluation = Evaluation(violations=many, obligations=EVALUATION.obligations)
    lines = plain(report("en", evaluation).lines()).splitlines()
    assert "  and 23 more: --show violations" in lines
    assert len([each for each in lines if each.startswith("  L0")]) == 20
    whole = plain(report("en", evaluation, groups=("violations",), everything=True).lines()).splitlines()
    assert len([each for each in whole if each.startswith("  L0")]) == 43


def test_a_case_cannot_steer_the_terminal_or_break_the_table() -> None:
    evil = attrs.evolve(LATE, case="L\x1b]0;x\x07\n\u202e9", responsible="\x9b31m")
    text = plain(
        report("en", Evaluation(violations=(evil,), obligations=(EVALUATION.obligations[0],))).lines()
    )
    assert [each for each in text if not each.isprintable() and each != "\n"] == []


def test_nothing_wrong_is_said_in_words() -> None:
    fine = Evaluation(obligations=(EVALUATION.obligations[0],))
    assert plain(report("en", fine).lines()) == (
        "0 cases, 0 events\n"
        "\n"
        "Nothing is late, broken or unknown.\n"
        "1 obligation: met 1\n"
        "Why, day by day: govrules explain RULES --events FILE --case L01\n"
    )


def test_nothing_judged_is_not_mistaken_for_nothing_wrong() -> None:
    assert plain(report("en", Evaluation()).lines()) == (
        "0 cases, 0 events\n"
        "\n"
        "No clause found anything to judge: do the event names match those of the rules?\n"
    )


def test_warnings_of_closed_duties_are_only_counted() -> None:
    closed = attrs.evolve(EVALUATION.alerts[0], obligation=EVALUATION.obligations[0].id)
    both = attrs.evolve(EVALUATION, alerts=(*EVALUATION.alerts, closed))
    lines = plain(report("en", both).lines()).splitlines()
    assert "  1 warning of a duty that is closed by now: --show alerts" in lines
    assert "WARNINGS 1  open duties whose time is running out" in lines


def test_the_usual_groups_are_those_of_something_wrong() -> None:
    assert USUAL == (
        "violations",
        "lapses",
        "late",
        "shortfalls",
        "attributions",
        "measures",
        "alerts",
        "unknowns",
    )
    assert isinstance(LATE, Violation)
