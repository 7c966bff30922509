"""A long log evaluated by several processes for a command, where it can be taken apart."""

import argparse
from collections.abc import Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from govrules.cli.inputs import Asked, Inputs, Material
from govrules.cli.screen import Screen
from govrules.formats.column_log import ColumnLog
from govrules.model.columns import Columns
from govrules.parallel import apart

if TYPE_CHECKING:
    from govrules.cli.screen import Told
    from govrules.model.evaluation import Evaluation


def evaluated_apart(
    asked: Asked, given: argparse.Namespace, screen: Screen, processes: int, at_once: Sequence[str]
) -> Inputs | None:
    """The evaluation by several processes; None where the log has to be read here."""
    if given.unannounced == "raise":
        return None
    with ExitStack() as shown:
        tellers: list[Told | None] = []

        def progress(done: int, whole: int) -> None:
            # Not before the processes are there: what draws on a terminal is a thread, beside which none is
            # started as a copy.
            if not tellers:
                tellers.append(shown.enter_context(screen.working("evaluating ...", "正在评估……")))
            if tellers[0] is not None:
                tellers[0](done, whole)

        evaluation = apart.evaluated_apart(
            asked.rulebook,
            asked.events,
            processes,
            as_of=asked.options.as_of,
            known_at=asked.options.known_at,
            stated=asked.records,
            mapping=given.mapping,
            time_zone=asked.options.zone,
            encoding=given.encoding,
            at_once=at_once,
            progress=progress,
        )
    if evaluation is None:
        return None
    # Nothing was to be told of any row, and none of them is held here.
    log = ColumnLog(Columns.of(()), file=asked.events)
    material = Material(asked.rulebook, log, asked.options, given.unannounced, asked.records)
    return Inputs(asked.rulebook, log, evaluation, material)


def evaluated_in_parts(material: Material, processes: int, at_once: Sequence[str]) -> "Evaluation | None":
    """The evaluation of what was read by several processes; None where it is left to one."""
    if not isinstance(material.log, ColumnLog) or material.unannounced == "raise":
        return None
    return apart.evaluated_in_parts(
        material.rulebook,
        material.log,
        processes,
        as_of=material.options.as_of,
        known_at=material.options.known_at,
        stated=material.records,
        at_once=at_once,
    )
