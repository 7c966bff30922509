"""What triggers a clause: in which slice, for which member, under which version."""

import datetime as dt
from collections.abc import Iterator

from govrules.declaring import evolve, frozen
from govrules.engine import reasons
from govrules.engine.calendar_days import calendar_happenings, calendar_patterns, in_force
from govrules.engine.conditions import holds
from govrules.engine.context import Context
from govrules.engine.entries import Entries, seen
from govrules.engine.found import Found
from govrules.engine.happenings import Entry, Happening, Slice, day_of_breach, ordered
from govrules.engine.moments import Key, is_after
from govrules.engine.patterns import Occurrence, occurrences
from govrules.engine.population import Member, concerning, members
from govrules.engine.slices import Scope, SliceView, crosses_cases, fields_of, slices, value_in
from govrules.engine.values import Missing, Value
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, Prohibition, Requirement
from govrules.model.findings import Reason, Unknown, Violation
from govrules.model.patterns import Pattern


@frozen(eq=False)
class Version:
    """One version of a clause with what it is evaluated over."""

    clause: Clause
    scope: Scope


@frozen(eq=False)
class Trigger:
    """One trigger for one member of one slice: what the judgement of an obligation begins with."""

    version: Version
    occurrence: Occurrence
    slice: Slice
    member: Member | None
    entries: Entries
    fulfilling: Entries
    """the same, where an event that names no member is in doubt"""
    context: Context
    """read at the trigger"""
    replaced_by: Occurrence | None = None
    """what puts an end to this one: the next trigger where that takes its place (`repeat: replace`)"""
    mark: str = ""
    """what tells it in its id from others of the same moment"""

    @property
    def clause(self) -> Clause:
        return self.version.clause

    @property
    def happening(self) -> Happening:
        return self.occurrence.happening

    @property
    def case(self) -> str:
        return self.happening.event.case

    @property
    def id(self) -> str:
        """The stable id of what it opens."""
        return identity(self.clause, self.case, self.slice, self.happening.at) + self.mark

    @property
    def unit(self) -> str | None:
        """The unit concerned: the member or slice itself where these are units, else that of the trigger."""
        return dict(self.slice).get("unit") or value_in(self.happening, "unit")

    def replaced(self, successor: "Trigger", *, looks_back: bool = True) -> "Trigger":
        """The same, with nothing to see from the next trigger on."""
        before = self.before(successor.happening.key, looks_back=looks_back)
        return evolve(before, replaced_by=successor.occurrence)

    def before(self, key: Key, *, looks_back: bool) -> "Trigger":
        """The same, with nothing to see from a place in the order of happenings on.

        Args:
            looks_back: whether what came before the trigger matters.
        """
        since = None if looks_back else self.happening.at
        return evolve(
            self, entries=self.entries.before(key, since), fulfilling=self.fulfilling.before(key, since)
        )

    @property
    def where(self) -> tuple[str, ...]:
        """What two triggers of one duty share."""
        case = () if crosses_cases(self.clause) else (self.case,)
        return (*case, *(text for _, text in self.slice))


@frozen(eq=False)
class Doubtful:
    """What may be a trigger, and why that is not known."""

    trigger: Trigger
    reason: Reason


def when_of(clause: Clause) -> Pattern | None:
    """The pattern that triggers a clause; None where time alone does, or where no machine can check it."""
    match clause.body:
        case Duty() | Requirement() | Prohibition():
            return clause.body.when
        case Accountability():
            return clause.body.on
    return None


def identity(clause: Clause, case: str, slice_: Slice, at: object) -> str:
    """The stable id of an obligation: `policy/clause:case[:values]@time`."""
    values = "".join(f":{text}" for _, text in slice_)
    return f"{clause.full_id}:{case}{values}@{at}"


def triggers(versions: tuple[Version, ...], found: Found) -> tuple[Trigger, ...]:
    """The triggers of a clause in all its versions whose `if` holds, in order of time.

    What is unknown about a trigger becomes a finding here.
    """
    every: list[Trigger] = []
    for version in versions:
        for each in _of_version(version, found):
            if isinstance(each, Doubtful):
                unknown(found, version.clause, each.trigger.happening, each.trigger.slice, each.reason)
            else:
                every.append(each)
    return tuple(sorted(every, key=_in_time))


