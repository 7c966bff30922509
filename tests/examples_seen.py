"""How many examples a test has looked at, for the pytest plugins that tell so.

A plugin takes `pytest_runtest_call` into its module and asks `examples_of` when the test has ended.
"""

import re
from typing import Any

import pytest
from hypothesis.statistics import collector

_COUNTS = re.compile(r"(\d+) passing[^,]*, (\d+) failing[^,]*,[^,]*?(\d+) invalid")
_INSIDE: dict[str, int] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    """Count the examples of laws inside an ordinary test; of others hypothesis's own plugin tells."""

    def count(statistics: Any) -> None:
        cases = [len(phase["test-cases"]) for phase in statistics.values() if isinstance(phase, dict)]
        _INSIDE[item.nodeid] = _INSIDE.get(item.nodeid, 0) + sum(cases)

    with collector.with_value(count):  # type: ignore[arg-type]
        return (yield)


def examples_of(item: pytest.Item) -> int:
    """The examples that hypothesis counted for a test, and those of the laws inside it."""
    return examples(getattr(item, "hypothesis_statistics", "")) + _INSIDE.get(item.nodeid, 0)


def examples(statistics: str) -> int:
    """How many examples hypothesis says that it looked at, in all phases."""
    return sum(int(number) for found in _COUNTS.findall(statistics) for number in found)
