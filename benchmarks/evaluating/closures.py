"""Rules as nested functions: what is known of a clause is bound once, and days are looked up in arrays.

What somebody writes who wants speed and no generated code: each clause becomes a function that is called
where its first event stands, in columns of integers, and that goes on to the end of its case. Written for the
rules of `licensing.yaml` alone; a reader checks it against them line by line.
"""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any, TypeAlias

from evaluating.logs import Breach, Table
from evaluating.workload import working_days

Check: TypeAlias = Callable[[int, int, str], None]
"""what is done at an event: its place, where its case ends, and the case"""
Test: TypeAlias = Callable[[int], bool]
FIRST_DAY = working_days()[0]


@cache
def ranks() -> list[int]:
    """How many working days there are up to each day and with it, from the first on."""
    known = set(working_days())
    counted, found = 0, []
    for day in range(FIRST_DAY, working_days()[-1] + 1):
        counted += day in known
        found.append(counted)
    return found


@cache
def next_working_days() -> list[int]:
    """The first working day from each day on, itself included."""
    every, known = working_days(), ranks()
    return [every[rank - (every[rank - 1] == day)] for day, rank in enumerate(known[:-30], FIRST_DAY)]


def breaches(table: Table, last: int, only: Collection[str] | None = None, copies: int = 1) -> list[Breach]:
    """Every violation, sorted.

    Args:
        last: the ordinal of the day up to whose end the log is read.
        only: the clauses that are checked; None: all.
        copies: how often all is checked, as if there were so many policies.
    """
    found: list[Breach] = []
    # A check remembers what is open, so that each copy has its own.
    every = [each for _ in range(copies) for each in _checks(table, last, found)]
    chosen = [(kind, check) for name, kind, check in every if only is None or name in only]
    at: list[tuple[Check, ...]] = [
        tuple(check for kind, check in chosen if kind == name) for name in table.types
    ]
    kinds, starts = table.kinds, table.starts
    for number, case in enumerate(table.cases):
        end = starts[number + 1]
        for place in range(starts[number], end):
            for check in at[kinds[place]]:
                check(place, end, case)
    return sorted(found)


def _checks(table: Table, last: int, found: list[Breach]) -> list[tuple[str, str, Check]]:
    """The ten clauses: name, the type of event at which they are called, function."""
    kinds, days, fields = table.kinds, table.days, table.fields
    unit, assigned, reasons = fields["unit"], fields["assigned"], fields["reasons"]
    amount: list[Any] = fields["amount"]
    outcome = fields["outcome"]
    known, every, onward = ranks(), working_days(), next_working_days()

    def code(name: str) -> int:
        return table.types.index(name) if name in table.types else -1

    def working(count: int) -> Callable[[int], int]:
        return lambda day: every[known[day - FIRST_DAY] + count - 1]

    def calendar(count: int) -> Callable[[int], int]:
        return lambda day: onward[day + count - FIRST_DAY]

    def duty(name: str, must: str, due_after: Callable[[int], int], test: Test | None = None) -> Check:
        wanted = code(must)
        open_until = 0

        def check(place: int, end: int, case: str) -> None:
            nonlocal open_until
            if place < open_until or (test is not None and not test(place)):
                return
            due = due_after(days[place])
            for later in range(place + 1, end):
                if kinds[later] == wanted:
                    open_until = later
                    if days[later] > due:
                        found.append((case, name, due))
                    return
            open_until = end
            if due <= last:
                found.append((case, name, due))

        return check

    def pausing_duty(
        name: str,
        musts: tuple[str, ...],
        count: int,
        pause: tuple[str, str],
        extend: tuple[str, int] = ("", 0),
    ) -> Check:
        wanted = frozenset(code(each) for each in musts)
        stops, runs = code(pause[0]), code(pause[1])
        extends, more = code(extend[0]), extend[1]

        def check(place: int, end: int, case: str) -> None:
            counted = known[days[place] - FIRST_DAY] + count - 1
            stopped, extended = 0, False
            for later in range(place + 1, end):
                kind, day = kinds[later], days[later]
                if kind in wanted:
                    if not stopped and day > every[counted]:
                        found.append((case, name, every[counted]))
                    return
                if kind == runs:
                    if stopped:
                        counted += known[day - FIRST_DAY] - known[stopped - FIRST_DAY]
                        stopped = 0
                elif kind == stops:
                    # A pause that begins on the last day takes nothing out.
                    if not stopped and day < every[counted]:
                        stopped = day
                elif kind == extends and not extended and (stopped or day <= every[counted]):
                    counted += more
                    extended = True
            if not stopped and every[counted] <= last:
                found.append((case, name, every[counted]))

        return check

    def broken_where(name: str, test: Callable[[int, int], bool]) -> Check:
        def check(place: int, end: int, case: str) -> None:
            if test(place, end):
                found.append((case, name, 0))

        return check

    asked = code("completion_asked")
    begins: dict[int, int] = {end: start for start, end in zip(table.starts, table.starts[1:], strict=False)}
    accepted = code("accepted")

    def second_asked(place: int, end: int) -> bool:
        return any(kinds[each] == asked for each in range(begins[end], place))

    def other_unit(place: int, end: int) -> bool:
        given = next((each for each in range(place, begins[end] - 1, -1) if kinds[each] == accepted), None)
        if given is None or unit[place] is None or assigned[given] is None:
            return False
        return unit[place] != assigned[given]

    def answer_again() -> Check:
        return pausing_duty("answer", ("accepted", "refused"), 5, ("completion_asked", "completed"))

    def decide() -> Check:
        return pausing_duty(
            "decide", ("decided",), 20, ("review_started", "review_ended"), ("extension_approved", 10)
        )

    def is_granted(place: int) -> bool:
        return outcome[place] == "granted"

    return [
        ("answer", "applied", answer_again()),
        ("ask_once", "completion_asked", broken_where("ask_once", second_asked)),
        ("give_reasons", "refused", broken_where("give_reasons", lambda place, _: reasons[place] is None)),
        ("decide", "accepted", decide()),
        (
            "decided_by_whom_it_was_given",
            "decided",
            broken_where("decided_by_whom_it_was_given", other_unit),
        ),
        ("deliver", "decided", duty("deliver", "delivered", working(10))),
        ("publish", "decided", duty("publish", "published", working(20), is_granted)),
        ("archive", "delivered", duty("archive", "archived", calendar(30))),
        (
            "answer_complaint",
            "complaint_made",
            duty("answer_complaint", "complaint_answered", calendar(15)),
        ),
        ("no_fee", "fee_charged", broken_where("no_fee", lambda place, _: (amount[place] or 0) > 0)),
    ]
