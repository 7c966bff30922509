"""The hooks for pre-commit run commands that there are, on files that a folder of rules has."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from govrules.cli import main
from govrules.cli.specification import MODULES
from tests.editing.files import ROOT, document

HOOKS: list[dict[str, Any]] = document((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
RULES = "govrules: 1\npolicy: p\n\nclauses:\n  c:\n    not_checkable: words\n"
SCENARIOS = """\
govrules: 1
scenarios: p
cases:
  nothing:
    given: []
    as_of: 2025-12-31
    expect: []
"""


def test_there_is_a_hook_for_each_check() -> None:
    assert {each["id"] for each in HOOKS} == {"govrules-fmt", "govrules-check", "govrules-test"}


@pytest.mark.parametrize("page", ["edit-in-an-editor.md", "edit-in-an-editor.zh.md"])
def test_the_guide_names_every_hook(page: str) -> None:
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    assert re.findall(r"^  - id: (\S+)$", text, re.MULTILINE) == [each["id"] for each in HOOKS]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_passes_what_is_in_order_and_fails_what_is_not(
    hook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "rules"
    folder.mkdir()
    files = {"rules/p.yaml": RULES, "rules/p.scenarios.yaml": SCENARIOS}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert all(re.search(hook["files"], name) for name in files)
    program, *words = shlex.split(hook["entry"])
    assert (program, words[0] in MODULES, hook["language"]) == ("govrules", True, "python")
    words += hook.get("args", [])
    words += list(files) if hook.get("pass_filenames", True) else []
    assert main(words) == 0
    (folder / "p.yaml").write_text(RULES.replace("clauses:", "clases:"), encoding="utf-8")
    assert main(words) != 0
