"""Ordinary rulebooks and logs are what law 1 needs: the programs decide most of their cases themselves.

The law itself stands in `tests/laws/test_evaluation_engines.py`.
"""

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

import attrs

from govrules.engine.batch import Engine, evaluate
from govrules.engine.compile.evaluating import run_of
from govrules.formats.columnar import read_columns
from govrules.formats.read import read_events
from govrules.model.convention import Convention
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.testing.chance import Thrown
from tests.laws.engines import Looked, tried
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import ERAS, KEYS, rulebook_of

COMPILED: Engine = "compiled"
REFERENCE: Engine = "reference"
FIELDS = tuple(each.name for each in attrs.fields(Evaluation) if each.name != "provenance")


def thrown(seed: int, rulebooks: int, each: int) -> Iterator[Asked]:
    chance = Thrown(random.Random(seed))
    for _ in range(rulebooks):
        rulebook, near = rulebook_of(chance)
        for _ in range(each):
            yield asked_of(chance, rulebook, near)


def test_most_ordinary_cases_are_decided_by_the_programs() -> None:
    found = Looked()
    for asked in thrown(1, 60, 3):
        found += tried(asked, "", new=True)
    assert found.differences == ()
    assert found.tried == 180
    assert found.decided > 0.45 * found.cases
    assert found.obligations > 0.6 * found.decided


def test_ordinary_rulebooks_have_every_zone_and_key_and_several_policies() -> None:
    chance = Thrown(random.Random(1))
    made = [rulebook_of(chance)[0] for _ in range(300)]
    policies = [policy for each in made for policy in each.policies]
    assert {policy.time_zone for policy in policies} == {zone for zone, _ in ERAS}
    plain = Convention().keys()
    turned = {
        key
        for each in made
        for key, value in each.conventions["random"].keys().items()
        if value != plain[key]
    }
    assert turned == set(KEYS)
    assert {len(each.policies) for each in made} == {1, 2}
    asked = [asked_of(chance, each, ERAS[0][1]) for each in made[:100]]
    assert {each.known_at is None for each in asked} == {True, False}
    assert {each.dated for each in asked} == {True, False}


def test_a_batch_is_the_same_again() -> None:
    first = [each.history.events for each in thrown(3, 2, 5)]
    assert first == [each.history.events for each in thrown(3, 2, 5)]
    assert len(first) == 10


def test_a_log_read_into_columns_in_any_order_is_judged_as_its_events(tmp_path: Path) -> None:
    shuffle = random.Random(5)
    read = 0
    for number, asked in enumerate(thrown(5, 8, 3)):
        events = list(asked.history.events)
        shuffle.shuffle(events)
        for path, engine in (
            (_json_lines(tmp_path / f"{number}.jsonl", events), COMPILED),
            (_table(tmp_path / f"{number}.csv", events), COMPILED),
            (_json_lines(tmp_path / f"{number}.jsonl", events), REFERENCE),
        ):
            columns, rows = read_columns(path), read_events(path)
            as_of = asked.history.as_of if asked.dated else None
            rules = asked.history.rulebook
            plain = evaluate(rules, rows, as_of=as_of, known_at=asked.known_at, engine="reference")
            other = evaluate(rules, columns, as_of=as_of, known_at=asked.known_at, engine=engine)
            # What nobody used is asked for first, before everything is judged once more.
            for name in FIELDS[::-1]:
                assert getattr(other, name) == getattr(plain, name), name
            read += len(rows.events)
    assert read > 200


def _plain(event: Event) -> dict[str, object]:
    said = {"id": event.id, "unit": event.unit, "actor": event.actor}
    found: dict[str, object] = {"case": event.case, "type": event.type, "time": event.time.isoformat()}
    return found | {name: value for name, value in said.items() if value is not None}


def _json_lines(path: Path, events: list[Event]) -> str:
    lines = [json.dumps({**_plain(each), "data": dict(each.data)}) for each in events]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def _table(path: Path, events: list[Event]) -> str:
    names = sorted({name for each in events for name in each.data})
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, ["case", "type", "time", "id", "unit", "actor", *names])
        writer.writeheader()
        for each in events:
            writer.writerow({**_plain(each), **each.data})
    return str(path)


def test_a_run_counts_each_history_once() -> None:
    asked = next(thrown(7, 1, 1))
    assert tried(asked, "", new=False) == Looked(tried=1)
    run = run_of(asked.history.rulebook, asked.history.events, as_of=asked.history.as_of)
    assert run is None or len(run.columns.cases) == len(asked.history.cases)
