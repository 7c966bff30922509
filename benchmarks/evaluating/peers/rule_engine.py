"""rule-engine: an expression for each clause, evaluated on the record of each case."""

from collections.abc import Callable, Iterable, Iterator

from evaluating.logs import Happening
from evaluating.peers.shared import ALL, Found, Peer, facts_of_cases

_WAITED = "$sum(completed) - $sum(asked)"
_REVIEWED = "$sum(reviewed) - $sum(reviews)"


def _duty(due: str, done: str, stopped: str = "false") -> str:
    return f"{done} == null ? (not ({stopped}) and {due} <= last_rank) : {done} >= {due}"


DUE = {
    "answer": f"(applied_rank + 5 + {_WAITED})",
    "decide": f"(accepted_rank + (extended.length > 0 ? 30 : 20) + {_REVIEWED})",
    "deliver": "(decided_rank + 10)",
    "publish": "(decided_rank + 20)",
}
EXPRESSIONS = {
    "answer": _duty(DUE["answer"], "answered_before", "asked.length > completed.length"),
    "give_reasons": "refused and reasons == null",
    "decide": "accepted_rank != null and ({})".format(
        _duty(DUE["decide"], "decided_before", "reviews.length > reviewed.length")
    ),
    "decided_by_whom_it_was_given": "decider != null and assigned != null and decider != assigned",
    "deliver": f"decided_rank != null and ({_duty(DUE['deliver'], 'delivered_before')})",
    "publish": f"outcome == 'granted' and ({_duty(DUE['publish'], 'published_before')})",
}
TIMES = {
    "ask_once": "asked.length - 1",
    "no_fee": "[each for each in fees if each > 0].length",
}
"""how often a clause is broken that may be so several times"""


def prepare(last_rank: int) -> Callable[[Iterable[Happening]], Found]:
    from rule_engine import Context, Rule, resolve_item

    context = Context(resolver=resolve_item)

    def rule(text: str) -> Rule:
        return Rule(text.replace("last_rank", str(last_rank)), context=context)

    rules = [(name, rule(text).matches) for name, text in EXPRESSIONS.items()]
    dues = {name: rule(text).evaluate for name, text in DUE.items()}
    times = [(name, rule(text).evaluate) for name, text in TIMES.items()]

    def judge(happenings: Iterable[Happening]) -> Iterator[tuple[str, str, int]]:
        for case, facts in facts_of_cases(happenings):
            for name, matches in rules:
                if matches(facts):
                    yield case, name, int(dues[name](facts)) if name in dues else 0
            for name, evaluate in times:
                for _ in range(int(evaluate(facts))):
                    yield case, name, 0

    return judge


PEER = Peer(
    name="rule-engine, events matched by hand",
    package="rule-engine",
    module="rule_engine",
    clauses=ALL,
    how="one rule for each clause, on one flat record of each case; over lists of events it is slower still",
    cannot="periods of calendar days that move on to a working day; it does not match the events",
    prepare=prepare,
    share=0.2,
)
