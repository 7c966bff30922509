"""A pytest plugin: each test that ran, with how many examples it looked at, as a line of $GOVRULES_COUNTED.

Lines are written as tests end, so that a run which is stopped has told how far it came.
"""

import json
import os
import re
from pathlib import Path
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        told = {
            "test": item.nodeid,
            "outcome": report.outcome,
            "seconds": round(call.duration, 3),
            "examples": examples(getattr(item, "hypothesis_statistics", "")) + _INSIDE.get(item.nodeid, 0),
        }
        # One write of one short line: several processes may append to the file.
        with Path(os.environ["GOVRULES_COUNTED"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
    return report


def examples(statistics: str) -> int:
    """How many examples hypothesis says that it looked at, in all phases."""
    return sum(int(number) for found in _COUNTS.findall(statistics) for number in found)
