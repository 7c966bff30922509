"""The laws of evaluation that hold for any history under any rulebook."""

import datetime as dt
import json
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import attrs
from hypothesis import strategies as st

from govrules.model.clauses import Duty
from govrules.model.evaluation import Evaluation
from govrules.model.events import ContentKey, Event
from govrules.model.findings import Finding, Lapse, Moment, Obligation, Violation
from govrules.model.patterns import Happens, OneOf, Pattern
from govrules.model.policy import Rulebook
from govrules.testing.any_history import histories
from govrules.testing.depends import depends_on
from govrules.testing.history import History
from govrules.testing.law import Difference, Judge, Law, NotApplicable, NotTriedError, differing, judged
from govrules.testing.noise import noisy

_DAY = dt.timedelta(days=1)
SETTLED = frozenset({"met", "met_late", "lapsed", "ended", "violated"})
Drawn = tuple[str, st.SearchStrategy[object]]
PAGE = "what evaluation means"


def zones(rulebook: Rulebook) -> list[ZoneInfo]:
    return [ZoneInfo(name) for name in dict.fromkeys(policy.time_zone for policy in rulebook.policies)]


# -- 2: input order and duplicates ----------------------------------------------------------------------


@attrs.frozen
class Pair:
    """A history, and another that must come to the same."""

    history: History
    other: History


def _noisy_pairs(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[Pair]]]:
    def pair(history: History) -> st.SearchStrategy[Pair]:
        return noisy(history, bare_dates=False).map(lambda other: Pair(history, other))

    return [("", histories(rulebook).flatmap(pair))]


def _same_in_any_order(pair: Pair, judge: Judge) -> Difference | None:
    first, second = judged(pair.history, judge), judged(pair.other, judge)
    what = differing(pair.history.rulebook, first, second)
    if not what and first.ignored != second.ignored:
        what = "the ignored events"
    if not what and first.provenance != second.provenance:
        what = "the provenance"
    return Difference(what, pair.other) if what else None


# -- 3: reading up to a day ----------------------------------------------------------------------------


@attrs.frozen
class Seen:
    """A history seen on an earlier day, and on a later one."""

    history: History
    on: dt.date
    later: dt.date


def _seen(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[Seen]]]:
    [zone, *_] = zones(rulebook) or [ZoneInfo("UTC")]

    def seen(history: History) -> st.SearchStrategy[Seen]:
        days = sorted({local_day(each, zone) for each in history.events})
        gap = st.sampled_from([0, -1, 1, 5, 30])
        return st.builds(
            lambda day, offset, more: Seen(history, day + _DAY * offset, day + _DAY * (offset + more)),
            st.sampled_from(days),
            gap,
            st.integers(1, 60),
        )

    return [("", histories(rulebook).flatmap(seen))]


def local_day(event: Event, zone: ZoneInfo) -> dt.date:
    return event.time.astimezone(zone).date() if isinstance(event.time, dt.datetime) else event.time


def is_read_by(event: Event, day: dt.date, zone: ZoneInfo) -> bool:
    """A day ends at 24:00, which is the next midnight, and its end belongs to it."""
    if not isinstance(event.time, dt.datetime):
        return event.time <= day
    end = dt.datetime.combine(day + _DAY, dt.time(), tzinfo=zone)
    return event.time.astimezone(dt.UTC) <= end.astimezone(dt.UTC)


def _reading_up_to(seen: Seen, judge: Judge) -> Difference | None:
    history = seen.history
    used = zones(history.rulebook)
    up_to = [each for each in history.events if any(is_read_by(each, seen.on, zone) for zone in used)]
    whole = judge(history.rulebook, history.events, as_of=seen.on)
    part = judge(history.rulebook, up_to, as_of=seen.on)
    what = differing(history.rulebook, whole, part)
    return Difference(what, attrs.evolve(history, as_of=seen.on)) if what else None


# -- 6: lapses -----------------------------------------------------------------------------------------


