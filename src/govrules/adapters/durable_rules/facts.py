"""The facts that durable-rules is fed: what was found, what happened, and who held which post when.

Matching and counting are left to the engine. What is the calendar's or the log's comes with the facts: days
as numbers, the slice that each belongs to, its place in the order of what is known, and the span of time
that ends with it.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import TypeAlias

import attrs

from govrules.adapters.durable_rules.conditions import fits, key
from govrules.adapters.durable_rules.definition import DurableRuleset, asks
from govrules.adapters.durable_rules.expressed import Expressed
from govrules.adapters.durable_rules.happened import Past
from govrules.adapters.durable_rules.posts import ENDLESS, Posts, parties_in
from govrules.counting.due import Due
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import adapters as codes
from govrules.engine import organisation
from govrules.engine.batch import Events, HasEvents
from govrules.engine.conditions import evaluate
from govrules.engine.context import Context
from govrules.engine.counts import Counting
from govrules.engine.happenings import LAPSE, VIOLATION, Happening
from govrules.engine.histories import Readings
from govrules.engine.judging import events_hash, histories_of, view_of
from govrules.engine.limits import period_for
from govrules.engine.lookups import field_of
from govrules.engine.matching import is_event
from govrules.engine.mentions import contradiction
from govrules.engine.moments import instant_from, is_after
from govrules.engine.patterns import Occurrence
from govrules.engine.periods import first_day
from govrules.engine.prepare import in_order
from govrules.engine.reference.acts import act_of, answering
from govrules.engine.reference.repeated import span_counting
from govrules.engine.reference.responsible import party
from govrules.engine.slices import Scope, SliceView, slices
from govrules.engine.stated import StatedRecords, stated_records
from govrules.engine.strata import order_of
from govrules.engine.triggers import Trigger, Version, context_of, day_of, violation_in
from govrules.engine.values import Missing, Value, is_number, text_of
from govrules.model.arguments import events_of
from govrules.model.conditions import Call, Expression, Lookup
from govrules.model.evaluation import Evaluation
from govrules.model.events import iso_time
from govrules.model.limits import NoLimit
from govrules.model.patterns import Happens, Lapsed, Violated
from govrules.model.records import records_hash

Fact: TypeAlias = dict[str, object]
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)


def facts(
    ruleset: DurableRuleset, evaluation: Evaluation, events: Events, *, records: StatedRecords = ()
) -> tuple[Fact, ...]:
    """The findings of an evaluation, the events that clauses wait for, and the posts, for durable-rules.

    To be asserted as facts, all in one context; the order makes no difference.

    Args:
        ruleset: of the same rulebook as the evaluation.
        evaluation: of these events and records.
        events: the log that was evaluated, in any order.
        records: those that were given beside the events.

    Raises:
        DiagnosticsError: the evaluation is of other events or rules; a number that durable-rules cannot hold.

    >>> from govrules.adapters.durable_rules import durable_ruleset
    >>> from govrules.engine.batch import evaluate
    >>> from govrules.model.policy import Rulebook
    >>> nobody = Rulebook(policies=())
    >>> facts(durable_ruleset(nobody), evaluate(nobody, []), [])
    ()
    """
    log = in_order(events_of(events.events if isinstance(events, HasEvents) else events))
    provenance = evaluation.provenance
    rulebook = ruleset.rulebook
    if provenance is None or provenance.events != events_hash(log.events):
        raise DiagnosticsError([Diagnostic(codes.OTHER_EVENTS)])
    stated = stated_records(records, rulebook)
    if provenance.records != (records_hash(stated) if stated else None):
        raise DiagnosticsError([Diagnostic(codes.OTHER_RECORDS)])
    if dict(provenance.rules) != {each.id: each.sha256 or "" for each in rulebook.policies}:
        raise DiagnosticsError([Diagnostic(codes.OTHER_RULES)])
    incomplete = frozenset(getattr(events, "incomplete_cases", ()))
    views = tuple(
        attrs.evolve(
            view_of(policy, rulebook, log, provenance.as_of, provenance.known_at, provenance.unannounced),
            incomplete=incomplete,
        )
        for policy in rulebook.policies
    )
    histories, views = histories_of(views, Readings.of(views, log), stated)
    past = Past.of(histories, evaluation, {view.policy.id: view for view in views})
    posts = Posts()
    found: list[Fact] = []
    for each in ruleset.expressed:
        view = views[each.place]
        counting = span_counting(Counting.of(view, each.clause))
        for scope in past.scopes(each.clause, view, order_of(rulebook).ears[each.clause.full_id]):
            found += _Placing(each, scope, posts, counting).facts()
    return (*posts.facts(), *found)


@attrs.frozen(eq=False)
class _Placing:
    """One clause over one case, or over the whole log."""

    expressed: Expressed
    scope: Scope
    posts: Posts
    counting: Counting

    def facts(self) -> Iterator[Fact]:
        clause = self.expressed.clause
        numbers = {id(each): number for number, each in enumerate(self.scope.happenings)}
        wanted = self._wanted()
        for view in slices(clause, self.scope):
            if view.doubt is not None:
                continue
            context = context_of(self.scope, view)
            awaited: list[Fact] = []
            here: list[Fact] = []
            for entry in view.entries:
                happening = entry.happening
                if entry.doubt is not None or not wanted(happening):
                    continue
                trigger = self._trigger(happening, view, context)
                if clause.kind != "duty" and contradiction(clause, trigger.context) is not None:
                    continue
                fact = self._fact(trigger, numbers[id(happening)], view)
                if self.expressed.is_both and self._is_event_awaited(happening, context):
                    awaited.append(fact)
                here.append(fact)
            _in_turn(awaited)
            yield from here

    def _wanted(self) -> Callable[[Happening], bool]:
        """Whether the clause waits for such a happening; whether it matches is for the engine to say."""
        atoms = [atom for side in self.expressed.sides for atom in side.atoms]
        meaning = self.scope.view.vocabulary.meaning
        types = {meaning(each.event)[0] for each in atoms if isinstance(each, Happens)}
        kinds = {VIOLATION} if any(isinstance(each, Violated) for each in atoms) else set()
        kinds |= {LAPSE} if any(isinstance(each, Lapsed) for each in atoms) else set()
        return lambda each: each.type in (types if each.given else kinds)

    def _is_event_awaited(self, happening: Happening, context: Context) -> bool:
        events = self.expressed.sides[1].atoms
        return any(
            isinstance(each, Happens) and is_event(each.event, happening, context) is True for each in events
        )

    def _trigger(self, happening: Happening, view: SliceView, context: Context) -> Trigger:
        """The point of view of the happening, as if it alone completed the clause."""
        occurrence = Occurrence(happening)
        case, scope = happening.event.case, self.scope
        here = attrs.evolve(
            context.at(happening),
            case=case,
            case_history=scope.happenings if scope.case is not None else scope.by_case.get(case, ()),
            trigger=happening,
            violation=violation_in(occurrence),
        )
        version = Version(self.expressed.clause, scope)
        return Trigger(version, occurrence, view.values, None, view.entries, view.entries, here)

    # -- one fact ------------------------------------------------------------------------------------------

    def _fact(self, trigger: Trigger, number: int, view: SliceView) -> Fact:
        happening, scope = trigger.happening, self.scope
        violation, finding = trigger.context.violation, happening.finding
        kind = {VIOLATION: "violation", LAPSE: "lapse"}.get(happening.type, "event")
        day = day_of(violation, scope.view) if violation is not None else None
        fact: Fact = {
            "kind": kind,
            "one": 1,
            "for": self.expressed.id,
            "case": happening.event.case,
            "slice": json.dumps(trigger.where, ensure_ascii=False),
            "n": number,
            "open": int(_is_open(view, happening)),
            "on": happening.at.date.toordinal(),
            "day": (day or happening.at.date).toordinal(),
            "at": _instant(happening, scope).isoformat(),
        }
        fact |= {"type": happening.type} if finding is None else {"clause": finding.full_clause}
        rests = finding.id if finding is not None else happening.derived_from
        fact |= {} if rests is None else {"rests": rests}
        for each in self.expressed.expressions:
            fact |= self._value(each, trigger.context, happening)
        fact |= self._parties(trigger)
        return fact | self._counted(trigger)

    def _value(self, expression: Expression, context: Context, happening: Happening) -> Fact:
        """A field, under the kind of its value; none where it is unknown."""
        read = expression.arguments[0] if isinstance(expression, Call) else expression
        carried = _carried(read, happening) if self.expressed.is_both else {}
        named, value = key(expression), evaluate(expression, context)
        match value:
            case bool():
                return carried | {f"{named}:bool": int(value)}
            case str():
                return carried | {f"{named}:text": value}
            case dt.date():
                return carried | {f"{named}:date": value.toordinal()}
        if not is_number(value):
            return carried
        assert isinstance(value, int | float)
        if not fits(value):
            values = {"field": named, "case": context.case}
            raise DiagnosticsError([Diagnostic(codes.NUMBER_TOO_LARGE, values=values)])
        return carried | {f"{named}:number": value}

    def _parties(self, trigger: Trigger) -> Fact:
        """Whom fields name, and of which posts on which days it is asked."""
        clause, here = self.expressed.clause, answering(trigger)
        fact: Fact = {}
        for role in self.expressed.roles:
            if role.post is not None:
                fact |= self._post(role.post, here)
            elif role.field is not None:
                fact[role.field] = list(parties_in(evaluate(role.named_by, here)))
                fact |= _carried(role.named_by, trigger.happening) if self.expressed.is_both else {}
        if self.expressed.measures_field is not None:
            named = evaluate(self.expressed.measures_named_by, here)
            each_one = named if isinstance(named, tuple) else (named,)
            known = all(parties_in(each) for each in each_one)
            fact[self.expressed.measures_field] = list(parties_in(named)) if known else []
        if clause.kind == "duty" and clause.responsible is not None:
            first = party(clause.responsible.first, trigger.context)
            fact |= {} if first is None else {"obliged": first}
        return fact

    def _post(self, call: Call, context: Context) -> Fact:
        named = dict(call.named)
        if call.function == "superior":
            of = evaluate(call.arguments[0], context)
        else:
            of = evaluate(named["of"], context) if "of" in named else organisation.own_unit(context)
        on = _day(evaluate(named["on"], context)) if "on" in named else None
        day = on if "on" in named else organisation.day_of_the_act(call, context)
        if day is None or isinstance(of, Missing):
            return {}
        name = self.posts.ask(asks(self.expressed, call), call, of, context)
        return {f"of {key(call)}": name, f"on {key(call)}": day.toordinal()}

    def _counted(self, trigger: Trigger) -> Fact:
        """Where a breach that is one of several lies, and the span of time that ends with it."""
        repeated = self.expressed.repeated
        if repeated is None:
            return {}
        day, instant = act_of(trigger)
        fact: Fact = {}
        if repeated.same is not None:
            same = evaluate(repeated.same, answering(trigger))
            fact |= {} if isinstance(same, Missing) else {"same": text_of(same)}
        if isinstance(repeated.over, str):
            span = repeated.over.removeprefix("calendar ")
            return fact | {"period": first_day(span, day).toordinal()}
        period = period_for(repeated.over, trigger.context)
        is_clock = self.expressed.span == "clock"
        if is_clock and instant is None:
            return fact
        when = _microseconds(instant) if is_clock and instant is not None else day.toordinal()
        fact |= {"when": when}
        if isinstance(period, Missing):
            return fact
        if isinstance(period, NoLimit):
            return fact | {"since": -ENDLESS, "upto": ENDLESS}
        counted = self.counting.before(period, instant if is_clock and instant is not None else day)
        if not isinstance(counted, Due):
            return fact
        since = _microseconds(counted.end) if is_clock else counted.unrolled.toordinal()
        return fact | {"since": since, "upto": when}


def _is_open(view: SliceView, happening: Happening) -> bool:
    """Whether the slice had begun when something came that names no slice."""
    return view.opened is None or view.opened is happening or is_after(happening.at, view.opened.at)[0]


def _instant(happening: Happening, scope: Scope) -> dt.datetime:
    known = happening.known
    return instant_from(known, scope.view.zone)


def _carried(expression: Expression, happening: Happening) -> Fact:
    """A mark that an event carries a field, whatever its value is worth."""
    is_of_event = isinstance(expression, Lookup) and expression.root in {"event", "trigger"}
    if not is_of_event or not isinstance(expression, Lookup):
        return {}
    return {f"{key(expression)}:carried": 1} if field_of(happening, expression.path[0]) is not None else {}


def _in_turn(events: list[Fact]) -> None:
    """Each event says which of its kind comes next, so that the last one before a breach is found."""
    for number, each in enumerate(events):
        is_last = number + 1 == len(events)
        each |= {"next": ENDLESS if is_last else events[number + 1]["n"], "first": int(number == 0)}


def _day(value: Value) -> dt.date | None:
    value = iso_time(value) if isinstance(value, str) else value
    return value.date() if isinstance(value, dt.datetime) else value if isinstance(value, dt.date) else None


def _microseconds(instant: dt.datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
