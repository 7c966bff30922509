"""A pytest plugin for runs over planted faults: only generated inputs, always the same, and counted."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

import govrules
from tests.examples_seen import examples_of
from tests.examples_seen import pytest_runtest_call as pytest_runtest_call
from tests.faults.patches import law_of


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
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        told = {
            "law": item.nodeid,
            "failed": report.failed,
            "seconds": call.duration,
            "examples": examples_of(item),
        }
        with Path(os.environ["GOVRULES_FAULT_REPORT"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
    return report
