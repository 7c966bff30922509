"""What a quota counted, against which bounds, and where those come from."""

import datetime as dt
from collections.abc import Iterable, Iterator
from fractions import Fraction

from govrules.diagnostics import Language
from govrules.explaining.context import Context
from govrules.explaining.language import date, moment, say, span
from govrules.explaining.names import quoted
from govrules.explaining.numbers import interval, number, percent, term
from govrules.model.clauses import Clause
from govrules.model.conditions import Expression, Lookup
from govrules.model.findings import AnyFinding, CountedEvent, Obligation, Tally, Unknown, Violation
from govrules.model.patterns import event_names
from govrules.model.policy import Parameter
from govrules.model.quota import Bound, Quota, Share

SIDES = ("at_most", "at_least")


def tally_of(finding: AnyFinding, context: Context) -> Tally | None:
    """What a finding of a quota counted; None where it is of another kind, or nothing can be counted."""
    about = context.obligation if isinstance(finding, Unknown) else finding
    return about.tally if isinstance(about, Obligation | Violation) else None


def quota_of(finding: AnyFinding, context: Context) -> Quota | None:
    """The body of the clause, where the rules are at hand."""
    clause = context.names.clause_of(context.about(finding))
    return clause.body if clause is not None and isinstance(clause.body, Quota) else None


def quota_verdict(finding: Violation | Obligation, context: Context) -> str:
    """The verdict on a quota in one sentence."""
    lang, tally = context.lang, finding.tally
    state = finding.state if isinstance(finding, Obligation) else "violated"
    reason = getattr(finding, "reason", None)
    told = "" if reason is None else reason.text(lang).rstrip(".。")
    if state == "unknown":
        return say(lang, "unknown", reason=told)
    if tally is None:
        return say(lang, f"tally_{state}_plain", reason=told)
    broken = _broken_side(tally) if state in {"violated", "excused"} else None
    fields = {"counted": counted(finding, tally, context), "reason": told}
    if broken is not None:
        key = f"tally_{state}_{broken}"
        return say(lang, key, bound=_bound_with_share(finding, tally, broken, context), **fields)
    bounds = say(lang, "list").join(
        say(lang, f"bound_{side}", bound=_bound_with_share(finding, tally, side, context))
        for side in SIDES
        if getattr(tally, side) is not None
    )
    if not bounds:
        return say(lang, f"tally_{state}_no_bounds", **fields)
    return say(lang, f"tally_{state}", bounds=bounds, **fields)


def quota_brief(finding: AnyFinding, context: Context) -> str:
    """What was counted and against which bound, in a few words."""
    tally, lang = tally_of(finding, context), context.lang
    if tally is None:
        return ""
    side = _broken_side(tally)
    shown = [side] if side is not None else [each for each in SIDES if getattr(tally, each) is not None]
    bounds = [
        say(lang, f"bound_{each}", bound=_bound_with_share(finding, tally, each, context)) for each in shown
    ]
    return say(lang, "list").join([counted(finding, tally, context), *bounds])


def _broken_side(tally: Tally) -> str | None:
    """Which bound a total certainly breaks."""
    if tally.at_most is not None and tally.low > tally.at_most:
        return "at_most"
    if tally.at_least is not None and tally.high is not None and tally.high < tally.at_least:
        return "at_least"
    return None


def sections(finding: AnyFinding, context: Context) -> Iterator[tuple[str, Iterable[str]]]:
    """What an explanation of a quota has besides, section by section."""
    yield "counts", count_lines(finding, context)
    yield "period", period_lines(finding, context)
    yield "bounds", bound_lines(finding, context)
    yield "events", event_lines(finding, context)


# -- what was counted ----------------------------------------------------------------------------------


def counted(finding: AnyFinding, tally: Tally, context: Context) -> str:
    """`“meeting held” 4 times in 2025`."""
    lang, quota = context.lang, quota_of(finding, context)
    total = interval(tally.low, tally.high, lang)
    when = term(tally.start, tally.until, lang)
    if quota is None:
        return say(lang, "counted_plain_in" if when else "counted_plain", total=total, term=when)
    fields = {"event": context.names.pattern(context.about(finding), quota.count), "total": total}
    measure = quota.sum if quota.sum is not None else quota.distinct
    if measure is not None:
        fields["what"] = _measured(finding, measure, context)
    key = (
        "counted_sum" if quota.sum is not None else "counted_distinct" if quota.distinct else "counted_times"
    )
    if key == "counted_times" and tally.low == tally.high and tally.low in {0, 1}:
        key = "counted_never" if tally.low == 0 else "counted_once"
    shown = say(lang, key, **fields)
    return say(lang, "counted_in", counted=shown, term=when) if when else shown


