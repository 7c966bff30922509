"""Lines of JSON of a known form, decoded into columns by msgspec."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs
import msgspec

from govrules.formats.blocks import Values
from govrules.formats.canonical import REQUIRED
from govrules.formats.coded import Repeated
from govrules.formats.json_keys import DATA, Key, KeyForm, is_data
from govrules.model.frozen import freeze, name_of

UNSET = msgspec.UNSET
Keys = Mapping[Key, KeyForm]


@attrs.frozen(eq=False)
class JsonBlock:
    """Rows of a block, taken apart into columns."""

    size: int
    columns: Mapping[Key, Sequence[Any]]
    _keys: Keys
    _names: Mapping[str, Key]
    _no_data: object
    """what stands in the column `data` where a row has none"""

    def required(self) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
        cases, kinds, times = (self.columns[(name,)] for name in REQUIRED)
        return cases, kinds, times

    def own(self, name: str) -> Values | None:
        return self._values((name,))

    def data(self, name: str) -> Values | None:
        key = self._names.get(name)
        return None if key is None else self._values(key)

    def _values(self, key: Key) -> Values | None:
        column = self.columns.get(key)
        if column is None:
            return None
        form = self._keys[key]
        lacking = form.sometimes or (len(key) == 2 and self._keys[DATA].sometimes)
        if form.nullable and lacking:
            column = [None if value is UNSET else value for value in column]
        return column if form.texts is None else Repeated(form.texts, column)

    def strings(self) -> tuple[int, int]:
        """How many names stand in the objects of the block, and how many texts as values.

        Raises:
            FrozenValueError: a value that no event can hold.
        """
        names, texts, in_data = 0, 0, self.size
        for key, column in self.columns.items():
            form = self._keys[key]
            there = self.size if len(key) == 1 else in_data
            if form.sometimes:
                absent = self._no_data if key == DATA else UNSET if form.nullable else None
                there = self.size - column.count(absent)
            names += there
            if key == DATA:
                in_data = there
            elif form.kinds == {str}:
                texts += there
            elif dict in form.kinds:
                inner = list(map(_strings_in, column))
                names += sum(count for count, _ in inner)
                texts += sum(count for _, count in inner)
            elif str in form.kinds:
                texts += list(map(type, column)).count(str)
        return names, texts


def _strings_in(value: object) -> tuple[int, int]:
    """How many names and texts stand in a value."""
    if type(value) in (dict, list):
        freeze(value, depth=1)
    return _counted(value)


def _counted(value: object) -> tuple[int, int]:
    if isinstance(value, str):
        return 0, 1
    if not isinstance(value, dict | list):
        return 0, 0
    inner = list(map(_counted, value.values() if isinstance(value, dict) else value))
    names = len(value) if isinstance(value, dict) else 0
    return names + sum(count for count, _ in inner), sum(count for _, count in inner)


class Decoder:
    """Decodes lines of a form.

    Arguments:
        strict: a row of another form is refused; else what the form does not name is passed over.
    """

    def __init__(self, keys: Keys, *, strict: bool = True) -> None:
        self._keys = keys
        self._beside = [key for key in keys if len(key) == 1]
        self._inside = [key for key in keys if len(key) == 2]
        data = _structure("Data", self._inside, keys, {}, strict=strict)
        self._no_data = data(**{f"f{n}": _absent(keys[key]) for n, key in enumerate(self._inside)})
        row = _structure("Row", self._beside, keys, {DATA: (data, self._no_data)}, strict=strict)
        self._decode = msgspec.json.Decoder(row).decode
        self._names = {name_of(key[-1]): key for key in keys if is_data(key)}

    def block(self, lines: Sequence[bytes]) -> JsonBlock:
        """Raises msgspec.DecodeError where a line is not one object of the form."""
        columns: dict[Key, Sequence[Any]] = {}
        columns.update(zip(self._beside, _columns(map(self._decode, lines)), strict=True))
        if self._inside:
            columns.update(zip(self._inside, _columns(columns[DATA]), strict=True))
        return JsonBlock(len(lines), columns, self._keys, self._names, self._no_data)


def _columns(structures: Any) -> Any:
    return zip(*map(msgspec.structs.astuple, structures), strict=True)


def _structure(
    name: str, keys: Sequence[Key], forms: Keys, given: Mapping[Key, tuple[Any, Any]], *, strict: bool
) -> Any:
    """A structure whose fields are those of some keys, in their order."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for number, key in enumerate(keys):
        # A structure's fields must have names of Python.
        field, form = f"f{number}", forms[key]
        kind, default = given.get(key, (_kind(form), _absent(form)))
        fields.append((field, kind, default) if form.sometimes else (field, kind))
    return msgspec.defstruct(
        name,
        fields,
        rename={f"f{number}": key[-1] for number, key in enumerate(keys)},
        forbid_unknown_fields=strict,
        kw_only=True,
        frozen=True,
        eq=False,
        gc=False,
    )


def _absent(form: KeyForm) -> object:
    # Where nothing is null, None is taken for what is not there: nothing needs to be put in its place.
    return UNSET if form.nullable else None


def _kind(form: KeyForm) -> Any:
    if dict in form.kinds:
        return object
    kinds: list[Any] = [each for each in (bool, type(None)) if each in form.kinds]
    if float in form.kinds:
        kinds += [int, float]
    if str in form.kinds:
        kinds.append(str if not form.texts else Literal[tuple(sorted(form.texts))])
    if form.nullable and form.sometimes:
        kinds.append(msgspec.UnsetType)
    found = kinds[0]
    for each in kinds[1:]:
        found = found | each
    return found
