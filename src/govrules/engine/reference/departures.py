"""Departures from an `in_principle` clause: recorded, with reasons, in time."""

from collections.abc import Mapping

from govrules.engine.context import Context
from govrules.engine.moments import Key, is_after
from govrules.model.clauses import Clause
from govrules.model.findings import Moment

DEPARTURE = "departure_recorded"
"""the event by which an office departs from a clause: `data.clause` names it, `data.reasons` says why"""


def departed(clause: Clause, context: Context, by: Key, moment: Moment) -> bool:
    """Whether the case records a departure from the clause, with reasons, at or before a moment."""
    for happening in context.case_history:
        if happening.type != context.view.vocabulary.resolve(DEPARTURE):
            continue
        data: Mapping[str, object] = happening.event.data
        named = data.get("clause") in {clause.id, clause.full_id}
        reasons = data.get("reasons")
        given = bool(reasons) and not (isinstance(reasons, str) and not reasons.strip())
        in_time = happening.key <= by or (happening.known.bare and is_after(moment, happening.known)[0])
        if named and given and in_time:
            return True
    return False
