"""JSON Lines and JSON arrays as rows: one object an event."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from govrules.diagnostics import Help
from govrules.diagnostics.codes import events as codes
from govrules.formats.report import Problem, Report
from govrules.formats.source import LARGEST_WHOLE, Lines, Source
from govrules.model.frozen import DEEPEST

Row = tuple[int, dict[str, object]]
"""the line at which a row begins, from 1, and its values by name"""

_SPACE = " \t\r\n"


class _Objects:
    """Parses one object at a time, and remembers what JSON allows and a record must not have."""

    def __init__(self) -> None:
        self.problem: Problem | None = None
        self._decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def _pairs(self, pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs) and self.problem is None:
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            self.problem = Problem(codes.DUPLICATE_JSON_KEY, {"key": twice[:60]})
        return found

    def _constant(self, _: str) -> object:
        self.problem = self.problem or Problem(codes.JSON_NUMBER)
        return None

    def parse(self, text: str, at: int = 0) -> tuple[object, int]:
        """The value that begins at `at`, and where it ends.

        Raises:
            json.JSONDecodeError: it is no JSON.
            RecursionError: it is nested too deep.
            ValueError: a number has more digits than Python converts.
        """
        self.problem = None
        return self._decoder.raw_decode(text, at)


def _failure(error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(codes.TOO_DEEP, {"limit": DEEPEST})
    return Problem(codes.BAD_JSON)


def json_lines(source: Source, report: Report, open_files: ExitStack) -> Iterator[Row | None]:
    """Every row of a JSON Lines file; None stands for a row that was bad and is reported."""
    objects = _Objects()
    lines = Lines(source.text(open_files), report)
    bad = 0
    for line in lines:
        for _ in range(lines.bad - bad):
            yield None
        bad = lines.bad
        text = line.strip(_SPACE)
        if text:
            yield _one_line(text, lines.number, objects, report)
    for _ in range(lines.bad - bad):
        yield None


def _one_line(text: str, line: int, objects: _Objects, report: Report) -> Row | None:
    try:
        value, end = objects.parse(text)
    except (ValueError, RecursionError) as error:
        column = error.pos + 1 if isinstance(error, json.JSONDecodeError) else 0
        report.row(_failure(error), line, column=column)
        return None
    if end != len(text):
        report.row(Problem(codes.BAD_JSON), line, column=end + 1)
        return None
    return _checked(value, line, objects, report)


def _checked(value: object, line: int, objects: _Objects, report: Report) -> Row | None:
    if objects.problem is not None:
        report.row(objects.problem, line)
        return None
    if not isinstance(value, dict):
        report.row(Problem(codes.JSON_NOT_OBJECT), line)
        return None
    return line, value


def json_array(source: Source, report: Report, open_files: ExitStack) -> Iterator[Row | None]:
    """Every element of a JSON array; None stands for one that was bad and is reported.

    Raises:
        StopReadingError: the file is no array, or broken; nothing after the break can be trusted to be a row.
    """
    if source.size > LARGEST_WHOLE:
        raise report.fatal(Problem(codes.LOG_TOO_LARGE, {"limit": LARGEST_WHOLE // 1_000_000}))
    text = source.text(open_files).read()
    objects = _Objects()
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        raise report.fatal(Problem(codes.JSON_NOT_ARRAY, {}, _ARRAY_HELP))
    line, counted = 1, 0
    at = _skip(text, at + 1)
    first = True
    while text[at : at + 1] != "]" or not first:
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = objects.parse(text, at)
        except (ValueError, RecursionError) as error:
            where = error.pos if isinstance(error, json.JSONDecodeError) else at
            raise report.fatal(_failure(error), line=line + text.count("\n", counted, where)) from None
        yield _checked(value, line, objects, report)
        at, first = _skip(text, end), False
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    if text[at : at + 1] != "]" or _skip(text, at + 1) != len(text):
        raise report.fatal(Problem(codes.BAD_JSON), line=text.count("\n", 0, at) + 1)


_ARRAY_HELP = (
    Help(
        "one object a line is JSON Lines: name the file `.jsonl`",
        "一行一个对象是 JSON Lines，扩展名请用 `.jsonl`",
    ),
)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at
