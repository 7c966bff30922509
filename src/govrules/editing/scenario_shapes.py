"""Shapes of scenario files."""

from collections.abc import Mapping

from govrules.editing.common_shapes import DATE, FLAG, TEXT, VERSION
from govrules.editing.shapes import Anything, Either, Entries, Items, Scalar, Shape, entries, one_or_more
from govrules.scenarios import reader
from govrules.scenarios.words import ATTRIBUTES, WORDS, ValueKind

_NULL = Scalar(("null",))
_SCALAR = Scalar(("string", "number", "boolean", "null"))
_VALUE = Either((Scalar(), Items(_SCALAR)))

_MOMENT = Scalar(("string",), examples=("2025-10-24", "2025-10-24T16:00"))
_WHERE = Scalar(("string", "number", "boolean"))
_DETAILS: Mapping[ValueKind, Shape] = {
    "date": Scalar(("string", "null"), examples=("2025-10-24",)),
    "moment": Scalar(("string", "null"), examples=("2025-10-24", "2025-10-24T16:00")),
    "text": _SCALAR,
    "texts": Either((_SCALAR, Items(_SCALAR))),
    "number": Scalar(("integer", "null")),
    "flag": Scalar(("boolean", "null")),
    "period": Scalar(("string", "null"), examples=("20 working days",)),
    "dates by name": Either((_NULL, Entries("dates by name", {}, rest=Scalar(("string",)), chinese=False))),
    "code": _SCALAR,
}
_SUBJECTS = one_or_more(Scalar())
_EXPECTATION = Entries(
    "expectation",
    {
        **dict.fromkeys(WORDS, _SUBJECTS),
        "case": _WHERE,
        **{key: _DETAILS[kind] for key, (kind, _) in ATTRIBUTES.items()},
    },
    exactly_one=WORDS,
    rest=_SCALAR,
    chinese=False,
)
_GIVEN = Entries(
    "given",
    {
        "time": _MOMENT,
        **dict.fromkeys(reader.EVENT_TEXTS, _WHERE),
        "data": Entries("data", {}, rest=Anything(), chinese=False),
    },
    needed=(("time",), ("type",)),
    rest=Anything(),
    chinese=False,
)
_EXPECT = Either((Items(_EXPECTATION), Scalar(("string",), words=(reader.TODO,))))
_STATED = Either(
    (
        _NULL,
        Entries(
            "stated record",
            dict.fromkeys(("from", "until"), Either((DATE, _NULL))),
            rest=Anything(),
            chinese=False,
        ),
    )
)
_RECORDS = Entries(
    "stated records",
    {},
    rest=Entries(
        "stated records of a kind",
        {},
        rest=one_or_more(_STATED),
        chinese=False,
    ),
    chinese=False,
)  # fmt: skip
_CHECK: Mapping[str, Shape] = {"as_of": _MOMENT, "known_at": DATE, "expect": _EXPECT, "partial": FLAG}
_CHECK_ORDER = ("as_of", "known_at", "partial", "expect")
_TITLE = Either((TEXT, entries("text", ("zh", "en"), {"zh": TEXT, "en": TEXT}, chinese=False)))
_SCENARIO = entries(
    "scenario",
    reader.SCENARIO_KEYS,
    {
        "title": _TITLE,
        "why": TEXT,
        "todo": TEXT,
        "given": Items(_GIVEN),
        "base": Scalar(("string", "number", "boolean")),
        "add": Items(_GIVEN),
        "without": _SUBJECTS,
        "parameters": Entries("parameters", {}, rest=_VALUE, chinese=False),
        "records": _RECORDS,
        **_CHECK,
        "at": Items(
            entries(
                "check",
                reader.CHECK_KEYS,
                _CHECK,
                needed=("as_of", "expect"),
                chinese=False,
                order=_CHECK_ORDER,
            )
        ),
    },
    needed=(("given", "base"), ("expect", "at")),
    chinese=False,
    # What is given comes before what changes it, and what is expected last.
    order=(
        *("title", "why", "todo", "base", "parameters", "records", "given", "without", "add"),
        *("as_of", "known_at", "partial", "expect", "at"),
    ),
)
SCENARIOS = entries(
    "scenarios",
    ("govrules", "scenarios", "rules", "title", "records", "cases"),
    {
        "govrules": VERSION,
        "scenarios": _SUBJECTS,
        "rules": _SUBJECTS,
        "title": _TITLE,
        "records": _RECORDS,
        "cases": Entries("cases", {}, rest=_SCENARIO, chinese=False, least=1),
    },
    needed=("govrules", "cases", ("scenarios", "rules")),
    chinese=False,
)
assert set(SCENARIOS.keys) == set(reader.FILE_KEYS)
