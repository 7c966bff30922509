"""Codes of the area `files`: see `govrules.diagnostics.codes` for the numbering."""
