"""Packs of small texts, a policy each: held against the extract, and against the histories beside them."""

import re
from functools import cache
from pathlib import Path

import pytest

import govrules as gr
from govrules.model.clauses import Clause, Duty
from govrules.model.limits import NoLimit
from govrules.model.policy import Policy, Rulebook
from govrules.packs import rules_root
from govrules.scenarios.compare import compare
from govrules.scenarios.coverage import is_never_late
from govrules.scenarios.model import Scenario, ScenarioFile
from govrules.scenarios.resolve import zone_of
from govrules.scenarios.run import run
from tests.cases import tried
from tests.cases.kept_and_broken import BROKEN, KEPT, is_kept_in_silence

TEXTS = Path(__file__).parents[2].parent / "shared"

# A pack, its page, and the sections of the extract that was read for it.
PACKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "cn/efficiency-systems": ("efficiency-systems", ("## 2. ", "### 2.1 ", "### 2.2 ")),
    "cn/deputies-proposals": ("deputies-proposals", ("### 1.6 ",)),
    "cn/deemed-outcomes": ("deemed-outcomes", ("### 1.7 ",)),
    "cn/excluded-time": ("excluded-time", ("### 1.8 ",)),
    "ph/deemed-approval": ("ph-deemed-approval", ("## 3. ",)),
    "de/deemed-approval": ("de-deemed-approval", ("## 3. ",)),
    "nl/deemed-approval": ("nl-deemed-approval", ("## 3. ",)),
    "fr/deemed-approval": ("fr-deemed-approval", ("## 3. ",)),
    "es/deemed-approval": ("es-deemed-approval", ("## 3. ",)),
    "it/deemed-approval": ("it-deemed-approval", ("## 3. ",)),
}
POLICIES = [(pack, policy) for pack in PACKS for policy in tried.rulebook(pack).policies]

with_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the source texts are not at {TEXTS}")
every_pack = pytest.mark.parametrize("pack", PACKS)
each_policy = pytest.mark.parametrize(
    "policy", [each for _, each in POLICIES], ids=[each.id for _, each in POLICIES]
)
every_policy = pytest.mark.parametrize(("pack", "policy"), POLICIES, ids=[each.id for _, each in POLICIES])


def quoted(pack: str) -> list[str]:
    """What stands verbatim in the extract, between corner brackets."""
    lines = (TEXTS / "law" / "statutes.md").read_text(encoding="utf-8").splitlines()
    found: list[str] = []
    for section in PACKS[pack][1]:
        [first] = [number for number, line in enumerate(lines) if line.startswith(section)]
        rest = (number for number, line in enumerate(lines) if number > first and line.startswith("#"))
        found += re.findall("「(.*?)」", "\n".join(lines[first : next(rest, len(lines))]))
    return found


def files_of(pack: str, policy: Policy) -> list[ScenarioFile]:
    return [each for each in tried.scenario_files(pack) if each.policies == (policy.id,)]


def scenarios_of(pack: str, policy: Policy) -> list[Scenario]:
    return [each for file in files_of(pack, policy) for each in file.scenarios]


@cache
def alone(pack: str, policy: str) -> Rulebook:
    """The rules of one policy without its neighbours, which would judge its histories as well."""
    [found] = [each for each in tried.rulebook(pack).policies if each.id == policy]
    span = found.clauses[0].span
    assert span is not None
    return gr.load(span.file).or_raise()


def checkable(policy: Policy) -> list[Clause]:
    return [each for each in policy.clauses if each.kind != "not_checkable"]


@every_pack
def test_a_pack_loads_without_a_remark_and_every_scenario_is_as_expected(pack: str) -> None:
    folder = rules_root() / pack
    assert gr.load(folder).diagnostics == ()
    report = run([folder])
    assert report.results
    assert report.diagnostics == ()
    assert [result.id for result in report.results if result.status != "passed"] == []


@with_texts
@every_pack
def test_every_quote_stands_verbatim_in_the_extract_that_was_read(pack: str) -> None:
    pieces = [
        (each.full_id, piece)
        for each in tried.rulebook(pack).clauses
        if each.quote
        for piece in each.quote.split("…")
    ]
    read = quoted(pack)
    assert pieces
    assert [name for name, piece in pieces if not any(piece in each for each in read)] == []


