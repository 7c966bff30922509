"""The direction of imports: a room never imports one to its right."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import modules, parsed

# From left to right; the rooms of one line may import each other.
ROOMS = (
    ("version", "declaring"),
    ("diagnostics",),
    ("model",),
    ("counting",),
    ("packs",),
    ("rulefile",),
    ("engine",),
    ("explaining", "scenarios", "analysis"),
    ("reporting",),
    ("testing",),
    ("formats",),
    ("editing",),
    ("bundles",),
    ("parallel",),
    ("adapters",),
    ("cli",),
    ("__main__",),
)
RANK = {room: rank for rank, line in enumerate(ROOMS) for room in line}

# A room that may import less than what stands to its left.
ONLY = {
    "packs": ("govrules.diagnostics", "govrules.packs"),
    "formats": (
        "govrules.declaring",
        "govrules.diagnostics",
        "govrules.model",
        "govrules.rulefile.composer",
        "govrules.formats",
    ),
}

# The faces over all rooms: they import whatever they offer, and are imported by the outermost rooms alone.
FACES = ("govrules", "govrules.api")
USERS_OF_FACES = ("adapters", "cli", "testing")


def room_of(module: str) -> str:
    return module.split(".")[1]


def imports(tree: ast.Module, module: str, *, package: bool) -> Iterator[tuple[int, str]]:
    """Every import of govrules in a module, wherever it stands: in a function, or for type checkers alone."""
    known = modules()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".") if package else module.split(".")[:-1]
                parts = parts[: len(parts) - node.level + 1]
                base = ".".join([*parts, base] if base else parts)
            # `from govrules import packs` imports the module; `from govrules import load` uses the face.
            whole = [f"{base}.{alias.name}" for alias in node.names]
            names = [name if name in known else base for name in whole]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "govrules")


def complaint(module: str, target: str) -> str | None:
    """Why `module` may not import `target`, or None where it may."""
    room = room_of(module)
    if target in FACES:
        return None if room in USERS_OF_FACES else "a room does not use the face over it"
    other = room_of(target)
    if other not in RANK:
        return "it belongs to no room"
    if room in ONLY and not any(target == each or target.startswith(f"{each}.") for each in ONLY[room]):
        return f"{room} imports only {', '.join(ONLY[room])}"
    if RANK[other] > RANK[room]:
        return f"{other} stands to the right of {room}"
    return None


def test_every_module_stands_in_a_room() -> None:
    homeless = [name for name in modules() if name not in FACES and room_of(name) not in RANK]
    assert homeless == []


def test_no_room_imports_one_to_its_right() -> None:
    found = modules()
    assert "govrules.diagnostics.core" in found
    wrong = [
        f"{path.name}:{line}: {module} imports {target}: {why}"
        for module, path in found.items()
        if module not in FACES
        for line, target in imports(parsed(path), module, package=path.name == "__init__.py")
        if (why := complaint(module, target)) is not None
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "text", "expected"),
    [
        (
            "govrules.model.policy",
            "from govrules.counting import calendar",
            "counting stands to the right of model",
        ),
        ("govrules.model", "from .. import engine", "engine stands to the right of model"),
        (
            "govrules.model.policy",
            "from ..engine.batch import evaluate",
            "engine stands to the right of model",
        ),
        (
            "govrules.counting.due",
            "if TYPE_CHECKING:\n    import govrules.rulefile.check",
            "rulefile stands to the right of counting",
        ),
        (
            "govrules.engine.batch",
            "def f():\n    from govrules import api",
            "a room does not use the face over it",
        ),
        ("govrules.engine.batch", "from govrules import load", "a room does not use the face over it"),
        (
            "govrules.formats.csv",
            "from govrules.rulefile.check import check",
            f"formats imports only {', '.join(ONLY['formats'])}",
        ),
        ("govrules.formats.csv", "from govrules.rulefile.composer import compose", None),
        ("govrules.cli.check", "import govrules", None),
        ("govrules.rulefile.load", "from govrules import packs", None),
        ("govrules.explaining", "from govrules.scenarios import x", None),
        ("govrules.engine.batch", "import attrs", None),
    ],
)
def test_the_watch_sees_every_form_of_import(module: str, text: str, expected: str | None) -> None:
    package = module.count(".") == 1 and module != "govrules.explaining"
    found = [complaint(module, target) for _, target in imports(ast.parse(text), module, package=package)]
    assert [each for each in found if each] == ([expected] if expected else [])


def test_every_folder_of_tests_is_a_package() -> None:
    tests = Path(__file__).parents[1]
    folders = {path.parent for path in tests.rglob("test_*.py")}
    assert [str(each) for each in sorted(folders) if not (each / "__init__.py").is_file()] == []
