"""Whatever a condition's text holds, parsing it returns a value, and offsets lie in the text."""

from hypothesis import given
from hypothesis import strategies as st

from govrules.rulefile.expression import parse_condition

_PIECES = """a event .x .class and or not in is if else for lambda ( ) [ ] { } , . = == != < >= + -
* ** / // % ! && | 'x' "y" “z” 1 2.5 20日 受理 且 （ ） ， happened( count(
given( was( since= __x ; : := @ ~ \\ ' \""""
_WORDS = st.sampled_from([*_PIECES.replace("\n", " ").split(" "), "\n", "\x00"])


@given(st.text() | st.lists(_WORDS, max_size=20).map(" ".join) | st.lists(_WORDS, max_size=20).map("".join))
def test_parsing_never_raises_and_problems_lie_in_the_text(text: str) -> None:
    parsed = parse_condition(text)
    assert (parsed.expression is None) == bool(parsed.problems)
    for each in parsed.problems:
        assert 0 <= each.start < max(each.end, 1)
        assert each.start <= len(text)
        each.code.en.format_map(each.values)
        each.code.zh.format_map(each.values)
