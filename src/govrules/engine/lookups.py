"""Dotted look-ups in conditions: what `event.role`, `case.joint`, `params.x` and `item.limit` stand for."""

import datetime as dt
from collections.abc import Mapping

from govrules.engine import answer_reasons, reasons
from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.moments import key_of, start_of_day
from govrules.engine.parameters import parameter
from govrules.engine.values import Missing, Value, typed
from govrules.engine.view import View
from govrules.model.conditions import Lookup
from govrules.model.policy import Field

_ATTRIBUTES = frozenset({"unit", "actor", "id", "case", "type"})


def look_up(lookup: Lookup, context: Context) -> Value:
    """The value of a look-up, or why it is unknown."""
    match lookup.root:
        case "event" | "trigger":
            of_event = lookup.root == "event"
            found = context.event if of_event else context.trigger
            parts = context.event_parts if of_event else context.trigger_parts
            return _of_event(lookup, _carrying(lookup, found, parts), context)
        case "case":
            return _of_case(lookup, context)
        case "params" if lookup.path:
            return parameter(lookup.path[0], context)
        case "violation":
            return _of_violation(lookup, context)
    if lookup.root in context.view.policy.records:
        return _of_record(lookup, context, context.moment.date)
    if lookup.root in context.names:
        return _within(context.names[lookup.root], lookup, lookup.path, context)
    if lookup.root in {"unit", "actor"} and (found := context.trigger or context.event) is not None:
        return _within(field_of(found, lookup.root), lookup, lookup.path, context)
    return Missing.because(reasons.name_unknown(str(lookup)))


def field_of(happening: Happening, name: str) -> Value:
    """A field of an event as it stands: from its data, else the event's own; None where it has none."""
    event = happening.event
    if event.data.get(name) is not None:
        return event.data[name]
    if name in _ATTRIBUTES and not (name == "case" and not happening.given):
        return getattr(event, name)
    if name == "time":
        return happening.at.instant if happening.at.instant is not None else happening.at.date
    if name == "date":
        return happening.at.date
    return None


def declared_field(happening: Happening, name: str, view: View) -> Field | None:
    """The declaration of a field; a violation or lapse carries the fields of what triggered its duty."""
    trigger = getattr(happening.finding, "trigger", None)
    declared = view.vocabulary.field(happening.type, name)
    if declared is not None or trigger is None:
        return declared
    return view.vocabulary.field(view.vocabulary.resolve(trigger.event.type), name)


def _carrying(lookup: Lookup, happening: Happening | None, parts: tuple[Happening, ...]) -> Happening | None:
    """The happening to read a field from: of several that make up one, the last that carries it."""
    if happening is None or not lookup.path or not parts:
        return happening
    carriers = (each for each in (happening, *reversed(parts)) if field_of(each, lookup.path[0]) is not None)
    return next(carriers, happening)


def _of_event(lookup: Lookup, happening: Happening | None, context: Context) -> Value:
    if happening is None or not lookup.path:
        return Missing.because(reasons.no_event(str(lookup)))
    name = lookup.path[0]
    field = declared_field(happening, name, context.view)
    value = typed(field_of(happening, name), field, f"{lookup.root}.{name}")
    if value is None:
        return Missing.because(reasons.field_missing(str(lookup), happening.type, happening.at))
    found = _within(value, lookup, lookup.path[1:], context, name)
    if found is None:
        return Missing.because(reasons.field_missing(str(lookup), happening.type, happening.at))
    return found


def _within(
    value: Value, lookup: Lookup, path: tuple[str, ...], context: Context, name: str | None = None
) -> Value:
    """The rest of a path: into a mapping of the data, or into the record that the value names."""
    kind = name or lookup.root
    if path and isinstance(value, str) and kind in context.view.policy.records:
        return _fact(kind, value, path, lookup, context, context.moment.date)
    for each in path:
        if isinstance(value, Missing):
            return value
        if not isinstance(value, Mapping):
            return Missing.because(reasons.name_unknown(str(lookup)))
        value = value.get(each)
    return (
        value if value is not None or name is not None else Missing.because(reasons.name_unknown(str(lookup)))
    )


