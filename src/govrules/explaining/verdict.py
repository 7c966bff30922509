"""The verdict on one finding in one sentence."""

import datetime as dt

from govrules.diagnostics import Language
from govrules.explaining.answers import answer_verdict
from govrules.explaining.context import Context
from govrules.explaining.gaps import gap_verdict
from govrules.explaining.language import date, due_text, instant, last_day, late, moment, period, say
from govrules.explaining.tallies import quota_verdict
from govrules.model.findings import (
    Alert,
    AnyFinding,
    Attribution,
    Evidence,
    Lapse,
    LateDecision,
    Obligation,
    Shortfall,
    Unknown,
    Violation,
)


def verdict(finding: AnyFinding, context: Context) -> str:
    """One sentence, or two where the finding needs them."""
    match finding:
        case Shortfall():
            return say(context.lang, "shortfall", rest=_violation(finding, context))
        case Violation():
            return _violation(finding, context)
        case Obligation():
            return _obligation(finding, context)
        case Lapse():
            return _lapse(finding, context)
        case LateDecision():
            return _late_decision(finding, context)
        case Alert():
            return _alert(finding, context)
        case Attribution():
            return answer_verdict(finding, context)
        case Unknown():
            reason = finding.reason.text(context.lang)
            return say(context.lang, "unknown", reason=reason.rstrip(".。"))


def has_due_date(finding: AnyFinding) -> bool:
    """Whether it is about something to be done in time: a duty, or the duty to decide on a measure."""
    return getattr(finding, "clause_kind", "duty") in {"duty", "accountability"}


def who(finding: AnyFinding, context: Context) -> str:
    """Who had to act: the party that the finding names, else the office."""
    return who_is_named(finding, context) or say(context.lang, "the_office")


def who_is_named(finding: AnyFinding, context: Context) -> str:
    """The party that answers; empty where none is named."""
    party = getattr(finding, "responsible", None)
    if party is None and context.obligation is not None:
        party = context.obligation.responsible
    return party or ""


def in_working_days(context: Context) -> bool:
    """Whether lateness is told in working days first: only where the limit itself counts them."""
    obligation = context.obligation
    if obligation is None or obligation.limit is None:
        return True
    return context.names.counts_working_time(obligation, obligation.limit)


def lateness(days: int | None, working_days: int | None, context: Context, *, brief: bool = False) -> str:
    """How late, in the unit of the limit; `brief` leaves out the calendar days beside the working days."""
    counts_working = in_working_days(context)
    if brief and counts_working and working_days:
        days = working_days
    return late(days, working_days, context.lang, in_working_days=counts_working)


def when(evidence: Evidence, lang: Language) -> str:
    return moment(evidence.at, lang)


def _violation(finding: Violation, context: Context) -> str:
    lang, names = context.lang, context.names
    if finding.clause_kind == "quota":
        return quota_verdict(finding, context)
    if finding.clause_kind == "maintenance":
        return gap_verdict(finding, context)
    if not has_due_date(finding):
        event = "" if finding.trigger is None else names.event(finding, finding.trigger.event.type)
        at = when(finding.trigger, lang) if finding.trigger is not None else _instant(finding.at, lang)
        key = "prohibition_broken" if finding.clause_kind == "prohibition" else "requirement_broken"
        return say(lang, key, event=event, at=at)
    due = due_text(finding.due, finding.due_end, lang)
    fields = {
        "who": who(finding, context),
        "due": due,
        "what": names.required(finding),
        "late": lateness(finding.late_by_days, finding.late_by_working_days, context),
    }
    if finding.fulfilled is not None:
        done = finding.fulfilled
        return say(
            lang, "met_late", done=when(done, lang), done_what=names.event(finding, done.event.type), **fields
        )
    if ran_out(context):
        return say(lang, "lapsed", **fields)
    as_of, key = as_of_day(finding, context), _overdue(finding, context)
    if as_of is None or not fields["late"]:
        return say(lang, f"{key}_plain", **fields)
    return say(lang, key, as_of=date(as_of, lang), **fields)


def _overdue(finding: Violation | Obligation, context: Context) -> str:
    return "overdue_all" if context.names.owes_several(finding) else "overdue"


def ran_out(context: Context) -> bool:
    """Whether a lapse closed the obligation: nothing can be late any more once something is deemed."""
    return context.obligation is not None and context.obligation.state == "lapsed"


def as_of_day(finding: Violation, context: Context) -> dt.date | None:
    """The day up to which an absence is asserted."""
    if finding.due is not None and finding.late_by_days is not None:
        # Lateness without a fulfilment is counted up to `as_of`, in days of the policy's own zone.
        return finding.due + dt.timedelta(days=finding.late_by_days)
    return None if context.as_of is None else last_day(context.as_of)


