"""What is wrong with an input, where, and what to do about it: the one shape every reader reports in.

This room imports nothing of the other rooms, so that each of them may report through it.
"""

from govrules.diagnostics.core import (
    Code,
    Diagnostic,
    DiagnosticsError,
    GovrulesError,
    Help,
    Language,
    Severity,
    Span,
)
from govrules.diagnostics.read_only import read_only
from govrules.diagnostics.render import display_width, render, render_all
from govrules.diagnostics.words import nearest

__all__ = [
    "Code",
    "Diagnostic",
    "DiagnosticsError",
    "GovrulesError",
    "Help",
    "Language",
    "Severity",
    "Span",
    "display_width",
    "nearest",
    "read_only",
    "render",
    "render_all",
]
