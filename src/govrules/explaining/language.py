"""Dates, amounts and periods as a reader of either language writes them."""

import datetime as dt
import re

from govrules.diagnostics import Language
from govrules.explaining import words_en, words_zh
from govrules.model.findings import Moment
from govrules.model.period import Period, PeriodError

_CHINESE = r"[\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_FOLDED = re.compile(rf"(?<={_CHINESE}) +(?={_CHINESE})")
_WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
}


def say(lang: Language, key: str, **fields: object) -> str:
    """The sentence of that key, filled in.

    >>> say("zh", "not_counted", why="星期六")
    '星期六，不计入'
    """
    words = words_zh.WORDS if lang == "zh" else words_en.WORDS
    return words[key].format(**fields)


def unfolded(text: str) -> str:
    """A Chinese text without the spaces that YAML puts where it folds two lines into one.

    >>> unfolded("不作判断； 另见 A 条。")
    '不作判断；另见 A 条。'
    """
    return _FOLDED.sub("", text)


def date(day: dt.date, lang: Language) -> str:
    """A date without its day of the week.

    >>> date(dt.date(2025, 10, 8), "en"), date(dt.date(2025, 10, 8), "zh")
    ('2025-10-08', '2025年10月8日')
    """
    return f"{day.year}年{day.month}月{day.day}日" if lang == "zh" else day.isoformat()


def span(first: dt.date, last: dt.date, lang: Language) -> str:
    """From one date to another, both included; Chinese does not repeat the year and the month.

    >>> first, last = dt.date(2025, 9, 23), dt.date(2025, 9, 26)
    >>> span(first, last, "zh"), span(first, last, "en")
    ('2025年9月23日至26日', '2025-09-23 to 2025-09-26')
    """
    if lang != "zh":
        return say(lang, "span", first=date(first, lang), last=date(last, lang))
    end = f"{last.day}日"
    if (first.year, first.month) != (last.year, last.month):
        end = f"{last.month}月{end}"
    return say(
        lang, "span", first=date(first, lang), last=end if first.year == last.year else date(last, lang)
    )


def dated(day: dt.date, lang: Language) -> str:
    """A date with its day of the week.

    >>> dated(dt.date(2025, 10, 8), "en"), dated(dt.date(2025, 10, 8), "zh")
    ('2025-10-08 (Wed)', '2025年10月8日（星期三）')
    """
    weekday = _WEEKDAYS[lang][day.weekday()]
    return f"{date(day, lang)}（{weekday}）" if lang == "zh" else f"{date(day, lang)} ({weekday})"


def instant(when: dt.datetime, lang: Language) -> str:
    """A time of day by the clock of its own zone; midnight is the end of the day before.

    >>> instant(dt.datetime(2025, 10, 8, 17, 30), "zh"), instant(dt.datetime(2025, 10, 9), "en")
    ('2025年10月8日17时30分', '2025-10-08 24:00')
    """
    day = when.date()
    hour, minute, second = when.hour, when.minute, when.second
    if (hour, minute, second, when.microsecond) == (0, 0, 0, 0) and day > dt.date.min:
        day, hour = day - dt.timedelta(days=1), 24
    if lang == "zh":
        rest = f"{minute}分" if minute or second else ""
        return f"{date(day, lang)}{hour}时{rest}{f'{second}秒' if second else ''}"
    return f"{day.isoformat()} {hour:02}:{minute:02}{f':{second:02}' if second else ''}"


def last_day(when: dt.datetime) -> dt.date:
    """The last day that an instant reaches: midnight ends the day before."""
    if when.time() == dt.time(0) and when.date() > dt.date.min:
        return when.date() - dt.timedelta(days=1)
    return when.date()


def until(when: dt.datetime, lang: Language) -> str:
    """The instant up to which something was read: a date alone where that is the end of its day.

    >>> until(dt.datetime(2026, 3, 31, 23, 59, 59, 999999), "en"), until(dt.datetime(2026, 3, 31, 17), "en")
    ('2026-03-31', '2026-03-31 17:00')
    """
    if when.time() >= dt.time(23, 59, 59) or when.time() == dt.time(0):
        return date(last_day(when), lang)
    return instant(when, lang)


def moment(at: Moment, lang: Language) -> str:
    """A date where only a date is known, else the time of day too."""
    return date(at.date, lang) if at.bare else clock(at.local, lang)


def clock(local: dt.datetime, lang: Language) -> str:
    """A day and a time of it; midnight begins its day, where in `instant` it ends the day before.

    >>> clock(dt.datetime(2025, 10, 8), "en"), clock(dt.datetime(2025, 10, 8, 17, 30), "zh")
    ('2025-10-08 00:00', '2025年10月8日17时30分')
    """
    if lang == "zh":
        rest = f"{local.minute}分" if local.minute or local.second else ""
        second = f"{local.second}秒" if local.second else ""
        return f"{date(local.date(), lang)}{local.hour}时{rest}{second}"
    return f"{local.date().isoformat()} {local:%H:%M}{f':{local.second:02}' if local.second else ''}"


def due_text(due: dt.date | None, due_end: dt.datetime | None, lang: Language) -> str:
    """The last day in time; the time of day only where the day does not count to its end."""
    if due is None:
        return "" if due_end is None else instant(due_end, lang)
    if due_end is None or ends_with_day(due, due_end):
        return date(due, lang)
    return instant(due_end, lang)


def ends_with_day(due: dt.date, due_end: dt.datetime) -> bool:
    """Whether the time runs to the very end of the due day."""
    end = dt.datetime.combine(due, dt.time(23, 59, 59))
    local = due_end.replace(tzinfo=None)
    return end <= local <= end + dt.timedelta(seconds=1)


def amount(number: int, unit: str, lang: Language) -> str:
    """So many `working_day` or `calendar_day`.

    >>> amount(1, "working_day", "en"), amount(2, "calendar_day", "en"), amount(2, "working_day", "zh")
    ('1 working day', '2 days', '2个工作日')
    """
    word = say(lang, unit)
    if lang == "zh":
        return f"{number}{word}"
    word = word.removeprefix("calendar ")
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def late(days: int | None, working_days: int | None, lang: Language, *, in_working_days: bool = True) -> str:
    """How late, in the unit that the limit is in; empty where it is not known.

    >>> late(4, 2, "en"), late(4, 2, "zh", in_working_days=False)
    ('2 working days (4 days)', '4日')
    """
    if days == 0:
        return say(lang, "late_same_day")
    calendar = None if days is None else amount(days, "calendar_day", lang)
    # No working day has passed yet where a deadline was missed by a weekend.
    working = amount(working_days, "working_day", lang) if working_days else None
    if working is None or not in_working_days:
        return calendar or working or ""
    if calendar is None or days == working_days:
        return working
    return say(lang, "late_both", working=working, calendar=calendar)


def period(text: str, lang: Language) -> str:
    """A period in the words of the language; other text as it is."""
    try:
        return Period.parse(text).text(lang)
    except PeriodError:
        return text


def joined(parts: list[str], lang: Language, word: str) -> str:
    """Parts joined by `or`, `and` or `then`.

    >>> joined(["a", "b", "c"], "en", "or")
    'a, b or c'
    """
    if not parts:
        return say(lang, "nothing")
    if len(parts) == 1:
        return parts[0]
    first = say(lang, "separator").join(parts[:-1])
    return say(lang, word, first=first, second=parts[-1])
