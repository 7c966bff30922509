"""What other programs are given: each format as its own documentation has it."""

import json
from pathlib import Path

import attrs
import pytest

from govrules.diagnostics import Diagnostic, Span
from govrules.diagnostics.formats import FORMATS, as_github, as_json, as_plain, as_sarif, formatted
from tests.diagnostics.samples import ALL, NO_FILE, PLACED, WHOLE_FILE


def test_plain_is_one_line_each_with_a_place_that_editors_read() -> None:
    assert as_plain(ALL) == (
        "rules/请假.yaml:3:9: GR999: no event is called `acepted`\n"
        "a, b: 100%.yaml:1:1: GR998: the file says nothing\n"
        "govrules: GR999: no event is called `two lines �[31m`\n"
    )
    assert as_plain([PLACED], lang="zh") == "rules/请假.yaml:3:9: GR999: 没有 `acepted` 事件\n"


def test_nothing_found_is_told_as_each_format_tells_it() -> None:
    assert [as_plain([]), as_github([])] == ["", ""]
    assert json.loads(as_json([]))["diagnostics"] == []
    assert json.loads(as_sarif([]))["runs"][0]["results"] == []


def test_json_keeps_its_shape() -> None:
    assert json.loads(as_json(ALL, version="1.2.3")) == {
        "version": 1,
        "govrules": "1.2.3",
        "errors": 2,
        "warnings": 1,
        "diagnostics": [
            {
                "code": "GR999",
                "name": "no-event",
                "severity": "error",
                "file": "rules/请假.yaml",
                "line": 3,
                "column": 9,
                "end_column": 16,
                "source": "𠮷: {when: acepted}",
                "message": {"en": "no event is called `acepted`", "zh": "没有 `acepted` 事件"},
                "help": [{"en": "did you mean `accepted`?", "zh": "是否指 `accepted`？"}],
                "citation": "第三条",
            },
            {
                "code": "GR998",
                "name": "empty",
                "severity": "warning",
                "file": "a, b: 100%.yaml",
                "line": None,
                "column": None,
                "end_column": None,
                "source": None,
                "message": {"en": "the file says nothing", "zh": "文件没有内容"},
                "help": [],
                "citation": None,
            },
            {
                "code": "GR999",
                "name": "no-event",
                "severity": "error",
                "file": None,
                "line": None,
                "column": None,
                "end_column": None,
                "source": None,
                "message": {
                    "en": "no event is called `two lines \x1b[31m`",
                    "zh": "没有 `two lines \x1b[31m` 事件",
                },
                "help": [],
                "citation": None,
            },
        ],
    }


def test_github_commands_are_escaped_as_its_toolkit_escapes_them() -> None:
    assert as_github(ALL) == (
        "::error file=rules/请假.yaml,line=3,col=9,endColumn=16,title=GR999 no-event::"
        "no event is called `acepted`%0Adid you mean `accepted`?\n"
        "::warning file=a%2C b%3A 100%25.yaml,title=GR998 empty::the file says nothing\n"
        "::error title=GR999 no-event::no event is called `two lines �[31m`\n"
    )


@pytest.mark.parametrize("text", ["x%0A::error::feigned", "x\r\n::error::feigned", "x\u2028::error::feigned"])
def test_what_a_file_says_cannot_feign_a_command_of_github(text: str) -> None:
    written = as_github([attrs.evolve(PLACED, values={"name": text})])
    assert written.count("\n") == 1
    assert [each for each in written.splitlines() if each.startswith("::error::")] == []


def test_paths_are_written_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inside = Diagnostic(WHOLE_FILE.code, Span(str(tmp_path / "rules" / "a b.yaml")))
    outside = Diagnostic(WHOLE_FILE.code, Span("/elsewhere/a b.yaml"))
    found = json.loads(as_sarif([inside, outside]))["runs"][0]["results"]
    addresses = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in found]
    assert addresses == ["rules/a%20b.yaml", "file:///elsewhere/a%20b.yaml"]
    assert as_github([inside]).startswith("::error file=rules/a b.yaml,title=")


def test_sarif_counts_columns_in_utf_16_and_carries_help_in_both_languages() -> None:
    log = json.loads(as_sarif(ALL, version="1.2.3"))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["language"] == "en"
    assert run["results"] == [
        {
            "ruleId": "GR999",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "no event is called `acepted`\ndid you mean `accepted`?"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "rules/%E8%AF%B7%E5%81%87.yaml"},
                        "region": {
                            "startLine": 3,
                            "startColumn": 10,
                            "endColumn": 17,
                            "snippet": {"text": "𠮷: {when: acepted}"},
                        },
                    }
                }
            ],
        },
        {
            "ruleId": "GR998",
            "ruleIndex": 1,
            "level": "warning",
            "message": {"text": "the file says nothing"},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%2C%20b%3A%20100%25.yaml"}}}],
        },
        {
            "ruleId": "GR999",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "no event is called `two lines \x1b[31m`"},
        },
    ]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("govrules", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["GR999", "GR998"]
    first = driver["rules"][0]
    assert first["name"] == "NoEvent"
    assert first["shortDescription"] == {"text": "no event is called `…`"}
    assert first["fullDescription"] == {"text": "Every event is declared."}
    assert first["help"]["text"] == (
        "no event is called `…`\n\nEvery event is declared.\n\nWrong\n\nwhen: acepted  # misspelt\n\n"
        "Right\n\nwhen: accepted\n\n"
        "没有 `…` 事件\n\n每个事件都要声明。\n\n错误写法\n\n"
        "when: acepted  # 拼写有误\n\n正确写法\n\nwhen: accepted"
    )


def test_every_format_is_written_by_its_name() -> None:
    assert {form: formatted([NO_FILE], form=form) for form in FORMATS} == {
        "plain": as_plain([NO_FILE]),
        "json": as_json([NO_FILE]),
        "github": as_github([NO_FILE]),
        "sarif": as_sarif([NO_FILE]),
    }
