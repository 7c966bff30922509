"""Codes of the area `commands`: see `govrules.diagnostics.codes` for the numbering."""
