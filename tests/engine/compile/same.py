"""Hold the compiled evaluator against the reference, and see that it hands nothing over."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence

from govrules.engine.compile.evaluating import run_of
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.testing.history import History
from govrules.testing.law import REFERENCE
from govrules.testing.law_of_engines import LAW
from tests.engine.rules import END, SHANGHAI

REPLIES = """\
govrules: 1
policy: replies
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {received: {}, replied: {}}
clauses:
  reply: {cite: section 3, duty: {when: received, must: replied, within: 10 working days}}
"""
"""a rule file with one duty"""


def assert_same(rulebook: Rulebook, *events: Event, as_of: dt.date | dt.datetime = END) -> None:
    """Both evaluators say the same, field by field."""
    found = LAW.check(History(rulebook, events, as_of), REFERENCE)
    assert found is None, str(found)


def assert_compiled(rulebook: Rulebook, *events: Event, as_of: dt.date | dt.datetime = END) -> None:
    """The same, and no clause and no case is left to the reference."""
    run = run_of(rulebook, events, as_of=as_of)
    assert run is not None
    assert [each.why for log in run.logs for each in log.program.left_out] == []
    assert run.handed_over == frozenset()
    assert_same(rulebook, *events, as_of=as_of)


def assert_same_of_many(
    rulebook: Rulebook,
    kinds: Sequence[str],
    data: Mapping[str, Sequence[object]],
    *,
    number: int = 60,
    most: int = 6,
    seed: int = 1,
) -> int:
    """Both say the same of random cases of March 2026; how many of these were not handed over.

    Args:
        data: of each field what an event may say; None for nothing.
    """
    source = random.Random(seed)
    walked = 0
    for each in range(number):
        bare, events = each % 2 == 0, list[Event]()
        for _ in range(source.randint(1, most)):
            day, hour = source.randint(2, 20), source.choice((9, 9, 17, 0))
            when = dt.date(2026, 3, day) if bare else dt.datetime(2026, 3, day, hour, tzinfo=SHANGHAI)
            chosen = {name: source.choice(values) for name, values in data.items()}
            said = {name: value for name, value in chosen.items() if value is not None}
            events.append(Event("c", source.choice(kinds), when, data=said))
        as_of = dt.date(2026, 3, source.choice((12, 31)))
        assert_same(rulebook, *events, as_of=as_of)
        run = run_of(rulebook, events, as_of=as_of)
        walked += run is not None and not run.handed_over
    return walked
