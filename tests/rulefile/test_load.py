"""Loading files, folders and packs: what belongs together, and what is told where."""

import datetime as dt
from pathlib import Path

import pytest

from govrules.diagnostics import DiagnosticsError
from govrules.model.clauses import InForce
from govrules.model.period import Period
from govrules.model.policy import Rulebook
from govrules.rulefile.load import Loaded, load, load_text

HEAD = """govrules: 1
policy: {name}
source: {{status: read}}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
"""
DECIDE = """
events:
  accepted:
  decided:
clauses:
  decide:
    duty: {when: accepted, must: decided, within: 20 working days}
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def policy(path: Path, name: str, rest: str = DECIDE) -> Path:
    return write(path, HEAD.format(name=name) + rest.lstrip("\n"))


def codes(loaded: Loaded) -> list[str]:
    return [each.code.name for each in loaded.diagnostics]


def ids(rulebook: Rulebook) -> list[str]:
    return [each.full_id for each in rulebook.clauses]


@pytest.mark.parametrize("name", ["cn/licensing-law", "cn"])
def test_a_pack_loads_by_its_name_with_its_calendar_and_convention(name: str) -> None:
    loaded = load(name)
    assert [each for each in loaded.diagnostics if each.severity == "error"] == []
    rulebook = loaded.or_raise()
    assert "cn-licensing-law" in [each.id for each in rulebook.policies]
    assert {each.calendar for each in rulebook.policies} == set(rulebook.calendars)
    assert {each.convention for each in rulebook.policies} == set(rulebook.conventions)


def test_a_folder_is_every_rule_file_below_it_and_nothing_else(tmp_path: Path) -> None:
    policy(tmp_path / "a" / "one.yaml", "one")
    policy(tmp_path / "two.yaml", "two")
    write(tmp_path / "a" / "one.scenarios.yaml", "scenarios: []")
    write(tmp_path / "log.mapping.yaml", "columns: {case: id}")
    write(tmp_path / "calendars" / "broken.yaml", "[")
    write(tmp_path / ".hidden" / "x.yaml", "[")
    write(tmp_path / "words.yaml", "govrules: 1\nvocabulary: words\nevents: [reported]\n")
    loaded = load(tmp_path)
    assert loaded.diagnostics == ()
    assert ids(loaded.or_raise()) == ["one/decide", "two/decide"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = policy(tmp_path / "one.yaml", "one")
    assert ids(load(path, tmp_path, str(path)).or_raise()) == ["one/decide"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing.yaml", ["file-missing"]),
        ("cn/licensing-lew", ["unknown-pack"]),
        ("../../no/such", ["unsafe-pack-name"]),
        ("", ["unsafe-pack-name"]),
    ],
)
def test_what_is_not_there_is_told(name: str, expected: list[str]) -> None:
    loaded = load(name)
    assert (loaded.rulebook, codes(loaded)) == (None, expected)


def test_a_folder_without_rules_is_no_empty_rulebook(tmp_path: Path) -> None:
    assert (load(tmp_path).rulebook, codes(load(tmp_path))) == (None, ["no-rules"])
    write(tmp_path / "log.mapping.yaml", "columns: {case: id}")
    assert (load(tmp_path).rulebook, codes(load(tmp_path))) == (None, ["no-rules"])


def test_or_raise_raises_every_diagnostic() -> None:
    with pytest.raises(DiagnosticsError) as caught:
        load("missing.yaml", "cn/licensing-lew").or_raise()
    assert [each.code.name for each in caught.value.diagnostics] == ["unknown-pack", "file-missing"]


def test_errors_of_several_files_are_told_together(tmp_path: Path) -> None:
    policy(tmp_path / "a.yaml", "a", DECIDE.replace("when: accepted", "when: acepted"))
    policy(tmp_path / "b.yaml", "b", DECIDE.replace("20 working days", "soon"))
    write(tmp_path / "c.yaml", "policy: [")
    loaded = load(tmp_path)
    assert codes(loaded) == ["unknown-event", "period-without-number", "not-closed"]


# -- includes ---------------------------------------------------------------------------------------------


def test_an_include_brings_the_shared_words(tmp_path: Path) -> None:
    write(
        tmp_path / "cn" / "words.yaml",
        "govrules: 1\nvocabulary: words\nevents:\n  accepted: {names: [SL]}\n  decided:\n"
        "case: {joint: {type: bool, default: false}}\n",
    )
    clauses = DECIDE.partition("clauses:")[2].replace("must:", "if: not case.joint, must:")
    path = policy(tmp_path / "cn" / "one" / "one.yaml", "one", "include: [../words.yaml]\nclauses:" + clauses)
    # By its own path, by that of its folder, and with all others of a jurisdiction.
    for given in (path, path.parent, path.parent.parent, tmp_path):
        (found,) = load(given).or_raise().policies
        assert (list(found.events), found.events["accepted"].names, list(found.case)) == (
            ["accepted", "decided"],
            ("SL",),
            ["joint"],
        )


def test_words_that_an_include_may_declare_are_not_missed_while_it_cannot_be_read(tmp_path: Path) -> None:
    clauses = """
  q:
    responsible: item.unit
    duty: {when: from_the_words, must: decided, within: params.of_the_words}
  a:
    accountability: {on: {violation: none_such}, answerable: {head: '"甲"'}, propose: of_the_ladder}
