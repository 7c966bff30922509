"""Contested and excused findings on the command line: both views, and a bundle that replays them."""

import csv
import io
import json
from pathlib import Path

import pytest

from govrules.bundles.layout import hash_of
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

RULES = "cn/licensing-law"
LOG = """\
{"case":"L02","type":"accepted","time":"2025-09-22","unit":"城管局"}
{"case":"L02","type":"decided","time":"2025-10-28","unit":"城管局","data":{"outcome":"refused"}}
{"case":"L03","type":"accepted","time":"2025-09-22","unit":"林业局"}
"""
SAID = """\
{"case":"L02","type":"finding_contested","time":"2025-10-30","unit":"城管局","actor":"张三","clause":"decide","reason":"系统停机"}
{"case":"L02","type":"finding_excused","time":"2025-11-05","unit":"监察局","finding":"cn-licensing-law/decide:L02@2025-09-22","reason":"有运维记录"}
{"case":"L03","type":"finding_excused","time":"2025-11-05","unit":"监察局","clause":"decides","reason":"有运维记录"}
{"case":"L03","type":"finding_contested","time":"2025-11-05","actor":"李四","clause":"decide","reason":"申请已撤回"}
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("log.jsonl").write_text(LOG + SAID, encoding="utf-8")
    return "log.jsonl"


def given(command: str, log: str, *more: str) -> tuple[str, ...]:
    return (command, RULES, "--events", log, *more)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_the_commands_show_of_both_views(govrules: Run, log: str, lang: str) -> None:
    until = ("--as-of", "2025-12-31", "--lang", lang)
    shown = []
    for words in (
        given("evaluate", log, *until),
        given("evaluate", log, *until, "--show", "views,ignored"),
        given("explain", log, *until, "--case", "L02"),
        given("worklist", log, "--day", "2025-11-06", "--lang", lang),
        given("stats", log, *until),
    ):
        ran = govrules(*words)
        assert (ran.code, ran.err) == (0, "")
        shown.append(f"$ govrules {' '.join(words)}\n{ran.out}")
    assert_golden(f"views.{lang}.txt", "\n".join(shown))


def test_programs_get_them_as_data(govrules: Run, log: str) -> None:
    found = json.loads(govrules(*given("evaluate", log, "--format", "json")).out)["evaluation"]
    assert [(each["kind"], each["stance"], each["reason"]) for each in found["views"]] == [
        ("view", "contested", "系统停机"),
        ("view", "excused", "有运维记录"),
        ("view", "contested", "申请已撤回"),
    ]
    lines = govrules(*given("evaluate", log, "--format", "jsonl", "--show", "views")).out.splitlines()
    assert [json.loads(each) for each in lines] == found["views"]
    rows = list(csv.DictReader(io.StringIO(govrules(*given("evaluate", log, "--format", "csv")).out)))
    by_kind = {row["kind"]: row["views"] or row["summary"] for row in rows if row["case"] == "L02"}
    assert by_kind["violation"] == by_kind["obligation"]
    assert by_kind["view"] == "excused on 2025-11-05 by 监察局: “有运维记录”"
    assert govrules(*given("evaluate", log, "--fail-on", "violation")).code == 1
    figures = json.loads(govrules(*given("stats", log, "--format", "json")).out)
    [group] = figures["groups"]
    assert (group["contested"], group["excused_by_people"], group["judged"]) == (2, 1, 2)
    assert set(figures["definitions"]) >= {"contested", "excused_by_people"}


def test_a_bundle_holds_what_people_say_and_replays_it(govrules: Run, log: str) -> None:
    assert govrules(*given("evaluate", log, "--bundle", "kept")).code == 0
    assert govrules("verify", "kept").code == 0
    file = Path("kept/findings.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [each["stance"] for each in found["views"]] == ["contested", "excused", "contested"]
    found["views"][0]["reason"] = "no reason at all"
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    file.write_text(text, encoding="utf-8")
    manifest = Path("kept/manifest.json")
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    kept["files"]["findings.json"] = hash_of(file.read_bytes())
    manifest.write_text(json.dumps(kept), encoding="utf-8")
    ran = govrules("verify", "kept")
    assert ran.code == 1
    assert "GR6" in ran.out + ran.err


def test_a_bundle_of_an_older_version_that_knew_no_views_still_verifies(
    govrules: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plain.jsonl").write_text(LOG, encoding="utf-8")
    assert govrules(*given("evaluate", "plain.jsonl", "--bundle", "older")).code == 0
    file, manifest = Path("older/findings.json"), Path("older/manifest.json")
    found = json.loads(file.read_text(encoding="utf-8"))
    del found["views"]
    file.write_text(json.dumps(found), encoding="utf-8")
    kept = json.loads(manifest.read_text(encoding="utf-8"))
    kept["files"]["findings.json"] = hash_of(file.read_bytes())
    manifest.write_text(json.dumps(kept), encoding="utf-8")
    assert govrules("verify", "older").code == 0