def _any_history(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[History]]]:
    return [("", histories(rulebook))]


def _deeming(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[History]]]:
    found = [
        (clause.full_id, histories(rulebook, clause=clause.full_id))
        for clause in {each.full_id: each for each in rulebook.clauses}.values()
        if isinstance(clause.body, Duty) and clause.body.on_lapse
    ]
    if not found:
        raise NotTriedError("no clause has `on_lapse`")
    return found


def _lapses(history: History, judge: Judge) -> Difference | None:
    found = judged(history, judge)
    obligations = {each.id: each for each in found.obligations}
    lapses = {each.id: each for each in found.lapses}
    if not found.lapses:
        raise NotApplicable("nothing lapsed")
    wrong: list[str] = []
    for lapse in found.lapses:
        obligation = obligations.get(lapse.obligation)
        if obligation is None or obligation.state != "lapsed" or obligation.fulfilled is not None:
            wrong.append(f"{lapse.id}: its obligation is not simply lapsed")
        elif lapse.trigger is not None and lapse.at is not None:
            wrong += [
                f"{lapse.id}: `{each.type}` of {each.time} was in time"
                for each in undisputed(history.events)
                if _is_decision(each, lapse, history.rulebook)
                and is_between(each, lapse.trigger.at, lapse.at, history.rulebook)
            ]
    for late in found.late_decisions:
        lapsed = lapses.get(late.lapse)
        if lapsed is None or lapsed.at is None or late.event is None:
            wrong.append(f"{late.id}: it belongs to no lapse")
        elif late.event.derived:
            wrong.append(f"{late.id}: a deemed event is no late decision")
        elif late.event.known.date < lapsed.at.date() - _DAY:
            wrong.append(f"{late.id}: it came before the lapse")
    return Difference("\n".join(wrong), history) if wrong else None


def undisputed(events: Iterable[Event]) -> list[Event]:
    """Events but those whose id another event of the case has with other content: they are set aside."""
    listed = list(events)
    contents: dict[tuple[str, str | None], set[ContentKey]] = {}
    for each in listed:
        contents.setdefault((each.case, each.id), set()).add(each.content_key())
    return [each for each in listed if each.id is None or len(contents[each.case, each.id]) == 1]


def _is_decision(event: Event, lapse: Finding, rulebook: Rulebook) -> bool:
    """Whether an event certainly meets the duty that lapsed: by its type alone, and in its slice."""
    versions = rulebook.versions(lapse.full_clause)
    names = [_plain_names(each.body.must) for each in versions if isinstance(each.body, Duty)]
    policy = rulebook.policy_of(versions[0])
    own = {**event.data, **({"unit": event.unit} if event.unit is not None else {})}
    return (
        event.case == lapse.case
        and all(event.type in each for each in names)
        and event.type in policy.events
        and policy.events[event.type].is_ is None
        and all(own.get(name) == value for name, value in lapse.slice)
        and all(own.get(name) is not None for name in versions[0].per if name != "case")
    )


def _plain_names(pattern: Pattern) -> frozenset[str]:
    match pattern:
        case Happens(event):
            return frozenset({event})
        case OneOf(options):
            return frozenset().union(*(_plain_names(each) for each in options))
    return frozenset()


def is_between(event: Event, trigger: Moment, end: dt.datetime, rulebook: Rulebook) -> bool:
    """Whether an event came on a day after the trigger, and certainly before an instant."""
    used = zones(rulebook)
    after = all(local_day(event, zone) > trigger.date for zone in used)
    if isinstance(event.time, dt.datetime):
        return after and event.time.astimezone(dt.UTC) <= end.astimezone(dt.UTC)
    closes = [dt.datetime.combine(event.time + _DAY, dt.time(), tzinfo=zone) for zone in used]
    return after and all(each.astimezone(dt.UTC) <= end.astimezone(dt.UTC) for each in closes)


# -- 7: a later day ------------------------------------------------------------------------------------


