"""What the fuzzer found, and where it begins, tried again: no traceback, in bounded time and memory."""

import contextlib
import gc
import random
import signal
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz import yaml_lines
from tests.fuzz.target import CORPUS, FindingError, Target, promise
from tests.fuzz.targets import TARGETS

PATIENCE = 60
"""seconds for one small file: far more than any machine needs, and less than for ever"""
MOST_TIMES = 400
"""how many times its own size a file may take at its peak, beside what is taken for the smallest of files"""
AT_LEAST = 8_000_000
"""bytes that reading may take for whatever file"""
REMEMBERED = 40
"""so many examples, and what is remembered for a while is full: see `govrules.model.remembered`"""
FINDINGS = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@contextlib.contextmanager
def patience(what: str) -> Iterator[None]:
    """Ends what does not end by itself; where there are no alarms, it is left to run."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(*_: object) -> None:
        raise FindingError(f"{what}: no end after {PATIENCE} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def tried(target: Target, data: bytes, what: str) -> None:
    with patience(what):
        target.run(data)


@pytest.mark.parametrize("path", FINDINGS, ids=[f"{path.parent.name}/{path.stem}" for path in FINDINGS])
def test_what_was_found_stays_mended(path: Path) -> None:
    tried(TARGETS[path.parent.name], path.read_bytes(), path.name)


def test_every_folder_of_findings_belongs_to_a_target() -> None:
    assert FINDINGS
    assert {path.parent.name for path in FINDINGS} <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_read(name: str) -> None:
    seeds = list(TARGETS[name].seeds())
    assert len(seeds) >= 5
    # What ships is read by its own tests too; of many files every so many are enough here.
    for number in range(0, len(seeds), 1 + len(seeds) // 60):
        tried(TARGETS[name], seeds[number], f"seed {number}")


@pytest.mark.parametrize("name", [each.name for each in TARGETS.values() if each.mutation])
def test_changed_seeds_are_read(name: str) -> None:
    """A taste of what the fuzzer does, so that every run tries files that nobody wrote; the same in each."""
    target = TARGETS[name]
    assert target.mutation is not None
    seeds, chance = list(target.seeds()), random.Random(20251101)
    for _ in range(60):
        data = chance.choice(seeds)
        for _ in range(chance.randint(1, 3)):
            data = target.mutation(data, target.longest, chance.getrandbits(32))
        tried(target, data, repr(data))


@pytest.mark.parametrize("name", TARGETS)
def test_memory_is_bounded_by_what_is_read_and_does_not_grow(name: str) -> None:
    target = TARGETS[name]
    examples = [path.read_bytes() for path in FINDINGS if path.parent.name == name]
    examples += list(target.seeds())[:3]
    for data in examples:
        # What is imported is there before anything is measured.
        target.run(data)
    tracemalloc.start()
    try:
        for _ in range(max(REMEMBERED // len(examples), 2)):
            for data in examples:
                target.run(data)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
        for data in examples:
            before, _ = tracemalloc.get_traced_memory()
            tracemalloc.reset_peak()
            target.run(data)
            _, peak = tracemalloc.get_traced_memory()
            assert peak - before <= AT_LEAST + MOST_TIMES * len(data), data[:100]
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Room for the interpreter's own free lists and caches of bounded size, and for no example.
    assert after - held <= max(held // 10, 100_000)


def test_a_broken_promise_is_seen() -> None:
    broken = Target("broken", lambda data: promise(data != b"x", "not x"), lambda: [b"x"])
    with pytest.raises(FindingError, match="not x"):
        tried(broken, b"x", "x")


def test_a_mutation_keeps_to_its_length_and_to_its_number() -> None:
    text = b"a:\n  b: 1\n  c: [x, y]\nd: 2\n"
    donors = yaml_lines.Donors.of(["k:\n  b: 3\n"])
    others = [
        yaml_lines.mutated(text, seed=seed, donors=donors, words=("w",), most=30) for seed in range(100)
    ]
    again = [yaml_lines.mutated(text, seed=seed, donors=donors, words=("w",), most=30) for seed in range(100)]
    assert others == again
    assert max(len(each) for each in others) <= 30
    assert len(set(others)) > 40


def test_what_is_put_in_comes_from_the_same_place_of_another_file() -> None:
    donors = yaml_lines.Donors.of(["a:\n  b: 1\n\n  c: {d: 2}\ne: 3\n"])
    assert donors == yaml_lines.Donors(
        blocks=(("a:", "  b: 1", "", "  c: {d: 2}"), ("  b: 1", ""), ("  c: {d: 2}",), ("e: 3", "")),
        below={
            "": (("a:", "  b: 1", "", "  c: {d: 2}"), ("e: 3", "")),
            "a": (("  b: 1", ""), ("  c: {d: 2}",)),
        },
        values={"b": ("1",), "c": ("{d: 2}",), "e": ("3",)},
    )
