"""The report that services for integration read."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from govrules.scenarios.junit import as_junit
from govrules.scenarios.run import run
from tests.cli.conftest import Run, govrules
from tests.scenarios.samples import write

__all__ = ["govrules"]

MIXED = """\
govrules: 1
scenarios: sample
cases:
  passes:
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    as_of: 2025-09-23
    expect: [{pending: decide}]
  differs:
    title: "a & <b> ]]> \\e[31m \\0 \\uFFFE"
    given: [{time: 2025-09-22, type: accepted, urgent: false}]
    at:
    - {as_of: 2025-09-23, expect: [{pending: decide}]}
    - {as_of: 2025-09-24, expect: [{pending: decide}, {met: decide}]}
  later:
    todo: "until \\"then\\""
    given: []
    expect: [{pending: decide}]
  cannot_run:
    given: [{time: 2025-02-30, type: accepted}]
    expect: []
"""

# As Jenkins' junit-10.xsd and the schema of Ant's task have them in common.
NEEDED = {
    "testsuites": set(),
    "testsuite": {"name", "package", "id", "hostname", "time", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
    "properties": set(),
    "system-out": set(),
    "system-err": set(),
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ElementTree.Element:
    write(tmp_path, a=MIXED)
    monkeypatch.chdir(tmp_path)
    return ElementTree.fromstring(as_junit(run(["a.scenarios.yaml", "nothing"])))


def test_each_scenario_and_date_is_a_test_case_with_what_came_of_it(root: ElementTree.Element) -> None:
    suites = [
        [
            (case.get("name"), case.get("classname"), [each.tag for each in case])
            for case in suite.iter("testcase")
        ]
        for suite in root
    ]
    assert suites == [
        [
            ("passes", "a.scenarios.yaml", []),
            ("differs@2025-09-23", "a.scenarios.yaml", []),
            ("differs@2025-09-24", "a.scenarios.yaml", ["failure"]),
            ("later", "a.scenarios.yaml", ["skipped"]),
            ("cannot_run", "a.scenarios.yaml", ["error"]),
        ],
        [("GR528 nothing", "govrules", ["error"])],
    ]
    assert [suite.get(key) for suite in root for key in ("tests", "failures", "errors", "skipped")] == [
        *("5", "1", "1", "1"),
        *("1", "0", "1", "0"),
    ]


def test_a_failure_holds_the_difference_and_no_character_that_xml_cannot(root: ElementTree.Element) -> None:
    [failure] = root.iter("failure")
    assert failure.get("message") == (
        "FAILED a.scenarios.yaml::differs@2025-09-24  a & <b> ]]> \\x1b[31m \\x00 \\ufffe"
    )
    assert failure.text == "  a.scenarios.yaml:13: expected, and not found:\n    - {met: decide}"
    [skipped] = root.iter("skipped")
    assert skipped.get("message") == 'until "then"'


def test_the_form_is_that_of_the_schemas_in_use(root: ElementTree.Element) -> None:
    assert {each.tag for each in root.iter()} == set(NEEDED)
    assert [each.tag for each in root.iter() if set(each.attrib) != NEEDED[each.tag]] == []
    for suite in root:
        tags = [each.tag for each in suite]
        assert tags == ["properties", *["testcase"] * (len(tags) - 3), "system-out", "system-err"]
        assert all(len(case) <= 1 for case in suite.iter("testcase"))
    assert [suite.get("id") for suite in root] == ["0", "1"]


def test_the_command_writes_it_beside_its_own_output(tmp_path: Path, govrules: Run) -> None:
    path, target = write(tmp_path, a=MIXED), tmp_path / "report.xml"
    with_report = govrules("test", str(path), "--junit", str(target))
    assert with_report == govrules("test", str(path))
    assert target.read_text(encoding="utf-8") == as_junit(run([str(path)]))


def test_a_report_that_cannot_be_written_is_told_before_anything_is_run(
    tmp_path: Path, govrules: Run
) -> None:
    path = write(tmp_path, a=MIXED)
    ran = govrules("test", str(path), "--junit", str(tmp_path / "no" / "report.xml"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[GR631]: ")
