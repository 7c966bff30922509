"""Random histories: in a rulebook's own words, small, plain, and ready to be pasted."""

import datetime as dt
import random
from pathlib import Path

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.events import Event
from govrules.scenarios.run import run
from govrules.testing import History, histories, noisy, scenario_text
from govrules.testing.any_history import throw_history
from govrules.testing.chance import Thrown
from govrules.testing.ground import ground_of
from tests.testing.packs import PACKS, every_pack

some = settings(max_examples=max(settings().max_examples // 5, 10))


@every_pack
@some
@given(data=st.data())
def test_histories_speak_the_rulebooks_words(pack: str, data: st.DataObject) -> None:
    history = data.draw(histories(PACKS[pack]))
    known = {name for policy in PACKS[pack].policies for name in policy.events}
    assert {each.type for each in history.events} <= known
    assert history.rulebook is PACKS[pack]


@every_pack
def test_histories_reach_every_clause_that_a_machine_can_check(pack: str) -> None:
    source = Thrown(random.Random(1))
    ground = ground_of(PACKS[pack])
    found = {finding.full_clause for _ in range(200) for finding in throw_history(source, ground).evaluate()}
    assert found == {each.full_id for each in PACKS[pack].clauses if each.kind != "not_checkable"}


@every_pack
def test_a_broken_clause_shrinks_to_few_events_on_calm_days(pack: str) -> None:
    found = find(
        histories(PACKS[pack]),
        lambda history: bool([*history.evaluate().violations, *history.evaluate().lapses]),
        settings=settings(max_examples=300, database=None, derandomize=True),
    )
    assert len(found.events) <= 2
    assert all(isinstance(each.time, dt.date) for each in found.events)


@every_pack
@some
@given(data=st.data())
def test_noise_other_than_lost_hours_changes_no_finding(pack: str, data: st.DataObject) -> None:
    history = data.draw(histories(PACKS[pack]))
    noise = data.draw(noisy(history, bare_dates=False))
    assert list(noise.evaluate()) == list(history.evaluate())


@given(data=st.data())
def test_noise_duplicates_disorders_and_loses_hours(data: st.DataObject) -> None:
    history = data.draw(histories(PACKS["cn/licensing-law"]))
    noise = data.draw(noisy(history))
    zone = ground_of(history.rulebook).zone
    days = [
        each.time.astimezone(zone).date() if isinstance(each.time, dt.datetime) else each.time
        for each in noise.events
    ]
    assert {(each.case, each.type) for each in noise.events} == {
        (each.case, each.type) for each in history.events
    }
    assert len(days) >= len(history.events)
    assert noise.as_of == history.as_of


@every_pack
@some
@given(data=st.data())
def test_a_printed_history_is_a_scenario_that_passes(
    pack: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    history = data.draw(histories(PACKS[pack]))
    # Events that differ in nothing but their place may print alike; the log is read in canonical order.
    text = scenario_text(
        history.rulebook, history.events, as_of=history.as_of, found=history.evaluate(), title='it\'s: "so"'
    )
    assert failures(text, pack, tmp_path_factory.mktemp("pasted")) == []


def failures(text: str, pack: str, folder: Path) -> list[str]:
    file = folder / "pasted.scenarios.yaml"
    head, _, rest = text.partition("\n")
    file.write_text(f"{head}\nrules: [{pack}]\n{rest}\n", encoding="utf-8")
    report = run([file])
    assert len(report.results) == 1
    return [
        f"{each.status}: {each.differences} {each.diagnostics}"
        for each in report.results
        if each.status != "passed"
    ]


def test_a_history_prints_as_a_scenario() -> None:
    rules = PACKS["cn/licensing-law"]
    event = Event(
        "case-1", "accepted", dt.date(2025, 9, 22), id="a", data={"joint": False, "id": "x", "room": "12"}
    )
    late = dt.datetime(2025, 9, 23, 1, 30, tzinfo=dt.UTC)
    history = History(
        rules, (event, Event("case-1", "withdrawn", late)), dt.date(2025, 10, 1), told="no: way"
    )
    assert repr(history).splitlines() == [
        "govrules: 1",
        "scenarios: cn-licensing-law",
        "cases:",
        "  case-1:",
        '    title: "no: way"',
        "    given:",
        '    - {time: 2025-09-22, type: accepted, id: a, joint: false, room: "12", data: {id: x}}',
        '    - {time: "2025-09-23T09:30", type: withdrawn}',
        "    as_of: 2025-10-01",
        "    expect: []",
    ]


def test_a_history_is_evaluated_as_its_events_are() -> None:
    rules = PACKS["cn/licensing-law"]
    history = History(rules, (Event("c", "accepted", dt.date(2025, 9, 22)),), dt.date(2025, 12, 1))
    assert history.evaluate() == evaluate(rules, history, as_of=dt.date(2025, 12, 1))
    assert history.evaluate(as_of=dt.date(2025, 9, 30)).violations == ()


def test_a_clause_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no clause `decides`"):
        histories(PACKS["cn/licensing-law"], clause="decides")
