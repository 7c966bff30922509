"""Packs of laws of which an extract was read: held against it, and against the histories beside them."""

import re
from pathlib import Path

import pytest

from govrules.model.clauses import Clause, Duty
from govrules.model.limits import NoLimit
from govrules.packs import rules_root
from govrules.scenarios.coverage import is_never_late
from tests.cases import tried
from tests.cases.kept_and_broken import BROKEN, KEPT, is_kept_in_silence

TEXTS = Path(__file__).parents[2].parent / "shared"

# A pack, and the sections of the extract that was read for it.
LAWS: dict[str, tuple[str, ...]] = {
    "cn/open-information": ("### 1.3 ",),
    "cn/petitions": ("### 1.4 ",),
    "cn/administrative-review": ("### 1.5 ", "### 1.2 "),
}

with_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason=f"the source texts are not at {TEXTS}")
every_law = pytest.mark.parametrize("pack", LAWS)


def quoted(pack: str) -> list[str]:
    """What stands verbatim in the extract, between corner brackets."""
    lines = (TEXTS / "law" / "statutes.md").read_text(encoding="utf-8").splitlines()
    found: list[str] = []
    for section in LAWS[pack]:
        [first] = [number for number, line in enumerate(lines) if line.startswith(section)]
        rest = (number for number, line in enumerate(lines) if number > first and line.startswith("#"))
        read = lines[first : next(rest, len(lines))]
        found += re.findall("「(.*?)」", "\n".join(read))
    return found


@with_texts
@every_law
def test_every_quote_stands_verbatim_in_the_extract_that_was_read(pack: str) -> None:
    pieces = [
        (each.id, piece)
        for each in tried.policy(pack).clauses
        if each.quote
        for piece in each.quote.split("…")
    ]
    read = quoted(pack)
    assert pieces
    assert [name for name, piece in pieces if not any(piece in each for each in read)] == []


@every_law
def test_a_clause_without_a_quote_says_what_it_rests_on(pack: str) -> None:
    unquoted = [each for each in tried.policy(pack).clauses if not each.quote]
    silent = [
        each.id
        for each in unquoted
        if each.gloss is None or not re.search("short wording|unsourced", each.gloss.en or "")
    ]
    assert silent == []


@every_law
def test_every_clause_has_title_citation_gloss_and_is_reviewed_by_nobody_yet(pack: str) -> None:
    law = tried.policy(pack)
    incomplete = [
        each.id
        for each in law.clauses
        if not (each.cite and each.gloss and each.gloss.en and each.title.zh and each.title.en)
    ]
    assert incomplete == []
    assert law.source.status in {"read", "secondary"}
    assert law.source.address
    assert law.reviewed.by is None


@every_law
def test_every_clause_has_a_history_that_keeps_it_and_one_that_breaks_it(pack: str) -> None:
    kept: set[str] = set()
    broken: set[str] = set()
    for scenario in tried.scenarios(pack):
        kept |= tried.expected(scenario, *KEPT)
        broken |= tried.expected(scenario, *BROKEN)
    clauses = tried.checkable(pack)
    assert [each.id for each in clauses if each.id not in kept and not is_kept_in_silence(each)] == []
    assert [each.id for each in clauses if each.id not in broken and not is_never_late(each)] == []


@every_law
def test_every_silence_has_a_history_that_shows_its_outcome(pack: str) -> None:
    shown = {
        (clause, dict(each.attributes).get("deemed"))
        for scenario in tried.scenarios(pack)
        for clause, each in tried.expectations(scenario)
        if each.word == "lapse"
    }
    lapsing = {
        (each.id, rule.deem)
        for each in tried.checkable(pack)
        if isinstance(each.body, Duty)
        for rule in each.body.on_lapse
    }
    assert lapsing - {(clause, deemed) for clause, deemed in shown if deemed is None} - shown == set()


@every_law
def test_every_limit_has_a_history_on_its_last_day_and_one_a_day_late(pack: str) -> None:
    limited = {each.id for each in tried.checkable(pack) if _has_a_limit(each)}
    last_day: set[str] = set()
    late: set[str] = set()
    rules = tried.rulebook(pack)
    for file in tried.scenario_files(pack):
        for scenario in file.scenarios:
            for _, result in tried.judged(scenario, rules, file.policies):
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


def _has_a_limit(clause: Clause) -> bool:
    body = clause.body
    return isinstance(body, Duty) and any(not isinstance(each.limit, NoLimit) for each in body.within)


@every_law
def test_without_any_one_clause_some_scenario_fails(pack: str) -> None:
    survivors = [each.id for each in tried.checkable(pack) if not tried.missed(pack, each)]
    assert survivors == []


@every_law
def test_the_pack_has_a_page_that_says_what_it_leaves_open_and_who_reviewed_it(pack: str) -> None:
    name = pack.rpartition("/")[2]
    page = (rules_root().parent / "docs" / "policies" / f"{name}.md").read_text(encoding="utf-8")
    assert f"{{policy-clauses}} {pack}" in page
    assert [words for words in ("审核", "未载", "reviewed", "leaves open") if words not in page] == []
