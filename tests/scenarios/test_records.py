"""Records in scenarios: stated briefly, shared by a file, changed by one scenario."""

import datetime as dt
from pathlib import Path

from govrules.model.records import Record
from govrules.scenarios.reader import parse_scenarios
from govrules.scenarios.run import Report, run

POLICY = """\
govrules: 1
policy: sample
in_force: {from: 2020-01-01}
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
records:
  post: {data: {unit: list, role: string, holder: string}}
  office: {}
events:
  signed: {data: {by: string}}
clauses:
  head_signs:
    requirement: {when: signed, require: event.by == holder("局长")}
"""
FILE = """\
govrules: 1
scenarios: sample
records:
  office: {教育局: {}}
  post:
    局长:
    - {unit: [教育局, 体育局], role: 局长, holder: 甲, until: 2026-03-10}
    - {unit: [教育局, 体育局], role: 局长, holder: 乙, from: 2026-03-10}
cases:
  signed_by_the_head:
    given: [{time: 2026-03-09, type: signed, unit: 教育局, by: 甲}]
    as_of: 2026-03-31
    expect: [{met: head_signs}]
  signed_by_the_head_who_left:
    given: [{time: 2026-03-10, type: signed, unit: 体育局, by: 甲}]
    as_of: 2026-03-31
    expect: [{violated: head_signs}, {violation: head_signs}]
  the_post_is_vacant:
    base: signed_by_the_head
    records: {post: {局长: {unit: [教育局], role: 局长}}}
    expect: [{unknown: head_signs, reason: post_vacant}]
  still_vacant:
    base: the_post_is_vacant
    records: {post: {副局长: {unit: [教育局], role: 副局长, holder: 丙}}}
    expect: [{unknown: head_signs, reason: post_vacant}]
"""


def write(folder: Path, text: str) -> Path:
    (folder / "sample.yaml").write_text(POLICY, encoding="utf-8")
    path = folder / "a.scenarios.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def told(report: Report) -> list[tuple[int, str]]:
    every = [*report.diagnostics, *(each for result in report.results for each in result.diagnostics)]
    return [(each.span.line if each.span else 0, each.message()) for each in every]


def test_a_scenario_says_who_held_which_post(tmp_path: Path) -> None:
    report = run([write(tmp_path, FILE)])
    assert told(report) == []
    assert {each.name: each.status for each in report.results} == {
        "signed_by_the_head": "passed",
        "signed_by_the_head_who_left": "passed",
        "the_post_is_vacant": "passed",
        "still_vacant": "passed",
    }


def test_what_a_scenario_states_of_a_key_stands_in_the_place_of_what_its_file_states() -> None:
    found = {each.id: each.records for each in parse_scenarios(FILE, file="a.scenarios.yaml").scenarios}
    units = ("教育局", "体育局")
    office = Record("office", "教育局")
    first, second = (
        Record("post", "局长", {"unit": units, "role": "局长", "holder": who}, start=start, until=until)
        for who, start, until in (("甲", None, dt.date(2026, 3, 10)), ("乙", dt.date(2026, 3, 10), None))
    )
    vacant = Record("post", "局长", {"unit": ("教育局",), "role": "局长"})
    assert found["signed_by_the_head"] == (office, first, second)
    assert found["the_post_is_vacant"] == (office, vacant)
    deputy = Record("post", "副局长", {"unit": ("教育局",), "role": "副局长", "holder": "丙"})
    assert found["still_vacant"] == (office, vacant, deputy)


def test_every_slip_in_records_is_told_in_its_place() -> None:
    text = """\
govrules: 1
scenarios: sample
cases:
  one:
    given: []
    as_of: 2026-03-31
    expect: []
    records:
      post:
        a: just text
        b: {from: soon, holder: 甲}
        c: {from: 2026-03-10, until: 2026-03-10}
        d: {from: "2026-03-10T09:00"}
      office: [e]
"""
    [scenario] = parse_scenarios(text, file="a.scenarios.yaml").scenarios
    assert [(each.span.line if each.span else 0, each.code.name) for each in scenario.diagnostics] == [
        (10, "scenario-wrong-shape"),
        (11, "scenario-no-time"),
        (12, "record-span"),
        (13, "scenario-wrong-value"),
        (14, "scenario-wrong-shape"),
    ]


def test_records_that_no_policy_declares_leave_a_scenario_unrun(tmp_path: Path) -> None:
    right = "records: {post: {局长: {unit: [教育局], role: 局长}}}"
    wrong = "records: {post: {局长: {units: [教育局], role: 局长}}, psot: {a: {}}}"
    assert right in FILE
    slipped = FILE.replace(right, wrong)
    report = run([write(tmp_path, slipped)])
    [broken] = [each for each in report.results if each.name == "the_post_is_vacant"]
    assert [(str(each.span.line if each.span else 0), each.message()) for each in broken.diagnostics] == [
        ("20", "the record `post` has no field `units`"),
        ("20", "no policy declares the record `psot`"),
    ]
    assert broken.status == "broken"
