"""A district's own numbers, set beside a policy that gives none."""

from collections.abc import Mapping
from pathlib import Path

import govrules as gr
from govrules.model.policy import Parameter
from govrules.packs import rules_root
from govrules.scenarios.run import run

EXAMPLE = Path(__file__).parents[2] / "examples" / "local-limits"


def parameters(*sources: Path) -> Mapping[str, Parameter]:
    loaded = gr.load(*sources).or_raise()
    [policy] = [each for each in loaded.policies if each.id == "cn-district-eight-systems"]
    return policy.parameters


def test_every_number_that_the_policy_leaves_open_is_set_and_cited() -> None:
    policy = rules_root() / "cn" / "district-eight-systems"
    open_words = {name for name, each in parameters(policy).items() if not each.values}
    set_here = {
        name: each for name, each in parameters(policy, EXAMPLE / "qinghe.yaml").items() if name in open_words
    }
    assert len(open_words) == 9
    assert [name for name, each in set_here.items() if not each.values] == []
    assert [name for name, each in set_here.items() if not all(value.cite for value in each.values)] == []


def test_its_scenarios_are_as_expected() -> None:
    report = run([EXAMPLE])
    assert report.diagnostics == ()
    assert {result.status for result in report.results} == {"passed"}
