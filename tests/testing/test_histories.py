"""Random histories: in a rulebook's own words, small, plain, and ready to be pasted."""

import datetime as dt
import random
import textwrap
from pathlib import Path

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.events import Event
from govrules.model.records import Record
from govrules.scenarios.reader import read_scenarios
from govrules.scenarios.run import Result, run
from govrules.testing import History, histories, noisy, scenario_text
from govrules.testing.any_history import throw_history
from govrules.testing.any_rulebook import KINDS
from govrules.testing.chance import Thrown
from govrules.testing.ground import ground_of
from govrules.testing.noise import throw_noise
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
    # An answer needs a breach, and whoever holds the post on record by then: blind chance is seldom so lucky.
    kinds = set(KINDS) - {"accountability"}
    wanted = {each.full_id for each in PACKS[pack].clauses if each.kind in kinds}
    assert wanted
    for _ in range(40 * len(wanted)):
        wanted -= {each.full_clause for each in throw_history(source, ground).evaluate()}
        if not wanted:
            break
    assert wanted == set()


@every_pack
def test_a_broken_clause_shrinks_to_few_events_on_calm_days(pack: str) -> None:
    found = find(
        histories(PACKS[pack]),
        lambda history: bool([*history.evaluate().violations, *history.evaluate().lapses]),
        settings=settings(max_examples=300, database=None, derandomize=True),
    )
    assert len(found.events) <= 4
    assert all(isinstance(each.time, dt.date) for each in found.events)


@every_pack
@some
@given(data=st.data())
def test_noise_other_than_lost_hours_changes_no_finding(pack: str, data: st.DataObject) -> None:
    history = data.draw(histories(PACKS[pack]))
    noise = data.draw(noisy(history, bare_dates=False))
    assert list(noise.evaluate()) == list(history.evaluate())


def kinds_of_noise(before: History, after: History) -> set[str]:
    """What noise did to a history, told from the outside."""
    found = set()
    if len(after.events) > len(before.events):
        found.add("duplicates")
    if any(isinstance(each.time, dt.datetime) for each in before.events) and [
        each for each in after.events if each not in before.events
    ]:
        found.add("bare_dates")
    once = [each for number, each in enumerate(after.events) if each not in after.events[:number]]
    if local_day(once[-1], before) < max(local_day(each, before) for each in once):
        found.add("late_arrival")
    firsts = [before.events.index(each) for each in once if each in before.events]
    if firsts[:-1] != sorted(firsts[:-1]):
        found.add("disorder")
    return found


def local_day(event: Event, history: History) -> dt.date:
    zone = ground_of(history.rulebook).zone
    return event.time.astimezone(zone).date() if isinstance(event.time, dt.datetime) else event.time


NOISE = ("duplicates", "disorder", "late_arrival", "bare_dates")


@pytest.mark.parametrize("only", [*NOISE, ""])
def test_each_noise_appears_where_it_is_wanted_and_nowhere_else(only: str) -> None:
    source, found = Thrown(random.Random(1)), []
    ground = ground_of(PACKS["cn/licensing-law"])
    for _ in range(150):
        history = throw_history(source, ground, cases=1)
        noise = throw_noise(source, history, **{each: each == only for each in NOISE})
        found.append(kinds_of_noise(history, noise))
        assert {(each.case, each.type, local_day(each, history)) for each in noise.events} == {
            (each.case, each.type, local_day(each, history)) for each in history.events
        }
        assert noise.as_of == history.as_of
    shows = {"": set(), "disorder": {"disorder", "late_arrival"}}.get(only, {only})
    assert set().union(*found) == shows
    assert sum(bool(each) for each in found) >= (15 if only else 0)


def test_all_noise_together_appears_in_noisy_histories() -> None:
    found: set[str] = set()

    @settings(max_examples=50)
    @given(data=st.data())
    def look(data: st.DataObject) -> None:
        history = data.draw(histories(PACKS["cn/licensing-law"]))
        found.update(kinds_of_noise(history, data.draw(noisy(history))))

    look()
    assert found == set(NOISE)


