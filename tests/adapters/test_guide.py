"""Whoever follows the guide to durable-rules sees what it shows."""

import re
from pathlib import Path

import pytest

from tests.adapters.engine import NEEDS_DURABLE_RULES
from tests.house.pages import follow
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "how-to" / "use-with-durable-rules.md"


@NEEDS_DURABLE_RULES
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcfromtimestamp:DeprecationWarning")
def test_the_code_of_the_page_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert list(follow(text, tmp_path)) == []
    monkeypatch.chdir(tmp_path)
    # A host's timers would run on in other tests.
    monkeypatch.setattr("durable.engine.Host._run", lambda self: None)  # noqa: ARG005
    code = "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    shown = "".join(re.findall(r"```text\n(.*?)```", text, re.DOTALL))
    exec(compile(code, str(PAGE), "exec"), {})
    assert shown.count("\n") == 5
    assert capsys.readouterr().out == shown
