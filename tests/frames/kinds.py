"""The kinds of data frames that the tests make: those whose package is installed."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import pytest

from govrules.formats.stretches import installed

Columns = Mapping[str, Sequence[object]]


def _polars(columns: Columns) -> Any:
    return import_module("polars").DataFrame(columns, strict=False)


def _lazy(columns: Columns) -> Any:
    return _polars(columns).lazy()


def _pandas(columns: Columns) -> Any:
    return import_module("pandas").DataFrame(columns)


def _arrow(columns: Columns) -> Any:
    return import_module("pyarrow").table(columns)


def _duckdb(columns: Columns) -> Any:
    return import_module("duckdb").connect().from_arrow(_arrow(columns))


_MADE: dict[str, tuple[Callable[[Columns], Any], tuple[str, ...]]] = {
    "polars": (_polars, ("polars",)),
    "polars, lazy": (_lazy, ("polars",)),
    "pandas": (_pandas, ("pandas",)),
    "arrow": (_arrow, ("pyarrow",)),
    "duckdb": (_duckdb, ("duckdb", "pyarrow")),
}
every_kind = pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            make,
            id=name,
            marks=pytest.mark.skipif(
                not all(map(installed, ("narwhals", *needed))), reason=f"not installed: narwhals or {needed}"
            ),
        )
        for name, (make, needed) in _MADE.items()
    ],
)


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any kind, its nulls as None."""
    import narwhals as nw

    opened = nw.from_native(frame)
    whole = opened.collect() if isinstance(opened, nw.LazyFrame) else opened
    columns = {
        name: [
            None if is_null else value
            for value, is_null in zip(whole[name].to_list(), whole[name].is_null().to_list(), strict=True)
        ]
        for name in whole.columns
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
