"""Which clauses durable-rules can be asked about, and what of each it has to know."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import attrs

from govrules.adapters.durable_rules import reasons
from govrules.adapters.durable_rules.conditions import (
    ALWAYS,
    DECLARED,
    Every,
    Leaf,
    RefusalError,
    Some,
    Test,
    is_field,
    is_post,
    key,
    leaves,
    reads_event_alone,
    tested,
)
from govrules.engine.triggers import when_of
from govrules.engine.vocabulary import Vocabulary
from govrules.model.accountability import Accountability, Repeated
from govrules.model.clauses import Clause, Duty, InForce
from govrules.model.conditions import Call, Condition, Constant, Expression, Lookup
from govrules.model.dependence import dependence, parts
from govrules.model.findings import Reason
from govrules.model.limits import NoLimit
from govrules.model.patterns import (
    AllOf,
    Begins,
    Happens,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Proposed,
    Violated,
    event_names,
)
from govrules.model.patterns import (
    Every as EveryPeriod,
)
from govrules.model.period import Period
from govrules.model.policy import Policy, Rulebook

Atom: TypeAlias = Violated | Lapsed | Happens
NOTHING = Constant(None)
MOST_TIMES = 5
"""a join of more breaches than this grows too fast to be of use"""
MOST_NAMES = 400
"""the engine tells 511 values of one field apart"""
OBLIGED = "obliged"
"""the role of whoever has a duty that follows from a breach"""


@attrs.frozen
class Role:
    """One role that answers, and by what its party is named."""

    name: str
    named_by: Expression

    @property
    def field(self) -> str | None:
        """The field of a fact that names the parties; None where a constant or a post does."""
        if isinstance(self.named_by, Constant) or self.post is not None:
            return None
        return f"party {key(self.named_by)}"

    @property
    def post(self) -> Call | None:
        return self.named_by if isinstance(self.named_by, Call) and is_post(self.named_by) else None


@attrs.frozen
class Side:
    """What one fact of a match must be."""

    atoms: tuple[Atom, ...]
    test: Test


@attrs.frozen(eq=False)
class Expressed:
    """One version of a clause that durable-rules can be asked about."""

    id: str
    """`policy/clause`, with `#2` for a second version; facts are made for each of them"""
    clause: Clause
    policy: Policy
    place: int
    """of the policy in the rulebook"""
    sides: tuple[Side, ...]
    """what may complete it, or the finding and then the event of `all`"""
    roles: tuple[Role, ...]
    if_: Test = ALWAYS
    unless: Test = ALWAYS
    """what must be certain for the excuse not to hold"""
    times: int = 1
    times_hold: InForce = InForce()
    """while the number of times is the one in `times`"""
    span: Literal["none", "days", "clock", "calendar"] = "none"
    measures_named_by: Expression = NOTHING

    @property
    def is_both(self) -> bool:
        return len(self.sides) == 2

    @property
    def measures_field(self) -> str | None:
        """The field of a fact that names the measures; None where the clause itself does."""
        return None if self.measures_named_by == NOTHING else f"measures {key(self.measures_named_by)}"

    @property
    def repeated(self) -> Repeated | None:
        return self.clause.body.repeated if isinstance(self.clause.body, Accountability) else None

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """The look-ups and calls that conditions test."""
        tests = (self.if_, self.unless, *(each.test for each in self.sides))
        found = [leaf.lookup for each in tests for leaf in leaves(each) if leaf.lookup is not None]
        return tuple({key(each): each for each in found}.values())


@attrs.frozen
class Refused:
    """A clause that durable-rules is not asked about, and why."""

    clause: str
    """`policy/clause`"""
    reason: Reason


def fixed(field: str, value: str | int, sign: str = "==") -> Leaf:
    """A test of a field that every fact has."""
    return Leaf(None, (sign, field, value))


def clauses_in(rulebook: Rulebook) -> Iterator[Expressed | Refused]:
    """Every clause that says who answers, and every duty that follows from a violation."""
    seen: dict[str, int] = {}
    versions: dict[str, int] = {}
    for each in rulebook.clauses:
        versions[each.full_id] = versions.get(each.full_id, 0) + 1
    for place, policy in enumerate(rulebook.policies):
        for clause in policy.clauses:
            seen[clause.full_id] = number = seen.get(clause.full_id, 0) + 1
            if not _is_concerned(clause):
                continue
            name = clause.full_id if number == 1 else f"{clause.full_id}#{number}"
            compiler = _Compiler(rulebook, policy, clause, place, name, versions[clause.full_id] > 1)
            try:
                yield compiler.compiled()
            except RefusalError as error:
                yield Refused(clause.full_id, error.reason)


def _is_concerned(clause: Clause) -> bool:
    body = clause.body
    if isinstance(body, Duty):
        return any(isinstance(each, Violated) for each in parts(body.when))
    return isinstance(body, Accountability)


@attrs.frozen(eq=False)
class _Compiler:
    rulebook: Rulebook
    policy: Policy
    clause: Clause
    place: int
    name: str
    has_versions: bool

    def compiled(self) -> Expressed:
        clause = self.clause
        if clause.for_each is not None:
            raise RefusalError(reasons.population())
        body = clause.body
        if isinstance(body, Duty):
            if body.repeat != "each":
                raise RefusalError(reasons.while_open())
            return self._with_conditions((self._side(body.when),), (Role(OBLIGED, NOTHING),))
        assert isinstance(body, Accountability)
        if body.adjust is not None:
            raise RefusalError(reasons.adjusts())
        if clause.strength == "in_principle":
            raise RefusalError(reasons.departure())
        sides = self._sides(body.on)
        roles = tuple(self._role(each.role, each.party, sides) for each in body.answerable)
        found = self._with_conditions(sides, roles)
        if body.propose is not None and body.propose.named_by is not None:
            named = body.propose.named_by
            if not isinstance(named, Lookup) or not is_field(named) or len(sides) == 2:
                raise RefusalError(reasons.measures(key(named)))
            found = attrs.evolve(found, measures_named_by=named)
        return self._counted(found, body.repeated) if body.repeated is not None else found

    def _with_conditions(self, sides: tuple[Side, ...], roles: tuple[Role, ...]) -> Expressed:
        clause = self.clause
        declared = self._declared(tuple(atom for side in sides for atom in side.atoms))
        is_duty = isinstance(clause.body, Duty)
        return Expressed(
            self.name,
            clause,
            self.policy,
            self.place,
            sides,
            roles,
            _condition(clause.if_, declared),
            # A duty is excused when its time is up, not when it arises.
            ALWAYS if is_duty else _condition(clause.unless, declared, excuse=True),
        )

    # -- patterns ------------------------------------------------------------------------------------------

    def _sides(self, on: Pattern) -> tuple[Side, ...]:
        if not isinstance(on, AllOf):
            return (self._side(on),)
        sides = tuple(self._side(each) for each in on.parts)
        findings = tuple(each for each in sides if all(not isinstance(atom, Happens) for atom in each.atoms))
        events = tuple(each for each in sides if all(isinstance(atom, Happens) for atom in each.atoms))
        if len(findings) != 1 or len(events) != 1 or len(sides) != 2:
            raise RefusalError(reasons.pattern())
        return (*findings, *events)

    def _side(self, pattern: Pattern) -> Side:
        atoms = tuple(_atoms(pattern))
        return Side(atoms, Some(tuple(self._is(each) for each in atoms)))

    def _is(self, atom: Atom) -> Test:
        match atom:
            case Violated():
                names = [fixed("clause", each) for each in self._violated(atom)]
                return Every((fixed("kind", "violation"), Some(tuple(names))))
            case Lapsed(clauses):
                names = [fixed("clause", self._full(each)) for each in clauses]
                return Every((fixed("kind", "lapse"), Some(tuple(names))))
        base, conditions = Vocabulary.of(self.policy).meaning(atom.event)
        declared = self._declared((atom,))
        tests = tuple(_condition(each, declared) for each in conditions)
        read = [leaf.lookup for each in tests for leaf in leaves(each)]
        if not all(reads_event_alone(each) for each in read):
            raise RefusalError(reasons.condition(" and ".join(each.text for each in conditions)))
        return Every((fixed("kind", "event"), fixed("type", base), *tests))

    def _violated(self, pattern: Violated) -> tuple[str, ...]:
        """The clauses that a pattern stands for: what is tagged, and any, in full.

        Raises:
            RefusalError: they are more than the engine tells apart.
        """
        names = self._standing_for(pattern)
        if len(names) > MOST_NAMES:
            raise RefusalError(reasons.too_many_cases())
        return names

    def _standing_for(self, pattern: Violated) -> tuple[str, ...]:
        heard = sorted(dependence(self.rulebook).waits[self.clause.full_id])
        if not pattern.clauses and not pattern.tags:
            return tuple(each for each in heard if each != self.clause.full_id)
        found = {self._full(each) for each in pattern.clauses}
        tags = set(pattern.tags)
        for name in heard:
            tagged = {bool(tags & set(each.tags)) for each in self.rulebook.clauses if each.full_id == name}
            if tags and name not in found and len(tagged) > 1:
                raise RefusalError(reasons.tags_differ(name))
            if tagged == {True} and name != self.clause.full_id:
                found.add(name)
        return tuple(sorted(found))

    def _full(self, name: str) -> str:
        return name if "/" in name else f"{self.policy.id}/{name}"

    def _declared(self, atoms: tuple[Atom, ...]) -> DECLARED:
        vocabulary = Vocabulary.of(self.policy)
        types: set[str] | None = set()
        for atom in atoms:
            names = frozenset({atom.event}) if isinstance(atom, Happens) else self._triggers(atom)
            types = (
                None
                if names is None or types is None
                else types | {vocabulary.meaning(each)[0] for each in names}
            )

        def declared(lookup: Lookup) -> frozenset[str | None]:
            name = lookup.path[-1] if lookup.path else lookup.root
            if (lookup.root, name) in {("violation", "due"), ("event", "date"), ("trigger", "date")}:
                return frozenset({"date"})
            fields = {each: kind.data.get(name) for each, kind in self.policy.events.items()}
            if lookup.root == "case" and name in self.policy.case:
                return frozenset({self.policy.case[name].type})
            if types is not None and lookup.root in {"event", "trigger"}:
                fields = {each: fields.get(each) for each in types}
            found = {None if each is None else each.type for each in fields.values()}
            return frozenset(found if types is not None and lookup.root != "violation" else found | {None})

        return declared

    def _triggers(self, atom: Violated | Lapsed) -> frozenset[str] | None:
        """The events whose data a finding carries; None where it may be any."""
        names = self._violated(atom) if isinstance(atom, Violated) else map(self._full, atom.clauses)
        found: frozenset[str] = frozenset()
        for clause in (each for name in names for each in self.rulebook.clauses if each.full_id == name):
            when = when_of(clause)
            if clause.policy != self.policy.id or clause.kind == "accountability" or when is None:
                return None
            if any(
                isinstance(each, Violated | Lapsed | Proposed | OnDate | EveryPeriod | Begins)
                for each in parts(when)
            ):
                return None
            found |= event_names(when)
        return found

    # -- who answers ---------------------------------------------------------------------------------------

    def _role(self, role: str, expression: Expression, sides: tuple[Side, ...]) -> Role:
        refusal = RefusalError(reasons.party(key(expression)))
        both = len(sides) == 2
        match expression:
            case Constant():
                return Role(role, expression)
            case Lookup(root, path) if is_field(expression):
                # With a breach and an event, what is asked of neither alone depends on both.
                alone = {"violation", "event", "trigger", "case"}
                if both and root not in alone and (root != "responsible" or self.clause.responsible or path):
                    raise refusal
                return Role(role, expression)
            case Call(_, arguments, named) if is_post(expression):
                inside = (*arguments, *(each for _, each in named))
                read = {each.root for each in inside if isinstance(each, Lookup)}
                breach = all(isinstance(each, Violated) for each in sides[0].atoms)
                if not arguments or (both and not (breach and read <= {"violation"})):
                    raise refusal
                if expression.function != "superior" and not isinstance(arguments[0], Constant):
                    raise refusal
                return Role(role, expression)
        raise refusal

    # -- how often -----------------------------------------------------------------------------------------

    def _counted(self, found: Expressed, repeated: Repeated) -> Expressed:
        if found.is_both or self.has_versions:
            raise RefusalError(reasons.repeated())
        if repeated.same is not None:
            same = repeated.same
            if not (isinstance(same, Lookup) and is_field(same)) and not (
                isinstance(same, Call) and is_post(same)
            ):
                raise RefusalError(reasons.party(key(same)))
        times, hold = self._times(repeated.times)
        if not 1 <= times <= MOST_TIMES:
            raise RefusalError(reasons.repeated())
        span = self._span(repeated)
        return attrs.evolve(found, times=times, times_hold=hold, span=span)

    def _times(self, times: int | Lookup) -> tuple[int, InForce]:
        if isinstance(times, int):
            return times, InForce()
        name = times.path[0] if times.root == "params" and times.path else ""
        parameter = self.policy.parameters.get(name)
        if parameter is None or len(parameter.values) != 1 or parameter.values[0].for_ is not None:
            raise RefusalError(reasons.parameter(name or str(times)))
        [dated] = parameter.values
        if not isinstance(dated.value, int) or isinstance(dated.value, bool):
            raise RefusalError(reasons.parameter(name))
        return dated.value, InForce(dated.start, dated.until)

    def _span(self, repeated: Repeated) -> Literal["days", "clock", "calendar"]:
        over = repeated.over
        if isinstance(over, str):
            return "calendar"
        if isinstance(over, Lookup) and over.root == "params" and over.path:
            parameter = self.policy.parameters.get(over.path[0])
            values = [each.value for each in parameter.values] if parameter is not None else []
            if not values:
                raise RefusalError(reasons.parameter(over.path[0]))
        else:
            values = [over]
        clocks = {each.is_clock if isinstance(each, Period) else False for each in values}
        if not all(isinstance(each, Period | NoLimit) for each in values) or len(clocks) != 1:
            raise RefusalError(reasons.repeated())
        return "clock" if clocks == {True} else "days"


def _atoms(pattern: Pattern) -> Iterator[Atom]:
    match pattern:
        case Violated() | Lapsed() | Happens():
            yield pattern
        case OneOf(options):
            for each in options:
                yield from _atoms(each)
        case _:
            raise RefusalError(reasons.pattern())


def _condition(condition: Condition | None, declared: DECLARED, *, excuse: bool = False) -> Test:
    if condition is None:
        return ALWAYS
    return tested(condition.expression, condition.text, declared, holds=not excuse)
