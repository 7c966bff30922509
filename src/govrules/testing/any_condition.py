"""Random conditions, as text that a rule file could hold, over given events and fields."""

from collections.abc import Iterable, Mapping, Sequence

from hypothesis import strategies as st

from govrules.model.conditions import Condition
from govrules.model.policy import Field
from govrules.rulefile.expression import condition_of, parse_condition

EVENTS = ("accepted", "decided")
FIELDS: Mapping[str, Field] = {
    "event.urgent": Field("urgent", "bool"),
    "event.outcome": Field("outcome", "choice", ("granted", "refused")),
    "event.days": Field("days", "integer"),
    "case.joint": Field("joint", "bool"),
}


def conditions(
    *,
    events: Sequence[str] = EVENTS,
    fields: Mapping[str, Field] = FIELDS,
    clauses: Sequence[str] = (),
    most: int = 4,
) -> st.SearchStrategy[Condition]:
    """Conditions that are well formed: comparisons, history, given values, joined by `and`, `or`, `not`.

    Args:
        events: event types that `happened` and `count` may ask for.
        fields: look-ups as written (`event.role`), each with its type.
        clauses: clauses whose outcome may be asked for.
        most: at most about so many parts.
    """
    return condition_texts(events=events, fields=fields, clauses=clauses, most=most).map(_read)


def _read(text: str) -> Condition:
    parsed = parse_condition(text)
    if parsed.expression is None:
        raise ValueError(f"not a condition: {text}")
    return condition_of(text, parsed.expression)


def condition_texts(
    *,
    events: Sequence[str] = EVENTS,
    fields: Mapping[str, Field] = FIELDS,
    clauses: Sequence[str] = (),
    most: int = 4,
) -> st.SearchStrategy[str]:
    """As `conditions`, the texts alone."""
    atoms = [*_of_events(events), *_of_fields(fields), *_of_clauses(clauses)]
    if not atoms:
        raise ValueError("there is nothing to ask about: give events, fields or clauses")
    return st.recursive(st.one_of(atoms), _joined, max_leaves=most)


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        inner.map("not ({})".format),
    )


def _of_events(events: Sequence[str]) -> Iterable[st.SearchStrategy[str]]:
    if events:
        names = st.sampled_from(list(events))
        yield names.map("happened({})".format)
        signs = st.sampled_from(["<=", ">=", "=="])
        yield st.builds("count({}) {} {}".format, names, signs, st.integers(0, 3))


def _of_fields(fields: Mapping[str, Field]) -> Iterable[st.SearchStrategy[str]]:
    for written, field in fields.items():
        yield st.just(f"given({written})")
        match field.type:
            case "bool":
                yield st.just(written)
            case "choice" if field.choices:
                choices = [f'"{each}"' for each in field.choices]
                yield st.sampled_from(choices).map(f"{written} == {{}}".format)
                yield st.sampled_from(choices).map(f"{written} not in [{{}}]".format)
            case "integer" | "number":
                signs = st.sampled_from(["<=", ">", "=="])
                yield st.builds(f"{written} {{}} {{}}".format, signs, st.integers(0, 9))


def _of_clauses(clauses: Sequence[str]) -> Iterable[st.SearchStrategy[str]]:
    if clauses:
        names = st.sampled_from(list(clauses))
        yield names.map('met("{}")'.format)
        yield names.map('violated("{}")'.format)
