"""Codes of the area `rules`: see `govrules.diagnostics.codes` for the numbering."""
