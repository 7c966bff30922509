"""The packs load by name from a wheel, an sdist and an editable install alike."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from govrules import packs
from tests.house.sources import ROOT, tracked_files

# Packs of the test's own, so that it never passes for want of packs.
OWN_PACKS = {
    "rules/calendars/xx-packaging.yaml": "calendar",
    "rules/conventions/xx-packaging.yaml": "convention",
    "rules/xx/packaging/packaging.yaml": "policy",
    "rules/xx/packaging/packaging.scenarios.yaml": "policy",
}

# Where each installation finds its packs, and what every one of them holds.
PROGRAM = """
import importlib.metadata, json, govrules
from govrules import packs
from govrules.version import VERSION
assert importlib.metadata.version("govrules") == VERSION
found = {kind: packs.names(kind) for kind in ("policy", "calendar", "convention")}
for kind, names in found.items():
    for name in names:
        packs.find(name, kind)
root = packs.rules_root()
files = {
    path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(root.rglob("*.yaml"))
}
print(json.dumps({"from": govrules.__file__, "root": str(root), "names": found, "files": files}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {"PIP_NO_INDEX": "1", "PIP_NO_CACHE_DIR": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        [str(each) for each in command],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(name="checkout", scope="module")
def fixture_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, with packs of the test's own, where builds may write."""
    checkout = tmp_path_factory.mktemp("packaging") / "checkout"
    for path in tracked_files():
        copy = checkout / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    for name in OWN_PACKS:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text(f"# {name}\n", encoding="utf-8")
    return checkout


@pytest.fixture(name="built", scope="module")
def fixture_built(checkout: Path) -> Path:
    """A folder with the sdist and the wheel."""
    built = checkout.parent / "built"
    # Each from the checkout itself; installing the sdist tests that a wheel can be built from it.
    run(
        sys.executable,
        *("-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", built, checkout),
        cwd=checkout.parent,
    )
    return built


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def installed(folder: Path, *what: str | Path) -> Path:
    """The interpreter of a new environment with `what` installed, and this one's dependencies in reach."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    paths = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", paths))
    # A plain entry of a .pth file puts the folder last and does not read the .pth files in it,
    # so the copy of govrules under test is the only one that can be imported.
    (site / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    install = ("-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-build-isolation")
    run(sys.executable, *install, *what, cwd=folder)
    return python


def packs_of(python: Path, folder: Path) -> dict[str, object]:
    found = json.loads(run(python, "-c", PROGRAM, cwd=folder))
    assert isinstance(found, dict)
    return found


def expected_packs(checkout: Path, module: Path, root: Path) -> dict[str, object]:
    kinds: tuple[packs.Kind, ...] = ("policy", "calendar", "convention")
    rules = checkout / "rules"
    files = sorted(rules.rglob("*.yaml"))
    assert {f"rules/{path.relative_to(rules).as_posix()}" for path in files} >= set(OWN_PACKS)
    return {
        "from": str(module / "__init__.py"),
        "root": str(root),
        "names": {kind: list(packs.names(kind, search=[rules])) for kind in kinds},
        "files": {path.relative_to(rules).as_posix(): path.read_text(encoding="utf-8") for path in files},
    }


@pytest.mark.parametrize("pattern", ["*.whl", "*.tar.gz"], ids=["wheel", "sdist"])
def test_packs_load_from_a_built_distribution(
    checkout: Path, built: Path, tmp_path: Path, pattern: str
) -> None:
    python = installed(tmp_path / "environment", only(built, pattern))
    module = only(tmp_path / "environment", "**/site-packages/govrules")
    assert packs_of(python, tmp_path) == expected_packs(checkout, module, module / "rules")


def test_packs_load_from_an_editable_install(checkout: Path, tmp_path: Path) -> None:
    python = installed(tmp_path / "environment", "--editable", checkout)
    expected = expected_packs(checkout, checkout / "src" / "govrules", checkout / "rules")
    assert packs_of(python, tmp_path) == expected


def test_the_wheel_holds_the_package_its_packs_and_its_licence_and_nothing_else(
    checkout: Path, built: Path
) -> None:
    wheel = only(built, "*.whl")
    about = "-".join(wheel.name.split("-")[:2]) + ".dist-info"
    package = (path.relative_to(checkout / "src") for path in (checkout / "src").rglob("*") if path.is_file())
    rules = (path.relative_to(checkout) for path in (checkout / "rules").rglob("*") if path.is_file())
    metadata = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    expected = {path.as_posix() for path in package if "__pycache__" not in path.parts}
    expected |= {f"govrules/{path.as_posix()}" for path in rules} | {f"{about}/{name}" for name in metadata}
    with zipfile.ZipFile(wheel) as archive:
        held = archive.namelist()
    assert sorted(held) == sorted(expected)
    assert {"govrules/py.typed", "govrules/rules/calendars/xx-packaging.yaml"} <= set(held)


def test_the_sdist_holds_the_whole_project(checkout: Path, built: Path) -> None:
    sdist = only(built, "*.tar.gz")
    base = sdist.name.removesuffix(".tar.gz")
    files = [path.relative_to(checkout).as_posix() for path in checkout.rglob("*") if path.is_file()]
    expected = [f"{base}/{name}" for name in files if "__pycache__" not in name] + [f"{base}/PKG-INFO"]
    with tarfile.open(sdist) as archive:
        held = [member.name for member in archive.getmembers() if member.isfile()]
    assert sorted(held) == sorted(expected)
    assert {f"{base}/tests/packaging/test_installs.py", f"{base}/docs/conf.py"} <= set(held)


def test_an_installation_without_packs_says_so(checkout: Path, tmp_path: Path) -> None:
    shutil.copytree(checkout / "src" / "govrules", tmp_path / "src" / "govrules")
    # A folder of that name in somebody else's project holds no packs of govrules.
    (tmp_path / "rules" / "calendars").mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('name = "another"\n', encoding="utf-8")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path / "src")!r})
from govrules import packs
from govrules.diagnostics import DiagnosticsError
try:
    packs.names("calendar")
except DiagnosticsError as error:
    print(error)
"""
    message = "error[GR703]: the rule packs that belong to govrules are not installed\n"
    assert run(sys.executable, "-c", program, cwd=tmp_path) == message