def _later(seen: Seen, judge: Judge) -> Difference | None:
    history = seen.history
    before = judge(history.rulebook, history.events, as_of=seen.on)
    # A later look at the same events: what happened in between is no matter of `as_of`.
    up_to = tuple(
        each
        for each in history.events
        if any(is_read_by(each, seen.on, zone) for zone in zones(history.rulebook))
    )
    found = []
    for events in (up_to, history.events):
        after = judge(history.rulebook, events, as_of=seen.later)
        found = _unsettled(before, after)
        if found:
            what = f"between {seen.on} and {seen.later}:\n" + "\n".join(found)
            return Difference(what, attrs.evolve(history, events=events, as_of=seen.later))
    return None


def _unsettled(before: Evaluation, after: Evaluation) -> list[str]:
    """What was settled and is so no longer."""
    later = {each.id: each for each in after}
    wrong: list[str] = []
    if _contradicted(before) != _contradicted(after):
        # A record that a later one contradicts unsettles what rested on it, but accuses nobody.
        kept_before = {each.id for each in before.obligations if each.state in {"met", "ended", "excused"}}
        return [
            f"{each.id}: an accusation that rests on records that contradict each other"
            for each in after
            if isinstance(each, Violation | Lapse) and each.obligation in kept_before
        ]
    for obligation in before.obligations:
        now = later.get(obligation.id)
        if obligation.state == "excused":
            # What was excused stays so; that it was done after all is added.
            kept = isinstance(now, Obligation) and attrs.evolve(now, fulfilled=None) == attrs.evolve(
                obligation, fulfilled=None
            )
        elif obligation.state == "violated" and obligation.clause_kind in {"quota", "maintenance"}:
            # Broken once, it stays so; what exceeds the bound besides, and further gaps, are added.
            kept = isinstance(now, Obligation) and now.state == "violated"
        elif obligation.state in SETTLED:
            kept = now == obligation
        elif obligation.state == "overdue":
            kept = (
                isinstance(now, Obligation)
                and now.due == obligation.due
                and now.state in {"overdue", "met_late"}
            )
        else:
            kept = True
        if not kept:
            wrong.append(f"{obligation.id}: {obligation.state} before, {_state(now)} after")
    wrong += [
        f"{each.id}: {each.kind} before, {_state(later.get(each.id))} after"
        for each in (*before.lapses, *before.late_decisions, *before.alerts)
        if later.get(each.id) != each
    ]
    wrong += [
        f"{each.id}: {each.kind} before, nothing after"
        for each in (*before.violations, *before.shortfalls)
        if each.id not in later
    ]
    return wrong


def _contradicted(found: Evaluation) -> frozenset[Event]:
    return frozenset(each.event for each in found.ignored if each.reason.code == "conflicting-records")


def _state(finding: object) -> str:
    if isinstance(finding, Obligation):
        return finding.state
    return "nothing" if finding is None else "something else"


# -- 8: names of cases, and files ----------------------------------------------------------------------


def _renamed(history: History, judge: Judge) -> Difference | None:
    names = {case: f"other-{number}" for number, case in enumerate(history.cases)}
    # Each case as a file of its own, the last first.
    events = [
        attrs.evolve(each, case=names[each.case])
        for case in reversed(history.cases)
        for each in history.events
        if each.case == case
    ]
    found, again = judged(history, judge), judge(history.rulebook, events, as_of=history.as_of)
    one, two = sorted(_texts(found, names)), sorted(_texts(again, {}))
    if one == two:
        return None
    lines = [
        *(f"- {each}" for each in one if each not in two),
        *(f"+ {each}" for each in two if each not in one),
    ]
    return Difference("\n".join(lines), history)


def _texts(found: Evaluation, names: dict[str, str]) -> list[str]:
    texts = []
    for finding in found:
        text = json.dumps(finding.to_dict(), ensure_ascii=False, sort_keys=True)
        for old, new in names.items():
            text = text.replace(old, new)
        texts.append(text)
    return texts


