"""durable-rules: events are facts of a ruleset, one state for each case, and its rules join them."""

import itertools
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from evaluating.closures import FIRST_DAY, ranks
from evaluating.logs import Happening, histories
from evaluating.peers.shared import PLAIN, Found, Peer

_NUMBERS = itertools.count()
TYPES = frozenset(
    {"completion_asked", "refused", "accepted", "decided", "delivered", "published", "fee_charged"}
)


AT_ONCE = 500
"""after how many cases a ruleset is made anew: it remembers them all, and holds a thousand or two"""


def prepare(_: int) -> Callable[[Iterable[Happening]], Found]:
    def judge(happenings: Iterable[Happening]) -> Found:
        found: list[tuple[str, str, int]] = []
        name = ""
        for number, (case, events) in enumerate(histories(happenings)):
            if number % AT_ONCE == 0:
                name = f"licensing{next(_NUMBERS)}"
                _define(name, found)
            for event in events:
                if event.type in TYPES:
                    _assert(name, _told(case, event))
        return found

    def quietly(happenings: Iterable[Happening]) -> Found:
        with warnings.catch_warnings():
            # The engine asks for the time in a way that Python 3.12 warns of.
            warnings.simplefilter("ignore", DeprecationWarning)
            return judge(happenings)

    return quietly


def _define(name: str, found: list[tuple[str, str, int]]) -> None:
    from durable.lang import c, m, ruleset, when_all

    def report(clause: str, condition: tuple[Any, ...], days: int = 0) -> None:
        @when_all(*condition)
        def action(c: Any) -> None:
            if len(condition) == 1:
                found.append((c.m.case, clause, 0))
            else:
                found.append((c.second.case, clause, c.first.rank + days if days else 0))

    def duty(clause: str, begun: Any, must: str, days: int) -> None:
        late = c.second << (m.type == must) & (m.before >= c.first.rank + days)
        report(clause, (c.first << begun, late), days)

    with ruleset(name):
        first_asked = c.first << (m.type == "completion_asked")
        asked_again = c.second << (m.type == "completion_asked") & (m.rank > c.first.rank)
        report("ask_once", (first_asked, asked_again))
        report("give_reasons", ((m.type == "refused") & (m.reasons == ""),))
        other_unit = c.second << (m.type == "decided") & (m.unit != c.first.assigned)
        report("decided_by_whom_it_was_given", (c.first << (m.type == "accepted"), other_unit))
        duty("deliver", m.type == "decided", "delivered", 10)
        duty("publish", (m.type == "decided") & (m.outcome == "granted"), "published", 20)
        report("no_fee", ((m.type == "fee_charged") & (m.amount > 0),))


def _assert(name: str, event: dict[str, object]) -> None:
    from durable.engine import MessageNotHandledException
    from durable.lang import assert_fact

    # What no rule asks about is no error.
    with suppress(MessageNotHandledException):
        assert_fact(name, event)


def _told(case: str, event: Happening) -> dict[str, object]:
    counted = ranks()
    place = event.time.toordinal() - FIRST_DAY
    told: dict[str, object] = {"sid": case, "case": case, "type": event.type}
    told |= {"rank": counted[place], "before": counted[place - 1]}
    for field in ("unit", "assigned", "outcome", "amount"):
        value = getattr(event, field)
        if value is not None:
            told[field] = value
    if event.type == "refused":
        told["reasons"] = event.reasons or ""
    return told


PEER = Peer(
    name="durable-rules",
    package="durable-rules",
    module="durable.lang",
    clauses=PLAIN,
    how="each event a fact in the state of its case, each clause a rule that joins them",
    cannot="sums over events, so that nothing is paused or extended; that something never came (its `none`"
    " matches where it has come too); periods of calendar days",
    sees_silence=False,
    prepare=prepare,
    share=0.02,
)
