"""Law 1 on random rulebooks: the compiled evaluator says what the reference says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.testing import rulebooks
from govrules.testing.law import REFERENCE
from govrules.testing.law_of_engines import LAW


@settings(max_examples=settings().max_examples, deadline=None)
@given(st.data())
def test_both_evaluators_say_the_same_under_any_rulebook(data: st.DataObject) -> None:
    rulebook = data.draw(rulebooks())
    [(_, histories)] = LAW.samples(rulebook)
    found = LAW.check(data.draw(histories), REFERENCE)
    assert found is None, found
