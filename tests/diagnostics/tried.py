"""How each code's examples are tried, and why some cannot be."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

import pytest

from govrules.scenarios.recording import record
from tests.diagnostics.commands import DUE, EVALUATE, codes_of_command
from tests.diagnostics.data_files import LOG, codes_of_calendar, codes_of_convention, codes_of_log
from tests.diagnostics.rule_files import around, codes_of_rules
from tests.diagnostics.scenario_files import around as scenario_around
from tests.diagnostics.scenario_files import codes_of_scenarios

Try: TypeAlias = Callable[[str, Path, pytest.MonkeyPatch], set[str]]
"""an example, an empty folder; the codes that come out"""


def _ids(area: str, numbers: Iterable[int], *, but: Iterable[int] = ()) -> list[str]:
    return [f"GR{area}{number:02}" for number in numbers if number not in set(but)]


def _rules(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_rules(around(text), folder)


def _clauses(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_rules(around(text, whole_clauses=True), folder)


def _whole(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_rules(text, folder)


def _without_calendar(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    head = "govrules: 1\ntitle: t\ntime_zone: Asia/Shanghai\ninclude: [vocabulary.yaml]\n"
    clause = "\nclauses: {reply: {duty: {when: received, must: replied, within: 5 days}}}\n"
    return codes_of_rules(head + text + clause, folder)


def _scenarios(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_scenarios(scenario_around(text), folder)


def _scenarios_of(**policies: str) -> Try:
    def attempt(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
        written = scenario_around(text).replace("scenarios: tried", f"scenarios: [{', '.join(policies)}]")
        # The scenario that others begin with names a clause that several policies have.
        return codes_of_scenarios(written, folder, policies)

    return attempt


def _recorded(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    codes_of_scenarios(scenario_around(text), folder)
    return {each.code.id for each in record([folder]).diagnostics}


def _command(before: str = "") -> Try:
    def attempt(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
        return codes_of_command(f"{before} {text}".strip(), folder / "run", monkeypatch)

    return attempt


def _calendar(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    return codes_of_calendar(text, folder, monkeypatch)


def _convention(text: str, _folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_convention(text)


def _table(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    head = "" if text.startswith("case") else "case,type,time,note\n"
    return codes_of_log(f"{head}{text}\n", folder)


def _json(name: str) -> Try:
    return lambda text, folder, _: codes_of_log(f"{text}\n", folder, name=name)


def _time(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    mapping, time = (text, "2026-03-02 09:00") if text.startswith("time_zone") else ("", text)
    return codes_of_log(f"case,type,time\nc1,a,{time}\n", folder, mapping=mapping)


def _mapping(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_log(LOG, folder, mapping=text)


def _day_or_month(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_log("case,type,received\nc1,a,04/03/2026\n", folder, mapping=text)


def _file_name(text: str, folder: Path, _: pytest.MonkeyPatch) -> set[str]:
    return codes_of_log(LOG, folder, name=text)


def _cases(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    (folder / "cases.csv").write_text(f"{text}\n", encoding="utf-8")
    line = f"govrules due --format json --batch {folder / 'cases.csv'}"
    # What the row itself has to say may not be said for all of them.
    if (
        "id,period,after" not in text
        or "5 days" in text
        or text in ("id,period,after", "id,after\n1,2025-09-22")
    ):
        line += " --calendar cn --convention cn-civil-code"
    return codes_of_command(line, folder / "run", monkeypatch)


_TIMES = f"{DUE} --after 2025-09-22"

TRIED: Mapping[str, Try] = {
    **dict.fromkeys(_ids("0", [8, 10, 11, 14, 15, *range(17, 34)]), _rules),
    **dict.fromkeys(_ids("0", [7, 16]), _whole),
    **dict.fromkeys(_ids("0", [1, 2, 6]), _command()),
    **dict.fromkeys(_ids("1", range(1, 34), but=[11, 12, 14, 17, 19]), _rules),
    "GR111": _clauses,
    "GR114": _command(),
    **dict.fromkeys(_ids("2", range(1, 19), but=[7]), _rules),
    **dict.fromkeys(_ids("3", range(10)), _rules),
    **dict.fromkeys(_ids("3", [10, 13, 38, 42]), _command()),
    "GR311": _command(DUE),
    "GR702": _command("govrules due --convention cn-civil-code '5 days'"),
    **dict.fromkeys(_ids("3", [20, 21, 22, 24]), _convention),
    **dict.fromkeys(_ids("3", range(30, 38)), _calendar),
    **dict.fromkeys(_ids("4", [1, 2, 5, 70, 71]), _command()),
    "GR471": _command(EVALUATE),
    "GR404": _file_name,
    **dict.fromkeys(_ids("4", [15, 28, 29, 30, 46]), _table),
    **dict.fromkeys(_ids("4", [20, 21, 23, 24, 25, 40, 41, 43]), _json("events.jsonl")),
    "GR422": _json("events.json"),
    **dict.fromkeys(_ids("4", [31, 32, 33, 34]), _time),
    "GR435": _day_or_month,
    **dict.fromkeys(_ids("4", [7, 45, 50, 51, 52, 53, 54, 55, 56, 57]), _mapping),
    **dict.fromkeys(_ids("5", range(1, 38), but=[7, 12, 19, 28, 29]), _scenarios),
    "GR538": _recorded,
    "GR507": _scenarios_of(tried="Europe/Berlin"),
    "GR519": _scenarios_of(tried="Europe/Berlin", other="Asia/Shanghai"),
    **dict.fromkeys(_ids("5", [0, 28]), _command()),
    **dict.fromkeys(_ids("6", [1, 2, 3, 6, 7, 20, 25, 34, 35]), _command()),
    **dict.fromkeys(_ids("6", [8, 9, 14]), _command(DUE)),
    **dict.fromkeys(_ids("6", [11, 12, 13]), _command(_TIMES)),
    **dict.fromkeys(_ids("6", [4, 5, 10, 15, 30, 31]), _command(EVALUATE)),
    "GR621": _command("govrules explain rules/ --events events.jsonl"),
    "GR626": _command("govrules calendar freeze CN --announced-until 2026-12-31"),
    **dict.fromkeys(_ids("6", [50, 51, 52, 53, 54, 55, 56, 57, 58]), _cases),
    **dict.fromkeys(_ids("6", [80, 82, 86, 87, 88]), _calendar),
    "GR701": _rules,
    **dict.fromkeys(_ids("8", [*range(1, 8), *range(9, 28)], but=[15, 16, 17, 18, 26]), _rules),
    **dict.fromkeys(_ids("8", [16, 17]), _command()),
    "GR818": _without_calendar,
    **dict.fromkeys(_ids("8", range(80, 88)), _rules),
    **dict.fromkeys(["GR826", "GR882"], _clauses),
}

_MACHINE = "hangs on the machine: permissions, a full disk, what is installed"
_PAGE = "would fill a page, or a screen"
_BYTES = "is a matter of the file's bytes, which an example can only describe"
_PYTHON = "is a call from Python"
_SEVERAL = "needs several files, notices or runs, of which the example shows the part that matters"

UNTRIED: Mapping[str, str] = {
    **dict.fromkeys(
        ["GR003", "GR340", "GR410", "GR466", "GR468", "GR633", "GR640", "GR662", "GR675", "GR690", "GR703"],
        _MACHINE,
    ),
    **dict.fromkeys(["GR675", "GR901", "GR902", "GR903", "GR908"], _MACHINE),
    **dict.fromkeys(["GR004", "GR012", "GR013", "GR207", "GR414", "GR426"], _PAGE),
    **dict.fromkeys(
        ["GR005", "GR403", "GR406", "GR408", "GR409", "GR411", "GR413", "GR467", "GR427", "GR442"], _BYTES
    ),
    **dict.fromkeys(["GR659"], _BYTES),
    **dict.fromkeys(["GR312", "GR315", "GR316", "GR317", "GR318", "GR319", "GR341"], _PYTHON),
    **dict.fromkeys(["GR469", "GR904", "GR905", "GR906", "GR907"], _PYTHON),
    **dict.fromkeys(
        ["GR314", "GR323", "GR339", "GR412", "GR465", "GR436", "GR437", "GR438", "GR439", "GR460", "GR461"],
        _SEVERAL,
    ),
    **dict.fromkeys(["GR462", "GR463", "GR464", *_ids("4", range(72, 81))], _SEVERAL),
    **dict.fromkeys(["GR512", "GR529", "GR622", "GR632", "GR660", "GR661", "GR670", "GR671"], _SEVERAL),
    **dict.fromkeys(["GR681", "GR683", "GR684", "GR685", "GR815", *_ids("6", range(63, 70))], _SEVERAL),
}
