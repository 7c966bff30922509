"""The smaller commands: due, check, calendar, help, and the help of each."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from govrules.cli.about import version
from govrules.cli.arguments import language
from govrules.cli.specification import MODULES, command
from govrules.cli.usage import wrap
from govrules.diagnostics import display_width
from govrules.diagnostics.codes import all_codes
from tests.cli.conftest import Run
from tests.cli.golden import assert_golden

DUE = ("due", "20", "working", "days", "--after", "2025-09-22")
PAUSED = ("--pause", "2025-10-10..2025-10-15", "--extend", "10 working days")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("form", ["text", "days", "month"])
def test_due(govrules: Run, form: str, lang: str) -> None:
    ran = govrules(*DUE, *PAUSED, "--format", form, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert_golden(f"due-{form}.{lang}.txt", ran.out)


def test_due_as_json(govrules: Run) -> None:
    found = json.loads(govrules(*DUE, "--format", "json").out)
    assert list(found) == ["govrules", "format", "due"]
    assert (found["format"], found["due"]["date"], found["due"]["basis"]) == (1, "2025-10-24", "announced")
    counted = [each["number"] for each in found["due"]["trace"] if "number" in each]
    assert counted == list(range(1, 21))


def test_due_says_where_a_date_may_still_move(govrules: Run) -> None:
    lines = govrules("due", "60 days", "--after", "2026-11-01").out.splitlines()
    assert lines[0] == "2026-12-31 (Thu), to the end of the day"
    assert lines[-1] == "leans on days off not announced yet (announced up to 2026-12-28): it may move"


def test_due_counts_back(govrules: Run) -> None:
    lines = govrules("due", "3 working days", "--before", "2026-03-10").out.splitlines()
    assert lines[0] == "2026-03-05 (Thu), to the end of the day"


def test_due_counts_on_a_calendar_that_lies_over_another(govrules: Run) -> None:
    ran = govrules("due", "5 working days", "--after", "2020-01-22", "--calendar", "cn-hubei-2020")
    assert (ran.code, ran.err, ran.out.splitlines()[0]) == (0, "", "2020-02-19 (Wed), to the end of the day")


def test_due_of_hours_needs_and_tells_the_time_of_day(govrules: Run) -> None:
    lines = govrules("due", "48 hours", "--after", "2026-01-31T08:00", "--time-zone", "Asia/Shanghai").out
    assert lines.splitlines()[0] == "2026-02-02 (Mon), until 2026-02-02 08:00"
    ran = govrules("due", "48 hours", "--after", "2026-01-31")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[GR3")


def test_due_outside_the_calendar_names_it(govrules: Run) -> None:
    ran = govrules("due", "20 working days", "--after", "2030-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error[GR310]: ")
    assert "`cn`" in ran.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_year_and_a_month_of_a_calendar(govrules: Run, lang: str) -> None:
    year = govrules("calendar", "show", "cn", "--year", "2025", "--lang", lang)
    assert (year.code, year.err) == (0, "")
    assert_golden(f"calendar-2025.{lang}.txt", year.out)
    month = govrules("calendar", "show", "cn", "--year", "2026", "--month", "12", "--lang", lang)
    assert_golden(f"calendar-2026-12.{lang}.txt", month.out)


def test_a_frozen_calendar_can_be_counted_with(govrules: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "cn.yaml")
    frozen = govrules(
        "calendar", "freeze", "CN", "--years", "2025", "--announced-until", "2025-12-28", "--output", file
    )
    assert (frozen.code, frozen.out, frozen.err) == (0, "", "")
    assert govrules("fmt", "--check", file).code == 0
    ran = govrules(*DUE, "--calendar", file)
    assert ran.out.splitlines()[0] == "2025-10-24 (Fri), to the end of the day"


def test_a_country_that_there_is_not(govrules: Run) -> None:
    ran = govrules("calendar", "freeze", "Chinaa", "--years", "2025", "--announced-until", "none")
    assert (ran.code, ran.out) == (2, "")
    assert "`Chinaa`" in ran.err


def test_check_of_sound_rules(govrules: Run) -> None:
    ran = govrules("check", "cn/licensing-law")
    assert ran.code == 0
    assert ran.out.endswith(": no errors\n") or ": no errors, " in ran.out


def test_check_tells_every_error_and_counts_them(govrules: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("govrules: 1\npolicy: bad\ntitel: x\ntime_zone: Mars\nclauses: {}\n", encoding="utf-8")
    ran = govrules("check", str(file))
    assert (ran.code, ran.out) == (1, "")
    errors = ran.err.count(": error[GR")
    assert errors >= 2
    assert ran.err.splitlines()[-1].startswith(f"{errors} errors, ")


def test_test_of_a_folder_without_scenarios(govrules: Run, tmp_path: Path) -> None:
    ran = govrules("test", str(tmp_path))
    assert ran.code == 2
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_of_a_code(govrules: Run, lang: str) -> None:
    assert_golden(f"help-GR609.{lang}.txt", govrules("help", "GR609", "--lang", lang).out)


@pytest.mark.parametrize("name", ["GR609", "gr609", "[GR609]", "609", "no-such-date"])
def test_a_code_is_found_in_any_spelling(govrules: Run, name: str) -> None:
    assert govrules("help", name).out.splitlines()[0] == "GR609 no-such-date"


def test_help_lists_every_code(govrules: Run) -> None:
    out = govrules("help").out
    assert [each for each in all_codes() if f"{each}  " not in out] == []


@pytest.mark.parametrize("code", all_codes())
def test_every_code_has_a_page_in_both_languages(govrules: Run, code: str) -> None:
    for lang in ("en", "zh"):
        ran = govrules("help", code, "--lang", lang)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(code)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_overview(govrules: Run, lang: str) -> None:
    assert_golden(f"overview.{lang}.txt", govrules("--lang", lang).out)
    assert govrules("--help", "--lang", lang).out == govrules("--lang", lang).out


@pytest.mark.parametrize("name", MODULES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_command_has_its_help(govrules: Run, name: str, lang: str) -> None:
    ran = govrules(*name.split(), "--help", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == govrules("help", *name.split(), "--lang", lang).out
    assert [each for each in ran.out.splitlines() if display_width(each) > 100] == []
    options = [option.name for option in command(name).options]
    assert [each for each in options if each not in ran.out] == []


def test_every_option_says_what_it_is_for_in_both_languages() -> None:
    for name in MODULES:
        for option in command(name).options:
            assert option.help.en, (name, option.name)
            assert option.help.zh, (name, option.name)


def test_the_version(govrules: Run) -> None:
    assert govrules("--version").out.startswith("govrules 0")


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        (["due", "--lang", "zh"], {}, "zh"),
        (["--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["--lang", "fr"], {"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language(words: list[str], environment: dict[str, str], expected: str) -> None:
    assert language(words, environment) == expected


@pytest.mark.parametrize("width", [10, 20, 37])
def test_wrapped_lines_fit_and_lose_nothing(width: int) -> None:
    text = "自受理申请之日起（含当日）计算，if no decision comes within 20 working days；视为同意。"
    lines = list(wrap(text, width))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert [each for each in lines if display_width(each) > width + 2] == []
    assert [each for each in lines if each[0] in "，。；）" or each[-1] in "（"] == []


def test_due_starts_without_what_it_does_not_need() -> None:
    program = (
        "import sys; from govrules.cli import main; main(['due', '5 days', '--after', '2026-03-02']); "
        "heavy = {'cattrs', 'holidays', 'rich', 'openpyxl', 'pytest', 'hypothesis'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_package_runs_as_the_command_does() -> None:
    run = [sys.executable, "-m", "govrules"]
    ran = subprocess.run([*run, "--version"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"govrules {version()}\n", "")
    ran = subprocess.run([*run, "evaluat"], capture_output=True, text=True, check=False)
    assert (ran.returncode, "did you mean `evaluate`?" in ran.stderr) == (2, True)


def test_the_scenarios_of_a_pack_run_by_its_name(govrules: Run) -> None:
    ran = govrules("test", "cn/licensing-law")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].startswith("0 failed, ")
    missing = govrules("test", "cn/licensing-lw")
    assert missing.code == 2
    assert "GR528" in missing.out
