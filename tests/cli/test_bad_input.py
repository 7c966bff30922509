"""A mistake in a command line: a diagnostic, exit code 2, nothing on standard output, no traceback."""

import re

import pytest

from govrules.cli.specification import MODULES
from tests.cli.conftest import Run

DUE = ("due", "5 days", "--after", "2026-03-02")
EVALUATE = ("evaluate", "cn/licensing-law", "--events", "events.jsonl")

MISTAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "a misspelt command": (
        ("evalute", "rules"),
        "error[GR601]: govrules has no command `evalute`\n  help: did you mean `evaluate`?\n",
    ),
    "a misspelt second word": (
        ("calendar", "freez", "CN"),
        "error[GR601]: govrules has no command `calendar freez`\n  help: did you mean `calendar freeze`?\n",
    ),
    "a command that is like no other": (
        ("xyzzy",),
        "error[GR601]: govrules has no command `xyzzy`\n"
        f"  help: the commands are {', '.join(f'`{name}`' for name in MODULES)}\n",
    ),
    "a misspelt option": (
        ("due", "5 days", "--afer", "2026-03-02"),
        "error[GR602]: `govrules due` has no option `--afer`\n  help: did you mean `--after`?\n",
    ),
    "a misspelt option without a command": (
        ("--versoin",),
        "error[GR602]: `govrules COMMAND` has no option `--versoin`\n  help: did you mean `--version`?\n",
    ),
    "an option without its value": (
        (*DUE, "--calendar"),
        "error[GR603]: `--calendar` needs a value: NAME\n",
    ),
    "a value for a switch": (
        (*EVALUATE, "--strict=yes"),
        "error[GR604]: `--strict` takes no value\n",
    ),
    "a format that there is not": (
        (*DUE, "--format", "jsonn"),
        "error[GR605]: `jsonn` is no value of `--format`\n  help: did you mean `json`?\n",
    ),
    "a group that there is not": (
        (*EVALUATE, "--show", "violations,xyz"),
        "error[GR605]: `xyz` is no value of `--show`\n"
        "  help: choose from `violations`, `lapses`, `late`, `shortfalls`, `attributions`, `measures`, "
        "`alerts`, `unknowns`, `views`, `open`, `met`, `closed`, `ignored`, `quality`, `all`\n",
    ),
    "no period": (
        ("due",),
        "error[GR606]: `govrules due` needs a period, as `20 working days`\n"
        "  help: `govrules due --help` shows what it takes\n",
    ),
    "no start": (
        ("due", "5 days"),
        "error[GR606]: `govrules due` needs `--after` or `--before`: the day or instant that it is counted "
        "from\n  help: as in: govrules due 20 working days --after 2025-09-22\n",
    ),
    "no events": (
        ("evaluate", "cn/licensing-law"),
        "error[GR606]: `govrules evaluate` needs `--events`, the file of events\n"
        "  help: `govrules evaluate --help` shows what it takes\n",
    ),
    "one word too many": (
        ("calendar", "show", "cn", "2026"),
        "error[GR607]: `govrules calendar show` does not know what to do with `2026`\n"
        "  help: `govrules calendar show --help` shows what it takes\n",
    ),
    "a date in another order": (
        ("due", "5 days", "--after", "02.03.2026"),
        "error[GR608]: `02.03.2026` after `--after` is no date\n"
        "  help: write year-month-day, as 2026-03-02\n",
    ),
    "the thirtieth of February": (
        ("due", "5 days", "--after", "2026-02-30"),
        "error[GR609]: `2026-02-30` after `--after` does not exist: that month has 28 days\n"
        "  help: its last day is 2026-02-28\n",
    ),
    "the thirty-first of September, in Chinese": (
        ("due", "5 days", "--after", "2026年9月31日"),
        "error[GR609]: `2026年9月31日` after `--after` does not exist: that month has 30 days\n"
        "  help: its last day is 2026-09-30\n",
    ),
    "a thirteenth month": (
        ("due", "5 days", "--after", "2026-13-01"),
        "error[GR609]: `2026-13-01` after `--after` does not exist: a year has months 1 to 12\n"
        "  help: write year-month-day, as 2026-03-02\n",
    ),
    "an instant without its zone": (
        (*EVALUATE, "--as-of", "2026-03-31T17:00"),
        "error[GR610]: `2026-03-31T17:00` after `--as-of` is a time of day without its zone\n"
        "  help: add the offset, as in 2026-03-31T17:00+08:00, or name the zone with `--time-zone`\n",
    ),
    "an hour that no clock shows": (
        (*EVALUATE, "--as-of", "2026-03-31T25:00+08:00"),
        "error[GR608]: `2026-03-31T25:00+08:00` after `--as-of` is no date\n"
        "  help: write an instant as 2026-03-02T17:00+08:00\n",
    ),
    "an unknown zone": (
        (*DUE, "--time-zone", "Asia/Shangai"),
        "error[GR611]: there is no time zone `Asia/Shangai`\n  help: did you mean `Asia/Shanghai`?\n",
    ),
    "a city that the database of zones files under another": (
        (*DUE, "--time-zone", "Beijing"),
        "error[GR611]: there is no time zone `Beijing`\n  help: did you mean `Asia/Shanghai`?\n",
    ),
    "a zone that is a path": (
        (*DUE, "--time-zone", "../../etc/passwd"),
        "error[GR611]: there is no time zone `../../etc/passwd`\n",
    ),
    "a pause without its end": (
        (*DUE, "--pause", "2026-03-09"),
        "error[GR612]: `2026-03-09` after `--pause` is no span of two dates or two instants\n"
        "  help: write it as 2026-03-09..2026-03-16\n",
    ),
    "a pause that ends before it starts": (
        (*DUE, "--pause", "2026-03-16..2026-03-09"),
        "error[GR613]: `2026-03-16..2026-03-09` after `--pause` ends before it starts\n",
    ),
    "two directions": (
        (*DUE, "--before", "2026-04-01"),
        "error[GR614]: `--after` and `--before` cannot stand together\n",
    ),
    "an option twice": (
        (*DUE, "--after", "2026-03-03"),
        "error[GR615]: `--after` is given twice\n",
    ),
    "a unit that there is not": (
        ("due", "5", "dais", "--after", "2026-03-02"),
        "error[GR304]: `dais` is no unit of time\n  help: did you mean `days`?\n",
    ),
    "a calendar that there is not": (
        (*DUE, "--calendar", "cnn"),
        "error[GR701]: no calendar is called `cnn`\n  help: did you mean `cn`?\n",
    ),
    "a convention that there is not": (
        (*DUE, "--convention", "cn-civil-cod"),
        "error[GR701]: no convention is called `cn-civil-cod`\n  help: did you mean `cn-civil-code`?\n",
    ),
    "a code that there is not": (
        ("help", "duplicate"),
        "error[GR620]: no diagnostic has the code `duplicate`\n  help: did you mean `duplicate-key`?\n"
        "  help: `govrules help` lists every code\n",
    ),
    "a year that the calendar does not hold": (
        ("calendar", "show", "cn", "--year", "1990"),
        "error[GR625]: `1990` after `--year` lies outside: the calendar `cn` reaches from 2004 to 2026\n"
        "  help: write one year from 2004 to 2026\n",
    ),
    "a month that there is not": (
        ("calendar", "show", "cn", "--month", "13"),
        "error[GR625]: `13` after `--month` lies outside: a year has months 1 to 12\n",
    ),
    "years that are none": (
        ("calendar", "freeze", "CN", "--years", "20-26", "--announced-until", "2026-12-28"),
        "error[GR626]: `20-26` after `--years` is no year, or no span of years\n"
        "  help: write 2026, or 2004..2026\n",
    ),
    "freezing without saying what is announced": (
        ("calendar", "freeze", "CN", "--years", "2026"),
        "error[GR606]: `govrules calendar freeze` needs `--announced-until`, the last day whose days off "
        "are officially announced\n  help: `govrules calendar freeze --help` shows what it takes\n",
    ),
    "a file that does not exist": (
        (*DUE, "--calendar", "no/such.yaml"),
        "no/such.yaml: error[GR001]: there is no file `no/such.yaml`\n",
    ),
    "neither case nor finding": (
        ("explain", "cn/licensing-law", "--events", "events.jsonl"),
        "error[GR606]: `govrules explain` needs `--case` or `--finding`\n"
        "  help: `--case CASE` explains all findings of a case, `--finding ID` one\n",
    ),
    "case and finding": (
        ("explain", "cn/licensing-law", "--events", "events.jsonl", "--case", "a", "--finding", "b"),
        "error[GR614]: `--case` and `--finding` cannot stand together\n",
    ),
    "a folder as output": (
        (*EVALUATE, "--output", "./"),
        "error[GR630]: `./` is a folder, and a file is to be written\n",
    ),
    "an output in a folder that does not exist": (
        (*EVALUATE, "--output", "no/such/findings.json"),
        "error[GR631]: `no/such/findings.json` cannot be written: there is no such folder\n",
    ),
}


