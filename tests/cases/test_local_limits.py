"""A place's own numbers, set beside a policy that gives none."""

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

import govrules as gr
from govrules.model.policy import Parameter, Policy
from govrules.packs import rules_root
from govrules.scenarios.run import run
from tests.cases.kept_and_broken import BROKEN, KEPT, is_kept_in_silence

EXAMPLE = Path(__file__).parents[2] / "examples" / "local-limits"
PLACES = {
    "qinghe": ("district-eight-systems", 9),
    "yunting": ("hubei-2008-36", 24),
    "chengxi": ("city-execution", 22),
    "xiangkou": ("yongzhou-2018-1", 13),
    "shiling": ("yuexi-efficiency", 16),
}


def policy(pack: str, *sources: Path) -> Policy:
    loaded = gr.load(rules_root() / "cn" / pack, *sources).or_raise()
    [found] = [each for each in loaded.policies if each.id == f"cn-{pack}"]
    return found


def open_words(pack: str) -> set[str]:
    return {name for name, each in policy(pack).parameters.items() if not each.values}


@pytest.mark.parametrize("place", PLACES)
def test_every_number_that_the_policy_leaves_open_is_set_and_cited(place: str) -> None:
    pack, how_many = PLACES[place]
    words: Mapping[str, Parameter] = policy(pack, EXAMPLE / f"{place}.yaml").parameters
    set_here = {name: words[name] for name in open_words(pack)}
    assert len(set_here) == how_many
    assert [name for name, each in set_here.items() if not each.values] == []
    assert [name for name, each in set_here.items() if not all(value.cite for value in each.values)] == []


@pytest.mark.parametrize("place", PLACES)
def test_its_scenarios_are_as_expected(place: str) -> None:
    report = run([EXAMPLE / f"{place}.scenarios.yaml"])
    assert report.diagnostics == ()
    assert {result.status for result in report.results} == {"passed"}


def test_every_clause_of_hubei_that_waited_for_a_number_is_kept_and_broken_by_that_of_the_city() -> None:
    words = open_words("hubei-2008-36")
    lines = leaning_on_parameters("hubei-2008-36")
    waiting = {clause for clause, named in lines.items() if named & words}
    assert set().union(*lines.values()) & words == words
    found = defaultdict(set)
    for result in run([EXAMPLE / "yunting.scenarios.yaml"]).results:
        assert result.check is not None
        for each in result.check.expect:
            found[each.subject.rpartition("/")[2]].add(each.word)
    silent = {each.id for each in policy("hubei-2008-36").clauses if is_kept_in_silence(each)}
    assert {each for each in waiting if not found[each] & BROKEN} == set()
    assert {each for each in waiting if not found[each] & KEPT} <= silent


def leaning_on_parameters(pack: str) -> dict[str, set[str]]:
    """Of each clause the parameters that its lines in the rule file speak of."""
    text = (rules_root() / "cn" / pack / f"{pack}.yaml").read_text(encoding="utf-8")
    pieces = re.split(r"^  (\w+):$", text[text.index("\nclauses:\n") :], flags=re.MULTILINE)
    return {
        name: set(re.findall(r"\bparams\.(\w+)", body))
        for name, body in zip(pieces[1::2], pieces[2::2], strict=True)
    }