@each_policy
def test_a_clause_without_a_quote_says_that_a_short_wording_was_read(policy: Policy) -> None:
    unquoted = [each for each in policy.clauses if not each.quote]
    assert [each.id for each in unquoted if "short wording" not in _gloss(each)] == []


@each_policy
def test_every_clause_has_title_citation_gloss_and_is_reviewed_by_nobody_yet(policy: Policy) -> None:
    incomplete = [
        each.id
        for each in policy.clauses
        if not (each.cite and _gloss(each) and each.title.zh and each.title.en)
    ]
    assert incomplete == []
    assert policy.source.status in {"read", "secondary"}
    assert policy.source.address
    assert policy.reviewed.by is None


@every_policy
def test_every_clause_has_a_history_that_keeps_it_and_one_that_breaks_it(pack: str, policy: Policy) -> None:
    kept: set[str] = set()
    broken: set[str] = set()
    for scenario in scenarios_of(pack, policy):
        kept |= tried.expected(scenario, *KEPT)
        broken |= tried.expected(scenario, *BROKEN)
    clauses = checkable(policy)
    assert [each.id for each in clauses if each.id not in kept and not is_kept_in_silence(each)] == []
    assert [each.id for each in clauses if each.id not in broken and not is_never_late(each)] == []


@every_policy
def test_every_silence_has_a_history_that_shows_its_outcome(pack: str, policy: Policy) -> None:
    shown = {
        (clause, dict(each.attributes).get("deemed"))
        for scenario in scenarios_of(pack, policy)
        for clause, each in tried.expectations(scenario)
        if each.word == "lapse"
    }
    lapsing = {
        (each.id, rule.deem)
        for each in checkable(policy)
        if isinstance(each.body, Duty)
        for rule in each.body.on_lapse
    }
    # Where nothing is deemed there is nothing to name.
    assert {each for each in lapsing - shown if each[1] is not None} == set()


@every_policy
def test_every_limit_has_a_history_on_its_last_day_and_one_a_day_late(pack: str, policy: Policy) -> None:
    limited = {each.id for each in checkable(policy) if _has_a_limit(each)}
    last_day: set[str] = set()
    late: set[str] = set()
    rules = alone(pack, policy.id)
    for scenario in scenarios_of(pack, policy):
        for _, result in tried.judged(scenario, rules, (policy.id,)):
            last_day |= {
                each.clause
                for each in result.obligations
                if each.state == "met" and each.fulfilled and each.fulfilled.at.date == each.due
            }
            late |= {
                each.clause
                for each in (*result.violations, *result.shortfalls)
                if each.late_by_working_days == 1 or each.late_by_days == 1
            }
            late |= {each.clause for each in result.lapses if not each.breach}
    assert sorted(limited - last_day) == []
    assert sorted(limited - late) == []


@every_policy
def test_without_any_one_clause_some_scenario_fails(pack: str, policy: Policy) -> None:
    assert [each.id for each in checkable(policy) if not _missed(pack, policy, each)] == []


@every_pack
def test_the_pack_has_a_page_that_says_what_it_leaves_open_and_who_reviewed_it(pack: str) -> None:
    name = PACKS[pack][0]
    page = (rules_root().parent / "docs" / "policies" / f"{name}.md").read_text(encoding="utf-8")
    assert f"{{policy-clauses}} {pack}" in page
    # A page of one policy has the facts of its file, and with them who reviewed it.
    assert "尚无人审核" in page or f"{{policy-facts}} {pack}" in page
    assert "Left open" in page


def _gloss(clause: Clause) -> str:
    return (clause.gloss.en if clause.gloss else None) or ""


def _has_a_limit(clause: Clause) -> bool:
    body = clause.body
    return isinstance(body, Duty) and any(not isinstance(each.limit, NoLimit) for each in body.within)


def _missed(pack: str, policy: Policy, clause: Clause) -> bool:
    """Whether a scenario that names the clause comes out otherwise once the clause is gone."""
    rules = alone(pack, policy.id)
    return any(
        compare(check, found, zone=zone_of(rules))
        for scenario in scenarios_of(pack, policy)
        if any(clause.id == name for name, _ in tried.expectations(scenario))
        for check, found in tried.judged(scenario, rules, (policy.id,), without=clause.full_id)
    )
