"""A pytest plugin: each test that ran, with how many examples it looked at, as a line of $GOVRULES_COUNTED.

Lines are written as tests end, so that a run which is stopped has told how far it came.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.examples_seen import examples_of
from tests.examples_seen import pytest_runtest_call as pytest_runtest_call


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    report = yield
    if report.when == "call":
        told = {
            "test": item.nodeid,
            "outcome": report.outcome,
            "seconds": round(call.duration, 3),
            "examples": examples_of(item),
        }
        # One write of one short line: several processes may append to the file.
        with Path(os.environ["GOVRULES_COUNTED"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(told) + "\n")
    return report
