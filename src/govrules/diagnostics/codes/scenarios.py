"""Codes of the area `scenarios`: see `govrules.diagnostics.codes` for the numbering."""
