"""The vocabulary of expectations: the words that open one, and the attributes that may follow."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

STATES = ("met", "met_late", "pending", "paused", "overdue", "violated", "lapsed", "ended", "excused")
"""states of an obligation, each a word of its own; the state `unknown` is said by the finding's word"""

FINDINGS = (
    *("violation", "shortfall", "lapse", "late_decision", "alert", "attribution", "measure", "unknown"),
    "view",
)
"""kinds of finding, and what people say of one"""

WORDS = (*STATES, *FINDINGS, "ignored")

ValueKind: TypeAlias = Literal[
    "date", "moment", "text", "texts", "number", "flag", "period", "dates by name", "code"
]

_ANSWERS = ("attribution", "measure")
_DUTY = (*STATES, "violation", "shortfall", "lapse", "alert", "unknown")

# attribute -> how its value is read, and the words that it may follow
ATTRIBUTES: Mapping[str, tuple[ValueKind, tuple[str, ...]]] = {
    "due": ("date", (*STATES, "violation", "shortfall", "lapse", "alert", "unknown")),
    "due_end": ("moment", (*STATES, "violation", "shortfall")),
    "late_from": ("moment", STATES),
    "limit": ("text", _DUTY),
    "within": ("period", _DUTY),
    "trigger": ("moment", _DUTY),
    "fulfilled": ("moment", (*STATES, "violation", "shortfall")),
    "responsible": ("text", _DUTY),
    "unit": ("text", ("violation", "shortfall", *_ANSWERS, "view")),
    "stance": ("text", ("view",)),
    "actor": ("text", ("view",)),
    "role": ("text", _ANSWERS),
    "party": ("text", _ANSWERS),
    "measures": ("texts", ("measure",)),
    "state": ("text", ("measure",)),
    "decider": ("text", ("measure",)),
    "imposed": ("text", ("measure",)),
    "counted": ("number", (*STATES, "violation", "shortfall")),
    "at_least": ("number", (*STATES, "violation", "shortfall")),
    "at_most": ("number", (*STATES, "violation", "shortfall")),
    "gap_from": ("moment", ("violation", "shortfall")),
    "gap_until": ("moment", ("violation", "shortfall")),
    "reading": ("text", _DUTY),
    "other_readings": ("dates by name", (*STATES, "violation", "shortfall", "lapse")),
    "basis": ("texts", (*STATES, "violation", "shortfall", "lapse")),
    "horizon": ("date", (*STATES, "violation", "shortfall", "lapse")),
    "reason": ("code", (*STATES, "unknown", "ignored")),
    "late_by_days": ("number", ("violation", "shortfall", "late_decision")),
    "late_by_working_days": ("number", ("violation", "shortfall")),
    "strength": ("text", (*STATES, "violation", "shortfall", *_ANSWERS)),
    "severity": ("text", ("violation", "shortfall")),
    "tags": ("texts", ("violation", "shortfall")),
    "at": (
        "moment",
        ("violation", "shortfall", "lapse", "late_decision", "alert", *_ANSWERS, "ignored", "view"),
    ),
    "deemed": ("text", ("lapse",)),
    "effective": ("moment", ("lapse",)),
    "known": ("moment", ("lapse",)),
    "breach": ("flag", ("lapse",)),
    "event": ("text", ("late_decision",)),
    "rule": ("text", ("alert",)),
    "version_from": ("date", STATES),
}

# Words that people write to open an expectation and that the nearest spelling would not find.
MEANT_WORDS: Mapping[str, str] = {
    "late": "met_late",
    "open": "pending",
    "due": "pending",
    "breach": "violation",
    "broken": "violation",
    "violates": "violation",
    "fulfilled": "met",
    "warning": "alert",
    "deemed": "lapse",
    "suspended": "paused",
    "withdrawn": "ended",
    "contested": "view",
}

# Words that people write for a detail and that the nearest spelling would not find.
MEANT: Mapping[str, str] = {
    "deadline": "due",
    "due_date": "due",
    "due_on": "due",
    "late_by": "late_by_days",
    "days_late": "late_by_days",
    "working_days_late": "late_by_working_days",
    "period": "within",
    "who": "responsible",
    "done": "fulfilled",
    "met_on": "fulfilled",
}


def attributes_of(word: str) -> tuple[str, ...]:
    """The attributes that may follow a word, in a fixed order.

    >>> attributes_of("ignored")
    ('reason', 'at')
    """
    return tuple(name for name, (_, words) in ATTRIBUTES.items() if word in words)


def fold(code: str) -> str:
    """The code of a reason as it is compared: `_`, `-` and a space are one.

    >>> fold("unset_parameter")
    'unset parameter'
    """
    return code.replace("_", " ").replace("-", " ")
