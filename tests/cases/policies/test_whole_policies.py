"""Policies that are captured whole: every clause of the analysis has its rule, and every rule its scenarios.

`PACK.clauses.csv` holds what a reading of the text by itself found for each clause: its type, strength,
limit and responsible party. `PACK.departures.csv` says where the rules differ from it, and why.
"""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

from govrules.analysis.source_text import missing_quotes, passages, read_context
from govrules.model.clauses import Clause
from govrules.model.policy import Policy
from govrules.packs import rules_root
from govrules.scenarios.coverage import is_never_late
from govrules.scenarios.model import Scenario
from tests.cases import tried
from tests.cases.kept_and_broken import is_kept_in_silence
from tests.cases.tried import adjusts, expected

HERE = Path(__file__).parent
WHOLE = sorted(each.name.removesuffix(".clauses.csv") for each in HERE.glob("*.clauses.csv"))

# What a type of the analysis may be in the rule language.
KINDS = {
    "quota": {"quota"},
    "prohibition": {"prohibition"},
    "procedure": {"requirement", "duty"},
    "deadline": {"duty"},
    "recurrence": {"quota", "maintenance", "duty"},
    "sanction": {"accountability"},
    "consequence": {"accountability", "requirement", "duty"},
    "routing": {"requirement", "duty"},
}

whole = pytest.mark.parametrize("pack", WHOLE)


