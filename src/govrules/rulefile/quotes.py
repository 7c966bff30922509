"""The periods that a quoted text names, to hold the limits of its clause against them."""

import re

from govrules.model import numerals
from govrules.model.clauses import Clause, Duty
from govrules.model.limits import Limit, Readings
from govrules.model.period import Period, Unit

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
_START = re.compile(r"[0-9０-９〇零一二三四五六七八九十百千两廿卅]+")


def quoted_periods(quote: str) -> list[tuple[str, int, str]]:
    """Each period in a text: as written, its amount, and its kind of unit.

    Dates (`7月1日`, `2004年`), ordinals (`第三十日`) and article numbers are no periods.

    >>> quoted_periods("自受理之日起二十日内，经批准可以延长10日；第四十二条，2004年7月1日")
    [('二十日', 20, 'days'), ('10日', 10, 'days')]
    """
    found: list[tuple[str, int, str]] = []
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
        unit = next((pair for pair in _UNITS if quote.startswith(pair[0], end)), None)
        if amount is None or unit is None or (unit[1] == "years" and amount > 100):
            continue
        found.append((quote[start : end + len(unit[0])], amount, unit[1]))
    english = _ENGLISH.finditer(quote)
    return [*found, *((each.group(), int(each.group(1)), f"{each.group(2).lower()}s") for each in english)]


def disagreement(clause: Clause) -> tuple[str, str] | None:
    """The limit of a clause and the periods of its quote, where none of these is the limit.

    Only limits that the clause itself writes are held against the quote; a week is seven days, and
    a year twelve months. Readings are the author's own interpretation: one of them has to agree.
    """
    if not isinstance(clause.body, Duty) or clause.quote is None:
        return None
    quoted = {_normal(amount, kind) for _, amount, kind in quoted_periods(clause.quote)}
    if not quoted:
        return None
    for named in clause.body.within:
        written = _periods(named.limit)
        if written and not any(_same(each, quoted) for each in written):
            shown = "、".join(text for text, _, _ in quoted_periods(clause.quote))
            return str(written[0]), shown
    return None


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
