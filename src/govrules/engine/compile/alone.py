"""Where a program does not know what becomes of an obligation: the reference judges that one, by itself.

odd(t)
f = judge_decide(put, True, 3, t, a, b, -1)
"""

from collections.abc import Iterable

from govrules.engine.compile.duty_forms import CompiledDuty, Slot
from govrules.engine.compile.names import Alone, Names
from govrules.engine.compile.writing import HAND_OVER, Writer


def write_alone(
    duty: CompiledDuty,
    slots: Iterable[Slot],
    names: Names,
    write: Writer,
    *,
    every: bool,
    until: str = "-1",
    result: str = "f = {}",
) -> None:
    """The lines that leave obligations of the trigger at `t` to the reference.

    Args:
        every: whether they are recorded though nothing was broken.
        until: the place of the trigger that takes their place.
        result: the line in which the call stands; it gives the place of what closed the obligation.
    """
    if not duty.alone:
        write(HAND_OVER)
        return
    if every:
        write("odd(t)")
    limits = tuple((slot.number, slot.limit_name) for slot in duty.slots)
    judge = names.of(
        Alone(duty.number, limits, duty.when.bases, duty.heard_beside), f"judge_{duty.clause.id}"
    )
    for slot in slots:
        write(result.format(f"{judge}(put, {every}, {slot.number}, t, a, b, {until})"))
