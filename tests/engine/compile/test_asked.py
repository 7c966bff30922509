"""What a summary asks of an evaluation is the same whoever answers, and makes no findings for it."""

import copy
import datetime as dt
import pickle
import random
from collections import Counter
from collections.abc import Iterator

import pytest

import govrules as gr
from govrules.engine.batch import Engine, evaluate
from govrules.engine.compile.findings import Run
from govrules.engine.compile.showing import Shower
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Obligation, State
from govrules.model.outcomes import KINDS, Outcome, outcome_of
from govrules.testing.chance import Thrown
from tests.engine.compile.same import REPLIES
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import rulebook_of

STATES: tuple[State, ...] = ("pending", "paused", "met", "met_late", "overdue", "violated", "lapsed", "ended")
GROUPS: tuple[tuple[State, ...], ...] = (*((each,) for each in STATES), ("pending", "paused", "overdue"))
DAY = dt.date(2026, 3, 2)


def asked_histories(seed: int) -> Iterator[Asked]:
    chance = Thrown(random.Random(seed))
    for _ in range(50):
        rulebook, near = rulebook_of(chance)
        for _ in range(2):
            yield asked_of(chance, rulebook, near)


def judged(asked: Asked, engine: Engine) -> Evaluation:
    as_of = asked.history.as_of if asked.dated else None
    return evaluate(
        asked.history.rulebook, asked.history.events, as_of=as_of, known_at=asked.known_at, engine=engine
    )


def counted(found: Evaluation) -> dict[tuple[str, State], int]:
    return dict(Counter((each.full_clause, each.state) for each in found.obligations))


def test_counts_and_cases_are_those_of_the_obligations_for_both_engines() -> None:
    obligations = 0
    for asked in asked_histories(11):
        plain, fast = judged(asked, "reference"), judged(asked, "compiled")
        assert fast.counts == counted(plain)
        assert fast.cases == tuple(sorted({each.case for each in plain.obligations}))
        assert (plain.counts, plain.cases) == (fast.counts, fast.cases)
        # Once the obligations are there, they are what is counted.
        assert counted(fast) == fast.counts
        obligations += len(plain.obligations)
    assert obligations > 100


def test_obligations_in_a_state_are_the_same_without_all_others() -> None:
    found: Counter[State] = Counter()
    for asked in asked_histories(32):
        plain = judged(asked, "reference")
        for states in GROUPS:
            wanted = tuple(each for each in plain.obligations if each.state in states)
            assert judged(asked, "compiled").in_state(*states) == wanted
            assert plain.in_state(*states) == wanted
            found.update(each.state for each in wanted)
    assert all(found[each] for each in STATES if each != "paused"), found


def test_obligations_one_by_one_are_those_of_the_whole_in_their_order() -> None:
    seen = 0
    for asked in asked_histories(32):
        plain = judged(asked, "reference")
        fast = judged(asked, "compiled")
        assert tuple(fast.each_obligation()) == plain.obligations
        assert tuple(plain.each_obligation()) == plain.obligations
        # Whatever is asked for meanwhile changes nothing of what follows.
        told: list[Obligation] = []
        fast = judged(asked, "compiled")
        for each in fast.each_obligation():
            told.append(each)
            assert fast.obligation(each.id, case=each.case) == each
        assert tuple(told) == plain.obligations
        for states in GROUPS:
            wanted = plain.in_state(*states)
            assert tuple(judged(asked, "compiled").each_obligation(*states)) == wanted
            assert tuple(plain.each_obligation(*states)) == wanted
        seen += len(told)
    assert seen > 100


