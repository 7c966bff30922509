"""Blocks of JSON Lines as columns of values, through msgspec."""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import attrs
import msgspec

from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.jsonl import Row
from govrules.formats.times import UncleanError
from govrules.model.frozen import FrozenValueError, freeze, name_of

MOST_NAMES = 200
"""names of data that are looked for; a file that has more is read row by row"""
UNSET = msgspec.UNSET

Key: TypeAlias = tuple[str, ...]
"""where a value stands in a row, as `("unit",)` or `("data", "grade")`, spelt as the file spells it"""

_DATA: Key = ("data",)
_SPACED_COLON = re.compile(rb'"[ \t\r]+:')
_TEXT: Any = str | None
_PLAIN: Any = str | int | float | bool | None


@attrs.frozen
class Form:
    """What the rows of a file have been seen to hold: `LineForm`."""

    keys: tuple[Key, ...] = ()
    sometimes: frozenset[Key] = frozenset()
    """those that some rows, or some objects `data`, lack"""
    nested: frozenset[Key] = frozenset()
    """those whose values are lists or objects in some row"""

    def with_that_of(self, lines: Sequence[bytes]) -> "Form":
        """This form, wide enough for some more rows.

        Raises:
            UncleanError: rows of another form, or names that only the reader row by row can tell apart.
        """
        counts: Counter[Key] = Counter()
        nested = set(self.nested)
        for line in lines:
            row = json.loads(line)
            if type(row) is not dict:
                raise UncleanError
            values: dict[Key, object] = {(name,): value for name, value in row.items()}
            data = row.get("data", {})
            if type(data) is not dict:
                raise UncleanError
            values |= {("data", name): value for name, value in data.items()}
            counts.update(values.keys())
            nested.update(key for key, value in values.items() if type(value) in (dict, list))
        keys = tuple(dict.fromkeys((*self.keys, *counts)))
        lacking = {key for key in keys if counts[key] < (len(lines) if len(key) == 1 else counts[_DATA])}
        new = set(keys).difference(self.keys) if self.keys else set()
        form = Form(keys, self.sometimes.union(lacking, new), frozenset(nested - {_DATA}))
        if any((name,) not in counts or (name,) in lacking for name in REQUIRED):
            raise UncleanError
        names = [key[-1] for key in keys if is_data(key)]
        if len(names) > MOST_NAMES or len(set(map(name_of, names))) < len(names):
            raise UncleanError
        if not all(map(_spelt_plainly, names)):
            raise UncleanError
        return form

    @property
    def table(self) -> bool:
        return False

    def row(self, line: bytes, number: int) -> Row | None:
        # What a row may not have was looked for when it was read first.
        values = json.loads(line)
        return (number, values) if type(values) is dict else None

    def reader(self, name: str, *, own: bool) -> "Callable[[Sequence[bytes]], JsonBlock] | None":
        form = self._only(name, own=own)
        return Decoder(form, strict=False).block if form.keys else None

    def _only(self, name: str, *, own: bool) -> "Form":
        """Of this form what events have as `name`: in their data, with `own` also beside it."""
        keys = [
            key for key in self.keys if (name_of(key[-1]) == name if is_data(key) else own and key == (name,))
        ]
        if any(len(key) == 2 for key in keys):
            keys.append(_DATA)
        return Form(tuple(keys), frozenset(keys), self.nested)


def is_data(key: Key) -> bool:
    """Whether what stands there belongs to the data of an event."""
    return len(key) == 2 or (key != _DATA and key[0] not in NAMES)


def _spelt_plainly(name: str) -> bool:
    return json.dumps(name, ensure_ascii=False) == f'"{name}"'


@attrs.frozen
class JsonBlock:
    """Rows of a block, each decoded into a structure."""

    rows: Sequence[Any]
    _fields: Mapping[Key, Callable[[Any], Any]]
    _names: Mapping[str, Key]
    _sometimes: frozenset[Key]

    @property
    def size(self) -> int:
        return len(self.rows)

    def column(self, key: Key) -> list[Any] | None:
        """Of each row the value there, `UNSET` where it has none; None where no row has any."""
        field = self._fields.get(key)
        return None if field is None else list(map(field, self.rows))

    def required(self) -> tuple[list[str], list[str], list[str]]:
        rows = self.rows
        return [row.case for row in rows], [row.type for row in rows], [row.time for row in rows]

    def own(self, name: str) -> list[object] | None:
        return self._values((name,))

    def data(self, name: str) -> list[object] | None:
        key = self._names.get(name)
        return None if key is None else self._values(key)

    def _values(self, key: Key) -> list[object] | None:
        column = self.column(key)
        # A row without `data` lacks what every object `data` has.
        if column is None or not ({key, key[:1]} & self._sometimes):
            return column
        return [None if value is UNSET else value for value in column]


