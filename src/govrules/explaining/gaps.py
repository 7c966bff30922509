"""What had to hold and when, where it did not, and how much of that is tolerated."""

import datetime as dt
from collections.abc import Iterable, Iterator

from govrules.explaining.context import Context
from govrules.explaining.language import clock, instant, moment, say
from govrules.explaining.numbers import length, since_until
from govrules.explaining.tallies import parameter_lines
from govrules.model.conditions import Lookup
from govrules.model.findings import AnyFinding, Evidence, Gap, Obligation, Violation
from govrules.model.limits import NoLimit
from govrules.model.maintenance import Maintenance
from govrules.model.period import Period

_SHOWN = 20
"""gaps that an explanation lists"""


def maintenance_of(finding: AnyFinding, context: Context) -> Maintenance | None:
    """The body of the clause, where the rules are at hand."""
    clause = context.names.clause_of(context.about(finding))
    return clause.body if clause is not None and isinstance(clause.body, Maintenance) else None


def gap_verdict(finding: Violation | Obligation, context: Context) -> str:
    """The verdict on what had to hold throughout, in one sentence."""
    lang = context.lang
    if isinstance(finding, Violation):
        return say(lang, "gap_plain") if finding.gap is None else gap_sentence(finding.gap, context)
    reason = finding.reason.text(lang).rstrip(".。") if finding.reason is not None else ""
    match finding.state:
        case "unknown":
            return say(lang, "unknown", reason=reason)
        case "violated" if len(finding.gaps) == 1:
            return gap_sentence(finding.gaps[0], context)
        case "violated" if finding.gaps:
            return say(lang, "gaps_many", count=len(finding.gaps), length=_longest(finding.gaps, context))
        case "violated":
            return say(lang, "gap_plain")
        case state:
            return say(lang, f"gap_{state}", reason=reason)


def gap_sentence(gap: Gap, context: Context) -> str:
    """One gap as the verdict on it."""
    lang = context.lang
    if gap.until is not None:
        return say(lang, "gap", span=since_until(gap.start, gap.until, lang), length=_length(gap, context))
    return say(lang, "gap_open", **_open(gap, context))


def gap_text(gap: Gap, context: Context) -> str:
    """One gap in a few words, with its length."""
    lang = context.lang
    if gap.until is not None:
        span = since_until(gap.start, gap.until, lang)
        return say(lang, "gap_brief", span=span, length=_length(gap, context))
    return say(lang, "gap_brief_open", **_open(gap, context))


def _open(gap: Gap, context: Context) -> dict[str, str]:
    lang, now = context.lang, context.as_of
    return {
        "start": clock(gap.start, lang),
        "as_of": "" if now is None else say(lang, "by_now", as_of=instant(_whole(now), lang)),
        "length": "" if now is None else say(lang, "so_far", length=_length(gap, context)),
    }


def _whole(now: dt.datetime) -> dt.datetime:
    """`as_of` is the last instant of a day; a reader calls it 24:00."""
    return (
        now
        if not now.microsecond
        else now + dt.timedelta(seconds=1) - dt.timedelta(microseconds=now.microsecond)
    )


def _length(gap: Gap, context: Context) -> str:
    elapsed = _elapsed(gap, context)
    return "" if elapsed is None else length(elapsed, context.lang)


def _elapsed(gap: Gap, context: Context) -> dt.timedelta | None:
    end = gap.until or (_whole(context.as_of) if context.as_of is not None else None)
    if end is None:
        return None
    if gap.start.tzinfo is None or end.tzinfo is None:
        return end.replace(tzinfo=None) - gap.start.replace(tzinfo=None)
    # In one zone Python subtracts what the clocks show, which is wrong where they are changed.
    return end.astimezone(dt.UTC) - gap.start.astimezone(dt.UTC)


