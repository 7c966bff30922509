"""The periods and numbers that a quoted text names, to hold those of its clause against them."""

import re
from collections.abc import Iterator
from fractions import Fraction

from govrules.model import numerals
from govrules.model.accountability import Accountability, Repeated
from govrules.model.clauses import Clause, Duty
from govrules.model.limits import Limit, Readings
from govrules.model.maintenance import Maintenance
from govrules.model.period import Period, Unit
from govrules.model.quota import Quota, Share

_UNITS = (
    ("个工作日", "days"), ("工作日", "days"), ("个自然日", "days"), ("日", "days"), ("天", "days"),
    ("周", "weeks"), ("个星期", "weeks"), ("星期", "weeks"), ("个月", "months"), ("年", "years"),
    ("小时", "hours"), ("个小时", "hours"),
)  # fmt: skip
_ENGLISH = re.compile(
    r"\b(\d{1,4})\s+(?:(?:working|calendar|business)\s+)?(day|week|month|year|hour)s?\b", re.IGNORECASE
)
_FAMILIES = {
    Unit.WORKING_DAYS: "days",
    Unit.DAYS: "days",
    Unit.CALENDAR_DAYS: "days",
    Unit.WEEKS: "weeks",
    Unit.MONTHS: "months",
    Unit.YEARS: "years",
    Unit.HOURS: "hours",
    Unit.WORKING_HOURS: "hours",
}
_COUNTER = re.compile(r"次(?!性)|[件名人场份篇项户家期条例位批轮遍起]|个|\s+times\b")
_PERCENT = re.compile(r"\s*(?:[%％]|per\s?cent\b)")
_START = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千两廿卅]+")


def quoted_periods(quote: str) -> list[tuple[str, int, str]]:
    """Each period in a text: as written, its amount, and its kind of unit.

    Dates (`7月1日`, `2004年`), ordinals (`第三十日`) and article numbers are no periods.

    >>> quoted_periods("自受理之日起二十日内，经批准可以延长10日；第四十二条，2004年7月1日")
    [('二十日', 20, 'days'), ('10日', 10, 'days')]
    """
    found: list[tuple[str, int, str]] = []
    for start, end, amount in _numerals(quote):
        unit = next((pair for pair in _UNITS if quote.startswith(pair[0], end)), None)
        if unit is None or (unit[1] == "years" and amount > 100):
            continue
        found.append((quote[start : end + len(unit[0])], amount, unit[1]))
    english = _ENGLISH.finditer(quote)
    return [*found, *((each.group(), int(each.group(1)), f"{each.group(2).lower()}s") for each in english)]


def quoted_numbers(quote: str) -> list[tuple[str, Fraction]]:
    """Each number of times, things or persons in a text, and each share: as written, and its value.

    `超过三次` is four and more, and `不足三次` two and fewer; both readings are given.

    >>> [(text, str(number)) for text, number in quoted_numbers("每季度不少于2次，压缩30%，百分之七十")]
    [('2次', '2'), ('30%', '3/10'), ('百分之七十', '7/10')]
    """
    found: list[tuple[str, Fraction]] = []
    for start, end, amount in _numerals(quote):
        counter = _COUNTER.match(quote, end)
        percent = _PERCENT.match(quote, end)
        if quote[max(start - 3, 0) : start] == "百分之":
            found.append((quote[start - 3 : end], Fraction(amount, 100)))
        elif percent is not None:
            found.append((quote[start : percent.end()], Fraction(amount, 100)))
        elif counter is not None and not any(quote.startswith(unit, end) for unit, _ in _UNITS):
            written = quote[start : counter.end()]
            found.append((written, Fraction(amount)))
            before = quote[max(start - 3, 0) : start]
            found += [(written, Fraction(amount + step)) for step in _beyond(before)]
    return found


