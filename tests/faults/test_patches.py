"""Every planted fault fits the sources as they are; whether a law kills it is asked by `tests.faults.run`."""

import ast
import re
from pathlib import Path

import pytest

from tests.faults.patches import BEGINS, ENDS, PAGE, Fault, apply, copy_tree, faults

FAULTS = faults()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("faults") / "tree"
    tree.mkdir()
    copy_tree(tree, ("src",))
    return tree


def test_there_are_at_least_thirty_faults_each_with_a_number_of_its_own() -> None:
    numbers = [each.number for each in FAULTS]
    assert len(numbers) >= 30
    assert sorted(set(numbers)) == numbers
    assert all(re.fullmatch(r"\d{3}", number) for number in numbers)
    names = [each.name for each in FAULTS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: each.number)
def test_a_fault_says_what_is_wrong_fits_the_sources_and_still_compiles(fault: Fault, sources: Path) -> None:
    assert re.fullmatch(r"[A-Z`0-9].{20,200}\.", fault.says), fault.says
    before = {name: (sources / name).read_bytes() for name in fault.files}
    apply(fault, sources)
    after = {name: (sources / name).read_bytes() for name in fault.files}
    for name, text in before.items():
        (sources / name).write_bytes(text)
    assert after.keys() == before.keys() != set()
    for name, text in after.items():
        assert ast.dump(ast.parse(text)) != ast.dump(ast.parse(before[name])), f"{name} is as it was"


def test_the_table_of_the_page_lists_no_fault_that_is_gone() -> None:
    table = PAGE.read_text(encoding="utf-8").partition(BEGINS)[2].partition(ENDS)[0]
    listed = re.findall(r"^\| (\d{3} \S+) \|", table, re.MULTILINE)
    assert len(listed) >= 30
    assert set(listed) <= {f"{each.number} {each.name}" for each in FAULTS}