def candidates(versions: tuple[Version, ...], found: Found) -> tuple[Trigger | Doubtful, ...]:
    """As `triggers`, with those of which it is not known whether they are any.

    Only where several together matter is a single doubtful one nothing to report.
    """
    every = [each for version in versions for each in _of_version(version, found)]
    return tuple(
        sorted(every, key=lambda each: _in_time(each.trigger if isinstance(each, Doubtful) else each))
    )


def _in_time(trigger: Trigger) -> tuple[object, ...]:
    return (trigger.happening.at.local, trigger.happening.order, trigger.slice)


def _of_version(version: Version, found: Found) -> Iterator[Trigger | Doubtful]:
    clause, scope = version.clause, version.scope
    pattern = when_of(clause)
    if pattern is None:
        return
    reached: set[int] = set()
    lacking: dict[int, tuple[Happening, Reason]] = {}
    for view in _slices_with_days(clause, pattern, scope):
        context = context_of(scope, view)
        for occurrence in occurrences(pattern, view.entries, context, clause):
            happening = occurrence.happening
            if not in_force(clause, scope.view, _decisive_day(clause, occurrence, scope.view)):
                continue
            if view.is_registry and happening.given:
                # What an event triggers is judged in its own case or slice.
                continue
            lacks = view.entries.lacking.get(id(happening))
            if lacks is not None:
                lacking[id(happening)] = (happening, lacks)
                continue
            if not _is_open(view, happening):
                continue
            reached.add(id(happening))
            if view.doubt is not None and occurrence.doubt is None:
                occurrence = evolve(occurrence, doubt=view.doubt)
            yield from _of_occurrence(version, view, occurrence, context, found)
    _unplaced(version, pattern, reached, lacking, found)


def _decisive_day(clause: Clause, occurrence: Occurrence, view: View) -> dt.date:
    """The day on which a version of the clause has to be in force to decide: that of the trigger.

    Who answers for a breach is decided by the text in force on the day of the breach, though harm was found
    later; what lifts or lowers a measure, by the text in force when it is proposed.
    """
    violation = violation_in(occurrence)
    if violation is None or not isinstance(clause.body, Accountability) or clause.body.adjust is not None:
        return occurrence.happening.at.date
    return day_of(violation, view) or occurrence.happening.at.date


def violation_in(occurrence: Occurrence) -> Violation | None:
    """The violation that something rests on, the last of several."""
    found = (each.about or each.finding for each in reversed(occurrence.all))
    return next((each for each in found if isinstance(each, Violation)), None)


def day_of(violation: Violation, view: View) -> dt.date | None:
    """The day of a breach: of a duty its last day in time, however much later that was known."""
    return day_of_breach(violation, view.zone)


def _slices_with_days(clause: Clause, pattern: Pattern, scope: Scope) -> tuple[SliceView, ...]:
    """The slices of the scope, with the days of the calendar that trigger the clause."""
    if not calendar_patterns(pattern):
        return slices(clause, scope)
    if scope.case is None:
        days = calendar_happenings(pattern, clause, scope.view, None, None)
        if clause.for_each is not None:
            # On days of the calendar the members of the population make the slices.
            registry = SliceView((), seen(ordered((*scope.happenings, *days))), None, is_registry=True)
            return (registry, *(slices(clause, scope) if crosses_cases(clause) else ()))
    elif clause.for_each is None and (certain := [each for each in scope.happenings if each.doubt is None]):
        # A case has begun by the first event that is certain.
        first = min(each.at.date for each in certain)
        days = calendar_happenings(pattern, clause, scope.view, scope.case, first)
    else:
        return slices(clause, scope)
    return tuple(
        evolve(each, entries=_sorted((*each.entries, *(Entry(day) for day in days))))
        for each in slices(clause, scope)
    )


def _sorted(entries: tuple[Entry, ...]) -> Entries:
    return Entries(sorted(entries, key=lambda each: each.happening.order))


def context_of(scope: Scope, view: SliceView) -> Context:
    first = view.entries[0].happening if view.entries else None
    moment = first.known if first is not None else scope.view.as_of
    return Context(
        view=scope.view,
        case=scope.case or "",
        slice=view.values,
        entries=view.entries,
        case_history=scope.happenings if scope.case is not None else (),
        reached=scope.view.as_of_key,
        moment=moment,
        facts=scope.facts,
        names=dict(view.values),
    )


def _is_open(view: SliceView, happening: Happening) -> bool:
    """Whether the slice had begun when an event came that names no slice."""
    return view.opened is None or view.opened is happening or is_after(happening.at, view.opened.at)[0]


