"""The evaluation of a log that is taken apart: each stretch of the file judged in a process of its own.

The processes keep nothing. What is not worked out at once is worked out when it is first asked for, by
processes that read their stretches again; the findings of all of them, one stretch after another, stand in
the order of cases, as those of the whole do.
"""

import datetime as dt
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, read_only
from govrules.diagnostics import Span as Place
from govrules.diagnostics.codes import columns as codes
from govrules.engine import batch
from govrules.engine.compile.asked import fields_asked
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.compile.running import without_collecting
from govrules.engine.compile.spans import Span
from govrules.engine.compile.summing import Asked
from govrules.engine.displacement import standing
from govrules.engine.human_views import view_words
from govrules.engine.judging import hash_of_keys, provenance_of
from govrules.engine.quality import merged
from govrules.engine.reasons import FEEDS_ITSELF
from govrules.engine.vocabulary import Vocabulary
from govrules.formats.read import MappingGiven
from govrules.formats.stretches import (
    Progress,
    Stretch,
    in_stretches,
    read_stretch,
    stands_in_order,
    stretch_of,
)
from govrules.model.evaluation import Evaluation, Provenance
from govrules.model.events import Time
from govrules.model.findings import AnyFinding, Obligation, State, Unknown
from govrules.model.policy import Rulebook
from govrules.model.records import Record, records_hash
from govrules.parallel.crew import NoProcessesError, crew, may_start
from govrules.parallel.keys import keys_in
from govrules.parallel.packing import unpacked
from govrules.parallel.part import Found, Held, Question, Read, Task, Unfit, judge_part, run_over

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
    programs = programs_without_log(rulebook)
    if not programs or any(each.waking.always for each in programs):
        # A clause that crosses cases is left to the reference, and so is the whole log.
        return None
    if not may_start():
        return None
    stretches = in_stretches(path, processes, mapping=mapping, time_zone=time_zone, encoding=encoding)
    if len(stretches) < 2:
        return None
    names = fields_asked(rulebook)
    apart = _Apart(standing(rulebook), stretches, as_of, known_at, stated, names)
    try:
        fits = apart.begin(at_once, progress)
    except NoProcessesError:
        return None
    return Evaluation.later(apart) if fits else None


@attrs.define(eq=False)
class _Apart:
    """One evaluation, stretch by stretch: what has been worked out so far."""

    rulebook: Rulebook
    stretches: Sequence[Stretch]
    as_of: Time | None
    known_at: dt.date | None
    stated: tuple[Record, ...]
    names: tuple[str, ...]
    span: Span | None = None
    """of the whole log, once it is known"""
    found: dict[Question, object] = attrs.field(factory=dict)
    hash: str = ""
    """over the events, once it is known"""
    _in_order: set[int] = attrs.field(factory=set)
    """where the stretches begin of which it is known that their cases stand in order"""
    _behind: dict[str, Obligation] | None = None
    """obligations by id that were asked for, with those behind what is broken"""

    def begin(self, at_once: Sequence[str], progress: Progress | None) -> bool:
        """Work out what is broken, and what is wanted besides; False where the log is to be judged whole."""
        wanted = {Question("field", name) for name in at_once}
        questions = [each for group in _TOGETHER if group is _BROKEN or wanted & {*group} for each in group]
        if not self._work_out(questions, progress, hashed="provenance" in at_once):
            return False
        # Clauses that feed themselves in one case are judged in none, wherever in the log it stands.
        unknowns = self.found[Question("field", "unknowns")]
        assert isinstance(unknowns, tuple)
        return not any(isinstance(each, Unknown) and each.reason.code == FEEDS_ITSELF for each in unknowns)

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

    def of_case(self, case: str) -> tuple[AnyFinding, ...] | None:
        """The findings of one case, which is read and judged here."""
        for task in self._tasks((), ""):
            stretch = task.stretch
            if stretch.low <= case and (stretch.high is None or case < stretch.high):
                return self._of_case(case, task, stretch)
        return ()

    def _of_case(self, case: str, task: Task, stretch: Stretch) -> tuple[AnyFinding, ...]:
        # Only cases that stand in order can be looked up; whether they do is seen when all have been read.
        looked_up = stretch.start in self._in_order
        own = stretch_of(stretch, case) if looked_up else stretch
        if own is None:
            return ()
        columns = read_stretch(own)
        assert self.span is not None
        run = None if columns is None else run_over(task, columns, self.span)
        if columns is None or run is None:
            raise self._changed()
        if not looked_up and stands_in_order(columns):
            self._in_order.add(stretch.start)
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
        return DiagnosticsError([Diagnostic(codes.LOG_CHANGED, Place(self.stretches[0].path))])

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
                stretch=each,
                rulebook=self.rulebook,
                as_of=self.as_of,
                known_at=self.known_at,
                stated=self.stated,
                names=self.names,
                questions=tuple(questions),
                span=self.span,
                folder=folder,
            )
            for each in self.stretches
        ]

    def _hear(self, tasks: list[Task], progress: Progress | None) -> bool:
        """Have the tasks done; False where one cannot be."""
        read: dict[int, int] = {}
        held: dict[int, Held] = {}
        found: dict[Question, list[list[object]]] = {
            question: [[] for _ in tasks] for question in tasks[0].questions
        }
        size = sum(each.end - each.start for each in self.stretches)
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
                            if not self._can_be_parted(list(held.values())):
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

    def _can_be_parted(self, held: Sequence[Held]) -> bool:
        """Whether no event of the log reaches beyond its case, and the log is not a small one."""
        if sum(each.events for each in held) < batch.MANY:
            # Such a log is left to the reference.
            return False
        types = {name for each in held for name in each.types}
        if not types.isdisjoint(view_words(self.rulebook)):
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
