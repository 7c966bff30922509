"""Administrative policy as rules: when is it due, what was broken, who answers for it.

The three questions in one session:

>>> import datetime as dt
>>> import govrules as gr
>>> rules = gr.load("cn/licensing-law").or_raise()
>>> events = [gr.Event("c1", "accepted", dt.date(2025, 9, 22), unit="Licensing Office")]
>>> result = gr.evaluate(rules, events, as_of=dt.date(2025, 12, 31))
>>> [(each.clause, each.due.isoformat(), each.responsible) for each in result.violations]
[('decide', '2025-10-24', 'Licensing Office')]

Names are imported when they are first used, so that `import govrules` costs next to nothing.
"""

# `typing` takes as long to import as Python to start; type checkers know this name without it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from govrules.adapters.frames import evaluate_frame as evaluate_frame
    from govrules.api import calendar as calendar
    from govrules.api import convention as convention
    from govrules.api import due as due
    from govrules.counting.due import Due as Due
    from govrules.counting.due import Extension as Extension
    from govrules.counting.due import Pause as Pause
    from govrules.counting.errors import CountingError as CountingError
    from govrules.diagnostics import Diagnostic as Diagnostic
    from govrules.diagnostics import DiagnosticsError as DiagnosticsError
    from govrules.diagnostics import GovrulesError as GovrulesError
    from govrules.engine.batch import evaluate as evaluate
    from govrules.explaining import explain as explain
    from govrules.formats.column_log import ColumnLog as ColumnLog
    from govrules.formats.columnar import read_columns as read_columns
    from govrules.formats.frames import read_frame as read_frame
    from govrules.formats.log import EventLog as EventLog
    from govrules.formats.read import read_events as read_events
    from govrules.formats.records import read_records as read_records
    from govrules.formats.records_file import RecordsFile as RecordsFile
    from govrules.formats.write import write_events as write_events
    from govrules.model.calendar import Calendar as Calendar
    from govrules.model.columns import Columns as Columns
    from govrules.model.convention import Convention as Convention
    from govrules.model.evaluation import Evaluation as Evaluation
    from govrules.model.events import Event as Event
    from govrules.model.period import Period as Period
    from govrules.model.period import PeriodError as PeriodError
    from govrules.model.policy import Policy as Policy
    from govrules.model.policy import Rulebook as Rulebook
    from govrules.model.records import Record as Record
    from govrules.parallel.evaluating import evaluate_file as evaluate_file
    from govrules.reporting.indicators import Indicators as Indicators
    from govrules.reporting.indicators import indicators as indicators
    from govrules.reporting.page.page import report as report
    from govrules.reporting.tasks import Worklist as Worklist
    from govrules.reporting.tasks import worklist as worklist
    from govrules.rulefile.load import Loaded as Loaded
    from govrules.rulefile.load import load as load

_HOMES = {
    "Calendar": "govrules.model.calendar",
    "ColumnLog": "govrules.formats.column_log",
    "Columns": "govrules.model.columns",
    "Convention": "govrules.model.convention",
    "CountingError": "govrules.counting.errors",
    "Diagnostic": "govrules.diagnostics",
    "DiagnosticsError": "govrules.diagnostics",
    "Due": "govrules.counting.due",
    "Evaluation": "govrules.model.evaluation",
    "Event": "govrules.model.events",
    "EventLog": "govrules.formats.log",
    "Extension": "govrules.counting.due",
    "GovrulesError": "govrules.diagnostics",
    "Indicators": "govrules.reporting.indicators",
    "Loaded": "govrules.rulefile.load",
    "Pause": "govrules.counting.due",
    "Period": "govrules.model.period",
    "PeriodError": "govrules.model.period",
    "Policy": "govrules.model.policy",
    "Record": "govrules.model.records",
    "RecordsFile": "govrules.formats.records_file",
    "Rulebook": "govrules.model.policy",
    "Worklist": "govrules.reporting.tasks",
    "calendar": "govrules.api",
    "convention": "govrules.api",
    "due": "govrules.api",
    "evaluate": "govrules.engine.batch",
    "evaluate_file": "govrules.parallel.evaluating",
    "evaluate_frame": "govrules.adapters.frames",
    "explain": "govrules.explaining",
    "indicators": "govrules.reporting.indicators",
    "load": "govrules.rulefile.load",
    "read_columns": "govrules.formats.columnar",
    "read_events": "govrules.formats.read",
    "read_frame": "govrules.formats.frames",
    "read_records": "govrules.formats.records",
    "report": "govrules.reporting.page.page",
    "worklist": "govrules.reporting.tasks",
    "write_events": "govrules.formats.write",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> "Any":
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(home), name)
    # Not asked for again: the next look-up finds it in the module.
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
