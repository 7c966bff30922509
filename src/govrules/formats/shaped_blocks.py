"""Blocks of JSON Lines as columns, line by line of a shape that is known: what differs is read, once for all.

Machines write all lines of a log alike. One line of each shape is read by the reader that says what is wrong
with a line; numpy finds those of the same shape, byte for byte, and what stands in their holes.
"""

import json
import math
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

import attrs
import numpy as np

from govrules.formats.blocks import Block, Values
from govrules.formats.byte_texts import Content, Interned, Places, json_text
from govrules.formats.canonical import NAMES, REQUIRED
from govrules.formats.coded import Coded, Runs
from govrules.formats.json_blocks import Form, JsonBlocks
from govrules.formats.json_keys import Key, KeyForm, is_data, kind_of
from govrules.formats.line_columns import LargeBlock
from govrules.formats.line_shapes import MOST_QUOTES, Hole, Kind, Shapes
from govrules.formats.source import LONGEST_LINE
from govrules.formats.times import UncleanError
from govrules.formats.written_times import WrittenTimes
from govrules.model.frozen import FrozenValueError, freeze, name_of

MOST_TEXTS = 4096
"""different texts under one key; where there are more, few are the same"""
AT_ONCE = 32
"""blocks"""
_LARGEST_PIECE = 30_000_000
_MORE_THAN_SCALARS = re.compile(rb'[\[\]{}"\s]')
_MOST_FAILURES = 3
"""blocks after which it is seen that a file is of another kind"""
_NONE = type(None)
_KINDS: tuple[Kind, ...] = ("text", "scalar")
_CASE, _TYPE, _TIME = ((name,) for name in REQUIRED)


class OtherShapesError(Exception):
    """Lines that are not of a few shapes; never leaves this room."""


@attrs.frozen(eq=False)
class Part:
    """What some rows have under a key."""

    rows: Places
    kind: Kind
    starts: Places
    ends: Places


@attrs.define
class Known:
    """The values that were read under one key, of one kind."""

    kind: Kind
    interned: Interned = attrs.field(factory=lambda: Interned(MOST_TEXTS))
    values: list[object] = attrs.field(factory=list)
    _many: bool = False

    def codes(self, content: Content, starts: Places, ends: Places) -> Places | None:
        """Of each text the place of its value; None where there are too many."""
        found = None if self._many else self.interned.codes(content, starts, ends)
        if found is None:
            self._many = True
            return None
        new = self.interned.texts[len(self.values) :]
        self.values += map(json_text if self.kind == "text" else _scalar, new)
        return found

    def read(self, content: Content, starts: Places, ends: Places) -> Sequence[object]:
        """Of each text its value."""
        if self.kind == "text":
            return content.texts(starts, ends)
        found = _scalars(content.slices(starts, ends))
        # What kinds there are must be known in the end.
        self.values += {type(each): each for each in found}.values()
        return found


Keys: TypeAlias = dict[tuple[Key, str], Known]