def _beyond(before: str) -> list[int]:
    more = re.search(r"(?<![不未])(?:超过|多于|大于)$", before)
    fewer = re.search(r"(?<![不未])(?:少于|低于)$|不足$|不到$|未达$", before)
    return [step for step, word in ((1, more), (-1, fewer)) if word is not None]


def _numerals(quote: str) -> Iterator[tuple[int, int, int]]:
    """Each number that is no date, ordinal or part of one: where it begins and ends, and its value."""
    for match in _START.finditer(quote):
        start, end = match.span()
        before = quote[start - 1 : start]
        if before in ("第", "月", "年", "〔", "[") and before:
            continue
        digits = match.group().translate(numerals.HALF_WIDTH)
        amount: int | None
        if digits.isascii():
            amount = int(digits) if len(digits) <= 4 else None
        else:
            amount, stop = numerals.read(quote, start)
            end = stop if amount is not None else end
        if amount is not None:
            yield start, end, amount


def disagreements(clause: Clause) -> Iterator[tuple[str, str]]:
    """Each limit, bound or number of a clause, with those of its quote, where none of these is it.

    Only numbers that the clause itself writes are held against the quote; a week is seven days, and a year
    twelve months. Of readings, which are the author's own interpretation, one has to agree. A share may be
    what is left of the quoted one: `压缩30%` leaves at most 70%.
    """
    if clause.quote is None:
        return
    periods = quoted_periods(clause.quote)
    quoted = {_normal(amount, kind) for _, amount, kind in periods}
    for limit in _limits(clause):
        written = _periods(limit)
        if quoted and written and not any(_same(each, quoted) for each in written):
            yield str(written[0]), "、".join(text for text, _, _ in periods)
    # Of what is summed, money or hours, the quote may speak in other units.
    if isinstance(clause.body, Quota) and clause.body.sum is not None:
        return
    numbers = quoted_numbers(clause.quote)
    shown = "、".join(dict.fromkeys(text for text, _ in numbers))
    for number, is_share in _numbers(clause):
        known = {
            value for text, value in numbers if ("%" in text or "％" in text or "百分" in text) is is_share
        }
        known |= {1 - value for value in known if is_share}
        if known and number not in known:
            yield (f"{_plain(number * 100)}%" if is_share else _plain(number)), shown


def _plain(number: Fraction) -> str:
    return str(number.numerator if number.denominator == 1 else float(number))


def _limits(clause: Clause) -> Iterator[Limit]:
    match clause.body:
        case Duty(within=within):
            yield from (each.limit for each in within)
        case Maintenance(tolerate=tolerate) if tolerate is not None:
            yield tolerate
        case Accountability(within=within, repeated=repeated):
            yield from (each.limit for each in within)
            if repeated is not None and not isinstance(repeated.over, str):
                yield repeated.over


def _numbers(clause: Clause) -> Iterator[tuple[Fraction, bool]]:
    """The constants of a clause that count something, each with whether it is a share."""
    match clause.body:
        case Quota(at_most=most, at_least=least):
            for bound in (most, least):
                if isinstance(bound, Fraction):
                    yield bound, False
                elif isinstance(bound, Share) and isinstance(bound.share, Fraction):
                    yield bound.share, True
        case Accountability(repeated=Repeated(times=int(times))):
            yield Fraction(times), False


def _periods(limit: Limit) -> list[Period]:
    if isinstance(limit, Period):
        return [limit]
    if isinstance(limit, Readings):
        return [period for _, each in limit.readings for period in _periods(each)]
    return []


def _same(period: Period, quoted: set[tuple[int, str]]) -> bool:
    return all(
        part.unit not in _FAMILIES or _normal(part.amount, _FAMILIES[part.unit]) in quoted
        for part in period.parts
    )


def _normal(amount: int, kind: str) -> tuple[int, str]:
    if kind == "weeks":
        return amount * 7, "days"
    return (amount * 12, "months") if kind == "years" else (amount, kind)
