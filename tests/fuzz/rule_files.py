"""Rule files: `govrules.load` of a file; where it loads, a history is evaluated and explained."""

import functools
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

from govrules.engine.batch import evaluate
from govrules.explaining import explain
from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.testing.any_history import throw_history
from govrules.testing.chance import Thrown
from govrules.testing.ground import Ground
from tests.fuzz import yaml_lines
from tests.fuzz.target import LANGUAGES, Target, as_file, files, promise, text_of, told, words_in
from tests.rulefile.test_language_page import EXAMPLES, whole

# The shipped calendar takes thirty times as long to read as a rule file of a few lines.
_CALENDAR = b"""govrules: 1
calendar: cn
title: a short one
time_zone: Asia/Shanghai
weekend: [sat, sun]
first_day: 2024-01-01
last_day: 2026-12-31
announced_until: 2026-12-31
days_off:
  statutory: {2025-10-01: National Day, 2025-10-02: National Day, 2025-10-03: National Day}
make_up: {2025-09-28: for 2025-10-03, 2025-10-11: for 2025-10-02}
"""
_MOST_CLAUSES = 12


def run(data: bytes) -> None:
    path = as_file("rules/ours/policy.yaml", data)
    loaded = load(path, search=[_beside()])
    told(loaded.diagnostics)
    wrong = any(each.severity == "error" for each in loaded.diagnostics)
    promise((loaded.rulebook is None) == wrong, "a rulebook in spite of errors, or none without any")
    if loaded.rulebook is not None and len(loaded.rulebook.clauses) <= _MOST_CLAUSES:
        _used(loaded.rulebook, zlib.crc32(data))


def _used(rulebook: Rulebook, seed: int) -> None:
    """What loads can be evaluated, and what is found explained."""
    ground = Ground(rulebook)
    if not ground.words.themes:
        promise(tuple(evaluate(rulebook, [])) == (), "findings without events")
        return
    history = throw_history(Thrown(random.Random(seed)), ground, cases=1, most=4)
    found = evaluate(rulebook, history.events, as_of=history.as_of)
    for number, each in enumerate(found):
        if number == 3:
            break
        for lang in LANGUAGES:
            explain(each, evaluation=found, rulebook=rulebook, lang=lang)


@functools.cache
def _beside() -> Path:
    """What rule files name: words in the folder above; calendars and conventions in one that comes first."""
    [vocabulary] = files("rules/cn/vocabulary.yaml")
    as_file("rules/vocabulary.yaml", vocabulary)
    [days] = files("examples/permit-receipt/calendars/plain-days.yaml")
    as_file("short/calendars/plain-days.yaml", days)
    [convention] = files("examples/permit-receipt/conventions/plain-days.yaml")
    as_file("short/conventions/plain-days.yaml", convention)
    return as_file("short/calendars/cn.yaml", _CALENDAR).parents[1]


def _packs() -> Iterator[bytes]:
    for content in files("rules/cn/*/*.yaml"):
        if b"\npolicy:" in content:
            yield from one_clause_each(content)


def one_clause_each(content: bytes) -> Iterator[bytes]:
    """A policy's head with each of its clauses alone: short enough to be tried thousands of times."""
    head, mark, rest = content.decode().partition("\nclauses:\n")
    clauses: list[str] = []
    for line in rest.splitlines(keepends=True):
        if line.startswith("  ") and line[2:3] not in {" ", "#", "\n", ""}:
            clauses.append(line)
        elif clauses:
            clauses[-1] += line
    for clause in clauses:
        yield (head + mark + clause).encode()


def seeds() -> Iterator[bytes]:
    yield from files("examples/*/*-days.yaml", "examples/*/recorded-deadline.yaml")
    yield from (whole(each).encode() for each in EXAMPLES)
    yield from _packs()
    yield from files("tests/golden/rules/*.yaml")


@functools.cache
def words() -> tuple[str, ...]:
    found = words_in(files("rules/cn/*/*.yaml", "tests/golden/rules/*.yaml"))
    return (*sorted(found), *yaml_lines.STRANGE)


@functools.cache
def _donors() -> yaml_lines.Donors:
    return yaml_lines.Donors.of(text_of(each) for each in seeds())


def mutation(data: bytes, most: int, seed: int) -> bytes:
    return yaml_lines.mutated(data, seed=seed, donors=_donors(), words=words(), most=most)


TARGET = Target("rule-files", run, seeds, words, mutation, longest=8_192)
