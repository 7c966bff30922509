"""Law 1 where the programs decide most cases themselves: ordinary rulebooks and logs."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.testing.chance import Drawn, Thrown
from govrules.testing.law_of_engines import difference_of
from tests.laws.asking_rules import asking
from tests.laws.crossing_rules import crossing
from tests.laws.near_the_end import near_the_end
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import rulebook_of


@st.composite
def drawn(draw: st.DrawFn) -> Asked:
    chance = Drawn(draw)
    return asked_of(chance, *rulebook_of(chance))


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(drawn())
def test_both_evaluators_say_the_same_of_ordinary_cases(asked: Asked) -> None:
    what = difference_of(asked.history, known_at=asked.known_at, dated=asked.dated)
    assert not what, what


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.integers(0, 2**32))
def test_both_evaluators_say_the_same_of_cases_near_the_end_of_their_time(seed: int) -> None:
    # One number for many choices: drawn one by one, they would take far longer than both evaluators.
    for asked in near_the_end(Thrown(random.Random(seed)), 6):
        what = difference_of(asked.history, known_at=asked.known_at, dated=asked.dated)
        assert not what, f"{asked}\n{what}"


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.integers(0, 2**32))
def test_both_evaluators_say_the_same_beside_clauses_that_hear_of_others(seed: int) -> None:
    chance = Thrown(random.Random(seed))
    rulebook, near = rulebook_of(chance, more=crossing)
    for _ in range(3):
        asked = asked_of(chance, rulebook, near)
        what = difference_of(asked.history, known_at=asked.known_at, dated=asked.dated)
        assert not what, f"{asked}\n{what}"


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.integers(0, 2**32))
def test_both_evaluators_say_the_same_of_clauses_that_ask_what_others_came_to(seed: int) -> None:
    chance = Thrown(random.Random(seed))
    rulebook, near = rulebook_of(chance, more=asking)
    for _ in range(3):
        asked = asked_of(chance, rulebook, near)
        what = difference_of(asked.history, known_at=asked.known_at, dated=asked.dated)
        assert not what, f"{asked}\n{what}"
