"""The how-to on policy logic: its tests do what the page says, and its gaps are the ones it shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, find, settings

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


@pytest.mark.parametrize(("name", "shown"), list(zip(FAILING, fenced("yaml"), strict=True)))
def test_a_gap_is_found_and_shrinks_to_the_history_shown(page: dict[str, Any], name: str, shown: str) -> None:
    strategy, gap = FAILING[name]
    found = find(
        page[strategy],
        page[gap],
        settings=settings(max_examples=3000, deadline=None, database=None, derandomize=True),
    )
    # Which calm day a shrinking history comes to rest on differs between releases of hypothesis.
    assert re.findall(r"type: (\w+)", repr(found)) == re.findall(r"type: (\w+)", shown)
