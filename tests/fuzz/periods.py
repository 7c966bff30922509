"""Periods, in English and in Chinese."""

from collections.abc import Iterator

from govrules.model.period import Period, PeriodError
from tests.fuzz.target import LANGUAGES, Target, promise, text_of


def run(data: bytes) -> None:
    text = text_of(data)
    try:
        found = Period.parse(text)
    except PeriodError as error:
        promise(0 <= error.start <= error.end <= max(len(text), 1), "a place outside the text")
        for lang in LANGUAGES:
            error.code.template(lang).format_map(error.values)
            for each in error.help:
                each.text(lang)
        return
    for lang in ("en", "zh"):
        promise(Period.parse(found.text(lang)) == found, f"`{found.text(lang)}` says something else")


def seeds() -> Iterator[bytes]:
    yield from (each.encode() for each in _SEEDS)


_SEEDS = (
    "20 working days", "10 days then 2 months", "2 years, to month end", "1 week", "36 hours", "90 minutes",
    "half a year", "1 quarter", "3 calendar days", "5 business days and 2 hours", "1 month plus 15 days",
    "0 days", "twenty days", "a fortnight", "1.5 days", "1/2 year", "-3 days", "24 working hours", "2 wd",
    "3mo", "7d", "100000 years", "10 working days, then 1 month", "二十日", "20个工作日", "10日后再2个月",
    "两年，至月底", "三周", "半年", "一个半月", "二十四小时", "四十五日内", "六十日", "十五个自然日",
    "一个季度", "３０日", "五个工作日又两小时", "一百二十天", "两个月零十五日", "廿日", "壹拾日", "二〇日",
    "负三日", "一万年", "1年6个月", "90分钟", "1个钟头", "3 工作日", "自受理之日起20日", "至当月末",
)  # fmt: skip


def words() -> tuple[str, ...]:
    return (
        "days", "day", "working days", "business days", "calendar days", "weeks", "months", "years", "hours",
        "minutes", "seconds", "working hours", "quarter", "fortnight", "half", "then", "and", "plus",
        "to month end", "month-end", "minus", "-", "+", ".", ",", "/", "½", "日", "天", "工作日", "个工作日",
        "自然日", "周", "星期", "个月", "月", "年", "小时", "分钟", "季度", "半", "后再", "再加", "至月底",
        "至当月末", "零", "〇", "一", "二", "两", "三", "十", "廿", "卅", "百", "千", "万", "亿", "壹", "贰",
        "拾", "佰", "内", "负", "又", "０", "９", "，", "、", "\u3000", "９９９９", "٣", "²", "Ⅷ", "\u00a0",
    )  # fmt: skip


TARGET = Target("periods", run, seeds, words, longest=120)
