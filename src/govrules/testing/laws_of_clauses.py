"""Laws of single clauses: each can be met, each can be missed, and the border tells the two apart."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence

from hypothesis import strategies as st

from govrules.counting.due import Extension, Pause
from govrules.diagnostics import GovrulesError
from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Lookup
from govrules.model.evaluation import Evaluation
from govrules.model.events import Time, iso_time
from govrules.model.findings import Moment, Obligation, PauseTaken
from govrules.model.period import Period
from govrules.model.policy import Rulebook
from govrules.testing.any_history import histories
from govrules.testing.constructed import (
    Told,
    boundary,
    broken,
    checkable,
    compliant,
    meeting,
    outcome_of,
    unbreakable,
    unmeetable,
    violating,
    why_no_border,
)
from govrules.testing.ground import ground_of
from govrules.testing.history import History
from govrules.testing.law import Difference, Judge, Law, NotApplicable, NotTriedError, differing, judged
from govrules.testing.steps import NoWayError
from govrules.testing.terms import Counts
from govrules.testing.trial import with_trial_values

PAGE = "what evaluation means"
Tries = Sequence[tuple[str, st.SearchStrategy[object]]]
Strategy = Callable[[Rulebook, Clause], st.SearchStrategy[object]]
Reasons = Callable[[Rulebook], Mapping[str, str]]


# -- 4: every due date obeys the counting ----------------------------------------------------------------


def _any_history(rulebook: Rulebook) -> Tries:
    return [("", histories(rulebook))]


def _counted_again(history: History, judge: Judge) -> Difference | None:
    """Every due date found is the one that the counting gives for the evidence of the finding."""
    found = judged(history, judge)
    wrong: list[str] = []
    counted = 0
    for obligation in found.obligations:
        if obligation.due is None or obligation.trigger is None or obligation.clause_kind != "duty":
            continue
        expected = _recount(history.rulebook, obligation)
        counted += expected is not None
        if expected is not None and expected != (obligation.due, obligation.due_end):
            wrong.append(
                f"{obligation.id}: due {obligation.due} ({obligation.due_end}), counted again {expected[0]}"
            )
    if not counted:
        raise NotApplicable("it has no due date that can be counted again from its evidence")
    return Difference("\n".join(wrong), history) if wrong else None


def _recount(rulebook: Rulebook, obligation: Obligation) -> tuple[dt.date, dt.datetime] | None:
    """The due day and end, from the evidence of the finding; None where that does not hold all of it."""
    clause = _version(rulebook, obligation)
    if not isinstance(clause.body, Duty) or obligation.trigger is None:
        return None
    if obligation.trigger.derived or obligation.trigger.event.type in {"violation", "lapse"}:
        # What follows a lapse counts from what the clause says.
        return None
    counts = Counts(rulebook, rulebook.policy_of(clause), clause)
    try:
        given = _given_date(clause.body, obligation)
        if given is not None:
            due = counts.by(given)
        elif clause.body.by is None and clause.body.before is None and obligation.limit is not None:
            due = counts.after(
                Period.parse(obligation.limit),
                _origin(obligation),
                tuple(_pause(each) for each in obligation.pauses if each.kind == "pause"),
                tuple(
                    Extension(Period.parse(each.added), _time(each.on.at)) for each in obligation.extensions
                ),
            )
        else:
            return None
    except (NoWayError, GovrulesError):
        return None
    if obligation.pauses and any(each.at_most is not None for each in clause.body.pause):
        # A pause of at most so long ends by itself, which the finding does not show.
        return None
    return due.date, due.end


def _version(rulebook: Rulebook, obligation: Obligation) -> Clause:
    versions = rulebook.versions(obligation.full_clause)
    return next((each for each in versions if each.in_force.start == obligation.version_from), versions[-1])


def _given_date(body: Duty, obligation: Obligation) -> Time | None:
    lookup = body.by
    if obligation.extensions or lookup is None or obligation.trigger is None:
        return None
    value = obligation.trigger.event.data.get(lookup.path[0]) if _is_own(lookup) else None
    return iso_time(value.strip()) if isinstance(value, str) else None


def _is_own(lookup: Lookup) -> bool:
    return lookup.root in {"trigger", "event"} and len(lookup.path) == 1


def _origin(obligation: Obligation) -> Time:
    """The trigger; where the count was interrupted, the end of the last interruption."""
    assert obligation.trigger is not None
    ends = [each.end.at for each in obligation.pauses if each.kind == "interrupt" and each.end is not None]
    return _time(ends[-1] if ends else obligation.trigger.at)


def _pause(taken: PauseTaken) -> Pause:
    end = None if taken.end is None else _time(taken.end.at)
    return Pause(_time(taken.start.at), end, taken.days)  # type: ignore[arg-type]


def _time(at: Moment) -> Time:
    return at.date if at.instant is None else at.instant


# -- 5: compliant and violating ------------------------------------------------------------------------


def _compliant(rulebook: Rulebook) -> Tries:
    try:
        return [("", compliant(rulebook))]
    except ValueError as error:
        raise NotTriedError(str(error)) from None


def _breaks_nothing(history: History, judge: Judge) -> Difference | None:
    found = judged(history, judge)
    wrong = differing(history.rulebook, [], (*found.violations, *found.shortfalls))
    return Difference(wrong, history) if wrong else None


def _violating(rulebook: Rulebook) -> Tries:
    return _each(rulebook, lambda rules, clause: violating(rules, clause.full_id), skipped_breaking)


def _breaks_one(told: Told, judge: Judge) -> Difference | None:
    found = judged(told, judge)
    outcome = _outcome(found, told)
    wrong = [] if outcome == "missed" else [f"{told.clause} is {outcome}, not missed"]
    others = broken(found) - told.may_be_broken
    wrong += [f"{each} is broken as well" for each in sorted(others)]
    return Difference("\n".join(wrong), told) if wrong else None


def _outcome(found: Evaluation, told: Told) -> str:
    """What became of the clause; an example in which it did not apply, or is unknown, shows nothing.

    Such an example is counted, and a clause that no example judges breaks the law.
    """
    outcome = outcome_of(found, told.clause)
    if outcome in {"met", "missed", "pending", "overdue"}:
        return outcome
    codes = {each.reason.code for each in found.unknowns if each.full_clause == told.clause}
    why = f" ({', '.join(sorted(codes))})" if codes else ""
    raise NotApplicable("it did not apply" if outcome == "nothing" else f"it is {outcome}{why}")


# -- each clause: met, missed, told apart ----------------------------------------------------------------


def _meeting(rulebook: Rulebook) -> Tries:
    return _each(rulebook, lambda rules, clause: meeting(rules, clause.full_id), skipped_meeting)


def _as_told(told: Told, judge: Judge) -> Difference | None:
    found = judged(told, judge)
    outcome = _outcome(found, told)
    wrong = [] if outcome == told.outcome else [f"{told.clause} is {outcome}, not {told.outcome}"]
    dues = {each.due for each in found.obligations if each.full_clause == told.clause}
    if told.due is not None and told.due not in dues:
        shown = ", ".join(sorted(str(each) for each in dues))
        wrong.append(f"due {shown or 'never'}, counted {told.due}")
    return Difference("\n".join(wrong), told) if wrong else None


def _bordering(rulebook: Rulebook) -> Tries:
    return _each(rulebook, lambda rules, clause: boundary(rules, clause.full_id), skipped_border)


def _each(rulebook: Rulebook, strategy: Strategy, skipped: Reasons) -> Tries:
    """A strategy for each clause that is not skipped, under the rules as they are or with trial values."""
    found = []
    left_out = skipped(rulebook)
    for rules, clause in _tried(rulebook):
        if clause.full_id not in left_out:
            try:
                found.append((clause.full_id, strategy(rules, clause)))
            except ValueError:
                continue
    names = [name for name, _ in found]
    return [each for number, each in enumerate(found) if each[0] not in names[:number]]


def _tried(rulebook: Rulebook) -> Iterator[tuple[Rulebook, Clause]]:
    for rules in (rulebook, with_trial_values(rulebook)):
        for clause in checkable(rules):
            yield rules, clause


def _skipped(rulebook: Rulebook, reasons: Reasons) -> dict[str, str]:
    """Clauses that can be tried neither as they are nor with trial values, with the reason."""
    tried = with_trial_values(rulebook)
    first: Mapping[str, str] = reasons(rulebook)
    second: Mapping[str, str] = first if tried is rulebook else reasons(tried)
    return {name: first[name] for name in first if name in second}


def skipped_breaking(rulebook: Rulebook) -> dict[str, str]:
    """Clauses that no history breaks alone, with the reason."""
    return _skipped(rulebook, unbreakable)


def skipped_meeting(rulebook: Rulebook) -> dict[str, str]:
    """Clauses that no history is known to meet, with the reason."""
    return _skipped(rulebook, unmeetable)


def skipped_border(rulebook: Rulebook) -> dict[str, str]:
    """Clauses without a border, with the reason."""

    def reasons(rules: Rulebook) -> dict[str, str]:
        ground = ground_of(rules)
        found = {each.full_id: why_no_border(ground, each) for each in checkable(rules)}
        return {name: reason for name, reason in found.items() if reason is not None}

    return _skipped(rulebook, reasons)


LAWS = (
    Law(
        "due dates are as counted",
        f"{PAGE}, law 4",
        "every due date found is the one that the counting gives for the evidence of the finding",
        _any_history,
        _counted_again,
    ),
    Law(
        "compliant histories break nothing",
        f"{PAGE}, law 5",
        "a history in which every duty is met in time and every requirement held has no violation",
        _compliant,
        _breaks_nothing,
    ),
    Law(
        "one broken clause breaks no other",
        f"{PAGE}, law 5",
        "a history made to break one clause violates it, and no clause that does not depend on it",
        _violating,
        _breaks_one,
        skipped_breaking,
        every_clause=True,
    ),
    Law(
        "each clause can be met",
        "per clause",
        "what is done in time is found to be met",
        _meeting,
        _as_told,
        skipped_meeting,
        every_clause=True,
    ),
    Law(
        "the border tells met from missed",
        "per clause",
        "the last instant in time is met, the first instant late is missed, on the due date counted apart",
        _bordering,
        _as_told,
        skipped_border,
        every_clause=True,
    ),
)
