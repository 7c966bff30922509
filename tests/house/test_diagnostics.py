"""Every kind of mistake has its message, and its page, in both languages."""

import importlib
import re
import string

import pytest

from govrules.diagnostics import Code
from govrules.diagnostics.codes import all_codes
from tests.house.sources import modules

CODES = all_codes()
CJK = re.compile(r"[\u3400-\u9fff]")

# The first digit of an id names its area.
AREAS = {
    "files": "0",
    "rules": "1",
    "conditions": "2",
    "time": "3",
    "events": "4",
    "mappings": "4",
    "columns": "4",
    "records": "4",
    "scenarios": "5",
    "commands": "6",
    "tables": "6",
    "worklists": "6",
    "reports": "6",
    "bundles": "6",
    "packs": "7",
    "checks": "8",
    "adapters": "9",
}

every_code = pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_there_are_codes() -> None:
    assert CODES


def test_every_area_of_codes_is_known_and_numbered() -> None:
    prefix = "govrules.diagnostics.codes."
    areas = {name.removeprefix(prefix) for name in modules() if name.startswith(prefix)}
    assert areas == set(AREAS)
    strays = {
        code.id: area
        for area, digit in AREAS.items()
        for code in vars(importlib.import_module(f"{prefix}{area}")).values()
        if isinstance(code, Code) and not re.fullmatch(rf"GR{digit}\d\d", code.id)
    }
    assert strays == {}


def test_no_two_codes_share_a_name() -> None:
    names = sorted(code.name for code in CODES.values())
    assert names == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


@every_code
def test_both_messages_name_the_same_values(code: Code) -> None:
    # A value that one language needs and the other does not (a translated word) ends in its language.
    english, chinese = fields(code.en), fields(code.zh)
    assert {name.removesuffix("_en") for name in english} == {name.removesuffix("_zh") for name in chinese}


@every_code
def test_messages_follow_the_house_style(code: Code) -> None:
    start = code.en[0]
    assert start in "`{" or CJK.match(start) or start == start.lower()
    assert CJK.search(code.zh)
    for message in (code.en, code.zh):
        assert message == message.strip()
        assert "\n" not in message
        assert message[-1] not in ".。!！"
        assert message.count("`") % 2 == 0


@every_code
def test_every_code_has_its_page(code: Code) -> None:
    assert code.why_en.strip()
    assert CJK.search(code.why_zh)
    assert code.wrong.strip()
    assert code.right.strip()
    assert code.wrong != code.right
