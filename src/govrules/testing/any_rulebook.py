"""Random rulebooks: valid rule files over a small vocabulary, with random calendars and conventions."""

from functools import cache
from pathlib import Path
from typing import Any

import attrs
from hypothesis import note
from hypothesis import strategies as st

from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.policy import Field, Rulebook
from govrules.rulefile.load import load_text
from govrules.testing.any_calendar import calendars
from govrules.testing.any_condition import condition_texts
from govrules.testing.any_convention import conventions
from govrules.testing.any_history import histories
from govrules.testing.history import History
from govrules.testing.pasting import flow

_PLACEHOLDERS = Path(__file__).parent / "placeholders"
_HEAD = """\
govrules: 1
policy: random
time_zone: Asia/Shanghai
in_force: {from: 2020-01-01}
calendar: random
convention: random
parameters:
  lead: {type: period, values: {2020-01-01: 1 working day}}
  opinion: {type: period, values: {2020-01-01: 3 days, 2023-11-20: 2 working days}}
  open: {type: period, values: {}, note: the text gives no number}
case:
  joint: {type: bool, default: false}
records:
  item: {set_by: listed, ended_by: unlisted, data: {limit: period, tacit: bool}}
events:
  listed: {data: {item: string, limit: period, tacit: bool}}
  unlisted: {data: {item: string}}
  received: {data: {item: string, urgent: bool, grade: [simple, complex], due_on: date, departments: list}}
  accepted: {data: {item: string, urgent: bool, joint: bool}}
  decided: {data: {outcome: [granted, refused], days: integer}}
  granted: {is: decided, if: event.outcome == "granted"}
  delivered: {}
  withdrawn: {}
  stopped: {data: {procedure: string}}
  resumed: {data: {procedure: string}}
  extended: {data: {days: integer}}
  told: {}
  excused: {}
"""

_TRIGGERS = ("received", "accepted", "decided", "granted", "stopped", "told")
_ANSWERS = ("accepted", "decided", "granted", "delivered", "told")
_LOGGED = ("received", "accepted", "decided", "delivered", "withdrawn", "told", "excused")
_PERIODS = ("3 working days", "5 days", "1 week", "1 month", "10 days then 1 month", "48 hours", "二十日")
_FIELDS = {
    "received": {
        "event.urgent": Field("urgent", "bool"),
        "event.grade": Field("grade", "choice", ("simple", "complex")),
    },
    "accepted": {"event.urgent": Field("urgent", "bool")},
    "decided": {
        "event.outcome": Field("outcome", "choice", ("granted", "refused")),
        "event.days": Field("days", "integer"),
    },
}
_CASE = {"case.joint": Field("joint", "bool")}
_CALENDARS = calendars(hours=True, horizon=True)
_CONVENTIONS = conventions()


def rulebooks(*, most: int = 4) -> st.SearchStrategy[Rulebook]:
    """Valid rulebooks of one policy: duties, requirements and prohibitions with any of their parts.

    The text of a failing one is printed as a note.

    Args:
        most: at most so many clauses.
    """
    return _rulebooks(most)


@st.composite
def _rulebooks(draw: st.DrawFn, most: int) -> Rulebook:
    text = draw(rule_texts(most=most))
    calendar, convention = draw(_CALENDARS), draw(_CONVENTIONS)
    others = []
    if convention.roll_calendar is not None:
        others.append(attrs.evolve(draw(_CALENDARS), name=convention.roll_calendar))
    note(text)
    return with_time(load_text(text, search=[_PLACEHOLDERS]).or_raise(), calendar, convention, *others)


def with_time(rulebook: Rulebook, calendar: Calendar, convention: Convention, *others: Calendar) -> Rulebook:
    """The rulebook counting by another calendar and convention.

    Args:
        others: calendars that the convention names.
    """
    policies = tuple(
        attrs.evolve(policy, calendar=calendar.name, convention=convention.name)
        for policy in rulebook.policies
    )
    return attrs.evolve(
        rulebook,
        policies=policies,
        calendars={each.name: each for each in (calendar, *others)},
        conventions={convention.name: convention},
    )


def cases_at_random(*, most: int = 4) -> st.SearchStrategy[History]:
    """A random history under a random rulebook.

    Args:
        most: at most so many clauses.
    """
    return rulebooks(most=most).flatmap(histories)


@st.composite
def rule_texts(draw: st.DrawFn, *, most: int = 4) -> str:
    """The texts of `rulebooks`, as a rule file holds them.

    Args:
        most: at most so many clauses.
    """
    lines = [_HEAD, "clauses:"]
    names: list[str] = []
    kinds = st.sampled_from(["duty", "duty", "duty", "requirement", "prohibition"])
    for number, kind in enumerate(draw(st.lists(kinds, min_size=1, max_size=most))):
        name = f"clause-{number + 1}"
        clause = {
            "duty": _duty,
            "requirement": _requirement,
            "prohibition": _prohibition,
        }[kind](draw, names)
        lines.append(f"  {name}: {flow(clause)}")
        names.append(name)
    return "\n".join(lines) + "\n"


def _maybe(draw: st.DrawFn, one_in: int = 3) -> bool:
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def _condition(draw: st.DrawFn, trigger: str, names: list[str]) -> str:
    return draw(_conditions_about(_base(trigger), tuple(names)))


# Hypothesis looks through a strategy that it has not seen, which takes longer than to draw from it.
@cache
def _conditions_about(trigger: str, names: tuple[str, ...]) -> st.SearchStrategy[str]:
    fields = {**_CASE, **_FIELDS.get(trigger, {})}
    return condition_texts(events=_LOGGED, fields=fields, clauses=names, most=3)


