"""`govrules evaluate` and `explain` from files to output: shapes, exit codes, whole outputs."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import attrs
import pytest

from govrules.cli import export
from govrules.cli.about import version
from govrules.cli.report import GROUPS
from govrules.cli.report_summary import SUMMARY
from govrules.cli.words import WORDS
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Obligation, State
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden
from tests.explain.sample import EVALUATION, LATE, RULEBOOK

LOG = """\
{"case":"L01","type":"accepted","time":"2025-09-22","unit":"城管局"}
{"case":"L01","type":"decided","time":"2025-10-24","unit":"城管局","data":{"outcome":"refused"}}
{"case":"L02","type":"accepted","time":"2025-09-22","unit":"城管局"}
{"case":"L02","type":"decided","time":"2025-10-28","unit":"城管局","data":{"outcome":"refused"}}
{"case":"L04","type":"application_received","time":"2025-09-22","unit":"林业局"}
"""
RULES = "cn/licensing-law"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("log.jsonl").write_text(LOG, encoding="utf-8")
    return "log.jsonl"


def evaluate(log: str, *more: str) -> tuple[str, ...]:
    return ("evaluate", RULES, "--events", log, "--as-of", "2025-12-31", *more)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_report_from_files(govrules: Run, log: str, lang: str) -> None:
    ran = govrules(*evaluate(log, "--lang", lang))
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"evaluate.{lang}.txt", ran.out)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_explanation_of_a_case_from_files(govrules: Run, log: str, lang: str) -> None:
    ran = govrules(
        "explain", RULES, "--events", log, "--as-of", "2025-12-31", "--case", "L04", "--lang", lang
    )
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"explain-case.{lang}.txt", ran.out)


def test_a_finding_is_explained_by_its_id(govrules: Run, log: str) -> None:
    found = json.loads(govrules(*evaluate(log, "--format", "json")).out)["evaluation"]["violations"][0]
    ran = govrules(
        "explain",
        RULES,
        "--events",
        log,
        "--as-of",
        "2025-12-31",
        "--finding",
        found["id"],
        "--format",
        "json",
    )
    explained = json.loads(ran.out)
    assert (ran.code, len(explained)) == (0, 1)
    assert {**explained[0]["finding"], "kind": "violation"} == {**found, "kind": "violation"}


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--case", "L05", "error[GR621]: the events have no case `L05`\n  help: did you mean `L04`?\n"),
        ("--finding", "xyz", "error[GR622]: the evaluation has no finding `xyz`\n"),
    ],
)
def test_what_is_not_there_cannot_be_explained(
    govrules: Run, log: str, option: str, value: str, said: str
) -> None:
    ran = govrules("explain", RULES, "--events", log, option, value)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said.split("\n")[0])


@pytest.mark.parametrize(
    ("fail_on", "code"), [("never", 0), ("violation", 1), ("lapse", 1), ("unknown", 0), ("unknown,lapse", 1)]
)
def test_the_exit_code_says_what_was_found(govrules: Run, log: str, fail_on: str, code: int) -> None:
    assert govrules(*evaluate(log, "--fail-on", fail_on)).code == code


def test_bad_rows_are_told_and_the_result_is_called_incomplete(govrules: Run, log: str) -> None:
    with Path(log).open("a", encoding="utf-8") as file:
        file.write('{"case":"L09","type":"accepted","time":"2026-02-30"}\n{"case":"L09"\n')
    ran = govrules(*evaluate(log))
    assert ran.code == 2
    assert ran.err.count("log.jsonl:6") == 1
    assert ran.err.count("log.jsonl:7") == 1
    assert "error[GR632]: 2 of 7 rows could not be read and are missing from the result\n" in ran.err
    unread = "cases with unread rows, where nothing that is missing is held against anybody: 1 (L09)"
    assert f"  {unread}\n" in ran.out
    strict = govrules(*evaluate(log, "--strict"))
    assert (strict.code, strict.out) == (2, "")
    assert strict.err.startswith("log.jsonl:6")


def test_rules_in_place_of_events_and_the_reverse(govrules: Run, log: str) -> None:
    for words in (("evaluate", log, "--events", log), ("evaluate", RULES, "--events", "no-such.jsonl")):
        ran = govrules(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "error[GR" in ran.err
        assert "Traceback" not in ran.err


def test_a_day_that_is_not_announced_is_refused_where_asked(govrules: Run, log: str) -> None:
    Path(log).write_text('{"case":"c","type":"accepted","time":"2026-12-03"}\n', encoding="utf-8")
    ran = govrules("evaluate", RULES, "--events", log, "--unannounced", "raise", "--as-of", "2026-12-31")
    assert (ran.code, ran.out) == (2, "")
    assert "error[GR" in ran.err


def test_json_has_the_documented_head(govrules: Run, log: str) -> None:
    whole = json.loads(govrules(*evaluate(log, "--format", "json")).out)
    assert list(whole) == ["govrules", "format", "evaluation"]
    assert (whole["govrules"], whole["format"]) == (version(), 1)
    assert list(whole["evaluation"]) == [each.name for each in attrs.fields(Evaluation)]


def test_json_lines_hold_one_finding_each() -> None:
    lines = "".join(export.as_json_lines(export.selected(EVALUATION, None))).splitlines()
    findings = [*EVALUATION, *EVALUATION.ignored]
    kept = [json.loads(line) for line in lines]
    assert sorted(kept, key=repr) == sorted(
        (json.loads(json.dumps(each.to_dict())) for each in findings), key=repr
    )
    only = "".join(export.as_json_lines(export.selected(EVALUATION, "violations,late"))).splitlines()
    assert [json.loads(line)["kind"] for line in only] == ["violation"] * 4 + ["late_decision"]


@pytest.mark.parametrize("at_once", [1, 2, 1_000])
@pytest.mark.parametrize("long", [1, 1_000_000])
def test_json_in_pieces_is_that_of_the_whole(
    at_once: int, long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "AT_ONCE", at_once)
    monkeypatch.setattr(export, "LONG", long)
    for each in (EVALUATION, Evaluation(), attrs.evolve(EVALUATION, provenance=None)):
        whole = {"govrules": version(), "format": export.FORMAT, "evaluation": each.to_dict()}
        assert "".join(export.as_json(each)) == json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def test_findings_are_written_before_the_next_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 2)
    made = 0

    def one_by_one(*_: object) -> Iterator[Obligation]:
        nonlocal made
        for each in EVALUATION.obligations:
            made += 1
            yield each

    monkeypatch.setattr(Evaluation, "each_obligation", one_by_one)
    for pieces in (export.as_json(EVALUATION), export.as_json_lines(Evaluation.each_obligation(EVALUATION))):
        made = 0
        next(piece for piece in pieces if made)
        assert 0 < made <= 2 < len(EVALUATION.obligations)


def test_json_keeps_the_terminal_safe_and_the_text_whole() -> None:
    evil = Evaluation(violations=(attrs.evolve(LATE, case="a\x1b[31m\x9b\u202e\x7f局"),))
    text = "".join(export.as_json(evil))
    assert [each for each in text if not each.isprintable() and each != "\n"] == []
    assert json.loads(text)["evaluation"]["violations"][0]["case"] == "a\x1b[31m\x9b\u202e\x7f局"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_csv_of_everything(lang: str) -> None:
    text = "".join(export.as_csv(EVALUATION, None, RULEBOOK, "zh" if lang == "zh" else "en"))
    assert_golden(f"findings.{lang}.csv", text.replace("\r\n", "\n"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {len(export.COLUMNS)}
    assert len(rows) == 1 + len([*EVALUATION, *EVALUATION.ignored])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_holds_no_formula(start: str) -> None:
    evil = Evaluation(violations=(attrs.evolve(LATE, case=f"{start}cmd", responsible=f"{start}1+1"),))
    row = next(csv.DictReader(io.StringIO("".join(export.as_csv(evil, None, None, "en")), newline="")))
    assert (row["case"], row["responsible"]) == (f"'{start}cmd", f"'{start}1+1")


def test_every_state_is_counted_and_exported() -> None:
    assert set(SUMMARY) == set(get_args(State))
    assert sorted(state for states in export.GROUP_OF_STATES.values() for state in states) == sorted(
        get_args(State)
    )
    assert {f"summary_{each}" for each in SUMMARY.values()} <= set(WORDS["en"])


def test_both_languages_have_the_same_labels() -> None:
    assert list(WORDS["en"]) == list(WORDS["zh"])
    assert [group for group in GROUPS if group != "quality" and f"{group}_gloss" not in WORDS["en"]] == []


def test_output_goes_into_a_file_whole(govrules: Run, log: str) -> None:
    Path("out.csv").write_text("before", encoding="utf-8")
    ran = govrules(*evaluate(log, "--format", "csv", "--output", "out.csv"))
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert Path("out.csv").read_bytes().startswith(b"\xef\xbb\xbfkind,case")
    assert sorted(each.name for each in Path().iterdir()) == ["log.jsonl", "out.csv"]
    table = govrules(*evaluate(log, "--output", "out.txt"))
    assert table.code == 0
    assert Path("out.txt").read_text(encoding="utf-8") == govrules(*evaluate(log)).out


def test_what_stood_in_a_file_stays_where_writing_fails(
    govrules: Run, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _target: object) -> None:
        raise OSError(28, "No space left on device")

    Path("out.json").write_text("before", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", full)
    ran = govrules(*evaluate(log, "--format", "json", "--output", "out.json"))
    assert ran.code == 2
    assert "GR631" in ran.err
    assert Path("out.json").read_text(encoding="utf-8") == "before"
    assert sorted(each.name for each in Path().iterdir()) == ["log.jsonl", "out.json"]


def test_an_internal_error_is_no_traceback_unless_asked(
    govrules: Run, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_words: object, **_more: object) -> None:
        raise ZeroDivisionError("secret of a case")

    monkeypatch.setattr("govrules.cli.export.as_json", broken)
    ran = govrules(*evaluate(log, "--format", "json"))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error[GR690]: this is a mistake in govrules itself (ZeroDivisionError in ")
    assert "secret" not in ran.err
    monkeypatch.setenv("GOVRULES_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        govrules(*evaluate(log, "--format", "json"))


def test_an_interruption_is_no_traceback(govrules: Run, log: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_words: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("govrules.cli.export.as_json", interrupted)
    ran = govrules(*evaluate(log, "--format", "json"))
    assert (ran.code, ran.out, ran.err) == (130, "", "\ninterrupted\n")


def test_a_reader_that_stops_early_is_no_traceback(
    govrules: Run, log: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys, "stdout", Gone())
    assert govrules(*evaluate(log)).code == 141
