"""Blocks of JSON Lines as columns of values, through msgspec."""

import json
import re
from collections.abc import Callable, Mapping, Sequence

import attrs
import msgspec

from govrules.formats.blocks import BlockByBlock
from govrules.formats.canonical import REQUIRED
from govrules.formats.json_decoding import Decoder, JsonBlock
from govrules.formats.json_keys import DATA, Key, KeyForm, is_data
from govrules.formats.jsonl import Row
from govrules.formats.times import UncleanError
from govrules.model.frozen import FrozenValueError, name_of

MOST_NAMES = 200
"""names of data that are looked for; a file that has more is read row by row"""

_SPACED_COLON = re.compile(rb'"[ \t\r]+:')
_NEW = KeyForm()


@attrs.frozen
class Form:
    """What the rows of a file have been seen to hold: `LineForm`."""

    keys: Mapping[Key, KeyForm] = attrs.field(factory=dict)

    def with_that_of(self, lines: Sequence[bytes]) -> "Form":
        """This form, wide enough for some more rows.

        Raises:
            UncleanError: rows of another form, or names that only the reader row by row can tell apart.
        """
        found: dict[Key, list[object]] = {key: [] for key in self.keys}
        for line in lines:
            row = json.loads(line)
            if type(row) is not dict:
                raise UncleanError
            for name, value in row.items():
                found.setdefault((name,), []).append(value)
            data = row.get("data", {})
            if type(data) is not dict:
                raise UncleanError
            for name, value in data.items():
                found.setdefault(("data", name), []).append(value)
        if any((name,) not in found for name in REQUIRED):
            raise UncleanError
        keys: dict[Key, KeyForm] = {}
        # An object `data` is looked at before what stands in it.
        for key in sorted(found, key=len):
            values = found[key]
            most = len(lines) if len(key) == 1 else len(found[DATA])
            lacking = len(values) < most or bool(self.keys and key not in self.keys)
            keys[key] = self.keys.get(key, _NEW).with_those(key, values, lacking=lacking)
        if any(keys[(name,)].sometimes for name in REQUIRED):
            raise UncleanError
        names = [key[-1] for key in keys if is_data(key)]
        if len(names) > MOST_NAMES or len(set(map(name_of, names))) < len(names):
            raise UncleanError
        if not all(map(_spelt_plainly, names)):
            raise UncleanError
        return Form(keys)

    @property
    def table(self) -> bool:
        return False

    def row(self, line: bytes, number: int) -> Row | None:
        # What a row may not have was looked for when it was read first.
        values = msgspec.json.decode(line)
        return (number, values) if type(values) is dict else None

    def reader(self, name: str, *, own: bool) -> Callable[[Sequence[bytes]], JsonBlock] | None:
        keys = self._only(name, own=own)
        return Decoder(keys, strict=False).block if keys else None

    def _only(self, name: str, *, own: bool) -> dict[Key, KeyForm]:
        """Of this form what events have as `name`: in their data, with `own` also beside it."""
        keys = {
            key: attrs.evolve(form, sometimes=True)
            for key, form in self.keys.items()
            if (name_of(key[-1]) == name if is_data(key) else own and key == (name,))
        }
        if any(len(key) == 2 for key in keys):
            keys[DATA] = attrs.evolve(self.keys[DATA], sometimes=True)
        return keys


def _spelt_plainly(name: str) -> bool:
    return json.dumps(name, ensure_ascii=False) == f'"{name}"'


@attrs.define
class JsonBlocks(BlockByBlock):
    """Decodes blocks of JSON Lines: `Decoding`."""

    form: Form = attrs.field(factory=Form)
    _decoder: Decoder | None = None

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> JsonBlock:
        try:
            block = self._block(lines)
            names, texts = block.strings()
        except (msgspec.DecodeError, FrozenValueError, ValueError, RecursionError):
            raise UncleanError from None
        # Of a name that stands twice in one object, one is left.
        if not (_named_once if b"\\" in content else _all_there)(content, names, texts):
            raise UncleanError
        return block

    def _block(self, lines: Sequence[bytes]) -> JsonBlock:
        if self._decoder is not None:
            try:
                return self._decoder.block(lines)
            except msgspec.ValidationError:
                pass
        self.form = self.form.with_that_of(lines)
        self._decoder = Decoder(self.form.keys)
        return self._decoder.block(lines)


def _all_there(content: bytes, names: int, texts: int) -> bool:
    """Whether a block without escapes holds just so many names and texts: two quotes for each."""
    return content.count(b'"') == 2 * (names + texts)


def _named_once(content: bytes, names: int, _: int) -> bool:
    """Whether a block holds just so many names.

    A quote inside a text is escaped, so that every name ends in these two characters, and it does no harm
    that some texts hold them too.
    """
    # Not `in`: CPython looks for two bytes from the end twice as fast as from the start.
    spaced = content.rfind(b" :") >= 0 and _SPACED_COLON.search(content)
    return not spaced and content.count(b'":') == names
