"""Verifying a bundle: nothing in it was changed, and the same findings come out again."""

import json
from pathlib import Path
from typing import Any

import attrs

from govrules.bundles.layout import (
    EVENTS,
    FINDINGS,
    FORMAT,
    MANIFEST,
    RECORDS,
    RULES,
    Arguments,
    files_in,
    hash_of,
)
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import bundles as codes
from govrules.engine.batch import evaluate
from govrules.engine.judging import events_hash
from govrules.formats.log import EventLog
from govrules.formats.read import read_events
from govrules.formats.records import read_records
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Rulebook
from govrules.model.records import Record, records_hash
from govrules.rulefile.load import load

_NAMED = 5
"""findings that are named one by one"""


@attrs.frozen
class Verified:
    """What came of verifying a bundle."""

    govrules: str
    """the version that wrote it"""
    problems: tuple[Diagnostic, ...]
    findings: int
    """how many findings were compared; 0 where it did not come to that"""

    @property
    def ok(self) -> bool:
        """Whether nothing was changed and the same findings came out."""
        return not self.problems


def verify_bundle(folder: Path) -> Verified:
    """Hold a bundle against its hashes, evaluate what is in it again, and compare every finding.

    Args:
        folder: that `write_bundle` wrote.

    Raises:
        DiagnosticsError: the folder is no bundle (GR663).
    """
    manifest = _manifest(folder)
    version = str(manifest["govrules"])
    changed = _changed_files(folder, manifest)
    if changed:
        return Verified(version, tuple(changed), 0)
    try:
        inputs = _inputs(folder, manifest)
    except DiagnosticsError as error:
        return Verified(version, error.diagnostics, 0)
    others = _others(folder, inputs)
    if others:
        return Verified(version, tuple(others), 0)
    arguments = Arguments.of(manifest["arguments"])
    again = evaluate(
        inputs.rulebook,
        inputs.log,
        as_of=arguments.as_of,
        known_at=arguments.known_at,
        unannounced=arguments.unannounced,
        records=inputs.records,
    )
    kept = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))
    return Verified(version, tuple(_differing(kept, again)), sum(1 for _ in again))


def check_inputs(folder: Path) -> list[Diagnostic]:
    """Whether the rules, events and records in a bundle are those that its findings name."""
    try:
        return _others(folder, _inputs(folder, _manifest(folder)))
    except DiagnosticsError as error:
        return list(error.diagnostics)


@attrs.frozen
class _Inputs:
    rulebook: Rulebook
    log: EventLog
    records: tuple[Record, ...]


def _others(folder: Path, inputs: _Inputs) -> list[Diagnostic]:
    named = json.loads((folder / FINDINGS).read_text(encoding="utf-8"))["provenance"]
    if named is None:
        return []
    rulebook, records = inputs.rulebook, inputs.records
    hashes = {
        "rules": {each.id: each.sha256 for each in rulebook.policies},
        "calendars": {name: each.sha256 for name, each in rulebook.calendars.items()},
        "conventions": {name: each.sha256 for name, each in rulebook.conventions.items()},
        "events": events_hash(inputs.log),
        "records": records_hash(records) if records else None,
    }
    return [
        Diagnostic(codes.INPUT_DIFFERS, values={"what": what, "what_zh": _ZH[what]})
        for what, found in hashes.items()
        if named[what] != found
    ]


_ZH = {"rules": "规则", "calendars": "日历", "conventions": "计算规则", "events": "事件", "records": "记录"}


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise _no_bundle(folder, f"its format is {found['format']}, not {FORMAT}", "格式版本不同")
        wanted = {"govrules", "arguments", "policies", "incomplete_cases", "files"}
        # Nothing outside the bundle is read, whatever its manifest says.
        if not wanted <= set(found) or not set(found["policies"]) <= set(found["files"]):
            raise _no_bundle(folder, "its manifest is incomplete", "清单不完整")
        Arguments.of(found["arguments"])
    except OSError:
        raise _no_bundle(folder, f"there is no {MANIFEST} in it", f"其中没有 {MANIFEST}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _no_bundle(folder, "its manifest cannot be read", "清单无法读取") from None
    assert isinstance(found, dict)
    return found


def _no_bundle(folder: Path, en: str, zh: str) -> DiagnosticsError:
    values = {"path": str(folder), "reason": en, "reason_zh": zh}
    return DiagnosticsError([Diagnostic(codes.NO_BUNDLE, values=values)])


def _changed_files(folder: Path, manifest: dict[str, Any]) -> list[Diagnostic]:
    found = files_in(folder)
    kept = manifest["files"]
    gone = [Diagnostic(codes.FILE_GONE, values={"file": each}) for each in kept if each not in found]
    more = [Diagnostic(codes.FILE_MORE, values={"file": each}) for each in found if each not in kept]
    changed = [
        Diagnostic(codes.FILE_CHANGED, values={"file": name})
        for name, path in found.items()
        if name in kept and hash_of(path.read_bytes()) != kept[name]
    ]
    return [*gone, *more, *changed]


def _inputs(folder: Path, manifest: dict[str, Any]) -> _Inputs:
    roots = sorted((folder / RULES).iterdir()) if (folder / RULES).is_dir() else []
    rulebook = load(*(folder / each for each in manifest["policies"]), search=roots).or_raise()
    events = folder / EVENTS
    log = read_events(events).or_raise() if events.stat().st_size else EventLog()
    log = attrs.evolve(log, incomplete_cases=frozenset(manifest["incomplete_cases"]))
    kept = folder / RECORDS
    records = tuple(read_records(kept).or_raise()) if kept.exists() else ()
    return _Inputs(rulebook, log, records)


def _differing(kept: dict[str, Any], again: Evaluation) -> list[Diagnostic]:
    """Compared as JSON, which is what was kept; who evaluated is no finding."""
    kept = _bare(kept)
    found = _bare(json.loads(json.dumps(again.to_dict(), ensure_ascii=False)))
    differing: dict[str, None] = {}
    for group in sorted({*kept, *found} - {"provenance"}):
        one, other = kept.get(group), found.get(group)
        # What an older version did not know is nothing, as long as nothing is found of it.
        if one == other or (one is None and other == []):
            continue
        if not isinstance(one, list) or not isinstance(other, list):
            differing[group] = None
            continue
        before = {_id(each): each for each in one}
        after = {_id(each): each for each in other}
        names = [*before, *(each for each in after if each not in before)]
        different = [each for each in names if before.get(each) != after.get(each)]
        # Equal one by one, and yet in another order.
        differing |= dict.fromkeys(different or [group])
    if not differing:
        return []
    listed = ", ".join(f"`{each}`" for each in list(differing)[:_NAMED])
    values = {"count": len(differing), "findings": listed + (", ..." if len(differing) > _NAMED else "")}
    return [Diagnostic(codes.FINDINGS_DIFFER, values=values)]


def _bare(value: Any) -> Any:
    """Without the lines at which events were read, which are others in the bundle."""
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        is_event = {"case", "type", "time"} <= set(value)
        return {key: _bare(each) for key, each in value.items() if not (is_event and key == "source")}
    return value


def _id(finding: object) -> str:
    if isinstance(finding, dict) and "id" in finding:
        return str(finding["id"])
    return json.dumps(finding, sort_keys=True)
