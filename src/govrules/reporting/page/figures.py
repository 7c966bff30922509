"""The figures of the page: the cards of the overview and the tables of the statistics, as they are shown."""

from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from govrules.diagnostics import Language
from govrules.explaining import said
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import AnyFinding
from govrules.model.policy import Rulebook
from govrules.reporting.indicators import AGES, DEFINITIONS, By, Indicators, indicators, percent
from govrules.reporting.page.words import STATE_OF_STANCE, STATES, state_of, words
from govrules.reporting.sheet import SECTION_WORDS
from govrules.reporting.tasks import SECTIONS, Worklist

COLUMNS = ("judged", "on_time", "early", "overdue_rate", "median", "ninety", "used", "open", "unknown")
_DEFINED = (*COLUMNS[:7], "ageing")
"""the columns in the order of `DEFINITIONS`"""
MOST_GROUPS = 300
_SHARES = ("met", "met_late", "overdue", "lapsed")


@attrs.frozen
class Figure:
    """One number with its label."""

    name: str
    label: str
    value: str
    tone: str = ""


@attrs.frozen
class Group:
    """A row of the statistics."""

    name: str
    cells: tuple[str, ...]
    shares: tuple[tuple[str, int, int], ...]
    """what the judged duties are made of: state, where it begins and how long it is, in thousandths"""
    ages: tuple[str, ...]


@attrs.frozen
class Statistics:
    """The figures by one grouping, or of all duties."""

    by: str
    label: str
    groups: tuple[Group, ...]
    hidden: int = 0
    """groups that are not shown, as there are too many"""


def overview(found: Indicators | None, lang: Language) -> list[Figure]:
    """How well it went, as the cards of the overview."""
    named = words(lang)
    if found is None:
        return []
    tones = {"on_time": "done", "overdue_rate": "late", "unknown": "unknown"}
    shown = zip(COLUMNS, _cells(found), strict=True)
    return [Figure(name, named[name], value or "—", tones.get(name, "")) for name, value in shown]


def of_tasks(tasks: Worklist, lang: Language) -> list[Figure]:
    """How much is open, by section."""
    counted = [(each, len(tasks.of(each))) for each in SECTIONS]
    return [
        Figure(each, SECTION_WORDS[each][lang == "zh"], str(number), "late" if each == "overdue" else "")
        for each, number in counted
        if number
    ]


def of_findings(evaluation: Evaluation, view: View) -> list[Figure]:
    """How many obligations there are of each state, and what follows from them."""
    counted: Counter[str] = Counter(each.state for each in evaluation.obligations)
    more: tuple[AnyFinding, ...] = (
        *evaluation.late_decisions,
        *evaluation.shortfalls,
        *evaluation.attributions,
        *evaluation.measures,
    )
    counted.update(state_of(each, None) for each in more)
    counted.update({STATE_OF_STANCE[stance]: number for stance, number in said.counted(evaluation).items()})
    at = view.names.lang == "zh"
    return [
        Figure(name, STATES[name][at], str(counted[name]), STATES[name][2])
        for name in STATES
        if counted[name]
    ]


def statistics(
    evaluation: Evaluation, rulebook: Rulebook, view: View, bys: Sequence[By]
) -> Iterator[Statistics]:
    """The tables of the statistics: by each grouping, each with the figures of all duties last."""
    named = words(view.names.lang)
    total = indicators(evaluation, rulebook)
    for by in bys:
        found = indicators(evaluation, rulebook, by=(by,))
        rows = [_group(_name(each.group[0], by, view), each) for each in found]
        # Ten thousand parties are no statistics, and would make the page slow to open.
        shown = (*rows[:MOST_GROUPS], *(_group(named["all"], each) for each in total))
        yield Statistics(by, named[by], shown, max(0, len(rows) - MOST_GROUPS))


def definitions(lang: Language) -> list[tuple[str, str]]:
    """Each figure's label with what it means."""
    named = words(lang)
    return [(named[name], text.text(lang)) for name, text in zip(_DEFINED, DEFINITIONS.values(), strict=True)]


def parts(lang: Language) -> list[tuple[str, str]]:
    """What the bars of the statistics are made of."""
    return [(name, STATES[name][lang == "zh"]) for name in _SHARES]


def ages() -> list[str]:
    """The headings of the classes of age."""
    return [*(f"≤{end}" for end in AGES), f">{AGES[-1]}"]


def _name(value: str, by: str, view: View) -> str:
    if by == "clause":
        return view.names.title_of(value)
    return value or words(view.names.lang)["not_named"]


def _group(name: str, found: Indicators) -> Group:
    return Group(name, _cells(found), _shares(found), tuple(str(each or "") for each in found.ageing))


def _cells(found: Indicators) -> tuple[str, ...]:
    return (
        str(found.judged),
        percent(found.on_time_rate),
        percent(found.early_rate),
        percent(found.overdue_rate),
        "" if found.median_days is None else f"{found.median_days:g}",
        "" if found.ninety_percent_days is None else str(found.ninety_percent_days),
        percent(found.share_used),
        str(found.open or ""),
        str(found.unknown or ""),
    )


def _shares(found: Indicators) -> tuple[tuple[str, int, int], ...]:
    parts, before = [], 0
    for name in _SHARES:
        number = getattr(found, name)
        if number:
            start, end = (1000 * each // found.judged for each in (before, before + number))
            parts.append((name, start, end - start))
            before += number
    return tuple(parts)
