"""A rule pack with the scenarios beside it: what they expect of a clause, and what they miss without it."""

from collections.abc import Iterator, Sequence
from functools import cache

import govrules as gr
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Policy, Rulebook
from govrules.packs import rules_root
from govrules.scenarios.compare import compare
from govrules.scenarios.model import Check, Expectation, Scenario, ScenarioFile
from govrules.scenarios.parameters import with_parameters
from govrules.scenarios.reader import read_scenarios
from govrules.scenarios.resolve import resolve, zone_of

DEPARTED = ("departure recorded",)
"""the basis of what was departed from with reasons, which breaks nothing"""


@cache
def rulebook(pack: str) -> Rulebook:
    """The rules of a pack, named as `cn/licensing-law`."""
    return gr.load(rules_root() / pack).or_raise()


@cache
def loaded(packs: tuple[str, ...]) -> Rulebook:
    """Packs that a scenario file asks for besides its own, as texts that meet in one history."""
    return gr.load(*packs).or_raise()


@cache
def policy(pack: str) -> Policy:
    [found] = [each for each in rulebook(pack).policies if each.id == pack.replace("/", "-")]
    return found


def checkable(pack: str) -> list[Clause]:
    return [each for each in policy(pack).clauses if each.kind != "not_checkable"]


@cache
def scenario_files(pack: str) -> tuple[ScenarioFile, ...]:
    files = sorted((rules_root() / pack).glob("*.scenarios.yaml"))
    return tuple(read_scenarios(each) for each in files)


def scenarios(pack: str) -> Sequence[Scenario]:
    return [each for file in scenario_files(pack) for each in file.scenarios]


def expectations(scenario: Scenario) -> Iterator[tuple[str, Expectation]]:
    """Each finding that a scenario expects, with the clause that it is about."""
    for check in scenario.checks:
        for each in check.expect:
            yield each.subject.rpartition("/")[2], each


def expected(scenario: Scenario, *words: str) -> set[str]:
    """The clauses of which a scenario expects one of these findings."""
    return {
        clause
        for clause, each in expectations(scenario)
        if each.word in words and dict(each.attributes).get("basis") != DEPARTED
    }


def judged(
    scenario: Scenario, rules: Rulebook, policies: Sequence[str], *, without: str | None = None
) -> Iterator[tuple[Check, Evaluation]]:
    """What each check of a scenario comes to, under the rules less one clause where one is named."""
    rules, problems = with_parameters(rules, scenario.parameters)
    resolved = resolve(scenario, rules, policies=policies)
    assert problems + resolved.diagnostics == ()
    applied = rules if without is None else rules.without(without)
    for check in resolved.checks:
        yield (
            check,
            gr.evaluate(
                applied,
                resolved.events,
                as_of=check.as_of,
                known_at=check.known_at,
                records=scenario.records,
            ),
        )


def adjusts(clause: Clause) -> bool:
    """Whether it lifts or lowers what other clauses propose: their measures alone show it."""
    return isinstance(clause.body, Accountability) and clause.body.adjust is not None


def missed(pack: str, clause: Clause) -> bool:
    """Whether a scenario that names the clause, where any can, comes out otherwise once it is gone."""
    return any(
        compare(check, found, zone=zone_of(rules))
        for file in scenario_files(pack)
        for rules in (loaded(tuple(name for name, _ in file.rules)) if file.rules else rulebook(pack),)
        for scenario in file.scenarios
        if adjusts(clause) or any(clause.id == name for name, _ in expectations(scenario))
        for check, found in judged(scenario, rules, file.policies, without=clause.full_id)
    )
