"""What the functions of conditions take: one table, for the parser, the checker and the reference."""

from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.model.conditions import FUNCTIONS

Argument: TypeAlias = Literal["value", "event", "clause", "field", "calendar period", "post"]
Outcome: TypeAlias = Literal["truth", "number", "date", "list", "any"]

PERIODS = ("year", "quarter", "month", "week", "day")
"""the calendar periods that `start_of` knows"""


@frozen
class Signature:
    """`takes` says what the first arguments are; any after them are values."""

    least: int
    most: int | None
    takes: Argument
    outcome: Outcome
    named: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def expected(self) -> tuple[str, str]:
        """How many arguments, in English and Chinese."""
        if self.most is None:
            return f"at least {self.least} argument{'s' * (self.least != 1)}", f"至少 {self.least} 个参数"
        if self.least == self.most:
            return f"{self.least} argument{'s' * (self.least != 1)}", f" {self.least} 个参数"
        return f"{self.least} to {self.most} arguments", f" {self.least} 至 {self.most} 个参数"


SIGNATURES: dict[str, Signature] = {
    "happened": Signature(1, 1, "event", "truth", ("since",)),
    "count": Signature(1, 1, "event", "number", ("since",)),
    "first": Signature(1, 1, "event", "date", ("since",)),
    "last": Signature(1, 1, "event", "date", ("since",)),
    "met": Signature(1, 1, "clause", "truth"),
    "violated": Signature(1, 1, "clause", "truth"),
    "given": Signature(1, None, "field", "truth"),
    "was": Signature(1, 1, "field", "any", ("on",), ("on",)),
    "holder": Signature(1, 1, "post", "any", ("of", "on")),
    "holders": Signature(1, 1, "post", "list", ("of", "on")),
    "superior": Signature(1, 1, "value", "any", ("on",)),
    "days_between": Signature(2, 2, "value", "number"),
    "start_of": Signature(1, 1, "calendar period", "date"),
    "len": Signature(1, 1, "value", "number"),
    "min": Signature(1, None, "value", "any"),
    "max": Signature(1, None, "value", "any"),
    "sum": Signature(1, 1, "value", "number"),
    "any": Signature(1, 1, "value", "truth"),
    "all": Signature(1, 1, "value", "truth"),
}

assert set(SIGNATURES) == FUNCTIONS
