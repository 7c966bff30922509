"""Law 1 where the programs decide most cases themselves: ordinary rulebooks and logs."""

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.testing.chance import Drawn
from govrules.testing.law_of_engines import difference_of
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
