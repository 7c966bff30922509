"""Who answers for a breach or a finding, and what is proposed."""

import datetime as dt
import textwrap

from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Attribution
from tests.engine.rules import END, at, day, ids, judge, on, rules, unknown

EVENTS = """
events:
  accepted: {data: {person: string, leaders: list, liability: string, excused: bool}}
  decided: {}
  told: {}
  moved: {data: {to: string}}
  harm_found: {data: {person: string, loss: string}}
  weak_execution_found: {data: {person: string}}
  excuse_approved: {}
  award_granted: {data: {party: string}}
  accident_registered: {}
  imposed: {data: {measure: string, party: string}}
  dismissed: {}
  posted: {data: {post: string, unit: string, role: string, holder: string}}
records: {post: {set_by: posted, data: {unit: string, role: string, holder: string}}}
measures: {ladder: [admonition, public_criticism, removal], imposed: imposed, dismissed: dismissed}
clauses:
  decide:
    tags: [limits]
    responsible: {first: trigger.person, passes: {on: moved, to: event.to}}
    duty: {when: accepted, must: decided, within: 2 days, repeat: each}
  tell: {strength: should, tags: [limits], duty: {when: accepted, must: told, within: 1 day}}
"""


def answering(clause: str, *log: Event, as_of: dt.date = END) -> Evaluation:
    """What a clause `answer` comes to: its key and value are given as they stand in the file."""
    return judge(rules(f"{EVENTS}  answer:\n{_indented(clause)}"), *log, as_of=as_of)


def _indented(text: str) -> str:
    return textwrap.indent(textwrap.dedent(text).strip(), "    ")


LEADERS = """
accountability:
  on: {violation: decide}
  answerable: {direct: responsible, leader: trigger.leaders}
"""


def parties(found: Evaluation) -> list[tuple[str, str | None]]:
    return [(each.role, each.party) for each in (*found.attributions, *found.measures)]


def test_who_was_responsible_answers_for_a_violation_by_its_tag() -> None:
    found = answering(
        'accountability: {on: {violation: "tag:limits"}, answerable: {direct: responsible}}',
        on(2, "accepted", unit="u", person="Wang"),
    )
    assert found.attributions == (
        Attribution(
            id="p/answer:c@2026-03-05T00:00:00+08:00(decide@2026-03-02)/direct",
            policy="p",
            clause="answer",
            case="c",
            on=("p/decide:c@2026-03-02/violation",),
            role="direct",
            party="Wang",
            unit="u",
            at=at(5, 0),
        ),
    )
    assert (found.measures, found.unknowns) == ((), ())


def test_a_shortfall_makes_nobody_answerable() -> None:
    found = answering(
        "accountability: {on: {violation: [tell, decide]}, answerable: {direct: '\"head\"'}}",
        on(2, "accepted", person="Wang"),
        on(3, "decided"),
    )
    assert ([each.clause for each in found.shortfalls], parties(found)) == (["tell"], [])


def test_whoever_held_the_matter_when_it_became_late_answers_whoever_holds_it_afterwards() -> None:
    log = [on(2, "accepted", person="Wang"), on(3, "moved", to="Li"), on(6, "moved", to="Zhao")]
    found = answering("accountability: {on: {violation: decide}, answerable: {direct: responsible}}", *log)
    assert parties(found) == [("direct", "Li")]


def test_each_role_and_each_party_of_a_list_is_a_finding_of_its_own() -> None:
    found = answering(
        LEADERS,
        on(2, "accepted", person="Wang", leaders=["Li", "Zhao", "Li"]),
    )
    assert parties(found) == [("direct", "Wang"), ("leader", "Li"), ("leader", "Zhao")]
    assert len({each.id for each in found.attributions}) == 3


def test_a_party_that_nothing_names_is_unknown_and_the_others_answer() -> None:
    found = answering(
        LEADERS,
        on(2, "accepted", leaders=["Li", ""]),
    )
    assert parties(found) == [("leader", "Li")]
    assert unknown(found) == [
        "the violation of `decide` does not say `violation.responsible`",
        "nobody is named who would answer as `leader`",
    ]
    assert ids(found.unknowns) == [
        "answer@2026-03-05T00:00:00+08:00(decide@2026-03-02)/direct/unknown",
        "answer@2026-03-05T00:00:00+08:00(decide@2026-03-02)/leader/unknown",
    ]


def test_a_post_is_asked_who_held_it_on_the_day_of_the_act() -> None:
    clause = """
    accountability:
      on: {all: [{violation: decide}, harm_found]}
      answerable: {leader: 'holder("head", of=violation.unit)'}
    """
    log = [
        on(1, "posted", post="1", unit="u", role="head", holder="Li"),
        on(2, "accepted", unit="u", person="Wang"),
        on(10, "posted", post="1", unit="u", role="head", holder="Zhao"),
        on(20, "harm_found"),
    ]
    assert parties(answering(clause, *log)) == [("leader", "Li")]
    assert parties(answering(clause, *log[1:])) == []
    assert [each.reason.code for each in answering(clause, *log[1:]).unknowns] == ["post-unknown"]


