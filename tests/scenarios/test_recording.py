"""Recording: what came out is written for review, the file stays as its author made it."""

from pathlib import Path

import pytest

from govrules.scenarios.recording import record
from govrules.scenarios.run import run
from tests.cli.conftest import Run, govrules
from tests.scenarios.samples import PASSING
from tests.scenarios.samples import write as write_folder

__all__ = ["govrules"]


def write(folder: Path, *, a: str) -> Path:
    """The scenario file, beside its policy."""
    return write_folder(folder, a=a) / "a.scenarios.yaml"


MARK = "recorded, not checked; hold each line against the text, then remove this line"
BEFORE = """\
# 样本 — the author's comment
govrules: 1
scenarios: sample
cases:
  none_at_all:   # nobody wrote one
    title: "a, b: c"
    given:
    - {time: 2025-09-22, type: accepted, urgent: false, unit: '甲, 乙'}   # a Monday
    - {time: 2025-10-28, type: decided}
    as_of: 2025-12-31

  # the next one
  in_a_block:
    given: [{time: 2025-09-22, type: accepted, urgent: true}]
    as_of: 2025-09-23
    expect: todo   # later
  in_braces: {given: [{time: 2025-09-22, type: accepted, urgent: false}], as_of: 2025-09-23, expect: todo}
  nothing:
    given: [{time: 2025-09-22, type: decided}]
    expect:
      todo
  at_dates:
    todo: my own reason
    base: none_at_all
    at:
    - {as_of: 2025-09-23, expect: [{pending: decide}]}   # mine
    - {as_of: 2025-10-27, expect: todo}
    - as_of: 2025-10-29
      expect: todo
  mine:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    expect: [{pending: decide, due: 2025-10-23}]   # wrong, and mine
# the end
"""
AFTER = f"""\
# 样本 — the author's comment
govrules: 1
scenarios: sample
cases:
  none_at_all:   # nobody wrote one
    title: "a, b: c"
    given:
    - {{time: 2025-09-22, type: accepted, urgent: false, unit: '甲, 乙'}}   # a Monday
    - {{time: 2025-10-28, type: decided}}
    as_of: 2025-12-31
    todo: {MARK}
    expect:
    - {{violation: decide, due: 2025-10-24, late_by_working_days: 2, fulfilled: 2025-10-28}}

  # the next one
  in_a_block:
    given: [{{time: 2025-09-22, type: accepted, urgent: true}}]
    as_of: 2025-09-23
    todo: {MARK}
    expect:   # later
    - {{unknown: urgent, reason: parameter-unset}}
    - {{pending: decide, due: 2025-10-24}}
  in_braces: {{given: [{{time: 2025-09-22, type: accepted, urgent: false}}], as_of: 2025-09-23, \
todo: "{MARK}", expect: [{{pending: decide, due: 2025-10-24}}]}}
  nothing:
    given: [{{time: 2025-09-22, type: decided}}]
    todo: {MARK}
    expect:
      []
  at_dates:
    todo: my own reason
    base: none_at_all
    at:
    - {{as_of: 2025-09-23, expect: [{{pending: decide}}]}}   # mine
    - {{as_of: 2025-10-27, expect: [{{violation: decide, due: 2025-10-24, late_by_working_days: 1}}]}}
    - as_of: 2025-10-29
      expect:
      - {{violation: decide, due: 2025-10-24, late_by_working_days: 2, fulfilled: 2025-10-28}}
  mine:
    given: [{{time: 2025-09-22, type: accepted, urgent: false}}]
    expect: [{{pending: decide, due: 2025-10-23}}]   # wrong, and mine
# the end
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\N{BYTE ORDER MARK}"])
def test_what_came_out_is_written_where_nothing_was_expected(
    tmp_path: Path, govrules: Run, newline: str, mark: str
) -> None:
    write(tmp_path, a="")
    path = tmp_path / "a.scenarios.yaml"
    path.write_bytes((mark + BEFORE).replace("\n", newline).encode())
    ran = govrules("test", str(path), "--record")
    assert path.read_bytes().decode() == (mark + AFTER).replace("\n", newline)
    assert ran.out.split("\n")[0] == (
        f"recorded in {path}, to be checked: none_at_all, in_a_block, in_braces, nothing, at_dates"
    )
    # The one expectation that its author wrote is wrong, and stays so.
    assert ran.code == 1


def test_recording_again_changes_nothing(tmp_path: Path, govrules: Run) -> None:
    path = write(tmp_path, a=BEFORE)
    govrules("test", str(path), "--record")
    first = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert govrules("test", str(path), "--record").code == 1
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == first


def test_what_is_recorded_comes_out_and_stays_marked(tmp_path: Path) -> None:
    path = write(tmp_path, a=BEFORE)
    [recorded] = record([path]).files
    recorded.path.write_text(recorded.text, encoding="utf-8")
    report = run([path])
    assert {each.name: (each.status, each.is_done) for each in report.results} == {
        "none_at_all": ("passed", True),
        "in_a_block": ("passed", True),
        "in_braces": ("passed", True),
        "nothing": ("passed", True),
        "at_dates@2025-09-23": ("passed", True),
        "at_dates@2025-10-27": ("passed", True),
        "at_dates@2025-10-29": ("passed", True),
        "mine": ("failed", False),
    }


def test_an_expectation_that_is_there_is_never_touched(tmp_path: Path) -> None:
    assert record([write(tmp_path, a=PASSING)]).files == ()


def test_a_scenario_without_a_safe_place_is_told_and_the_others_are_written(
    tmp_path: Path, govrules: Run
) -> None:
    text = """\
