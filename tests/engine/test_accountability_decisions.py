"""What becomes of a proposed measure: imposed, dismissed, lifted, lowered, or left undecided for too long."""

import datetime as dt

import attrs
import pytest

from govrules.model.accountability import Ladder
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Adjustment, ProposedMeasure
from tests.engine.rules import END, at, day, ids, ignored, judge, on, rules, states, unknown

TEXT = """
measures: {ladder: [admonition, public_criticism, removal], imposed: imposed, dismissed: dismissed}
parameters: {time_to_decide: {type: period, values: {}, note: 及时}}
events:
  asked: {data: {person: string, office: string}}
  answered: {}
  imposed: {data: {measure: string, party: string, target: list}}
  dismissed: {data: {party: string}}
  corrected: {}
case: {tolerated: {type: bool}}
clauses:
  reply:
    responsible: trigger.person
    duty: {when: asked, must: answered, within: 2 days}
  answer:
    accountability:
      on: {violation: reply}
      answerable: {direct: responsible, leader: '"Li"'}
      propose: {any_of: [public_criticism, removal]}
      decided_by: '"office"'
      within: 3 working days
"""
ASKED = on(2, "asked", person="Wang", office="board")
"""due on Wed 4, so that on Thu 5 measures are proposed, to be decided on by Tue 10"""


def judged(*log: Event, text: str = TEXT, as_of: dt.date = END) -> Evaluation:
    return judge(rules(text), ASKED, *log, as_of=as_of)


def became(found: Evaluation) -> list[tuple[str, str, str | None]]:
    return [(each.party or "", each.state, each.imposed) for each in found.measures]


def decision(found: Evaluation) -> tuple[str, dt.date | None, str | None]:
    [own] = [each for each in found.obligations if each.clause == "answer"]
    return own.state, own.due, own.responsible


def silence(found: Evaluation) -> list[tuple[str, str | None, int | None]]:
    return [
        (each.clause_kind, each.responsible, each.late_by_days)
        for each in found.violations
        if each.clause == "answer"
    ]


def test_an_undecided_proposal_stays_one_and_the_silence_of_the_decider_is_a_violation() -> None:
    early = judged(as_of=day(9))
    assert became(early) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert decision(early) == ("pending", day(10), "office")
    found = judged(as_of=day(12))
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert decision(found) == ("overdue", day(10), "office")
    assert silence(found) == [("accountability", "office", 2)]
    [own] = [each for each in found.obligations if each.clause == "answer"]
    assert (own.id, own.limit, own.clause_kind) == (
        "p/answer:c@2026-03-05T00:00:00+08:00(reply@2026-03-02)",
        "3 working days",
        "accountability",
    )
    assert {(each.obligation, each.decider) for each in found.measures} == {(own.id, "office")}


def test_a_decision_that_names_nobody_decides_on_all_that_is_proposed() -> None:
    imposed = on(9, "imposed", measure="admonition")
    found = judged(imposed)
    assert became(found) == [("Wang", "imposed", "admonition"), ("Li", "imposed", "admonition")]
    assert [each.decision and each.decision.event for each in found.measures] == [imposed, imposed]
    assert (decision(found), silence(found)) == (("met", day(10), "office"), [])
    assert became(judged(on(9, "dismissed"))) == [("Wang", "dismissed", None), ("Li", "dismissed", None)]


def test_a_decision_that_names_a_party_decides_on_what_is_proposed_for_that_party() -> None:
    one = on(6, "imposed", measure="removal", party="Wang")
    found = judged(one)
    assert became(found) == [("Wang", "imposed", "removal"), ("Li", "proposed", None)]
    assert (decision(found)[0], len(silence(found))) == ("overdue", 1)
    both = judged(one, on(11, "dismissed", party="Li"))
    assert became(both) == [("Wang", "imposed", "removal"), ("Li", "dismissed", None)]
    assert (decision(both)[0], silence(both)) == ("met_late", [("accountability", "office", 1)])
    together = judged(on(6, "imposed", measure="removal", target=["Li", "Wang"]))
    assert became(together) == [("Wang", "imposed", "removal"), ("Li", "imposed", "removal")]
    other = judged(on(6, "imposed", measure="removal", party="Zhao"))
    assert became(other) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert ignored(other) == [("imposed", "no-effect")]


def test_only_the_first_decision_after_the_proposal_counts() -> None:
    found = judged(
        on(3, "imposed", measure="removal"), on(6, "dismissed"), on(9, "imposed", measure="removal")
    )
    assert became(found) == [("Wang", "dismissed", None), ("Li", "dismissed", None)]
    same = judged(on(5, "dismissed"))
    assert [(each.state, each.basis) for each in same.measures] == [("dismissed", ("same day",))] * 2


