"""The analysts' tests: given these events, expect these findings."""
