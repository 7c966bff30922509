"""Counts that are kept while rows become events."""

import attrs

from govrules.declaring import define


@define
class Tally:
    rows: int = 0
    skipped: int = 0
    left_out: int = 0
    ignored: dict[str, int] = attrs.field(factory=dict)
    incomplete: set[str] = attrs.field(factory=set)