@attrs.define
class JsonBlocks:
    """Decodes blocks of JSON Lines: `Decoding`."""

    form: Form = Form()
    _decoder: "Decoder | None" = None

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> JsonBlock:
        # Not `in`: CPython looks for two bytes from the end twice as fast as from the start.
        if content.rfind(b" :") >= 0 and _SPACED_COLON.search(content):
            raise UncleanError
        try:
            decoder, block = self._block(lines)
            keys = self._keys(block, decoder.no_data)
        except (msgspec.DecodeError, FrozenValueError, ValueError, RecursionError):
            raise UncleanError from None
        # Of a name that stands twice in one object, one is left. A quote inside a text is escaped, so that
        # every name ends in these two characters, and it does no harm that some texts hold them too.
        if keys != content.count(b'":'):
            raise UncleanError
        return block

    def _block(self, lines: Sequence[bytes]) -> "tuple[Decoder, JsonBlock]":
        if self._decoder is not None:
            try:
                return self._decoder, self._decoder.block(lines)
            except msgspec.ValidationError:
                pass
        self.form = self.form.with_that_of(lines)
        self._decoder = Decoder(self.form)
        return self._decoder, self._decoder.block(lines)

    def _keys(self, block: JsonBlock, no_data: object) -> int:
        """How many names stand in the objects of a block.

        Raises:
            FrozenValueError: a value that no event can hold.
        """
        form, rows = self.form, len(block.rows)
        counts: dict[Key, int] = {}
        for key in sorted(form.keys, key=len):
            most = rows if len(key) == 1 else counts[_DATA]
            counts[key] = most
            if key in form.sometimes or key in form.nested:
                column = block.column(key) or []
                counts[key] = rows - column.count(no_data if key == _DATA else UNSET)
                if key in form.nested:
                    counts[key] += sum(map(_checked_keys, column))
        return sum(counts.values())


def _checked_keys(value: object) -> int:
    if type(value) not in (dict, list):
        return 0
    freeze(value, depth=1)
    return _nested_keys(value)


def _nested_keys(value: object) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_nested_keys, value.values()))
    return sum(map(_nested_keys, value)) if isinstance(value, list) else 0


class Decoder:
    """Decodes lines of a form.

    Arguments:
        strict: a row of another form is refused; else what the form does not name is passed over.
    """

    def __init__(self, form: Form, *, strict: bool = True) -> None:
        # A structure's fields must have names of Python.
        names = {key: key[0] if key[0] in REQUIRED else f"f{n}" for n, key in enumerate(form.keys)}
        inside = [key for key in form.keys if len(key) == 2]
        data = _structure("Data", {names[key]: key for key in inside}, form, {}, strict=strict)
        self.no_data = data(**dict.fromkeys((names[key] for key in inside), UNSET))
        beside = {names[key]: key for key in form.keys if len(key) == 1}
        row = _structure("Row", beside, form, {_DATA: (data, self.no_data)}, strict=strict)
        self._decode = msgspec.json.Decoder(row).decode
        fields = names | {key: f"{names[_DATA]}.{names[key]}" for key in inside}
        self._fields = {key: attrgetter(field) for key, field in fields.items()}
        self._sometimes = form.sometimes
        self._names = {name_of(key[-1]): key for key in form.keys if is_data(key)}

    def block(self, lines: Sequence[bytes]) -> JsonBlock:
        """Raises msgspec.DecodeError where a line is not one object of the form."""
        return JsonBlock(list(map(self._decode, lines)), self._fields, self._names, self._sometimes)


def _structure(
    name: str, keys: Mapping[str, Key], form: Form, kinds: Mapping[Key, tuple[Any, Any]], *, strict: bool
) -> Any:
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field, key in keys.items():
        kind, default = kinds.get(key, (_kind(key, form), UNSET))
        if key in form.sometimes:
            fields.append((field, kind if default is not UNSET else kind | msgspec.UnsetType, default))
        else:
            fields.append((field, kind))
    rename = {field: key[-1] for field, key in keys.items()}
    return msgspec.defstruct(
        name,
        fields,
        rename=rename,
        forbid_unknown_fields=strict,
        kw_only=True,
        frozen=True,
        eq=False,
        gc=False,
    )


def _kind(key: Key, form: Form) -> Any:
    if not is_data(key):
        return str if key[0] in REQUIRED else _TEXT
    return object if key in form.nested else _PLAIN
