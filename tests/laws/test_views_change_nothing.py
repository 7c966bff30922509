"""What people say of findings stands beside them: it changes no finding, whatever it says and whenever."""

import datetime as dt
import random

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import govrules as gr
from govrules.model.evaluation import Evaluation
from govrules.model.views import STANCES
from govrules.testing import histories
from govrules.testing.history import History

RULES = gr.load("cn/licensing-law").or_raise()
WORDS = tuple(word for word, _ in STANCES)
FEWER = settings(max_examples=max(10, settings().max_examples // 4))


@st.composite
def said(draw: st.DrawFn, history: History) -> tuple[gr.Event, ...]:
    """Views of what was found in a history, of what was not, and of nothing at all; ids that meet others'."""
    found = gr.evaluate(RULES, history.events, as_of=history.as_of)
    ids = [each.id for each in found]
    targets: st.SearchStrategy[dict[str, object]] = st.sampled_from(
        [
            *({"finding": each} for each in ids),
            *({"clause": each.clause} for each in found.violations),
            {"clause": "decide"},
            {"finding": "cn-licensing-law/decide:nowhere@2025-01-01"},
            {},
        ]
    )
    cases = sorted({each.case for each in history.events} | {"elsewhere"})
    first = min((_day(each) for each in history.events), default=dt.date(2025, 1, 1))
    views = []
    for _ in range(draw(st.integers(1, 4))):
        day = first + dt.timedelta(days=draw(st.integers(-3, 500)))
        time = draw(st.sampled_from([day, dt.datetime.combine(day, dt.time(10), dt.UTC)]))
        reason = draw(st.sampled_from([{"reason": "系统故障"}, {"reasons": "<b>flood</b>"}, {}]))
        views.append(
            gr.Event(
                draw(st.sampled_from(cases)),
                draw(st.sampled_from(WORDS)),
                time,
                id=draw(st.sampled_from([None, "1", *(each.id for each in history.events)])),
                unit=draw(st.sampled_from([None, "甲局"])),
                actor=draw(st.sampled_from([None, "张三"])),
                data={**draw(targets), **reason},
            )
        )
    return tuple(views)


@st.composite
def contested(draw: st.DrawFn) -> tuple[History, tuple[gr.Event, ...]]:
    history = draw(histories(RULES))
    return history, draw(said(history))


def computed(found: Evaluation) -> Evaluation:
    """Everything but what people say, and how many events and remarks there were."""
    assert found.provenance is not None
    return attrs.evolve(
        found,
        views=(),
        ignored=tuple(each for each in found.ignored if each.event.type not in WORDS),
        quality=attrs.evolve(found.quality, events=0, notes=()),
        provenance=attrs.evolve(found.provenance, events=""),
    )


@FEWER
@given(contested(), st.booleans())
def test_nothing_that_is_computed_changes_by_what_people_say_of_it(
    drawn: tuple[History, tuple[gr.Event, ...]], limited: bool
) -> None:
    history, views = drawn
    as_of = history.as_of if limited else None
    without = gr.evaluate(RULES, history.events, as_of=as_of)
    beside = gr.evaluate(RULES, (*history.events, *views), as_of=as_of)
    assert computed(beside) == computed(without)
    assert without.views == ()


@FEWER
@given(contested(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_and_exact_duplicates_do_not_matter(
    drawn: tuple[History, tuple[gr.Event, ...]], chance: random.Random
) -> None:
    history, views = drawn
    events = [*history.events, *views]
    shuffled = [*events, *views[:1]]
    chance.shuffle(shuffled)
    first = gr.evaluate(RULES, events, as_of=history.as_of)
    other = gr.evaluate(RULES, shuffled, as_of=history.as_of)
    assert (other.views, other.ignored) == (first.views, first.ignored)
    assert other.provenance == first.provenance


@FEWER
@given(contested(), st.integers(0, 400))
def test_what_is_said_later_is_not_read_and_what_was_said_stays_with_its_finding(
    drawn: tuple[History, tuple[gr.Event, ...]], more: int
) -> None:
    history, views = drawn
    at = history.as_of
    day = at.date() if isinstance(at, dt.datetime) else at
    assert day is not None
    events = (*history.events, *views)
    now = gr.evaluate(RULES, events, as_of=day)
    known = [each for each in events if _day(each) <= day]
    assert gr.evaluate(RULES, known, as_of=day).views == now.views
    later = gr.evaluate(RULES, events, as_of=day + dt.timedelta(days=more))
    still = {each.id for each in later}
    disputed = {each.event.id for each in later.ignored if each.reason.code == "conflicting-records"}
    for view in now.views:
        if view.findings[0] in still and view.evidence.event.id not in disputed:
            same = [each for each in later.views if each.evidence == view.evidence]
            assert same, view


def _day(event: gr.Event) -> dt.date:
    if not isinstance(event.time, dt.datetime):
        return event.time
    # Midnight in Shanghai belongs to the day that ends there.
    local = event.time.astimezone(dt.timezone(dt.timedelta(hours=8)))
    return local.date()