@attrs.frozen(eq=False)
class ShapedBlock:
    """Rows of a block: where the value of each key stands."""

    size: int
    ends: Places
    """where each line ends"""
    content: Content
    parts: Mapping[Key, Sequence[Part]]
    keys: Keys
    names: Mapping[str, Key]
    """of data"""
    known: dict[Key, Values] = attrs.field(factory=dict)

    def required(self) -> tuple[Runs, Coded, WrittenTimes]:
        kinds = self._column(_TYPE)
        assert isinstance(kinds, Coded), "as was checked"
        return self._cases(), kinds, WrittenTimes(self.content, *self._places(_TIME))

    def borders(self, size: int) -> Iterator[tuple[int, int]]:
        step = max(1, size * self.size // self.content.size)
        rows = range(0, self.size, step)
        return zip(rows, (0, *self.ends[step - 1 : -1 : step].tolist()), strict=True)

    def own(self, name: str) -> Values | None:
        if name == "case":
            return self._cases().coded()
        return self._column((name,)) if (name,) in self.parts and name in NAMES else None

    def data(self, name: str) -> Values | None:
        key = self.names.get(name)
        return None if key is None or key not in self.parts else self._column(key)

    def check(self) -> None:
        """Read what stands in every hole in which something may be wrong.

        Raises:
            UncleanError: a text in a wrong encoding, or a number that no event can hold.
            OtherShapesError: what a number should be is none.
        """
        ascii_only = b"\\" not in self.content.bytes and int(self.content.numbers.max()) < 128
        for key, parts in self.parts.items():
            if key in (_CASE, _TIME):
                continue
            scalars = any(each.kind == "scalar" for each in parts)
            if scalars or not ascii_only:
                self._column(key)
            # Of its own fields an event may lack some; a number is no name.
            if scalars and not is_data(key) and set(map(type, self.keys[key, "scalar"].values)) != {_NONE}:
                raise OtherShapesError
        if not isinstance(self._column(_TYPE), Coded):
            raise OtherShapesError

    def _places(self, key: Key) -> tuple[Places, Places]:
        """Where the texts of a key stand that every row has, in the order of rows."""
        parts = self.parts[key]
        if len(parts) == 1:
            return parts[0].starts, parts[0].ends
        starts, ends = np.empty(self.size, np.int64), np.empty(self.size, np.int64)
        for part in parts:
            starts[part.rows], ends[part.rows] = part.starts, part.ends
        return starts, ends

    def _cases(self) -> Runs:
        starts, ends = self._places(_CASE)
        rows = self.content.changes(starts, ends)
        texts = self.content.texts(starts[rows], ends[rows])

        def coded() -> Coded:
            codes = np.zeros(self.size, np.int32)
            codes[rows[1:]] = 1
            return Coded(texts, np.cumsum(codes, dtype=np.int32).data)

        return Runs(texts, array("q", rows.astype(np.int64).tobytes()), self.size, coded)

    def _column(self, key: Key) -> Values:
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = self._read(key)
        return found

    def _read(self, key: Key) -> Values:
        codes = np.full(self.size, -1, np.int32)
        values: list[object] = []
        varied: list[tuple[Places, Sequence[object]]] = []
        for kind in _KINDS:
            parts = [each for each in self.parts[key] if each.kind == kind]
            if not parts:
                continue
            rows, starts, ends = _together(parts)
            known = self.keys.setdefault((key, kind), Known(kind))
            places = known.codes(self.content, starts, ends)
            if places is not None and len(parts) == 1 and len(rows) == self.size:
                # Every row has one, in order.
                return Coded(known.values.copy(), places.astype(np.int32).data)
            if places is None:
                varied.append((rows, known.read(self.content, starts, ends)))
            else:
                codes[rows] = places if not values else places + len(values)
                values += known.values
        codes[codes < 0] = len(values)
        if not varied:
            return Coded(values, codes.data)
        found = np.fromiter([*values, None], object, len(values) + 1)[codes]
        for rows, each in varied:
            found[rows] = np.fromiter(each, object, len(each))
        every: list[object] = found.tolist()
        return every


def _together(parts: Sequence[Part]) -> tuple[Places, Places, Places]:
    """Rows, starts and ends."""
    if len(parts) == 1:
        return parts[0].rows, parts[0].starts, parts[0].ends
    rows, starts, ends = zip(*((each.rows, each.starts, each.ends) for each in parts), strict=True)
    return np.concatenate(rows), np.concatenate(starts), np.concatenate(ends)


def _scalar(raw: bytes) -> object:
    """Raises OtherShapesError where it is none."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        raise OtherShapesError from None
    if isinstance(found, str | list | dict) or raw.strip() != raw:
        raise OtherShapesError
    return freeze(found)


def _scalars(raw: Sequence[bytes]) -> list[object]:
    """`_scalar` of each of many, in one go; none of them is empty."""
    whole = b",".join(raw)
    try:
        found = json.loads(b"[" + whole + b"]") if not _MORE_THAN_SCALARS.search(whole) else None
    except (ValueError, RecursionError):
        found = None
    # As many as there should be: then none holds a comma.
    if not isinstance(found, list) or len(found) != len(raw):
        raise OtherShapesError
    if not all(map(math.isfinite, (each for each in found if type(each) is float))):
        raise UncleanError
    return found


@attrs.define
class ShapedBlocks:
    """Decodes blocks of JSON Lines: `Decoding`, the larger ones by shapes."""

    plain: JsonBlocks = attrs.field(factory=JsonBlocks)
    _shapes: Shapes = attrs.field(factory=Shapes)
    _seen: Form = attrs.field(factory=Form)
    """what one line of each shape holds"""
    _keys: Keys = attrs.field(factory=dict)
    _failures: int = 0

    def __attrs_post_init__(self) -> None:
        # What is freed in larger pieces than any before, the C library gives back to the system at once, and
        # to fetch it again for the next block takes as long as the work. These bytes are never touched.
        np.empty(_LARGEST_PIECE, np.uint8)

    @property
    def form(self) -> Form:
        if not self._seen.keys:
            return self.plain.form
        keys: dict[Key, KeyForm] = {}
        for key in sorted({*self._seen.keys, *self.plain.form.keys}, key=len):
            kinds = {
                *(self._seen.keys[key].kinds if key in self._seen.keys else ()),
                *(self.plain.form.keys[key].kinds if key in self.plain.form.keys else ()),
                *(map(kind_of, self._keys[key, "scalar"].values) if (key, "scalar") in self._keys else ()),
            }
            keys[key] = KeyForm(frozenset(kinds), sometimes=key not in (_CASE, _TYPE, _TIME), texts=None)
        names = [key[-1] for key in keys if is_data(key)]
        if len(set(map(name_of, names))) < len(names):
            raise UncleanError
        return Form(keys)

    @property
    def at_once(self) -> int:
        return AT_ONCE if self._failures < _MOST_FAILURES else 1

    def decoded(self, content: bytes, lines: Sequence[bytes]) -> Block:
        return self.plain.decoded(content, lines)

    def quickly(self, content: bytes) -> ShapedBlock | None:
        """A large block; None where it holds more than lines of a few shapes in which nothing is wrong."""
        if self._failures >= _MOST_FAILURES or _has_escaped_quote(content):
            return None
        try:
            return self._block(Content(content if content.endswith(b"\n") else content + b"\n"))
        except (OtherShapesError, UncleanError, FrozenValueError, ValueError, RecursionError):
            self._failures += 1
            return None

    def checked(self, block: LargeBlock) -> bool:
        try:
            block.check()
        except (OtherShapesError, UncleanError, FrozenValueError, ValueError, RecursionError):
            self._failures += 1
            return False
        self._failures = 0
        return True

    def _block(self, content: Content) -> ShapedBlock:
        numbers = content.numbers[: content.size]
        ends = np.flatnonzero(numbers == ord("\n")) + 1
        starts = np.concatenate((np.zeros(1, np.int64), ends[:-1]))
        breaks = len(ends) + (content.bytes.count(b"\r\n") if b"\r" in content.bytes else 0)
        if np.count_nonzero(numbers < ord(" ")) != breaks or int((ends - starts).max()) > LONGEST_LINE:
            raise OtherShapesError
        quotes = np.flatnonzero(numbers == ord('"'))
        # Behind the last one stand as many as a line could have.
        quotes = np.concatenate((quotes, np.full(MOST_QUOTES, content.size)))
        lines = _Lines(self, content, starts, ends, quotes, np.searchsorted(quotes, starts))
        lines.follow(self._shapes.first, np.arange(len(ends)), starts, None)
        names = {name_of(key[-1]): key for key in lines.parts if is_data(key)}
        return ShapedBlock(len(ends), ends, content, lines.parts, self._keys, names)

    def learn(self, line: bytes) -> None:
        """Raises OtherShapesError, or UncleanError, where a line is of a form that is read line by line."""
        if not self._shapes.learn(line):
            raise OtherShapesError
        self._seen = self._seen.with_that_of([line])


def _has_escaped_quote(content: bytes) -> bool:
    # One byte is found many times as fast as two.
    return b"\\" in content and b'\\"' in content


@attrs.frozen(eq=False)
class _Lines:
    """The lines of a block, and its quotes."""

    blocks: ShapedBlocks
    content: Content
    starts: Places
    ends: Places
    quotes: Places
    firsts: Places
    """of each line the number of its first quote"""
    parts: dict[Key, list[Part]] = attrs.field(factory=dict)

    def follow(
        self, branches: Mapping[bytes, Hole | None], rows: Places, starts: Places, hole: Hole | None
    ) -> None:
        """Go on in some lines from where a hole begins, or from the beginning, to their ends.

        Where a literal stands at its place, the quotes in it are the next ones of the line; so the end of a
        text is the first quote behind its beginning.

        Arguments:
            branches: what may follow.
            rows: the lines.
            starts: where each of them is gone on.
        """
        whole = len(rows) == len(self.starts)
        ends = quotes = None
        if hole is None:
            ends = starts
        else:
            quotes = self.quotes[(self.firsts if whole else self.firsts[rows]) + hole.quotes]
            if hole.kind == "text":
                ends = quotes
                self._note(hole, rows, starts, ends)
        breaks = self.ends if whole else self.ends[rows]
        tried: set[bytes] = set()
        while len(rows):
            literal = next((each for each in branches if each not in tried), None)
            if literal is None:
                self.blocks.learn(self.content.bytes[self.starts[rows[0]] : self.ends[rows[0]]])
                literal = next((each for each in branches if each not in tried), None)
                if literal is None:
                    raise OtherShapesError
            tried.add(literal)
            then = branches[literal]
            at = ends if ends is not None else _ends_before(literal, quotes, breaks)
            good = self.content.holds(at, literal)
            behind = at + len(literal)
            if then is None:
                good &= behind == breaks
            elif then.kind == "scalar":
                # Where a text stands, it is another literal that ends with its first quote.
                good &= self.content.numbers[behind] != ord('"')
            if ends is None:
                good &= at > starts
                if then is None and quotes is not None:
                    good &= quotes >= breaks
            everything = bool(good.all())
            if not everything and not good.any():
                continue
            here = rows if everything else rows[good]
            if ends is None and hole is not None:
                self._note(hole, here, *((starts, at) if everything else (starts[good], at[good])))
            if then is not None:
                self.follow(then.branches, here, behind if everything else behind[good], then)
            if everything:
                return
            left = ~good
            rows, starts, breaks = rows[left], starts[left], breaks[left]
            ends = None if ends is None else ends[left]
            quotes = None if quotes is None else quotes[left]

    def _note(self, hole: Hole, rows: Places, starts: Places, ends: Places) -> None:
        self.parts.setdefault(hole.key, []).append(Part(rows, hole.kind, starts, ends))


def _ends_before(literal: bytes, quotes: Places | None, breaks: Places) -> Places:
    """Where scalars end that a literal follows: before the next quote, or before the end of the line."""
    first = literal.find(b'"')
    return breaks - len(literal) if first < 0 or quotes is None else quotes - first
