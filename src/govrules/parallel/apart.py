"""The evaluation of a log that is taken apart: each stretch of the file judged in a process of its own.

The processes keep nothing. What is not worked out at once is worked out when it is first asked for, by
processes that read their stretches again; the findings of all of them, one stretch after another, stand in
the order of cases, as those of the whole do.
"""

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, read_only
from govrules.diagnostics import Span as Place
from govrules.diagnostics.codes import columns as codes
from govrules.engine import batch
from govrules.engine.collecting import without_collecting
from govrules.engine.compile.asked import fields_asked
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.compile.spans import Span
from govrules.engine.compile.summing import Asked
from govrules.engine.displacement import standing
from govrules.engine.human_views import view_words
from govrules.engine.judging import hash_of_keys, provenance_of
from govrules.engine.quality import merged
from govrules.engine.vocabulary import Vocabulary
from govrules.formats.column_log import ColumnLog
from govrules.formats.read import MappingGiven
from govrules.formats.stretches import (
    Progress,
    in_stretches,
)
from govrules.model.columns import HeldEvents
from govrules.model.evaluation import Evaluation, Provenance, Work
from govrules.model.events import Time
from govrules.model.findings import AnyFinding, Obligation, State
from govrules.model.outcomes import KINDS, Outcome, outcome_of
from govrules.model.policy import Rulebook
from govrules.model.records import Record, records_hash
from govrules.parallel.crew import NoProcessesError, are_copies, crew, may_start
from govrules.parallel.keys import keys_in
from govrules.parallel.packing import unpacked
from govrules.parallel.part import Found, Held, Question, Read, Task, Unfit, judge_part, run_over
from govrules.parallel.parts import FileParts, HeldParts, Parts

SMALL = 200_000
"""bytes up to which a file is judged before processes are there"""
FEW = 5_000
"""events for which the same holds"""
FIELDS = tuple(each.name for each in attrs.fields(Evaluation))
_COUNTS, _CASES, _BEHIND = Question("counts"), Question("cases"), Question("broken")


def _fields(*names: str) -> tuple[Question, ...]:
    return tuple(Question("field", name) for name in names)


_BROKEN = _fields(
    "violations", "shortfalls", "lapses", "late_decisions", "attributions", "measures", "unknowns"
)
_SUMMARY = (*_fields("ignored", "quality"), _COUNTS, _CASES, _BEHIND)
_TOGETHER = (_BROKEN, _SUMMARY, _fields("obligations"), _fields("alerts"))
"""what is worked out together"""


def evaluated_apart(
    rulebook: Rulebook,
    path: str | os.PathLike[str],
    processes: int,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    stated: tuple[Record, ...] = (),
    mapping: MappingGiven | None = None,
    time_zone: str | None = None,
    encoding: str | None = None,
    at_once: Sequence[str] = (),
    progress: Progress | None = None,
) -> Evaluation | None:
    """The evaluation of a file, each process with a stretch of it.

    Arguments: as for `evaluate_file`.

    Returns:
        None where the log has to be judged as a whole, which is done by the reader and the evaluator of one
        process: nothing that is wrong with the file is told here.

    Raises:
        DiagnosticsError: a process was ended, or the file has been changed meanwhile.
    """
    if not _is_long(path) or not _may_be_parted(rulebook):
        return None
    stretches = in_stretches(path, processes, mapping=mapping, time_zone=time_zone, encoding=encoding)
    if len(stretches) < 2:
        return None
    names = fields_asked(rulebook)
    parts = FileParts(stretches)
    apart = _Apart(standing(rulebook), os.fspath(path), parts, as_of, known_at, stated, names)
    return _begun(apart, at_once, progress)


def evaluated_in_parts(
    rulebook: Rulebook,
    log: ColumnLog,
    processes: int,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    stated: tuple[Record, ...] = (),
    at_once: Sequence[str] = (),
) -> Evaluation | None:
    """The evaluation of a log that was read, each process with some of its cases; None as above.

    Arguments: as for `evaluate_file`.

    Raises:
        DiagnosticsError: a process was ended.
    """
    columns = log.columns
    if len(columns.cases) < 2 or len(columns) < FEW or not _may_be_parted(rulebook):
        return None
    if isinstance(columns.rows, HeldEvents) and not are_copies():
        # To send each event takes longer than to judge it.
        return None
    span = Span.of(columns).without_columns(rulebook)
    parts = HeldParts(columns, processes)
    apart = _Apart(standing(rulebook), log.file, parts, as_of, known_at, stated, (), span)
    if not apart.can_be_parted(len(columns), columns.types):
        return None
    return _begun(apart, at_once, None)


