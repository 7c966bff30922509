"""Two evaluations of one log are compared by what was recorded: every difference is found, little is made."""

import datetime as dt
import random
from collections.abc import Iterable
from pathlib import Path

import attrs

import govrules as gr
from govrules.engine.batch import evaluate
from govrules.model.calendar import Calendar
from govrules.model.columns import Columns
from govrules.model.findings import Obligation
from govrules.model.policy import Rulebook
from govrules.testing.chance import Chance, Thrown, pick
from tests.engine.compile.same import REPLIES
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of

DAY = dt.date(2026, 3, 2)


def told(obligations: Iterable[Obligation]) -> dict[str, tuple[object, ...]]:
    return {
        each.id: (each.case, each.full_clause, each.state, each.due, each.due_end) for each in obligations
    }


def differences(old: Iterable[Obligation], new: Iterable[Obligation]) -> dict[str, tuple[object, object]]:
    one, two = told(old), told(new)
    return {id: (one.get(id), two.get(id)) for id in {*one, *two} if one.get(id) != two.get(id)}


def other(chance: Chance, rulebook: Rulebook) -> Rulebook:
    """The same rules, but for something that an analyst may ask about."""
    match pick(chance, ["calendar", "hours", "convention", "clause", "nothing"]):
        case "calendar":
            return attrs.evolve(rulebook, calendars={k: _off(v) for k, v in rulebook.calendars.items()})
        case "hours":
            return attrs.evolve(rulebook, calendars={k: _hours(v) for k, v in rulebook.calendars.items()})
        case "convention":
            ends = {"midnight": "close_of_business"}
            found = {
                name: each.with_keys(day_ends=ends.get(str(each.day_ends), "midnight"))
                for name, each in rulebook.conventions.items()
            }
            return attrs.evolve(rulebook, conventions=found)
        case "clause":
            policy = rulebook.policies[0]
            return rulebook.without(policy.clauses[-1].full_id)
        case _:
            return rulebook


def _off(calendar: Calendar) -> Calendar:
    return attrs.evolve(calendar, days_off=calendar.days_off[::2], weekend=frozenset({6}))


def _hours(calendar: Calendar) -> Calendar:
    hours = calendar.hours
    if hours is None:
        return calendar
    week = tuple(
        tuple((start, end - 30 if end - start > 30 else end) for start, end in spans) for spans in hours.week
    )
    return attrs.evolve(calendar, hours=attrs.evolve(hours, week=week))


def test_every_difference_is_found() -> None:
    assert looked_at(31, 180) > 25


def looked_at(seed: int, histories: int) -> int:
    """How many obligations differed."""
    chance = Thrown(random.Random(seed))
    found = 0
    for _ in range(histories):
        rulebook, near = rulebook_of(chance)
        asked = asked_of(chance, rulebook, near)
        columns = Columns.of(asked.history.events)
        changed = other(chance, rulebook)

        as_of = asked.history.as_of if asked.dated else None
        (before, old), (after, new) = (
            [evaluate(rules, columns, as_of=as_of, engine="compiled") for _ in range(2)]
            for rules in (rulebook, changed)
        )
        wanted = differences(old.obligations, new.obligations)
        assert differences(*before.unlike(after)) == wanted
        found += len(wanted)
    return found


def test_what_is_alike_is_not_made(tmp_path: Path) -> None:
    text = REPLIES
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text.replace("10 working", "9 working"), encoding="utf-8")
    rules = [gr.load(tmp_path / name).or_raise() for name in ("a.yaml", "b.yaml")]
    events = [gr.Event(f"c{number:03}", "received", DAY) for number in range(200)]
    # Of the last ten nobody knows yet whether they are met.
    events += [gr.Event(f"c{number:03}", "replied", DAY + dt.timedelta(days=2)) for number in range(190)]
    columns = Columns.of(events)
    before, after = (evaluate(each, columns, engine="compiled", as_of=DAY) for each in (rules[0], rules[0]))
    assert [list(each) for each in before.unlike(after)] == [[], []]
    before, after = (evaluate(each, columns, engine="compiled", as_of=DAY) for each in rules)
    old, new = before.unlike(after)
    assert len(differences(old, new)) == 200
    # Without columns in common, or by the reference, all are there.
    slow = evaluate(rules[0], events, engine="reference", as_of=DAY)
    assert [len(list(each)) for each in slow.unlike(before)] == [200, 200]
