"""`govrules compare`: the same events under two sets of rules."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

RULES = """\
govrules: 1
policy: replies
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {received: {}, replied: {}, filed: {}}
clauses:
  reply:
    title: {en: Reply, zh: 答复}
    cite: section 3
    duty: {when: received, must: replied, within: 10 working days}
  file: {cite: section 4, title: {en: File}, duty: {when: replied, must: filed, within: 5 working days}}
"""
LOG = """\
{"case": "c1", "type": "received", "time": "2026-03-02"}
{"case": "c1", "type": "replied", "time": "2026-03-13"}
{"case": "c2", "type": "received", "time": "2026-03-02"}
{"case": "c2", "type": "replied", "time": "2026-03-04"}
{"case": "c3", "type": "received", "time": "2026-03-02"}
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "old.yaml").write_text(RULES, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(RULES.replace("10 working", "8 working"), encoding="utf-8")
    without = "".join(each for each in RULES.splitlines(keepends=True) if "section 4" not in each)
    (tmp_path / "less.yaml").write_text(without, encoding="utf-8")
    (tmp_path / "log.jsonl").write_text(LOG, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_differs_is_counted_and_shown(govrules: Run, lang: str) -> None:
    ran = govrules(
        "compare", "old.yaml", "new.yaml", "--events", "log.jsonl", "--as-of", "2026-03-20", "--lang", lang
    )
    assert (ran.code, ran.err) == (1, "")
    assert_golden(f"compare.{lang}.txt", ran.out)


def test_programs_get_all_of_it(govrules: Run) -> None:
    ran = govrules("compare", "old.yaml", "new.yaml", "--events", "log.jsonl", "--format", "json")
    whole = json.loads(ran.out)
    assert whole["obligations"] == {"old": 5, "new": 5}
    assert whole["groups"] == [
        {"what": "Reply", "state": None, "count": 1},
        {"what": "Reply", "state": ["met", "met_late"], "count": 1},
        {"what": "Reply", "state": ["pending", "overdue"], "count": 1},
    ]
    assert whole["moved"][0] == {
        "case": "c1",
        "what": "Reply",
        "old": "2026-03-16",
        "new": "2026-03-12",
        "state": ["met", "met_late"],
    }


def test_what_is_gone_differs(govrules: Run) -> None:
    ran = govrules("compare", "old.yaml", "less.yaml", "--events", "log.jsonl", "--format", "json")
    whole = json.loads(ran.out)
    assert [(each["case"], each["what"], each["new"]) for each in whole["moved"]] == [
        ("c1", "File", None),
        ("c2", "File", None),
    ]
    assert [each["state"] for each in whole["moved"]] == [["pending", ""], ["overdue", ""]]


def test_the_same_rules_differ_in_nothing(govrules: Run) -> None:
    ran = govrules("compare", "old.yaml", "old.yaml", "--events", "log.jsonl")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "None of them differs.")


def test_only_the_first_are_shown_unless_all_are_wanted(govrules: Run) -> None:
    lines = [
        f'{{"case": "d{number:02}", "type": "received", "time": "2026-03-02"}}\n' for number in range(30)
    ]
    Path("log.jsonl").write_text("".join(lines), encoding="utf-8")
    words = ("compare", "old.yaml", "new.yaml", "--events", "log.jsonl")
    assert "and 10 more; `--all` shows every one" in govrules(*words).out
    every = govrules(*words, "--all").out
    assert [f"d{number:02}" for number in range(30) if f"d{number:02}" not in every] == []
    assert "more;" not in every
