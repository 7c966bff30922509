"""One invented district over one year: the same log each time, and the page that its README shows."""

import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "efficiency-year"


def module(name: str) -> ModuleType:
    spec = util.spec_from_file_location(f"efficiency_year_{name}", EXAMPLE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    found = util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("year")
    module("generate").write(made)
    return made


def test_the_log_is_the_same_each_time_and_another_seed_gives_another(folder: Path, tmp_path: Path) -> None:
    generate = module("generate")
    generate.write(tmp_path)
    assert (tmp_path / "events.jsonl").read_bytes() == (folder / "events.jsonl").read_bytes()
    assert (tmp_path / "records.csv").read_bytes() == (folder / "records.csv").read_bytes()
    assert generate.events(7) != generate.events()


def test_the_readme_shows_what_the_year_comes_to(folder: Path) -> None:
    summary = module("summary")
    page = "\n".join(summary.page(*summary.evaluate(folder)))
    shown = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    assert f"```text\n{page}\n```" in shown
