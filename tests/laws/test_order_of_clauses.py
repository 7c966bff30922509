"""Clauses judged in the order of what they wait for find what rounds of all of them together settle on."""

import random
from collections.abc import Callable, Iterator

import pytest

from govrules.engine import judging
from govrules.engine.batch import evaluate
from govrules.engine.strata import one_stratum, order_of
from govrules.model.clauses import Duty
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Rulebook
from govrules.testing.chance import Thrown
from tests.laws.crossing_rules import crossing
from tests.laws.engines import of_any_kind
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import rulebook_of

LOGS = 3
"""random logs under each rulebook"""


def ordinary(seed: int) -> Iterator[Asked]:
    """Logs under rulebooks whose clauses cross cases and hear of others, and in which something is deemed."""
    chance = Thrown(random.Random(seed))
    for _ in range(60):
        rulebook, near = rulebook_of(chance, more=crossing)
        if _deems(rulebook):
            for _ in range(LOGS):
                yield asked_of(chance, rulebook, near)


def of_any_clauses(seed: int) -> Iterator[Asked]:
    """Logs under rulebooks of whatever the language can say, in which something is deemed."""
    kept: dict[int, int] = {}
    for asked in of_any_kind(seed):
        book = id(asked.history.rulebook)
        kept[book] = kept.get(book, 0) + 1
        if kept[book] <= LOGS and _deems(asked.history.rulebook):
            yield asked


@pytest.mark.parametrize(("draw", "seed"), [(ordinary, 1), (ordinary, 2), (of_any_clauses, 3)])
def test_clauses_in_order_find_what_rounds_of_all_settle_on(
    draw: Callable[[int], Iterator[Asked]], seed: int
) -> None:
    lapsed = narrower = 0
    for asked in draw(seed):
        found = _found(asked)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(judging, "order_of", one_stratum)
            assert _found(asked) == found
        lapsed += any(each.deemed is not None for each in found.lapses)
        narrower += _passes_over_something_deemed(asked.history.rulebook)
    assert lapsed
    assert narrower


def _found(asked: Asked) -> Evaluation:
    history = asked.history
    return evaluate(
        history.rulebook,
        history.events,
        as_of=history.as_of,
        known_at=asked.known_at,
        records=history.records,
        engine="reference",
    )


def _deeming(rulebook: Rulebook) -> frozenset[str]:
    duties = ((each, each.body) for each in rulebook.clauses if isinstance(each.body, Duty))
    return frozenset(each.full_id for each, duty in duties if any(rule.deem for rule in duty.on_lapse))


def _deems(rulebook: Rulebook) -> bool:
    return bool(_deeming(rulebook))


def _passes_over_something_deemed(rulebook: Rulebook) -> bool:
    """Whether some clause need not wait for something that is deemed."""
    deeming = _deeming(rulebook)
    return any(not deeming <= reached for reached in order_of(rulebook).reached.values())
