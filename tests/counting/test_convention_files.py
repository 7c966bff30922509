"""Convention files: what they say, what is wrong with them, and that those shipped can be read."""

import datetime as dt
from pathlib import Path

import pytest

from govrules.diagnostics.codes import time as codes
from govrules.model.convention import (
    KEYS,
    Convention,
    ConventionError,
    KeyCitation,
    LastDayOff,
    RestRun,
    ShortPeriods,
)
from govrules.model.period import Period
from govrules.model.source import Source
from govrules.model.text import Text
from govrules.rulefile.convention_file import read_convention

FOLDER = Path(__file__).parents[2] / "rules" / "conventions"

EVERY_KEY = """\
govrules: 1
convention: every
title: {zh: 全部, en: every key}
in_force: {from: 2020-01-01, until: 2025-01-01}
source: {status: read, address: "https://example.org/law"}
tested: false
keys:
  days_are: {value: working, cite: art. 1, quote: days are working days}
  first_day: {value: included, cite: art. 2}
  start_on_day_off: {value: move, cite: art. 3}
  cutoff: {value: 16:00, cite: art. 4}
  cutoff_to: {value: next_working_day, cite: art. 4}
  months: {value: from_next_day, cite: art. 5}
  missing_day: {value: next_month_start, cite: art. 6}
  last_day_off: {value: {limit: next, deemed: stays}, cite: art. 7}
  roll_calendar: {value: courts, cite: art. 8}
  day_ends: {value: "17:30", cite: art. 9}
  short_periods: {value: {up_to: 十日, count_as: working days}, cite: art. 10}
  clear_days: {value: true, cite: art. 11}
  pause_days: {value: "[]", cite: art. 12}
  pause_again: {value: move, cite: art. 13}
  pause_cap: {value: 60 days, cite: art. 14}
  extend_from: {value: approval, cite: art. 15}
  rest_run: {value: {at_least: 3}, cite: art. 16}
  hours: {value: next_full_hour, cite: art. 17}
  at_close: {value: next_opening, cite: art. 18}
  breach_at: {value: end_of_day, cite: art. 19}
  fulfilled_by: {value: dispatch, note: {en: a choice of this test}}
"""


def test_a_file_can_set_every_key() -> None:
    found = read_convention(EVERY_KEY, file="every.yaml")
    assert found.diagnostics == ()
    expected = Convention(
        name="every",
        title=Text(zh="全部", en="every key"),
        days_are="working",
        first_day="included",
        start_on_day_off="move",
        cutoff=dt.time(16),
        cutoff_to="next_working_day",
        months="from_next_day",
        missing_day="next_month_start",
        last_day_off=LastDayOff("next", "stays"),
        roll_calendar="courts",
        day_ends=dt.time(17, 30),
        short_periods=ShortPeriods(10),
        clear_days=True,
        pause_days="[]",
        pause_again="move",
        pause_cap=Period.parse("60 days"),
        extend_from="approval",
        rest_run=RestRun(3),
        hours="next_full_hour",
        at_close="next_opening",
        breach_at="end_of_day",
        fulfilled_by="dispatch",
        in_force_from=dt.date(2020, 1, 1),
        in_force_until=dt.date(2025, 1, 1),
        source=Source("read", "https://example.org/law"),
        citations={
            "days_are": KeyCitation("art. 1", "days are working days"),
            **{
                key: KeyCitation(f"art. {number}")
                for number, key in (
                    (2, "first_day"),
                    (3, "start_on_day_off"),
                    (4, "cutoff"),
                    (4, "cutoff_to"),
                    (5, "months"),
                    (6, "missing_day"),
                    (7, "last_day_off"),
                    (8, "roll_calendar"),
                    (9, "day_ends"),
                    (10, "short_periods"),
                    (11, "clear_days"),
                    (12, "pause_days"),
                    (13, "pause_again"),
                    (14, "pause_cap"),
                    (15, "extend_from"),
                    (16, "rest_run"),
                    (17, "hours"),
                    (18, "at_close"),
                    (19, "breach_at"),
                )
            },
            "fulfilled_by": KeyCitation("", note=Text(en="a choice of this test")),
        },
    )
    assert (found.convention, set(expected.citations)) == (expected, set(KEYS))


def test_keys_as_plain_values_make_the_same_convention() -> None:
    convention = read_convention(EVERY_KEY, file="every.yaml").convention
    assert convention is not None
    assert Convention().with_keys(**convention.to_plain()).keys() == convention.keys()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("  frist_day: {value: included, cite: a}\n", ["4:3 GR320"]),
        ("  first_day: {value: include, cite: a}\n", ["4:22 GR321"]),
        ("  first_day: included\n", ["4:3 GR323"]),
        ("  first_day: {value: included}\n", ["4:3 GR323"]),
        ("  first_day: {cite: a}\n", ["4:3 GR323"]),
        ("  first_day: {value: included, cite: a, quote: b}\n", ["4:41 GR324"]),
        ("  first_day: {value: included, site: a, cite: a}\n", ["4:32 GR101"]),
        ("  cutoff: {value: 24:30, cite: a}\n", ["4:19 GR321"]),
        ("  clear_days: {value: yes, cite: a}\n", ["4:23 GR321"]),
        ("  pause_cap: {value: 2 months, cite: a}\n", ["4:22 GR321"]),
        ("  pause_cap: {value: 2 moonths, cite: a}\n", ["4:22 GR321"]),
        ("  rest_run: {value: {at_least: 0}, cite: a}\n", ["4:21 GR321"]),
        ("  short_periods: {value: {up_to: 10 days}, cite: a}\n", ["4:26 GR321"]),
        ("  last_day_off: {value: {limits: next}, cite: a}\n", ["4:25 GR321"]),
        (
            "  months: {value: month_end_sticks, cite: a}\n"
            "  missing_day: {value: next_month_start, cite: a}\n",
            ["3:1 GR322"],
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(keys: str, expected: list[str]) -> None:
    text = "govrules: 1\nconvention: local\nkeys:\n" + keys
    found = read_convention(text, file="local.yaml")
    assert found.convention is None
    assert [
        f"{each.span.line}:{each.span.column} {each.code.id}" for each in found.diagnostics if each.span
    ] == expected


def test_all_mistakes_are_told_at_once() -> None:
    keys = "keys: {frist_day: {value: c, cite: d}, months: {value: e, cite: f}}\n"
    text = "govrules: 2\nconvention: a\ntitel: b\n" + keys
    found = read_convention(text, file="a.yaml")
    assert [each.code.id for each in found.diagnostics] == ["GR106", "GR101", "GR320", "GR321"]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_convention_reads_and_cites_every_key(path: Path) -> None:
    found = read_convention(path.read_text(encoding="utf-8"), file=path.name)
    assert found.diagnostics == ()
    assert found.convention is not None
    assert found.convention.name == path.stem
    assert all(citation.cite or citation.note for citation in found.convention.citations.values())


def test_contradicting_keys_cannot_be_made_in_python_either() -> None:
    with pytest.raises(ConventionError) as caught:
        Convention(months="month_end_sticks", missing_day="next_month_start")
    assert (caught.value.code, caught.value.key) == (codes.KEYS_CONTRADICT, None)
    with pytest.raises(ConventionError) as caught:
        Convention().with_keys(frist_day="included")
    assert (caught.value.code, caught.value.key, caught.value.help[0].en) == (
        codes.UNKNOWN_CONVENTION_KEY,
        "frist_day",
        "did you mean `first_day`?",
    )
