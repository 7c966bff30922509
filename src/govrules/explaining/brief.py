"""The one line beneath a finding: from what, how long, and what moved the date."""

from govrules.diagnostics import Language
from govrules.explaining.context import Context
from govrules.explaining.gaps import gap_text, gaps_of
from govrules.explaining.language import date, say, span
from govrules.explaining.tallies import quota_brief
from govrules.explaining.verdict import has_due_date, when
from govrules.model.findings import AnyFinding, Obligation, PauseTaken
from govrules.model.outcomes import NO_LIMIT

_MOST_GAPS = 3


def brief(finding: AnyFinding, context: Context) -> str:
    """Why the due date is what it is, in a few words; empty where the finding says nothing about it.

    Args:
        finding: the finding.
        context: the names, and the obligation that it is about.
    """
    lang = context.lang
    obligation = finding if isinstance(finding, Obligation) else context.obligation
    parts: list[str] = []
    trigger = getattr(finding, "trigger", None) or (obligation.trigger if obligation is not None else None)
    kind = getattr(finding, "clause_kind", "duty")
    in_time = has_due_date(finding)
    if trigger is not None and in_time:
        event = {"event": context.names.event(finding, trigger.event.type), "at": when(trigger, lang)}
        limit = obligation.limit if obligation is not None and obligation.limit != NO_LIMIT else None
        words = None if limit is None or obligation is None else context.names.limit(obligation, limit)
        if words is not None and limit is not None and not limit.startswith(("by ", "before ", "at least ")):
            parts.append(say(lang, "brief_limit", limit=words, **event))
        else:
            parts += [words] if words is not None else []
            parts.append(say(lang, "brief_no_limit", **event))
    if kind == "quota":
        parts += [each for each in [quota_brief(finding, context)] if each]
    if kind == "maintenance":
        parts += [gap_text(each, context) for each in gaps_of(finding)[:_MOST_GAPS]]
    if not in_time:
        clause = context.names.clause_of(finding)
        if clause is not None and clause.quote:
            parts.append(say(lang, "quote", quote=clause.quote))
    name = getattr(finding, "limit_name", None)
    if name:
        parts.append(context.names.limit_name(finding, name))
    if obligation is not None:
        parts += _moved(obligation, context)
    reading = getattr(finding, "reading", None) or (obligation.reading if obligation is not None else None)
    if reading:
        parts.append(say(lang, "brief_reading", name=context.names.reading(finding, reading)))
    others = getattr(finding, "other_readings", ()) or (
        obligation.other_readings if obligation is not None else ()
    )
    for other in others:
        key = "brief_other" if other.due is not None else "brief_other_open"
        due = date(other.due, lang) if other.due is not None else ""
        parts.append(say(lang, key, name=context.names.reading(finding, other.name), due=due))
    parts += _basis(finding, lang)
    return say(lang, "brief_separator").join(parts)


def _moved(obligation: Obligation, context: Context) -> list[str]:
    lang = context.lang
    added = [context.names.limit(obligation, each.added) for each in obligation.extensions]
    return [
        *(_pause(each, lang) for each in obligation.pauses),
        *(say(lang, "brief_extension", added=each) for each in added),
    ]


def _pause(pause: PauseTaken, lang: Language) -> str:
    key = "brief_pause" if pause.kind == "pause" else "brief_interrupt"
    start = date(pause.start.at.date, lang)
    if pause.end is None:
        return say(lang, f"{key}_open", start=start)
    end = pause.end.at.date
    return say(lang, key, span=span(pause.start.at.date, end, lang), end=date(end, lang))


def _basis(finding: AnyFinding, lang: Language) -> list[str]:
    parts: list[str] = []
    for each in getattr(finding, "basis", ()):
        match each:
            case "projected":
                horizon = getattr(finding, "horizon", None)
                if horizon is None:
                    parts.append(say(lang, "brief_projected_plain"))
                else:
                    parts.append(say(lang, "brief_projected", horizon=date(horizon, lang)))
            case "same day":
                parts.append(say(lang, "brief_same_day"))
            case "departure recorded":
                parts.append(say(lang, "brief_departure"))
    return parts
