"""What was counted for one log is right for the next, whatever differs between them."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import attrs
import pytest

from govrules import Event, evaluate
from govrules.engine import counts
from govrules.model.events import Time
from govrules.rulefile.load import load_text

RULES = load_text("""\
govrules: 1
policy: kept
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  answer: {type: period, values: {2020-01-01: 4 working days, 2025-03-10: 2 working days}}
events:
  asked: {data: {grade: [simple, hard], until: date}}
  told: {}
  waiting: {}
  back: {}
clauses:
  answer: {duty: {when: asked, must: told, within: 5 working days, pause: [{from: waiting, to: back}]}}
  tell: {duty: {when: asked, must: told, within: params.answer}}
  month: {duty: {when: asked, must: told, within: 1 month}}
  promised: {duty: {when: asked, if: given(event.until), must: told, by: event.until}}
  hard_ones: {prohibition: {when: asked, if: event.grade == "hard"}}
""").or_raise()
CHINA = dt.timezone(dt.timedelta(hours=8))


def case(name: str, start: dt.date, length: int, *, bare: bool) -> list[Event]:
    def at(days: int) -> Time:
        day = start + dt.timedelta(days=days)
        return day if bare else dt.datetime.combine(day, dt.time(10), tzinfo=CHINA)

    asked = {"grade": "hard" if length % 2 else "simple", "until": (start + dt.timedelta(20)).isoformat()}
    steps = [
        Event(name, "asked", at(0), data=asked),
        Event(name, "waiting", at(2)),
        Event(name, "back", at(5)),
    ]
    return [*steps, Event(name, "told", at(length))]


LOGS = [
    (case("a", dt.date(2025, 1, 20), length, bare=bare), as_of, known_at)
    for length in (3, 30, 9)
    for as_of in (None, dt.date(2025, 1, 23), dt.datetime(2025, 3, 1, 9, tzinfo=CHINA))
    for known_at in (None, dt.date(2024, 6, 1))
    for bare in (False, True)
]


def test_logs_one_after_another_are_judged_as_if_each_were_the_first() -> None:
    found = {
        engine: [
            evaluate(RULES, log, as_of=as_of, known_at=known_at, engine=engine)
            for log, as_of, known_at in (*LOGS, *reversed(LOGS))
        ]
        for engine in ("compiled", "reference")
    }
    for fast, slow in zip(found["compiled"], found["reference"], strict=True):
        assert (fast.obligations, fast.violations) == (slow.obligations, slow.violations)
        assert (fast.unknowns, fast.ignored, fast.quality) == (slow.unknowns, slow.ignored, slow.quality)
    assert len({len(each.violations) for each in found["reference"]}) > 2


def test_rulebooks_that_share_a_calendar_have_tables_of_their_own() -> None:
    policy = RULES.policies[0]
    for zone in ("Europe/Berlin", "Asia/Shanghai"):
        other = attrs.evolve(RULES, policies=(attrs.evolve(policy, time_zone=zone),))
        log, as_of, _ = LOGS[4]
        fast, slow = (evaluate(other, log, as_of=as_of, engine=each) for each in ("compiled", "reference"))
        assert fast.obligations == slow.obligations


def test_not_more_is_kept_than_a_server_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "_MOST", 2)
    test_logs_one_after_another_are_judged_as_if_each_were_the_first()


def test_several_threads_may_share_a_rulebook() -> None:
    rulebook = attrs.evolve(RULES, policies=(attrs.evolve(RULES.policies[0], time_zone="Europe/Berlin"),))

    def judged(number: int) -> object:
        log, as_of, known_at = LOGS[number % len(LOGS)]
        found = evaluate(rulebook, log, as_of=as_of, known_at=known_at, engine="compiled")
        return found.violations, found.obligations

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(judged, range(4 * len(LOGS))))
    assert together == [judged(number) for number in range(4 * len(LOGS))]