def test_breach_and_harm_make_answerable_whichever_is_known_first() -> None:
    clause = """
    accountability:
      on: {all: [{violation: "tag:limits"}, harm_found]}
      answerable: {direct: responsible}
    """
    accepted = on(2, "accepted", unit="u", person="Wang")
    before, after = on(3, "harm_found"), on(9, "harm_found")
    first = answering(clause, accepted, before)
    assert [(each.at, [one.event for one in each.events], each.on) for each in first.attributions] == [
        (at(5, 0), [before], ("p/decide:c@2026-03-02/violation",))
    ]
    last = answering(clause, accepted, after)
    assert [(each.at, [one.event for one in each.events], each.unit) for each in last.attributions] == [
        (at(9, 0), [after], "u")
    ]
    assert parties(answering(clause, accepted)) == parties(answering(clause, after)) == []
    assert parties(answering(clause, accepted, after, as_of=day(8))) == []


def test_each_of_several_breaches_is_answered_for_where_harm_was_found_once() -> None:
    clause = """
    accountability:
      on: {all: [{violation: "tag:limits"}, harm_found]}
      answerable: {direct: responsible}
    """
    log = [
        on(2, "accepted", person="Wang"),
        on(3, "accepted", person="Li"),
        on(20, "accepted", person="Zhao"),
    ]
    found = answering(clause, *log, on(9, "harm_found"), on(10, "harm_found"))
    assert [(each.party, each.at) for each in found.attributions] == [
        ("Wang", at(9, 0)),
        ("Li", at(9, 0)),
        ("Zhao", at(24, 0)),
    ]
    assert len({each.id for each in found.attributions}) == 3


def test_an_if_is_read_once_all_is_there_of_whichever_event_carries_the_field() -> None:
    clause = """
    if: event.loss == "none" and violation.due == "2026-03-04" and event.person == "Wang"
    accountability:
      on: {all: [{violation: "tag:limits"}, harm_found]}
      answerable: {direct: responsible}
    """
    accepted = on(2, "accepted", person="Wang")
    assert parties(answering(clause, accepted, on(3, "harm_found", loss="none"))) == [("direct", "Wang")]
    assert parties(answering(clause, accepted, on(9, "harm_found", loss="none"))) == [("direct", "Wang")]
    great = answering(clause, accepted, on(9, "harm_found", loss="great"))
    assert (parties(great), great.unknowns) == ([], ())
    unsaid = answering(clause, accepted, on(9, "harm_found"))
    assert (parties(unsaid), [each.reason.code for each in unsaid.unknowns]) == ([], ["field-missing"])


def test_each_person_of_a_case_answers_for_what_concerns_that_person() -> None:
    clause = """
    per: [case, person]
    accountability:
      on: {all: [{violation: decide}, harm_found]}
      answerable: {direct: responsible}
    """
    log = [on(2, "accepted", person="Wang"), on(2, "accepted", person="Li"), on(9, "harm_found", person="Li")]
    found = answering(clause, *log)
    assert [(each.slice, each.party) for each in found.attributions] == [((("person", "Li"),), "Li")]


def test_a_breach_that_does_not_say_whom_it_concerns_is_not_laid_to_everybody() -> None:
    clause = """
    per: [case, person]
    accountability:
      on: {violation: decide}
      answerable: {direct: event.person}
    """
    found = answering(clause, on(2, "accepted"), on(2, "harm_found", person="Li"))
    assert parties(found) == []
    assert [each.reason.code for each in found.unknowns] == ["slice-field-missing"]


def test_the_text_in_force_on_the_day_of_the_breach_decides_whatever_holds_when_harm_is_found() -> None:
    clause = """
    versions: [{from: 2020-01-01, until: 2026-03-04}, {from: 2026-03-05}]
    accountability:
      on: {all: [{violation: decide}, harm_found]}
      answerable: {direct: responsible}
      propose: {any_of: [admonition, public_criticism]}
    """
    second = clause.replace("{from: 2026-03-05}", "{from: 2026-03-05, accountability: {propose: removal}}")
    harm = on(20, "harm_found")
    # Due on the 4th, when nothing was in force; on the 3rd under the first text, on the 5th under the second.
    assert parties(answering(second, on(2, "accepted", person="Wang"), harm)) == []
    before, after = (answering(second, on(day_, "accepted", person="Wang"), harm) for day_ in (1, 3))
    assert [each.measures for each in before.measures] == [("admonition", "public_criticism")]
    assert [each.measures for each in after.measures] == [("removal",)]


def test_an_excuse_known_by_then_lifts_everything_and_a_later_one_nothing() -> None:
    clause = """
    unless: happened(excuse_approved)
    accountability: {on: {violation: decide}, answerable: {direct: responsible}}
    """
    accepted = on(2, "accepted", person="Wang")
    assert parties(answering(clause, accepted, on(4, "excuse_approved"))) == []
    assert parties(answering(clause, accepted, on(9, "excuse_approved"))) == [("direct", "Wang")]
    found = answering(clause.replace("happened(excuse_approved)", "case.excused"), accepted)
    assert (parties(found), [each.reason.code for each in found.unknowns]) == ([], ["case-field-missing"])


