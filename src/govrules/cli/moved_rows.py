"""Dates and states that change, as the rows of a table and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.cli.screen import Line
from govrules.cli.table import Column, Row, table
from govrules.diagnostics import Language

if TYPE_CHECKING:
    from govrules.cli.moved_dates import Moved


def moved_table(moved: "Sequence[Moved]", lang: Language, width: int) -> Iterator[Line]:
    """One row for each date that moves, or state that changes."""
    case, what, old, new, state = _HEADINGS[lang]
    columns = [
        Column(case, "strong", least=16, most=40, whole=True),
        Column(what, least=16, most=50),
        Column(old, least=10),
        Column(new, "bad", least=10),
        Column(state, least=16),
    ]
    yield from table(columns, [_row(each, lang) for each in moved], width)


def _row(moved: "Moved", lang: Language) -> Row:
    state = "" if moved.state is None else " -> ".join(state_text(each, lang) for each in moved.state)
    dates = (state_text(each, lang) if each.isalpha() else each or "-" for each in (moved.old, moved.new))
    return Row((moved.case, moved.what, *dates, state))


def moved_plain(moved: "Moved") -> dict[str, object]:
    """The same for programs."""
    found: dict[str, object] = {
        "case": moved.case,
        "what": moved.what,
        "old": moved.old or None,
        "new": moved.new or None,
    }
    return found if moved.state is None else found | {"state": list(moved.state)}


def state_text(state: str, lang: Language) -> str:
    """A state in words; where there is none, that there is not."""
    return _STATES[lang].get(state, state)


_HEADINGS: Mapping[Language, tuple[str, str, str, str, str]] = MappingProxyType(
    {"en": ("case", "what", "old", "new", "state"), "zh": ("案件", "事项", "旧", "新", "状态")}
)
_STATES: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"met_late": "met late", "": "none"},
        "zh": {
            "pending": "在办",
            "paused": "中止",
            "met": "按期",
            "met_late": "逾期办结",
            "overdue": "逾期未办",
            "violated": "违反",
            "lapsed": "届期视为",
            "ended": "终结",
            "excused": "免责",
            "unknown": "无法判定",
            "": "无",
        },
    }
)
