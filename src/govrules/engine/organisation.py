"""Who held a post, and to whom somebody reports, on a day.

Nothing is known here but what records say. Three kinds of them have a meaning, where a policy declares them:

- `post`: `unit` and `role` say which post it is, `holder` who holds it, `acting` who stands in for the holder
  and answers instead. `unit` and `role` may be lists: one post that has several units in its portfolio.
- `unit` and `person`: `superior` is the unit or the person above.

The day is that of the act: the moment at which the condition is read, and for a violation the day of the
breach, however much later it was found. A duty is broken by its last day in time, not by the first one late:
whoever takes up a post on the morning after does not answer for what was left undone before.
"""

import datetime as dt

from govrules.declaring import frozen
from govrules.engine import organisation_reasons, reasons
from govrules.engine.context import Context
from govrules.engine.happenings import day_of_breach
from govrules.engine.lookups import look_up
from govrules.engine.moments import Key, key_of, start_of_day
from govrules.engine.records import Facts
from govrules.engine.values import Missing, Value, text_of, typed
from govrules.model.conditions import Call, Constant, Expression, Lookup
from govrules.model.findings import Reason
from govrules.rulefile.references import lookups

POST, UNIT, PERSON = "post", "unit", "person"


def day_of_the_act(call: Call, context: Context) -> dt.date:
    """The day that a call asks about where it does not say `on=`."""
    violation = context.violation
    at_the_trigger = context.event is None or context.event is context.trigger
    if violation is None or not (at_the_trigger or any(each.root == "violation" for each in lookups(call))):
        return context.moment.date
    return day_of_breach(violation, context.view.zone) or context.moment.date


def own_unit(context: Context) -> Value:
    """The unit that is meant where a call does not say `of=`: that of the violation, else of the trigger."""
    return look_up(Lookup("violation", ("unit",)) if context.violation else Lookup("unit"), context)


def holder(call: Call, role: Value, of: Value, on: dt.date, context: Context) -> Value:
    """The one person who held the posts of a role in a unit on a day; of several units, in all of them."""
    found = holders(call, role, of, on, context)
    if not isinstance(found, tuple):
        return found
    if len(found) == 1:
        return found[0]
    named = _named(call.arguments[0])
    return Missing.because(
        organisation_reasons.post_held_by_several(named, on, len(found))
        if found
        else reasons.bad_call(call.function)
    )


def holders(call: Call, role: Value, of: Value, on: dt.date, context: Context) -> Value:
    """The distinct persons who held the posts of a role in a unit, or in any of several, on a day.

    Unknown as soon as it is unknown of one unit: how many persons there are is then not known either.
    """
    if not context.view.records.any_of(POST):
        return Missing.because(organisation_reasons.organisation_not_loaded(call.function))
    if isinstance(role, Missing) or isinstance(of, Missing):
        return Missing((*_reasons(role), *_reasons(of)))
    units = of if isinstance(of, tuple) else (of,)
    if not isinstance(role, str) or not all(isinstance(each, str | int | Missing) for each in units):
        return Missing.because(reasons.bad_call(call.function))
    now = key_of(start_of_day(on), context.view.zone)
    persons: set[str] = set()
    doubts: list[Reason] = []
    for unit in units:
        asked = _Asked(role, _named(call.arguments[0]), text_of(unit), on, now)
        found = unit if isinstance(unit, Missing) else _held(asked, context)
        if isinstance(found, Missing):
            doubts += found.reasons
        else:
            persons |= found
    return Missing(tuple(doubts)) if doubts else tuple(sorted(persons))


