"""What an editor offers at a place is what its reader takes there."""

import pytest

from govrules.editing.completion import Offer, offer
from govrules.editing.schema import schema
from govrules.model.clauses import KINDS
from govrules.rulefile import duty
from govrules.rulefile.aliases import CHINESE_KEYS
from govrules.rulefile.clauses import CLAUSE_KEYS
from govrules.rulefile.structure import POLICY_KEYS
from govrules.rulefile.vocabulary import TYPES
from govrules.scenarios.reader import SCENARIO_KEYS
from govrules.scenarios.words import ATTRIBUTES, WORDS

SCHEMA = schema()
POLICY = {"govrules": 1, "policy": "p"}
SCENARIOS = {"govrules": 1, "scenarios": "p"}


def english(found: Offer) -> set[str]:
    return {CHINESE_KEYS.get(each, each) for each in found.keys}


def test_an_empty_file_is_offered_the_keys_of_a_policy() -> None:
    assert english(offer(SCHEMA, [])) >= set(POLICY_KEYS)
    assert english(offer(SCHEMA, [], {})) == set(POLICY_KEYS)


def test_a_policy_is_offered_what_it_does_not_have_yet() -> None:
    found = offer(SCHEMA, [], POLICY)
    assert set(POLICY_KEYS) - set(POLICY) <= set(found.keys)
    assert "policy" not in found.keys
    assert "条款" in found.keys
    assert "cases" not in found.keys


def test_a_scenario_file_is_offered_its_own_keys() -> None:
    assert set(offer(SCHEMA, [], SCENARIOS).keys) == {"rules", "title", "records", "cases"}
    assert set(offer(SCHEMA, ["cases", "s"], SCENARIOS).keys) == set(SCENARIO_KEYS)
    found = offer(SCHEMA, ["cases", "s", "expect", 0], SCENARIOS)
    assert set(found.keys) == {*WORDS, "case", *ATTRIBUTES}


def test_a_clause_and_its_kind_are_offered_their_keys() -> None:
    clause = offer(SCHEMA, ["clauses", "decide"], POLICY)
    assert english(clause) == set(CLAUSE_KEYS)
    assert set(KINDS) <= set(clause.keys)
    assert english(offer(SCHEMA, ["clauses", "decide", "duty"], POLICY)) >= set(duty.KEYS)
    assert english(offer(SCHEMA, ["条款", "决定", "义务", "中止", 0], {"政策": "p"})) == set(duty.PAUSE_KEYS)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (["source", "status"], ("read", "secondary", "none")),
        (["clauses", "c", "strength"], ("must", "should", "in_principle")),
        (["clauses", "c", "duty", "repeat"], ("ignore", "each", "replace")),
        (["clauses", "c", "duty", "pause", "days"], ("(]", "[)", "[]", "()")),
        (["clauses", "c", "duty", "on_lapse", "breach"], (True, False)),
        (["clauses", "c", "duty", "when", "every"], ("year", "quarter", "month", "week", "day")),
        (["clauses", "c", "quota", "part_period"], ("skip", "scale", "full")),
        (["clauses", "c", "maintenance", "throughout"], ("always", "office_hours")),
        (["clauses", "c", "accountability", "adjust"], ("exempt", "lower")),
        (["clauses", "c", "convention", "day_ends"], ()),
        (["clauses", "c", "convention", "first_day"], ("excluded", "included")),
        (["parameters", "p", "type"], TYPES),
        (["events", "e", "data", "field"], TYPES),
        (["govrules"], (1,)),
        (["title"], ()),
    ],
)
def test_a_place_with_few_words_is_offered_them(path: list[str | int], words: tuple[object, ...]) -> None:
    assert offer(SCHEMA, path, POLICY).words == words


def test_nothing_is_offered_where_nothing_may_stand() -> None:
    assert offer(SCHEMA, ["polcy", "x"], POLICY) == Offer()