def test_outcomes_are_those_of_the_obligations() -> None:
    found: Counter[Outcome] = Counter()
    for asked in asked_histories(32):
        plain, fast = judged(asked, "reference"), judged(asked, "compiled")
        for unit, party in ((True, False), (False, False), (True, True), (False, True)):
            wanted = Counter(
                outcome_of(each, unit=unit, party=party)
                for each in plain.obligations
                if each.clause_kind in KINDS
            )
            assert judged(asked, "compiled").outcomes(unit=unit, party=party) == wanted
            assert fast.outcomes(unit=unit, party=party) == wanted
            assert plain.outcomes(unit=unit, party=party) == wanted
            found += wanted
    assert any(each.unit for each in found)
    assert any(each.party for each in found)
    assert all(
        any(each.state == state for each in found) for state in ("met", "met_late", "overdue", "paused")
    )


def test_what_is_asked_for_first_changes_nothing_of_the_rest() -> None:
    for asked in asked_histories(13):
        plain, fast = judged(asked, "reference"), judged(asked, "compiled")
        assert fast.in_state("met") == plain.in_state("met")
        assert fast.violations == plain.violations
        assert fast.in_state("pending") == plain.in_state("pending")
        assert fast.counts == plain.counts
        assert (fast.violations, fast.obligations) == (plain.violations, plain.obligations)


def test_the_findings_of_one_case_are_those_of_the_whole() -> None:
    looked = 0
    for asked in asked_histories(14):
        plain, fast = judged(asked, "reference"), judged(asked, "compiled")
        for case in sorted({*asked.history.cases, "no such case"}):
            assert fast.of_case(case) == plain.of_case(case)
            for each in plain.of_case(case):
                if isinstance(each, Obligation):
                    assert fast.obligation(each.id, case=case) == each
                    assert plain.obligation(each.id, case=case) == each
                    looked += 1
        assert fast.obligation("no such id", case="c1") is None
        # By its id alone a finding is found as well, in whichever order.
        again = judged(asked, "compiled")
        for each in reversed(tuple(plain)):
            assert again.find(each.id) == each
        assert again.find("no such id") is None
    assert looked > 100


def test_counting_makes_no_findings(monkeypatch: pytest.MonkeyPatch, many: gr.Rulebook) -> None:
    def none(*_: object, **__: object) -> object:
        raise AssertionError("made for nothing")

    found = gr.evaluate(many, list(replies(400)), as_of=dt.date(2026, 12, 31), engine="compiled")
    monkeypatch.setattr(Shower, "show", none)
    monkeypatch.setattr(Run, "judge", lambda _, cases: list(cases) and none())
    assert found.counts == {("replies/reply", "met"): 300, ("replies/reply", "overdue"): 100}
    assert len(found.cases) == 400
    outcomes = found.outcomes(unit=True, party=True)
    assert {each.state: number for each, number in outcomes.items()} == {"met": 300, "overdue": 100}
    assert {each.due for each in outcomes} == {dt.date(2026, 3, 16)}


def test_the_hash_of_the_events_is_taken_when_it_is_read(
    monkeypatch: pytest.MonkeyPatch, many: gr.Rulebook
) -> None:
    events = list(replies(20))
    plain = gr.evaluate(many, events, engine="reference").provenance
    assert plain is not None
    found: list[str] = []

    def taken(_: Run) -> str:
        found.append(plain.events)
        return plain.events

    monkeypatch.setattr(Run, "_events_hash", taken)
    fast = gr.evaluate(many, events, engine="compiled").provenance
    assert fast is not None
    assert (fast.as_of, fast.as_of_given, fast.engine) == (plain.as_of, False, "compiled")
    assert not found
    # In whatever way it is looked at as a whole, the hash is in it.
    assert plain.events in repr(copy.copy(fast))
    assert pickle.loads(pickle.dumps(fast)) == fast
    assert len(found) == 1


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> gr.Rulebook:
    path = tmp_path_factory.mktemp("rules") / "replies.yaml"
    path.write_text(REPLIES, encoding="utf-8")
    return gr.load(path).or_raise()


def replies(cases: int) -> Iterator[gr.Event]:
    """Of every fourth case nobody replies."""
    for number in range(cases):
        yield gr.Event(f"c{number:04}", "received", DAY)
        if number % 4:
            yield gr.Event(f"c{number:04}", "replied", DAY + dt.timedelta(days=2))
