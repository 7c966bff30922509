"""What users import is documented, and its examples run."""

import importlib
import inspect
import re

import pytest

from tests.house.sources import ROOT, tracked_files

FACES = ("govrules", "govrules.packs", "govrules.diagnostics", "govrules.model", "govrules.counting")


def public(face: str) -> dict[str, object]:
    module = importlib.import_module(face)
    return {name: getattr(module, name) for name in getattr(module, "__all__", ())}


def test_there_are_public_names() -> None:
    assert public("govrules.diagnostics")


@pytest.mark.parametrize("face", FACES)
def test_every_public_class_and_function_has_a_docstring(face: str) -> None:
    bare = [
        name
        for name, value in public(face).items()
        if (inspect.isclass(value) or inspect.isfunction(value)) and not (value.__doc__ or "").strip()
    ]
    assert bare == []


@pytest.mark.parametrize("face", FACES)
def test_every_public_function_has_an_example_that_runs(face: str) -> None:
    without = [
        name
        for name, value in public(face).items()
        if inspect.isfunction(value) and ">>> " not in (value.__doc__ or "")
    ]
    assert without == []


@pytest.mark.parametrize("face", FACES)
def test_a_docstring_opens_with_one_summary_line(face: str) -> None:
    wrong = []
    for name, value in public(face).items():
        if inspect.isclass(value) or inspect.isfunction(value):
            lines = inspect.cleandoc(value.__doc__ or "").splitlines()
            if not lines or not lines[0].endswith((".", ":", "?")) or (len(lines) > 1 and lines[1].strip()):
                wrong.append(name)
    assert wrong == []


def unchecked_examples(text: str) -> list[int]:
    """The lines with a Python prompt that stand in no fence that the documentation build runs."""
    found, fence = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        if marks := re.match(r"\s*(`{3,}|:{3,})(.*)", line):
            fence = "" if fence else marks[2].strip() or "text"
        elif line.lstrip().startswith(">>> ") and not fence.startswith("{doctest}"):
            found.append(number)
    return found


def test_every_python_example_in_the_documentation_runs() -> None:
    pages = [path for path in tracked_files() if path.suffix == ".md" and path.is_relative_to(ROOT / "docs")]
    assert pages
    unchecked = {
        path.relative_to(ROOT).as_posix(): lines
        for path in pages
        if (lines := unchecked_examples(path.read_text(encoding="utf-8")))
    }
    assert unchecked == {}


def test_the_watch_sees_examples_outside_of_doctest_fences() -> None:
    text = "```python\n>>> 1\n```\n>>> 2\n```{doctest}\n>>> 3\n```\n```\n>>> 4\n```\n"
    assert unchecked_examples(text) == [2, 4, 9]
