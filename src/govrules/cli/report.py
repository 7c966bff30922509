"""The report on an evaluation: the data first, then what is wrong, each with its reason, then the count."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from govrules.cli.answer_rows import Answers
from govrules.cli.report_summary import summary
from govrules.cli.screen import Line, Style, clean, line
from govrules.cli.table import Column, Row, table
from govrules.cli.usage import wrap
from govrules.cli.words import case_text, counted, label
from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining import brief, language, said, verdict
from govrules.explaining.context import Context
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation, QualityNote
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Attribution,
    Evidence,
    Ignored,
    Lapse,
    LateDecision,
    Obligation,
    Unknown,
    Violation,
)
from govrules.model.views import HumanView

GROUPS = (
    "violations",
    "lapses",
    "late",
    "shortfalls",
    "attributions",
    "measures",
    "alerts",
    "unknowns",
    "views",
    "open",
    "met",
    "closed",
    "ignored",
    "quality",
)
USUAL = GROUPS[:8]
MOST = 20
"""findings of a group that are shown unless asked for all"""
MOST_CASES = 6
MOST_NOTES = 2
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO: Language = "en"
"""dates in the cells of a table are ISO 8601 in either language: they align, and can be copied"""

_Shown: TypeAlias = AnyFinding | Ignored | HumanView
_STYLES: dict[str, Style] = {
    "violations": "bad",
    "lapses": "bad",
    "late": "warn",
    "measures": "warn",
    "alerts": "warn",
    "unknowns": "warn",
}


@frozen
class Report:
    """What is shown of an evaluation, and how."""

    view: View
    width: int
    groups: tuple[str, ...] = USUAL
    everything: bool = False
    """no group is cut"""

    @property
    def lang(self) -> Language:
        return self.view.names.lang

    @property
    def evaluation(self) -> Evaluation:
        return self.view.evaluation

    def say(self, key: str, **fields: object) -> str:
        return label(self.lang, key, **fields)

    def lines(self) -> Iterator[Line]:
        """The whole report."""
        yield from self._data()
        any_shown = False
        for group in GROUPS:
            if group not in self.groups or group == "quality":
                continue
            shown = list(self._group(group))
            any_shown = any_shown or bool(shown)
            yield from shown
        yield line()
        if not (self.evaluation.counts or self.evaluation.attributions or self.evaluation.measures):
            yield line((self.say("no_obligations"), "warn"))
            return
        if not any_shown and set(USUAL) <= set(self.groups):
            yield line((self.say("nothing_found"), "good"))
        yield from summary(self.evaluation, self.lang)

    # The data

    def _data(self) -> Iterator[Line]:
        quality, provenance = self.evaluation.quality, self.evaluation.provenance
        fields = {
            "cases": counted(quality.cases, "case", self.lang),
            "events": counted(quality.events, "event", self.lang),
        }
        as_of = self.view.as_of
        if provenance is None or as_of is None:
            yield line((self.say("read_nothing", **fields), "heading"))
        else:
            key = "read" if provenance.as_of_given else "read_last"
            until = language.until(as_of, self.lang)
            yield line((self.say(key, as_of=until, **fields), "heading"))
        if provenance is not None and provenance.known_at is not None:
            yield line("  ", self.say("known_at", day=language.date(provenance.known_at, self.lang)))
        if quality.cases and quality.judged == quality.cases:
            yield line("  ", self.say("judged"))
        elif quality.cases:
            counts = {
                "judged_some": quality.judged,
                "judged_partly": quality.partly_judged,
                "judged_none_alone" if self._joins_cases else "judged_none": quality.not_judged,
            }
            some = [self.say(key, count=count) for key, count in counts.items() if count]
            yield line("  ", self.say("comma").join(some))
        for text in self._notes(quality.notes):
            yield from self._wrapped(text, "warn")
        if self.evaluation.ignored and "ignored" not in self.groups:
            count = len(self.evaluation.ignored)
            key = "unused_one" if count == 1 else "unused"
            yield line("  ", (self.say(key, count=count), "dim"))

    @property
    def _joins_cases(self) -> bool:
        """Whether a clause judges events of several cases together, which are then not in vain."""
        rulebook = self.view.names.rulebook
        policies = () if rulebook is None else rulebook.policies
        joining = {
            each.full_id
            for policy in policies
            for each in policy.clauses
            if each.kind in {"quota", "maintenance"}
        }
        return any(clause in joining for clause, _ in self.evaluation.counts)

    def _notes(self, notes: Sequence[QualityNote]) -> Iterator[str]:
        """Policies that share words meet each other's events: what is said of many duties is said once."""
        untriggered = [each for each in notes if each.code == "missing trigger"]
        cut = "quality" not in self.groups and len(untriggered) > MOST_NOTES
        yield from (self._note(each) for each in notes if not cut or each.code != "missing trigger")
        if cut:
            yield self.say("untriggered", count=len(untriggered))

    def _note(self, note: QualityNote) -> str:
        text = note.text(self.lang)
        # The cases stand in the note's own sentence only where the engine put them there.
        cases = [each for each in note.cases if each != NO_CASE]
        return self.say("note_cases", text=text, cases=self._cases(cases)) if cases else text

    def _cases(self, cases: Sequence[str]) -> str:
        shown = self.say("comma").join(cases[:MOST_CASES])
        if len(cases) <= MOST_CASES:
            return shown
        return self.say("comma").join([shown, self.say("more_cases", count=len(cases) - MOST_CASES)])

    def _wrapped(self, text: str, style: Style) -> Iterator[Line]:
        for each in wrap(clean(text), self.width - 2):
            yield line("  ", (each, style))

    # The groups

    def _group(self, group: str) -> Iterator[Line]:
        found, after = self._found(group)
        if not found and not after:
            return
        yield line()
        title = self.say("in_all", count=len(found))
        gloss = (
            f"（{self.say(f'{group}_gloss')}）" if self.lang == "zh" else f"  {self.say(f'{group}_gloss')}"
        )
        yield line((f"{self.say(group)} {title}", _STYLES.get(group, "heading")), (gloss, "dim"))
        columns, shown, more = self._table(group, found)
        if shown:
            yield from table(columns, shown, self.width)
        if more:
            yield line("  ", (self.say("more", count=more, group=group), "dim"))
            # Whoever asks for those sees each by itself as well.
            after = () if group in {"attributions", "measures"} else after
        for each in after:
            yield line("  ", (each, "dim"))

    def _table(self, group: str, found: Sequence[_Shown]) -> tuple[tuple[Column, ...], Sequence[Row], int]:
        """The columns, the rows that are shown, and how many more there are."""
        most = None if self.everything else MOST
        answers = Answers(self.view, self._cases)
        match group:
            case "attributions":
                each_of = answers.attributions if self.everything else answers.attributions_grouped
                columns, rows = each_of(self.evaluation.attributions)
            case "measures":
                of_each = answers.measures if self.everything else answers.measures_grouped
                columns, rows = of_each(self.evaluation.measures)
            case "unknowns":
                columns, rows = self._shapes()[group][0], self._unknown_rows(found)
            case _:
                columns, to_row = self._shapes()[group]
                # Of what is cut no row is made.
                return columns, [to_row(each) for each in found[:most]], len(found[most:]) if most else 0
        return columns, rows[:most], len(rows[most:]) if most else 0

    def _found(self, group: str) -> tuple[Sequence[_Shown], tuple[str, ...]]:
        evaluation = self.evaluation
        match group:
            case "violations":
                return evaluation.violations, ()
            case "lapses":
                return evaluation.lapses, ()
            case "late":
                return evaluation.late_decisions, ()
            case "shortfalls":
                return evaluation.shortfalls, ()
            case "attributions":
                return self._answers(group, evaluation.attributions)
            case "measures":
                return self._answers(group, evaluation.measures)
            case "unknowns":
                return evaluation.unknowns, ()
            case "views":
                return evaluation.views, ()
            case "ignored":
                return evaluation.ignored, ()
            case "alerts":
                return self._alerts()
            case "open":
                return self.evaluation.in_state("pending", "paused"), ()
            case "met":
                return self.evaluation.in_state("met"), ()
            case _:
                return self.evaluation.in_state("ended", "excused"), ()

    def _answers(
        self, group: str, found: Sequence[Attribution]
    ) -> tuple[Sequence[Attribution], tuple[str, ...]]:
        """What is shown in groups can be had one by one."""
        hint = () if self.everything or len(found) < 2 else (self.say("each_of_them", group=group),)
        return found, hint

    def _any_open(self) -> bool:
        return any(state in {"pending", "paused"} for _, state in self.evaluation.counts)

    def _alerts(self) -> tuple[Sequence[Alert], tuple[str, ...]]:
        """Of a duty that is closed by now nobody needs to be warned."""
        if not self.everything and not self._any_open():
            # Whether there are any at all is not asked then: it may take another judgement of every case.
            return (), ()
        alerts = self.evaluation.alerts
        if self.everything:
            return alerts, ()
        still_open = [each for each in alerts if self._is_open(each)]
        closed = len(alerts) - len(still_open)
        if not closed or not still_open:
            return still_open, ()
        key = "closed_alerts_one" if closed == 1 else "closed_alerts"
        return still_open, (self.say(key, count=closed),)

    def _is_open(self, alert: Alert) -> bool:
        obligation = self.view.obligation(alert.obligation, alert.case)
        return obligation is None or obligation.state in {"pending", "paused"}

    def _shapes(self) -> dict[str, tuple[tuple[Column, ...], Callable[..., Row]]]:
        case = Column(self.say("case"), "strong", least=20, most=30, whole=True)
        clause = Column(self.say("clause"), least=20, most=60)
        due = Column(self.say("due"), least=10, most=16)
        who = Column(self.say("answers"), least=16, most=30)
        late = Column(self.say("late_by"), "bad", least=15, most=28)
        broken = (case, clause, due, late, who)
        state = (case, clause, due, Column(self.say("state"), least=8), who)
        return {
            "violations": (broken, self._violation),
            "shortfalls": (broken, self._violation),
            "lapses": ((case, clause, due, Column(self.say("effective"), least=16), who), self._lapse),
            "late": ((case, clause, due, Column(self.say("late_by"), "warn", least=10)), self._late_decision),
            "alerts": (
                (case, clause, due, Column(self.say("warning"), "warn", least=16), who),
                self._alert,
            ),
            "unknowns": (
                (Column(self.say("clause"), least=18, most=50), Column(self.say("cases"), most=60)),
                self._obligation,
            ),
            "views": (
                (
                    case,
                    clause,
                    Column(self.say("says"), "warn", least=9),
                    Column(self.say("by_whom"), most=30),
                ),
                self._view,
            ),
            "open": (state, self._obligation),
            "met": (state, self._obligation),
            "closed": (state, self._obligation),
            "ignored": ((case, Column(self.say("event")), Column(self.say("time"))), self._ignored),
        }

    # Rows

    def _row(self, finding: AnyFinding, context: Context, *cells: str, notes: Iterable[str] = ()) -> Row:
        """A row with one line of reasons beneath it, and what people say of it."""
        note = language.say(self.lang, "brief_separator").join(each for each in notes if each)
        beneath = ((note,) if note else ()) + said.briefly(finding, self.view)
        return Row((case_text(finding, self.lang), context.names.clause(finding), *cells), beneath)

    def _violation(self, finding: Violation) -> Row:
        context = self.view.context(finding)
        because = brief.brief(finding, context)
        who = verdict.who_is_named(finding, context)
        if not verdict.has_due_date(finding):
            # Of a quota its count says more than the event that was one too many.
            told = finding.clause_kind not in {"quota", "maintenance"}
            happened = self._happened(finding, finding.trigger, context) if told else ""
            return self._row(finding, context, "", "", who, notes=(happened, because))
        if finding.fulfilled is not None:
            happened = self._happened(finding, finding.fulfilled, context)
        elif verdict.ran_out(context):
            happened = self.say("ran_out")
        else:
            as_of = verdict.as_of_day(finding, context)
            day = "" if as_of is None else language.date(as_of, self.lang)
            key = "not_all_done" if context.names.owes_several(finding) else "not_done"
            happened = self.say(key, as_of=day) if day else self.say(f"{key}_plain")
        late = verdict.lateness(finding.late_by_days, finding.late_by_working_days, context, brief=True)
        due = language.due_text(finding.due, finding.due_end, _ISO)
        return self._row(finding, context, due, late, who, notes=(happened, because))

    def _happened(self, finding: AnyFinding, evidence: Evidence | None, context: Context) -> str:
        if evidence is None:
            return ""
        event = context.names.event(finding, evidence.event.type)
        return language.say(self.lang, "evidence", event=event, at=verdict.when(evidence, self.lang))

    def _lapse(self, finding: Lapse) -> Row:
        context = self.view.context(finding)
        deemed = ""
        if finding.deemed is not None:
            deemed = self.say("deemed", event=verdict.deemed_event(finding, context))
        effective = verdict.deemed_from(finding, _ISO)
        due = language.due_text(finding.due, finding.at, _ISO)
        who = verdict.who_is_named(finding, context)
        because = brief.brief(finding, context)
        return self._row(finding, context, due, effective, who, notes=(deemed, because))

    def _late_decision(self, finding: LateDecision) -> Row:
        context = self.view.context(finding)
        due = "" if context.due is None else language.date(context.due, _ISO)
        late = "" if finding.late_by_days is None else language.late(finding.late_by_days, None, self.lang)
        happened = self._happened(finding, finding.event, context)
        return self._row(finding, context, due, late, notes=(happened,))

    def _alert(self, finding: Alert) -> Row:
        context = self.view.context(finding)
        due = "" if finding.due is None else language.date(finding.due, _ISO)
        since = "" if finding.at is None else language.date(finding.at.date(), self.lang)
        rule = verdict.warning(finding.rule, self.lang)
        notes = (self.say("since", day=since) if since else "", brief.brief(finding, context))
        who = verdict.who_is_named(finding, context)
        return self._row(finding, context, due, rule, who, notes=notes)

    def _obligation(self, finding: Obligation) -> Row:
        context = self.view.context(finding)
        due = language.due_text(finding.due, finding.due_end, _ISO)
        if not due and finding.state == "pending":
            due = self.say("no_limit")
        came = self._happened(finding, finding.fulfilled, context)
        reason = finding.reason.text(self.lang) if finding.reason is not None else ""
        state = self.say(f"state_{finding.state}")
        who = verdict.who_is_named(finding, context)
        return self._row(
            finding, context, due, state, who, notes=(came, reason or brief.brief(finding, context))
        )

    def _view(self, view: HumanView) -> Row:
        case = self.say("all_cases") if view.case == NO_CASE else view.case
        who = self.say("comma").join(each for each in (view.unit, view.actor) if each)
        stance = said.STANCE_WORDS[view.stance][self.lang == "zh"]
        cells = (case, self.view.names.title_of(view.full_clause), stance, who)
        return Row(cells, (said.sentence(view, self.lang),))

    def _unknown_rows(self, found: Sequence[_Shown]) -> list[Row]:
        """One row for each clause and reason: a log that lacks a column fails in every case alike."""
        groups: dict[tuple[str, str], list[Unknown]] = {}
        for each in found:
            assert isinstance(each, Unknown)
            # What fails alike on many days would else fill the page.
            reason = _DATE.sub("", each.reason.text(self.lang))
            groups.setdefault((self.view.context(each).names.clause(each), reason), []).append(each)
        return [self._unknown_row(clause, group) for (clause, _), group in groups.items()]

    def _unknown_row(self, clause: str, group: Sequence[Unknown]) -> Row:
        reasons = list(dict.fromkeys(each.reason.text(self.lang) for each in group))
        cases = list(dict.fromkeys(case_text(each, self.lang) for each in group))
        reason, others = reasons[0], len(reasons) - 1
        if others:
            key = "other_days_one" if others == 1 else "other_days"
            reason = self.say(key, reason=reason, count=others)
        return Row((clause, f"{len(group)}: {self._cases(cases)}"), (reason,))

    def _ignored(self, finding: Ignored) -> Row:
        event = finding.event
        cells = (event.case, event.type, event.time.isoformat())
        return Row(cells, (finding.reason.text(self.lang),))
