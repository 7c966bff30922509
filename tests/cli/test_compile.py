"""`govrules compile`: which clauses run as programs, and the source."""

import re
from pathlib import Path

import pytest

import govrules.engine.compile
from govrules.cli.compile_words import why_left
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

POLICY = """\
govrules: 1
policy: office
title: {zh: 办公规则, en: Office rules}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events:
  accepted: {data: {urgent: bool}}
  decided: {}
  paused: {}
  resumed: {}
  fee_asked: {data: {amount: number}}
  registered: {}
clauses:
  decide:
    cite: Article 1
    if: event.urgent
    duty: {when: accepted, must: decided, within: 5 working days, pause: {from: paused, to: resumed}}
  no_fee:
    cite: Article 2
    prohibition: {when: fee_asked}
  few_registrations:
    cite: Article 3
    quota: {count: registered, per: unit, every: year, at_most: 3}
  spirit:
    not_checkable: {zh: 倡导, en: advice}
"""


@pytest.fixture
def office(tmp_path: Path) -> str:
    (tmp_path / "office.yaml").write_text(POLICY, encoding="utf-8")
    return str(tmp_path / "office.yaml")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_clause_with_who_judges_it_and_what_hands_a_case_over(
    govrules: Run, office: str, lang: str
) -> None:
    ran = govrules("compile", office, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    # How often a clause may hand over is the generator's business.
    assert_golden(f"compile.{lang}.txt", re.sub(r"\d+ (places?|处)", r"N \1", ran.out))


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "the reference: when asked"), ("zh", "参照实现（查询时）")]
)
def test_who_answers_for_a_breach_is_judged_when_it_is_asked(
    govrules: Run, tmp_path: Path, lang: str, told: str
) -> None:
    answered = "  heads: {accountability: {on: {violation: no_fee}, answerable: {direct: responsible}}}\n"
    (tmp_path / "office.yaml").write_text(POLICY + answered, encoding="utf-8")
    rows = govrules("compile", str(tmp_path / "office.yaml"), "--lang", lang).out.splitlines()
    (row,) = (each for each in rows if each.strip().startswith("heads"))
    assert row.rstrip().endswith(told)
    assert any(each.startswith("When asked: " if lang == "en" else "查询时：") for each in rows)


def test_the_source_is_python_and_cites_each_clause_that_it_holds(govrules: Run, office: str) -> None:
    ran = govrules("compile", office, "--show")
    assert (ran.code, ran.err) == (0, "")
    compile(ran.out, "office", "exec")
    cited = re.findall(r"^ *# (\w+): (Article \d)$", ran.out, re.M)
    # Once by what is said, once case by case, and once over cases that go together.
    assert cited == [("decide", "Article 1"), ("no_fee", "Article 2")] * 3


@pytest.mark.parametrize("name", ["no_fee", "office/no_fee"])
def test_one_clause_stands_alone(govrules: Run, office: str, name: str) -> None:
    shown = govrules("compile", office, "--show", "--clause", name)
    assert (shown.code, shown.err) == (0, "")
    assert re.findall(r"^ *# (\w+): Article", shown.out, re.M) == ["no_fee"] * 3
    told = govrules("compile", office, "--clause", name)
    assert (told.code, told.err) == (0, "")
    assert "no_fee" in told.out
    assert "decide" not in told.out


def test_a_clause_that_is_not_there_is_told_with_the_nearest_name(govrules: Run, office: str) -> None:
    ran = govrules("compile", office, "--clause", "decidde")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "error[GR511]: no clause is called `decidde`\n  help: did you mean `decide`?\n"


def test_every_pack_can_be_told_and_shown(govrules: Run) -> None:
    for form in ([], ["--show"]):
        ran = govrules("compile", "cn/licensing-law", "cn/hubei-2008-36", *form)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out


def test_whatever_is_left_to_the_reference_is_said_in_chinese_as_well() -> None:
    folder = Path(govrules.engine.compile.__file__).parent
    raised = re.compile(r'NotCompiledError\(\s*f?"([^"]*)"')
    texts = [text for file in sorted(folder.glob("*.py")) for text in raised.findall(file.read_text("utf-8"))]
    assert len(texts) > 20
    filled = [re.sub(r"\{clause\.kind\}", "quota", text) for text in texts]
    filled = [re.sub(r"\{[^}]*\}", "name", text) for text in filled]
    assert [text for text in filled if why_left(text, "zh") == text] == []
