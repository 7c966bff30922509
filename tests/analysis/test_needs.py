"""What a clause needs on record."""

import govrules as gr
from govrules.analysis.needs import Needs, needs


def of(clause: str) -> Needs:
    pack, _, name = clause.rpartition("/")
    policies = gr.load(f"cn/{pack}").or_raise().policies
    [found] = [(each, policy) for policy in policies for each in policy.clauses if each.id == name]
    return needs(*found)


def test_an_event_with_the_fields_that_its_condition_reads_and_the_number_left_open() -> None:
    assert of("hubei-2008-36/short_meetings") == Needs(
        events={"meeting_held": ("minutes",)}, numbers=("meeting_minutes",), open_numbers=("meeting_minutes",)
    )


def test_a_clause_whose_outcome_is_asked_for_is_no_event_of_the_log() -> None:
    assert of("licensing-law/organise_hearing").events == {
        "hearing_held": (),
        "hearing_requested": (),
        "withdrawn": (),
    }


def test_a_named_event_needs_the_event_behind_it() -> None:
    decide = of("licensing-law/decide")
    assert decide.events["procedure_started"] == ("procedure",)
    assert decide.case == ("joint",)


def test_records_of_a_population_and_those_that_tell_who_holds_a_post() -> None:
    assert of("hubei-2008-36/inspect_yourselves").records == {"unit": ("kinds",)}
    assert "post" in of("hubei-2008-36/inaction_is_pursued").records


def test_who_may_be_answerable_needs_what_is_done_with_a_proposal() -> None:
    found = of("hubei-2008-36/inaction_is_pursued").events
    assert {"measure_imposed", "measure_dismissed"} <= set(found)