def test_a_decision_in_another_slice_decides_nothing_here() -> None:
    found = judged(on(6, "dismissed", case="d"))
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]


def test_without_a_limit_the_decision_stays_open_and_is_never_late() -> None:
    text = TEXT.replace("      within: 3 working days\n", "")
    assert (decision(judged(text=text)), silence(judged(text=text))) == (("pending", None, "office"), [])
    assert decision(judged(on(20, "dismissed"), text=text))[0] == "met"


def test_a_limit_that_nobody_has_set_leaves_the_decision_unknown_and_the_proposal_standing() -> None:
    found = judged(text=TEXT.replace("within: 3 working days", "within: params.time_to_decide"))
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert (decision(found), silence(found)) == (("unknown", None, "office"), [])
    assert unknown(found) == ["the parameter `time_to_decide` is not set: 及时"]


def test_several_limits_are_several_obligations_to_decide() -> None:
    text = TEXT.replace("within: 3 working days", "within: {first: 1 working day, last: 3 working days}")
    found = judged(on(9, "dismissed"), text=text)
    assert [each for each in states(found) if each[0].startswith("answer")] == [
        ("answer@2026-03-05T00:00:00+08:00(reply@2026-03-02)#first", "met_late", day(6)),
        ("answer@2026-03-05T00:00:00+08:00(reply@2026-03-02)#last", "met", day(10)),
    ]


def test_a_decider_whom_the_data_do_not_name_is_unknown_and_the_proposal_stands() -> None:
    text = TEXT.replace("decided_by: '\"office\"'", "decided_by: violation.trigger.office")
    named = judged(text=text)
    assert (decision(named)[2], [each.decider for each in named.measures]) == ("board", ["board"] * 2)
    found = judge(rules(text), on(2, "asked", person="Wang"), as_of=day(9))
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert decision(found) == ("pending", day(10), None)
    assert unknown(found) == [
        "who has to decide is not known: the violation of `reply` does not say `violation.trigger.office`"
    ]


def test_where_no_event_could_show_a_decision_none_is_found_missing() -> None:
    book = rules(TEXT)
    [policy] = book.policies
    silent = attrs.evolve(book, policies=(attrs.evolve(policy, ladder=Ladder(policy.ladder.measures)),))
    found = judge(silent, ASKED)
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert [each.clause for each in found.obligations] == ["reply"]
    assert [each.reason.code for each in found.unknowns] == ["no-decision-declared"]


def test_records_of_a_decision_that_contradict_each_other_decide_nothing_and_accuse_nobody() -> None:
    twice = [
        Event("c", "imposed", day(9), id="1", data={"measure": "removal"}),
        Event("c", "imposed", day(20), id="1", data={"measure": "removal"}),
    ]
    found = judged(*twice)
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert (decision(found)[0], silence(found)) == ("unknown", [])
    assert {each.reason.code for each in found.unknowns} == {"conflicting-records"}


def test_the_silence_of_the_decider_feeds_other_clauses_and_not_itself() -> None:
    text = TEXT.replace(
        "    accountability:\n      on: {violation: reply}",
        "    tags: [x]\n    accountability:\n      on: {violation: [reply]}",
    )
    text += """
  above:
    accountability: {on: {violation: "tag:x"}, answerable: {direct: responsible}}
"""
    found = judged(text=text)
    assert [(each.clause, each.party, each.on) for each in found.attributions] == [
        ("above", "office", ("p/answer:c@2026-03-05T00:00:00+08:00(reply@2026-03-02)/violation",))
    ]
    assert len(found.measures) == 2


# -- mitigation ----------------------------------------------------------------------------------------

EXEMPT = "  spare: {accountability: {on: {proposed: answer}, adjust: exempt}}\n"
LOWER = "  mild: {accountability: {on: {proposed: answer}, adjust: lower}}\n"


def measures(found: Evaluation) -> list[tuple[str, tuple[str, ...], tuple[Adjustment, ...]]]:
    return [(each.state, each.measures, each.adjusted) for each in found.measures]


def test_an_exempt_measure_is_proposed_no_more_and_the_violation_stands() -> None:
    found = judged(text=TEXT + EXEMPT)
    exempt = ("exempt", ("public_criticism", "removal"), (Adjustment("p/spare", "exempt"),))
    assert measures(found) == [exempt, exempt]
    assert [each.clause for each in found.violations] == ["reply"]
    [own] = [each for each in found.obligations if each.clause == "answer"]
    assert (own.state, own.reason and own.reason.en) == (
        "ended",
        "`p/spare` exempts from every measure that was to be decided on",
    )


