"""Shapes of what a convention says: every key of counting with the values that it takes."""

from collections.abc import Mapping
from typing import Literal, get_args, get_origin, get_type_hints

from govrules.editing.shapes import Either, Entries, JsonType, Scalar, Shape
from govrules.model.convention import KEYS, LIMIT_KINDS, Convention, Roll


def _convention_values() -> dict[str, Shape]:
    hints = get_type_hints(Convention)
    found: dict[str, Shape] = {}
    for key in KEYS:
        hint = hints[key]
        if get_origin(hint) is Literal:
            found[key] = Scalar(("string",), words=get_args(hint))
    rolls = Scalar(("string",), words=get_args(Roll))
    found["last_day_off"] = Either(
        (rolls, Entries("last day off", dict.fromkeys(LIMIT_KINDS, rolls), chinese=False))
    )
    nothing: tuple[JsonType, ...] = ("string", "null")
    clock = Scalar(
        nothing, pattern=r"^(?:none|null|(?:[01]?\d|2[0-3]):[0-5]\d)?$", examples=("none", "16:00")
    )
    found["cutoff"] = clock
    found["roll_calendar"] = Scalar(nothing, examples=("none", "cn"))
    found["day_ends"] = Scalar(
        ("string",), pattern=r"^(?:midnight|close_of_business|same_time|24:00|(?:[01]?\d|2[0-3]):[0-5]\d)$",
        examples=("midnight", "close_of_business", "same_time", "16:00"),
    )  # fmt: skip
    found["clear_days"] = Scalar(("boolean", "string"), pattern="^(?:true|false)$")
    found["short_periods"] = Either(
        (
            Scalar(nothing, pattern="^(?:none|null)?$", examples=("none",)),
            Entries("short periods", {"up_to": Scalar(("string",), examples=("10 days",)),
                                      "count_as": Scalar(("string",), words=("working days",))},
                    needed=(("up_to",), ("count_as",)), chinese=False),
        )
    )  # fmt: skip
    found["pause_cap"] = Scalar(nothing, examples=("none", "60 days"))
    found["rest_run"] = Either(
        (
            Scalar(nothing, pattern="^(?:none|null)?$", examples=("none",)),
            Entries(
                "rest run",
                {"at_least": Scalar(("integer", "string"))},
                needed=(("at_least",),),
                chinese=False,
            ),
        )
    )
    return {key: found[key] for key in KEYS if key in found}


CONVENTION_VALUES: Mapping[str, Shape] = _convention_values()
"""each key of a convention with its value"""
