"""Steps: events that are still without a day, as they must come for a pattern to happen."""

from collections.abc import Mapping
from itertools import islice, product

import attrs

from govrules.model.conditions import Condition, Lookup
from govrules.model.patterns import AllOf, Happens, InOrder, OneOf, Pattern
from govrules.model.policy import Field, Policy
from govrules.testing.depends import logged
from govrules.testing.solving import ABSENT, MOST, NOTHING, SOME, Needs, all_of, ways


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

    def with_data(self, more: Mapping[str, object]) -> "Step":
        """The same event with more data; what it has already stays."""
        data = {key: value for key, value in more.items() if key not in {"unit", "actor"}}
        unit = self.unit if self.unit is not None else _text(more.get("unit"))
        return attrs.evolve(self, data={**data, **self.data}, unit=unit)

    def needing(self, needs: Needs, policy: Policy) -> "Step | None":
        """The same event so that the needs are met as well; None where its data say otherwise."""
        mine = Needs({("event", name): value for name, value in self.data.items()}, self.before)
        asked: dict[tuple[str, str], object] = {}
        records = dict(self.records)
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
                asked["event", first] = value
            elif root in policy.records:
                if records.get((root, first), value) != value:
                    return None
                records[root, first] = value
            elif root == "unit" and not name:
                asked["event", "unit"] = value
            else:
                raise NoWayError(f"it asks for `{root}.{name}`" if name else f"it asks for `{root}`")
        if self.unit is not None:
            mine = attrs.evolve(mine, fields={**mine.fields, ("event", "unit"): self.unit})
        whole = mine.joined(Needs(asked, needs.counts))
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
    condition: Condition | None, wanted: bool, policy: Policy, event_type: str | None
) -> tuple[Needs, ...]:
    """Ways to make a condition about an event come out as wanted."""
    if condition is None:
        return (NOTHING,) if wanted else ()
    return ways(condition.expression, wanted, lambda lookup: field_declared(policy, event_type, lookup))


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


def occurring(pattern: Pattern, policy: Policy) -> tuple[tuple[Step, ...], ...]:
    """Ways in which a pattern happens, each a series of events.

    Raises:
        NoWayError: the pattern waits for something else than events.
    """
    match pattern:
        case Happens(event):
            return tuple((each,) for each in happening(event, policy))
        case OneOf(options):
            return tuple(way for each in options for way in _if_any(each, policy))
        case AllOf(parts) | InOrder(parts):
            several = [occurring(each, policy) for each in parts]
            joined = islice(product(*several), MOST)
            return tuple(tuple(step for way in chosen for step in way) for chosen in joined)
    raise NoWayError("it follows days of the calendar or what another clause came to, not events alone")


def _if_any(pattern: Pattern, policy: Policy) -> tuple[tuple[Step, ...], ...]:
    try:
        return occurring(pattern, policy)
    except NoWayError:
        return ()
