"""What a command says of bad input, in both languages: each transcript beside its bad file, if there is one.

`GR330-name.txt` holds commands, each after `$ `, with what they print; they run in a folder with the files
that `tests.diagnostics.commands` prepares and those of that name here. `pytest tests/golden --refresh-golden`
writes what is printed anew.
"""

import re
import shutil
from pathlib import Path

import pytest

from govrules.diagnostics.codes import all_codes
from tests.diagnostics.commands import prepare
from tests.house.pages import run

HERE = Path(__file__).parent
GOLDEN = HERE.parent
TRANSCRIPTS = sorted(each.name for each in HERE.glob("*.txt"))

# As a message or a line for editors has it: a code in the name of a file is not one that is told.
_TOLD = re.compile(r"(?<=[\[ ])GR\d{3}(?=[\]:])")

# Codes that no bad file of the tests shows, and why. Each has a test of its own where it can be reached.
WITHOUT = {
    "no permission, no disk, a missing package, a mistake of govrules: it hangs on the machine": (
        *("GR003", "GR340", "GR410", "GR633", "GR640", "GR662", "GR690", "GR703"),
        *("GR466", "GR469", "GR675", "GR901", "GR902", "GR903", "GR908"),
    ),
    "a call from Python": (
        *("GR312", "GR316", "GR318", "GR319", "GR341", "GR465", "GR468", "GR904", "GR905", "GR906", "GR907"),
    ),
    "a file of many megabytes": ("GR004", "GR414", "GR426"),
    "bytes that a text file cannot hold: workbooks, other encodings, damaged files": (
        *("GR406", "GR408", "GR409", "GR411", "GR412", "GR413", "GR442", "GR467", "GR659"),
    ),
    "hundreds of rows": ("GR461", "GR463"),
    "said once for a whole file, as a count of scenarios that were not tested": ("GR529", "GR532"),
    "a bundle or a list that another command has written": (
        *("GR660", "GR661", "GR663", "GR664", "GR665", "GR666", "GR667", "GR668", "GR669"),
    ),
}


def transcript(text: str, stem: str, folder: Path) -> str:
    """The commands of a transcript with what they print now."""
    prepare(folder)
    for path in HERE.glob(f"{stem}.*"):
        if path.suffix != ".txt":
            # Under its own name pytest would run it as a test.
            name = f"{path.name}.yaml" if path.suffix == ".scenarios" else path.name
            shutil.copy(path, folder / name)
    commands = re.findall(r"^\$ (.*)$", text, re.MULTILINE)
    printed = "\n".join(f"$ {command}\n{run(command, folder)}" for command in commands)
    return printed.replace("\r\n", "\n")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_a_command_says_of_bad_input_what_is_kept(
    name: str, tmp_path: Path, refresh_golden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in (("LC_ALL", "C"), ("NO_COLOR", "1")):
        monkeypatch.setenv(variable, value)
    path = HERE / name
    kept = path.read_text(encoding="utf-8")
    printed = transcript(kept, path.stem, tmp_path)
    if refresh_golden:
        path.write_text(printed, encoding="utf-8")
        kept = printed
    assert printed == kept
    # The code of the name is among those that are told, in both languages.
    assert _TOLD.findall(kept).count(name.partition("-")[0]) >= 2


def test_every_code_has_its_bad_file_or_a_reason_why_it_has_none() -> None:
    told = {
        code for path in GOLDEN.rglob("*.txt") for code in _TOLD.findall(path.read_text(encoding="utf-8"))
    }
    excused = {code for codes in WITHOUT.values() for code in codes}
    assert {code for code in all_codes() if code not in told and code not in excused} == set()
    assert told & excused == set()
    assert excused - set(all_codes()) == set()
