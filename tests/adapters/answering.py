"""Random accountability clauses that durable-rules can be asked about, and what is found on random logs."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from govrules.adapters.durable_rules import (
    DurableRuleset,
    Proposal,
    durable_ruleset,
    facts,
    propose,
)
from govrules.engine.batch import evaluate
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from tests.engine.rules import END, SHANGHAI, rules

NEVER = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
EVENTS = """
measures: {ladder: [admonition, criticism, removal], imposed: imposed, dismissed: dismissed}
records:
  post:
    {set_by: posted, ended_by: unposted, data: {unit: string, role: string, holder: string, acting: string}}
  person: {set_by: placed, data: {superior: string}}
case: {urgent: {type: bool, default: false}}
parameters:
  often: {type: integer, values: {2026-03-03: 2}}
  long: {type: period, values: {2020-01-01: 4 days, 2026-03-08: no limit}}
  unset: {type: integer, values: {}, note: the text says 多次}
  unset_period: {type: period, values: {}, note: the text says 长期}
events:
  asked: {data: {person: string, urgent: bool}}
  answered: {}
  slept:
    data: {person: string, leader: string, leaders: list, proven: bool, loss: number, grade: string, on: date}
  harm: {data: {person: string, grade: string}}
  grave: {is: harm, if: event.grade != "light"}
  posted: {data: {post: string, unit: string, role: string, holder: string, acting: string}}
  unposted: {data: {post: string}}
  placed: {data: {person: string, superior: string}}
  imposed: {data: {party: string, measure: string}}
  dismissed: {}
clauses:
  reply:
    tags: [limits]
    responsible: trigger.person
    duty: {when: asked, must: answered, within: 1 day, repeat: each}
  asleep: {tags: [limits, sleep], responsible: event.leader, prohibition: {when: slept}}
