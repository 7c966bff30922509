"""`--records`: who held which post, from tables beside the events."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

POLICY = """\
govrules: 1
policy: sample
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
records:
  post: {data: {unit: string, role: string, holder: string}}
  item: {data: {limit: period}}
events:
  accepted: {}
  decided: {}
clauses:
  decide:
    cite: 第一条
    responsible: holder("局长")
    duty: {when: accepted, must: decided, within: 5 working days}
"""
LOG = '{"case":"c1","type":"accepted","time":"2026-03-02","unit":"教育局"}\n'
POSTS = "record,key,from,until,unit,role,holder\npost,p1,2025-01-01,,教育局,局长,甲\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "policy.yaml": POLICY,
        "log.jsonl": LOG,
        "posts.csv": POSTS,
        "items.csv": "record,key,limit\nitem,i1,5 working days\n",
        "other.csv": "record,key,holder\npost,p1,乙\n",
        "bad.csv": "record,key,unti,from\npost,p2,教育局,2026-02-30\npsot,p3,教育局,\npost,p4,教育局,\n",
    }.items():
        Path(name).write_text(text, encoding="utf-8")


def evaluate(*more: str) -> tuple[str, ...]:
    return (
        "evaluate",
        "policy.yaml",
        "--events",
        "log.jsonl",
        "--as-of",
        "2026-03-31",
        "--format",
        "csv",
        *more,
    )


def test_the_holder_of_the_post_is_shown_as_answerable(govrules: Run) -> None:
    alone = govrules(*evaluate())
    assert (alone.code, "甲" in alone.out) == (0, False)
    ran = govrules(*evaluate("--records", "posts.csv", "--records", "items.csv"))
    assert (ran.code, ran.err, "甲" in ran.out) == (0, "", True)
    explained = govrules(
        "explain", "policy.yaml", "--events", "log.jsonl", "--as-of", "2026-03-31",
        "--records", "posts.csv", "--case", "c1",
    )  # fmt: skip
    assert (explained.code, "甲" in explained.out) == (0, True)


def test_everything_wrong_with_records_is_told_at_once_and_nothing_is_evaluated(govrules: Run) -> None:
    ran = govrules(*evaluate("--records", "bad.csv", "--records", "posts.csv", "--records", "other.csv"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "bad.csv:2: error[GR432]: there is no day `2026-02-30`\n"
        "\n"
        "bad.csv:3: error[GR477]: no policy declares the record `psot`\n"
        "  help: did you mean `post`?\n"
        "\n"
        "bad.csv:4: error[GR478]: the record `post` has no field `unti`\n"
        "  help: did you mean `unit`?\n"
        "\n"
        "posts.csv:2: error[GR480]: one `post` has two values of `holder` over the same days, "
        "here and in other.csv:2\n"
        "  help: give the one that begins earlier `until` 2025-01-01\n"
    )
