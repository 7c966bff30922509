"""Whatever a rule file says, loading it returns a value: a rulebook, or at least one error in its place."""

import re
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from govrules import packs
from govrules.rulefile.aliases import CHINESE_KEYS
from govrules.rulefile.load import Loaded, load_text

_TEXT = next(iter(sorted(packs.find("cn/licensing-law", "policy").glob("licensing-law.yaml")))).read_text(
    "utf-8"
)
_LINES = _TEXT.splitlines(keepends=True)
_PIECES = """{} [] null true 5 5% 20日 二十日 accepted event.role params.x no limit a|b - ? : ： !x &a *a <<
2026-02-30 in_force "tag:x" any ( ) " ' not"""
_LONGER = (
    "{all: [accepted, decided]}",
    "{from: accepted, to: decided}",
    "{violation: any}",
    "not event.joint",
    "given(a, b)",
    "\t",
    "\n",
    "\n  ",
    "\n    ",
)
_WORDS = st.sampled_from([*CHINESE_KEYS, *CHINESE_KEYS.values(), *re.split(r"\s", _PIECES), *_LONGER])


def _holds(loaded: Loaded) -> None:
    errors = [each for each in loaded.diagnostics if each.severity == "error"]
    assert (loaded.rulebook is None) == bool(errors)
    for each in loaded.diagnostics:
        assert each.message("en")
        assert each.message("zh")
        assert each.span is not None
        if each.span.line:
            assert 1 <= each.span.column <= each.span.end_column


@st.composite
def spoiled_files(draw: st.DrawFn) -> str:
    """A real rule file with a few of its lines, words or characters changed."""
    lines = list(_LINES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.integers(0, 4)):
            case 0:
                lines[at] = ""
            case 1:
                lines[at] = line * 2
            case 2:
                start = draw(st.integers(0, max(len(line) - 1, 0)))
                lines[at] = line[:start] + draw(_WORDS) + line[start:]
            case 3:
                key, colon, _ = line.partition(":")
                lines[at] = f"{key}{colon} {draw(_WORDS)}\n"
            case _:
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
    return "".join(lines).replace("include: [../vocabulary.yaml]", "")


@settings(max_examples=settings().max_examples // 2)
@given(spoiled_files())
def test_a_spoiled_rule_file_never_raises(text: str) -> None:
    _holds(load_text(text))


_SCALARS = (
    _WORDS | st.text(alphabet=string.ascii_letters + "受理：，", max_size=8) | st.integers() | st.booleans()
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=12,
)


def _flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(each) for each in value) + "]"
    return str(value)


@settings(max_examples=settings().max_examples * 2)
@given(st.dictionaries(_WORDS, _VALUES, max_size=5), st.dictionaries(_WORDS, _VALUES, max_size=5))
def test_any_tree_of_known_words_never_raises(clause: dict[str, object], body: dict[str, object]) -> None:
    lines = ["govrules: 1", "policy: x", "events: [accepted, decided]", "clauses:", "  a:"]
    lines += [f"    {key}: {_flow(each)}" for key, each in clause.items()]
    for kind in ("duty", "requirement", "prohibition"):
        lines += [f"  {kind}s:", f"    {kind}:", "      when: accepted"]
        lines += [f"      {key}: {_flow(each)}" for key, each in body.items()]
    _holds(load_text("\n".join(lines) + "\n"))


@given(st.text())
def test_any_text_at_all_never_raises(text: str) -> None:
    _holds(load_text(text))
    _holds(load_text("govrules: 1\npolicy: x\n" + text))
