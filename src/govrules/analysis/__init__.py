"""About rulebooks, not about cases: which sentence of a policy's text stands in which clause."""
