"""A command run in a folder that holds what the examples speak of."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest

from govrules.cli import main
from tests.diagnostics.scenario_files import POLICY

_EVENTS = (("received", "2025-09-22"), ("replied", "2025-09-26"))
_SCENARIOS = """\
govrules: 1
scenarios: tried
cases:
  one: {given: [{time: 2025-09-22, type: received}], as_of: 2025-09-23, expect: [{pending: reply}]}
"""

DUE = "govrules due --calendar cn --convention cn-civil-code '5 days'"
EVALUATE = "govrules evaluate rules/ --events events.jsonl"


def prepare(folder: Path) -> None:
    """The files that examples name."""
    policy = POLICY.format(name="tried", zone="Asia/Shanghai")
    for name in ("rules", "docs", "logs", "organisation", "results"):
        (folder / name).mkdir()
    posts = "record,key,from,until\npost,p1,2025-01-01,\n"
    table = "case,type,time\n" + "".join(f"c1,{name},{day}\n" for name, day in _EVENTS)
    lines = "".join(f'{{"case": "L02", "type": "{name}", "time": "{day}"}}\n' for name, day in _EVENTS)
    kinds = "records: {post: {data: {unit: string}}}\n"
    files = {
        "rules.yaml": policy + kinds,
        "my-policy.yaml": policy,
        "rules/policy.yaml": policy + kinds,
        "rules/policy.scenarios.yaml": _SCENARIOS,
        "events.csv": table,
        "events.jsonl": lines,
        "logs/events.csv": table,
        "posts.csv": posts,
        "organisation/posts.csv": posts,
        "policy.yaml": policy,
        "yichang.yaml": "govrules: 1\npolicy: yichang\ntitle: y\n"
        "sets: {cn-licensing-law/params.warning_lead: [{from: 2025-01-01, value: 2 working days}]}\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "policy.docx").write_bytes(b"PK\x03\x04")


def codes_of_command(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What a command tells on both of its outputs, run in a fresh folder."""
    folder.mkdir()
    prepare(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LC_ALL", "C")
    output = io.StringIO()
    name, *words = shlex.split(command.partition("    #")[0])
    assert name == "govrules", command
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        main(words)
    return set(re.findall(r"\[(GR\d+)\]", output.getvalue()))
