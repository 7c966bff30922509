"""What an evaluation says does not hang on what it was asked before: each order of questions, one answer."""

import random
from collections.abc import Callable

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.engine.compile.variants import has_numpy, judged_together
from govrules.model.evaluation import Evaluation
from govrules.testing.chance import Thrown, pick
from govrules.testing.coded_rows import in_coded_columns
from tests.laws.crossing_rules import crossing
from tests.laws.ordinary_logs import asked_of
from tests.laws.ordinary_rules import rulebook_of

QUESTIONS: dict[str, Callable[[Evaluation], object]] = {
    "counts": lambda found: dict(found.counts),
    "cases": lambda found: tuple(found.cases),
    "in_state": lambda found: found.in_state("overdue", "lapsed", "violated"),
    "each_obligation": lambda found: tuple(found.each_obligation()),
    "outcomes": lambda found: dict(found.outcomes()),
    "outcomes by unit and party": lambda found: dict(found.outcomes(unit=True, party=True)),
    "of_case": lambda found: found.of_case("case-2"),
}
FIELDS = [each.name for each in attrs.fields(Evaluation) if each.name != "provenance"]


def answer(found: Evaluation, question: str) -> object:
    return QUESTIONS[question](found) if question in QUESTIONS else getattr(found, question)


@settings(max_examples=settings().max_examples // 2, deadline=None)
@given(st.integers(0, 2**32))
def test_each_question_has_one_answer_in_whatever_order_it_is_asked(seed: int) -> None:
    # One number for many choices: drawn one by one, they would take far longer than both evaluators.
    source = random.Random(seed)
    chance = Thrown(source)
    rulebook, near = rulebook_of(chance, more=crossing) if source.random() < 0.6 else rulebook_of(chance)
    for _ in range(3):
        asked = asked_of(chance, rulebook, near)
        history, as_of = asked.history, asked.history.as_of if asked.dated else None
        plain = evaluate(
            rulebook, history.events, as_of=as_of, known_at=asked.known_at, records=history.records,
            engine="reference",
        )  # fmt: skip
        in_arrays = has_numpy() and source.random() < 0.4
        few, on_benches = pick(chance, [1, 100]), source.random() < 0.5
        with judged_together(few, in_arrays=in_arrays, on_benches=on_benches):
            found = evaluate(
                rulebook,
                in_coded_columns(history.events) if in_arrays else history.events,
                as_of=as_of,
                known_at=asked.known_at,
                records=history.records,
                engine="compiled",
            )
            order = source.sample([*FIELDS, *QUESTIONS], 6)
            for number, question in enumerate(order):
                expected = answer(plain, question)
                assert answer(found, question) == expected, f"{question} after {order[:number]}\n{asked}"
