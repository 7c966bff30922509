"""What random clauses of every kind are made of: a small vocabulary, and the keys that all kinds share.

Each kind has a module of its own beside this one (`any_duty`) with one function: a clause as a rule file
holds it, from `draw` and the names of the clauses before it. `any_rulebook.KINDS` lists them.
"""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from govrules.model.policy import Field
from govrules.testing.any_condition import condition_texts

HEAD = """\
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
measures: {ladder: [admonition, criticism, removal], imposed: imposed, dismissed: dismissed}
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
  delivered: {recorded: from 2020-01-01}
  withdrawn: {}
  stopped: {data: {procedure: string}}
  resumed: {data: {procedure: string}}
  extended: {data: {days: integer}}
  told: {}
  excused: {}
  imposed: {data: {party: string, measure: string}}
  dismissed: {data: {party: string}}
"""

TRIGGERS = ("received", "accepted", "decided", "granted", "stopped", "told")
ANSWERS = ("accepted", "decided", "granted", "delivered", "told")
LOGGED = ("received", "accepted", "decided", "delivered", "withdrawn", "told", "excused")
PERIODS = ("3 working days", "5 days", "1 week", "1 month", "10 days then 1 month", "48 hours", "二十日")
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


def maybe(draw: st.DrawFn, one_in: int = 3) -> bool:
    """True once in so many times; False is the plainer answer."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def condition(draw: st.DrawFn, trigger: str, names: list[str]) -> str:
    """A condition about an event, the case, what happened before and other clauses."""
    return draw(_conditions_about(base(trigger), tuple(names)))


# Hypothesis looks through a strategy that it has not seen, which takes longer than to draw from it.
@cache
def _conditions_about(trigger: str, names: tuple[str, ...]) -> st.SearchStrategy[str]:
    fields = {**_CASE, **_FIELDS.get(trigger, {})}
    return condition_texts(events=LOGGED, fields=fields, clauses=names, most=3)


def around(draw: st.DrawFn, names: list[str], trigger: str) -> dict[str, Any]:
    """What clauses of every kind may have."""
    found: dict[str, Any] = {}
    if maybe(draw):
        found["if"] = condition(draw, trigger, names)
    if maybe(draw, 2):
        found["unless"] = draw(st.sampled_from(["happened(excused)", "happened(withdrawn)"]))
    if maybe(draw, 5):
        found["strength"] = draw(st.sampled_from(["should", "in_principle"]))
    if maybe(draw, 4):
        found["responsible"] = draw(
            st.sampled_from(
                ["trigger.unit", {"first": "trigger.unit", "passes": {"on": "told", "to": "event.unit"}}]
            )
        )
    if maybe(draw, 8):
        found["convention"] = {"last_day_off": draw(st.sampled_from(["stays", "next"]))}
    return found


def base(event: str) -> str:
    """The event that a log holds where rules speak of a named event."""
    return "decided" if event == "granted" else event