def _measured(finding: AnyFinding, measure: Expression, context: Context) -> str:
    """What of each event is added up, or counted once."""
    if isinstance(measure, Lookup) and measure.root == "event" and measure.path:
        return quoted(_field(finding, measure, context), context.lang)
    return say(context.lang, "what_the_clause_measures")


def _field(finding: AnyFinding, measure: Lookup, context: Context) -> str:
    names, about = context.names, context.about(finding)
    policy, quota, name = names.policy_of(about), quota_of(finding, context), measure.path[-1]
    declared = []
    if policy is not None and quota is not None:
        for each in event_names(quota.count):
            event = policy.events.get(each)
            # A named event carries what the event carries that it stands for.
            base = policy.events.get(event.is_) if event is not None and event.is_ else None
            declared += [one.data.get(name) for one in (event, base) if one is not None]
    title = next((each.title.text(context.lang) for each in declared if each is not None), "")
    return title or name.replace("_", " ")


def event_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """The first events that were counted, each with what it added, and how many more there are."""
    tally, lang = tally_of(finding, context), context.lang
    if tally is None:
        return
    for number_, each in enumerate(tally.counted, 1):
        yield say(lang, "numbered", number=number_, what=_event(finding, each, context))
    more = tally.events - len(tally.counted)
    if more > 0:
        yield say(lang, "more_events" if more > 1 else "more_events_one", count=more)
    if tally.events:
        yield say(lang, "total", counted=counted(finding, tally, context))
    obligation = context.obligation
    whole = obligation.tally if obligation is not None and isinstance(finding, Violation) else None
    if whole is not None and (whole.low, whole.high) != (tally.low, tally.high):
        yield say(lang, "total_by_now", total=interval(whole.low, whole.high, lang))


def _event(finding: AnyFinding, each: CountedEvent, context: Context) -> str:
    lang, event = context.lang, each.event.event
    name = context.names.event(context.about(finding), event.type)
    where = event.case if not event.source else say(lang, "list").join([event.case, event.source])
    shown = say(lang, "evidence_in", event=name, at=moment(each.event.at, lang), where=where)
    added = number(each.amount, lang) if each.amount is not None else say(lang, "separator").join(each.values)
    if added:
        shown = say(lang, "pair", name=shown, value=added)
    return shown if each.certain else say(lang, "doubtful", what=shown)


def count_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """What the clause counts."""
    quota, lang = quota_of(finding, context), context.lang
    if quota is None:
        return
    about = context.about(finding)
    clause = context.names.clause_of(about)
    event = context.names.pattern(about, quota.count)
    if quota.sum is not None:
        yield say(lang, "counts_sum", event=event, what=_measured(finding, quota.sum, context))
    elif quota.distinct is not None:
        yield say(lang, "counts_distinct", event=event, what=_measured(finding, quota.distinct, context))
    else:
        yield say(lang, "counts_times", event=event)
    if clause is not None and clause.if_ is not None:
        yield say(lang, "counts_only", condition=clause.if_.text)


# -- the period ----------------------------------------------------------------------------------------


def period_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """The period over which it is counted, and what is said of a part of one."""
    tally, lang = tally_of(finding, context), context.lang
    quota = quota_of(finding, context)
    if tally is None:
        return
    if tally.start is None or tally.until is None:
        if quota is not None and quota.until is not None:
            yield say(lang, "slice_until", event=context.names.pattern(context.about(finding), quota.until))
        else:
            yield say(lang, "slice_whole")
        return
    yield span(tally.start, tally.until - dt.timedelta(days=1), lang)
    clause = context.names.clause_of(context.about(finding))
    if quota is not None and clause is not None and _is_part(clause, finding, tally, context):
        yield say(lang, f"part_{quota.part_period}")


def _is_part(clause: Clause, finding: AnyFinding, tally: Tally, context: Context) -> bool:
    """Whether the clause is in force for a part of the period only."""
    policy = context.names.policy_of(context.about(finding))
    spans = [clause.in_force, *([policy.in_force] if policy is not None else [])]
    assert tally.start is not None
    assert tally.until is not None
    return any(
        (each.start is not None and each.start > tally.start)
        or (each.until is not None and each.until < tally.until)
        for each in spans
    )


