"""A pytest plugin for runs over planted faults: only generated inputs, always the same, and counted."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.statistics import collector

import govrules
from tests.faults.patches import law_of

_COUNTS = re.compile(r"(\d+) passing[^,]*, (\d+) failing[^,]*,[^,]*?(\d+) invalid")
_INSIDE: dict[str, int] = {}


def pytest_configure() -> None:
    # Neither stored nor written examples: the law itself must find the fault again, in every run.
    # No shrinking: that it fails is all that is asked.
    examples = int(os.environ["GOVRULES_FAULT_EXAMPLES"])
    settings.register_profile(
        "faults",
        settings.get_profile("ci"),
        max_examples=examples,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("faults")
    here = Path(govrules.__file__).resolve()
    if not here.is_relative_to(Path.cwd().resolve()):
        raise pytest.UsageError(f"the laws would run on {here}, not on the copy with the fault")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    first = os.environ["GOVRULES_FAULT_FIRST"]
    kept = sorted((each for each in items if _is_law(each)), key=lambda each: law_of(each.nodeid) != first)
    config.hook.pytest_deselected(items=[each for each in items if each not in kept])
    items[:] = kept


def _is_law(item: pytest.Item) -> bool:
    """Whether a test runs on generated inputs alone: a property, or one of the laws of `check_laws`."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False) or "law" in parameters


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
            "law": item.nodeid,
            "failed": report.failed,
            "seconds": call.duration,
            "examples": _examples(getattr(item, "hypothesis_statistics", "")) + _INSIDE.get(item.nodeid, 0),
        }
        with Path(os.environ["GOVRULES_FAULT_REPORT"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
    return report


def _examples(statistics: str) -> int:
    return sum(int(number) for found in _COUNTS.findall(statistics) for number in found)
