"""What stands under one key of the rows of a file of JSON Lines, as far as they have been seen."""

from collections.abc import Sequence
from typing import TypeAlias

import attrs

from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.times import UncleanError

Key: TypeAlias = tuple[str, ...]
"""where a value stands in a row, as `("unit",)` or `("data", "grade")`, spelt as the file spells it"""

DATA: Key = ("data",)
_MOST_TEXTS = 64
"""different texts of a column that are decoded by a table; where there are more, few are the same"""
_MOST_MISSED = 4
"""how often a text may turn up that was not in the table"""
_VARIED = frozenset({("case",), ("time",), ("id",)})
"""of these every event, or every case, has its own"""


def is_data(key: Key) -> bool:
    """Whether what stands there belongs to the data of an event."""
    return len(key) == 2 or (key != DATA and key[0] not in NAMES)


@attrs.frozen
class KeyForm:
    """What has been seen under one key."""

    kinds: frozenset[type] = frozenset()
    """of values, as Python has them: of numbers `float`, of lists and objects `dict`"""
    sometimes: bool = False
    """whether some rows, or some objects `data`, lack it"""
    texts: frozenset[str] | None = frozenset()
    """all texts that were seen, where they are few, and nothing but texts"""
    missed: int = 0
    """how often other texts turned up later"""

    @property
    def nullable(self) -> bool:
        """Whether it can be `null`, which is something else than not being there."""
        return type(None) in self.kinds or dict in self.kinds

    def with_those(self, key: Key, values: Sequence[object], *, lacking: bool) -> "KeyForm":
        """This form, wide enough for some more values.

        Raises:
            UncleanError: a value that this key cannot have.
        """
        kinds = self.kinds.union(map(kind_of, values))
        if not is_data(key) and key != DATA and not kinds <= _allowed(key):
            raise UncleanError
        if key == DATA and not all(type(each) is dict for each in values):
            raise UncleanError
        found = KeyForm(kinds, self.sometimes or lacking, None, self.missed)
        if self.texts is None or key in _VARIED or not kinds <= {str, type(None)}:
            return found
        written = [each for each in values if isinstance(each, str)]
        texts = self.texts.union(written)
        missed = self.missed + bool(self.texts and texts != self.texts)
        # As long as none is known, few must have been enough for many.
        if (
            len(texts) > _MOST_TEXTS
            or missed > _MOST_MISSED
            or not (self.texts or 2 * len(texts) <= len(written))
        ):
            return found
        return attrs.evolve(found, texts=texts, missed=missed)


def kind_of(value: object) -> type:
    """As `KeyForm.kinds` has it."""
    kind = type(value)
    return dict if kind is list else float if kind is int else kind


def _allowed(key: Key) -> frozenset[type]:
    return frozenset({str} if key[0] in REQUIRED else {str, type(None)})
