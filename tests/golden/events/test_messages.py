"""Bad input and what is said of it, in both languages: each file beside the messages that it gets.

`name.csv` (or another form of log) is read by `name.mapping.yaml` where there is one; `name.csv.en.txt` and
`name.csv.zh.txt` hold what was read and every diagnostic.
"""

from pathlib import Path

import pytest

from govrules.diagnostics import Language, render_all
from govrules.formats.read import read_events

HERE = Path(__file__).parent
LOGS = sorted(
    path.name
    for path in HERE.iterdir()
    if path.suffix not in (".py", ".pyc")
    and not path.name.endswith((".en.txt", ".zh.txt", ".mapping.yaml"))
    and path.is_file()
)


def read(name: str, lang: Language) -> str:
    mapping = f"{name.split('.')[0]}.mapping.yaml"
    log = read_events(name, mapping=mapping if Path(mapping).exists() else None)
    counts = {
        "rows": log.rows,
        "skipped": log.skipped,
        "left_out": log.left_out,
        "ignored": dict(log.ignored),
    }
    told = [f"{key}: {value}" for key, value in counts.items()]
    told += [
        f"incomplete: {' '.join(sorted(log.incomplete_cases))}",
        *(f"{each.source} {each.to_dict()}" for each in log),
    ]
    return "\n".join(told) + "\n\n" + render_all(log.diagnostics, lang=lang) + "\n"


def test_there_are_logs() -> None:
    assert LOGS


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", LOGS)
def test_every_mistake_is_told_at_once_in_its_place(
    name: str, lang: Language, monkeypatch: pytest.MonkeyPatch, refresh_golden: bool
) -> None:
    monkeypatch.chdir(HERE)
    said, expected = read(name, lang), HERE / f"{name}.{lang}.txt"
    if refresh_golden:
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")
