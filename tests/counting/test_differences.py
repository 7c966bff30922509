"""Two calendars side by side, and what looks wrong in one."""

import datetime as dt
from typing import Any

import attrs
import pytest

from govrules.api import calendar
from govrules.counting.difference import compare_calendars
from govrules.counting.doubts import doubts
from govrules.counting.known import as_known
from govrules.model.calendar import Calendar, DayChange, DayKind, DayOff, MakeUpDay, Notice, OfficeHours
from govrules.model.text import Text
from govrules.packs import names

D = dt.date
OFFICE = Calendar.of(
    "office",
    first_day=D(2025, 1, 1),
    last_day=D(2025, 12, 31),
    days_off=[D(2025, 10, 1), D(2025, 10, 2)],
    make_up=[D(2025, 9, 28)],
)


def _changed(**changes: Any) -> Calendar:
    return attrs.evolve(OFFICE, **changes)


def test_a_calendar_does_not_differ_from_itself() -> None:
    found = compare_calendars(OFFICE, OFFICE)
    assert (found.days, found.only_new, found.only_old, found.same) == ((), (), (), True)


def test_each_day_says_what_of_it_changes() -> None:
    new = _changed(
        days_off=(
            DayOff(D(2025, 10, 1), DayKind.CLOSURE),
            DayOff(D(2025, 10, 2), DayKind.STATUTORY, Text(en="Day")),
            DayOff(D(2025, 10, 3)),
            DayOff(D(2025, 10, 4)),
            DayOff(D(2025, 10, 5), DayKind.RECESS),
        ),
        make_up=(),
    )
    found = compare_calendars(OFFICE, new)
    assert [
        (each.date.isoformat(), each.change, each.before.kind, each.after.kind) for each in found.days
    ] == [
        ("2025-09-28", "counts", "make_up", "weekend"),
        ("2025-10-01", "kind", "statutory", "closure"),
        ("2025-10-02", "name", "statutory", "statutory"),
        ("2025-10-03", "counts", "working", "statutory"),
        ("2025-10-04", "kind", "weekend", "statutory"),
        ("2025-10-05", "counts", "weekend", "recess"),
    ]


def test_a_day_that_was_only_projected_breaks_no_promise() -> None:
    old = _changed(announced_until=D(2025, 10, 2))
    new = _changed(days_off=(), announced_until=D(2025, 12, 31), make_up=(MakeUpDay(D(2025, 10, 4)),))
    found = compare_calendars(old, new)
    assert [(each.date.day, each.basis) for each in found.days] == [
        (28, "announced"),
        (1, "announced"),
        (2, "announced"),
        (4, "projected"),
    ]
    assert [each.date.day for each in found.broken_promises] == [28, 1, 2]


def test_days_that_one_calendar_alone_knows_stand_apart() -> None:
    old = _changed(last_day=D(2025, 10, 1), days_off=(DayOff(D(2025, 10, 1)),))
    found = compare_calendars(old, OFFICE)
    assert (found.first, found.last) == (D(2025, 1, 1), D(2025, 10, 1))
    assert [each.date for each in found.only_new] == [D(2025, 10, 2)]
    assert (found.days, found.only_old) == ((), ())
    assert [each.date for each in compare_calendars(OFFICE, old).only_old] == [D(2025, 10, 2)]


def test_the_amendment_of_2019_is_what_its_notice_says() -> None:
    cn = calendar("cn")
    before = as_known(cn, D(2019, 3, 21))
    found = compare_calendars(before, cn)
    in_2019 = [each for each in found.days if each.date.year == 2019 and each.date < D(2019, 12, 29)]
    assert [(each.date.isoformat(), each.before.kind, each.after.kind) for each in in_2019] == [
        ("2019-04-28", "weekend", "make_up"),
        ("2019-05-02", "working", "swapped"),
        ("2019-05-03", "working", "swapped"),
        ("2019-05-05", "weekend", "make_up"),
    ]
    assert [each.basis for each in in_2019] == ["announced"] * 4
    assert "国办发明电〔2019〕3号" in [each.reference for each in found.notices_added]
    assert found.notices_removed == ()


def test_other_names_and_hashes_are_told_from_other_days() -> None:
    renamed = _changed(name="branch", title=Text(en="Branch"))
    assert compare_calendars(OFFICE, renamed).same
    assert not compare_calendars(OFFICE, _changed(time_zone="Asia/Shanghai")).same


# Doubts


def _notice(reference: str, published: dt.date, **details: Any) -> Notice:
    return Notice(reference, published, **details)


