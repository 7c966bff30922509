"""Whole numbers in Chinese numerals, and full-width digits as the digits they stand for."""

HALF_WIDTH = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
"""a translation table that keeps every offset: one full-width character becomes one ASCII character"""

_DIGITS = {
    **{character: value for value, character in enumerate("〇一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "俩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_SHORT = {"廿": 20, "卅": 30}


def read(text: str, start: int = 0) -> tuple[int | None, int]:
    """The number that Chinese numerals write from `start` on, and the offset behind them.

    Up to 九千九百九十九; None where there is none, or where the characters make no number (`十二百`).
    Digits in a row (`二〇二四`, `三〇`) are read by place.

    >>> read("二十日"), read("一百二十天"), read("两年"), read("三〇日"), read("日")
    ((20, 2), (120, 4), (2, 1), (30, 2), (None, 0))
    """
    end = start
    while end < len(text) and (text[end] in _DIGITS or text[end] in _TENS or text[end] in _SHORT):
        end += 1
    written = text[start:end]
    if not written:
        return None, start
    if all(character in _DIGITS for character in written):
        # `一两日`, `二三日` mean "one or two", "two or three"; only a zero shows a reading by place.
        by_place = len(written) == 1 or "〇" in written or "零" in written
        if not by_place or len(written) > 12:
            return None, start
        return int("".join(str(_DIGITS[character]) for character in written)), end
    value = _by_powers(written)
    return (value, end) if value is not None else (None, start)


def _by_powers(written: str) -> int | None:
    total, smallest, at = 0, 10_000, 0
    while at < len(written):
        character = written[at]
        if character in "零〇":
            # A zero only fills a gap: `一百零五`, never `一十零` or `零十`.
            if not 0 < at < len(written) - 1:
                return None
            at += 1
            continue
        if character in _SHORT:
            digit, power, step = _SHORT[character] // 10, 10, 1
        elif character in _DIGITS and at + 1 < len(written) and written[at + 1] in _TENS:
            digit, power, step = _DIGITS[character], _TENS[written[at + 1]], 2
        elif character in _DIGITS:
            digit, power, step = _DIGITS[character], 1, 1
        elif _TENS[character] == 10 and at == 0:
            digit, power, step = 1, 10, 1
        else:
            return None
        if power >= smallest:
            return None
        total, smallest, at = total + digit * power, power, at + step
    return total
