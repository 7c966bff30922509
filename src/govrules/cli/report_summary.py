"""The last lines of the report: what it all comes to, and how to ask why."""

from collections import Counter
from collections.abc import Iterator, Mapping

from govrules.cli.answer_rows import STATES
from govrules.cli.screen import Line, clean, line
from govrules.cli.words import counted, label
from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining.said import count_text, set_aside
from govrules.explaining.said import counted as counted_views
from govrules.model.evaluation import Evaluation
from govrules.model.findings import State

SUMMARY: Mapping[State, str] = {
    "met": "met",
    "met_late": "late",
    "overdue": "late",
    "violated": "broken",
    "lapsed": "lapsed",
    "pending": "open",
    "paused": "open",
    "ended": "ended",
    "excused": "excused",
    "unknown": "unknown",
}


def summary(evaluation: Evaluation, lang: Language) -> Iterator[Line]:
    """How many obligations came to what, how many answer for what, and how to ask why."""
    counts: Counter[str] = Counter()
    for (_, state), number in evaluation.counts.items():
        counts[SUMMARY[state]] += number
    shown = [
        label(lang, f"summary_{key}", count=counts[key])
        for key in ("met", "late", "broken", "lapsed", "open", "ended", "excused", "unknown")
        if key in counts
    ]
    total = counted(counts.total(), "obligation", lang)
    if shown:
        yield line((label(lang, "summary", total=total, counts=label(lang, "comma").join(shown)), "heading"))
    yield from _answers(evaluation, lang)
    views = count_text(counted_views(evaluation), lang)
    if views:
        yield line((label(lang, "summary_views", counts=views), "warn"))
    lost = set_aside(evaluation)
    if lost:
        yield line((label(lang, "views_lost_one" if lost == 1 else "views_lost", count=lost), "warn"))
    yield from _hint(evaluation, lang)


def _answers(evaluation: Evaluation, lang: Language) -> Iterator[Line]:
    counts = {"attributed": len(evaluation.attributions)}
    for state in STATES:
        counts[state] = sum(each.state == state for each in evaluation.measures)
    shown = [label(lang, f"summary_{key}", count=count) for key, count in counts.items() if count]
    if shown:
        total = counted(sum(counts.values()), "answer", lang)
        told = label(lang, "summary_answers", total=total, counts=label(lang, "comma").join(shown))
        yield line((told, "heading"))


def _hint(evaluation: Evaluation, lang: Language) -> Iterator[Line]:
    """How to ask why, by a case, or by the id of a finding that no case has."""
    case = next(_cases(evaluation), None)
    if case is not None:
        yield line((label(lang, "hint", case=clean(case)), "dim"))
        return
    first = [*evaluation.violations, *evaluation.lapses, *evaluation.obligations, *evaluation.measures]
    first += evaluation.attributions
    if first:
        yield line((label(lang, "hint_finding", id=clean(first[0].id)), "dim"))


def _cases(evaluation: Evaluation) -> Iterator[str]:
    """The cases that there is something to ask about, what is broken first."""
    for name in ("violations", "lapses"):
        yield from (each.case for each in getattr(evaluation, name) if each.case != NO_CASE)
    yield from (each for each in evaluation.cases if each != NO_CASE)
    for name in ("measures", "attributions"):
        yield from (each.case for each in getattr(evaluation, name) if each.case != NO_CASE)
