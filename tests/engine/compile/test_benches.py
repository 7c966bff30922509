"""A program that is kept at work judges each log as if it were the first."""

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from govrules.engine.batch import ENGINES, evaluate
from govrules.engine.compile import benches
from govrules.engine.compile.benches import Bench
from govrules.engine.compile.evaluating import run_of
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.reach import Reach
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.chance import Thrown
from tests.engine.compile.same import REPLIES
from tests.engine.rules import SHANGHAI
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of

GRANTED = (
    REPLIES.partition("events:")[0]
    + """\
events:
  applied: {}
  decided: {data: {outcome: [granted, refused]}}
  granted: {is: decided, if: event.outcome == "granted"}
  delivered: {}
clauses:
  deliver: {duty: {when: granted, must: delivered, within: 5 working days}}
"""
)
REPLY = load_text(REPLIES).or_raise()


def told(found: Evaluation) -> tuple[object, ...]:
    return (
        found.violations, found.obligations, found.unknowns, found.lapses, found.alerts, found.ignored,
        found.quality, found.shortfalls, found.late_decisions, found.attributions, found.measures,
    )  # fmt: skip


def test_cases_one_after_the_other_are_judged_as_by_the_reference() -> None:
    chance = Thrown(random.Random(1))
    arose = broken = 0
    for _ in range(4):
        rulebook, near = rulebook_of(chance)
        for _ in range(8):
            asked = asked_of(chance, rulebook, near)
            history = asked.history
            for case in history.cases:
                events = [each for each in history.events if each.case == case]
                # As of the same moment as the last, and as of another.
                for as_of in (dt.date(2026, 3, 31), history.as_of if asked.dated else None):
                    fast, slow = (
                        evaluate(rulebook, events, as_of=as_of, records=history.records, engine=engine)
                        for engine in ENGINES
                    )
                    assert told(fast) == told(slow)
                    arose += len(slow.obligations)
                    broken += len(slow.violations)
    assert 0 < broken < arose


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Bench]:
    """The benches that are made meanwhile."""
    found: list[Bench] = []
    fill = Bench.fill

    def noted(bench: Bench, log: PolicyLog, reach: Reach) -> None:
        if not any(each is bench for each in found):
            found.append(bench)
        fill(bench, log, reach)

    monkeypatch.setattr(Bench, "fill", noted)
    return found


def letter(name: str, received: Time, replied: Time) -> list[Event]:
    return [Event(name, "received", received), Event(name, "replied", replied)]


def at(day: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, 10, tzinfo=SHANGHAI)


def late(rulebook: Rulebook, events: list[Event], as_of: Time = dt.date(2026, 4, 30)) -> int:
    return len(evaluate(rulebook, events, as_of=as_of, engine="compiled").violations)


def test_a_hundred_cases_are_judged_on_one_bench(made: list[Bench]) -> None:
    rulebook = load_text(REPLIES).or_raise()
    found = [late(rulebook, letter(f"c{each}", at(2), at(10 + each % 15))) for each in range(100)]
    assert sum(found) == sum(10 + each % 15 > 16 for each in range(100))
    assert len(made) == 1


def test_instants_and_dates_have_benches_of_their_own(made: list[Bench]) -> None:
    rulebook = load_text(REPLIES).or_raise()
    both = [*letter("a", at(2), at(17)), *letter("b", dt.date(2026, 3, 2), dt.date(2026, 3, 16))]
    assert [late(rulebook, both) for _ in range(3)] == [1, 1, 1]
    assert sorted(each.bare for each in made) == [False, True]


def test_a_bench_holds_nothing_of_the_log_that_it_served(made: list[Bench]) -> None:
    rulebook = load_text(REPLIES).or_raise()
    assert late(rulebook, letter("c", at(2), at(25))) == 1
    (bench,) = made
    assert (bench.log, bench.rows, bench.given_up, bench.odd, bench.used) == (None, [], [], [], [])


def test_a_worn_bench_is_not_kept(made: list[Bench], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benches, "_WORN", 4)
    rulebook = load_text(REPLIES).or_raise()
    assert [late(rulebook, letter("c", at(2), at(17))) for _ in range(6)] == [1] * 6
    assert len(made) == 3


def test_events_that_data_name_are_looked_at_in_each_case(made: list[Bench]) -> None:
    rulebook = load_text(GRANTED).or_raise()

    def decided(*outcomes: str | None) -> list[Event]:
        first = [Event("c", "applied", at(2))]
        return first + [Event("c", "decided", at(3), data={"outcome": each}) for each in outcomes]

    logs = [decided(*each) for each in (["granted"], ["refused"], [], ["granted"], [None], [], ["granted"])]
    fast, slow = (
        [told(evaluate(rulebook, log, as_of=dt.date(2026, 4, 30), engine=engine)) for log in logs]
        for engine in ENGINES
    )
    assert fast == slow
    assert [late(rulebook, log) for log in logs] == [1, 0, 0, 1, 0, 0, 1]
    assert len({each.program.every for each in made}) == len(made) == 2


def test_as_of_another_moment_another_duty_is_late() -> None:
    events = letter("c", at(2), at(30))[:1]
    days = [dt.date(2026, 3, day) for day in (15, 16, 15, 31, 3, 16)]
    assert [late(REPLY, events, day) for day in days] == [0, 1, 0, 1, 0, 1]


def test_what_was_recorded_is_not_changed_by_the_next_case() -> None:
    first = run_of(REPLY, letter("a", at(2), at(17)), as_of=dt.date(2026, 4, 30))
    assert first is not None
    before = [list(each.records) for each in first.breaches]
    assert late(REPLY, letter("b", at(3), at(27))) == 1
    assert [list(each.records) for each in first.breaches] == before != [[]]


def test_threads_that_ask_at_once_are_answered_as_one_by_one() -> None:
    cases = [letter(f"c{each}", at(2), at(10 + each % 15)) for each in range(200)]
    alone = [late(REPLY, each) for each in cases]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda each: late(REPLY, each), cases)) == alone
    assert 0 < sum(alone) < len(alone)
