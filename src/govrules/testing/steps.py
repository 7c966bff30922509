"""Steps: events that are still without a day, as they must come for a pattern to happen."""

from collections.abc import Mapping
from itertools import islice, product
from typing import TypeAlias

import attrs

from govrules.model.conditions import Call, Condition, Lookup
from govrules.model.dependence import parts
from govrules.model.frozen import EMPTY
from govrules.model.patterns import AllOf, Begins, Every, Happens, InOrder, OnDate, OneOf, Pattern
from govrules.model.policy import Field, Policy
from govrules.testing.depends import logged
from govrules.testing.solving import MOST, NOTHING, Appointed, Needs, all_of, ways
from govrules.testing.spelt import spelt_out
from govrules.testing.wanted_values import ABSENT, CONTRADICTION, SOME, both

Day: TypeAlias = OnDate | Every | Begins


class NoWayError(Exception):
    """There is no such history, or the generator knows of none; the text says why, for people."""


@attrs.frozen
class Step:
    """One event of a type, with what must be in its data."""

    type: str
    data: Mapping[str, object] = attrs.field(factory=dict)
    unit: str | None = None
    before: Mapping[str, tuple[int, int]] = attrs.field(factory=dict)
    """what else must have happened before it, and how often"""
    outcomes: tuple[tuple[str, str], ...] = ()
    records: Mapping[tuple[str, str], object] = attrs.field(factory=dict)
    """(record, field) -> value: what must stand in the records by then"""
    posts: tuple[Call, ...] = ()
    """calls of `holder` and its like that must find somebody"""
    appointed: tuple[Appointed, ...] = ()
    """whom calls of `holder` and its like must find"""
    ago: tuple[tuple[str, int], ...] = ()
    """how many days before an event has happened"""
    outer: Mapping[tuple[str, str], object] = attrs.field(factory=dict)
    """what is asked of the breach that it follows from"""
    on: Day | None = None
    """a day of the calendar, which no event of the log stands for"""

    def with_data(self, more: Mapping[str, object]) -> "Step":
        """The same event with more data; what it has already stays."""
        data = {key: value for key, value in more.items() if key not in {"unit", "actor"}}
        unit = self.unit if self.unit is not None else _text(more.get("unit"))
        return attrs.evolve(self, data={**data, **self.data}, unit=unit)

    def needing(self, needs: Needs, policy: Policy) -> "Step | None":
        """The same event so that the needs are met as well; None where its data say otherwise."""
        mine = Needs({("event", name): value for name, value in self.data.items()}, self.before, ago=self.ago)
        asked: dict[tuple[str, str], object] = {}
        records, outer = dict(self.records), dict(self.outer)
        if any(
            most == 0 and logged(name, policy.events) == self.type for name, (_, most) in needs.counts.items()
        ):
            # The event itself is one of them.
            return None
        for (root, name), value in needs.fields.items():
            first = name.partition(".")[0]
            declared = policy.case.get(first) if root == "case" else None
            if value is ABSENT and declared is not None and declared.default is not None:
                return None
            if root in {"event", "trigger", "case"} and name:
                asked["event", first] = both(asked.get(("event", first), value), value)
                if asked["event", first] is CONTRADICTION or self.on is not None:
                    # A day of the calendar holds no data.
                    return None
            elif root in policy.records and name:
                records[root, first] = both(records.get((root, first), value), value)
                if records[root, first] is CONTRADICTION:
                    return None
            elif root == "unit" and not name:
                asked["event", "unit"] = value
            elif root == "violation" and name:
                outer[root, name] = value
            elif root == "params":
                raise NoWayError(f"parameter `{name}` has no value")
            else:
                raise NoWayError(f"it asks for `{root}.{name}`" if name else f"it asks for `{root}`")
        if self.unit is not None:
            mine = attrs.evolve(mine, fields={**mine.fields, ("event", "unit"): self.unit})
        whole = mine.joined(Needs(asked, needs.counts, ago=needs.ago))
        if whole is None:
            return None
        data = {name: value for (_, name), value in whole.fields.items()}
        unit = data.pop("unit", self.unit)
        return attrs.evolve(
            self,
            data=data,
            unit=_text(unit) if unit is not ABSENT else None,
            before=whole.counts,
            outcomes=(*self.outcomes, *needs.outcomes),
            records=records,
            posts=tuple(dict.fromkeys((*self.posts, *needs.posts))),
            appointed=tuple(dict.fromkeys((*self.appointed, *needs.appointed))),
            ago=whole.ago,
            outer=outer,
        )


def _text(value: object) -> str | None:
    if value is SOME:
        return "unit-1"
    return value if isinstance(value, str) else None


def field_declared(policy: Policy, event_type: str | None, lookup: Lookup) -> Field | None:
    """The declaration of the field that a look-up on an event, the case or a record names."""
    if not lookup.path:
        return None
    name = lookup.path[0]
    if lookup.root == "case":
        return policy.case.get(name)
    if lookup.root in policy.records:
        return policy.records[lookup.root].data.get(name)
    declared = policy.events.get(event_type or "")
    return declared.data.get(name) if declared is not None else None


def ways_of(
    condition: Condition | None,
    wanted: bool,
    policy: Policy,
    event_type: str | None,
    *,
    names: Mapping[str, object] = EMPTY,
) -> tuple[Needs, ...]:
    """Ways to make a condition about an event come out as wanted; `names` are those of `for_each`."""
    if condition is None:
        return (NOTHING,) if wanted else ()
    asked = spelt_out(condition.expression, policy, names)
    found = ways(asked, wanted, lambda lookup: field_declared(policy, event_type, lookup))
    unset = [each.path[0] for each in parts(asked) if isinstance(each, Lookup) and each.root == "params"]
    if unset and not found:
        raise NoWayError(f"parameter `{unset[0]}` has no value")
    return found


def happening(name: str, policy: Policy) -> tuple[Step, ...]:
    """Ways in which an event, or a named event, happens."""
    types = policy.events
    base = logged(name, types)
    found: list[tuple[Needs, ...]] = [(NOTHING,)]
    while name in types and types[name].is_ is not None:
        found.append(ways_of(types[name].if_, True, policy, base))
        name = types[name].is_ or base
    steps = (Step(base).needing(each, policy) for each in all_of(found))
    return tuple(each for each in steps if each is not None)


def occurring(pattern: Pattern, policy: Policy, *, days: bool = False) -> tuple[tuple[Step, ...], ...]:
    """Ways in which a pattern happens, each a series of events; last those that end with a day.

    Args:
        days: whether a day of the calendar will do.

    Raises:
        NoWayError: the pattern waits for something else.
    """
    match pattern:
        case OnDate() | Every() | Begins() if days:
            return ((Step("", on=pattern),),)
        case Happens(event):
            return tuple((each,) for each in happening(event, policy))
        case OneOf(options):
            found = [way for each in options for way in _if_any(each, policy, days)]
            return tuple(sorted(found, key=lambda way: way[-1].on is not None))
        case AllOf(parts) | InOrder(parts):
            several = [occurring(each, policy) for each in parts]
            joined = islice(product(*several), MOST)
            return tuple(tuple(step for way in chosen for step in way) for chosen in joined)
    raise NoWayError("it follows what another clause came to, not events alone")


def _if_any(pattern: Pattern, policy: Policy, days: bool) -> tuple[tuple[Step, ...], ...]:
    try:
        return occurring(pattern, policy, days=days)
    except NoWayError:
        return ()