def _longest(gaps: tuple[Gap, ...], context: Context) -> str:
    lengths = [each for gap in gaps if (each := _elapsed(gap, context)) is not None]
    return say(context.lang, "longest", length=length(max(lengths), context.lang)) if lengths else ""


def gaps_of(finding: AnyFinding) -> tuple[Gap, ...]:
    """The gaps that a finding speaks of."""
    if isinstance(finding, Violation):
        return () if finding.gap is None else (finding.gap,)
    return finding.gaps if isinstance(finding, Obligation) else ()


# -- the sections --------------------------------------------------------------------------------------


def sections(finding: AnyFinding, context: Context) -> Iterator[tuple[str, Iterable[str]]]:
    """What an explanation of such a clause has besides, section by section."""
    yield "hold", hold_lines(finding, context)
    yield "window", window_lines(finding, context)
    yield "tolerated", tolerated_lines(finding, context)
    yield "gaps", gap_lines(finding, context)


def hold_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """What must hold: from which event to which."""
    body, lang, names = maintenance_of(finding, context), context.lang, context.names
    if body is None:
        return
    about = context.about(finding)
    start, end = (names.pattern(about, each) for each in (body.hold.start, body.hold.end))
    shown = say(lang, "hold", start=start, end=end)
    if body.hold.per:
        fields = say(lang, "separator").join(
            names.field_title(about, body.hold.start, each) for each in body.hold.per
        )
        shown = say(lang, "hold_per", hold=shown, fields=fields)
    yield shown


def window_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """When it must hold, and how much of that was looked at."""
    body, lang, names = maintenance_of(finding, context), context.lang, context.names
    about = context.about(finding)
    if body is not None:
        window = body.throughout
        hours = "_hours" if window.office_hours else ""
        if window.start is None:
            yield say(lang, f"window_always{hours}")
        else:
            start = names.pattern(about, window.start)
            end = "" if window.end is None else names.pattern(about, window.end)
            yield say(lang, f"window_between{hours}" if end else f"window_from{hours}", start=start, end=end)
    seen = context.obligation.window if context.obligation is not None else None
    if seen is None:
        return
    if seen.until is None:
        yield say(lang, "window_open", start=clock(seen.start, lang))
    else:
        yield say(lang, "window_seen", span=since_until(seen.start, seen.until, lang))


def tolerated_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """How long a gap may be."""
    body, lang = maintenance_of(finding, context), context.lang
    if body is None or body.tolerate is None:
        if body is not None:
            yield say(lang, "tolerates_nothing")
        return
    about, limit = context.about(finding), body.tolerate
    match limit:
        case Period():
            yield say(lang, "tolerates", limit=context.names.limit(about, str(limit)))
        case NoLimit():
            yield say(lang, "tolerates_all")
        case Lookup():
            since = finding.gap.start.date() if isinstance(finding, Violation) and finding.gap else None
            yield say(
                lang, "tolerates", limit=say(lang, "list").join(parameter_lines(about, limit, since, context))
            )
        case _:
            yield say(lang, "tolerates", limit=say(lang, "as_the_clause_says"))


def gap_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """Each gap, with what ended before it and what began after."""
    gaps, lang = gaps_of(finding), context.lang
    for gap in gaps[:_SHOWN]:
        around = [
            say(lang, key, what=_mark(finding, mark, context))
            for key, mark in (("gap_ended", gap.ended), ("gap_resumed", gap.resumed))
            if mark is not None
        ]
        yield say(lang, "brief_separator").join([gap_text(gap, context), *around])
    if len(gaps) > _SHOWN:
        yield say(lang, "more_gaps", count=len(gaps) - _SHOWN)


def _mark(finding: AnyFinding, mark: Evidence, context: Context) -> str:
    lang, event = context.lang, mark.event
    name = context.names.event(context.about(finding), event.type)
    where = event.case if not event.source else say(lang, "list").join([event.case, event.source])
    return say(lang, "evidence_in", event=name, at=moment(mark.at, lang), where=where)
