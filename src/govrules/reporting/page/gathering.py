"""The data of the page: every case with its events, findings, explanations and timelines, in a small form.

Each text stands once, in `texts`; everything else names it by its number. Explanations of like cases share
nearly all their lines, so that ten thousand cases take a few megabytes and not fifty.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from govrules.counting.calendar import WorkingCalendar, working_calendar
from govrules.engine.happenings import NO_CASE
from govrules.explaining.language import due_text, say
from govrules.explaining.names import plain_name
from govrules.explaining.said import EVENT_TITLES
from govrules.explaining.several import distinct, explanations
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Alert, AnyFinding, Lapse, LateDecision, Obligation
from govrules.model.outcomes import unit_of
from govrules.model.policy import Rulebook
from govrules.reporting.page.drawing import Timeline, days_off, minutes, of_time, timeline
from govrules.reporting.page.words import GROUPS, STATE_OF_STANCE, STATES, state_of, words
from govrules.reporting.sheet import CARD_WORDS, SECTION_WORDS, due_words, row, time_left
from govrules.reporting.tasks import SECTIONS, Task, Worklist

FORMAT = 1
"""the version of the data's shape"""
_STATE: Mapping[str, int] = MappingProxyType({name: number for number, name in enumerate(STATES)})
_MARGIN = 3 * 1440
"""how far beyond what is drawn days off are told, in minutes"""