def _of_case(lookup: Lookup, context: Context) -> Value:
    """The latest value that the case's events had given by now, else the declared default."""
    if not lookup.path:
        return context.case
    name = lookup.path[0]
    if name == "id":
        return context.case
    declared = context.view.policy.case.get(name)
    for happening in reversed(context.case_history):
        if happening.given and context.precedes(happening):
            value = happening.event.data.get(name)
            if value is not None and happening.doubt is not None:
                return Missing.because(happening.doubt)
            if value is not None:
                field = declared or context.view.vocabulary.field(happening.type, name)
                return _within(typed(value, field, f"case.{name}"), lookup, lookup.path[1:], context)
    if declared is not None and declared.default is not None:
        return declared.default
    return Missing.because(reasons.case_field_missing(name, context.moment.date))


def _of_violation(lookup: Lookup, context: Context) -> Value:
    found = context.violation
    if found is None or not lookup.path:
        return Missing.because(reasons.no_violation(str(lookup)))
    name = lookup.path[0]
    if name == "trigger" and found.trigger is not None and len(lookup.path) > 1:
        event = found.trigger.event
        value = event.data.get(lookup.path[1], getattr(event, lookup.path[1], None))
    else:
        known: Mapping[str, object] = {
            "case": found.case,
            "unit": found.unit,
            "responsible": found.responsible,
            "due": found.due,
            "late_by": found.late_by_days,
            "clause": found.clause,
            "policy": found.policy,
        }
        value = known.get(name)
    lacks = Missing.because(answer_reasons.violation_lacks(str(lookup), found.clause))
    return lacks if value is None else value


# -- records -------------------------------------------------------------------------------------------


def record_key(kind: str, context: Context) -> str | Missing | None:
    """Which record of a kind is meant: by `for_each`, the trigger, the event, or the case."""
    if kind in context.names:
        return str(context.names[kind])
    for happening in (context.trigger, context.event):
        if happening is not None and (found := field_of(happening, kind)) is not None:
            return str(found)
    for happening in reversed(context.case_history):
        if happening.given and context.precedes(happening) and happening.event.data.get(kind) is not None:
            if happening.doubt is not None:
                return Missing.because(happening.doubt)
            return str(happening.event.data[kind])
    return None


def _of_record(lookup: Lookup, context: Context, on: dt.date) -> Value:
    key = record_key(lookup.root, context)
    if isinstance(key, Missing):
        return key
    if key is None:
        return Missing.because(reasons.record_unnamed(lookup.root))
    if not lookup.path:
        return key
    return _fact(lookup.root, key, lookup.path, lookup, context, on)


def _fact(
    kind: str,
    key: str,
    path: tuple[str, ...],
    lookup: Lookup,
    context: Context,
    on: dt.date,
) -> Value:
    """A fact of a record as it stood on a day: facts are dated by day, and hold on the whole of it."""
    now = key_of(start_of_day(on), context.view.zone)
    doubt = context.view.records.doubt(kind, key, now)
    if doubt is not None:
        return Missing.because(doubt)
    facts = context.view.records.at(kind, key, now)
    if facts is None:
        return Missing.because(reasons.record_not_set(kind, on))
    field = context.view.policy.records[kind].data.get(path[0])
    value = facts.get(path[0])
    if value is None and field is not None:
        value = field.default
    if value is None:
        return Missing.because(reasons.record_field_missing(str(lookup), on))
    value = typed(value, field, str(lookup))
    for each in path[1:]:
        value = value.get(each) if isinstance(value, Mapping) else None
    return Missing.because(reasons.record_field_missing(str(lookup), on)) if value is None else value


def was(lookup: Lookup, on: dt.date, context: Context) -> Value:
    """A record's fact as it stood on a day."""
    if lookup.root not in context.view.policy.records:
        return Missing.because(reasons.bad_call("was"))
    return _of_record(lookup, context, on)