LOOKS_WRONG = {
    "notices out of order": (
        _changed(notices=(_notice("b", D(2025, 3, 1)), _notice("a", D(2024, 11, 1)))),
        ["the notice `a` of 2024-11-01 stands after one of 2025-03-01"],
    ),
    "a superseded notice that is not there": (
        _changed(notices=(_notice("b", D(2025, 3, 1), supersedes="a"),)),
        ["the notice `b` supersedes `a`, and no notice is called so"],
    ),
    "a change that changes nothing": (
        _changed(
            notices=(
                _notice(
                    "b",
                    D(2025, 3, 1),
                    changes=(
                        DayChange(D(2025, 10, 1), DayOff(D(2025, 10, 1))),
                        DayChange(D(2025, 10, 2)),
                        DayChange(D(2025, 3, 3)),
                        DayChange(D(2025, 9, 28), MakeUpDay(D(2025, 9, 28))),
                    ),
                ),
            )
        ),
        [
            "the notice `b` says that it changed 2025-10-01, which is what it was before",
            "the notice `b` says that it changed 2025-03-03, which is what it was before",
            "the notice `b` says that it changed 2025-09-28, which is what it was before",
        ],
    ),
    "half an exchange": (
        _changed(
            days_off=(DayOff(D(2025, 10, 8), DayKind.SWAPPED, swapped_with=D(2025, 10, 11)),),
            make_up=(MakeUpDay(D(2025, 10, 12), swapped_with=D(2025, 10, 9)),),
        ),
        [
            "2025-10-08 is exchanged with 2025-10-11, and 2025-10-11 is an ordinary weekend day",
            "2025-10-12 is exchanged with 2025-10-09, and 2025-10-09 is an ordinary working day",
        ],
    ),
    "a forgotten year": (
        _changed(first_day=D(2023, 6, 1), last_day=D(2026, 12, 31)),
        ["2024 has no day off but weekends", "2026 has no day off but weekends"],
    ),
    "a horizon beyond the calendar": (
        _changed(announced_until=D(2026, 12, 28)),
        ["announced up to 2026-12-28, and the calendar runs from 2025-01-01 to 2025-12-31"],
    ),
    "a horizon beyond the notices": (
        _changed(
            announced_until=D(2025, 12, 28),
            notices=(_notice("a", D(2024, 11, 1), announces_until=D(2025, 9, 30)),),
        ),
        ["announced up to 2025-12-28, and the notices reach to 2025-09-30"],
    ),
    "a day off twice": (
        _changed(days_off=(DayOff(D(2025, 10, 1)), DayOff(D(2025, 10, 1), DayKind.CLOSURE))),
        ["2025-10-01 is off twice, as closure and as statutory"],
    ),
    "a long weekend": (_changed(weekend=frozenset({3, 4, 5, 6})), ["4 days of the week are off"]),
    "a day worked without hours": (
        _changed(hours=OfficeHours(week=(((540, 1020),),) * 4 + ((), (), ()))),
        ["Friday is worked, and the office has no hours on it"],
    ),
}


@pytest.mark.parametrize("name", LOOKS_WRONG)
def test_what_looks_wrong_is_told(name: str) -> None:
    wrong, expected = LOOKS_WRONG[name]
    found = doubts(wrong)
    assert [each.diagnostic.message() for each in found] == expected
    assert {each.diagnostic.severity for each in found} == {"warning"}
    assert all(each.diagnostic.message("zh") for each in found)


def test_an_exchange_with_both_halves_is_not_doubted() -> None:
    sound = _changed(
        days_off=(DayOff(D(2025, 10, 8), DayKind.SWAPPED, swapped_with=D(2025, 10, 11)),),
        make_up=(MakeUpDay(D(2025, 10, 11), swapped_with=D(2025, 10, 8)),),
    )
    assert doubts(sound) == ()


def test_a_day_changed_twice_may_be_what_it_was_at_first() -> None:
    change = DayChange(D(2025, 3, 3))
    back = DayChange(D(2025, 3, 3), DayOff(D(2025, 3, 3)))
    notices = (
        _notice("a", D(2025, 1, 2), changes=(change,)),
        _notice("b", D(2025, 2, 1), changes=(back,)),
    )
    assert doubts(_changed(notices=notices)) == ()


def test_what_lies_under_a_calendar_is_not_doubted_again() -> None:
    base = _changed(notices=(_notice("b", D(2025, 3, 1)),))
    over = attrs.evolve(base, notices=(*base.notices, _notice("a", D(2024, 11, 1))))
    assert len(doubts(over)) == 1
    assert doubts(over, base=base) == ()


@pytest.mark.parametrize("name", [each for each in names("calendar") if each.startswith("cn")])
def test_the_calendars_of_china_leave_no_doubt(name: str) -> None:
    assert doubts(calendar(name), base=None if name == "cn" else calendar("cn")) == ()
