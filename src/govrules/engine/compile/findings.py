"""An evaluation by compiled programs: what became of everything at once, the findings when they are read.

A program says of each obligation what became of it. What took the common course is shown from that record
(`showing.py`); a case with anything else to show is judged once more by the reference, and only that case.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

import attrs

from govrules.engine.collecting import collecting_rarely
from govrules.engine.compile.answering import Answers, answers_of, parted
from govrules.engine.compile.apart import Apart, numbers_of
from govrules.engine.compile.by_reference import ByReference, places_of
from govrules.engine.compile.duty_forms import UNKNOWNS, UNSURE, state
from govrules.engine.compile.hearing import handed_on, heard_by, lapses_handed_on
from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.making import Moves, Recorded, made, unordered
from govrules.engine.compile.many_logs import logs_of
from govrules.engine.compile.origin import origin_of
from govrules.engine.compile.plainly import is_faultless, is_shown, late_places
from govrules.engine.compile.programs import programs_of
from govrules.engine.compile.reach import Modes, Reach
from govrules.engine.compile.running import Walked, walk
from govrules.engine.compile.showing import showers_of
from govrules.engine.compile.shown import Shown
from govrules.engine.compile.spans import Span
from govrules.engine.compile.touched import touched_cases
from govrules.engine.compile.warning import alerts_of
from govrules.engine.found import Found
from govrules.engine.judging import Judged, by_case, events_hash
from govrules.engine.progress import in_turn
from govrules.engine.strata import order_of
from govrules.engine.view import View
from govrules.engine.virtual_time import outcomes_of
from govrules.model.columns import Columns
from govrules.model.evaluation import Quality
from govrules.model.events import Time
from govrules.model.findings import (
    Finding,
    Ignored,
    Lapse,
    LateDecision,
    Obligation,
    Shortfall,
    Unknown,
    Violation,
)
from govrules.model.policy import Rulebook
from govrules.model.records import Record as DatedRecord

Gathered: TypeAlias = tuple[list[list[Recorded]], Moves]
"""what was recorded of each case, one after the other, and what moved the ends of duties"""
_Told = TypeVar("_Told", Obligation, Violation, Lapse, LateDecision, Unknown, Shown)
_LAPSED = state("lapsed")
_BREACHES = frozenset({state("met_late"), state("overdue"), state("violated"), _LAPSED})
_OPENED_NOTHING = frozenset({UNSURE})
_OF_BREACHES = frozenset({"violations", "shortfalls", "lapses", "late_decisions"})
"""the fields with nothing in them where no breach was recorded"""
_OF_ANSWERS = frozenset({"attributions", "measures"})
"""the fields that only cases handed over have anything in, and who answers"""


@attrs.define(eq=False, slots=False)
class Run:
    """One evaluation: what the programs found, and what has been judged once more so far."""

    rulebook: Rulebook
    columns: Columns
    views: tuple[View, ...]
    as_of: Time | None
    known_at: dt.date | None
    reference: ByReference
    days: tuple[dt.date, dt.date] | None
    logs: tuple[PolicyLog, ...]
    """with programs that record what was broken"""
    reaches: tuple[Reach, ...]
    modes: Modes
    apart: Apart
    """clauses that are judged over the whole log, by the reference"""
    judged: list[Judged] = attrs.field(factory=list)
    _done: set[int] = attrs.field(factory=set)

    @classmethod
    def of(
        cls,
        rulebook: Rulebook,
        columns: Columns,
        as_of: Time | None,
        known_at: dt.date | None,
        stated: tuple[DatedRecord, ...],
        incomplete: frozenset[str],
        span: Span | None = None,
    ) -> "Run | None":
        """Args: span: of the whole log, where the columns hold some of its cases."""
        span = Span.of(columns) if span is None else span
        views = tuple(span.view(policy, rulebook, as_of, known_at) for policy in rulebook.policies)
        if incomplete:
            views = tuple(attrs.evolve(view, incomplete=incomplete) for view in views)
        apart = Apart.of(rulebook, views, columns.types, stated)
        programs = programs_of(rulebook, views, span.days, every=False, apart=apart)
        if not programs or any(each.waking.always for each in programs):
            return None
        apart = programs[0].apart
        if apart.everywhere and not any(each.slots or each.of_parts for each in programs):
            return None
        reference = ByReference(rulebook, columns, views, stated)
        reaches = tuple(Reach.of(view, columns, all_read=as_of is None) for view in views)
        modes = Modes.of(columns)
        return cls(
            rulebook,
            columns,
            views,
            as_of,
            known_at,
            reference,
            span.days,
            logs_of(programs, views, columns, reaches, modes, reference.records_of),
            reaches,
            modes,
            apart,
        )

    # -- walking ---------------------------------------------------------------------------------------

    @cached_property
    def breaches(self) -> tuple[Walked, ...]:
        """What was broken."""
        if "everything" in self.__dict__:
            # Whoever tells of the quality first has walked the log for every obligation.
            return tuple(one.only(_BREACHES | UNKNOWNS) for one in self.everything)
        return self._walk(self.logs)

    @cached_property
    def everything(self) -> tuple[Walked, ...]:
        """Every obligation."""
        programs = programs_of(self.rulebook, self.views, self.days, every=True, apart=self.apart)
        return self._walk(
            logs_of(
                programs,
                self.views,
                self.columns,
                self.reaches,
                self.modes,
                self.reference.records_of,
                self.logs,
            )
        )

    def _walk(self, logs: Iterable[PolicyLog]) -> tuple[Walked, ...]:
        return tuple(walk(log, self.reaches[log.number], self.modes) for log in logs)

    @cached_property
    def handed_over(self) -> frozenset[int]:
        """The cases that are left to the reference."""
        found = set(self.columns.conflicting)
        if self.views and self.views[0].incomplete:
            incomplete = self.views[0].incomplete
            found |= {place for place, case in enumerate(self.columns.cases) if case in incomplete}
        for each in self.breaches:
            found |= each.handed_over
        if any(each.program.waking.by_breach for each in self.logs):
            found |= self._with(_BREACHES)
        return frozenset(found)

    def _with(self, states: frozenset[int]) -> set[int]:
        """The cases with anything broken that is in one of these states."""
        return {case for one in self.breaches for case in self.cases_of(one, states)}

    def cases_of(self, walked: Walked, states: frozenset[int]) -> Iterator[int]:
        """Of each record of some states its case."""
        records = (record for record in walked.records if record[2] in states)
        return map(self.case_of.__getitem__, walked.trigger_places(records))

    @cached_property
    def case_of(self) -> Sequence[int]:
        """Of each event its case, as a place among the cases."""
        return [
            case
            for case, (start, end) in enumerate(pairwise(self.columns.starts))
            for _ in range(end - start)
        ]

    # -- judging once more -----------------------------------------------------------------------------

    def judge(self, cases: Iterable[int]) -> None:
        """Judge these cases by the reference, each once, together with those that were handed over."""
        left = sorted({*cases, *self.handed_over} - self._done)
        if not left:
            return
        self.judged.append(self.reference.judged(left, self.apart.leaves))
        self._done |= set(left)

    def judged_alone(self, case: int) -> tuple[Found, ...]:
        """What the reference finds in one case, but for the clauses that are judged apart."""
        return self.reference.judged([case], self.apart.leaves).found

    @cached_property
    def across(self) -> Judged | None:
        """What the clauses judged apart find, but for who answers; None where nothing may concern any."""
        return self._judged_apart(self.apart.others or self.apart)

    @cached_property
    def answerable(self) -> Judged | None:
        """What those of them find that say who answers, which is asked for by whoever wants to know."""
        answering = self.apart.answering
        if answering is None or "across" in vars(self):
            return None if answering is None else self._judged_apart(answering, self.found_apart)
        # Whoever asks for this first is told all: the log is gone through once.
        self.across, found = parted(self._judged_apart(self.apart), answering.clauses, self.numbers)
        return found

    def _judged_apart(self, apart: Apart, before: tuple[Found, ...] = ()) -> Judged | None:
        """Args: before: what clauses apart have found of which these may hear."""
        given = before
        cases, within = touched_cases(apart.touched, self.columns, self.views)
        if apart.listens:
            given = (*before, *self._told_to(apart))
            heard = outcomes_of(given, order_of(self.rulebook).heard)
            cases |= places_of(heard.keys(), self.columns)
        if not cases:
            return None
        return self.reference.judged_within(cases, apart.clauses.__contains__, given, within)

    def _told_to(self, apart: Apart) -> tuple[Found, ...]:
        """What clauses judged apart get to hear of, as the reference found it or from records."""
        # What cannot be shown is judged first.
        shown, lapses = self.shown_broken, tuple[Found, ...]()
        if apart.hears_lapses:
            lapsed = self.not_judged(each for each in shown if each.lapse is not None)
            _, left = lapses_handed_on(lapsed, self.views)
            self.judge(places_of(set(left), self.columns))
            lapses, _ = lapses_handed_on(self.not_judged(lapsed), self.views)
        broken = handed_on(self.not_judged(shown), heard_by(apart, self.rulebook), self.views)
        return (*(found for each in self.judged for found in each.found), *lapses, *broken)

    def hear(self) -> None:
        """Judge first the cases of which the clauses apart hear: what is judged then is not shown besides."""
        _ = self.across

    @property
    def found_apart(self) -> tuple[Found, ...]:
        """What it is that the clauses find."""
        return () if self.across is None else self.across.found

    def is_judged(self, case: int) -> bool:
        return case in self._done

    @property
    def found_answerable(self) -> tuple[Found, ...]:
        """The same of those of them that say who answers."""
        return () if self.answerable is None else self.answerable.found

    @property
    def found(self) -> Iterator[Found]:
        yield from self.found_apart
        for each in self.judged:
            yield from each.found

    def told(
        self, name: str, shown: Sequence[Finding] = (), answered: Iterable[Found] = ()
    ) -> tuple[Any, ...]:
        """What was found and what is shown, by case; within a case in the order of the rulebook.

        Args:
            name: of the field that holds it.
            answered: what is found besides of who answers.
        """
        found, others = (
            [(one.clause, each) for one in every for each in getattr(one, name)]
            for every in (self.found, answered)
        )
        found += others
        if not found and not shown:
            return ()
        if self.across is None and not others:
            # Whatever is told of a case comes from one place.
            return by_case([*(each for _, each in found), *shown])
        numbers = self.numbers
        # Nothing but a duty warns, or lapses.
        found += [(numbers[each.full_clause, getattr(each, "clause_kind", "duty")], each) for each in shown]
        return tuple(each for _, each in sorted(found, key=lambda one: (one[1].case, one[0])))

    @cached_property
    def numbers(self) -> Mapping[tuple[str, str], int]:
        return numbers_of(self.rulebook.policies)

    @cached_property
    def answers(self) -> Answers:
        """Who answers for what events say, by case; of cases that were judged for something else not."""
        return answers_of(self)

    def answered(self) -> Iterator[Found]:
        """The same of the cases that have not been judged."""
        for case, found in self.answers.items():
            if not self.is_judged(case):
                yield from found

    # -- the fields of the evaluation ------------------------------------------------------------------

    def field(self, name: str) -> object:
        """One field of the evaluation."""
        if name in _OF_BREACHES and is_faultless(self):
            return ()
        return self._field(name)

    @collecting_rarely()
    def _field(self, name: str) -> object:
        if name in _OF_ANSWERS:
            self.judge(())
            return self.told(name, answered=(*self.found_answerable, *self.answered()))
        return getattr(self, f"_{name}")()

    def _obligations(self) -> object:
        shown = [each.obligation for each in self.shown(self.everything, every=True)]
        return self.told("obligations", shown)

    @cached_property
    def shown_broken(self) -> list[Shown]:
        return self._shown(self.breaches, every=False, passed_over=UNKNOWNS)

    @property
    def _broken_shown(self) -> list[Violation]:
        return [each.broken for each in self.shown_broken if each.broken is not None]

    def not_judged(self, shown: Iterable[_Told]) -> list[_Told]:
        """Without the cases that were judged for something else since: the reference has found the same."""
        judged = {self.columns.cases[case] for case in self._done}
        return [each for each in shown if each.case not in judged]

    def _violations(self) -> object:
        self.hear()
        shown = self.not_judged(self._broken_shown)
        return self.told("violations", [each for each in shown if not isinstance(each, Shortfall)])

    def _shortfalls(self) -> object:
        self.hear()
        shown = self.not_judged(self._broken_shown)
        return self.told("shortfalls", [each for each in shown if isinstance(each, Shortfall)])

    @cached_property
    def _lapsed(self) -> list[Shown]:
        """What lapsed, as far as records tell it; the cases of all other lapses are judged."""
        return self.shown(tuple(one.only({_LAPSED}) for one in self.breaches), every=False)

    def _unknowns(self) -> object:
        # A lapse that no record tells may turn out to be unknown.
        _ = self._lapsed
        walked = tuple(one.only(UNKNOWNS) for one in self.breaches)
        shown = self._shown(walked, every=False, passed_over=frozenset())
        self.judge(places_of({each.case for each in shown if each.unknown is None}, self.columns))
        unknown = self.not_judged(each.unknown for each in shown if each.unknown is not None)
        return self.told("unknowns", unknown, (*self.found_answerable, *self.answered()))

    def _lapses(self) -> object:
        shown = (each.lapse for each in self._lapsed)
        return self.told("lapses", self.not_judged(each for each in shown if each is not None))

    def _late_decisions(self) -> object:
        shown = self.not_judged(late for each in self._lapsed for late in each.late)
        return self.told("late_decisions", shown)

    def gathered(
        self, walked: tuple[Walked, ...], *, every: bool, passed_over: frozenset[int] = _OPENED_NOTHING
    ) -> Gathered:
        """The records whose obligations need no second judgement; the cases of all others are judged.

        To be asked when the clauses apart have heard of everything.

        Args:
            every: whether all obligations of a case are wanted.
            passed_over: states of records that nobody asks for.
        """
        by_case: dict[int, list[Recorded]] = {}
        moves: dict[tuple[int, int, int], list[int]] = {}
        judged = set(self.handed_over)
        for number, one in enumerate(walked):
            for slot, trigger, place in one.used:
                moves.setdefault((number, slot, trigger), []).append(place)
            showers = showers_of(one.log) if one.records else []
            for place, record in zip(one.trigger_places(one.records), one.records, strict=True):
                case, shower = self.case_of[place], showers[record[0]]
                if record[2] in passed_over or case in judged or self.is_judged(case):
                    continue
                moved = (number, *record[:2]) in moves
                if is_shown(self, one.log, place, record, shower, moved=moved, every=every):
                    by_case.setdefault(case, []).append((number, record, shower))
                else:
                    judged.add(case)
        if not every:
            judged |= {case for case, each in by_case.items() if unordered(each, walked)}
        self.judge(judged)
        return [by_case[case] for case in sorted(by_case) if not self.is_judged(case)], moves

    def shown(self, walked: tuple[Walked, ...], *, every: bool) -> list[Shown]:
        """The obligations recorded that need no second judgement; the cases of all others are judged."""
        self.hear()
        return self._shown(walked, every=every)

    def _shown(
        self, walked: tuple[Walked, ...], *, every: bool, passed_over: frozenset[int] = _OPENED_NOTHING
    ) -> list[Shown]:
        if not self.handed_over and not any(len(one.records) for one in walked):
            return []
        cases, moves = self.gathered(walked, every=every, passed_over=passed_over)
        return list(self.made(cases, moves, walked))

    def made(self, cases: list[list[Recorded]], moves: Moves, walked: tuple[Walked, ...]) -> Iterator[Shown]:
        """What is shown of records, as it is asked for."""
        return made(in_turn(cases), moves, walked, self.columns.event, partial(late_places, self))

    def _alerts(self) -> object:
        return alerts_of(self)

    def _views(self) -> object:
        return ()

    def _provenance(self) -> object:
        return origin_of(self).later(self._events_hash)

    def _events_hash(self) -> str:
        return events_hash(map(self.columns.event, range(len(self.columns))))

    def _ignored(self) -> object:
        return self._accounts[0]

    def _quality(self) -> object:
        return self._accounts[1]

    @cached_property
    def _accounts(self) -> tuple[tuple[Ignored, ...], Quality]:
        """What no clause used, and how far the data carried the judgement.

        Where anything stands in a case that no obligation accounts for, the reference says what it is.
        """
        from govrules.engine.compile.accounts import accounts_of

        return accounts_of(self)
