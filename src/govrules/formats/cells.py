"""The cells of tables whose columns have types, as those of any other table are read."""

import datetime as dt
import decimal
import math
from collections.abc import Mapping


def cell(value: object) -> object:
    """A value as a cell that can be read: None where it stands for no value.

    Text loses the spaces around it; not-a-number, which is how data frames write a gap, is no value; a
    decimal becomes a whole number or the nearest floating one, as in a file of JSON.

    >>> cell(" x "), cell(float("nan")), cell(decimal.Decimal("12.50")), cell(decimal.Decimal("3.00"))
    ('x', None, 12.5, 3)
    """
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, decimal.Decimal):
        if not value.is_finite():
            return None if value.is_nan() else float(value)
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {name: _inner(each) for name, each in value.items()}
    return [_inner(each) for each in value] if isinstance(value, list | tuple) else value


def _inner(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, dt.timedelta) else cell(value)