"""
OF_A_HARM = (
    'event.grade == "light"',
    'not (event.grade in ["light", "heavy"])',
    'given(event.person) and event.person == "p"',
    'event.person != "p" or event.grade == "heavy"',
    "case.urgent",
    "not case.urgent",
)
OF_A_BREACH = (
    'violation.unit == "u"',
    'violation.clause == "reply"',
    "not given(violation.responsible)",
    'violation.responsible == "p"',
    'violation.due > "2026-03-04"',
    'violation.clause == "reply" or event.person == "q"',
    'violation.trigger.person != "p"',
)
OF_A_SLEEP = (
    "event.proven",
    "not event.proven",
    "event.loss > 10",
    'not (event.loss > 10 or event.grade == "light")',
    'event.grade in ["light", "heavy"] and event.proven != false',
    "given(event.leader)",
    "not given(event.leader)",
    "not case.urgent or event.loss < 1.5",
    'trigger.on >= "2026-03-05"',
    "10 <= event.loss < 20",
    'event.person == "p" and not (event.proven == true)',
)
OF_A_POST = ('given(holder("head", of=violation.unit))', 'not given(holder("deputy", of=violation.unit))')
BREACHES = (
    "{violation: reply}",
    "{violation: [asleep, reply]}",
    '{violation: "tag:limits"}',
    "{violation: any}",
)
SLEEPS = ("{violation: asleep}", '{violation: "tag:sleep"}', "slept")
HARMS = ("harm", "grave", "[{violation: asleep}, grave]")
NAMED = ('"head of office"', "unit", "event.person")
NAMED_BY_A_SLEEP = ("event.leader", "event.leaders", "superior(event.person, on=event.on)")
POSTS = (
    'holder("head")',
    'holder("head", of=violation.unit)',
    'holders("head", of=violation.unit)',
    "superior(event.person)",
)
NAMED_BY_BOTH = (
    '"head of office"',
    "responsible",
    "event.person",
    "violation.unit",
    'holder("head", of=violation.unit)',
    'holders("deputy", of=violation.unit)',
    'holder("head")',
)
PROPOSALS = ("removal", "{any_of: [criticism, admonition]}", "{any_of: [removal, admonition]}", None)
SPANS = ("1 day", "3 days", "2 working days", "calendar month", "calendar year", "36 hours", "params.long")
SAME = (None, None, "event.person", "responsible", 'holder("head", of=violation.unit)')


@st.composite
def clauses(draw: st.DrawFn, name: str = "answer") -> str:
    """One clause of that name, as it stands in a rule file."""
    kind = draw(st.sampled_from(["breach", "sleep", "harm", "both", "both", "repeated", "repeated"]))
    body: dict[str, str | None] = {}
    if kind == "both":
        both = [draw(st.sampled_from(BREACHES)), draw(st.sampled_from(["harm", "grave", "[harm, grave]"]))]
        body["on"] = "{all: [" + ", ".join(both if draw(st.booleans()) else both[::-1]) + "]}"
        conditions: tuple[str, ...] = (*OF_A_HARM, *OF_A_BREACH)
        parties: tuple[str, ...] = NAMED_BY_BOTH
    elif kind == "harm":
        body["on"] = draw(st.sampled_from(HARMS))
        conditions, parties = OF_A_HARM, (*NAMED, "superior(event.person)", 'holder("head")')
    elif kind == "sleep":
        on = body["on"] = draw(st.sampled_from(SLEEPS))
        conditions = (*OF_A_SLEEP, *(OF_A_BREACH if "violation" in on else ()))
        parties = (*NAMED, *NAMED_BY_A_SLEEP)
        parties = (*parties, "responsible", *POSTS) if "violation" in on else parties
    else:
        body["on"] = draw(st.sampled_from(BREACHES))
        conditions, parties = (*OF_A_BREACH, *OF_A_POST), (*NAMED, "responsible", *POSTS)
    if kind == "repeated":
        more = draw(st.sampled_from(SAME))
        times = draw(st.sampled_from(["2", "2", "3", "params.often"]))
        counted = f"times: {times}, over: {draw(st.sampled_from(SPANS))}"
        body["repeated"] = f"{{{counted}}}" if more is None else f"{{{counted}, same: {_written(more)}}}"
    named = draw(st.lists(st.sampled_from(parties), min_size=1, max_size=3, unique=True))
    body["answerable"] = (
        "{" + ", ".join(f"r{number}: {_written(each)}" for number, each in enumerate(named)) + "}"
    )
    body["propose"] = draw(st.sampled_from(PROPOSALS))
    if_, unless = (draw(st.none() | st.sampled_from(conditions)) for _ in range(2))
    head: dict[str, str | None] = {
        "per": draw(st.sampled_from(["case", "case", "[case, person]", "person", "unit", "policy"])),
        "strength": draw(st.sampled_from(["must", "must", "should"])),
        "if": None if if_ is None else f"'{if_}'",
        "unless": None if unless is None or draw(st.booleans()) else f"'{unless}'",
        "in_force": draw(st.sampled_from([None, None, None, None, "{from: 2026-03-04}"])),
    }
    lines = [f"  {name}:", *(f"    {key}: {text}" for key, text in head.items() if text)]
    return "\n".join(
        [*lines, "    accountability:", *(f"      {key}: {text}" for key, text in body.items() if text)]
    )


def _written(expression: str) -> str:
    """As it stands in a rule file, where a look-up in quotes is a text."""
    return f"'{expression}'" if set(expression) & set('"(,') else expression


@st.composite
def rulebooks(draw: st.DrawFn) -> str:
    """Three such clauses, and a duty that follows from breaches, as they stand in a rule file."""
    when = draw(st.sampled_from([*BREACHES[:3], "[{violation: asleep}, harm]"]))
    duty = f"    duty: {{when: {when}, must: answered, within: 3 days, repeat: each}}"
    duty = f"  repair:\n    if: case.urgent\n    responsible: unit\n{duty}"
    return "\n".join([*(draw(clauses(f"answer{number}")) for number in range(3)), duty, ""])


@st.composite
def logs(draw: st.DrawFn) -> tuple[Event, ...]:
    """Up to twenty events of three cases within two weeks, some at the same moment, some lacking a field."""
    found = []
    kinds = [
        *["slept"] * 5,
        *["asked"] * 2,
        "answered",
        "harm",
        "harm",
        "posted",
        "posted",
        "unposted",
        "placed",
    ]
    for _ in range(draw(st.integers(3, 20))):
        kind = draw(st.sampled_from(kinds))
        day = dt.date(2026, 3, draw(st.integers(1, 12)))
        hour = draw(st.none() | st.integers(0, 23))
        when: dt.date | dt.datetime = day
        if hour is not None:
            when = dt.datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
        data = {name: value for name, value in _data(draw, kind).items() if value is not None}
        unit = draw(st.sampled_from(["u", "u", "v", None]))
        found.append(Event(draw(st.sampled_from("cde")), kind, when, unit=unit, data=data))
    return tuple(found)


PERSONS = ("p", "p", "q", None)


def _data(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    person = draw(st.sampled_from(PERSONS))
    match kind:
        case "slept":
            return {
                "person": person,
                "leader": draw(st.sampled_from(["l", "m", "", None])),
                "leaders": draw(st.sampled_from([("l", "m", "l"), ("m", ""), (), None])),
                "proven": draw(st.sampled_from([True, True, False, "是", None])),
                "loss": draw(st.sampled_from([0, 10, 11, 1.25, 15, None])),
                "grade": draw(st.sampled_from(["light", "heavy", "", "其他", None])),
                "on": draw(st.sampled_from(["2026-03-05", "2026-03-02", None])),
            }
        case "asked":
            return {"person": person, "urgent": draw(st.sampled_from([True, False, None]))}
        case "harm":
            return {"person": person, "grade": draw(st.sampled_from(["light", "heavy", None]))}
        case "posted":
            return {
                "post": draw(st.sampled_from("123")),
                "unit": draw(st.sampled_from(["u", "v"])),
                "role": draw(st.sampled_from(["head", "head", "deputy"])),
                "holder": draw(st.sampled_from(["h", "i", None])),
                "acting": draw(st.sampled_from(["a", None, None])),
            }
        case "unposted":
            return {"post": draw(st.sampled_from("123"))}
        case "placed":
            return {
                "person": draw(st.sampled_from(PERSONS)),
                "superior": draw(st.sampled_from(["s", "t", None])),
            }
    return {}


def expected_and_proposed(
    rulebook: Rulebook, log: Iterable[Event], *, as_of: Time | None = END, **more: Any
) -> tuple[Counter[Proposal], Counter[Proposal]]:
    """What the evaluator proposes of the clauses that are expressed, and what durable-rules does."""
    events = tuple(log)
    ruleset = durable_ruleset(rulebook)
    evaluation = evaluate(rulebook, events, as_of=as_of, **more)
    proposed = propose(ruleset, facts(ruleset, evaluation, events, **more))
    return Counter(expected(ruleset, evaluation)), Counter(proposed)


def expected(ruleset: DurableRuleset, evaluation: Evaluation) -> list[Proposal]:
    """The evaluator's answers and duties that follow from breaches, in the words of the adapter."""
    found = [
        Proposal(
            clause=each.full_clause,
            case=each.case,
            slice=tuple(text for _, text in each.slice),
            on=each.on,
            at=each.at or NEVER,
            role=each.role,
            party=each.party,
            measures=getattr(each, "measures", ()),
        )
        for each in (*evaluation.attributions, *evaluation.measures)
        if each.full_clause in ruleset.clauses
    ]
    for duty in evaluation.obligations:
        if duty.full_clause in ruleset.clauses and duty.clause_kind == "duty" and duty.trigger is not None:
            instant = duty.trigger.known.instant
            found.append(
                Proposal(
                    clause=duty.full_clause,
                    case=duty.case,
                    slice=tuple(text for _, text in duty.slice),
                    on=() if duty.trigger.derived_from is None else (duty.trigger.derived_from,),
                    at=instant or duty.trigger.known.local.replace(tzinfo=SHANGHAI),
                    role="obliged",
                    party=duty.holders[0].party if duty.holders else None,
                )
            )
    return found


def rulebook_with(clauses: str, *, events: str = "") -> Rulebook:
    """A policy `p` with these clauses besides those that can be broken, and with more events."""
    return rules(EVENTS.replace("clauses:\n", f"{events}clauses:\n") + clauses)
