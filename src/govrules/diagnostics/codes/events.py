"""Codes of the area `events`: see `govrules.diagnostics.codes` for the numbering."""
