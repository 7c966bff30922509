"""Numbers, lengths of time and calendar periods as a reader of either language writes them."""

import datetime as dt
from fractions import Fraction

from govrules.diagnostics import Language
from govrules.explaining.language import clock, date, instant, joined, say, span

_PLACES = 2
"""decimals of a number that has no end"""


def number(value: Fraction | int, lang: Language) -> str:
    """A number in full, with its decimals; one that has no end is rounded, and says so.

    >>> number(Fraction(60000), "en"), number(Fraction(7, 2), "zh"), number(Fraction(1, 3), "en")
    ('60,000', '3.5', 'about 0.33')
    """
    exact = Fraction(value)
    if exact.denominator == 1:
        return f"{exact.numerator:,}" if lang == "en" else str(exact.numerator)
    places = _places(exact)
    comma = "," if lang == "en" else ""
    if places is None:
        return say(lang, "about", number=f"{float(exact):{comma}.{_PLACES}f}")
    # In whole numbers: a float holds no more than 17 digits.
    scaled = abs(exact.numerator) * 10**places // exact.denominator
    sign = "-" if exact < 0 else ""
    return f"{sign}{scaled // 10**places:{comma}}.{scaled % 10**places:0{places}}"


def _places(value: Fraction) -> int | None:
    """How many decimals hold a number exactly; None where none do, or more than anybody reads."""
    return next((each for each in range(1, 7) if 10**each % value.denominator == 0), None)


def interval(low: Fraction, high: Fraction | None, lang: Language) -> str:
    """A number, or between which it lies.

    >>> interval(Fraction(3), Fraction(5), "en"), interval(Fraction(3), None, "zh")
    ('3 to 5', '至少3')
    """
    if high is None:
        return say(lang, "at_least_number", low=number(low, lang))
    if low == high:
        return number(low, lang)
    return say(lang, "span", first=number(low, lang), last=number(high, lang))


def percent(share: Fraction, lang: Language) -> str:
    """A share as a percentage.

    >>> percent(Fraction(7, 10), "en")
    '70%'
    """
    return f"{number(share * 100, lang)}%"


def length(elapsed: dt.timedelta, lang: Language) -> str:
    """A length of time in days, hours, minutes and seconds.

    >>> length(dt.timedelta(hours=26, minutes=30), "en"), length(dt.timedelta(minutes=4), "zh")
    ('1 day 2 hours 30 minutes', '4分钟')
    """
    rest = int(elapsed.total_seconds())
    parts = []
    for unit, seconds in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        amount, rest = divmod(rest, seconds)
        if amount:
            key = f"length_{unit}_one" if amount == 1 else f"length_{unit}"
            parts.append(say(lang, key, amount=number(amount, lang)))
    if not parts:
        return say(lang, "length_nothing")
    return ("" if lang == "zh" else " ").join(parts)


def since_until(start: dt.datetime, until: dt.datetime, lang: Language) -> str:
    """From one instant to another; the day is not said twice, and a midnight that ends is 24:00.

    >>> day = dt.datetime(2025, 1, 2)
    >>> since_until(day.replace(hour=8), day.replace(hour=10, minute=30), "en")
    '2025-01-02 08:00 to 10:30'
    """
    first = clock(start, lang)
    if start.date() == until.date():
        last = clock(until, lang).removeprefix(date(until.date(), lang)).strip()
    else:
        last = instant(until, lang)
    return say(lang, "span", first=first, last=last)


def term(start: dt.date | None, until: dt.date | None, lang: Language) -> str:
    """A calendar period by its name: the year, the quarter, the month; empty for what has no period.

    Args:
        start: the first day.
        until: the day after the last.

    >>> year, spring = (dt.date(2025, 1, 1), dt.date(2026, 1, 1)), (dt.date(2025, 4, 1), dt.date(2025, 7, 1))
    >>> term(*year, "en"), term(*spring, "zh")
    ('2025', '2025年第二季度')
    """
    if start is None or until is None:
        return ""
    months = (until.year - start.year) * 12 + until.month - start.month
    whole = start.day == until.day == 1
    if whole and months == 12 and start.month == 1:
        return say(lang, "term_year", year=start.year)
    if whole and months == 3 and start.month % 3 == 1:
        which = (start.month - 1) // 3
        name = ("一", "二", "三", "四")[which] if lang == "zh" else ("1st", "2nd", "3rd", "4th")[which]
        return say(lang, "term_quarter", year=start.year, quarter=name)
    if whole and months == 1:
        return say(lang, "term_month", year=start.year, month=start.month)
    last = until - dt.timedelta(days=1)
    return date(start, lang) if last == start else span(start, last, lang)


def either(parts: list[str], lang: Language) -> str:
    """Several of which one is chosen."""
    return joined(parts, lang, "or")
