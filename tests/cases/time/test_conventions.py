"""The conventions and calendars that ship: sound files, and no claim of having been tried without cases."""

import datetime as dt
from pathlib import Path

import pytest

from govrules import packs
from govrules.api import calendar, convention, due
from govrules.counting.calendar import working_calendar
from govrules.counting.combine import union
from govrules.model.calendar import DayKind
from govrules.rulefile.convention_file import read_convention
from tests.cases.time.reference_page import PAGE, cases, page

CONVENTIONS = packs.names("convention")
CALENDARS = packs.names("calendar")
ENOUGH = 3

CASES = cases()


@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_convention_is_read_without_a_word(name: str) -> None:
    file = packs.find(name, "convention")
    found = read_convention(file.read_text(encoding="utf-8"), file=file.name)
    assert found.diagnostics == ()
    assert found.convention is not None
    assert found.convention.name == name


@pytest.mark.parametrize("name", CONVENTIONS)
def test_a_convention_counts_as_tested_with_three_published_cases_and_not_before(name: str) -> None:
    assert convention(name).tested == (CASES[name] >= ENOUGH)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_what_was_read_has_an_address(name: str) -> None:
    found = convention(name)
    sources = [found.source, *(each.source for each in found.citations.values() if each.source)]
    assert [each for each in sources if each.status != "none" and not each.address] == []


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_has_the_name_of_its_file_and_a_source(name: str) -> None:
    found = calendar(name)
    assert found.name == name
    assert found.source.status != "none"
    assert found.title


def test_the_days_off_of_british_information_law_are_those_of_all_parts() -> None:
    parts = [calendar(name) for name in ("gb-england-wales", "gb-scotland", "gb-northern-ireland")]
    together = union("gb-foi", *parts)
    assert calendar("gb-foi").sha256 == together.sha256


def test_a_province_can_lie_over_the_country() -> None:
    country = due("5 working days", after=dt.date(2020, 1, 22), calendar="cn")
    province = due("5 working days", after=dt.date(2020, 1, 22), calendar="cn-hubei-2020")
    # 23 January, then 3 to 6 February; in Hubei 14 and 17 to 19 February in their stead.
    assert (country.date, province.date) == (dt.date(2020, 2, 6), dt.date(2020, 2, 19))


def test_a_longer_holiday_of_a_province_was_not_known_before_it_was_ordered() -> None:
    before = due(
        "5 working days",
        after=dt.date(2020, 1, 22),
        calendar="cn-hubei-2020",
        known_at=dt.date(2020, 1, 31),
    )
    assert before.date == dt.date(2020, 2, 6)


def test_a_suspension_stops_days_and_months_alike() -> None:
    how = "es-administrative-procedure"
    # 3 days from 10 March 2020: 11 to 13 March. A fourth comes after the suspension.
    days = due("4 days", after=dt.date(2020, 3, 10), calendar="es-suspension-2020", convention=how)
    # One month from 1 March 2020 ends on 1 April; its 18 days from 15 March on, and that of 14 March, are
    # made up for from 1 June on.
    months = due("1 month", after=dt.date(2020, 3, 1), calendar="es-suspension-2020", convention=how)
    assert (days.date, months.date) == (dt.date(2020, 6, 1), dt.date(2020, 6, 19))


def test_a_court_recess_counts_for_no_unit() -> None:
    recess = working_calendar(calendar("ca-federal-courts"))
    assert recess.why_not(dt.date(2024, 12, 23)).kind == DayKind.RECESS.value
    assert recess.is_recess(dt.date(2025, 1, 7))
    assert not recess.is_recess(dt.date(2025, 1, 8))


def test_the_short_limits_of_chinese_acts_are_working_days_and_the_others_are_not() -> None:
    friday = dt.date(2025, 6, 6)
    found = {
        (name, limit): due(limit, after=friday, calendar="cn", convention=name).date
        for name in ("cn-penalties-law", "cn-compulsion-law", "cn-review-law")
        for limit in ("7 days", "10 days", "15 days")
    }
    assert found == {
        ("cn-penalties-law", "7 days"): dt.date(2025, 6, 17),
        ("cn-penalties-law", "10 days"): dt.date(2025, 6, 16),
        ("cn-penalties-law", "15 days"): dt.date(2025, 6, 23),
        ("cn-compulsion-law", "7 days"): dt.date(2025, 6, 17),
        ("cn-compulsion-law", "10 days"): dt.date(2025, 6, 20),
        ("cn-compulsion-law", "15 days"): dt.date(2025, 6, 23),
        ("cn-review-law", "7 days"): dt.date(2025, 6, 17),
        ("cn-review-law", "10 days"): dt.date(2025, 6, 20),
        ("cn-review-law", "15 days"): dt.date(2025, 6, 23),
    }


def test_rules_that_changed_stand_side_by_side_with_their_dates() -> None:
    old, new = convention("us-federal-before-2009"), convention("us-federal")
    assert (old.in_force_until, new.in_force_from) == (dt.date(2009, 12, 1), dt.date(2009, 12, 1))
    friday = dt.date(2009, 11, 6)
    answers = [due("10 days", after=friday, calendar="us", convention=each).date for each in (old, new)]
    # Veterans Day, 11 November, counted only under the new rule.
    assert answers == [dt.date(2009, 11, 23), dt.date(2009, 11, 16)]


def test_every_shipped_file_is_found_by_name() -> None:
    root = Path(packs.rules_root())
    assert sorted(file.stem for file in (root / "conventions").glob("*.yaml")) == sorted(CONVENTIONS)
    assert sorted(file.stem for file in (root / "calendars").glob("*.yaml")) == sorted(CALENDARS)


def test_the_reference_page_says_what_the_files_say() -> None:
    # To write it again: python -m tests.cases.time.reference_page
    assert PAGE.read_text(encoding="utf-8") == page()
