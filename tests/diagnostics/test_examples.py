"""The page of every code: nothing lacks, and its examples are what they say."""

import re
from pathlib import Path

import pytest

from govrules.diagnostics import Code
from govrules.diagnostics.codes import all_codes
from tests.diagnostics.tried import TRIED, UNTRIED

CODES = all_codes()
_CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
# A remark of English words, as people write them: in brackets, after `#`, or as the whole example.
_REMARK = re.compile(r"#[^\n]*[a-z]{3,} [a-z]{2,}|\((?!a or )[a-z]+ [a-z]+ [a-z ]*\)")


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_every_page_is_whole_in_both_languages(code: Code) -> None:
    for lang in ("en", "zh"):
        assert code.said_of_all(lang).strip()
        assert code.why(lang).strip()
        assert code.wrong_example(lang).strip()
        assert code.right_example(lang).strip()
        assert code.wrong_example(lang) != code.right_example(lang)
    assert _CJK.search(code.said_of_all("zh"))
    assert _CJK.search(code.why("zh"))


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_remark_in_an_example_is_in_the_language_of_the_page(code: Code) -> None:
    english = {"wrong": code.wrong_example("zh"), "right": code.right_example("zh")}
    assert {key: text for key, text in english.items() if _REMARK.search(text)} == {}
    chinese = {"wrong": code.wrong_zh, "right": code.right_zh}
    assert {key: text for key, text in chinese.items() if text and not _CJK.search(text)} == {}


def test_of_every_code_it_is_known_whether_its_examples_are_tried() -> None:
    assert set(TRIED) & set(UNTRIED) == set()
    assert {each for each in CODES if each not in TRIED and each not in UNTRIED} == set()
    assert {each for each in (*TRIED, *UNTRIED) if each not in CODES} == set()


@pytest.mark.parametrize("identifier", sorted(TRIED))
def test_the_wrong_example_leads_to_its_code_and_the_right_one_does_not(
    identifier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = CODES[identifier]
    (tmp_path / "wrong").mkdir()
    (tmp_path / "right").mkdir()
    for lang in ("en", "zh"):
        if lang == "zh" and not (code.wrong_zh or code.right_zh):
            continue
        for name in ("wrong", "right"):
            (tmp_path / name / lang).mkdir()
        attempt = TRIED[identifier]
        wrong = attempt(code.wrong_example(lang), tmp_path / "wrong" / lang, monkeypatch)
        right = attempt(code.right_example(lang), tmp_path / "right" / lang, monkeypatch)
        assert (identifier in wrong, identifier in right) == (True, False), (wrong, right)
