"""Working calendars: single days, counting, and calendars out of calendars."""

import datetime as dt

import attrs
import pytest

from govrules import packs
from govrules.api import calendar as named_calendar
from govrules.counting.calendar import DayStatus, working_calendar
from govrules.counting.combine import overlay, union
from govrules.counting.errors import CountingError, OutsideCalendarError
from govrules.counting.notices import freeze
from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay
from govrules.model.text import Text
from tests.counting.offices import day, office


def test_a_day_says_what_it_is() -> None:
    calendar = attrs.evolve(
        office(),
        days_off=(
            DayOff(day("2021-11-03"), DayKind.STATUTORY, Text(en="holiday")),
            DayOff(day("2021-11-04"), DayKind.CLOSURE),
            DayOff(day("2021-11-04"), DayKind.RECESS),
        ),
        make_up=(MakeUpDay(day("2021-11-06"), Text(en="worked for 3 November")),),
    )
    ready = working_calendar(calendar)
    assert [ready.why_not(day(f"2021-11-0{number}")) for number in range(2, 8)] == [
        DayStatus(day("2021-11-02"), "working"),
        DayStatus(day("2021-11-03"), "statutory", Text(en="holiday")),
        DayStatus(day("2021-11-04"), "recess"),
        DayStatus(day("2021-11-05"), "working"),
        DayStatus(day("2021-11-06"), "make_up", Text(en="worked for 3 November")),
        DayStatus(day("2021-11-07"), "weekend"),
    ]


def test_working_days_between_two_dates_hold_the_second_and_not_the_first() -> None:
    ready = working_calendar(office())
    assert ready.working_days_between(day("2021-11-05"), day("2021-11-12")) == 5
    assert ready.working_days_between(day("2021-11-12"), day("2021-11-05")) == -5
    assert ready.working_days_between(day("2021-11-06"), day("2021-11-08")) == 1
    assert ready.working_days_between(day("2021-11-05"), day("2021-11-05")) == 0


@pytest.mark.parametrize("outside", ["2014-12-31", "2031-01-01", "1900-01-01", "9999-12-31"])
def test_a_day_outside_is_an_error_that_names_it(outside: str) -> None:
    ready = working_calendar(office())
    assert ready.basis(day(outside)) == "outside"
    for ask in (ready.is_working_day, ready.why_not, ready.next_working_day):
        with pytest.raises(OutsideCalendarError) as caught:
            ask(day(outside))
        assert (caught.value.values["calendar"], caught.value.values["day"]) == ("office", day(outside))


def test_both_ends_of_a_calendar_are_known_and_nothing_beyond() -> None:
    ready = working_calendar(office())
    # 31 December 2030 is a Tuesday, 1 January 2015 a Thursday.
    assert ready.nth_working_day_after(day("2030-12-30"), 1) == day("2030-12-31")
    assert ready.nth_working_day_before(day("2015-01-02"), 1) == day("2015-01-01")
    assert ready.last_working_day(day("2030-12-31")) == day("2030-12-31")
    for ask, start, n in (
        (ready.nth_working_day_after, "2030-12-31", 1),
        (ready.nth_working_day_before, "2015-01-01", 1),
        (ready.nth_working_day_after, "2021-11-01", 100_000),
        (ready.nth_working_day_before, "2021-11-01", 100_000),
    ):
        with pytest.raises(OutsideCalendarError):
            ask(day(start), n)


def test_the_count_begins_at_one() -> None:
    ready = working_calendar(office())
    for ask in (ready.nth_working_day_after, ready.nth_working_day_before):
        with pytest.raises(ValueError, match="begins at 1"):
            ask(day("2021-11-01"), 0)


def test_equal_calendars_have_one_index_and_one_hash() -> None:
    assert working_calendar(office("2021-11-03")) is working_calendar(office("2021-11-03"))
    assert office("2021-11-03").sha256 == office("2021-11-03").sha256
    assert office("2021-11-03").sha256 != office("2021-11-04").sha256


