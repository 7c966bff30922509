"""Freezing days off from the package `holidays` into a calendar that no later release can change."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from govrules.counting.errors import CountingError
from govrules.diagnostics import Help
from govrules.diagnostics.codes import time as codes
from govrules.model.calendar import Calendar, DayKind, DayOff, MakeUpDay
from govrules.model.source import Source
from govrules.model.text import Text

_LANGUAGES = {"zh": ("zh_CN", "zh_TW", "zh_HK"), "en": ("en_US", "en_GB", "en")}


def freeze(
    country: str,
    *,
    years: Iterable[int],
    announced_until: dt.date | None,
    name: str | None = None,
    subdivision: str | None = None,
    keep: Calendar | None = None,
) -> Calendar:
    """The days off of a country as `holidays` has them now, with make-up working days.

    Only public holidays are taken: one that only some observe is no day off. `holidays` estimates years
    that are not announced without a word, which is why the horizon has to be said.

    Args:
        country: the ISO code, such as `CN`.
        years: every year to hold, in any order; the calendar spans from the first to the last.
        announced_until: the last day that is announced, later ones are projected; None where no day waits
            for an announcement.
        name: the calendar's name; the country code in lower case by default.
        subdivision: a region, by the code that `holidays` uses.
        keep: a calendar frozen before. What people put into it by hand stays: title, notices, hours, time
            zone, closures and recesses, and the kind of a day that they changed.

    Raises:
        CountingError: `holidays` does not know the country, the region or a year.
    """
    from importlib.metadata import version

    import holidays

    wanted = sorted(set(years))
    if not wanted:
        raise ValueError("no year to freeze")
    span = range(wanted[0], wanted[-1] + 1)
    try:
        found = _entities(holidays, country, subdivision, span)
    except (NotImplementedError, AttributeError) as error:
        raise CountingError(
            codes.UNKNOWN_COUNTRY,
            {"country": country if subdivision is None else f"{country}-{subdivision}"},
            help=(
                Help(
                    en="use the ISO code, as `CN`; for a region the code that the package `holidays` uses",
                    zh="请使用 ISO 代码，如 `CN`；地区代码以 `holidays` 包为准",
                ),
            ),
        ) from error
    # An entity is true where it has days, and the first may have none in a year before its own start.
    main = next(each for each in (found["zh"], found["en"], found[""]) if each is not None)
    for year in (wanted[0], wanted[-1]):
        if not main.start_year <= year <= main.end_year:
            raise CountingError(
                codes.YEAR_NOT_IN_PACKAGE,
                {"country": country, "year": year, "first": main.start_year, "last": main.end_year},
            )
    swaps = _swaps(main, span)
    reviewed = {} if keep is None else {(day.date): day for day in keep.days_off}
    days_off = [
        _day_off(day, found, swaps, reviewed) for day in sorted(main) if wanted[0] <= day.year <= wanted[-1]
    ]
    worked = {worked: rest for rest, worked in swaps.items()}
    make_up = [
        MakeUpDay(day, _swap_text(worked.get(day), zh="补 {} 休息", en="worked for {}"), worked.get(day))
        for day in sorted(main.weekend_workdays)
        if wanted[0] <= day.year <= wanted[-1]
    ]
    by_hand = [
        day
        for day in (keep.days_off if keep else ())
        if day.kind in {DayKind.CLOSURE, DayKind.RECESS} and day.date not in {each.date for each in days_off}
    ]
    calendar = Calendar(
        name=name or (keep.name if keep else country.lower()),
        first_day=dt.date(wanted[0], 1, 1),
        last_day=dt.date(wanted[-1], 12, 31),
        weekend=frozenset(main.weekend),
        days_off=(*days_off, *by_hand),
        make_up=tuple(make_up),
        announced_until=announced_until,
        made_with=f"holidays {version('holidays')}",
        source=Source("secondary", "https://pypi.org/project/holidays/"),
    )
    if keep is None:
        return calendar
    return attrs.evolve(
        calendar,
        hours=keep.hours,
        time_zone=keep.time_zone,
        notices=keep.notices,
        title=keep.title,
        source=keep.source,
        note=keep.note,
    )


def _entities(holidays: Any, country: str, subdivision: str | None, span: range) -> dict[str, Any]:
    """The same days in Chinese and in English, as far as the package speaks them."""
    # A make-up working day of the last December is announced with the January that follows it.
    years = range(span.start, span.stop + 1)
    plain = holidays.country_holidays(country, subdiv=subdivision, years=years)
    spoken = plain.supported_languages
    found: dict[str, Any] = {"": plain, "zh": None, "en": None}
    for lang, codes_of in _LANGUAGES.items():
        language = next((code for code in codes_of if code in spoken), None)
        if language is not None:
            found[lang] = holidays.country_holidays(
                country, subdiv=subdivision, years=years, language=language
            )
    return found


def _swaps(entity: Any, span: range) -> dict[dt.date, dt.date]:
    """Days of rest by the day of the weekend that is worked for each, as the notices pair them."""
    swaps: dict[dt.date, dt.date] = {}
    tables = (getattr(entity, "special_public_holidays", {}), getattr(entity, "special_holidays", {}))
    for table in tables:
        for year in range(span.start, span.stop + 1):
            for entry in _entries(table.get(year, ())):
                # (month, day, worked month, worked day[, worked year]) as against (month, day, name).
                if len(entry) >= 4 and all(isinstance(part, int) for part in entry):
                    worked_year = entry[4] if len(entry) > 4 else year
                    swaps[dt.date(year, entry[0], entry[1])] = dt.date(worked_year, entry[2], entry[3])
    return swaps


def _entries(entry: Any) -> tuple[Any, ...]:
    """One entry, or several."""
    return (entry,) if entry and isinstance(entry[0], int) else tuple(entry)


def _day_off(
    day: dt.date,
    found: Mapping[str, Any],
    swaps: Mapping[dt.date, dt.date],
    reviewed: Mapping[dt.date, DayOff],
) -> DayOff:
    worked = swaps.get(day)
    if worked is not None:
        return DayOff(day, DayKind.SWAPPED, _swap_text(worked, zh="与 {} 调休", en="moved from {}"), worked)
    names = {
        lang: str(entity[day]) if entity is not None and day in entity else None
        for lang, entity in found.items()
    }
    kind = DayKind.STATUTORY
    if day in reviewed and reviewed[day].swapped_with is None:
        kind = reviewed[day].kind
    return DayOff(day, kind, Text(zh=names["zh"] or names[""], en=names["en"] or names[""]))


def _swap_text(day: dt.date | None, *, zh: str, en: str) -> Text:
    return Text() if day is None else Text(zh=zh.format(day), en=en.format(day))
