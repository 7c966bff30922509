"""One log judged in several processes: each reads and judges cases of its own, and keeps nothing.

`evaluate_file` is also a name of `govrules` itself.
"""