def _obligation(finding: Obligation, context: Context) -> str:
    lang, names = context.lang, context.names
    if finding.clause_kind == "quota":
        return quota_verdict(finding, context)
    if finding.clause_kind == "maintenance":
        return gap_verdict(finding, context)
    if not has_due_date(finding) and finding.state in {"met", "violated"}:
        return _punctual(finding, context)
    fields: dict[str, object] = {
        "who": who(finding, context),
        "due": due_text(finding.due, finding.due_end, lang),
        "what": names.required(finding),
        "reason": finding.reason.text(lang).rstrip(".。") if finding.reason is not None else "",
    }
    if finding.fulfilled is not None:
        fields["done"] = when(finding.fulfilled, lang)
        fields["done_what"] = names.event(finding, finding.fulfilled.event.type)
    match finding.state:
        case "met":
            return say(lang, "met" if finding.due is not None else "met_no_due", **_filled(fields))
        case "met_late":
            return say(lang, "met_late", late=_obligation_lateness(finding, context), **_filled(fields))
        case "overdue":
            late_by, key = _obligation_lateness(finding, context), _overdue(finding, context)
            if not late_by or context.as_of is None:
                return say(lang, f"{key}_plain", **fields)
            return say(lang, key, late=late_by, as_of=date(last_day(context.as_of), lang), **fields)
        case "pending":
            return say(lang, "pending" if finding.due is not None else "pending_no_due", **fields)
        case "paused":
            open_pause = next((each for each in reversed(finding.pauses) if each.end is None), None)
            if open_pause is None:
                return say(lang, "paused_plain", **fields)
            return say(lang, "paused", since=when(open_pause.start, lang), **fields)
        case _:
            return say(lang, finding.state, **fields)


def _obligation_lateness(finding: Obligation, context: Context) -> str:
    """As its violation says it; without one in calendar days, to the fulfilment or to `as_of`."""
    if context.late != (None, None):
        return lateness(*context.late, context)
    until = finding.fulfilled.at.date if finding.fulfilled is not None else None
    if until is None and context.as_of is not None:
        until = last_day(context.as_of)
    if until is None or finding.due is None:
        return ""
    return late(max(0, (until - finding.due).days), None, context.lang)


def _filled(fields: dict[str, object]) -> dict[str, object]:
    return {"done": "", "done_what": "", **fields}


def _punctual(finding: Obligation, context: Context) -> str:
    lang = context.lang
    if finding.state == "met":
        if finding.clause_kind == "prohibition" or finding.trigger is None:
            return say(lang, "not_broken")
        return say(lang, "held", at=when(finding.trigger, lang))
    event = "" if finding.trigger is None else context.names.event(finding, finding.trigger.event.type)
    at = when(finding.trigger, lang) if finding.trigger is not None else _instant(finding.late_from, lang)
    key = "prohibition_broken" if finding.clause_kind == "prohibition" else "requirement_broken"
    return say(lang, key, event=event, at=at)


def _lapse(finding: Lapse, context: Context) -> str:
    lang, names = context.lang, context.names
    fields = {
        "who": who(finding, context),
        "due": due_text(finding.due, finding.at, lang),
        "what": names.required(finding),
    }
    if finding.deemed is None:
        return say(lang, "lapsed", **fields)
    return say(lang, "lapsed_deemed", deemed=deemed_event(finding, context), **fields)


def deemed_event(finding: Lapse, context: Context) -> str:
    """The deemed event with what it carries: "“decided” (outcome: granted)"."""
    if finding.deemed is None:
        return ""
    event = finding.deemed.event
    return context.names.event(finding, event.type) + deemed_data(finding, context)


def deemed_from(finding: Lapse, lang: Language) -> str:
    """From when the deemed event has its effect; the midnight that ends the due day belongs to that day."""
    if finding.deemed is None:
        return ""
    at = finding.deemed.at
    ends_day = at.instant is not None and (at.instant == finding.at or at == finding.deemed.known)
    return instant(at.local, lang) if ends_day else moment(at, lang)


def known_from(deemed: Evidence, lang: Language) -> str:
    """When a deemed event became known: the midnight that ends a due day belongs to that day."""
    known = deemed.known
    return moment(known, lang) if known.bare else instant(known.local, lang)


def deemed_data(finding: Lapse, context: Context) -> str:
    """What the deemed event carries, in brackets; empty where it carries nothing."""
    if finding.deemed is None or not finding.deemed.event.data:
        return ""
    pairs = context.names.pairs(finding, finding.deemed.event)
    return say(context.lang, "data", pairs=say(context.lang, "separator").join(pairs))


def _late_decision(finding: LateDecision, context: Context) -> str:
    lang = context.lang
    if finding.event is None:
        return context.names.clause(finding)
    fields = {
        "event": context.names.event(finding, finding.event.event.type),
        "at": when(finding.event, lang),
    }
    if finding.late_by_days is None:
        return say(lang, "late_decision_plain", **fields)
    return say(lang, "late_decision", late=late(finding.late_by_days, None, lang), **fields)


def _alert(finding: Alert, context: Context) -> str:
    lang = context.lang
    at = "" if finding.at is None else date(finding.at.date(), lang)
    if finding.at is not None and finding.at.time() != dt.time(0):
        at = instant(finding.at, lang)
    fields = {"at": at, "rule": warning(finding.rule, lang)}
    if finding.due is None:
        return say(lang, "alert_no_due", **fields)
    return say(lang, "alert", due=date(finding.due, lang), **fields)


def warning(rule: str, lang: Language) -> str:
    """A rule of warning (`1 working day left`, `90% used`) in the words of the language."""
    if lang != "zh":
        return rule
    if rule.endswith(" left"):
        return f"剩余{period(rule.removesuffix(' left'), lang)}"
    if rule.endswith(" used"):
        return f"已用{rule.removesuffix(' used')}"
    return rule


def _instant(at: dt.datetime | None, lang: Language) -> str:
    return "" if at is None else instant(at, lang)
