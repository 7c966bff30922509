"""Pages without names: nothing that the log calls a case, a unit or a person, nor what it says of them."""

import datetime as dt
import re
import types
import typing
from pathlib import Path

import attrs
import pytest

import govrules as gr
from govrules.diagnostics import Language
from govrules.formats.records import read_records
from govrules.model import findings
from govrules.model.events import Event
from govrules.model.views import HumanView
from govrules.reporting.page.page import Naming, report
from govrules.reporting.page.pseudonyms import LEFT_OUT, TREATMENTS, Pseudonyms, hidden
from tests.reporting import office
from tests.reporting.page.pages import DAY, Made, made

DISTRICT = Path(__file__).parents[2] / "cli" / "district"
SECRET = gr.Event(
    "X-4711-Wang",
    "accepted",
    dt.date(2025, 9, 19),
    id="id-0815",
    unit="Office of Secrets",
    actor="Ms Zhao",
    data={"applicant": "Li Si", "to_unit": "Hidden Unit"},
    source="secret.csv:17",
)
PASSED_ON = attrs.evolve(
    SECRET, type="moved", id="id-0816", time=dt.date(2025, 9, 22), data={"to_unit": "Hidden Unit"}
)
ODD = attrs.evolve(SECRET, type="call from Mr Qian", id="id-0817", time=dt.date(2025, 9, 22), data={})
SECRETS = (
    "4711", "Wang", "0815", "Secrets", "Zhao", "Li Si", "Hidden", "secret.csv", "Qian",
    "甲局", "乙局", "丙局", "丁局",
)  # fmt: skip


def holds_text(kind: object) -> bool:
    """Whether a value of this type may be a text, or hold one that no class of findings holds for it."""
    if kind is str or kind is Event:
        return kind is str
    if typing.get_origin(kind) is typing.Literal:
        return True
    if isinstance(kind, types.UnionType) or typing.get_origin(kind) in {typing.Union, tuple}:
        return any(holds_text(each) for each in typing.get_args(kind))
    return False


def test_of_every_text_in_a_finding_it_is_said_whether_it_may_be_shown() -> None:
    classes = [each for each in vars(findings).values() if isinstance(each, type) and attrs.has(each)]
    classes.append(HumanView)
    assert len(classes) > 15
    asked = {
        field
        for each in classes
        for field, kind in typing.get_type_hints(each).items()
        if field in attrs.fields_dict(each) and holds_text(kind)
    }
    # Why somebody contests or excuses a finding is emptied by itself.
    assert asked - set(TREATMENTS) - {"slice", "reason"} == set()


def test_what_may_be_kept_is_what_the_rules_say() -> None:
    named = {name for name, treatment in TREATMENTS.items() if treatment == "keep"}
    assert (
        named & {"case", "unit", "party", "responsible", "actor", "data", "source", "id", "imposed"} == set()
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("naming", ["replaced", "left out"])
def test_no_name_and_no_free_data_reach_the_page(tmp_path: Path, lang: Language, naming: Naming) -> None:
    more = (SECRET, PASSED_ON, ODD)
    shown = made(tmp_path, more, lang=lang).text
    assert [each for each in SECRETS if each not in shown] == ["0815", "Zhao", "Li Si"]
    page = made(tmp_path, more, lang=lang, naming=naming)
    assert [each for each in SECRETS if each in page.text] == []
    assert len(page.data["cases"]) == len({each.case for each in page.events}) + 1


@pytest.mark.parametrize("naming", ["replaced", "left out"])
def test_no_holder_of_a_post_and_no_unit_of_the_district_reach_the_page(naming: Naming) -> None:
    rules = gr.load(DISTRICT / "district.yaml").or_raise()
    events = gr.read_events(DISTRICT / "events.jsonl")
    records = read_records(DISTRICT / "posts.csv")
    evaluation = gr.evaluate(rules, events, records=records)
    names = {each.case for each in events} | {each.unit for each in events if each.unit is not None}
    names |= {
        each.party for each in (*evaluation.attributions, *evaluation.measures) if each.party is not None
    }
    # What the rules themselves say stays, and a name of one letter is looked for among whole texts.
    own = (DISTRICT / "district.yaml").read_text(encoding="utf-8")
    secret = sorted(each for each in names if each not in own)
    assert len(secret) > 5
    shown, page = (
        Made(evaluation, rules, tuple(events), report(evaluation, rules, events, naming=each))
        for each in ("shown", naming)
    )
    assert [each for each in secret if each not in shown.data["texts"]] == []
    assert [each for each in secret if each in page.data["texts"]] == []
    # A hash may hold any two letters.
    visible = re.sub(r"sha256-[^']+|[0-9a-f]{64}", "", page.text)
    assert [each for each in secret if len(each) > 1 and each in visible] == []


def test_a_unit_keeps_its_pseudonym_wherever_it_stands(tmp_path: Path) -> None:
    rules = office.rules(tmp_path)
    evaluation, events = office.on_the_morning_of(DAY, rules), office.EVENTS
    found, _ = hidden(evaluation, rules, events, replaced=True, lang="en")
    pairs = {
        (before.responsible, after.responsible)
        for before, after in zip(evaluation.obligations, found.obligations, strict=True)
    }
    pairs |= {
        (before.trigger.event.unit, after.trigger.event.unit)
        for before, after in zip(evaluation.obligations, found.obligations, strict=True)
        if before.trigger is not None and after.trigger is not None
    }
    named = {(before, after) for before, after in pairs if before is not None}
    assert len({before for before, _ in named}) == len({after for _, after in named}) == len(named)
    assert {after for _, after in named} <= {f"Unit {number}" for number in range(1, 6)}


def test_a_measure_that_only_the_event_knows_is_not_shown() -> None:
    names = Pseudonyms("en", True, frozenset({"warning"}))
    imposed = [
        findings.ProposedMeasure("id", "p", "c", "case", state="imposed", imposed=each)
        for each in ("warning", "what Mr Wang deserves", None)
    ]
    shown = [each.imposed for each in names.hidden(tuple(imposed))]  # type: ignore[attr-defined]
    assert shown == ["warning", "(not shown)", None]


def test_a_longer_log_leaves_the_pseudonyms_as_they_were(tmp_path: Path) -> None:
    rules = office.rules(tmp_path)
    late = gr.Event("A first by name", "accepted", dt.date(2025, 9, 23), unit="A bureau")
    short, _ = hidden(office.on_the_morning_of(DAY, rules), rules, office.EVENTS, replaced=True, lang="en")
    longer, _ = hidden(
        office.on_the_morning_of(DAY, rules, late), rules, (*office.EVENTS, late), replaced=True, lang="en"
    )
    known = {(each.case, each.clause, each.due, each.state) for each in longer.obligations}
    changed = {(each.case, each.clause, each.due, each.state) for each in short.obligations} - known
    assert changed == set()


def test_names_that_are_left_out_say_so_and_are_not_called_missing(tmp_path: Path) -> None:
    page = made(tmp_path, naming="left out")
    parties = {page.data["texts"][each[8]] for each in page.data["tasks"] if each[8] is not None}
    assert parties == {LEFT_OUT[0]}
    assert [each[7] for each in page.data["tasks"] if each[7] is not None] == []
    assert [each[1] for each in page.data["cases"] if each[1]] == []


def test_the_figures_are_the_same_with_names_and_without(tmp_path: Path) -> None:
    named, without = made(tmp_path), made(tmp_path, naming="replaced")
    assert without.figures("indicators") == named.figures("indicators")
    assert without.figures("found") == named.figures("found")
