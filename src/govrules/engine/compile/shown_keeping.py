"""What must hold in a case, as findings show it: each window in which there was no gap."""

import datetime as dt
from collections.abc import Sequence

import attrs

from govrules.engine.compile.at_trigger import NO_PAST, Past
from govrules.engine.compile.duty_forms import STATES
from govrules.engine.compile.recording import NO_LIMIT, Record
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.shown_quotas import StandingShower
from govrules.engine.found import new_id
from govrules.engine.happenings import Slice
from govrules.engine.moments import project, utc
from govrules.engine.time_spans import local
from govrules.engine.triggers import identity
from govrules.model.events import Event
from govrules.model.findings import Evidence, Obligation, Watched


@attrs.define(eq=False, slots=False)
class KeepingShower(StandingShower):
    """Makes the obligations of what must hold."""

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
        """The obligation of one window that was kept, or is kept so far.

        Args:
            trigger: an event of the case.
            done: what opened the window; None where it always has to hold.
            moves: nothing.
            known: the ids of the clause's obligations in the case so far.
            slice_: the part of the case that it is about.
            late: nothing.
            past: what the case holds.
        """
        del moves, late
        entry, case = record[4], trigger.event.case
        marked = None
        if entry is not None and entry != NO_LIMIT:
            # Of a window the event that closed it, else that from which on it held.
            marked = self._at(past.events()[entry[3]])
        begins: object
        if done is not None:
            begins, window = done.at, Watched(self._at(done.event), marked)
        else:
            assert marked is not None
            begins, window = marked.date(), Watched(marked, None)
        return Shown(
            Obligation(
                id=new_id(identity(self.clause, case, slice_, begins), known),
                policy=self.clause.policy,
                clause=self.clause.id,
                case=case,
                slice=slice_,
                clause_kind="maintenance",
                state=STATES[record[2]],
                trigger=done,
                responsible=self.responsible(done, slice_),
                version_from=self._version_from,
                strength=self.clause.strength,
                window=window,
            ),
            None,
        )

    def _at(self, event: Event) -> dt.datetime:
        instant = project(event.time, self.view.zone).instant
        assert instant is not None
        return local(utc(instant), self.view.zone)
