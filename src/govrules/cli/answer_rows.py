"""Who answers and what is proposed, as rows: in groups, so that a hundred of them stay readable, or each."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs

from govrules.cli.table import Column, Row
from govrules.cli.words import case_text, label
from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining import language
from govrules.explaining.names import quoted
from govrules.explaining.said import STANCE_WORDS, said_of
from govrules.explaining.view import View
from govrules.model.findings import Attribution, ProposedMeasure

STATES = ("proposed", "imposed", "dismissed", "exempt")
_Answer = TypeVar("_Answer", bound=Attribution)


@frozen
class Answers:
    """Turns attributions and measures into rows."""

    view: View
    cases: Callable[[Sequence[str]], str]
    """the first cases, and how many more"""

    @property
    def lang(self) -> Language:
        return self.view.names.lang

    def say(self, key: str, **fields: object) -> str:
        return label(self.lang, key, **fields)

    def _columns(self, *keys: str) -> tuple[Column, ...]:
        shapes = {
            "case": Column(self.say("case"), "strong", least=12, most=30, whole=True),
            "answers": Column(self.say("answers"), "strong", least=12, most=30),
            "role": Column(self.say("role"), least=6, most=22),
            "clause": Column(self.say("clause"), least=18, most=44),
            "measures": Column(self.say("measures_column"), "warn", least=16, most=36),
            "state": Column(self.say("state"), least=8),
            "count": Column(self.say("count"), least=5),
        }
        return tuple(shapes[each] for each in keys)

    # Many at once

    def attributions_grouped(self, found: Sequence[Attribution]) -> tuple[tuple[Column, ...], list[Row]]:
        """One row for each party and clause, with how often and in which cases."""
        rows = [
            Row((party, role, clause, str(len(group))), (self._cases(group), *self._said(group)))
            for (party, role, clause), group in _groups(found, self._key)
        ]
        return self._columns("answers", "role", "clause", "count"), rows

    def measures_grouped(self, found: Sequence[ProposedMeasure]) -> tuple[tuple[Column, ...], list[Row]]:
        """One row for each party, clause, measure and state."""
        rows = []
        for (state, party, role, clause, measures), group in _groups(found, self._measure_key):
            cells = (self.say(f"measure_{state}"), party, role, measures, str(len(group)))
            notes = (self._note([clause, *self._deciders(group)]), self._cases(group), *self._said(group))
            rows.append((STATES.index(state), Row(cells, notes)))
        columns = self._columns("state", "answers", "role", "measures", "count")
        return columns, [row for _, row in sorted(rows, key=lambda each: each[0])]

    def _said(self, found: Iterable[Attribution]) -> tuple[str, ...]:
        """How many of them, or of the breaches that they rest on, are contested or excused."""
        stances = [
            {view.stance for id in (each.id, *each.on) for view in self.view.said.get(id, ())}
            for each in found
        ]
        counts = [
            (STANCE_WORDS[name][self.lang == "zh"], sum(name in each for each in stances))
            for name in STANCE_WORDS
        ]
        told = [f"{word} {count}" for word, count in counts if count]
        return (self.say("comma").join(told),) if told else ()

    def _key(self, finding: Attribution) -> tuple[str, ...]:
        names = self.view.names
        return (self._party(finding), names.role(finding.role), names.clause(finding))

    def _measure_key(self, finding: ProposedMeasure) -> tuple[str, ...]:
        return (finding.state, *self._key(finding), self._measures(finding))

    def _cases(self, found: Sequence[Attribution]) -> str:
        # Who answers names the slice already, as the unit or the person.
        named = (case_text(each, self.lang) if each.case == NO_CASE else each.case for each in found)
        return self.cases(list(dict.fromkeys(named)))

    def _deciders(self, found: Iterable[ProposedMeasure]) -> list[str]:
        """Who has to decide on what is still open, and how many of them did not in time."""
        still = [each for each in found if each.state == "proposed" and each.decider]
        names = dict.fromkeys(each.decider for each in still if each.decider)
        late = sum(self._is_late(each) for each in still)
        said = (
            [self.say("decides", decider=language.say(self.lang, "separator").join(names))] if names else []
        )
        return [*said, self.say("undecided_late", count=late)] if late else said

    def _is_late(self, finding: ProposedMeasure) -> bool:
        obligation = self.view.obligation(finding.obligation, finding.case)
        return obligation is not None and obligation.state == "overdue"

    # Each by itself

    def attributions(self, found: Sequence[Attribution]) -> tuple[tuple[Column, ...], list[Row]]:
        """One row for each."""
        names = self.view.names
        rows = [
            Row(
                (
                    case_text(each, self.lang),
                    self._party(each),
                    names.role(each.role),
                    names.clause(each),
                ),
                (self._note(self._rests_on(each)), *said_of(each, self.view)),
            )
            for each in found
        ]
        return self._columns("case", "answers", "role", "clause"), rows

    def measures(self, found: Sequence[ProposedMeasure]) -> tuple[tuple[Column, ...], list[Row]]:
        """One row for each, with what became of it."""
        names = self.view.names
        rows = [
            Row(
                (
                    case_text(each, self.lang),
                    self._party(each),
                    names.role(each.role),
                    self._measures(each),
                    self.say(f"measure_{each.state}"),
                ),
                (
                    self._note([names.clause(each), *self._rests_on(each)]),
                    self._note([*self._adjusted(each), *self._decided(each)]),
                    *said_of(each, self.view),
                ),
            )
            for each in found
        ]
        return self._columns("case", "answers", "role", "measures", "state"), [
            attrs.evolve(row, notes=tuple(note for note in row.notes if note)) for row in rows
        ]

    def _party(self, finding: Attribution) -> str:
        return finding.party or language.say(self.lang, "nobody")

    def _measures(self, finding: ProposedMeasure) -> str:
        names = self.view.names
        if finding.state == "imposed" and finding.imposed:
            return names.measure(finding, finding.imposed)
        return names.measures(finding, finding.measures)

    def _rests_on(self, finding: Attribution) -> list[str]:
        """The breaches by the titles of their clauses, and the events, each with its day."""
        names, told = self.view.names, []
        for each in finding.on:
            breach = self.view.finding(each)
            if breach is None:
                continue
            due = getattr(breach, "due", None)
            at = getattr(breach, "at", None)
            day = due if due is not None else at.date() if at is not None else None
            title = quoted(names.clause(breach), self.lang)
            shown = (
                title if day is None else self.say("of_day", what=title, day=language.date(day, self.lang))
            )
            elsewhere = case_text(breach, self.lang)
            same = breach.case == finding.case
            told.append(shown if same else self.say("of_case", what=shown, case=elsewhere))
        told += [
            language.say(
                self.lang,
                "evidence",
                event=names.event(finding, each.event.type),
                at=language.moment(each.at, self.lang),
            )
            for each in finding.events
        ]
        more = len(told) - 3
        return told if more <= 0 else [*told[:3], self.say("more_breaches", count=more)]

    def _adjusted(self, finding: ProposedMeasure) -> list[str]:
        titles = [quoted(self.view.names.title_of(each.clause), self.lang) for each in finding.adjusted]
        keys = [f"adjusted_{each.to}" for each in finding.adjusted]
        return [language.say(self.lang, key, clause=title) for key, title in zip(keys, titles, strict=True)]

    def _decided(self, finding: ProposedMeasure) -> list[str]:
        names = self.view.names
        if finding.decision is not None:
            event = names.event(finding, finding.decision.event.type)
            at = language.moment(finding.decision.at, self.lang)
            return [language.say(self.lang, "evidence", event=event, at=at)]
        if finding.state != "proposed" or not finding.decider:
            return []
        obligation = self.view.obligation(finding.obligation, finding.case)
        said = [self.say("decides", decider=finding.decider)]
        if obligation is not None and obligation.due is not None:
            key = "decision_late" if obligation.state == "overdue" else "decision_due"
            said.append(self.say(key, day=language.date(obligation.due, self.lang)))
        return said

    def _note(self, parts: Iterable[str]) -> str:
        return language.say(self.lang, "brief_separator").join(parts)


def _groups(
    found: Iterable[_Answer], key: Callable[[_Answer], tuple[str, ...]]
) -> list[tuple[tuple[str, ...], list[_Answer]]]:
    """Findings that read alike together, the largest group first."""
    groups: dict[tuple[str, ...], list[_Answer]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items(), key=lambda each: -len(each[1]))
