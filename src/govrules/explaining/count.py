"""The count day by day, with days of one sort run together."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs

from govrules.counting.due import Due
from govrules.counting.proof import walk_running
from govrules.counting.trace import TraceStep
from govrules.diagnostics import Language
from govrules.explaining.language import date, instant, period, say, span
from govrules.explaining.recount import recount
from govrules.explaining.view import View
from govrules.model.findings import Obligation

_REST = frozenset({"weekend", "statutory", "swapped"})
# What the count says about itself and no reader needs: parts begin where the sentence before ends.
_SILENT = frozenset({"part", "rolling", "origin", "open", "next_opening", "from_data"})


@attrs.frozen
class Run:
    """Neighbouring days of one sort, or one step that is no day."""

    steps: tuple[TraceStep, ...]

    @property
    def first(self) -> TraceStep:
        return self.steps[0]

    @property
    def last(self) -> TraceStep:
        return self.steps[-1]


def count_lines(obligation: Obligation, view: View) -> tuple[str, ...]:
    """How the due date of an obligation was counted, a line for each run of days; empty where it cannot be.

    The count is made again from what the finding holds. One that comes to another date than the finding is
    no proof of it, and is not shown.
    """
    again = recount(obligation, view)
    if again is None or not again.agrees:
        return ()
    steps = again.result.trace if isinstance(again.result, Due) else walk_running(again.result)
    names = view.names
    return tuple(step_lines(steps, names.lang, limit=lambda text: names.limit(obligation, text)))


def step_lines(
    steps: Iterable[TraceStep], lang: Language, *, limit: Callable[[str], str] | None = None
) -> Iterator[str]:
    """The steps of a count as sentences.

    Args:
        steps: the trace of a due date.
        lang: the language of the sentences.
        limit: puts a period into words, where that takes more than the language.
    """
    listed = runs(steps)
    for before, run, after in zip([None, *listed], listed, [*listed[1:], None], strict=False):
        action = run.first.action
        if action in {"day", "rolling"}:
            yield _days(run, lang)
        elif action in _SILENT:
            continue
        elif action == "trigger" and after is not None and after.first.action == "first_day":
            # The trigger and the first day of the count are then one day, and one line says both.
            continue
        elif action == "first_day" and before is not None and before.first.action != "trigger":
            continue
        else:
            yield _step(run.first, lang, limit)


def runs(steps: Iterable[TraceStep]) -> list[Run]:
    """Steps with neighbouring days of one sort together."""
    found: list[list[TraceStep]] = []
    for step in steps:
        if found and _joins(found[-1][-1], step):
            found[-1].append(step)
        else:
            found.append([step])
    return [Run(tuple(each)) for each in found]


def _joins(before: TraceStep, step: TraceStep) -> bool:
    if step.action not in {"day", "rolling"} or before.action != step.action:
        return False
    if abs((step.date - before.date).days) != 1 or step.is_counted != before.is_counted:
        return False
    if step.is_counted:
        return before.why == step.why and (step.number or 0) == (before.number or 0) + 1
    if before.why in _REST and step.why in _REST:
        return True
    return before.why == step.why and before.name == step.name


def _days(run: Run, lang: Language) -> str:
    return _dated(run, _counted(run, lang) if run.first.is_counted else _not_counted(run, lang), lang)


def _dated(run: Run, what: str, lang: Language) -> str:
    day = date(run.first.date, lang)
    if len(run.steps) > 1:
        # A count backward meets the later day first.
        ends = (run.first.date, run.last.date)
        day = span(min(ends), max(ends), lang)
    return say(lang, "run_one", day=day, what=what)


def _counted(run: Run, lang: Language) -> str:
    sort = {"any_day": "any", "make_up": "make_up"}.get(run.first.why or "", "working")
    many = "_many" if len(run.steps) > 1 else ""
    return say(lang, f"counted_{sort}{many}", number=run.first.number, until=run.last.number)


def _not_counted(run: Run, lang: Language) -> str:
    why = _why(run.steps, lang)
    if len(run.steps) == 1:
        return say(lang, "not_counted", why=why)
    return say(lang, "not_counted_many", why=why, count=len(run.steps))


def _why(steps: Sequence[TraceStep], lang: Language) -> str:
    """Why these days do not count: by the names of the holidays among them."""
    kinds = {step.why for step in steps}
    if kinds <= _REST:
        names = dict.fromkeys(step.name.text(lang) for step in steps if step.why == "statutory" and step.name)
        if names:
            return say(lang, "days_off", names=say(lang, "separator").join(names))
        return say(lang, "why_weekend" if kinds == {"weekend"} else "why_rest")
    kind = steps[0].why
    name = steps[0].name.text(lang)
    word = say(lang, f"why_{kind}") if kind in {"closure", "recess", "paused"} else say(lang, "why_working")
    return f"{name}（{word}）" if name and lang == "zh" else f"{name} ({word})" if name else word


def _step(step: TraceStep, lang: Language, limit: Callable[[str], str] | None) -> str:
    to = step.to
    shown = "" if to is None else instant(to, lang) if isinstance(to, dt.datetime) else date(to, lang)
    in_words = limit or (lambda written: period(written, lang))
    of = " + ".join(in_words(each) for each in step.of.split(" + ")) if step.of else ""
    what = say(lang, f"step_{step.action}", to=shown, of=of, amount=step.amount)
    return say(lang, "run_one", day=date(step.date, lang), what=what)