@cache
def table(pack: str, name: str) -> tuple[dict[str, str], ...]:
    with (HERE / f"{pack}.{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def rows(pack: str) -> dict[str, dict[str, str]]:
    return {each["id"]: each for each in table(pack, "clauses")}


def departures(pack: str, what: str) -> set[str]:
    return {each["id"] for each in table(pack, "departures") if each["what"] == what and each["why"].strip()}


def folder(pack: str) -> Path:
    return rules_root() / "cn" / pack


def policy(pack: str) -> Policy:
    return tried.policy(f"cn/{pack}")


def scenarios(pack: str) -> Sequence[Scenario]:
    return tried.scenarios(f"cn/{pack}")


def checkable(pack: str) -> list[Clause]:
    return tried.checkable(f"cn/{pack}")


def broken(scenario: Scenario) -> set[str]:
    """The clauses that a scenario finds broken or answered for; what has no limit stays open."""
    open_ended = {each.id for pack in WHOLE for each in checkable(pack) if is_never_late(each)}
    words = ("violation", "shortfall", "violated", "attribution", "measure")
    return expected(scenario, *words) | expected(scenario, "pending") & open_ended


@whole
def test_every_clause_of_the_analysis_has_a_rule_and_every_rule_its_row(pack: str) -> None:
    traced = {each for clause in policy(pack).clauses for each in clause.traces}
    assert traced == set(rows(pack))
    assert [each.id for each in policy(pack).clauses if not each.traces] == []


@whole
def test_every_quote_stands_in_the_text(pack: str) -> None:
    text = (folder(pack) / f"{pack}.txt").read_text(encoding="utf-8")
    assert [each.id for each in policy(pack).clauses if not each.quote] == []
    assert missing_quotes(text, [each.quote or "" for each in policy(pack).clauses]) == ()


@whole
def test_every_sentence_of_the_text_is_captured_or_left_out_for_a_reason(pack: str) -> None:
    text = (folder(pack) / f"{pack}.txt").read_text(encoding="utf-8")
    context = read_context(folder(pack) / f"{pack}.context.csv")
    assert missing_quotes(text, [each.quote for each in context]) == ()
    found = passages(text, policy(pack).clauses, context)
    assert [each.text for each in found if not each.is_accounted_for] == []


@whole
def test_kind_and_checkability_agree_with_the_analysis_or_the_departure_is_listed(pack: str) -> None:
    kinds: dict[str, set[str]] = {}
    for clause in policy(pack).clauses:
        for each in clause.traces:
            kinds.setdefault(each, set()).add(clause.kind)
    differing = {
        name
        for name, row in rows(pack).items()
        if not kinds[name] & ({"not_checkable"} if row["checkable"] == "no" else KINDS[row["type"]])
    }
    assert differing == departures(pack, "kind")


@whole
def test_should_stands_where_the_text_does_not_bind(pack: str) -> None:
    lax = {"should", "aspirational"}
    strengths: dict[str, set[str]] = {}
    for clause in checkable(pack):
        for each in clause.traces:
            strengths.setdefault(each, set()).add(clause.strength)
    differing = {
        name
        for name, found in strengths.items()
        if (rows(pack)[name]["strength"] in lax) != ("should" in found)
    }
    assert differing == departures(pack, "strength")


@whole
def test_every_clause_has_title_citation_gloss_and_whoever_answers(pack: str) -> None:
    incomplete = [
        each.id
        for each in policy(pack).clauses
        if not (each.cite and each.gloss and each.gloss.en and each.title.zh and each.title.en)
    ]
    assert incomplete == []
    nobody = [
        each.id for each in checkable(pack) if each.responsible is None and each.kind != "accountability"
    ]
    assert nobody == []


@whole
def test_every_checkable_clause_has_a_history_that_keeps_it_and_one_that_breaks_it(pack: str) -> None:
    every = scenarios(pack)
    kept = set().union(
        *(expected(each, "met", "ended", "lapsed", "lapse", "pending") - broken(each) for each in every)
    )
    broke = set().union(*(broken(each) | expected(each, "lapse") for each in every))
    assert [each.id for each in checkable(pack) if not is_kept_in_silence(each) and each.id not in kept] == []
    assert [each.id for each in checkable(pack) if each.id not in broke and not adjusts(each)] == []


@whole
def test_every_unset_number_is_unknown_in_some_scenario(pack: str) -> None:
    unset = {name for name, each in policy(pack).parameters.items() if not each.values}
    unknown = set().union(*(expected(each, "unknown") for each in scenarios(pack)))
    leaning = {
        each.id: {name for name in unset if f"params.{name}" in _written(each)} for each in checkable(pack)
    }
    assert [name for name, numbers in leaning.items() if numbers and name not in unknown] == []
    set_somewhere = {each.name for scenario in scenarios(pack) for each in scenario.parameters}
    assert sorted(unset - set_somewhere) == []


def _written(clause: Clause) -> str:
    """The lines of a clause in its rule file."""
    assert clause.span is not None
    lines = Path(clause.span.file).read_text(encoding="utf-8").splitlines()
    first = clause.span.line
    rest = [
        number
        for number, line in enumerate(lines[first:], start=first)
        if line.startswith("  ")
        and not line.startswith("   ")
        and line.strip()
        and not line.strip().startswith("#")
    ]
    return "\n".join(lines[first - 1 : rest[0] if rest else len(lines)])


@whole
def test_without_any_one_clause_some_scenario_fails(pack: str) -> None:
    survivors = [each.id for each in checkable(pack) if not tried.missed(f"cn/{pack}", each)]
    assert survivors == []


@whole
def test_every_binding_clause_is_broken_by_one_edit_of_a_history_that_keeps_it(pack: str) -> None:
    edited = _edits(pack)
    by_id = {each.id: each for each in scenarios(pack)}
    alone = {
        clause.id
        for clause in checkable(pack)
        for name, base in edited
        if broken(by_id[name]) - _led_by(pack, clause) == {clause.id} and clause.id not in broken(by_id[base])
    }
    binding = {each.id for each in checkable(pack) if each.strength != "should"}
    assert sorted(binding - alone - departures(pack, "one edit")) == []


def _led_by(pack: str, clause: Clause) -> set[str]:
    """What is broken with it: who answers for it, and of an answer what it is given for."""
    every = {each.id for each in checkable(pack) if each.kind == "accountability"}
    if clause.kind == "accountability":
        return {each.id for each in checkable(pack)} - {clause.id}
    return every


def _edits(pack: str) -> list[tuple[str, str]]:
    """Scenarios that differ from another by one event put in, taken out, or put in another's place."""
    found = []
    for file in sorted(folder(pack).glob("*.scenarios.yaml")):
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))["cases"]
        for name, each in cases.items():
            added, left_out = each.get("add") or (), each.get("without") or ()
            left_out = [left_out] if isinstance(left_out, str) else left_out
            if "base" in each and len(added) <= 1 and len(left_out) <= 1 and (added or left_out):
                # The edit taken back leads from the one to the other as well.
                found += [(name, each["base"]), (each["base"], name)]
    return found
