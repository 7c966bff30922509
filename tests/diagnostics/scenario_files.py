"""A scenario file around a fragment, with a policy beside it."""

from collections.abc import Mapping
from pathlib import Path

from govrules.scenarios.render import diagnostics_of
from govrules.scenarios.run import run
from tests.diagnostics.rule_files import blocks

POLICY = """\
govrules: 1
policy: {name}
title: tried
calendar: cn
convention: cn-civil-code
time_zone: {zone}
parameters:
  urgent_reply: {{type: period, values: {{}}, note: not said}}
events:
  accepted: {{title: accepted, data: {{urgent: bool}}}}
  decided: {{title: decided}}
  hearing_started: {{title: hearing}}
  received: {{title: received}}
  replied: {{title: replied}}
clauses:
  decide:
    title: decide
    duty: {{when: accepted, must: decided, within: 20 working days}}
  urgent:
    title: urgent
    duty: {{when: accepted, if: event.urgent, must: replied, within: params.urgent_reply}}
  reply:
    title: reply
    duty: {{when: received, must: replied, within: 5 working days}}
"""

_FILE = ("govrules", "scenarios", "scenarois", "rules", "cases", "records")
_EVENT = ("time", "type")
_SCENARIO = {
    "given": "given:\n- {time: 2025-09-22, type: received}\n- {time: 2025-09-26, type: replied}",
    "as_of": "as_of: 2025-12-31",
    "expect": "expect:\n- {met: reply}",
}
_KEYS = (*_SCENARIO, "base", "without", "parameters", "partial", "at", "todo", "expected", "known_at")
_BASE = """\
  decided_in_time:
    given:
    - {time: 2025-09-22, type: accepted, urgent: false}
    - {time: 2025-09-23, type: hearing_started}
    - {time: 2025-10-20, type: decided}
    as_of: 2025-12-31
    expect:
    - {met: decide}
"""


def around(fragment: str) -> str:
    """A scenario file that says what the fragment says, and else what is needed around it."""
    given = blocks(fragment)
    head = {"govrules": "govrules: 1", "scenarios": "scenarios: tried"}
    head |= {key: text for key, text in given if key in _FILE}
    if "rules" in head:
        head.pop("scenarios", None)
    if "cases" in head:
        return "\n".join([*head.values(), ""])
    keys = {key for key, _ in given}
    own = [text for key, text in given if key in _KEYS]
    if keys <= {*_FILE}:
        lines = list(_SCENARIO.values())
    elif keys & {*_KEYS}:
        said = keys & {*_KEYS}
        left = {"given"} if "base" in said or "without" in said else set()
        left |= {"as_of", "expect"} if "at" in said else {"expect"} if "expected" in said else set()
        base = ["base: decided_in_time"] if "without" in said and "base" not in said else []
        lines = [*base, *(text for key, text in _SCENARIO.items() if key not in said | left), *own]
    elif keys <= {*_EVENT} or (fragment.startswith("- {") and "type:" in fragment):
        first = fragment.split("\n")[0]
        event = first if first.startswith("- ") else f"- {{{first}, type: received}}"
        lines = [f"given:\n{event}", "expect: todo"]
    elif fragment.startswith("- {"):
        event = "- {time: 2025-09-22, type: accepted, urgent: false}\n- {time: 2025-10-20, type: decided}"
        lines = [f"given:\n{event}", "as_of: 2025-12-31", f"expect:\n{fragment}"]
    elif len(given) == 1 and "{" not in fragment:
        lines = [_SCENARIO["given"], _SCENARIO["as_of"], f"expect:\n- {{violation: reply, {fragment}}}"]
    else:
        cases = "\n".join(f"  {text}" for _, text in given)
        return "\n".join([*head.values(), "cases:", cases, ""])
    inner = "\n".join(f"    {line}" for text in lines for line in text.split("\n"))
    return "\n".join([*head.values(), "cases:", _BASE.rstrip("\n"), "  tried:", inner, ""])


def codes_of_scenarios(text: str, folder: Path, policies: Mapping[str, str] | None = None) -> set[str]:
    """What `govrules test` tells of a scenario file beside policies; each with its time zone."""
    for name, zone in (policies or {"tried": "Asia/Shanghai"}).items():
        (folder / f"{name}.yaml").write_text(POLICY.format(name=name, zone=zone), encoding="utf-8")
    path = folder / "tried.scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    report = run([path])
    told = [*diagnostics_of(report), *(each for result in report.results for each in result.diagnostics)]
    return {each.code.id for each in told}