# -- 10: a clause less ---------------------------------------------------------------------------------


@attrs.frozen
class Less:
    """A history, and the clause to take out."""

    history: History
    clause: str


def _less(rulebook: Rulebook) -> list[tuple[str, st.SearchStrategy[Less]]]:
    clauses = sorted({each.full_id for each in rulebook.clauses})
    return [("", st.builds(Less, histories(rulebook), st.sampled_from(clauses)))]


def _removed(less: Less, judge: Judge) -> Difference | None:
    rulebook, history = less.history.rulebook, less.history
    touched = depends_on(rulebook, less.clause)
    whole = judged(history, judge)
    part = judge(rulebook.without(less.clause), history.events, as_of=history.as_of)
    own = [each for each in part if each.full_clause == less.clause]
    what = differing(rulebook, [], own) or differing(
        rulebook,
        [each for each in whole if each.full_clause not in touched],
        [each for each in part if each.full_clause not in touched],
    )
    return Difference(f"without {less.clause}:\n{what}", history) if what else None


# -- findings belong together --------------------------------------------------------------------------


def _consistent(history: History, judge: Judge) -> Difference | None:
    found = judged(history, judge)
    wrong: list[str] = []
    ids = [each.id for each in found]
    wrong += [f"{each}: two findings have this id" for each in sorted({x for x in ids if ids.count(x) > 1})]
    states = {each.id: each for each in found.obligations}
    named = {each.id: each.obligation for each in (*found.violations, *found.shortfalls)}
    named |= {each.id: each.obligation for each in found.lapses}
    named |= {each.id: each.obligation for each in found.alerts}
    wrong += [f"{name}: it is about no obligation" for name, about in named.items() if about not in states]
    broken = {each.obligation for each in (*found.violations, *found.shortfalls)}
    missed = {
        each.id
        for each in found.obligations
        if each.state in {"overdue", "met_late", "violated"} and "departure recorded" not in each.basis
    }
    lapsed = {each.obligation for each in found.lapses if each.breach}
    departed = {each.id for each in found.obligations if "departure recorded" in each.basis}
    wrong += [f"{each}: missed without a violation" for each in sorted(missed - broken)]
    wrong += [f"{each}: a violation of what was not missed" for each in sorted(broken - missed - lapsed)]
    wrong += [
        f"{each}: a lapse that is a breach, without a violation"
        for each in sorted(lapsed - broken - departed)
    ]
    return Difference("\n".join(wrong), history) if wrong else None


LAWS = (
    Law(
        "input order does not matter",
        f"{PAGE}, law 2",
        "events in another order, and exact duplicates, change no finding",
        _noisy_pairs,
        _same_in_any_order,
    ),
    Law(
        "as_of hides what comes after",
        f"{PAGE}, law 3",
        "evaluating at a day equals evaluating the events up to that day",
        _seen,
        _reading_up_to,
    ),
    Law(
        "a lapse has no decision in time",
        f"{PAGE}, law 6",
        "a lapse is found only where no decision came by the due end; a later one is late, never merged",
        _deeming,
        _lapses,
    ),
    Law(
        "what is settled stays settled",
        f"{PAGE}, law 7",
        "a later as_of changes only what was pending, paused, overdue or unknown, or rests on records that "
        "later ones contradict; a broken quota or gap stays broken, and what broke it may grow",
        _seen,
        _later,
    ),
    Law(
        "names of cases do not matter",
        f"{PAGE}, law 8",
        "renaming cases, or shuffling them among files, changes nothing but the names",
        _any_history,
        _renamed,
    ),
    Law(
        "a removed clause takes only its own along",
        f"{PAGE}, law 10",
        "removing a clause removes its findings and those that depend on it, and nothing else",
        _less,
        _removed,
    ),
    Law(
        "findings belong together",
        PAGE,
        "ids are unique, and a violation stands for every obligation that was missed and for no other",
        _any_history,
        _consistent,
    ),
)
