"""Shapes of calendars, conventions and mappings of columns."""

from collections.abc import Mapping

from govrules.editing.common_shapes import DATE, DATE_PATTERN, FLAG, VERSION, WORD, source
from govrules.editing.convention_shapes import CONVENTION_VALUES
from govrules.editing.shapes import Anything, Either, Entries, Items, Scalar, Shape, entries, one_or_more
from govrules.formats import mapping_file
from govrules.formats.values import ATTRIBUTE_TYPES
from govrules.rulefile import calendar_file, convention_file

_NULL = Scalar(("null",))
_SCALAR = Scalar(("string", "number", "boolean", "null"))

# -- calendars and conventions --------------------------------------------------------------------------

_DAYS = rf"^\s*{DATE_PATTERN}(?:\.\.{DATE_PATTERN})?\s*$"
_LINE = Scalar(("string", "number", "boolean", "null"), role="text")
_MAYBE_DATE = Either((DATE, _NULL))
_SAID = Either((_LINE, entries("text", ("zh", "en"), {"zh": _LINE, "en": _LINE}, chinese=False)))
_NAMED_DAYS = Entries("named days", {}, rest=_SAID, rest_names=_DAYS, chinese=False)
_NOTICE = entries(
    "notice",
    calendar_file.NOTICE_KEYS,
    {
        "reference": _LINE,
        "published": _MAYBE_DATE,
        "announces_until": _MAYBE_DATE,
        "supersedes": _LINE,
        "title": _SAID,
        "source": source(chinese=False),
        "changes": Entries(
            "changes",
            {},
            rest=Scalar(("string",), words=("ordinary", "make_up", *calendar_file.KINDS)),
            rest_names=_DAYS,
            chinese=False,
        ),
        "note": Anything(),
    },
    needed=("reference",),
    chinese=False,
    order=(
        *("reference", "title", "published", "announces_until", "supersedes", "source", "changes", "note"),
    ),
)
CALENDAR = entries(
    "calendar",
    calendar_file.CALENDAR_KEYS,
    {
        "govrules": Either((VERSION, Scalar(("string",), words=("1",)))),
        "calendar": _LINE,
        "title": _SAID,
        "time_zone": _LINE,
        "weekend": one_or_more(Scalar(("string",), words=calendar_file.WEEKDAYS)),
        "first_day": _MAYBE_DATE,
        "last_day": _MAYBE_DATE,
        "announced_until": _MAYBE_DATE,
        "source": source(chinese=False),
        "made_with": _LINE,
        "note": _LINE,
        "base": _LINE,
        "names": Entries("names", {}, rest=_LINE, chinese=False),
        "hours": Entries("hours", {}, rest=_LINE, chinese=False),
        "notices": one_or_more(_NOTICE),
        "days_off": Entries("days off", dict.fromkeys(calendar_file.KINDS, _NAMED_DAYS), chinese=False),
        "make_up": _NAMED_DAYS,
    },
    needed=("govrules", "calendar"),
    chinese=False,
    # As `calendar freeze` writes it.
    order=(
        *("govrules", "calendar", "title", "note", "base", "time_zone", "weekend", "first_day", "last_day"),
        *("announced_until", "source", "made_with", "hours", "names", "notices", "days_off", "make_up"),
    ),
)
_ENTRY_SHAPES: Mapping[str, Shape] = {
    "cite": _LINE, "quote": _LINE, "source": source(chinese=False), "note": _SAID,
}  # fmt: skip
CONVENTION = entries(
    "convention",
    convention_file.CONVENTION_KEYS,
    {
        "govrules": Either((VERSION, Scalar(("string",), words=("1",)))),
        "convention": _LINE,
        "title": _SAID,
        "source": source(chinese=False),
        "in_force": Entries("span", dict.fromkeys(("from", "until"), _MAYBE_DATE), chinese=False),
        "tested": FLAG,
        "note": Anything(),
        "keys": Entries(
            "keys",
            {
                key: entries("key", convention_file.ENTRY_KEYS, {"value": value, **_ENTRY_SHAPES},
                             needed=("value", ("cite", "note")), chinese=False)
                for key, value in CONVENTION_VALUES.items()
            },
            chinese=False,
        ),
    },
    needed=("govrules", "convention"),
    chinese=False,
    order=("govrules", "convention", "title", "in_force", "source", "tested", "note", "keys"),
)  # fmt: skip

# -- mappings of columns --------------------------------------------------------------------------------

_COLUMN_ENTRY = Entries("column", {"column": WORD}, needed=(("column",),), chinese=False)
_COLUMN = Either((WORD, _COLUMN_ENTRY))
_SOURCE = Either(
    (
        WORD,
        Entries(
            "column or constant",
            dict.fromkeys(mapping_file.SOURCE_KEYS, WORD),
            least=1,
            most=1,
            chinese=False,
        ),
    )
)
_TIME = Either(
    (
        WORD,
        entries(
            "time",
            mapping_file.TIME_KEYS,
            {"column": WORD, "format": WORD, "dates": FLAG},
            needed=("column",),
            chinese=False,
        ),
    )
)
_ATTRIBUTE = Either(
    (
        WORD,
        entries(
            "attribute",
            mapping_file.ATTRIBUTE_KEYS,
            {"column": WORD, "constant": WORD, "type": Scalar(("string",), words=tuple(ATTRIBUTE_TYPES)),
             "format": WORD, "separator": WORD},
            needed=(("column", "constant"),),
            chinese=False,
        ),
    )
)  # fmt: skip
_ATTRIBUTES = Either(
    (
        Scalar(("string",), words=("all",)),
        Items(_COLUMN),
        Entries("attributes", {}, rest=_ATTRIBUTE, chinese=False),
    )
)
_COLUMNS: Mapping[str, Shape] = {
    "time": _TIME, "id": _COLUMN, "unit": _SOURCE, "actor": _SOURCE, "attributes": _ATTRIBUTES,
}  # fmt: skip
_SHAPES = Items(
    entries(
        "event of a row",
        mapping_file.SHAPE_KEYS,
        {"event": WORD, **_COLUMNS},
        needed=("event", "time"),
        chinese=False,
    ),
    least=1,
)
MAPPING = entries(
    "mapping",
    mapping_file.MAPPING_KEYS,
    {
        "govrules": VERSION,
        "mapping": WORD,
        "title": Anything(),
        "note": Anything(),
        "case": _COLUMN,
        "type": _SOURCE,
        **_COLUMNS,
        "events": Entries("events of a mapping", {}, rest=_SCALAR, chinese=False),
        "others": Scalar(("string",), words=mapping_file.OTHERS),
        "where": Entries("where", {}, rest=Either((_SCALAR, Items(_SCALAR))), chinese=False),
        "missing": Either((_SCALAR, Items(_SCALAR))),
        "split": _SHAPES,
        "case_events": _SHAPES,
        "time_zone": WORD,
        "encoding": WORD,
        "delimiter": Scalar(("string",), examples=(",", ";", "tab")),
        "header": Scalar(("integer",)),
        "sheet": WORD,
    },
    needed=("govrules", "mapping", "case"),
    chinese=False,
    # How the file is written, what its columns mean, and last the rows that hold several events.
    order=(
        *("govrules", "mapping", "title", "note", "time_zone", "encoding", "delimiter", "header", "sheet"),
        *("case", "type", "time", "id", "unit", "actor", "attributes", "events", "others", "where"),
        *("missing", "split", "case_events"),
    ),
)
