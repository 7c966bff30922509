"""What users import is documented, and its examples run."""

import importlib
import inspect

import pytest

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
