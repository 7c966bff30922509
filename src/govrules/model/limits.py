"""Limits of time, as a clause sets them: a period, none, a look-up, or several readings of one text."""

from fractions import Fraction
from typing import Literal, TypeAlias

from govrules.declaring import frozen
from govrules.model.conditions import Constant, Lookup
from govrules.model.period import Period


@frozen
class NoLimit:
    """`no limit`: must happen, with no time set."""


@frozen
class Reduced:
    """`{of: item.limit, less: 30%, round: down}`: a limit made shorter by a share of itself."""

    of: "Limit"
    less: Fraction
    round: Literal["down", "up", "half_up"] | None = None


@frozen
class Readings:
    """`{readings: {week: 1 week, working: 5 working days}, use: working}`: a text with two readings.

    One reading decides; the finding names it, with the dates under the others.
    """

    readings: tuple[tuple[str, "Limit"], ...]
    use: Constant | Lookup
    """the name of a reading, or a parameter of type choice that holds one"""


Limit: TypeAlias = Period | NoLimit | Lookup | Reduced | Readings


@frozen
class NamedLimit:
    """One limit of a duty; a duty with several (`statutory`, `promised`) has one due date for each."""

    name: str | None
    limit: Limit
