"""Measuring in rounds, and saying where two that should agree do not."""

import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import attrs
from measuring import Spread

from evaluating.logs import Breach

Times: TypeAlias = dict[str, list[float]]


class Disagreement(SystemExit):
    """Two that were given the same log found different things: no time is told."""


def same(name: str, found: Sequence[Breach], expected: Sequence[Breach]) -> None:
    """Raise `Disagreement` unless the findings are equal, saying where they part."""
    if list(found) == list(expected):
        return
    too_many, missing = sorted(set(found) - set(expected)), sorted(set(expected) - set(found))
    told = [f"{name} disagrees: {len(found)} findings in place of {len(expected)}"]
    told += [f"  only {name} has {each}" for each in too_many[:5]]
    told += [f"  {name} lacks {each}" for each in missing[:5]]
    raise Disagreement("\n".join(told))


def in_turn(contestants: Mapping[str, Callable[[], object]], rounds: int) -> Times:
    """Seconds of each, run one after the other within each round; a first round is thrown away."""
    times: Times = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, run in contestants.items():
            gc.collect()
            started = time.perf_counter()
            run()
            taken = time.perf_counter() - started
            if number:
                times[name].append(taken)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times


def speed(events: int, seconds: Sequence[float]) -> str:
    """Millions of events a second, with their spread."""
    return Spread.of(events / taken / 1e6 for taken in seconds).text()


def ratio(times: Times, slow: str, fast: str) -> Spread:
    """How many times as fast `fast` is, round by round."""
    return Spread.of_ratios(times[slow], times[fast])


@attrs.frozen
class Target:
    """What was to be reached, and what was."""

    asked: str
    measured: Spread | None
    bound: float
    at_most: bool = False
    note: str = ""

    def row(self) -> tuple[str, str, str]:
        if self.measured is None:
            return self.asked, "not measured in this run", self.note
        held = self.measured.median <= self.bound if self.at_most else self.measured.median >= self.bound
        return self.asked, self.measured.text(), ("reached" if held else "not reached") + self.note


@attrs.frozen
class Section:
    """One part of the page: its block, its lines, and the targets that it decides."""

    block: str
    lines: tuple[str, ...]
    targets: tuple[Target, ...] = ()