def _is_long(path: str | os.PathLike[str]) -> bool:
    try:
        return Path(path).stat().st_size > SMALL
    except (OSError, ValueError):
        # What is wrong with it is told by whoever reads it.
        return False


def _may_be_parted(rulebook: Rulebook) -> bool:
    """Whether no clause reaches beyond a case, and processes can be started."""
    programs = programs_without_log(rulebook)
    if not programs or any(each.waking.always or each.apart.everywhere for each in programs):
        # A clause that crosses cases is judged over the whole log.
        return False
    return may_start()


def _begun(apart: "_Apart", at_once: Sequence[str], progress: Progress | None) -> Evaluation | None:
    try:
        fits = apart.begin(at_once, progress)
    except NoProcessesError:
        return None
    return Evaluation.later(apart) if fits else None


@attrs.define(eq=False)
class _Apart:
    """One evaluation, part by part: what has been worked out so far."""

    rulebook: Rulebook
    file: str
    parts: Parts
    as_of: Time | None
    known_at: dt.date | None
    stated: tuple[Record, ...]
    names: tuple[str, ...]
    span: Span | None = None
    """of the whole log, once it is known"""
    found: dict[Question, object] = attrs.field(factory=dict)
    hash: str = ""
    """over the events, once it is known"""
    _behind: dict[str, Obligation] | None = None
    """obligations by id that were asked for, with those behind what is broken"""

    def begin(self, at_once: Sequence[str], progress: Progress | None) -> bool:
        """Work out what is broken, and what is wanted besides; False where the log is to be judged whole."""
        wanted = {Question("field", name) for name in at_once}
        questions = [each for group in _TOGETHER if group is _BROKEN or wanted & {*group} for each in group]
        return self._work_out(questions, progress, hashed="provenance" in at_once)

    # -- what an evaluation asks ---------------------------------------------------------------------------

    def field(self, name: str) -> object:
        """One field of the evaluation."""
        if name == "views":
            return ()
        return self._provenance() if name == "provenance" else self._answer(Question("field", name))

    def counts(self) -> Mapping[tuple[str, State], int]:
        """How many obligations of each clause came to what."""
        found: Any = self._answer(_COUNTS)
        return read_only(dict(sorted(found.items())))

    def cases(self) -> tuple[str, ...]:
        """The cases with an obligation, in order."""
        found: Any = self._answer(_CASES)
        return tuple(found)

    def in_state(self, states: frozenset[State]) -> tuple[Obligation, ...]:
        """The obligations in some states."""
        found: Any = self._answer(Question("in state", states=states))
        return tuple(found)

    def each_obligation(self, states: frozenset[State] | None) -> Iterator[Obligation]:
        """The obligations, or those in some states."""
        if states is not None:
            return iter(self.in_state(states))
        found: Any = self.field("obligations")
        return iter(found)

    def outcomes(self, *, unit: bool, party: bool) -> Mapping[Outcome, int]:
        """How many duties came to what on which days."""
        duties = (each for each in self.each_obligation(None) if each.clause_kind in KINDS)
        return Counter(outcome_of(each, unit=unit, party=party) for each in duties)

    def unlike(self, other: Work) -> None:
        """Parts that are judged elsewhere are not compared there."""
        del other

    def of_case(self, case: str) -> tuple[AnyFinding, ...] | None:
        """The findings of one case, which is read and judged here."""
        columns = self.parts.of_case(case)
        if columns is None:
            return ()
        assert self.span is not None
        run = run_over(self._tasks((), "")[0], columns, self.span)
        if run is None:
            raise self._changed()
        return Asked(run).of_case(case) or ()

    def obligation(self, name: str, case: str) -> Obligation | None:
        """The obligation of that id in a case."""
        if self._behind is None:
            every: Any = self._answer(_BEHIND)
            self._behind = {each.id: each for each in every}
        if name not in self._behind:
            found = self.of_case(case) or ()
            self._behind |= {each.id: each for each in found if isinstance(each, Obligation)}
        return self._behind.get(name)

    # -- working it out ------------------------------------------------------------------------------------

    def _answer(self, question: Question) -> object:
        if question not in self.found:
            group = next((each for each in _TOGETHER if question in each), (question,))
            self._work_out_again(group)
        return self.found[question]

    def _work_out_again(self, questions: Sequence[Question], *, hashed: bool = False) -> None:
        if not self._work_out(questions, None, hashed=hashed):
            raise self._changed()

    def _changed(self) -> DiagnosticsError:
        """What could be read and judged before can be read again, unless the file is another."""
        return DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Place(self.file))])

    def _work_out(self, questions: Sequence[Question], progress: Progress | None, *, hashed: bool) -> bool:
        with _folder(wanted=hashed) as folder:
            if not self._hear(self._tasks(questions, folder), progress):
                return False
            if hashed:
                self.hash = hash_of_keys(keys_in(Path(folder)))
        return True

    def _tasks(self, questions: Sequence[Question], folder: str) -> list[Task]:
        return [
            Task(
                part=each,
                rulebook=self.rulebook,
                as_of=self.as_of,
                known_at=self.known_at,
                stated=self.stated,
                names=self.names,
                questions=tuple(questions),
                span=self.span,
                folder=folder,
            )
            for each in self.parts.each
        ]

    def _hear(self, tasks: list[Task], progress: Progress | None) -> bool:
        """Have the tasks done; False where one cannot be."""
        read: dict[int, int] = {}
        held: dict[int, Held] = {}
        found: dict[Question, list[list[object]]] = {
            question: [[] for _ in tasks] for question in tasks[0].questions
        }
        size = self.parts.size
        # Findings lie in no circles: looking for circles among them, as more and more arrive, finds none.
        with without_collecting(), crew(judge_part, tasks) as processes:
            for number, message in processes.heard():
                match message:
                    case Read(count):
                        read[number] = count
                        if progress is not None:
                            progress(sum(read.values()), size)
                    case Held():
                        held[number] = message
                        if len(held) == len(tasks):
                            types = {name for each in held.values() for name in each.types}
                            if not self.can_be_parted(sum(each.events for each in held.values()), types):
                                return False
                            self.span = Span.over([each.span for each in held.values()])
                            processes.tell(self.span)
                    case Found(question, values):
                        found[question][number] += unpacked(values)
                    case Unfit():
                        return False
        for question, parts in found.items():
            self.found[question] = _joined(question, [value for part in parts for value in part])
        return True

    def can_be_parted(self, events: int, types: Collection[str]) -> bool:
        """Whether no event of the log reaches beyond its case, and the log is not a small one.

        Arguments:
            events: how many there are.
            types: of all of them.
        """
        if events < batch.MANY:
            # Such a log is left to the reference.
            return False
        if not set(types).isdisjoint(view_words(self.rulebook)):
            return False
        for policy in self.rulebook.policies:
            words = Vocabulary.of(policy)
            kinds = policy.records.values()
            recorded = {words.resolve(name) for kind in kinds for name in (*kind.set_by, *kind.ended_by)}
            if any(words.resolve(name) in recorded for name in types):
                return False
        return True

    def _provenance(self) -> Provenance:
        assert self.span is not None
        first = self.span.view(self.rulebook.policies[0], self.rulebook, self.as_of, self.known_at).as_of
        found = provenance_of(
            self.rulebook,
            self.hash,
            first,
            given=self.as_of is not None,
            known_at=self.known_at,
            unannounced="project",
            records=records_hash(self.stated) if self.stated else None,
        )
        found = attrs.evolve(found, engine="compiled")
        return found if self.hash else found.later(self._events_hash)

    def _events_hash(self) -> str:
        if not self.hash:
            self._work_out_again((), hashed=True)
        return self.hash


def _joined(question: Question, values: Sequence[Any]) -> object:
    """The answer of all parts, which stand in order."""
    if question == Question("field", "quality"):
        return merged(values)
    if question == _COUNTS:
        return sum(map(Counter, values), Counter[tuple[str, State]]())
    return tuple(values)


@contextmanager
def _folder(*, wanted: bool) -> Iterator[str]:
    if not wanted:
        yield ""
        return
    with tempfile.TemporaryDirectory(prefix="govrules-") as folder:
        yield folder
