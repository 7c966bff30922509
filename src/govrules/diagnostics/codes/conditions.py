"""Codes of the area `conditions`: see `govrules.diagnostics.codes` for the numbering."""
