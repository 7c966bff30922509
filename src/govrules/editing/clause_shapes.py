"""Shapes of clauses: the keys that all kinds share, and the body of each kind."""

from collections.abc import Mapping

import attrs

from govrules.editing.common_shapes import (
    BILINGUAL,
    CLAUSE_NAME,
    CONDITION,
    DATE,
    EXPRESSION,
    FLAG,
    LOOKUP,
    NAME,
    NAME_PATTERN,
    OPTIONAL_TEXT,
    PATTERN,
    SPAN,
    TEXT,
    WORD,
)
from govrules.editing.convention_shapes import CONVENTION_VALUES
from govrules.editing.shapes import (
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
from govrules.model.clauses import KINDS
from govrules.rulefile import (
    accountability,
    clauses,
    duty,
    kinds,
    limits,
    maintenance,
    parties,
    patterns,
    quota,
)
from govrules.rulefile.vocabulary import NO_LIMIT

_EVENT = Named("pattern")
_LIMIT = Named("limit")
_TIMES = Scalar(("integer",))
_LITERAL = Scalar(("string", "number", "boolean", "null"))

_PERIOD = Scalar(
    ("string",),
    examples=(
        "20 working days",
        "3 weeks",
        "24 hours",
        "二十日",
        "20个工作日",
        "params.reply",
        *NO_LIMIT[:2],
    ),
)
_REDUCED = entries(
    "reduced limit",
    limits.REDUCED_KEYS,
    {"of": _LIMIT, "less": Scalar(("string",), pattern=r"[%％]\s*$", examples=("30%",)),
     "round": Scalar(("string",), words=limits.ROUNDS)},
    needed=("of", "less"),
)  # fmt: skip
_READINGS = entries(
    "readings",
    limits.READINGS_KEYS,
    {"readings": Entries("named readings", {}, rest=_LIMIT, least=2), "use": WORD},
    needed=("readings", "use"),
)
_HAS_READINGS = tuple(word for key in limits.READINGS_KEYS for word in spellings(_READINGS, key))
LIMIT = Either((_PERIOD, ByKey(((_HAS_READINGS, _READINGS),), _REDUCED)))
_NAMED_LIMITS = Either(
    (
        _PERIOD,
        ByKey(
            ((spellings(_READINGS, "readings"), _READINGS), (spellings(_REDUCED, "of"), _REDUCED)),
            Entries("named limits", {}, rest=_LIMIT, rest_names=f"^{NAME_PATTERN}$", least=1),
        ),
    )
)

# -- the six kinds ---------------------------------------------------------------------------------------

_SHARED: Mapping[str, Shape] = {
    "if": CONDITION,
    "unless": CONDITION,
    "per": one_or_more(NAME),
    "for_each": Either(
        (
            Scalar(("string", "boolean"), role="expression",
                   examples=("item", 'unit where unit.kind == "office"', "trigger.departments")),
            Entries(
                "members",
                {},
                rest=one_or_more(_LITERAL),
                rest_names=f"^{NAME_PATTERN}$",
                least=1,
                most=1,
            ),
        )
    ),
}  # fmt: skip

_PAUSE: Mapping[str, Shape] = {
    "from": _EVENT, "to": _EVENT, "per": one_or_more(NAME), "if": CONDITION, "at_most": _LIMIT,
    "times": _TIMES, "days": Scalar(("string",), words=duty.PAUSE_DAYS),
}  # fmt: skip
_LAPSE: Mapping[str, Shape] = {
    "of": WORD, "if": CONDITION, "deem": NAME,
    "with": Entries("deemed data", {}, rest=_LITERAL, rest_names=f"^{NAME_PATTERN}$"),
    "effective": Scalar(("string",), examples=(*duty.EFFECTS, "3 days after")), "breach": FLAG,
}  # fmt: skip
_DUTY: Mapping[str, Shape] = {
    "when": _EVENT,
    "must": _EVENT,
    "within": _NAMED_LIMITS,
    "by": LOOKUP,
    "before": Either((LOOKUP, _EVENT)),
    "at_least": _LIMIT,
    "pause": one_or_more(entries("pause", duty.PAUSE_KEYS, _PAUSE, needed=("from", "to"))),
    "interrupt": one_or_more(entries("interruption", duty.INTERRUPT_KEYS, _PAUSE, needed=("from", "to"))),
    "extend": one_or_more(
        entries(
            "extension",
            duty.EXTEND_KEYS,
            {"when": _EVENT, "if": CONDITION, "add": _LIMIT, "at_most": _LIMIT, "times": _TIMES},
            needed=("when", "add"),
        )
    ),
    "on_lapse": one_or_more(entries("lapse", duty.LAPSE_KEYS, _LAPSE)),
    "end_on": _EVENT,
    "warn": one_or_more(
        Scalar(("string",), examples=("2 working days left", "90% used", "剩余2个工作日", "已用90%"))
    ),
    **{key: Scalar(("string",), words=words) for key, words in duty.WORDS.items()},
}
_BOUND = Either(
    (
        Scalar(("number",)),
        LOOKUP,
        entries(
            "share",
            quota.SHARE_KEYS,
            {"share": Scalar(("string",), examples=("70%", "params.share")),
             "of": Either((Scalar(("string",), examples=(quota.PREVIOUS[0], "campaign.counties")), _EVENT)),
             "round": Scalar(("string",), words=limits.ROUNDS)},
            needed=("share", "of"),
        ),
    )
)  # fmt: skip
_QUOTA: Mapping[str, Shape] = {
    "count": _EVENT,
    "sum": EXPRESSION,
    "distinct": EXPRESSION,
    "every": Scalar(("string",), words=patterns.PERIODS),
    "until": _EVENT,
    "part_period": Scalar(("string",), words=quota.PARTS),
    "at_most": _BOUND,
    "at_least": _BOUND,
}
_HOLD = entries(
    "hold",
    maintenance.HOLD_KEYS,
    {"from": _EVENT, "to": _EVENT, "per": one_or_more(NAME)},
    needed=("from", "to"),
)
_WINDOW = entries(
    "window",
    maintenance.WINDOW_KEYS,
    {"from": _EVENT, "to": _EVENT, "within": Scalar(("string",), words=("office_hours",))},
    needed=("from", "to"),
)
_MAINTENANCE: Mapping[str, Shape] = {
    "hold": _HOLD,
    "throughout": Either((Scalar(("string",), words=maintenance.THROUGHOUT), _WINDOW)),
    "tolerate": _LIMIT,
}
_REPEATED = entries(
    "repetition",
    accountability.REPEATED_KEYS,
    {"times": Either((_TIMES, LOOKUP)),
     "over": Either((Scalar(("string",), examples=("1 year", *list(accountability.CALENDAR_SPANS)[:3])),
                     ByKey(((_HAS_READINGS, _READINGS),), _REDUCED))),
     "same": EXPRESSION},
    needed=("times", "over"),
)  # fmt: skip
_ACCOUNTABILITY: Mapping[str, Shape] = {
    "on": _EVENT,
    "answerable": Either(
        (
            EXPRESSION,
            Items(EXPRESSION, least=1),
            Entries("answerable", {}, rest=EXPRESSION, rest_names=f"^{NAME_PATTERN}$", least=1),
        )
    ),
    "propose": Either(
        (
            EXPRESSION,
            entries(
                "proposal", accountability.PROPOSAL_KEYS, {"any_of": Items(NAME, least=2)}, needed=("any_of",)
            ),
        )
    ),
    "repeated": _REPEATED,
    "decided_by": EXPRESSION,
    "within": _NAMED_LIMITS,
    "adjust": Scalar(("string",), words=accountability.ADJUSTMENTS),
}
_DURING = entries(
    "during",
    kinds.DURING_KEYS,
    {"from": _EVENT, "to": Either((Scalar(("string",), words=tuple(kinds.ENDS)), _EVENT))},
    needed=("from",),
)
_BODIES: Mapping[str, Mapping[str, Shape]] = {
    "duty": _DUTY,
    "requirement": {"when": _EVENT, "require": CONDITION},
    "prohibition": {"when": _EVENT, "during": _DURING},
    "quota": _QUOTA,
    "maintenance": _MAINTENANCE,
    "accountability": _ACCOUNTABILITY,
}
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "duty": (("when",), ("must",), ("within", "by", "before")),
    "requirement": (("when",), ("require",)),
    "prohibition": (("when",),),
    "quota": (("count",), ("at_most", "at_least")),
    "maintenance": (("hold",),),
    "accountability": (("on",), ("answerable", "adjust")),
}
# Of whom and about what a clause is stands beside what begins it.
_ABOUT = ("for_each", "per", "if", "unless")
_ORDER: Mapping[str, tuple[str, ...]] = {
    "duty": (
        *("per", "when", "for_each", "if", "unless", "must", "within", "by", "before", "at_least", "early"),
        *("count_from", "pause", "interrupt", "extend", "end_on", "on_lapse", "repeat", "warn"),
    ),
    "requirement": ("when", *_ABOUT),
    "prohibition": ("when", *_ABOUT),
    "quota": ("count", "sum", "distinct", *_ABOUT),
    "maintenance": _ABOUT,
    "accountability": ("on", *_ABOUT, "repeated"),
}


