"""`govrules docs`: policies as pages to publish."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.golden import assert_golden
from tests.cli.test_coverage import SCENARIOS
from tests.reporting import office

RULES = office.RULES.replace(
    "  file:\n",
    "  tell_of_a_breach:\n"
    "    duty: {when: {violation: decide}, must: filed, within: 3 working days}\n"
    "  spirit: {not_checkable: {zh: 倡导, en: advice}}\n"
    "  file:\n",
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("office.yaml").write_text(RULES, encoding="utf-8")
    scenarios = SCENARIOS.replace("{unknown: report}", "{unknown: check_promptly}").replace(
        ", urgent: true", ""
    )
    Path("office.scenarios.yaml").write_text(scenarios, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_clause_in_plain_words_with_a_worked_date_and_its_scenarios(
    govrules: Run, here: Path, lang: str
) -> None:
    ran = govrules("docs", "office.yaml", "--output", "pages", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(each.name for each in (here / "pages").iterdir()) == ["index.md", "office.md"]
    assert_golden(f"docs.{lang}.md", (here / "pages" / "office.md").read_text(encoding="utf-8"))


def test_the_first_page_lists_the_others(govrules: Run, here: Path) -> None:
    govrules("docs", "office.yaml", "cn/licensing-law", "--output", "pages")
    text = (here / "pages" / "index.md").read_text(encoding="utf-8")
    assert text == (
        "# Policies\n\n- [Administrative Licensing Law](cn-licensing-law.md)\n- [Office rules](office.md)\n"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("docs", "office.yaml"), "GR6"),
        (("docs", "office.yaml", "--output", "office.yaml"), "GR631"),
        (("docs", "nothing.yaml", "--output", "pages"), "GR0"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(
    govrules: Run, here: Path, words: tuple[str, ...], code: str
) -> None:
    before = sorted(here.iterdir())
    ran = govrules(*words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}" in ran.err
    assert sorted(here.iterdir()) == before
