"""Shapes that several kinds of files share."""

from govrules.editing.shapes import Either, Entries, Items, Scalar, Shape, entries, one_or_more
from govrules.rulefile.patterns import EDGES, FORMS, PERIODS
from govrules.rulefile.reading import LANGUAGES
from govrules.rulefile.spans import SPAN_KEYS
from govrules.rulefile.structure import SOURCE_KEYS, STATUSES

# Letters of any script, without the classes that not every engine of regular expressions has.
LETTER = r"[^\u0000-@\[-`{-\u00a9，、。；：！？（）【】《》“”]"
NAME_PATTERN = rf"{LETTER}(?:{LETTER}|[0-9_-])*"
DATE_PATTERN = r"\d{4}-\d{2}-\d{2}"
DOTTED_PATTERN = rf"{LETTER}[^\s().,|]*(?:\.[^\s().,|]+)+"

VERSION = Scalar(("integer",), words=("1",))
TEXT = Scalar(role="text")
OPTIONAL_TEXT = Scalar(("string", "number", "boolean", "null"), role="text")
WORD = Scalar()
FLAG = Scalar(("boolean",))
CONDITION = Scalar(
    role="condition",
    examples=('event.role == "head"', "not case.joint", "happened(plan_filed) and given(event.approver)"),
)
EXPRESSION = Scalar(
    role="expression", examples=("trigger.unit", "event.unit", 'holder("分管领导", of=event.unit)')
)
NAME = Scalar(("string", "boolean"), pattern=rf"^\s*{NAME_PATTERN}\s*$")
DATE = Scalar(("string",), pattern=rf"^\s*{DATE_PATTERN}\s*$", examples=("2004-07-01",))
LOOKUP = Scalar(("string",), pattern=rf"^\s*{DOTTED_PATTERN}\s*$", examples=("trigger.due_on",))
CLAUSE_NAME = Scalar(("string", "boolean"), pattern=rf"^\s*{NAME_PATTERN}(?:/{NAME_PATTERN})?\s*$")

BILINGUAL = Either(
    (OPTIONAL_TEXT, entries("text", LANGUAGES, dict.fromkeys(LANGUAGES, OPTIONAL_TEXT), chinese=False))
)
SPAN = Either(
    (
        entries("span", SPAN_KEYS, dict.fromkeys(SPAN_KEYS, DATE)),
        Scalar(("string",), pattern=rf"^\s*(?:from\s+{DATE_PATTERN})?\s*(?:until\s+{DATE_PATTERN})?\s*$",
               examples=("from 2010-01-01", "from 2010-01-01 until 2020-01-01")),
    )
)  # fmt: skip


def source(*, chinese: bool) -> Entries:
    """How far a text was read, and where it is."""
    found: dict[str, Shape] = {"status": Scalar(("string",), words=STATUSES), "address": OPTIONAL_TEXT}
    return entries("source", SOURCE_KEYS, found, chinese=chinese)


# -- patterns and limits, which hold themselves -----------------------------------------------------------

_ONE_EVENT = Scalar(
    ("string", "boolean"),
    pattern=rf"^\s*{NAME_PATTERN}(?:\s*\|\s*{NAME_PATTERN})*\s*$",
    examples=("accepted", "accepted | refused", "受理", "in_force"),
)
_CLAUSES = one_or_more(CLAUSE_NAME)


def _pattern() -> Either:
    from govrules.editing.shapes import Named

    itself = Named("pattern")
    several = Items(itself, least=2)
    broken = one_or_more(
        Scalar(("string", "boolean"), pattern=rf"^\s*(?:tag:.+|{NAME_PATTERN}(?:/{NAME_PATTERN})?)\s*$",
               examples=("decide", "tag:first_asked", "any"))
    )  # fmt: skip
    forms: dict[str, Shape] = {
        "all": several,
        "in_order": several,
        "violation": broken,
        "lapse": _CLAUSES,
        "proposed": _CLAUSES,
        "date": DATE,
        "every": Scalar(("string",), words=PERIODS),
        "at": Scalar(("string",), words=EDGES),
    }
    form = entries("pattern", FORMS, forms)
    form = Entries(form.name, form.keys, exactly_one=tuple(each for each in FORMS if each != "at"))
    return Either((_ONE_EVENT, Items(itself, least=1), form))


PATTERN = _pattern()
