"""Small rulebooks and logs for the tests of the evaluator, counted by a calendar that fits on a page.

March 2026, whose only days off are weekends:

    Mo Tu We Th Fr Sa Su
                       1
     2  3  4  5  6  7  8
     9 10 11 12 13 14 15
    16 17 18 19 20 21 22
    23 24 25 26 27 28 29
    30 31
"""

import datetime as dt
import textwrap

import attrs

from govrules.engine.batch import evaluate
from govrules.model.calendar import Calendar
from govrules.model.convention import Convention
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.findings import Obligation
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load_text

SHANGHAI = dt.timezone(dt.timedelta(hours=8))
OFFICE = Calendar.of("office", first_day=dt.date(2025, 1, 1), last_day=dt.date(2027, 12, 31))
END = dt.date(2026, 3, 31)


def rules(text: str, *, convention: Convention | None = None, calendar: Calendar = OFFICE) -> Rulebook:
    """A rulebook of one policy `p`, from the part of its file that matters."""
    header = (
        "govrules: 1\npolicy: p\ntime_zone: Asia/Shanghai\nin_force: {from: 2020-01-01}\n"
        "calendar: cn\nconvention: cn-civil-code\n"
    )
    loaded = load_text(header + textwrap.dedent(text)).or_raise()
    [policy] = loaded.policies
    policy = attrs.evolve(policy, calendar="office", convention="tested" if convention else None)
    return attrs.evolve(
        loaded,
        policies=(policy,),
        calendars={"office": calendar},
        conventions={"tested": convention} if convention else {},
    )


def day(number: int) -> dt.date:
    """A day of March 2026."""
    return dt.date(2026, 3, number)


def at(number: int, hour: int, minute: int = 0) -> dt.datetime:
    """An instant of March 2026 in Shanghai."""
    return dt.datetime(2026, 3, number, hour, minute, tzinfo=SHANGHAI)


def on(
    when: int | dt.date | dt.datetime,
    kind: str,
    /,
    *,
    case: str = "c",
    unit: str | None = None,
    **data: object,
) -> Event:
    """An event of March 2026; a number is a day without a time."""
    return Event(case, kind, day(when) if isinstance(when, int) else when, unit=unit, data=data)


def judge(rulebook: Rulebook, *events: Event, as_of: dt.date | dt.datetime | None = END) -> Evaluation:
    return evaluate(rulebook, events, as_of=as_of)


def states(found: Evaluation) -> list[tuple[str, str, dt.date | None]]:
    """Each obligation by its id without policy and case, its state, its due date."""
    return [(short(each), each.state, each.due) for each in found.obligations]


def short(obligation: Obligation) -> str:
    return obligation.id.removeprefix("p/").replace(":c", "", 1)


def ids(findings: tuple[object, ...]) -> list[str]:
    return [str(getattr(each, "id", "")).removeprefix("p/").replace(":c", "", 1) for each in findings]


def ignored(found: Evaluation) -> list[tuple[str, str]]:
    """Each event set aside, by type, with the code of the reason."""
    return [(each.event.type, each.reason.code) for each in found.ignored]


def unknown(found: Evaluation) -> list[str]:
    """Why things are unknown."""
    return [each.reason.en for each in found.unknowns]
