"""Plain scalars by the core rules of YAML 1.2 (section 10.3.2), and nothing of YAML 1.1.

YAML 1.1 reads `17:00` as 1020, `NO` as false and `2004-07-01` as a date; a rule file means text.
"""

import math
import re

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)
_OCTAL = re.compile(r"0o[0-7]+\Z", re.ASCII)
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+\Z", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z", re.ASCII)
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")
_MOST_DIGITS = 300


class NotFiniteError(ValueError):
    """The text is written as a number, but no number stands behind it that a rule could use."""


def resolve_plain(text: str) -> str | int | float | bool | None:
    """What a plain scalar stands for.

    Raises:
        NotFiniteError: for `.inf`, `.nan`, and numbers too long or too large to count with.

    >>> [resolve_plain(each) for each in ("17:00", "NO", "on", "0o17", "2004-07-01", "true", "~", "1.5")]
    ['17:00', 'NO', 'on', 15, '2004-07-01', True, None, 1.5]
    """
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] not in "-+.0123456789":
        return text
    if _NOT_FINITE.match(text):
        raise NotFiniteError(text)
    whole = _INTEGER.match(text) or _OCTAL.match(text) or _HEXADECIMAL.match(text)
    # int() itself refuses thousands of digits, with an error that is no user's business.
    if (whole or _FLOAT.match(text)) and len(text) > _MOST_DIGITS:
        raise NotFiniteError(text)
    if whole:
        return int(text, 10 if _INTEGER.match(text) else 8 if text[1] == "o" else 16)
    if _FLOAT.match(text):
        number = float(text)
        if not math.isfinite(number):
            raise NotFiniteError(text)
        return number
    return text
