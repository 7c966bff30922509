"""zen-engine: one compiled expression in its own language, evaluated once for each case.

A decision table of a few rules takes ten times as long and more (0.1 to 0.4 ms a call), so that the
expression is what is measured. Twice: over the events of a case as they stand in the log, where the engine
finds those that a clause speaks of; and over one flat record, for which Python has found them beforehand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from evaluating.logs import Happening, histories
from evaluating.peers.shared import ALL, Facts, Found, Peer, case_as_it_stands, facts_of_cases


def _duty(due: str, missing: str, done: str, stopped: str = "false") -> str:
    """The due number where a duty is broken, else null; `last_rank` is that of the last day of the log."""
    return f"(({missing} ? not ({stopped}) and {due} <= last_rank : {done} >= {due}) ? {due} : null)"


# -- over the events -----------------------------------------------------------------------------------------


def _every(kind: str) -> str:
    return f"filter(events, #.type == '{kind}')"


def _of(due: str, kinds: str, stopped: str = "false") -> str:
    done = f"filter(events, #.type in [{kinds}])"
    return _duty(due, f"len({done}) == 0", f"{done}[0].before", stopped)


def _ranks(kind: str) -> str:
    return f"sum(map({_every(kind)}, #.rank))"


def _is_open(begun: str, ended: str) -> str:
    return f"len({_every(begun)}) > len({_every(ended)})"


_BEGUN = f"({_every('applied')}[0].rank + 5 + {_ranks('completed')} - {_ranks('completion_asked')})"
_TAKEN = (
    f"({_every('accepted')}[0].rank + (some(events, #.type == 'extension_approved') ? 30 : 20)"
    f" + {_ranks('review_ended')} - {_ranks('review_started')})"
)
_FEES = "filter(events, #.type == 'fee_charged' and #.amount > 0)"
OVER_EVENTS = {
    "answer": _of(_BEGUN, "'accepted', 'refused'", _is_open("completion_asked", "completed")),
    "ask_once": f"(len({_every('completion_asked')}) > 1 ? len({_every('completion_asked')}) - 1 : null)",
    "give_reasons": "(some(events, #.type == 'refused' and #.reasons == null) ? 0 : null)",
    "decide": "(some(events, #.type == 'accepted') ? {} : null)".format(
        _of(_TAKEN, "'decided'", _is_open("review_started", "review_ended"))
    ),
    "decided_by_whom_it_was_given": "(some(events, #.type == 'decided') and"
    f" {_every('decided')}[0].unit != {_every('accepted')}[0].assigned ? 0 : null)",
    "deliver": "(some(events, #.type == 'decided') ? {} : null)".format(
        _of(f"({_every('decided')}[0].rank + 10)", "'delivered'")
    ),
    "publish": "(some(events, #.type == 'decided' and #.outcome == 'granted') ? {} : null)".format(
        _of(f"({_every('decided')}[0].rank + 20)", "'published'")
    ),
    "no_fee": f"(some(events, #.type == 'fee_charged' and #.amount > 0) ? len({_FEES}) : null)",
}

# -- over one record -----------------------------------------------------------------------------------------


def _done(due: str, done: str, stopped: str = "false") -> str:
    return _duty(due, f"{done} == null", done, stopped)


OVER_RECORD = {
    "answer": _done(
        "(applied_rank + 5 + sum(completed) - sum(asked))", "answered_before", "len(asked) > len(completed)"
    ),
    "ask_once": "(len(asked) > 1 ? len(asked) - 1 : null)",
    "give_reasons": "(refused and reasons == null ? 0 : null)",
    "decide": "(accepted_rank == null ? null : {})".format(
        _done(
            "(accepted_rank + (len(extended) > 0 ? 30 : 20) + sum(reviewed) - sum(reviews))",
            "decided_before",
            "len(reviews) > len(reviewed)",
        )
    ),
    "decided_by_whom_it_was_given": "(decider != null and assigned != null and decider != assigned"
    " ? 0 : null)",
    "deliver": f"(decided_rank == null ? null : {_done('(decided_rank + 10)', 'delivered_before')})",
    "publish": f"(outcome != 'granted' ? null : {_done('(decided_rank + 20)', 'published_before')})",
    "no_fee": "(some(fees, # > 0) ? len(filter(fees, # > 0)) : null)",
}
SEVERAL_TIMES = frozenset({"ask_once", "no_fee"})
"""clauses whose value says how often they are broken"""


def _prepare(
    expressions: Mapping[str, str],
    cases: Callable[[Iterable[Happening]], Iterable[tuple[str, Facts]]],
    last_rank: int,
) -> Callable[[Iterable[Happening]], Found]:
    import zen

    names = list(expressions)
    text = ", ".join(expressions.values()).replace("last_rank", str(last_rank))
    evaluate = zen.compile_expression(f"[{text}]").evaluate

    def judge(happenings: Iterable[Happening]) -> Iterator[tuple[str, str, int]]:
        for case, facts in cases(happenings):
            for name, value in zip(names, evaluate(facts), strict=True):
                if value is not None:
                    times, due = (int(value), 0) if name in SEVERAL_TIMES else (1, int(value))
                    for _ in range(times):
                        yield case, name, due

    return judge


def _cases(happenings: Iterable[Happening]) -> Iterator[tuple[str, Facts]]:
    return ((case, case_as_it_stands(events)) for case, events in histories(happenings))


PEER = Peer(
    name="zen-engine",
    package="zen-engine",
    module="zen",
    clauses=ALL,
    how="one compiled expression for all clauses, evaluated on each case: a list of its events",
    cannot="periods of calendar days that move on to a working day",
    prepare=lambda last_rank: _prepare(OVER_EVENTS, _cases, last_rank),
)
BY_HAND = Peer(
    name="zen-engine, events matched by hand",
    package="zen-engine",
    module="zen",
    clauses=ALL,
    how="the same on one flat record of each case, for which Python has found the events",
    cannot="the same; and it does not match the events",
    prepare=lambda last_rank: _prepare(OVER_RECORD, facts_of_cases, last_rank),
)