@pytest.mark.parametrize(("words", "said"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_told_in_one_clear_way(govrules: Run, words: tuple[str, ...], said: str) -> None:
    ran = govrules(*words)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


@pytest.mark.parametrize("words", [words for words, _ in MISTAKES.values()], ids=MISTAKES.keys())
def test_the_same_mistake_is_told_in_chinese(govrules: Run, words: tuple[str, ...]) -> None:
    ran = govrules(*words, "--lang=zh") if words[-1] != "--calendar" else govrules("--lang", "zh", *words)
    assert (ran.code, ran.out) == (2, "")
    lines = ran.err.splitlines()
    assert re.match(r"(\S+: )?错误\[GR\d{3}\]：?", lines[0])
    assert [each for each in lines if "error[" in each or "help:" in each] == []


def test_all_mistakes_are_told_at_once(govrules: Run) -> None:
    ran = govrules(
        "due", "5", "dais", "--after", "2026-02-30", "--pause", "x", "--time-zone", "Mars", "--known-at", "3"
    )
    assert re.findall(r"GR\d{3}", ran.err) == ["GR611", "GR304", "GR609", "GR612", "GR608"]
    assert ran.code == 2


def test_control_characters_do_not_reach_the_terminal(govrules: Run) -> None:
    ran = govrules("due", "5 days", "--after", "2026\x1b[31m\x07-03-02\u202e")
    assert ran.err.startswith("error[GR608]: `2026�[31m�-03-02�` after `--after` is no date\n")


def test_words_that_are_no_text_are_told_without_failing(govrules: Run) -> None:
    ran = govrules("check", "\udcff.yaml")
    assert ran.code == 1
    assert "GR001" in ran.err or "GR701" in ran.err or "GR702" in ran.err


def test_a_word_after_two_dashes_is_no_option(govrules: Run) -> None:
    ran = govrules("check", "--", "--strange.yaml")
    assert ran.code == 1
    assert "GR602" not in ran.err
