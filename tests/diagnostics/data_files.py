"""Calendars, conventions, logs, mappings, records and tables of cases around a fragment."""

from pathlib import Path

import pytest

from govrules.formats.read import read_events
from govrules.rulefile.convention_file import read_convention
from tests.diagnostics.commands import codes_of_command
from tests.diagnostics.rule_files import blocks

_CALENDAR = {
    "govrules": "govrules: 1",
    "calendar": "calendar: tried",
    "time_zone": "time_zone: Asia/Shanghai",
    "weekend": "weekend: [sat, sun]",
    "first_day": "first_day: 2025-01-01",
    "last_day": "last_day: 2025-12-31",
    "announced_until": "announced_until: 2025-12-31",
    "source": "source: {status: none}",
    "days_off": "days_off: {statutory: {2025-01-01: 元旦}}",
}
_NOTICE = "{status: secondary, address: https://example.org}"
_MAPPING = {
    "govrules": "govrules: 1",
    "mapping": "mapping: tried",
    "case": "case: case",
    "type": "type: type",
    "time": "time: time",
}
LOG = "case,type,time,grade,received\nc1,accepted,2026-03-02,simple,2026-03-02\n"


def codes_of_calendar(fragment: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What `govrules calendar check` tells of a calendar that says what the fragment says."""
    if fragment.startswith("- {"):
        told = [
            f"{line[:-1]}, announces_until: 2025-12-31, source: {_NOTICE}}}" for line in fragment.split("\n")
        ]
        fragment = "notices:\n" + "\n".join(told)
    elif fragment[0].isdigit():
        days = "\n".join(f"    {line}" for line in fragment.split("\n"))
        fragment = f"days_off:\n  statutory:\n{days}"
    said = dict(blocks(fragment))
    if "base" in said:
        said |= dict.fromkeys(("weekend", "days_off", "first_day", "last_day", "announced_until"), "")
    text = "\n".join(text for text in (_CALENDAR | said).values() if text) + "\n"
    path = folder / "tried.yaml"
    path.write_text(text, encoding="utf-8")
    return codes_of_command(f"govrules calendar check {path}", folder / "run", monkeypatch)


def codes_of_convention(fragment: str) -> set[str]:
    """What is told of a convention that says what the fragment says."""
    said = dict(blocks(fragment))
    head = {"govrules": "govrules: 1", "convention": "convention: tried", "title": "title: tried"}
    head["source"] = said.pop("source", "source: {status: read, address: https://example.org}")
    keys = said.pop("keys", None)
    if keys is None:
        own = [
            text
            if "cite" in text or bare in fragment
            else f"{key}: {{value: {text.partition(': ')[2]}, cite: 1}}"
            for key, text in said.items()
            for bare in ["cited by nobody"]
        ]
        keys = "keys:\n" + "\n".join(f"  {text}" for text in own or ["first_day: {value: excluded, cite: 1}"])
    found = read_convention("\n".join([*head.values(), keys, ""]), file="tried.yaml")
    return {each.code.id for each in found.diagnostics}


def codes_of_log(
    content: str | bytes, folder: Path, *, name: str = "events.csv", mapping: str = ""
) -> set[str]:
    """What is told of a log, read by a mapping that says what `mapping` says."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    by = None
    if mapping:
        by = folder / "mapping.yaml"
        said = dict(blocks(mapping))
        head = {} if "govrules" in said or "policy" in said else _MAPPING
        by.write_text("\n".join([*(head | said).values(), ""]), encoding="utf-8")
    return {each.code.id for each in read_events(path, mapping=by).diagnostics}
