"""For those who act on findings: what is due, what changed, and how well it goes."""