govrules: 1
scenarios: sample
cases:
  in_braces: {given: []}
  fine:
    given: []
"""
    path = write(tmp_path, a=text)
    ran = govrules("test", str(path), "--record")
    assert ran.code == 2
    assert "error[GR538]: the expectation of `in_braces` has no safe place in the file" in ran.err
    assert path.read_text(encoding="utf-8") == f"{text}    todo: {MARK}\n    expect: []\n"


def test_a_file_with_mistakes_is_left_as_it_is(tmp_path: Path, govrules: Run) -> None:
    for text in (
        BEFORE.replace("scenarios: sample", "scenarios: smaple"),
        BEFORE.replace("govrules: 1", "govrules: 2"),
        "cases: [",
        BEFORE.split("  in_a_block")[0].replace("accepted", "acepted"),
    ):
        path = write(tmp_path, a=text)
        assert govrules("test", str(path), "--record").code == 2
        assert path.read_text(encoding="utf-8") == text


def test_the_mark_is_in_the_language_of_the_command(tmp_path: Path, govrules: Run) -> None:
    path = write(tmp_path, a=BEFORE)
    govrules("test", str(path), "--record", "--lang", "zh")
    assert (
        path.read_text(encoding="utf-8").count("todo: 由程序记录，尚未核对；请逐条对照原文，然后删除本行\n")
        == 3
    )


def test_findings_of_several_cases_and_of_none_are_recorded(tmp_path: Path, govrules: Run) -> None:
    (tmp_path / "meetings.yaml").write_text(
        """\
govrules: 1
policy: meetings
title: Meetings
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events: {held: {title: held}, approved: {title: approved}}
clauses:
  few:
    title: at most two a year
    quota: {count: held, per: unit, every: year, at_most: 2}
  approved_first:
    title: approved first
    requirement: {when: held, require: happened(approved)}
""",
        encoding="utf-8",
    )
    path = tmp_path / "meetings.scenarios.yaml"
    before = """\
govrules: 1
scenarios: meetings
cases:
  two_cases:
    given:
    - {time: 2024-12-31, type: approved, unit: "A, B", case: first}
    - {time: 2025-03-04, type: held, unit: "A, B", case: first}
    - {time: 2025-04-04, type: held, unit: "A, B", case: second one}
    as_of: 2025-12-31
"""
    path.write_text(before, encoding="utf-8")
    assert govrules("test", str(path), "--record").code == 0
    assert (
        path.read_text(encoding="utf-8")
        == before
        + f"""\
    todo: {MARK}
    expect:
    - {{violation: approved_first, case: second one}}
    - {{met: few, unit: "A, B", counted: 2}}
    - {{met: approved_first, case: first}}
"""
    )