def test_names_do_not_change_the_hash() -> None:
    named = attrs.evolve(office(), days_off=(DayOff(day("2021-11-03"), name=Text(en="a")),))
    assert named.sha256 == office("2021-11-03").sha256


def test_an_overlay_replaces_what_the_base_says_of_its_days() -> None:
    base = attrs.evolve(
        office("2021-11-03"), make_up=(MakeUpDay(day("2021-11-06")), MakeUpDay(day("2021-11-13")))
    )
    closure = attrs.evolve(office(), name="province", days_off=(DayOff(day("2021-11-06"), DayKind.CLOSURE),))
    found = overlay(base, closure)
    assert (found.name, found.days_off, found.make_up) == (
        "province",
        (DayOff(day("2021-11-03")), DayOff(day("2021-11-06"), DayKind.CLOSURE)),
        (MakeUpDay(day("2021-11-13")),),
    )


def test_a_union_has_every_day_off_of_any() -> None:
    # UK FOIA: a bank holiday in any part of the UK is no working day.
    england = attrs.evolve(
        office("2021-08-30"), last_day=day("2029-12-31"), announced_until=day("2022-12-31")
    )
    scotland = attrs.evolve(office("2021-08-02"), announced_until=day("2021-12-31"))
    found = union("uk", england, scotland)
    assert (
        found.name,
        [each.date for each in found.days_off],
        found.last_day,
        found.announced_until,
    ) == ("uk", [day("2021-08-02"), day("2021-08-30")], day("2029-12-31"), day("2021-12-31"))


def test_a_make_up_day_is_worked_only_where_all_work() -> None:
    worked = office(make_up=["2021-11-06"])
    assert union("both", worked, office()).make_up == ()
    assert [each.date for each in union("both", worked, worked).make_up] == [day("2021-11-06")]


def test_a_union_needs_days_in_common() -> None:
    early = Calendar.of("early", first_day=dt.date(2000, 1, 1), last_day=dt.date(2001, 1, 1))
    with pytest.raises(ValueError, match="in common"):
        union("none", early, office())
    with pytest.raises(ValueError, match="needs a calendar"):
        union("none")


def test_freezing_takes_make_up_days_from_the_year_that_announces_them() -> None:
    # 31 December 2011 was worked for the New Year of 2012.
    found = freeze("CN", years=[2011], announced_until=day("2011-12-28"))
    assert found.make_up[-1] == MakeUpDay(
        day("2011-12-31"), Text(zh="补 2012-01-03 休息", en="worked for 2012-01-03"), day("2012-01-03")
    )


def test_freezing_a_region_takes_its_days() -> None:
    found = freeze("DE", years=[2025], announced_until=None, subdivision="BY", name="de-by")
    assert (found.name, found.make_up, day("2025-01-06") in {each.date for each in found.days_off}) == (
        "de-by",
        (),
        True,
    )


@pytest.mark.parametrize("country", ["XX", "CHINA"])
def test_an_unknown_country_is_refused(country: str) -> None:
    with pytest.raises(CountingError) as caught:
        freeze(country, years=[2025], announced_until=None)
    assert caught.value.code.id == "GR338"


def test_a_year_that_the_package_does_not_hold_is_refused() -> None:
    # Asked for the years before its own start, the package answers with no day off and without a word.
    with pytest.raises(CountingError) as caught:
        freeze("ES", years=range(2000, 2010), announced_until=None)
    assert caught.value.code.id == "GR342"
    assert caught.value.values == {"country": "ES", "year": 2000, "first": 2008, "last": 2100}


@pytest.mark.parametrize("name", packs.names("calendar"))
def test_every_calendar_that_ships_has_days_off_in_each_of_its_years(name: str) -> None:
    found = named_calendar(name)
    held = {off.date.year for off in found.days_off if off.kind is DayKind.STATUTORY}
    assert set(range(found.first_day.year, found.last_day.year + 1)) - held == set()
