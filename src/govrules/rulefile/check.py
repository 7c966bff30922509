"""Checks over a whole rulebook: every name resolves, and what cannot be meant is said."""

from collections.abc import Sequence

from govrules.diagnostics import Diagnostic
from govrules.rulefile.assemble import Assembled


def check(assembled: Sequence[Assembled]) -> list[Diagnostic]:
    return []
