"""Quotas over a case as findings show them: what was counted is what the program used."""

from collections.abc import Sequence
from fractions import Fraction

import attrs

from govrules.engine.compile.at_trigger import NO_PAST, Past
from govrules.engine.compile.duty_forms import STATES, state
from govrules.engine.compile.recording import Record
from govrules.engine.compile.showing import Shower
from govrules.engine.compile.shown import Shown
from govrules.engine.context import Context
from govrules.engine.found import new_id
from govrules.engine.happenings import Slice
from govrules.engine.moments import instant_from
from govrules.engine.reference.accounts import SHOWN
from govrules.engine.reference.measure import Counted, amount_of, carried_by, measured
from govrules.engine.triggers import identity
from govrules.engine.values import Missing
from govrules.model.conditions import Constant
from govrules.model.findings import CountedEvent, Evidence, Moment, Obligation, Shortfall, Tally, Violation
from govrules.model.quota import Quota

_VIOLATED = state("violated")


@attrs.define(eq=False, slots=False)
class StandingShower(Shower):
    """Makes the obligations of a clause that no trigger brings about."""

    def can_show(self, record: Record, *, unordered: bool, moved: bool) -> bool:
        """Whether an event says who answers, or the rule itself."""
        del unordered, moved
        # Of what a case had said by then only triggers are asked.
        is_named = self.party is not None and self.party.asked is None
        return is_named and (record[3] >= 0 or self._is_fixed)

    @property
    def _is_fixed(self) -> bool:
        """Whether who answers is known where there is no event."""
        responsible = self.clause.responsible
        return responsible is None or isinstance(responsible.first, Constant)

    def responsible(self, done: Evidence | None, slice_: Slice) -> str | None:
        """Who answers; `done`: the event that names it."""
        if self.party is None or self.clause.responsible is None:
            return None
        if done is None:
            return self.party.constant
        return self.party.of_event(done.event, self.view.vocabulary.resolve(done.event.type), slice_)


@attrs.define(eq=False, slots=False)
class QuotaShower(StandingShower):
    """Makes the obligations of a quota over a case."""

    @property
    def body(self) -> Quota:
        body = self.clause.body
        assert isinstance(body, Quota)
        return body

    def show(
        self,
        record: Record,
        trigger: Evidence,
        done: Evidence | None,
        moves: Sequence[Evidence],
        known: set[str],
        slice_: Slice = (),
        late: Sequence[Evidence] = (),
        past: Past = NO_PAST,
    ) -> Shown:
        """The obligation of one case, and its violation or shortfall.

        Args:
            trigger: the first event of the case.
            done: what broke the clause; None where nothing did, or time alone.
            moves: what was counted, in order; behind that what closed the case, where too little was.
            known: the ids of the clause's obligations in the case so far.
            slice_: the part of the case that it is about.
            late: nothing.
            past: what its case holds, which is not asked for.
        """
        del late, past
        is_little = record[2] == _VIOLATED and done is None
        counted, closing = (moves[:-1], moves[-1:]) if is_little else (moves, ())
        taken = [self._taken(each) for each in counted]
        events = [_told(self.body, each, shown) for each, shown in zip(taken, counted, strict=True)]
        case = trigger.event.case
        obligation = Obligation(
            id=new_id(identity(self.clause, case, slice_, trigger.at.date), known),
            policy=self.clause.policy,
            clause=self.clause.id,
            case=case,
            slice=slice_,
            clause_kind="quota",
            state=STATES[record[2]],
            trigger=done,
            responsible=self.responsible(done, slice_),
            version_from=self._version_from,
            strength=self.clause.strength,
            tally=self._tally(taken, events),
        )
        if record[2] != _VIOLATED:
            return Shown(obligation, None)
        if done is None:
            return Shown(obligation, self._broken(obligation, closing[0].at, obligation.tally))
        number = next(place for place, each in enumerate(counted, 1) if each is done)
        tally = self._tally(taken[:number], events[:number])
        return Shown(obligation, self._broken(obligation, done.at, tally))

    def _broken(self, obligation: Obligation, at: Moment, tally: Tally | None) -> Violation:
        kind = Shortfall if self.clause.strength == "should" else Violation
        return kind(
            id=f"{obligation.id}/{kind.kind}",
            policy=obligation.policy,
            clause=obligation.clause,
            case=obligation.case,
            slice=obligation.slice,
            obligation=obligation.id,
            clause_kind="quota",
            trigger=obligation.trigger,
            at=instant_from(at, self.view.zone),
            unit=obligation.trigger.event.unit if obligation.trigger is not None else None,
            responsible=obligation.responsible,
            strength=self.clause.strength,
            severity=self.clause.severity,
            tags=self.clause.tags,
            tally=tally,
        )

    def _taken(self, evidence: Evidence) -> Counted:
        """What an event adds, read off it alone."""
        body, view = self.body, self.view
        happening = view.happening(evidence.event, 0)
        here = Context(
            view, evidence.event.case, (), (), (), happening.key, happening.known, {}, happening, happening
        )
        return Counted(
            happening,
            (happening,),
            None,
            amount_of(body, here) if body.sum is not None else Fraction(1),
            carried_by(body, here) if body.distinct is not None else frozenset(),
        )

    def _tally(self, taken: Sequence[Counted], events: Sequence[CountedEvent]) -> Tally | None:
        total, body = measured(self.body, taken), self.body
        assert total.low is not None
        least, most = (each if isinstance(each, Fraction) else None for each in (body.at_least, body.at_most))
        return Tally(total.low, total.high, least, most, counted=tuple(events[:SHOWN]), events=len(events))


def _told(body: Quota, taken: Counted, evidence: Evidence) -> CountedEvent:
    amount = taken.amount if body.sum is not None and not isinstance(taken.amount, Missing) else None
    values = taken.carries if body.distinct is not None and not isinstance(taken.carries, Missing) else ()
    return CountedEvent(evidence, amount, tuple(sorted(values)))
