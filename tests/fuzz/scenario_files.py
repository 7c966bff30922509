"""Scenario files: the tests that analysts write."""

import functools
from collections.abc import Iterator

from govrules.scenarios.reader import read_scenarios
from tests.fuzz import yaml_lines
from tests.fuzz.target import Target, as_file, files, text_of, told, words_in

_MOST_CASES = 3


def run(data: bytes) -> None:
    found = read_scenarios(as_file("scenarios/any.scenarios.yaml", data))
    told(found.diagnostics)
    hash(found.scenarios)


def seeds() -> Iterator[bytes]:
    yield from files("tests/golden/scenarios/**/*.yaml")
    for content in files("rules/cn/*/*.scenarios.yaml"):
        head, mark, rest = content.decode().partition("\ncases:\n")
        cases: list[str] = []
        for line in rest.splitlines(keepends=True):
            if line[:2] == "  " and line[2:3] not in {" ", "#", "\n", ""}:
                cases.append(line)
            elif cases:
                cases[-1] += line
        for at in range(0, len(cases), _MOST_CASES):
            yield (head + mark + "".join(cases[at : at + _MOST_CASES])).encode()


@functools.cache
def words() -> tuple[str, ...]:
    return (*sorted(words_in(files("rules/cn/*/*.scenarios.yaml"))), *yaml_lines.STRANGE)


@functools.cache
def _donors() -> yaml_lines.Donors:
    return yaml_lines.Donors.of(text_of(each) for each in seeds())


def mutation(data: bytes, most: int, seed: int) -> bytes:
    return yaml_lines.mutated(data, seed=seed, donors=_donors(), words=words(), most=most)


TARGET = Target("scenario-files", run, seeds, words, mutation)
