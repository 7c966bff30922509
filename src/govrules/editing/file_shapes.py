"""Shapes of whole files: policies and vocabularies here, and how every kind of file is told apart."""

from collections.abc import Mapping

from govrules.editing.clause_shapes import DEFINITIONS
from govrules.editing.common_shapes import (
    BILINGUAL,
    CONDITION,
    DATE,
    DATE_PATTERN,
    NAME,
    NAME_PATTERN,
    OPTIONAL_TEXT,
    SPAN,
    TEXT,
    VERSION,
    source,
)
from govrules.editing.scenario_shapes import SCENARIOS
from govrules.editing.shapes import (
    Anything,
    ByKey,
    Either,
    Entries,
    Items,
    Named,
    Scalar,
    Shape,
    entries,
    one_or_more,
    spellings,
)
from govrules.editing.table_shapes import CALENDAR, CONVENTION, MAPPING
from govrules.rulefile import measures, parameters, structure, vocabulary

_NAMES = f"^{NAME_PATTERN}$"
_NULL = Scalar(("null",))
_SCALAR = Scalar(("string", "number", "boolean", "null"))
_VALUE = Either((Scalar(), Items(_SCALAR)))

# -- policies and vocabularies --------------------------------------------------------------------------

_TYPE = Scalar(("string",), words=vocabulary.TYPES)
_CHOICES = Either((Items(_SCALAR), Entries("choices", {}, rest=BILINGUAL)))
_FIELD = Either(
    (
        Scalar(("string",), words=vocabulary.TYPES),
        _NULL,
        Items(_SCALAR),
        entries(
            "field",
            vocabulary.FIELD_KEYS,
            {"type": _TYPE, "choices": _CHOICES, "default": _VALUE, "title": BILINGUAL},
            order=("type", "default", "title", "choices"),
        ),
    )
)
_FIELDS = Either((_NULL, Entries("fields", {}, rest=_FIELD, rest_names=_NAMES)))
_EVENT = Either(
    (
        OPTIONAL_TEXT,
        entries(
            "event",
            vocabulary.EVENT_KEYS,
            {"title": BILINGUAL, "names": one_or_more(TEXT), "recorded": SPAN, "data": _FIELDS, "is": NAME,
             "if": CONDITION},
        ),
    )
)  # fmt: skip
_RECORD = Either(
    (
        OPTIONAL_TEXT,
        entries(
            "record",
            vocabulary.RECORD_KEYS,
            {"title": BILINGUAL, "set_by": one_or_more(NAME), "ended_by": one_or_more(NAME), "data": _FIELDS},
        ),
    )
)
_VALUE_SHAPES: Mapping[str, Shape] = {
    "from": DATE, "until": DATE, "for": CONDITION, "value": _VALUE, "cite": OPTIONAL_TEXT,
}  # fmt: skip
_DATED = Entries(
    "dated values",
    {},
    rest=Either(
        (
            Scalar(),
            Items(_SCALAR),
            entries("value", parameters.VALUE_KEYS[1:], _VALUE_SHAPES, needed=("value",)),
        )
    ),
    rest_names=f"^{DATE_PATTERN}$",
)
_VALUES = Either(
    (_NULL, _DATED, Items(entries("value", parameters.VALUE_KEYS, _VALUE_SHAPES, needed=("from", "value"))))
)
_PARAMETER = entries(
    "parameter",
    parameters.PARAMETER_KEYS,
    {"title": BILINGUAL, "type": _TYPE, "choices": _CHOICES, "values": _VALUES, "note": BILINGUAL,
     "cite": OPTIONAL_TEXT},
    needed=("type", "values"),
    order=("title", "type", "choices", "values", "cite", "note"),
)  # fmt: skip
_MEASURES = entries(
    "measures",
    measures.MEASURES_KEYS,
    {
        "ladder": Either((Entries("ladder", {}, rest=BILINGUAL, rest_names=_NAMES), Items(NAME))),
        "imposed": Named("pattern"),
        "dismissed": Named("pattern"),
    },
)


def _by_name(name: str, shape: Shape, *more: Shape) -> Either:
    return Either((_NULL, Entries(name, {}, rest=shape, rest_names=_NAMES), *more))


_WORDS: Mapping[str, Shape] = {
    "parameters": _by_name("parameters", _PARAMETER),
    "case": _FIELDS,
    "records": _by_name("records", _RECORD),
    "events": _by_name("events", _EVENT, Items(NAME)),
    "measures": _MEASURES,
}
_PACK = Scalar(("string", "boolean", "null"), pattern=rf"^\s*{NAME_PATTERN}(?:/{NAME_PATTERN})*\s*$")
POLICY = entries(
    "policy",
    structure.POLICY_KEYS,
    {
        "govrules": VERSION,
        "policy": NAME,
        "title": BILINGUAL,
        "issuer": BILINGUAL,
        "document": OPTIONAL_TEXT,
        "source": source(chinese=True),
        "reviewed": entries(
            "reviewed", structure.REVIEWED_KEYS, {"by": OPTIONAL_TEXT, "on": Either((DATE, _NULL))}
        ),
        "in_force": SPAN,
        "calendar": _PACK,
        "convention": _PACK,
        "time_zone": Scalar(("string", "null"), examples=("Asia/Shanghai", "Europe/Berlin")),
        "include": one_or_more(TEXT),
        "note": Anything(),
        **_WORDS,
        "sets": Entries("sets", {}, rest=_VALUES, rest_names=r"^[^/]+/params\..+$"),
        "clauses": Either((_NULL, Entries("clauses", {}, rest=Named("clause"), rest_names=_NAMES))),
    },
    needed=("govrules", "policy"),
)
VOCABULARY = entries(
    "vocabulary",
    structure.VOCABULARY_KEYS,
    {"govrules": VERSION, "vocabulary": NAME, "title": Anything(), "note": Anything(), **_WORDS},
    needed=("govrules",),
)

RULES = ByKey(((("vocabulary", "词汇"), VOCABULARY),), POLICY)
"""rule files: a vocabulary, or else a policy"""
FILE = ByKey(
    (
        ((*spellings(POLICY, "policy"), *spellings(POLICY, "clauses")), POLICY),
        (spellings(VOCABULARY, "vocabulary"), VOCABULARY),
        (("scenarios", "cases"), SCENARIOS),
        (("mapping",), MAPPING),
        (("calendar", "days_off", "weekend"), CALENDAR),
        (("convention",), CONVENTION),
    ),
    POLICY,
)
"""any file of the project, told apart by its keys as the readers do"""

__all__ = [
    "CALENDAR",
    "CONVENTION",
    "DEFINITIONS",
    "FILE",
    "MAPPING",
    "POLICY",
    "RULES",
    "SCENARIOS",
    "VOCABULARY",
]
