"""Duties that several events meet together, in any order or in one, in the generated source.

    f = find(3, t + 1, b)                           # all of: concluded, reported
    g = find(4, t + 1, b) if f >= 0 else -1
    together = tied or f >= 0 and is_tied(T, f, a, b) or g >= 0 and is_tied(T, g, a, b)
    f = max(f, g) if g >= 0 else -1

`f` is the event that completes them, or -1. Where any of them stands at one instant with another event,
`together` says so: the reference knows in how many ways their order may be read.
"""

from govrules.engine.compile.lines import Lines
from govrules.engine.compile.names import Joined


def write_several(several: Joined, lines: Lines, end: str) -> None:
    """What completes the several that are awaited.

    Args:
        end: the place at which what is seen of the case ends.
    """
    write, found = lines.write, [f"f{number}" for number in range(len(several.parts))]
    start, so_far = "t + 1", ""
    for name, part in zip(found, several.parts, strict=True):
        find, kind = lines.names.finder(part.types)
        write(f"{name} = {find}({kind}, {start}, {end}){so_far}")
        start = f"{name} + 1" if several.in_order else start
        so_far = f" if {name} >= 0 else -1"
    ties = " or ".join(f"{name} >= 0 and is_tied(T, {name}, a, b)" for name in found)
    write(f"together = tied or {ties}")
    last = found[-1]
    if lines.every:
        # Whoever asks what was used: the parts are, where they are complete.
        with write.block(f"if {last} >= 0 and not together:"):
            for name in found:
                write(f"use((-1, t, {name}))")
    complete = last if several.in_order else f"max({', '.join(found)})"
    write(f"f = {complete} if {last} >= 0 else -1")
