"""A YAML list as rows: one mapping an item, each with the line at which it begins."""

import hashlib
import os
from collections.abc import Iterator

from govrules.diagnostics import Code, Diagnostic
from govrules.diagnostics.codes import files as file_codes
from govrules.diagnostics.codes import records as codes
from govrules.formats.jsonl import Row
from govrules.formats.report import Problem, Report, StopReadingError
from govrules.rulefile.composer import MappingNode, Node, ScalarNode, SequenceNode, compose, read_text


def yaml_rows(path: str | os.PathLike[str], report: Report) -> tuple[str, Iterator[Row | None]]:
    """The hash of the text, and its rows; None stands for one that was bad and is reported.

    Raises:
        StopReadingError: there is no text, it is no YAML, or no list.
    """
    text, problems = read_text(path)
    if text is None:
        for each in problems:
            known = _SAID_OF_RECORDS.get(each.code)
            report.diagnostics.append(each if known is None else Diagnostic(known, each.span))
        raise StopReadingError
    composed = compose(text, file=report.file)
    report.diagnostics += composed.diagnostics
    if composed.root is None or any(each.severity == "error" for each in composed.diagnostics):
        raise StopReadingError
    if not isinstance(composed.root, SequenceNode):
        raise report.fatal(Problem(codes.RECORDS_NOT_A_LIST), span=composed.root.span)
    return hashlib.sha256(text.encode()).hexdigest(), _rows(composed.root, report)


# What is said of any file, said of a file of records.
_SAID_OF_RECORDS: dict[Code, Code] = {
    file_codes.FILE_MISSING: codes.RECORDS_MISSING,
    file_codes.FILE_IS_FOLDER: codes.RECORDS_UNREADABLE,
    file_codes.FILE_UNREADABLE: codes.RECORDS_UNREADABLE,
    file_codes.FILE_EMPTY: codes.RECORDS_EMPTY,
}


def _rows(root: SequenceNode, report: Report) -> Iterator[Row | None]:
    for item in root.items:
        line = item.span.line
        if isinstance(item, MappingNode):
            yield line, {word.text: _plain(value) for word, value in item.entries}
        else:
            report.row(Problem(codes.RECORD_NOT_A_MAPPING), line)
            yield None


def _plain(node: Node) -> object:
    match node:
        case ScalarNode(value):
            return value
        case SequenceNode(items):
            return [_plain(each) for each in items]
        case MappingNode(entries):
            return {word.text: _plain(value) for word, value in entries}
