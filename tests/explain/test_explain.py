"""Explanations of one finding of every sort, whole, in both languages, with and without the rules at hand."""

import json
import string
import subprocess
import sys
from typing import get_args

import attrs
import pytest

from govrules.counting.trace import Action
from govrules.diagnostics import Language
from govrules.explaining import explain, words_en, words_zh
from govrules.explaining.explanation import explanation
from govrules.explaining.recount import recount
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import AnyFinding, Obligation
from tests.cli.golden import assert_golden
from tests.explain.sample import EVALUATION, LATE, MET_LATE, OVERDUE, PAUSED, RULEBOOK, day

LANGUAGES: tuple[Language, ...] = ("en", "zh")
FINDINGS = tuple(EVALUATION)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explanations_with_the_rules_at_hand(lang: Language) -> None:
    texts = [explain(each, evaluation=EVALUATION, rulebook=RULEBOOK, lang=lang) for each in FINDINGS]
    assert_golden(f"explain.{lang}.txt", "\n\n".join(texts) + "\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explanations_from_the_finding_alone(lang: Language) -> None:
    assert_golden(
        f"explain-alone.{lang}.txt", "\n\n".join(explain(each, lang=lang) for each in FINDINGS) + "\n"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_explanation_as_markdown(lang: Language) -> None:
    text = explain(LATE, evaluation=EVALUATION, rulebook=RULEBOOK, lang=lang, format="markdown")
    assert_golden(f"explain.{lang}.md", text + "\n")


def test_data_cannot_become_markup() -> None:
    evil = attrs.evolve(LATE, responsible="*a* <b> [c](d) `e`\n# f")
    text = explain(evil, format="markdown")
    assert "\\*a\\* \\<b\\> \\[c\\](d) \\`e\\` \\# f" in text
    assert len([each for each in text.splitlines() if each.startswith("#")]) == 1 + text.count("#### ")


def test_an_explanation_as_json_holds_the_finding_and_the_sentences() -> None:
    found = json.loads(explain(LATE, evaluation=EVALUATION, rulebook=RULEBOOK, format="json"))
    expected = explanation(LATE, View.of(EVALUATION, RULEBOOK, "en"))
    assert found == {
        "lang": "en",
        "heading": expected.heading,
        "verdict": expected.verdict,
        "sections": [
            {"name": each.name, "title": each.title, "lines": list(each.lines)} for each in expected.sections
        ],
        "finding": LATE.to_dict(),
    }


@pytest.mark.parametrize(
    ("lang", "form", "message"),
    [
        ("fr", "text", "`fr` is no language of explanations: en, zh"),
        ("en", "xml", "`xml` is no format of explanations: text, markdown, json"),
    ],
)
def test_an_unknown_language_or_format_is_refused(lang: str, form: str, message: str) -> None:
    with pytest.raises(ValueError, match="is no ") as raised:
        explain(LATE, lang=lang, format=form)  # type: ignore[arg-type]
    assert str(raised.value) == message


def test_both_languages_have_the_same_sentences_with_the_same_fields() -> None:
    def fields(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, chinese = words_en.WORDS, words_zh.WORDS
    assert {key: fields(text) for key, text in english.items()} == {
        key: fields(text) for key, text in chinese.items()
    }


def test_every_step_of_a_count_has_its_sentence() -> None:
    silent = {"day", "part", "rolling", "origin", "open", "next_opening", "from_data"}
    assert {f"step_{each}" for each in get_args(Action) if each not in silent} <= set(words_en.WORDS)


COUNTED = tuple(each for each in EVALUATION.obligations if each.limit is not None)


@pytest.mark.parametrize("obligation", COUNTED, ids=[each.id for each in COUNTED])
def test_the_count_shown_ends_on_the_date_of_the_finding(obligation: Obligation) -> None:
    again = recount(obligation, View.of(EVALUATION, RULEBOOK, "en"))
    assert again is not None
    assert again.agrees


def test_there_is_something_to_recount() -> None:
    assert len(COUNTED) == 9
    assert OVERDUE in COUNTED
    assert PAUSED in COUNTED


def test_a_count_that_comes_to_another_date_is_not_shown_as_its_proof() -> None:
    other = attrs.evolve(MET_LATE, due=day("2025-10-27"))
    found = explanation(other, View.of(Evaluation(obligations=(other,)), RULEBOOK, "en"))
    assert found.section("count") is None
    assert explanation(MET_LATE, View.of(EVALUATION, RULEBOOK, "en")).section("count") is not None


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("finding", FINDINGS, ids=[f"{each.kind} {each.id}" for each in FINDINGS])
def test_no_explanation_holds_an_id_of_the_rules_where_there_is_a_title(
    finding: AnyFinding, lang: Language
) -> None:
    text = explain(finding, evaluation=EVALUATION, rulebook=RULEBOOK, lang=lang)
    sentences = text.rpartition("\n")[0]
    assert [word for word in ("_", "None", "Evidence", "met_late", "duty") if word in sentences] == []


def test_the_public_name_is_the_function_whatever_was_imported_before() -> None:
    program = (
        "import govrules.explaining.count, govrules.cli.evaluate, govrules as gr; "
        "import sys; sys.exit(0 if callable(gr.explain) else 'hidden')"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
