"""A second opinion on who answers, and what holds of every answer."""

import datetime as dt
import json
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.model.dependence import dependence
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from tests.engine.rules import SHANGHAI, judge
from tests.engine.test_strata import RULES, logs
from tests.laws import plain_answers as plain
from tests.laws.plain_answers import Clause, Verdict
from tests.laws.plain_judge import PlainEvent
from tests.laws.simple_world import FIRST, event, judged, moment_of

EVENTS = """measures: {ladder: [admonition, criticism, removal], imposed: imposed, dismissed: dismissed}
events:
  slept: {data: {person: string, leader: string, proven: bool}}
  harm: {data: {person: string}}
  excused: {}
  imposed: {data: {party: string, measure: string}}
  dismissed: {data: {party: string}}
clauses:
  asleep: {prohibition: {when: slept}}
"""
PERSONS = st.sampled_from(["p", "q"])
LEADERS = st.sampled_from(["l", "l", "m", "m", None])


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    per = draw(st.sampled_from([("case",), ("case", "person"), ("person",), ("policy",)]))
    several = [(), ("admonition",), ("removal", "criticism"), ("criticism", "admonition")]
    propose = draw(st.sampled_from(several))
    return Clause(
        on=draw(st.sampled_from(["breach", "breach and harm"])),
        per=per,
        if_=draw(st.sampled_from([False, False, True])),
        unless=draw(st.sampled_from([False, False, True])),
        times=draw(st.sampled_from([None, 2, 3])),
        over=draw(st.sampled_from([1, 3, 10, 10, "calendar month"])),
        same=draw(st.booleans()),
        propose=propose,
        within=draw(st.sampled_from([None, 0, 2])),
        mild=draw(st.sampled_from([None, "exempt", "lower"])) if propose else None,
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[list[PlainEvent]]:
    """Two cases of ten days; no two events lie at one moment, where nobody knows their order."""
    found: list[list[PlainEvent]] = [[], []]
    taken: set[tuple[int, int]] = set()
    kinds = [*["slept"] * 6, "harm", "harm", "excused", "imposed", "imposed", "dismissed"]
    for _ in range(draw(st.integers(6, 16))):
        kind = draw(st.sampled_from(kinds))
        day = FIRST + draw(st.integers(0, 9)) * plain.ONE
        data: dict[str, Any] = {}
        if kind in {"slept", "harm"}:
            data["person"] = draw(PERSONS)
        if kind == "slept":
            data |= {
                "leader": draw(LEADERS),
                "proven": draw(st.sampled_from([True, True, True, False, None])),
            }
        if kind in {"imposed", "dismissed"}:
            data["party"] = draw(st.sampled_from(["head", "l", "m", None]))
        if kind == "imposed":
            data["measure"] = draw(st.sampled_from(["removal", None]))
        drawn = event(draw, kind, day, data)
        if drawn.key not in taken:
            taken.add(drawn.key)
            found[draw(st.integers(0, 1))].append(drawn)
    return found


def told(found: Evaluation, clause: Clause) -> Verdict:
    """What the package says, in the words of the plain judge."""
    answers = []
    for each in (*found.attributions, *found.measures):
        assert each.at is not None
        answers.append(
            plain.Answer(
                case=_number(each.case),
                slice=tuple(text for _, text in each.slice),
                role=each.role,
                party=each.party or "",
                harm=tuple(moment_of(one) or "" for one in each.events) if clause.times is None else (),
                at=each.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                state=getattr(each, "state", None),
                measures=getattr(each, "measures", ()),
                imposed=getattr(each, "imposed", None),
            )
        )
    unknown = [(each.clause, _number(each.case)) for each in found.unknowns]
    decisions = [
        (_number(each.case), each.state, each.due) for each in found.obligations if each.clause == "answer"
    ]
    return Verdict(tuple(answers), tuple(unknown), tuple(decisions))


def _number(case: str) -> int:
    return int(case.removeprefix("case-"))


def ordered(found: Verdict) -> list[list[str]]:
    return [sorted(map(repr, each)) for each in (found.answers, found.unknown, found.decisions)]


def expected(clause: Clause, cases: list[list[PlainEvent]], as_of: dt.date) -> Verdict:
    found = plain.verdict(clause, cases, as_of)
    within = "case" in clause.per
    return attrs.evolve(
        found,
        answers=tuple(
            attrs.evolve(
                each,
                slice=each.slice[1:] if within else each.slice,
                at=f"{each.at} 00:00" if each.at is not None and " " not in each.at else each.at,
            )
            for each in found.answers
        ),
    )


@settings(max_examples=settings().max_examples * 3)
@given(clauses(), worlds(), st.integers(5, 14))
def test_parties_answer_as_a_plain_judge_says(
    clause: Clause, cases: list[list[PlainEvent]], days: int
) -> None:
    as_of = FIRST + days * plain.ONE
    found = judged(EVENTS + clause.text, cases, as_of)
    assert ordered(told(found, clause)) == ordered(expected(clause, cases, as_of)), clause.text
    late = [each for each in found.obligations if each.state in {"overdue", "met_late"}]
    silence = [each.obligation for each in found.violations if each.clause == "answer"]
    assert silence == [each.id for each in late]


def test_the_plain_judge_sees_every_state_and_every_doubt() -> None:
    seen: set[object] = set()

    @settings(max_examples=400, database=None, derandomize=True)
    @given(clauses(), worlds())
    def look(clause: Clause, cases: list[list[PlainEvent]]) -> None:
        found = plain.verdict(clause, cases, FIRST + 14 * plain.ONE)
        seen.update(each.state for each in found.answers)
        seen.update(state for _, state, _ in found.decisions)
        seen.update(name for name, _ in found.unknown)
        seen.update(each.imposed for each in found.answers)

    look()
    assert seen == {
        None, "proposed", "imposed", "dismissed", "exempt", "removal",
        "pending", "overdue", "met", "met_late", "ended", "answer", "mild",
    }  # fmt: skip


# -- laws of every evaluation --------------------------------------------------------------------------


def run(log: list[Event], day: int = 31, without: str | None = None) -> Evaluation:
    return judge(RULES.without(without) if without else RULES, *log, as_of=dt.date(2026, 3, day))


def is_read(each: Event, day: int) -> bool:
    at = each.time.astimezone(SHANGHAI).date() if isinstance(each.time, dt.datetime) else each.time
    return at <= dt.date(2026, 3, day)


FEW = settings(max_examples=max(settings().max_examples // 4, 5))


@FEW
@given(logs(), st.randoms())
def test_neither_order_nor_exact_duplicates_matter_to_who_answers(log: list[Event], random: Any) -> None:
    again = [*log, *random.sample(log, len(log) // 2)]
    random.shuffle(again)
    assert list(run(again)) == list(run(log))


@FEW
@given(logs(), st.integers(2, 30))
def test_what_comes_after_as_of_makes_nobody_answer(log: list[Event], day: int) -> None:
    assert list(run(log, day)) == list(run([each for each in log if is_read(each, day)], day))


@FEW
@given(logs(), st.integers(2, 24), st.integers(1, 12))
def test_a_later_as_of_takes_back_no_answer_and_no_decision(log: list[Event], day: int, more: int) -> None:
    before, after = run(log, day), {each.id: each for each in run(log, min(day + more, 31))}
    assert [after.get(each.id) for each in before.attributions] == list(before.attributions)
    for measure in before.measures:
        now = after[measure.id]
        assert now == measure or measure.state == "proposed"
    decisions = [each for each in before.obligations if each.clause_kind == "accountability"]
    for obligation in decisions:
        now = after[obligation.id]
        assert now == obligation or obligation.state in {"pending", "overdue", "unknown"}
    assert {each.id for each in before.violations} <= set(after)


@FEW
@given(logs())
def test_renaming_cases_renames_them_in_answers_and_changes_nothing_else(log: list[Event]) -> None:
    renamed = [attrs.evolve(each, case=f"case-{each.case}") for each in log]

    def texts(found: Evaluation, prefix: str) -> list[str]:
        return sorted(
            json.dumps(each.to_dict(), ensure_ascii=False, sort_keys=True)
            .replace(f":{prefix}c", ":C")
            .replace(f":{prefix}d", ":D")
            .replace(f'"case": "{prefix}c"', '"case": "C"')
            .replace(f'"case": "{prefix}d"', '"case": "D"')
            for each in found
        )

    assert texts(run(renamed), "case-") == texts(run(log), "")


def _touched(removed: str) -> set[str]:
    """The clause, those that depend on it, and those whose proposals it adjusts."""
    graph = {name: set(dependence(RULES).of(name)) for name in dependence(RULES).clauses}
    for name in ("p/spared", "p/milder"):
        for other in dependence(RULES).waits[name]:
            graph[other].add(name)
    found = {f"p/{removed}"}
    while more := {name for name, others in graph.items() if others & found} - found:
        found |= more
    return {each.removeprefix("p/") for each in found}


@pytest.mark.parametrize("removed", sorted(each.id for each in RULES.clauses))
@settings(max_examples=max(settings().max_examples // 20, 3))
@given(logs())
def test_removing_a_clause_takes_away_what_rests_on_it_and_nothing_else(
    removed: str, log: list[Event]
) -> None:
    touched = _touched(removed)
    whole, less = run(log), run(log, without=f"p/{removed}")
    assert [each for each in less if each.clause == removed] == []
    assert [each for each in less if each.clause not in touched] == [
        each for each in whole if each.clause not in touched
    ]


@FEW
@given(logs())
def test_ids_are_unique_and_all_that_is_rested_on_is_found(log: list[Event]) -> None:
    found = run(log)
    ids = [each.id for each in found]
    assert len(set(ids)) == len(ids)
    answers = (*found.attributions, *found.measures)
    assert {one for each in answers for one in each.on} <= set(ids)
    assert {each.obligation for each in found.measures} <= {None, *(each.id for each in found.obligations)}
    assert all(each.on or each.events for each in answers)
