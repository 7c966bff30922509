"""Packs are found by name, local folders first, and a name never leaves its folder."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govrules import packs
from govrules.diagnostics import DiagnosticsError, Help

Write = Callable[[str], Path]


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path) -> Write:
    def write(path: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("govrules: 1\n", encoding="utf-8")
        return file

    return write


def mistake(name: str, kind: packs.Kind, *search: Path) -> tuple[str, str, tuple[Help, ...]]:
    with pytest.raises(DiagnosticsError) as caught:
        packs.find(name, kind, search=search)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic.code.id, diagnostic.message("en"), diagnostic.help


def test_a_local_folder_stands_before_the_shipped_packs(tmp_path: Path, write: Write) -> None:
    calendar = write("calendars/cn.yaml")
    convention = write("conventions/cn-civil-code.yaml")
    policy = write("cn/licensing-law/licensing-law.yaml")
    found = (
        packs.find("cn", "calendar", search=[tmp_path]),
        packs.find("cn-civil-code", "convention", search=[tmp_path]),
        packs.find("cn/licensing-law", "policy", search=[tmp_path]),
    )
    assert found == (calendar, convention, policy.parent)


def test_the_first_local_folder_wins(tmp_path: Path, write: Write) -> None:
    write("second/calendars/office.yaml")
    first = write("first/calendars/office.yaml")
    search = [tmp_path / "first", tmp_path / "second"]
    assert packs.find("office", "calendar", search=search) == first


def test_a_policy_is_a_folder_or_a_file_in_it_or_all_of_a_jurisdiction(tmp_path: Path, write: Write) -> None:
    file = write("xx/fees/refunds.yaml")
    names = ("xx", "xx/fees", "xx/fees/refunds")
    found = tuple(packs.find(name, "policy", search=[tmp_path]) for name in names)
    assert found == (tmp_path / "xx", tmp_path / "xx/fees", file)


def test_names_list_policies_by_folder_and_leave_out_scenarios_and_other_kinds(
    tmp_path: Path, write: Write
) -> None:
    for path in (
        "xx/fees/fees.yaml",
        "xx/fees/fees.scenarios.yaml",
        "xx/vocabulary.yaml",
        "xx/notes.txt",
        "xx/.hidden/secret.yaml",
        "calendars/xx.yaml",
        "conventions/xx-law.yaml",
    ):
        write(path)
    kinds: tuple[packs.Kind, ...] = ("policy", "calendar", "convention")
    added = {kind: set(packs.names(kind, search=[tmp_path])) - set(packs.names(kind)) for kind in kinds}
    assert added == {"policy": {"xx/fees"}, "calendar": {"xx"}, "convention": {"xx-law"}}


def test_chinese_names_are_names(tmp_path: Path, write: Write) -> None:
    file = write("calendars/宜昌.yaml")
    assert packs.find("宜昌", "calendar", search=[tmp_path]) == file


@pytest.mark.parametrize("kind", ["policy", "calendar", "convention"])
@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../cn",
        "cn/../../etc/passwd",
        "/etc/passwd",
        "//cn",
        "cn/",
        "cn//x",
        "./cn",
        ".hidden",
        "~/cn",
        "C:\\cn",
        "C:cn",
        "cn\\x",
        "cn.yaml",
        "cn\0",
        "cn\n",
        "cn ",
        "a" * 81,
    ],
)
def test_a_name_that_could_leave_its_folder_is_refused(name: str, kind: packs.Kind) -> None:
    code, _, help_lines = mistake(name, kind)
    advice = Help(
        en="write words joined by `/`, as in `cn/licensing-law`",
        zh="请写以 `/` 相连的词，如 `cn/licensing-law`",
    )
    assert (code, help_lines) == ("GR702", (advice,))


def test_one_kind_is_not_found_under_the_name_of_another(tmp_path: Path, write: Write) -> None:
    write("calendars/office.yaml")
    code, message, _ = mistake("calendars/office", "policy", tmp_path)
    assert (code, message) == ("GR701", "no policy is called `calendars/office`")


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("officee", "calendar", "office"),
        ("OFFICE", "calendar", "office"),
        ("xx-fee-low", "convention", "xx-fee-law"),
        ("xx/feess", "policy", "xx/fees"),
        ("refunds-of-fee", "policy", "xx/refunds-of-fees"),
    ],
)
def test_an_unknown_name_gives_the_nearest_known_one(
    tmp_path: Path, write: Write, typed: str, kind: packs.Kind, meant: str
) -> None:
    for path in (
        "calendars/office.yaml",
        "conventions/xx-fee-law.yaml",
        "xx/fees/fees.yaml",
        "xx/refunds-of-fees/one.yaml",
    ):
        write(path)
    expected = (
        "GR701",
        f"no {kind} is called `{typed}`",
        (Help(en=f"did you mean `{meant}`?", zh=f"是否指 `{meant}`？"),),
    )
    assert mistake(typed, kind, tmp_path) == expected


def test_an_unknown_name_that_is_like_none_gives_a_few_and_how_many_more(
    tmp_path: Path, write: Write
) -> None:
    for number in range(10):
        write(f"conventions/zz-{number}.yaml")
    _, _, (advice,) = mistake("qqqqqq", "convention", tmp_path)
    more = len(packs.names("convention", search=[tmp_path])) - 8
    assert advice.en.startswith("known: `")
    assert advice.en.count("`") == 16
    assert advice.en.endswith(f", and {more} more")
    assert advice.zh.endswith(f"，另有 {more} 个")