def _body(kind: str) -> Entries:
    table = (*clauses.BODIES[kind][0], *clauses.SHARED_KEYS)
    return entries(kind, table, {**_BODIES[kind], **_SHARED}, order=_ORDER[kind])


_OWN_CONVENTION = Either(
    (
        Scalar(("string", "boolean"), pattern=rf"^\s*{NAME_PATTERN}\s*$", examples=("cn-civil-code",)),
        Entries("own convention", {"is": WORD, **CONVENTION_VALUES}),
    )
)

# -- the clause ------------------------------------------------------------------------------------------

_PARTY = EXPRESSION
_RESPONSIBLE = Either(
    (
        _PARTY,
        entries(
            "responsible",
            parties.RESPONSIBLE_KEYS,
            {"first": _PARTY,
             "passes": one_or_more(entries("transfer", parties.PASS_KEYS, {"on": _EVENT, "to": _PARTY},
                                           needed=("on", "to")))},
            needed=("first",),
        ),
    )
)  # fmt: skip
_CLAUSE_ORDER = (
    *("title", "cite", "quote", "gloss", "traces", "tags", "severity", "strength", "responsible", "in_force"),
    *("for_each", "per", "if", "unless", "transition", "displaces", "convention", "versions"),
)
_CLAUSE: Mapping[str, Shape] = {
    "title": BILINGUAL,
    "cite": OPTIONAL_TEXT,
    "quote": OPTIONAL_TEXT,
    "gloss": BILINGUAL,
    "responsible": _RESPONSIBLE,
    "in_force": SPAN,
    **_SHARED,
    "severity": OPTIONAL_TEXT,
    "tags": one_or_more(TEXT),
    "traces": one_or_more(TEXT),
    "displaces": one_or_more(CLAUSE_NAME),
    "convention": _OWN_CONVENTION,
    "not_checkable": Either(
        (TEXT, Entries("text", {"zh": OPTIONAL_TEXT, "en": OPTIONAL_TEXT}, least=1, chinese=False))
    ),
    **{key: Scalar(("string",), words=words) for key, words in clauses.CLAUSE_WORDS.items()},
    **{kind: Named(kind) for kind in clauses.BODIES},
}
_VERSION = entries(
    "version",
    (*clauses.VERSION_KEYS, *(each for each in clauses.CLAUSE_KEYS if each != "versions")),
    {**dict.fromkeys(clauses.VERSION_KEYS, DATE), **_CLAUSE},
    needed=("from",),
    order=(*clauses.VERSION_KEYS, *_CLAUSE_ORDER),
)
CLAUSE = attrs.evolve(
    entries(
        "clause",
        clauses.CLAUSE_KEYS,
        {**_CLAUSE, "versions": one_or_more(Named("version"))},
        order=_CLAUSE_ORDER,
    ),
    exactly_one=(*KINDS, "not_checkable"),
    unless="versions",
    needed_inside=_NEEDED,
)

DEFINITIONS: Mapping[str, Shape] = {
    "pattern": PATTERN,
    "limit": LIMIT,
    **{kind: _body(kind) for kind in clauses.BODIES},
    "version": _VERSION,
    "clause": CLAUSE,
}
"""what is described once, by name"""
