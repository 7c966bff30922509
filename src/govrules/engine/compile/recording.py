"""What a program writes down of an obligation."""

from typing import TypeAlias

from govrules.engine.compile.dues import Entry

Record: TypeAlias = tuple[int, int, int, int, Entry | None]
"""the slot, the places of the trigger and of what closed it (-1 for nothing), the state, the due end:
`(slot, trigger, state, closed, due)`"""