def superior(call: Call, of: Value, on: dt.date, context: Context) -> Value:
    """The unit above a unit, or the person above a person, on a day."""
    records, now = context.view.records, key_of(start_of_day(on), context.view.zone)
    if not (records.any_of(UNIT) or records.any_of(PERSON)):
        return Missing.because(organisation_reasons.organisation_not_loaded(call.function))
    if isinstance(of, Missing):
        return of
    if not isinstance(of, str | int):
        return Missing.because(reasons.bad_call(call.function))
    kinds = [kind for kind in (UNIT, PERSON) if records.known_by(kind, text_of(of), now)]
    if len(kinds) != 1:
        code = (
            organisation_reasons.superior_ambiguous if kinds else organisation_reasons.superior_not_on_record
        )
        return Missing.because(code(on))
    [kind] = kinds
    doubt = records.doubt(kind, text_of(of), now)
    if doubt is not None:
        return Missing.because(doubt)
    facts = records.at(kind, text_of(of), now)
    if facts is None:
        return Missing.because(reasons.record_not_set(kind, on))
    found = _fact(facts, kind, "superior", context)
    return Missing.because(reasons.record_field_missing(f"{kind}.superior", on)) if found is None else found


# -- one unit ------------------------------------------------------------------------------------------


@frozen
class _Asked:
    """Which post is asked for, and on which day."""

    role: str
    named: str | None
    """the role as the rule file writes it; None where it comes from the data"""
    unit: str
    on: dt.date
    moment: Key


def _held(asked: _Asked, context: Context) -> set[str] | Missing:
    """The persons who held the posts of a role in one unit: at least one, or why they are not known."""
    records = context.view.records
    persons: set[str] = set()
    doubts: list[Reason] = []
    vacant = False
    for key in records.mentioning(POST, (("unit", asked.unit), ("role", asked.role)), asked.moment):
        doubt = records.doubt(POST, key, asked.moment)
        facts = records.at(POST, key, asked.moment)
        last = facts if facts is not None else records.last_facts(POST, key, asked.moment)
        fits = True if doubt is not None or last is None else _is_asked(last, asked, context)
        if doubt is not None:
            doubts.append(doubt)
        elif isinstance(fits, Missing):
            doubts += fits.reasons
        elif fits and facts is not None:
            held = _persons(facts, context)
            if isinstance(held, Missing):
                doubts += held.reasons
            persons |= held if isinstance(held, set) else set()
            vacant = True
        elif fits:
            vacant = True
    if doubts:
        return Missing(tuple(doubts))
    if persons:
        return persons
    why = organisation_reasons.post_vacant if vacant else organisation_reasons.post_unknown
    return Missing.because(why(asked.named, asked.on))


def _is_asked(facts: Facts, asked: _Asked, context: Context) -> bool | Missing:
    """Whether a post is the one asked for; unknown where it does not say its unit or its role."""
    missing: tuple[Reason, ...] = ()
    for name, wanted in (("unit", asked.unit), ("role", asked.role)):
        value = _fact(facts, POST, name, context)
        if isinstance(value, Missing):
            missing += value.reasons
        elif value is None:
            missing += (reasons.record_field_missing(f"post.{name}", asked.on),)
        elif wanted not in _texts(value):
            return False
    return Missing(missing) if missing else True


def _persons(facts: Facts, context: Context) -> set[str] | Missing:
    """Who holds a post: the one who stands in, if anybody does; nobody where it is vacant."""
    for name in ("acting", "holder"):
        value = _fact(facts, POST, name, context)
        if isinstance(value, Missing):
            return value
        if value is not None and (found := set(_texts(value))):
            return found
    return set()


def _fact(facts: Facts, kind: str, name: str, context: Context) -> Value:
    field = context.view.policy.records[kind].data.get(name)
    value = facts.get(name)
    return typed(value, field, f"{kind}.{name}") if value is not None else field.default if field else None


def _texts(value: Value) -> tuple[str, ...]:
    """One name or several, blank ones left out: an empty cell names nobody."""
    each_one = value if isinstance(value, tuple) else (value,)
    return tuple(text for each in each_one if (text := text_of(each).strip()))


def _named(role: Expression) -> str | None:
    return role.value if isinstance(role, Constant) and isinstance(role.value, str) else None


def _reasons(value: Value) -> tuple[Reason, ...]:
    return value.reasons if isinstance(value, Missing) else ()
