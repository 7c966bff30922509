"""The language reference says what is so: its examples load, and its tables are complete."""

import re
from pathlib import Path

import pytest

from govrules.model.conditions import FUNCTIONS
from govrules.rulefile import accountability, clauses, duty, kinds, maintenance, quota
from govrules.rulefile.aliases import CHINESE_KEYS
from govrules.rulefile.load import load, load_text
from govrules.rulefile.structure import POLICY_KEYS
from govrules.rulefile.vocabulary import TYPES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)

# What an example leaves unsaid, because its section is about something else.
HEAD = """govrules: 1
policy: example
source: {status: read}
calendar: cn
convention: cn-licensing-law
time_zone: Asia/Shanghai
"""
WORDS = {
    "parameters": "parameters:\n  week_reading: {type: choice, choices: [week, working], values: {}}\n"
    "  budget: {type: number, values: {}}\n",
    "records": "records:\n"
    "  item: {data: {legal_limit: period, promised_limit: period, tacit_approval: bool}}\n"
    "  unit: {data: {kind: string, city: string}}\n"
    "  campaign: {data: {counties: list}}\n",
    "events": "events: [accepted, decided, opinions_requested, opinion_given, leave_granted, task_assigned,"
    " concluded, meeting_approved, plan_filed, item_listed, award_granted, accountability_decided,"
    " meeting_held, check_made, concluded_in_one_visit, county_sampled, campaign_closed, shift_started,"
    " shift_ended, b_on_duty, b_off_duty, a_absent, a_back, inquiry_received, answered, harm_found,"
    " measure_imposed, measure_dismissed, error_tolerated]\n",
}


def whole(example: str) -> str:
    if example.startswith("govrules:"):
        return example
    keys = {CHINESE_KEYS.get(each, each) for each in re.findall(r"^(\w+):", example, re.MULTILINE)}
    return HEAD + "".join(text for key, text in WORDS.items() if key not in keys) + example


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) > 10


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_loads(number: int, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(whole(EXAMPLES[number]), encoding="utf-8")
    loaded = load(path, "cn/licensing-law")
    assert [each.message() for each in loaded.diagnostics if each.severity == "error"] == []
    assert loaded.rulebook is not None


def test_the_whole_file_has_not_even_a_warning() -> None:
    assert load_text(EXAMPLES[0]).diagnostics == ()


def test_every_chinese_key_stands_on_the_page() -> None:
    table = dict(re.findall(r"(\S+) `(\w+)` \|", PAGE.partition("## Chinese keys")[2]))
    assert table == CHINESE_KEYS


def test_no_two_chinese_words_stand_for_one_key() -> None:
    assert len(set(CHINESE_KEYS.values())) == len(CHINESE_KEYS)


@pytest.mark.parametrize(
    "words",
    [
        POLICY_KEYS,
        clauses.CLAUSE_KEYS,
        duty.KEYS,
        kinds.REQUIREMENT_KEYS,
        kinds.PROHIBITION_KEYS,
        quota.KEYS,
        maintenance.KEYS,
        accountability.KEYS,
        TYPES,
    ],
)
def test_every_key_and_type_is_described(words: tuple[str, ...]) -> None:
    assert [each for each in words if f"`{each}`" not in PAGE] == []


def test_every_function_is_described() -> None:
    assert [each for each in FUNCTIONS if f"`{each}`" not in PAGE and f"`{each}(" not in PAGE] == []