def test_any_violation_is_that_of_every_other_clause() -> None:
    clause = """
    accountability:
      on: {violation: any}
      answerable: {head: '"head"'}
      propose: removal
      decided_by: '"office"'
      within: 1 day
    """
    found = answering(clause, on(2, "accepted"))
    assert [each.clause for each in found.violations] == ["decide", "answer"]
    assert [each.on for each in found.measures] == [("p/decide:c@2026-03-02/violation",)]


def test_a_finding_alone_makes_answerable_whom_the_clause_names() -> None:
    clause = """
    responsible: event.person
    accountability: {on: weak_execution_found, answerable: {direct: responsible}, propose: removal}
    """
    found = answering(clause, on(2, "weak_execution_found", person="Wang"))
    assert [(each.party, each.measures, each.on, each.at) for each in found.measures] == [
        ("Wang", ("removal",), (), at(2, 0))
    ]
    nobody = answering(clause.replace("responsible: event.person", ""), on(2, "weak_execution_found"))
    assert [each.reason.code for each in nobody.unknowns] == ["nobody-responsible"]


def test_measures_are_proposed_from_the_mildest_to_the_gravest_or_as_an_expression_names_them() -> None:
    several = """
    accountability:
      on: {violation: decide}
      answerable: {direct: responsible}
      propose: {any_of: [removal, admonition]}
    """
    accepted = on(2, "accepted", person="Wang", liability="as pledged")
    found = answering(several, accepted)
    assert [(each.measures, each.state, each.decider) for each in found.measures] == [
        (("admonition", "removal"), "proposed", None)
    ]
    assert found.attributions == ()
    written = several.replace("{any_of: [removal, admonition]}", "trigger.liability")
    assert [each.measures for each in answering(written, accepted).measures] == [("as pledged",)]
    unsaid = answering(written, on(2, "accepted", person="Wang"))
    assert (unsaid.measures, unsaid.attributions) == ((), ())
    assert [each.reason.code for each in unsaid.unknowns] == ["field-missing"]


def test_a_should_clause_attributes_and_proposes_nothing() -> None:
    clause = """
    strength: should
    accountability:
      on: {violation: decide}
      answerable: {direct: responsible}
      propose: removal
      decided_by: '"office"'
    """
    found = answering(clause, on(2, "accepted", person="Wang"))
    assert ([each.strength for each in found.attributions], found.measures) == (["should"], ())
    assert [each.clause for each in found.obligations] == ["decide", "tell"]


def test_a_recorded_departure_leaves_an_in_principle_clause_with_an_attribution() -> None:
    clause = """
    strength: in_principle
    accountability: {on: {violation: decide}, answerable: {direct: responsible}, propose: removal}
    """
    accepted = on(2, "accepted", person="Wang")
    assert [each.strength for each in answering(clause, accepted).measures] == ["in_principle"]
    found = answering(clause, accepted, on(3, "departure_recorded", clause="answer", reasons="first time"))
    assert ([each.basis for each in found.attributions], found.measures) == ([("departure recorded",)], ())


def test_records_that_contradict_each_other_accuse_nobody() -> None:
    clause = (
        "accountability: {on: {all: [{violation: decide}, harm_found]}, answerable: {direct: responsible}}"
    )
    twice = [
        Event("c", "harm_found", day(9), id="1", data={"loss": "none"}),
        Event("c", "harm_found", day(9), id="1", data={"loss": "great"}),
    ]
    found = answering(clause, on(2, "accepted", person="Wang"), *twice)
    assert parties(found) == []
    assert {each.reason.code for each in found.unknowns} == {"conflicting-records"}


def test_who_is_barred_is_barred_by_what_was_imposed_and_never_by_a_proposal() -> None:
    text = f"""{EVENTS}
  answer:
    accountability: {{on: {{violation: decide}}, answerable: {{direct: responsible}}, propose: removal}}
  no_award:
    prohibition: {{per: party, when: award_granted, during: {{from: imposed, to: end of year}}}}
"""
    accepted = on(2, "accepted", person="Wang")
    award = on(20, "award_granted", case="awards", party="Wang")
    proposed = judge(rules(text), accepted, award)
    assert [each.clause for each in proposed.violations] == ["decide"]
    imposed = judge(rules(text), accepted, on(10, "imposed", measure="removal", party="Wang"), award)
    assert [(each.clause, each.case) for each in imposed.violations] == [
        ("no_award", "awards"),
        ("decide", "c"),
    ]


def test_a_duty_follows_from_a_breach_and_falls_on_who_was_responsible_for_it() -> None:
    text = f"""{EVENTS}
  register:
    responsible: violation.responsible
    duty: {{when: {{violation: [decide, tell]}}, must: accident_registered, within: 3 days}}
"""
    found = judge(rules(text), on(2, "accepted", person="Wang"))
    assert [(each.clause, each.due, each.responsible) for each in found.violations] == [
        ("decide", day(4), "Wang"),
        ("register", day(9), "Wang"),
    ]