@every_pack
def test_printed_histories_are_scenarios_that_pass(pack: str, tmp_path: Path) -> None:
    texts: list[str] = []

    @some
    @given(histories(PACKS[pack]))
    def print_out(history: History) -> None:
        texts.append(
            scenario_text(
                history.rulebook,
                history.events,
                as_of=history.as_of,
                found=history.evaluate(),
                title='it\'s: "so"',
            )
        )

    print_out()
    assert len(texts) >= 10
    # All in one file under names of their own, so that the rules are loaded once.
    head = texts[0].partition("cases:\n")[0]
    cases = [text.partition("cases:\n")[2].partition("\n")[2] for text in texts]
    whole = "\n".join([f"{head}cases:", *(f"  s{number}:\n{case}" for number, case in enumerate(cases))])
    assert failures(whole, pack, tmp_path, len(texts)) == []


def failures(text: str, pack: str, folder: Path, number: int) -> list[str]:
    return [
        f"{each.status}: {each.differences} {each.diagnostics}"
        for each in pasted(text, pack, folder, number)
        if each.status != "passed"
    ]


def pasted(text: str, pack: str, folder: Path, number: int = 1) -> tuple[Result, ...]:
    """What a scenario file comes to that holds the text of so many, and the rules under test beside it."""
    file = folder / "pasted.scenarios.yaml"
    head, _, rest = text.partition("\n")
    file.write_text(f"{head}\nrules: [{pack}]\n{rest}\n", encoding="utf-8")
    report = run([file])
    assert report.diagnostics == ()
    assert len(report.results) == number
    return report.results


@pytest.mark.parametrize("pack", ["cn/licensing-law", "cn/yuexi-efficiency"])
def test_a_failing_property_prints_a_short_scenario_that_shows_the_same_when_pasted(
    pack: str, tmp_path: Path
) -> None:
    """From a property that fails, through what hypothesis prints, to a scenario file that is run."""

    @settings(max_examples=200, database=None, derandomize=True, report_multiple_bugs=False)
    @given(histories(PACKS[pack], cases=1))
    def nothing_is_ever_missed(history: History) -> None:
        found = history.evaluate()
        assert not found.violations
        assert not found.lapses

    with pytest.raises(AssertionError) as caught:
        nothing_is_ever_missed()
    noted = "\n".join(getattr(caught.value, "__notes__", []))
    lines = [line.strip(" ") for line in noted.splitlines()]
    first = lines.index("govrules: 1")
    last = next(number for number, line in enumerate(lines) if line.startswith("expect: []"))
    assert last - first <= 9
    # As a person would do it: the lines of the scenario, moved to the left margin.
    shown = textwrap.dedent("\n".join(noted.splitlines()[first : last + 1]))
    [result] = pasted(shown.removesuffix(","), pack, tmp_path)
    assert result.status == "failed"
    assert {each.found.finding.kind for each in result.differences if each.found is not None} & {
        "violation",
        "lapse",
    }


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


def test_a_history_with_records_prints_them_and_is_read_again(tmp_path: Path) -> None:
    rules = PACKS["cn/hubei-2008-36"]
    first, later = dt.date(2025, 9, 1), dt.date(2025, 9, 15)
    head = {"unit": ["no"], "role": "行政首长"}
    history = History(
        rules,
        (Event("case-1", "self_inspection_done", dt.date(2025, 9, 22), unit="甲局"),),
        dt.date(2025, 10, 1),
        records=(
            Record("post", "head", {**head, "holder": "a"}, until=later),
            Record("post", "head", {**head, "holder": "b"}, start=later),
            Record("unit", "甲局", {"kinds": ["department"]}, start=first),
        ),
    )
    assert repr(history).splitlines()[3:9] == [
        "  case-1:",
        "    records:",
        "      post:",
        '        head: [{until: 2025-09-15, unit: ["no"], role: 行政首长, holder: a}, '
        '{from: 2025-09-15, unit: ["no"], role: 行政首长, holder: b}]',
        "      unit:",
        "        甲局: {from: 2025-09-01, kinds: [department]}",
    ]
    path = tmp_path / "found.scenarios.yaml"
    path.write_text(repr(history), encoding="utf-8")
    [scenario] = read_scenarios(path).scenarios
    assert scenario.records == history.records


def test_a_history_is_evaluated_as_its_events_are() -> None:
    rules = PACKS["cn/licensing-law"]
    history = History(rules, (Event("c", "accepted", dt.date(2025, 9, 22)),), dt.date(2025, 12, 1))
    assert history.evaluate() == evaluate(rules, history, as_of=dt.date(2025, 12, 1))
    assert history.evaluate(as_of=dt.date(2025, 9, 30)).violations == ()


def test_a_clause_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no clause `decides`"):
        histories(PACKS["cn/licensing-law"], clause="decides")
