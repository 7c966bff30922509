"""CLIPS (clipspy): events are facts, clauses are rules, and the engine joins them."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from evaluating.closures import FIRST_DAY, ranks
from evaluating.logs import Happening, histories
from evaluating.peers.shared import ALL, Found, Peer

RULES = Path(__file__).parent / "licensing.clp"
TYPES = (
    "applied", "completion_asked", "completed", "accepted", "refused", "review_started", "review_ended",
    "extension_approved", "decided", "delivered", "published", "fee_charged",
)  # fmt: skip
"""what the rules speak of; the engine is told of nothing else"""


AT_ONCE = 250
"""after how many cases an environment is made anew: it grows slower with each"""


def prepare(last_rank: int) -> Callable[[Iterable[Happening]], Found]:
    import clips

    found: list[tuple[str, str, int]] = []
    case = ""

    def report(clause: str, due: int) -> None:
        found.append((case, str(clause), int(due)))

    def begin() -> Any:
        environment: Any = clips.Environment()
        environment.define_function(report)
        environment.load(str(RULES))
        environment.eval(f"(bind ?*last* {last_rank})")
        # Otherwise `reset`, which begins each case, would set it back.
        environment.eval("(set-reset-globals FALSE)")
        return environment

    symbols = {name: clips.Symbol(name) for name in TYPES}
    counted = ranks()

    def judge(happenings: Iterable[Happening]) -> Iterator[tuple[str, str, int]]:
        nonlocal case
        found.clear()
        for number, (name, events) in enumerate(histories(happenings)):
            if number % AT_ONCE == 0:
                environment = begin()
                tell = environment.find_template("event").assert_fact
            case = name
            environment.reset()
            for event in events:
                symbol = symbols.get(event.type)
                if symbol is None:
                    continue
                place = event.time.toordinal() - FIRST_DAY
                told = {"type": symbol, "rank": counted[place], "before": counted[place - 1]}
                for field in ("unit", "assigned", "outcome", "amount"):
                    value = getattr(event, field)
                    if value is not None:
                        told[field] = value
                if event.type == "refused":
                    told["reasons"] = event.reasons or ""
                tell(**told)
            environment.run()
        return iter(found)

    return judge


PEER = Peer(
    name="clipspy",
    package="clipspy",
    module="clips",
    clauses=ALL,
    how="each event a fact, each clause one or two rules (`licensing.clp`); a function adds up pauses",
    cannot="periods of calendar days that move on to a working day",
    prepare=prepare,
    share=0.1,
)
