"""A log judged in several processes: the evaluation is that of one process, field by field."""

import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import attrs
import pytest

import govrules as gr
from govrules.engine import batch
from govrules.formats.stretches import installed
from govrules.model.evaluation import Evaluation
from govrules.parallel import apart, crew, evaluating
from govrules.testing.any_history import throw_history
from govrules.testing.chance import Chance, Thrown, rarely
from govrules.testing.ground import ground_of
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import rulebook_of

pytestmark = pytest.mark.skipif(
    not installed("msgspec"), reason="a log is taken apart where msgspec is there"
)

FIELDS = tuple(each.name for each in attrs.fields(Evaluation))
LOGS = 4
"""random logs under each rulebook"""


@contextmanager
def as_if_long() -> Iterator[None]:
    """Logs of any length are judged by programs, and processes start as fast as the system lets them."""
    with patch.object(batch, "MANY", 0), patch.object(apart, "SMALL", 0), patch.object(apart, "FEW", 0):
        if sys.platform != "linux":
            yield
            return
        # Libraries that other tests have loaded may have threads of their own, which do nothing here.
        with patch.object(crew, "start_method", lambda: "fork"):
            yield


def together(asked: Sequence[Asked]) -> Asked:
    """Several logs as one, in which each case keeps its events."""
    events = tuple(
        attrs.evolve(event, case=f"{number}-{event.case}")
        for number, each in enumerate(asked)
        for event in each.history.events
    )
    return attrs.evolve(asked[0], history=attrs.evolve(asked[0].history, events=events))


def of_ordinary_rules(chance: Chance) -> Iterator[Asked]:
    """Logs under rules that programs decide by themselves."""
    for _ in range(4):
        # Where records say anything, a log is judged at once.
        rulebook, near = rulebook_of(chance, records=False)
        for _ in range(LOGS):
            yield together([asked_of(chance, rulebook, near) for _ in range(8)])


def of_a_pack(chance: Chance, name: str) -> Iterator[Asked]:
    """Logs under the rules of a pack."""
    ground = ground_of(gr.load(name).or_raise())
    for _ in range(LOGS):
        each = [throw_history(chance, ground) for _ in range(8)]
        yield together([Asked(history, None, dated=not rarely(chance, 3)) for history in each])


def summary(evaluation: gr.Evaluation) -> object:
    """What can be asked without any finding being made."""
    cases = evaluation.cases
    asked = [evaluation.of_case(case) for case in (*cases[:1], *cases[-3:], "none", "~")]
    broken = [evaluation.obligation(each.obligation or "", case=each.case) for each in evaluation.violations]
    return evaluation.counts, cases, evaluation.in_state("overdue", "pending"), asked, broken


def parted(logs: Iterator[Asked], chance: Chance, path: Path, *, mingled: bool = False) -> int:
    """Hold what several processes find against what one does; how many logs were taken apart for it.

    Args:
        mingled: the events of all cases stand in no order, so that the file is read before.
    """
    found = 0
    for asked in logs:
        history, processes = asked.history, chance.number(2, 3)
        order = (lambda _: chance.number(0, 1_000)) if mingled else (lambda event: event.case)
        gr.write_events(sorted(history.events, key=order), path)
        how: dict[str, Any] = {
            "as_of": history.as_of if asked.dated else None,
            "known_at": asked.known_at,
            "records": history.records,
        }
        at_once = FIELDS if rarely(chance, 2) else ()
        one = gr.evaluate(history.rulebook, gr.read_columns(path), **how)
        with patch.object(evaluating, "evaluate", counted := Mock(wraps=gr.evaluate)):
            several = gr.evaluate_file(history.rulebook, path, processes=processes, at_once=at_once, **how)
        if rarely(chance, 3):
            # Before all else: it is not to be counted from findings that are there.
            assert summary(several) == summary(one), repr(history)
        # In any order: what is asked for first must not matter.
        names = sorted(FIELDS, key=lambda _: chance.number(0, 1_000))
        differing = [name for name in names if getattr(one, name) != getattr(several, name)]
        assert differing == [], repr(history)
        found += not counted.called
    return found


def test_several_processes_find_what_one_finds_under_ordinary_rules(tmp_path: Path) -> None:
    chance = Thrown(random.Random(8))
    with as_if_long():
        assert parted(of_ordinary_rules(chance), chance, tmp_path / "log.jsonl") > 3 * LOGS


def test_several_processes_find_what_one_finds_where_cases_are_mingled(tmp_path: Path) -> None:
    chance = Thrown(random.Random(9))
    with as_if_long():
        assert parted(of_ordinary_rules(chance), chance, tmp_path / "log.jsonl", mingled=True) > 3 * LOGS


@pytest.mark.parametrize(
    "pack", ["cn/licensing-law", "cn/petitions", "cn/open-information", "de/deemed-approval"]
)
def test_several_processes_find_what_one_finds_under_a_pack(pack: str, tmp_path: Path) -> None:
    chance = Thrown(random.Random(8))
    with as_if_long():
        assert parted(of_a_pack(chance, pack), chance, tmp_path / "log.jsonl") > LOGS // 2


def test_a_log_under_rules_across_cases_is_judged_whole(tmp_path: Path) -> None:
    chance = Thrown(random.Random(8))
    with as_if_long():
        assert parted(of_a_pack(chance, "cn/efficiency-systems"), chance, tmp_path / "log.jsonl") == 0