class Texts(dict[str, int]):
    """Each text once, by its number."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


@attrs.frozen
class Gathered:
    """What a page is made of."""

    view: View
    rulebook: Rulebook
    events: Mapping[str, Sequence[Event]]
    """of each case, in order"""
    findings: Mapping[str, Sequence[AnyFinding]]
    alerts: Mapping[str, Sequence[Alert]]
    """of each obligation"""
    zone: str
    """in which events are shown"""
    titles: Mapping[str, str]
    """of each type of event that a policy knows"""
    naming: str = "shown"

    @property
    def has_units(self) -> bool:
        """Whether units are told at all."""
        return self.naming != "left out"

    @classmethod
    def of(
        cls, evaluation: Evaluation, rulebook: Rulebook, events: Iterable[Event], view: View, naming: str
    ) -> "Gathered":
        logged: dict[str, list[Event]] = {}
        for event in events:
            logged.setdefault(event.case, []).append(event)
        zone = rulebook.policies[0].time_zone if rulebook.policies else "UTC"
        found: dict[str, list[AnyFinding]] = {}
        for finding in evaluation:
            found.setdefault(finding.case, []).append(finding)
        alerts: dict[str, list[Alert]] = {}
        for alert in evaluation.alerts:
            alerts.setdefault(alert.obligation, []).append(alert)
        ordered = {
            case: sorted(each, key=lambda event: of_time(event.time, zone)) for case, each in logged.items()
        }
        return cls(view, rulebook, ordered, found, alerts, zone, _titles(rulebook, view), naming)

    @property
    def cases(self) -> list[str]:
        """Every case, by name; what no case gave rise to comes last."""
        names = sorted({*self.events, *self.findings} - {NO_CASE})
        return [*names, NO_CASE] if NO_CASE in self.findings else names


def _titles(rulebook: Rulebook, view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    for policy in rulebook.policies:
        for name, kind in policy.events.items():
            title = kind.title.text(view.names.lang) or plain_name(name)
            for each in (name, *kind.names):
                found.setdefault(each, title)
    for name, pair in EVENT_TITLES.items():
        found.setdefault(name, pair[view.names.lang == "zh"])
    return found


def page_data(gathered: Gathered, tasks: Worklist) -> dict[str, object]:
    """The data of the page, ready for JSON."""
    view, lang = gathered.view, gathered.view.names.lang
    texts = Texts()
    calendars: list[str] = sorted(gathered.rulebook.calendars)
    reach: dict[str, list[int]] = {}
    names = gathered.cases
    cases = [_case(case, gathered, texts, calendars, reach) for case in names]
    as_of = None if view.as_of is None else minutes(view.as_of)
    if as_of is not None:
        for points in reach.values():
            points.append(min(as_of, max(points) + 366 * 1440))
    off = []
    for name in calendars:
        points = reach.get(name, [])
        known = working_calendar(gathered.rulebook.calendars[name])
        runs = _runs(known, points, gathered) if points else []
        off.append([[first, length, texts[title]] for first, length, title in runs])
    at = lang == "zh"
    numbers = {case: number for number, case in enumerate(names)}
    return {
        "format": FORMAT,
        "lang": lang,
        "naming": gathered.naming,
        "words": words(lang),
        "asOf": as_of,
        "states": [[name, each[at], each[2]] for name, each in STATES.items()],
        "groups": [[name, each[at]] for name, each in GROUPS.items()],
        "sections": [[each, SECTION_WORDS[each][at]] for each in SECTIONS],
        "cards": {name: each[at] for name, each in CARD_WORDS.items()},
        "cases": cases,
        "tasks": [_task(each, gathered, texts, numbers[each.case]) for each in tasks.tasks],
        "daysOff": off,
        "texts": list(texts),
    }


def _runs(calendar: WorkingCalendar, points: Sequence[int], gathered: Gathered) -> list[tuple[int, int, str]]:
    return days_off(calendar, min(points) - _MARGIN, max(points) + _MARGIN, gathered.view.names.lang)


def _case(
    case: str, gathered: Gathered, texts: Texts, calendars: Sequence[str], reach: dict[str, list[int]]
) -> list[object]:
    """Name, units, events, findings."""
    name = words(gathered.view.names.lang)["all_cases"] if case == NO_CASE else case
    events = [_event(each, gathered, texts) for each in gathered.events.get(case, ())]
    found = gathered.findings.get(case, ())
    units = [each.unit for each in gathered.events.get(case, ())]
    units += [unit_of(each) for each in found if isinstance(each, Obligation)]
    named = [texts[each] for each in dict.fromkeys(units) if each is not None and gathered.has_units]
    drawn: set[str] = set()
    findings = []
    for each, told in explanations(distinct(found), gathered.view):
        obligation = gathered.view.context(each).obligation
        line: Timeline | None = None
        if obligation is not None and obligation.id not in drawn:
            drawn.add(obligation.id)
            line = timeline(obligation, gathered.alerts.get(obligation.id, ()), gathered.view)
            for _, title in line.warnings:
                texts[title]
            if line.calendar is not None and line.points:
                reach.setdefault(line.calendar, []).extend((min(line.points), max(line.points)))
        due, shown = _due(each, obligation, gathered)
        party = getattr(each, "party", None) or getattr(each, "responsible", None)
        sections = [
            [texts[section.title], *(texts[text] for text in section.lines)] for section in told.sections
        ]
        findings.append(
            [
                _STATE[state_of(each, obligation)],
                texts[_title(each, gathered)],
                texts[told.verdict],
                None if party is None else texts[party],
                due,
                texts[shown],
                sections,
                0 if line is None or not line.points else line.plain(calendars, texts),
                _said(each, gathered.view),
            ]
        )
    return [texts[name], named, events, findings]


def _said(finding: AnyFinding, view: View) -> list[int]:
    """Whether a finding is contested or excused, as states."""
    stances = dict.fromkeys(each.stance for each in view.said.get(finding.id, ()))
    return [_STATE[STATE_OF_STANCE[each]] for each in stances]


def _title(finding: AnyFinding, gathered: Gathered) -> str:
    """The clause, with what tells this duty apart from others under it."""
    title = gathered.view.names.clause(finding)
    values = say(gathered.view.names.lang, "separator").join(value for _, value in finding.slice)
    if not values:
        return title
    return f"{title}（{values}）" if gathered.view.names.lang == "zh" else f"{title} ({values})"


def _event(event: Event, gathered: Gathered, texts: Texts) -> list[object]:
    at, bare = of_time(event.time, gathered.zone)
    title = gathered.titles.get(event.type) or plain_name(event.type)
    return [at, int(bare), texts[title], None if event.unit is None else texts[event.unit]]


def _due(finding: AnyFinding, obligation: Obligation | None, gathered: Gathered) -> tuple[int | None, str]:
    """The due day to sort by, as the number of days since 1970, and as it is shown."""
    about: object = finding
    if isinstance(finding, LateDecision):
        about = gathered.view.lapses.get(finding.lapse)
    due: dt.date | None = getattr(about, "due", None)
    if due is None and obligation is not None and not isinstance(about, Lapse):
        due = obligation.due
    end = getattr(about, "due_end", None) or (obligation.due_end if obligation is not None else None)
    if due is None:
        return None, ""
    return (due - dt.date(1970, 1, 1)).days, due_text(due, end, gathered.view.names.lang)


def _task(task: Task, gathered: Gathered, texts: Texts, case: int) -> list[object]:
    view = gathered.view
    told = row(task, view)
    return [
        SECTIONS.index(task.section),
        task.card,
        case,
        texts[str(told["clause"])],
        None if task.due is None else (task.due - dt.date(1970, 1, 1)).days,
        texts[due_words(task, view.names.lang)],
        texts[time_left(task, view.names.lang)],
        None if task.unit is None or not gathered.has_units else texts[task.unit],
        None if task.party is None else texts[task.party],
        texts["\n".join(str(each) for each in (told["why"], told["views"]) if each)],
    ]
