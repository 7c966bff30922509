"""Every mistake in a scenario file, as an analyst sees it, in both languages."""

from pathlib import Path

import pytest

from govrules.diagnostics import Diagnostic, Language, render_all
from govrules.scenarios.reader import parse_scenarios

HERE = Path(__file__).parent


def mistakes(name: str) -> list[Diagnostic]:
    found = parse_scenarios((HERE / f"{name}.yaml").read_text(encoding="utf-8"), file=f"{name}.yaml")
    told = list(found.diagnostics)
    for scenario in found.scenarios:
        told += [each for each in scenario.diagnostics if each not in told]
    return told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_mistake_of_form_is_told_at_once_in_its_place(lang: Language) -> None:
    expected = (HERE / f"mistakes.{lang}.txt").read_text(encoding="utf-8")
    assert render_all(mistakes("mistakes"), lang=lang) + "\n" == expected
