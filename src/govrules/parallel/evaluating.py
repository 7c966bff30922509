"""evaluate_file: from a rulebook and a file of events to their evaluation, perhaps in several processes."""

import datetime as dt
import os
from collections.abc import Iterable
from typing import Literal

from govrules.engine.batch import evaluate
from govrules.engine.compile.asked import fields_asked
from govrules.engine.displacement import standing
from govrules.engine.stated import StatedRecords, stated_records
from govrules.formats.columnar import read_columns
from govrules.formats.read import MappingGiven, check_arguments
from govrules.formats.stretches import Progress
from govrules.model.arguments import ArgumentError, check_date, check_instant_or_date, check_rulebook, wanted
from govrules.model.evaluation import Evaluation
from govrules.model.events import Time
from govrules.model.policy import Rulebook
from govrules.parallel.apart import FIELDS, evaluated_apart, evaluated_in_parts


def evaluate_file(
    rulebook: Rulebook,
    path: str | os.PathLike[str],
    *,
    processes: int = 1,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    unannounced: Literal["project", "raise"] = "project",
    records: StatedRecords = (),
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    encoding: str | None = None,
    at_once: Iterable[str] = (),
    progress: Progress | None = None,
) -> Evaluation:
    """What became of every obligation of a rulebook in the events of a file, judged in several processes.

    The evaluation is the same as that of `evaluate` over what `read_columns` reads, field by field, however
    many processes there are. Each of them reads and judges the cases of its own stretch of a file of JSON
    Lines or CSV in which cases stand in the order of their names. Any other file is read first. Where events
    or rules reach beyond a case, one process judges all: a rulebook with clauses across cases, events that
    set records, contest or excuse; `unannounced="raise"`.

    Args:
        rulebook: the policies, with the calendars and conventions that they name.
        path: the file; it must stay as it is while the evaluation is in use.
        processes: how many are wanted; 1 starts none. A script that asks for more keeps what it does under
            `if __name__ == "__main__":`.
        as_of, known_at, unannounced, records: as for `evaluate`.
        mapping, time_zone, encoding: as for `read_columns`.
        at_once: fields of the evaluation that will be asked for besides violations, shortfalls, lapses, late
            decisions, attributions, measures and unknowns, which are always worked out. Of a log taken apart,
            any other is worked out when it is first read, for which the file is read once more.
        progress: is called with the bytes read so far, and the bytes of the file.

    Raises:
        DiagnosticsError: rows that cannot be read, all of them; records that no policy declares or that
            contradict each other; a process that was ended; a file that was changed meanwhile.
        NotAnnouncedError: with `unannounced="raise"`, naming the day and the calendar.
        ArgumentError: an argument of another kind.

    >>> import datetime as dt, pathlib, tempfile, govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "log.jsonl")
    ...     _ = file.write_text('{"case": "c1", "type": "accepted", "time": "2025-09-22"}')
    ...     found = evaluate_file(rules, file, as_of=dt.date(2025, 12, 31)).violations
    >>> [(each.case, each.clause, each.due.isoformat()) for each in found]
    [('c1', 'decide', '2025-10-24')]
    """
    check_rulebook(rulebook)
    check_arguments(path, mapping, time_zone)
    check_instant_or_date("as_of", as_of)
    check_date("known_at", known_at)
    if type(processes) is not int:
        raise wanted("processes", processes, "a number of processes")
    if processes < 1:
        raise ArgumentError("processes", "at least 1 is wanted")
    fields = tuple(dict.fromkeys(at_once))
    for each in fields:
        if each not in FIELDS:
            raise ArgumentError("at_once", f"each is one of {', '.join(FIELDS)}")
    stated = stated_records(records, standing(rulebook))
    if processes > 1 and unannounced == "project":
        found = evaluated_apart(
            rulebook,
            path,
            processes,
            as_of=as_of,
            known_at=known_at,
            stated=stated,
            mapping=mapping,
            time_zone=time_zone,
            encoding=encoding,
            at_once=fields,
            progress=progress,
        )
        if found is not None:
            return found
    log = read_columns(
        path,
        mapping=mapping,
        time_zone=time_zone,
        encoding=encoding,
        fields=fields_asked(rulebook),
        progress=progress,
    ).or_raise()
    if processes > 1 and unannounced == "project":
        found = evaluated_in_parts(
            rulebook, log, processes, as_of=as_of, known_at=known_at, stated=stated, at_once=fields
        )
        if found is not None:
            return found
    return evaluate(rulebook, log, as_of=as_of, known_at=known_at, unannounced=unannounced, records=stated)