def _unplaced(
    version: Version,
    pattern: Pattern,
    reached: set[int],
    lacking: dict[int, tuple[Happening, Reason]],
    found: Found,
) -> None:
    """Triggers that no slice could be found for: unknown, not passed over."""
    clause, scope = version.clause, version.scope
    fields = fields_of(clause)
    if not fields or (scope.case is None and not crosses_cases(clause)):
        return
    whole = scope.whole
    for each in occurrences(pattern, whole.entries, context_of(scope, whole), clause):
        happening = each.happening
        day = _decisive_day(clause, each, scope.view)
        if id(happening) in reached or not in_force(clause, scope.view, day) or each.parts:
            continue
        known = lacking.get(id(happening))
        missing = known[1] if known else reasons.slice_field_missing(fields[0], happening.type, happening.at)
        unknown(found, clause, happening, (), missing)


def unknown(
    found: Found,
    clause: Clause,
    trigger: Happening,
    slice_: Slice,
    reason: Reason,
    obligation: str | None = None,
) -> None:
    """A finding that says why there is no verdict."""
    case = trigger.event.case
    base = obligation or identity(clause, case, slice_, trigger.at)
    found.use(trigger)
    found.unknowns.append(
        Unknown(
            id=found.new_id(f"{base}/unknown"),
            policy=clause.policy,
            clause=clause.id,
            case=case,
            slice=slice_,
            reason=reason,
            trigger=trigger.evidence(),
            obligation=obligation,
        )
    )


def _of_occurrence(
    version: Version, view: SliceView, occurrence: Occurrence, context: Context, found: Found
) -> Iterator[Trigger | Doubtful]:
    clause, scope, happening = version.clause, version.scope, occurrence.happening
    late = scope.late.get(happening.rank) if happening.derived_from is None and happening.given else None
    if late is not None and isinstance(clause.body, Duty):
        found.set_aside(happening, reasons.deemed_already(late), clause.full_id)
        return
    here = _at_trigger(context, scope, occurrence)
    if occurrence.doubt is not None:
        yield Doubtful(_alone(version, view, occurrence, here), occurrence.doubt)
        return
    if clause.for_each is None:
        chosen: tuple[Member | None, ...] = (None,)
    else:
        population = members(clause.for_each, here)
        if isinstance(population, Missing):
            yield Doubtful(_alone(version, view, occurrence, here), population.reason)
            return
        chosen = population
    for member in chosen:
        trigger = trigger_of(version, view, occurrence, here, member)
        applies = holds(clause.if_, trigger.context)
        if isinstance(applies, Missing):
            yield Doubtful(trigger, applies.reason)
        elif applies is True:
            found.use(*occurrence.all)
            yield trigger


def _at_trigger(context: Context, scope: Scope, occurrence: Occurrence) -> Context:
    happening = occurrence.happening
    case = happening.event.case
    history = scope.happenings if scope.case is not None else scope.by_case.get(case, ())
    return evolve(
        context.at(happening, occurrence.parts),
        case=case,
        case_history=history,
        trigger=happening,
        trigger_parts=occurrence.parts,
        violation=violation_in(occurrence),
    )


def _alone(version: Version, view: SliceView, occurrence: Occurrence, context: Context) -> Trigger:
    return Trigger(version, occurrence, view.values, None, view.entries, view.entries, context)


def trigger_of(
    version: Version, view: SliceView, occurrence: Occurrence, context: Context, member: Member | None
) -> Trigger:
    """The trigger of a slice, or of one member of its population; `context` is read at it."""
    clause = version.clause
    if member is None or clause.for_each is None:
        return _alone(version, view, occurrence, context)
    variable = clause.for_each.variable
    names: dict[str, Value] = {**context.names, variable: member.value}
    values = (*(each for each in view.values if each[0] != variable), (variable, member.text))
    everywhere = version.scope.case is None and not occurrence.happening.given

    def concerned(must_name: bool) -> Entries:
        return concerning(
            view.entries, variable, member, version.scope.view, must_name=must_name, everywhere=everywhere
        )

    entries = concerned(False)
    return Trigger(
        version,
        occurrence,
        values,
        member,
        entries,
        concerned(True) if isinstance(clause.body, Duty) and not everywhere else entries,
        evolve(context, names=names, slice=values, entries=entries),
    )


def first_day_of(happenings: tuple[Happening, ...]) -> dt.date | None:
    """The first day on which anything happened."""
    return min((each.at.date for each in happenings), default=None)
