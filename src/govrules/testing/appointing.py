"""Who holds posts and stands above whom: put on record where conditions ask for it."""

import datetime as dt
from collections.abc import Mapping

import attrs

from govrules.model.conditions import Constant, Lookup
from govrules.model.policy import Field
from govrules.testing.drafts import Draft, setting_up
from govrules.testing.solving import Appointed
from govrules.testing.steps import NoWayError, Step
from govrules.testing.wanted_values import SOME, Listed, is_settled, settled

_DAY = dt.timedelta(days=1)


def appoint(draft: Draft, trigger: Step, day: dt.date) -> Step:
    """Put on record who holds the posts and stands above the units that conditions ask for."""
    told = dict(trigger.data)

    def said(lookup: Lookup) -> object:
        name = (lookup.path or (lookup.root,))[0]
        if name == "unit":
            draft.unit = trigger.unit or draft.unit or draft.named("unit")
            return draft.unit
        known = told.get(name)
        if known is None or not is_settled(known):
            field = draft.field(trigger.type, name)
            wanted: object = known if isinstance(known, Listed) else SOME
            if field.type != "list" or wanted is not SOME:
                told[name] = draft.named(name) if field.type != "list" else settled(wanted, name, day)
            else:
                told[name] = (draft.named(name),)
        return told[name]

    for each in (*trigger.appointed, *map(Appointed, trigger.posts)):
        call = each.call
        of = call.arguments[0] if call.function == "superior" else dict(call.named).get("of", Lookup("unit"))
        if not isinstance(of, Lookup | Constant):
            raise NoWayError("whose post or superior is asked for is not known to the generator")
        whose = said(of) if isinstance(of, Lookup) else of.value
        names = [str(one) for one in whose] if isinstance(whose, tuple | list) else [str(whose)]
        role = call.arguments[0].value if isinstance(call.arguments[0], Constant) else ""
        person = f"superior-of-{names[0]}" if call.function == "superior" else f"holder-of-{role}"
        if each.field is not None:
            name = (each.field.path or ("",))[0]
            if name == "unit" or is_settled(told.get(name, SOME)):
                person = str(said(each.field)) if each.is_the_same else person
            else:
                told[name] = person if each.is_the_same else f"other-than-{person}"
        if call.function == "superior":
            kind = "unit" if "unit" in draft.policy.records else "person"
            _state(draft, kind, names[0], {"superior": person}, day - _DAY * 9)
            continue
        if "post" not in draft.policy.records or not isinstance(role, str):
            raise NoWayError("it asks who holds a post, and none is declared")
        listed = draft.policy.records["post"].data.get("unit") or Field("unit")
        for number, one in enumerate(names):
            if each.field is None and any(row.key == f"{role}-{one}" for row in draft.records or ()):
                continue
            facts: dict[str, object] = {
                "unit": [one] if listed.type == "list" else one,
                "role": role,
                "holder": person if number < 1 or each.number == 1 else f"{person}-{number + 1}",
            }
            _state(draft, "post", f"{role}-{one}", facts, day - _DAY * 9)
    return attrs.evolve(trigger, data=told, unit=trigger.unit or draft.unit)


def _state(draft: Draft, kind: str, key: str, facts: Mapping[str, object], day: dt.date) -> None:
    if draft.records is None:
        setting_up(draft, kind, key, facts, day)
    else:
        draft.record(kind, key, facts, day)
