"""A policy's text, sentence by sentence."""

from pathlib import Path

import pytest

from govrules.analysis.source_text import Remark, missing_quotes, passages, read_context
from govrules.model.clauses import Clause, NotCheckable
from govrules.model.text import Text

TEXT = """总则
为了便民,制定本办法。

(一)缓事一周内办结,急事 急办;及时答复。
"""


def clause(name: str, quote: str) -> Clause:
    return Clause("p", name, NotCheckable(Text("无", "none")), quote=quote)


def test_each_passage_is_linked_to_the_clauses_whose_quotes_touch_it() -> None:
    found = passages(
        TEXT, [clause("week", "一周内办结"), clause("urgent", "急事急办"), clause("reply", "急办;及时")]
    )
    assert [(each.text, each.line, each.clauses) for each in found] == [
        ("总则", 1, ()),
        ("为了便民,制定本办法。", 2, ()),
        ("(一)缓事一周内办结,急事 急办;", 4, ("week", "urgent", "reply")),
        ("及时答复。", 4, ("reply",)),
    ]


def test_a_quote_in_two_pieces_touches_both_and_not_what_lies_between() -> None:
    text = "甲。乙。丙。"
    found = passages(text, [clause("c", "甲…丙")])
    assert [each.clauses for each in found] == [("c",), (), ("c",)]


def test_a_remark_in_two_pieces_covers_what_lies_between() -> None:
    why = Text("引言", "preamble")
    found = passages("甲。乙。丙。丁。", [], [Remark("甲…丙", why)])
    assert [each.why for each in found] == [(why,), (why,), (why,), ()]
    assert [each.is_accounted_for for each in found] == [True, True, True, False]


def test_a_quote_that_does_not_stand_in_the_text_is_named() -> None:
    assert missing_quotes(TEXT, ["急事急办", "一周 内…及时答复", "两周内办结", "总则…两周"]) == (
        "两周内办结",
        "总则…两周",
    )


def test_no_text_has_no_passages() -> None:
    assert passages("", [clause("c", "甲")]) == ()


def test_a_context_file_is_read_and_its_mistakes_are_placed(tmp_path: Path) -> None:
    file = tmp_path / "p.context.csv"
    file.write_text("quote,why_zh,why_en\n甲,引言,preamble\n", encoding="utf-8")
    assert read_context(file) == (Remark("甲", Text("引言", "preamble")),)
    file.write_text("quote,why_zh,why_en\n甲,,preamble\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"p\.context\.csv:2: an empty cell"):
        read_context(file)
    file.write_text("quote,why\n甲,引言\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no column why_en, why_zh"):
        read_context(file)
