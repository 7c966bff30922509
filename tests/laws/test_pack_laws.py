"""What holds for every history under the shipped packs."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.model.clauses import Duty
from govrules.model.events import ContentKey, Event
from govrules.model.findings import Evaluation, Finding, Moment, Obligation
from govrules.model.patterns import event_names
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from tests.laws.histories import SHANGHAI, Vocabulary, depends_on, histories, vocabulary

PACKS = ("cn/licensing-law", "cn/hubei-2008-36", "cn/yuexi-efficiency", "cn/district-eight-systems")
RULES: dict[str, Rulebook] = {name: load(name).or_raise() for name in PACKS}
WORDS: dict[str, Vocabulary] = {name: vocabulary(rules) for name, rules in RULES.items()}
END = dt.date(2025, 12, 24)

every_pack = pytest.mark.parametrize("pack", PACKS)
some = settings(max_examples=max(settings().max_examples // 5, 10))


def is_by_the_end_of(day: dt.date, event: Event) -> bool:
    """A day ends at 24:00, which is the next midnight, and its end belongs to it."""
    if not isinstance(event.time, dt.datetime):
        return event.time <= day
    return event.time <= dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=SHANGHAI)


def findings(evaluation: Evaluation) -> list[Finding]:
    return list(evaluation)


def local_day(event: Event) -> dt.date:
    return event.time.astimezone(SHANGHAI).date() if isinstance(event.time, dt.datetime) else event.time


@every_pack
@some
@given(data=st.data())
def test_input_order_and_exact_duplicates_do_not_matter(pack: str, data: st.DataObject) -> None:
    events = data.draw(histories(WORDS[pack]))
    again = data.draw(st.permutations(events))
    twice = [each for each in again if data.draw(st.booleans())]
    first = evaluate(RULES[pack], events, as_of=END)
    second = evaluate(RULES[pack], [*twice, *again], as_of=END)
    assert findings(second) == findings(first)
    assert second.ignored == first.ignored
    assert second.provenance == first.provenance


@every_pack
@some
@given(data=st.data())
def test_what_comes_after_as_of_does_not_matter(pack: str, data: st.DataObject) -> None:
    events = data.draw(histories(WORDS[pack]))
    seen = data.draw(st.sampled_from(sorted({local_day(each) for each in events})))
    seen += dt.timedelta(days=data.draw(st.integers(-1, 30)))
    up_to = [each for each in events if is_by_the_end_of(seen, each)]
    assume(len(up_to) < len(events) or data.draw(st.booleans()))
    assert findings(evaluate(RULES[pack], events, as_of=seen)) == findings(
        evaluate(RULES[pack], up_to, as_of=seen)
    )


def moment(time: dt.date | dt.datetime) -> dt.datetime:
    if isinstance(time, dt.datetime):
        return time.astimezone(SHANGHAI)
    return dt.datetime.combine(time, dt.time(), tzinfo=SHANGHAI)


def local(at: Moment) -> dt.datetime:
    return at.local.replace(tzinfo=SHANGHAI)


def undisputed(events: Sequence[Event]) -> list[Event]:
    """Events but those whose id another event of the case has with other content: they are set aside."""
    contents: dict[tuple[str, str | None], set[ContentKey]] = {}
    for each in events:
        contents.setdefault((each.case, each.id), set()).add(each.content_key())
    return [each for each in events if each.id is None or len(contents[each.case, each.id]) == 1]


def could_meet(event: Event, finding: Finding) -> bool:
    """Whether an event belongs to the slice of a finding, or to all slices of its case."""
    own = {**event.data, **({"unit": event.unit} if event.unit is not None else {})}
    return event.case == finding.case and all(own.get(name) == value for name, value in finding.slice)


@every_pack
@some
@given(data=st.data())
def test_a_lapse_has_no_decision_in_time_and_a_later_one_is_late(pack: str, data: st.DataObject) -> None:
    rules = RULES[pack]
    events = data.draw(histories(WORDS[pack]))
    found = evaluate(rules, events, as_of=END)
    obligations = {each.id: each for each in found.obligations}
    lapses = {each.id: each for each in found.lapses}
    for lapse in found.lapses:
        obligation = obligations[lapse.obligation]
        assert obligation.state == "lapsed"
        assert obligation.fulfilled is None
        assert lapse.trigger is not None
        assert lapse.at is not None
        [body] = {each.body for each in rules.versions(lapse.full_clause)}
        assert isinstance(body, Duty)
        in_time = [
            each
            for each in undisputed(events)
            if each.type in event_names(body.must)
            and could_meet(each, lapse)
            and local_day(each) > lapse.trigger.at.date
            and moment(each.time) < lapse.at
        ]
        assert in_time == []
    for late in found.late_decisions:
        assert late.event is not None
        assert not late.event.derived
        lapsed = lapses[late.lapse].at
        assert lapsed is not None
        assert local(late.event.at) >= lapsed


SETTLED = ("met", "met_late", "lapsed", "ended", "violated")


@every_pack
@some
@given(data=st.data())
def test_a_later_as_of_changes_only_what_was_open(pack: str, data: st.DataObject) -> None:
    events = data.draw(histories(WORDS[pack]))
    last = max(local_day(each) for each in events)
    early = last + dt.timedelta(days=data.draw(st.integers(-20, 10)))
    late = early + dt.timedelta(days=data.draw(st.integers(1, 60)))
    assume(late < dt.date(2026, 3, 1))
    before = evaluate(RULES[pack], events, as_of=early)
    after = evaluate(RULES[pack], events, as_of=late)
    later = {each.id: each for each in after}
    for obligation in before.obligations:
        now = later.get(obligation.id)
        if obligation.state == "excused":
            # What was excused stays so; that it was done after all is added.
            assert isinstance(now, Obligation)
            assert attrs.evolve(now, fulfilled=None) == attrs.evolve(obligation, fulfilled=None)
        elif obligation.state in SETTLED:
            assert now == obligation
        elif obligation.state == "overdue":
            assert isinstance(now, Obligation)
            assert now.due == obligation.due
            assert now.state in {"overdue", "met_late"}
    for each in (*before.lapses, *before.late_decisions, *before.alerts):
        assert later.get(each.id) == each
    for violation in before.violations:
        assert violation.id in later


def test_what_was_met_stays_met_when_an_event_does_not_say_what_it_ends() -> None:
    day = dt.date(2025, 1, 13)
    history = [
        Event("c", "client_came", day, data={"brought_materials": True, "visit": "visit-1"}),
        Event("c", "materials_examined", day, data={"visit": "visit-1"}),
        Event("c", "visit_ended", day + dt.timedelta(days=1)),
    ]
    for days in (0, 1, 2):
        found = evaluate(RULES["cn/hubei-2008-36"], history, as_of=day + dt.timedelta(days=days))
        states = {each.clause: each.state for each in found.obligations}
        assert states["examine_materials"] == "met"


def renamed(text: str) -> str:
    return text.replace("case-", "renamed-")


def plain(evaluation: Evaluation) -> list[str]:
    """The findings as text, in an order that does not depend on the names of cases."""
    return sorted(json.dumps(each.to_dict(), ensure_ascii=False, sort_keys=True) for each in evaluation)


def rename(event: Event) -> Event:
    more: dict[str, Any] = {"case": renamed(event.case)}
    if event.id is not None:
        more["id"] = renamed(event.id)
    return attrs.evolve(event, **more)


@every_pack
@some
@given(data=st.data())
def test_renaming_cases_changes_nothing_but_the_names(pack: str, data: st.DataObject) -> None:
    events = data.draw(histories(WORDS[pack]))
    first = evaluate(RULES[pack], events, as_of=END)
    second = evaluate(RULES[pack], [rename(each) for each in events], as_of=END)
    assert sorted(renamed(each) for each in plain(first)) == plain(second)


@every_pack
@some
@given(data=st.data())
def test_removing_a_clause_removes_its_findings_and_what_depends_on_it(
    pack: str, data: st.DataObject
) -> None:
    rules = RULES[pack]
    removed = data.draw(st.sampled_from(sorted({each.full_id for each in rules.clauses})))
    events = data.draw(histories(WORDS[pack]))
    touched = depends_on(rules, removed)
    whole = evaluate(rules, events, as_of=END)
    less = evaluate(rules.without(removed), events, as_of=END)
    assert not [each for each in less if each.full_clause == removed]
    assert untouched(less, touched) == untouched(whole, touched)


def untouched(evaluation: Evaluation, touched: Sequence[str] | set[str]) -> list[Finding]:
    return [each for each in evaluation if each.full_clause not in touched]


@every_pack
def test_the_histories_of_a_pack_reach_its_clauses(pack: str) -> None:
    """The laws above hold of something: the generator triggers the clauses that it claims to speak of."""
    reached: set[str] = set()
    lapsed = 0

    @settings(max_examples=200, database=None, derandomize=True)
    @given(events=histories(WORDS[pack]))
    def look(events: list[Event]) -> None:
        nonlocal lapsed
        found = evaluate(RULES[pack], events, as_of=END)
        reached.update(each.full_clause for each in found)
        lapsed += len(found.lapses)

    look()
    wanted = {each.full_id for each in RULES[pack].clauses if each.kind != "not_checkable"}
    assert wanted - reached == set()
    deeming = [each for each in RULES[pack].clauses if isinstance(each.body, Duty) and each.body.on_lapse]
    assert lapsed > 0 or not deeming
