"""Lateness is told in the unit of the limit: working days only where the limit counts them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

RULES = """\
govrules: 1
policy: {name}
title: {name}
time_zone: Asia/Shanghai
calendar: cn
convention: {convention}
events:
  asked: {{title: asked}}
  answered: {{title: answered}}
clauses:
  answer:
    title: Answer
    duty: {{when: asked, must: answered, within: {limit}}}
"""
LOG = """\
{"case": "A", "type": "asked", "time": "2025-03-03"}
{"case": "A", "type": "answered", "time": "2025-04-30"}
"""


@pytest.mark.parametrize(
    ("limit", "convention", "en", "zh"),
    [
        ("5 working days", "cn-civil-code", "37 working days", "37个工作日"),
        ("10 days", "cn-licensing-law", "32 working days", "32个工作日"),
        ("10 days", "cn-civil-code", "48 days", "48日"),
        ("10 calendar days", "cn-licensing-law", "48 days", "48日"),
        ("2 weeks", "cn-licensing-law", "44 days", "44日"),
        ("1 month", "cn-licensing-law", "27 days", "27日"),
    ],
)
def test_late_by(govrules: Run, tmp_path: Path, limit: str, convention: str, en: str, zh: str) -> None:
    (tmp_path / "rules.yaml").write_text(
        RULES.format(name="desk", convention=convention, limit=limit), encoding="utf-8"
    )
    (tmp_path / "log.jsonl").write_text(LOG, encoding="utf-8")
    words = ("evaluate", str(tmp_path / "rules.yaml"), "--events", str(tmp_path / "log.jsonl"))
    for lang, expected in (("en", en), ("zh", zh)):
        ran = govrules(*words, "--as-of", "2025-05-31", "--lang", lang)
        row = next(each for each in ran.out.splitlines() if each.startswith("  A "))
        assert f"  {expected}" in f"{row}  ", row
