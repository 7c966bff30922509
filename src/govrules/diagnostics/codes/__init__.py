"""Every diagnostic code, one module an area.

| ids   | area                                            | module      |
|-------|-------------------------------------------------|-------------|
| GR0xx | files and YAML                                  | `files`     |
| GR1xx | the structure and meaning of rule files         | `rules`     |
| GR2xx | conditions (the expression language)            | `conditions`|
| GR3xx | periods, calendars, conventions                 | `time`      |
| GR4xx | events, mappings, records                       | `events`, `mappings`, `columns`, `records` |
| GR5xx | scenarios                                       | `scenarios` |
| GR6xx | the command line; tables, worklists, pages        | `commands`, `tables`, `worklists`, `reports` |
| GR7xx | rule packs and their names                      | `packs`     |
| GR8xx | what the checker finds across clauses and files | `checks`    |
| GR9xx | adapters to other engines                       | `adapters`  |
"""

import importlib
from collections.abc import Mapping

from govrules.diagnostics.core import Code

_AREAS = (
    "files",
    "rules",
    "conditions",
    "time",
    "events",
    "mappings",
    "columns",
    "records",
    "scenarios",
    "commands",
    "tables",
    "worklists",
    "reports",
    "bundles",
    "packs",
    "checks",
    "adapters",
)


def all_codes() -> Mapping[str, Code]:
    """Every code by its id, in order."""
    found: dict[str, Code] = {}
    for area in _AREAS:
        module = importlib.import_module(f"{__name__}.{area}")
        for value in vars(module).values():
            if isinstance(value, Code):
                if value.id in found:
                    raise AssertionError(f"code {value.id} stands for two mistakes")
                found[value.id] = value
    return dict(sorted(found.items()))