"""
    rest = "include: [words.yaml]\nevents: {own: {}}\nclauses:" + clauses
    path = policy(tmp_path / "one.yaml", "one", rest)
    assert codes(load(path)) == ["include-refused", "unknown-clause"]
    # A vocabulary with a mistake in it may have declared them as well.
    write(tmp_path / "words.yaml", "govrules: 1\nvocabulary: words\nevents:\n  from_the_words: {titel: x}\n")
    assert sorted(codes(load(path))) == ["unknown-clause", "unknown-key"]
    write(tmp_path / "words.yaml", "govrules: 1\nvocabulary: words\nevents:\n  from_the_words: {title: x}\n")
    assert sorted(set(codes(load(path)))) == [
        "unknown-clause",
        "unknown-event",
        "unknown-measure",
        "unknown-parameter",
        "unknown-word",
    ]


def test_nothing_beyond_the_folder_of_rules_is_included(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret.yaml", "govrules: 1\nvocabulary: x\nevents: [accepted]\n")
    root = tmp_path / "rules"
    (root / "calendars").mkdir(parents=True)
    (root / "cn").mkdir()
    (root / "cn" / "link.yaml").symlink_to(secret)
    for written in ("../../secret.yaml", str(secret), "link.yaml"):
        path = policy(root / "cn" / "one.yaml", "one", f"include: [{written}]\n{DECIDE}")
        assert codes(load(path)) == ["include-refused"]


# -- versions and layers ----------------------------------------------------------------------------------


def test_versions_of_a_clause_become_clauses_of_one_id() -> None:
    text = HEAD.format(name="one") + (
        "events: [accepted, decided]\n"
        "clauses:\n"
        "  decide:\n"
        "    cite: article 1\n"
        "    versions:\n"
        "    - {from: 2010-01-01}\n"
        "    - {from: 2015-01-01, until: 2020-01-01, cite: article 2, duty: {within: 15 working days}}\n"
        "    duty: {when: accepted, must: decided, within: 20 working days}\n"
    )
    rulebook = load_text(text).or_raise()
    found = [
        (each.id, each.in_force, each.cite, each.body.within[0].limit)  # type: ignore[union-attr]
        for each in rulebook.versions("one/decide")
    ]
    first, second, third = dt.date(2010, 1, 1), dt.date(2015, 1, 1), dt.date(2020, 1, 1)
    assert found == [
        ("decide", InForce(first, second), "article 1", Period.parse("20 working days")),
        ("decide", InForce(second, third), "article 2", Period.parse("15 working days")),
    ]


def test_two_files_of_one_policy_are_versions_where_their_days_differ(tmp_path: Path) -> None:
    policy(tmp_path / "old.yaml", "one", "in_force: {from: 2000-01-01, until: 2010-01-01}\n" + DECIDE)
    policy(tmp_path / "new.yaml", "one", "in_force: {from: 2010-01-01}\n" + DECIDE)
    rulebook = load(tmp_path).or_raise()
    assert [each.in_force.start for each in rulebook.policies] == [dt.date(2000, 1, 1), dt.date(2010, 1, 1)]
    policy(tmp_path / "new.yaml", "one", "in_force: {from: 2009-12-31}\n" + DECIDE)
    assert codes(load(tmp_path)) == ["versions-overlap"]
    policy(tmp_path / "new.yaml", "one", "in_force: {from: 2010-01-02}\n" + DECIDE)
    assert codes(load(tmp_path)) == ["versions-gap"]


def test_a_local_file_sets_a_parameter_and_displaces_a_clause(tmp_path: Path) -> None:
    national = policy(
        tmp_path / "national.yaml",
        "national",
        "parameters:\n  lead: {type: period, values: {2004-07-01: 1 working day}}\n"
        + DECIDE.replace("days}", "days, warn: params.lead left}"),
    )
    local = policy(
        tmp_path / "local.yaml",
        "local",
        "sets:\n  national/params.lead:\n"
        '  - {from: 2009-01-01, for: unit.city == "宜昌", value: 2 working days, cite: 宜府发〔2009〕1号}\n'
        + DECIDE.replace("  decide:\n", "  decide_faster:\n    displaces: national/decide\n"),
    )
    rulebook = load(national, local).or_raise()
    values = rulebook.policies[1].parameters["lead"].values
    assert [(each.start, str(each.value), str(each.for_ or ""), each.cite) for each in values] == [
        (dt.date(2004, 7, 1), "1 working day", "", None),
        (dt.date(2009, 1, 1), "2 working days", 'unit.city == "宜昌"', "宜府发〔2009〕1号"),
    ]
    assert rulebook.policies[0].clauses[0].displaces == ("national/decide",)
    assert codes(load(local)) == ["policy-not-loaded", "policy-not-loaded"]


# -- what a result is made from -----------------------------------------------------------------------------


def test_the_hash_is_of_content_alone(tmp_path: Path) -> None:
    first = load(policy(tmp_path / "a.yaml", "one")).or_raise()
    text = HEAD.format(name="one") + DECIDE.lstrip("\n")
    moved = tmp_path / "elsewhere" / "b.yaml"
    moved.parent.mkdir()
    moved.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(moved).or_raise().sha256 == first.sha256
    changed = policy(tmp_path / "a.yaml", "one", DECIDE.replace("20", "15"))
    assert load(changed).or_raise().sha256 != first.sha256
    assert load(changed).or_raise().sha256 == load(changed).or_raise().sha256


def test_what_others_set_is_part_of_the_hash(tmp_path: Path) -> None:
    national = policy(
        tmp_path / "national.yaml",
        "national",
        "parameters:\n  lead: {type: period, values: {}}\n" + DECIDE,
    )
    local = policy(
        tmp_path / "local.yaml", "local", "sets: {national/params.lead: {2009-01-01: 2 days}}\n" + DECIDE
    )
    alone, both = load(national).or_raise(), load(national, local).or_raise()
    hashes = {each.id: each.sha256 for each in both.policies}
    assert alone.policies[0].sha256 != hashes["national"]


def test_a_calendar_beside_the_rules_stands_before_the_packs(tmp_path: Path) -> None:
    write(
        tmp_path / "calendars" / "cn.yaml",
        "govrules: 1\ncalendar: cn\nfirst_day: 2025-01-01\nlast_day: 2025-12-31\n",
    )
    path = policy(tmp_path / "cn" / "one" / "one.yaml", "one")
    assert load(path).or_raise().calendars["cn"].last_day == dt.date(2025, 12, 31)
    elsewhere = policy(tmp_path.parent / f"{tmp_path.name}-other" / "one.yaml", "one")
    assert load(elsewhere).or_raise().calendars["cn"].last_day != dt.date(2025, 12, 31)
    assert load(elsewhere, search=[tmp_path]).or_raise().calendars["cn"].last_day == dt.date(2025, 12, 31)
