"""What editors need of the language: its schema, what may stand where, and the canonical form of files."""
