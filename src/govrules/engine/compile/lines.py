"""What the lines of a clause are written with, and under which tests they stand."""

from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.names import (
    Names,
)
from govrules.engine.compile.writing import HAND_OVER, Writer
from govrules.model.conditions import Condition


@attrs.frozen(eq=False)
class Lines:
    """What the lines of a clause are written with."""

    names: Names
    write: Writer
    every: bool
    """whether every obligation is recorded, or only what was broken"""
    in_force: str | None
    """the test whether the day `d` lies in force; None where it always does"""


@contextmanager
def under(write: Writer, test: str | None) -> Iterator[None]:
    """Under a test, or where there is none as it stands."""
    if test is None:
        yield
        return
    with write.block(f"if {test}:"):
        yield


def write_condition(condition: Condition | None, reading: Reading, lines: Lines) -> str | None:
    """The line that reads a condition, and the test that it holds; None where there is none."""
    if condition is None:
        return None
    code = Conditions(lines.names, reading).test(condition.expression)
    if code.certain:
        return code.text
    lines.write(f"holds = {code.text}")
    with lines.write.block("if holds is None:"):
        lines.write(HAND_OVER)
    return "holds"
