"""What an explanation knows beside the finding itself."""

import datetime as dt

from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.explaining.names import Names
from govrules.model.findings import AnyFinding, Obligation


@frozen
class Context:
    """What is known beside the finding itself."""

    names: Names
    obligation: Obligation | None = None
    """the obligation that the finding is about"""
    as_of: dt.datetime | None = None
    """the instant up to which the log was read"""
    due: dt.date | None = None
    """for a late decision: when the time had run out"""
    late: tuple[int | None, int | None] = (None, None)
    """calendar and working days late, of the obligation's violation"""

    @property
    def lang(self) -> Language:
        return self.names.lang

    def about(self, finding: AnyFinding) -> AnyFinding:
        """The obligation where it is known, which knows its version of the clause, else the finding."""
        return finding if self.obligation is None else self.obligation
