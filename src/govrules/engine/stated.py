"""Records as a user states them, held against what the policies declare."""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias, runtime_checkable

from govrules.diagnostics import Diagnostic, DiagnosticsError, Help, nearest
from govrules.diagnostics.codes import records as codes
from govrules.engine.records import as_declared
from govrules.engine.values import Missing, typed
from govrules.model.arguments import wanted
from govrules.model.policy import Policy, Rulebook
from govrules.model.records import Record, contradictions


@runtime_checkable
class HasRecords(Protocol):
    """Whatever a reader returns: its records are in `.records`, and what is wrong in `.diagnostics`."""

    @property
    def records(self) -> Sequence[Record]: ...

    @property
    def diagnostics(self) -> Sequence[Diagnostic]: ...


StatedRecords: TypeAlias = "Iterable[Record] | HasRecords"


def stated_records(value: object, rulebook: Rulebook) -> tuple[Record, ...]:
    """The records of an iterable or of a file that was read, all of them as the policies declare.

    Raises:
        ArgumentError: the value holds something else.
        DiagnosticsError: with everything that is wrong with the file and with the records.
    """
    if type(value) is tuple and not value:
        return ()
    read: tuple[Diagnostic, ...] = ()
    if isinstance(value, HasRecords):
        read, value = tuple(value.diagnostics), value.records
    if isinstance(value, str | os.PathLike):
        raise wanted("records", value, "a collection of records", "read a file by `read_records(path)`")
    if isinstance(value, Record) or not isinstance(value, Iterable):
        raise wanted("records", value, "a collection of records")
    found = tuple(value)
    for place, each in enumerate(found, 1):
        if not isinstance(each, Record):
            raise wanted("records", each, f"item {place}: a Record")
    # The file's own reader has told of contradictions already.
    own = () if read else contradictions(found)
    problems = [*read, *own, *unfit(found, rulebook)]
    if any(each.severity == "error" for each in problems):
        raise DiagnosticsError(problems)
    return found


def unfit(records: Iterable[Record], rulebook: Rulebook) -> tuple[Diagnostic, ...]:
    """What the policies know nothing of: kinds and fields, each once, and values of another type."""
    found: list[Diagnostic] = []
    told: set[tuple[str, str]] = set()
    for record in records:
        declaring = [each for each in rulebook.policies if record.kind in each.records]
        for problem in _problems(record, declaring, rulebook):
            about = (record.kind, str(problem.values.get("field", "")))
            if problem.code is not codes.RECORD_VALUE:
                if about in told:
                    continue
                told.add(about)
            found.append(problem)
    return tuple(found)


def _problems(record: Record, declaring: Sequence[Policy], rulebook: Rulebook) -> Iterator[Diagnostic]:
    if not declaring:
        known = sorted({kind for each in rulebook.policies for kind in each.records})
        values = {"record": record.kind[:60]}
        yield Diagnostic(codes.RECORD_KIND_UNKNOWN, record.span, values, _help(record.kind, known))
        return
    kinds = [each.records[record.kind] for each in declaring]
    fields = {name for each in kinds for name in each.data}
    for name, value in record.data.items():
        # A kind that declares no field leaves open which there are.
        if name not in fields and all(each.data for each in kinds):
            values = {"record": record.kind, "field": name[:60]}
            yield Diagnostic(codes.RECORD_FIELD_UNKNOWN, record.span, values, _help(name, sorted(fields)))
        for policy, kind in zip(declaring, kinds, strict=True):
            field = kind.data.get(name)
            read = typed(as_declared(value, field), field, name)
            if isinstance(read, Missing):
                reason = read.reason
                values = {
                    "field": name,
                    "policy": policy.id,
                    "record": record.kind,
                    "wanted": reason.en,
                    "wanted_zh": reason.zh,
                }
                yield Diagnostic(codes.RECORD_VALUE, record.span, values)


def _help(word: str, known: Sequence[str]) -> tuple[Help, ...]:
    near = nearest(word, known)
    if near is not None:
        return (Help(f"did you mean `{near}`?", f"是否指 `{near}`？"),)
    listed = [f"`{each}`" for each in known]
    if not listed:
        return ()
    return (Help(f"one of {', '.join(listed)}", f"可用：{'、'.join(listed)}"),)