# -- the bounds ----------------------------------------------------------------------------------------


def _bound_with_share(finding: AnyFinding, tally: Tally, side: str, context: Context) -> str:
    """A bound as a number, with the share that it is."""
    lang, quota = context.lang, quota_of(finding, context)
    value = getattr(tally, side)
    bound: Bound | None = getattr(quota, side) if quota is not None else None
    shown = number(value, lang)
    if isinstance(bound, Share):
        share = _share(finding, tally, bound, context)
        return say(lang, "bound_share", bound=shown, share=share)
    return shown


def _share(finding: AnyFinding, tally: Tally, bound: Share, context: Context) -> str:
    lang = context.lang
    about = context.about(finding)
    share = (
        percent(bound.share, lang)
        if isinstance(bound.share, Fraction)
        else context.names.look_up(about, bound.share)
    )
    base = None if tally.base is None else number(tally.base, lang)
    if isinstance(bound.of, str):
        key, of = "share_previous", _previous(tally, lang)
    elif isinstance(bound.of, Lookup):
        key, of = "share_lookup", context.names.look_up(about, bound.of)
    else:
        key, of = "share_events", context.names.pattern(about, bound.of)
    shown = say(lang, key if base is not None else f"{key}_unknown", share=share, of=of, base=base)
    return shown if bound.round is None else say(lang, f"rounded_{bound.round}", number=shown)


def _previous(tally: Tally, lang: Language) -> str:
    """The calendar period before, by its name."""
    if tally.start is None or tally.until is None:
        return say(lang, "previous_period")
    months = (tally.until.year - tally.start.year) * 12 + tally.until.month - tally.start.month
    if tally.start.day != 1 or tally.until.day != 1 or not months:
        return term(tally.start - (tally.until - tally.start), tally.start, lang)
    # As many months before, counted from the year 0.
    year, month = divmod(tally.start.year * 12 + tally.start.month - 1 - months, 12)
    return term(dt.date(max(year, 1), month + 1, 1), tally.start, lang)


def bound_lines(finding: AnyFinding, context: Context) -> Iterator[str]:
    """Each bound with what sets it."""
    tally, quota, lang = tally_of(finding, context), quota_of(finding, context), context.lang
    if tally is None:
        return
    for side in SIDES:
        value: Fraction | None = getattr(tally, side)
        bound: Bound | None = getattr(quota, side) if quota is not None else None
        if value is None and bound is None:
            continue
        if value is None:
            shown = say(lang, f"bound_{side}_unknown")
        else:
            shown = say(lang, f"bound_{side}", bound=number(value, lang))
        source = "" if bound is None else _source(finding, tally, bound, value, context)
        yield say(lang, "pair", name=shown, value=source) if source else shown


def _source(finding: AnyFinding, tally: Tally, bound: Bound, value: Fraction | None, context: Context) -> str:
    lang = context.lang
    if isinstance(bound, Share):
        return _share(finding, tally, bound, context)
    if isinstance(bound, Lookup):
        return say(lang, "list").join(parameter_lines(context.about(finding), bound, tally.start, context))
    if value is not None and value != bound:
        return say(lang, "bound_scaled", whole=number(bound, lang))
    return say(lang, "bound_of_clause")


def parameter_lines(about: AnyFinding, lookup: Lookup, on: dt.date | None, context: Context) -> Iterator[str]:
    """What a look-up reads; of a parameter also since when it has its value, and who says so."""
    yield context.names.look_up(about, lookup)
    policy = context.names.policy_of(about)
    parameter = policy.parameters.get(".".join(lookup.path)) if policy is not None else None
    if lookup.root == "params" and parameter is not None:
        yield from _parameter(parameter, on or dt.date.max, context.lang)


def _parameter(parameter: Parameter, on: dt.date, lang: Language) -> Iterator[str]:
    if not parameter.values:
        yield say(lang, "parameter_unset")
        return
    before = [each for each in parameter.values if each.start <= on and each.for_ is None]
    cite = parameter.cite
    if before and len(parameter.values) > 1:
        yield say(lang, "parameter_since", start=date(before[-1].start, lang))
    if before and before[-1].cite:
        cite = before[-1].cite
    if cite:
        yield cite