def test_a_lowered_measure_stands_one_step_lower_and_the_lowest_stays() -> None:
    once = ("proposed", ("admonition", "public_criticism"), (Adjustment("p/mild", "lower"),))
    assert measures(judged(text=TEXT + LOWER)) == [once, once]
    again = LOWER.replace("mild", "milder")
    twice = (
        "proposed",
        ("admonition",),
        (Adjustment("p/mild", "lower"), Adjustment("p/milder", "lower", ("admonition",))),
    )
    assert measures(judged(text=TEXT + again + LOWER)) == [twice, twice]


def test_what_stands_on_no_step_of_the_ladder_is_lowered_to_nothing_and_stays() -> None:
    text = TEXT.replace("{any_of: [public_criticism, removal]}", "trigger.office") + LOWER
    stays = ("proposed", ("board",), (Adjustment("p/mild", "lower", ("board",)),))
    assert measures(judged(text=text)) == [stays, stays]


def test_a_mitigation_is_read_of_each_proposal_and_may_be_about_one_party_alone() -> None:
    text = TEXT + EXEMPT.replace("spare: {", 'spare: {if: event.party == "Li" and event.role == "leader", ')
    assert became(judged(text=text)) == [("Wang", "proposed", None), ("Li", "exempt", None)]
    one = judged(on(9, "imposed", measure="removal", party="Wang"), text=text)
    assert (decision(one)[0], silence(one)) == ("met", [])


def test_a_mitigation_of_which_it_is_unknown_whether_it_applies_leaves_the_measure_as_it_is() -> None:
    found = judged(text=TEXT + EXEMPT.replace("spare: {", "spare: {if: case.tolerated, "))
    assert became(found) == [("Wang", "proposed", None), ("Li", "proposed", None)]
    assert [(each.clause, each.reason.code) for each in found.unknowns] == [
        ("spare", "case-field-missing")
    ] * 2


def test_what_mitigates_only_after_the_decision_changes_nothing() -> None:
    text = TEXT + EXEMPT.replace("{proposed: answer}", "{all: [{proposed: answer}, corrected]}")
    corrected, imposed = on(9, "corrected"), on(6, "imposed", measure="removal", party="Wang")
    assert [each[1] for each in became(judged(corrected, text=text))] == ["exempt", "exempt"]
    assert became(judged(corrected, imposed, text=text)) == [
        ("Wang", "imposed", "removal"),
        ("Li", "exempt", None),
    ]
    later = attrs.evolve(imposed, time=day(10))
    assert [each[1] for each in became(judged(corrected, later, text=text))] == ["exempt", "exempt"]


@pytest.mark.parametrize(("known", "state"), [(9, "ended"), (12, "overdue")])
def test_a_measure_lifted_too_late_leaves_the_silence_of_the_decider_a_breach(known: int, state: str) -> None:
    text = TEXT.replace("{direct: responsible, leader: '\"Li\"'}", "{direct: responsible}")
    text += EXEMPT.replace("{proposed: answer}", "{all: [{proposed: answer}, corrected]}")
    found = judged(on(known, "corrected"), text=text)
    assert became(found) == [("Wang", "exempt", None)]
    assert (decision(found)[0], len(silence(found))) == (state, int(state == "overdue"))


def test_a_proposal_tells_those_who_wait_for_it_on_which_violation_it_rests() -> None:
    text = TEXT + EXEMPT.replace("spare: {", 'spare: {if: violation.clause == "reply", ')
    assert became(judged(text=text)) == [("Wang", "exempt", None), ("Li", "exempt", None)]


def test_what_is_proposed_says_all_that_it_rests_on() -> None:
    [first, _] = judged(on(at(9, 10), "imposed", measure="removal", party="Wang")).measures
    assert first == ProposedMeasure(
        id="p/answer:c@2026-03-05T00:00:00+08:00(reply@2026-03-02)/direct",
        policy="p",
        clause="answer",
        case="c",
        on=("p/reply:c@2026-03-02/violation",),
        role="direct",
        party="Wang",
        at=at(5, 0),
        measures=("public_criticism", "removal"),
        state="imposed",
        decider="office",
        decision=first.decision,
        imposed="removal",
        obligation="p/answer:c@2026-03-05T00:00:00+08:00(reply@2026-03-02)",
    )
    assert ids((first,)) == ["answer@2026-03-05T00:00:00+08:00(reply@2026-03-02)/direct"]
