"""Readers and writers of events and records: a form of file a module, one shape for what is wrong with it.

`read_events`, `read_records` and `write_events` are also names of `govrules` itself.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govrules.formats.column_log import ColumnLog as ColumnLog
    from govrules.formats.columnar import read_columns as read_columns
    from govrules.formats.frames import read_frame as read_frame
    from govrules.formats.log import EventLog as EventLog
    from govrules.formats.mapping import EventMapping as EventMapping
    from govrules.formats.mapping_file import read_mapping as read_mapping
    from govrules.formats.read import read_events as read_events
    from govrules.formats.records import read_records as read_records
    from govrules.formats.records_file import RecordsFile as RecordsFile
    from govrules.formats.stretches import Stretch as Stretch
    from govrules.formats.stretches import in_stretches as in_stretches
    from govrules.formats.stretches import read_stretch as read_stretch
    from govrules.formats.write import write_events as write_events

# Not imported at once: a mapping file needs YAML, which the reader of a plain log does not.
_HOMES = {
    "ColumnLog": "column_log",
    "EventLog": "log",
    "EventMapping": "mapping",
    "RecordsFile": "records_file",
    "Stretch": "stretches",
    "in_stretches": "stretches",
    "read_columns": "columnar",
    "read_events": "read",
    "read_frame": "frames",
    "read_mapping": "mapping_file",
    "read_records": "records",
    "read_stretch": "stretches",
    "write_events": "write",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
