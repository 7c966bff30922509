"""The how-to on policy logic: its tests do what the page says, and its gaps are the ones it shows."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, find, settings

from govrules.model.events import Event
from govrules.testing import History
from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "how-to" / "test-policy-logic.md").read_text(encoding="utf-8")
FAILING = {
    "test_every_applicant_gets_an_answer": ("applications", "waits_for_ever"),
    "test_no_licence_is_granted_by_silence_during_a_procedure": (
        "tacit_items",
        "granted_during_a_procedure",
    ),
}
BY_MARKER = "test_our_rules_keep_the_laws"


def fenced(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```\n", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """What the page defines, read from top to bottom as one module."""
    names: dict[str, Any] = {"__name__": "page"}
    exec(compile("\n".join(fenced("python")), "test-policy-logic.md", "exec"), names)
    return names


def properties() -> list[str]:
    found = re.findall(r"^def (test_\w+)", "\n".join(fenced("python")), re.MULTILINE)
    return [each for each in found if each != BY_MARKER]


def test_the_page_has_properties_that_hold_and_some_that_find_gaps() -> None:
    assert len(properties()) == 8
    assert set(FAILING) < set(properties())


@pytest.mark.parametrize("name", [each for each in properties() if each not in FAILING])
def test_a_property_of_the_page_holds(page: dict[str, Any], name: str) -> None:
    test: Callable[[], None] = settings(
        max_examples=max(settings().max_examples // 4, 10),
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )(page[name])
    test()


every_gap = pytest.mark.parametrize(("name", "shown"), list(zip(FAILING, fenced("yaml"), strict=True)))


@every_gap
def test_a_gap_of_the_page_is_found(page: dict[str, Any], name: str, shown: str) -> None:
    strategy, gap = FAILING[name]
    # Shrinking is what takes time, and what a release of hypothesis may do otherwise.
    generate = settings(
        max_examples=3000, deadline=None, database=None, derandomize=True, phases=(Phase.generate,)
    )
    found = find(page[strategy], page[gap], settings=generate)
    assert {each["type"] for each in events_of(shown)} <= {each.type for each in found.events}


@every_gap
def test_the_history_that_the_page_shows_has_the_gap(page: dict[str, Any], name: str, shown: str) -> None:
    _, gap = FAILING[name]
    events = tuple(
        Event("case-1", each.pop("type"), each.pop("time"), data=each) for each in events_of(shown)
    )
    rules = page["both" if "hubei" in shown else "licensing"]
    assert page[gap](History(rules, events, dt.date(2026, 12, 31)))
    assert not page[gap](History(rules, events[:-1], dt.date(2026, 12, 31)))


def events_of(shown: str) -> list[dict[str, Any]]:
    [scenario] = yaml.safe_load(shown)["cases"].values()
    listed: list[dict[str, Any]] = scenario["given"]
    return listed
