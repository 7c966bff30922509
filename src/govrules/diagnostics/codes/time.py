"""Codes of the area `time`: see `govrules.diagnostics.codes` for the numbering."""