def _around(draw: st.DrawFn, names: list[str], trigger: str) -> dict[str, Any]:
    """What clauses of every kind may have."""
    found: dict[str, Any] = {}
    if _maybe(draw):
        found["if"] = _condition(draw, trigger, names)
    if _maybe(draw, 2):
        found["unless"] = draw(st.sampled_from(["happened(excused)", "happened(withdrawn)"]))
    if _maybe(draw, 5):
        found["strength"] = draw(st.sampled_from(["should", "in_principle"]))
    if _maybe(draw, 4):
        found["responsible"] = draw(
            st.sampled_from(
                ["trigger.unit", {"first": "trigger.unit", "passes": {"on": "told", "to": "event.unit"}}]
            )
        )
    if _maybe(draw, 8):
        found["convention"] = {"last_day_off": draw(st.sampled_from(["stays", "next"]))}
    return found


def _duty(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    trigger = draw(st.sampled_from(_TRIGGERS))
    answers = [each for each in _ANSWERS if each != trigger]
    must = draw(st.sampled_from(answers))
    body: dict[str, Any] = {"when": trigger, "must": must}
    clause = _around(draw, names, trigger)
    if _maybe(draw, 6):
        body["when"] = f"{trigger} | extended"
    if _maybe(draw, 6):
        other = draw(st.sampled_from([each for each in _ANSWERS if each != must]))
        body["must"] = {draw(st.sampled_from(["all", "in_order"])): [must, other]}
    limits = [*["period"] * 5, "named", "readings", "open", "none", "record", "before"]
    if trigger == "received":
        limits += ["by", "by"]
    limit = draw(st.sampled_from(limits))
    body |= _limit(draw, limit)
    if trigger == "stopped" and _maybe(draw, 2):
        clause["per"] = ["case", "procedure"]
    elif trigger == "received" and _maybe(draw, 4):
        clause["for_each"] = {"unit": "trigger.departments"}
    body |= _course(draw, limit)
    if limit not in {"none"} and _maybe(draw, 2):
        body["on_lapse"] = _lapse(draw, must, limit, may_deem=not names and _base(must) != _base(trigger))
    return {**clause, "duty": body}


def _base(event: str) -> str:
    return "decided" if event == "granted" else event


def _limit(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    period = draw(st.sampled_from(_PERIODS))
    match kind:
        case "period":
            return {"within": period}
        case "named":
            return {"within": {"statutory": period, "promised": "item.limit"}}
        case "readings":
            return {"within": {"readings": {"long": "1 week", "short": "3 working days"}, "use": "short"}}
        case "open":
            return {"within": draw(st.sampled_from(["params.open", "params.opinion"]))}
        case "record":
            return {"within": draw(st.sampled_from(["item.limit", {"of": "item.limit", "less": "30%"}]))}
        case "by":
            return {"by": "trigger.due_on"}
        case "before":
            at_least = {"at_least": "2 working days"} if _maybe(draw, 2) else {}
            return {"before": "withdrawn", **at_least}
    return {"within": "no limit"}


def _course(draw: st.DrawFn, limit: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if not _maybe(draw, 4):
        found["pause"] = {"from": "stopped", "to": "resumed"}
        if _maybe(draw, 5):
            found["pause"]["per"] = "procedure"
        if _maybe(draw, 5):
            found["pause"]["at_most"] = "4 days"
        if _maybe(draw, 5):
            found["pause"]["times"] = 1
    elif _maybe(draw, 2):
        found["interrupt"] = {"from": "stopped", "to": "resumed"}
    if limit not in {"none", "before"} and _maybe(draw, 4):
        found["extend"] = {
            "when": "extended",
            "add": draw(st.sampled_from(["2 working days", "event.days"])),
            "times": 1,
        }
    if limit != "before" and _maybe(draw, 2):
        found["end_on"] = "withdrawn"
    if _maybe(draw, 4):
        found["repeat"] = draw(st.sampled_from(["each", "replace"]))
    if _maybe(draw, 8):
        found["early"] = "counts"
    if limit not in {"none"} and _maybe(draw, 4):
        found["warn"] = draw(st.sampled_from(["params.lead left", "50% used"]))
    return found


def _lapse(draw: st.DrawFn, must: str, limit: str, *, may_deem: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    # Only one clause deems anything, and never its own trigger: a chain of lapses has no end but `as_of`.
    if may_deem and _maybe(draw, 2):
        found["deem"] = _base(must)
        if found["deem"] == "decided":
            found["with"] = {"outcome": "granted"}
        found["effective"] = draw(st.sampled_from(["lapse", "next_day", "3 days after", "trigger"]))
        found["breach"] = draw(st.booleans())
    else:
        found["breach"] = False
    if limit == "named":
        found["of"] = "statutory"
    if _maybe(draw, 6):
        found["if"] = "item.tacit"
    return found


def _requirement(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    trigger = draw(st.sampled_from(_TRIGGERS))
    require = _condition(draw, trigger, names)
    return {**_around(draw, names, trigger), "requirement": {"when": trigger, "require": require}}


def _prohibition(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    trigger = draw(st.sampled_from(_TRIGGERS))
    body: dict[str, Any] = {"when": trigger}
    if _maybe(draw, 2):
        end = draw(st.sampled_from([{}, {"to": "resumed"}, {"to": "end of month"}]))
        body["during"] = {"from": draw(st.sampled_from(["withdrawn", "stopped"])), **end}
    return {**_around(draw, names, trigger), "prohibition": body}
