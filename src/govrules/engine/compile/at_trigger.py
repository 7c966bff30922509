"""The trigger of an obligation as the reference sees it: what is looked up there, and in its case by then."""

from typing import TYPE_CHECKING

import attrs

from govrules.engine.compile.asking import looked_up_in
from govrules.engine.context import Context
from govrules.engine.happenings import Happening, Slice
from govrules.engine.records import Records
from govrules.engine.view import View
from govrules.model.events import Event

if TYPE_CHECKING:
    from govrules.engine.compile.logs import PolicyLog


@attrs.frozen(eq=False)
class Past:
    """What else is known beside the event at a place of a log, where something is looked up."""

    log: "PolicyLog | None" = None
    """None where nothing is"""
    place: int = 0

    def events(self) -> list[Event]:
        """Those of the whole case, in order: asked for where the case may say it."""
        if self.log is None:
            return []
        columns, case = self.log.columns, self.log.case_at(self.place)
        if self.log.sliced is not None:
            columns, case = self.log.sliced.whole, self.log.sliced.cases[case]
        return list(map(columns.event, range(columns.starts[case], columns.starts[case + 1])))

    def records(self) -> Records:
        """Asked for where they may say it."""
        return Records() if self.log is None else self.log.records_of(self.log.number)


NO_PAST = Past()


def at_trigger(view: View, event: Event, slice_: Slice, wanted: object, past: Past) -> Context:
    """A trigger as the point of view of what is looked up.

    Args:
        slice_: the part of the case that it is about.
        wanted: what is looked up.
        past: what else is known.
    """
    happening = view.happening(event, 0)
    history = tuple[Happening, ...]()
    asked = looked_up_in(wanted, view)
    of_records = any(each.root in view.policy.records for each in asked)
    if of_records or any(each.root == "case" for each in asked):
        # Which record is meant, the case may say.
        history = tuple(view.happening(each, number) for number, each in enumerate(past.events()))
    if of_records or any(len(each.path) > 1 for each in asked):
        view = attrs.evolve(view, records=past.records())
    return Context(
        view=view,
        case=event.case,
        slice=slice_,
        entries=(),
        case_history=history,
        reached=happening.key,
        moment=happening.known,
        facts={},
        event=happening,
        trigger=happening,
        names=dict(slice_),
    )
