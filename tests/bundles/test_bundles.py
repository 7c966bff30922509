"""Findings kept with all that they were made from: changed in nothing, and made again."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import govrules as gr
from govrules.bundles.layout import Arguments, hash_of
from govrules.bundles.verify import verify_bundle
from govrules.bundles.write import write_bundle
from govrules.diagnostics import DiagnosticsError
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.records import Record
from govrules.rulefile.textfile import files_read
from govrules.testing import histories
from govrules.testing.history import History

HUBEI = "cn/hubei-2008-36"
EVENTS = (
    gr.Event("L1", "accepted", dt.date(2025, 9, 22), unit="甲局", data={"item": "x"}),
    gr.Event("L2", "accepted", dt.datetime(2025, 9, 22, 9, tzinfo=dt.UTC), unit="甲局"),
    gr.Event("L2", "decided", dt.date(2025, 11, 3), unit="甲局", data={"outcome": "granted"}),
)
POST = Record("post", "p1", {"unit": "甲局", "role": "主要负责人", "holder": "张"}, dt.date(2020, 1, 1))


def bundled(
    folder: Path,
    *sources: str,
    events: tuple[Event, ...] = EVENTS,
    records: tuple[Record, ...] = (),
    incomplete: tuple[str, ...] = (),
    arguments: Arguments | None = None,
) -> Evaluation:
    """Evaluated, and kept in a folder."""
    asked = arguments or Arguments(dt.date(2025, 12, 31))
    with files_read() as files:
        rulebook = gr.load(*(sources or ("cn/licensing-law",))).or_raise()
    log = gr.EventLog(events, incomplete_cases=frozenset(incomplete))
    evaluation = gr.evaluate(
        rulebook,
        log,
        as_of=asked.as_of,
        known_at=asked.known_at,
        unannounced=asked.unannounced,
        records=records,
    )
    write_bundle(
        folder,
        evaluation=evaluation,
        rulebook=rulebook,
        files=files,
        events=events,
        records=records,
        incomplete_cases=incomplete,
        arguments=asked,
    )
    return evaluation


def codes(folder: Path) -> list[tuple[str, dict[str, object]]]:
    return [(each.code.id, dict(each.values)) for each in verify_bundle(folder).problems]


def test_what_was_kept_comes_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    evaluation = bundled(folder)
    found = verify_bundle(folder)
    assert (found.ok, found.findings) == (True, len(list(evaluation)))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["proof"]


def test_all_that_decided_is_kept_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    bundled(folder, HUBEI, records=(POST,), incomplete=("L9",), arguments=Arguments(dt.date(2025, 12, 31)))
    files = {each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file()}
    assert files == {
        "manifest.json",
        "findings.json",
        "events.jsonl",
        "records.jsonl",
        "rules/0/cn/hubei-2008-36/hubei-2008-36.yaml",
        "rules/0/cn/vocabulary.yaml",
        "rules/0/calendars/cn.yaml",
        "rules/0/conventions/cn-civil-code.yaml",
    }
    assert verify_bundle(folder).ok


@pytest.mark.parametrize(
    "arguments",
    [
        Arguments(),
        Arguments(dt.datetime(2025, 10, 28, 12, tzinfo=dt.UTC)),
        Arguments(dt.date(2025, 12, 31), dt.date(2025, 9, 1)),
        Arguments(dt.date(2025, 12, 31), unannounced="raise"),
    ],
)
def test_it_is_made_again_as_it_was_asked_for(tmp_path: Path, arguments: Arguments) -> None:
    bundled(tmp_path / "proof", arguments=arguments)
    assert verify_bundle(tmp_path / "proof").ok
    assert Arguments.of(arguments.to_dict()) == arguments


def test_rules_of_the_user_s_own_stand_beside_those_of_the_packs(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        "govrules: 1\npolicy: own\ncalendar: cn\nconvention: cn-licensing-law\ntime_zone: Asia/Shanghai\n"
        "events: {accepted: {}, seen: {}}\n"
        "clauses:\n  see: {duty: {when: accepted, must: seen, within: 3 working days}}\n",
        encoding="utf-8",
    )
    folder = tmp_path / "proof"
    evaluation = bundled(folder, str(own), "cn/licensing-law")
    own.unlink()
    assert {each.policy for each in evaluation.obligations} == {"own", "cn-licensing-law"}
    assert verify_bundle(folder).ok


def edit(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        file = folder / name
        file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")

    return do


def forged(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    """A file changed, and its hash in the manifest with it."""

    def do(folder: Path) -> None:
        edit(name, change)(folder)
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        manifest["files"][name] = hash_of((folder / name).read_bytes())
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    return do


LAW = "rules/0/cn/licensing-law/licensing-law.yaml"
CHANGES: dict[str, tuple[Callable[[Path], None], list[tuple[str, str]]]] = {
    "an event edited": (
        edit("events.jsonl", lambda text: text.replace("09-22", "09-23")),
        [("GR664", "file")],
    ),
    "a rule edited": (edit(LAW, lambda text: text.replace("20 working", "15 working")), [("GR664", "file")]),
    "a file gone": (lambda folder: (folder / "events.jsonl").unlink(), [("GR665", "file")]),
    "a file more": (lambda folder: (folder / "more.txt").touch(), [("GR666", "file")]),
    "an event edited, and its hash": (
        forged("events.jsonl", lambda text: text.replace("09-22", "09-23")),
        [("GR667", "what")],
    ),
    "a rule edited, and its hash": (
        forged(LAW, lambda text: text.replace("20 working", "15 working")),
        [("GR667", "what")],
    ),
    "a finding edited, and its hash": (
        forged("findings.json", lambda text: text.replace('"late_by_days": 10', '"late_by_days": 1')),
        [("GR668", "count")],
    ),
}


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES.keys())
def test_whatever_was_changed_is_told(
    tmp_path: Path, change: Callable[[Path], None], told: list[tuple[str, str]]
) -> None:
    folder = tmp_path / "proof"
    bundled(folder)
    change(folder)
    found = codes(folder)
    assert [code for code, _ in found] == [code for code, _ in told]
    assert all(key in values for (_, values), (_, key) in zip(found, told, strict=True))


def test_a_finding_left_out_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    evaluation = bundled(folder)

    def without_violations(text: str) -> str:
        return json.dumps({**json.loads(text), "violations": []})

    forged("findings.json", without_violations)(folder)
    [(code, values)] = codes(folder)
    assert (code, values["count"]) == ("GR668", len(evaluation.violations))
    assert evaluation.violations[0].id in str(values["findings"])


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"format": 9}',
        '{"format": 1, "govrules": "0", "arguments": 3, "policies": [], "files": {}}',
    ],
)
def test_what_is_no_bundle_is_told_as_none(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(DiagnosticsError, match="GR663"):
        verify_bundle(tmp_path)


def test_a_manifest_that_points_outside_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    bundled(folder)
    edit("manifest.json", lambda text: text.replace(LAW, f"../../{LAW}", 1))(folder)
    with pytest.raises(DiagnosticsError, match="GR663"):
        verify_bundle(folder)


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "proof"
    folder.mkdir()
    (folder / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(FileExistsError):
        bundled(folder)
    assert [each.name for each in tmp_path.rglob("*")] == ["proof", "mine.txt"]


LICENSING = gr.load("cn/licensing-law").or_raise()


@settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories(LICENSING))
def test_any_history_can_be_kept_and_made_again(
    tmp_path_factory: pytest.TempPathFactory, history: History
) -> None:
    folder = tmp_path_factory.mktemp("kept") / "proof"
    bundled(folder, events=tuple(history.events), arguments=Arguments(history.as_of))
    assert verify_bundle(folder).ok
