"""Files to begin with: what is written can be checked and tested as it stands."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from govrules.diagnostics import Language
from govrules.model.clauses import KINDS
from govrules.rulefile.load import load
from govrules.scenarios.run import run
from tests.cli.conftest import Run

LANGUAGES: tuple[Language, ...] = ("en", "zh")
Words = tuple[str, ...]
TEMPLATES: list[Words] = [("new", "policy"), *(("new", "clause", "--kind", kind) for kind in KINDS)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("words", TEMPLATES, ids=" ".join)
def test_a_template_passes_check_as_it_is_written(
    words: Words, lang: Language, tmp_path: Path, govrules: Run
) -> None:
    target = tmp_path / "mine.yaml"
    assert govrules(*words, "--lang", lang, "--out", str(target)).code == 0
    loaded = load(target)
    assert loaded.diagnostics == ()
    assert loaded.rulebook is not None
    # What goes to the standard output is the same text.
    assert govrules(*words, "--lang", lang).out == target.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", TEMPLATES, ids=" ".join)
def test_both_languages_have_one_structure(words: Words, govrules: Run) -> None:
    def structure(lang: str) -> list[tuple[str, int]]:
        text = govrules(*words, "--lang", lang).out
        code = [each.split("#")[0].rstrip() for each in text.splitlines()]
        return [(each.split(":")[0], len(each) - len(each.lstrip())) for each in code if each]

    assert structure("en") == structure("zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_scenarios_of_a_new_clause_come_out_as_they_are_written(
    kind: str, lang: Language, tmp_path: Path, govrules: Run
) -> None:
    rules, target = str(tmp_path / "c.yaml"), str(tmp_path / "c.scenarios.yaml")
    assert govrules("new", "clause", "--kind", kind, "--lang", lang, "--out", rules).code == 0
    assert govrules("new", "scenario", rules, "my_clause", "--lang", lang, "--out", target).code == 0
    report = run([target])
    assert [(each.name, each.status, each.is_done) for each in report.results] == [
        ("my_clause_kept", "passed", True),
        ("my_clause_broken", "passed", True),
    ]
    expected = {
        each.name: {(line.word, line.subject.rpartition("/")[2]) for line in each.check.expect}
        for each in report.results
        if each.check is not None
    }
    fault = "measure" if kind == "accountability" else "violation"
    assert (fault, "my_clause") in expected["my_clause_broken"]
    assert (fault, "my_clause") not in expected["my_clause_kept"]


def test_a_new_policy_has_a_name_of_its_own(tmp_path: Path, govrules: Run) -> None:
    target = tmp_path / "city.yaml"
    assert govrules("new", "policy", "市政规则", "--out", str(target)).code == 0
    assert [each.id for each in load(target).or_raise().policies] == ["市政规则"]
    text = govrules("new", "clause", "answer", "--kind", "duty").out
    assert "\n  answer:\n" in text
    assert "my_clause" not in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("policy", "a: b"), "GR023"),
        (("policy", "two words!"), "GR104"),
        (("clause", "reply", "--kind", "accountability"), "GR014"),
        (("policy", "one", "two"), "GR607"),
        (("clause", "--kind", "dutty"), "GR605"),
    ],
)
def test_what_is_no_name_is_told_and_nothing_is_written(
    words: Words, code: str, tmp_path: Path, govrules: Run
) -> None:
    ran = govrules("new", *words, "--out", str(tmp_path / "a.yaml"))
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("policy",), ("clause",), ("scenario", "p.yaml", "reply")])
def test_a_file_that_is_there_is_never_overwritten(
    words: Words, tmp_path: Path, govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    govrules("new", "policy", "--out", "p.yaml")
    Path("there.scenarios.yaml").write_text("mine", encoding="utf-8")
    Path("link.scenarios.yaml").symlink_to("nowhere")
    for name in ("there.scenarios.yaml", "link.scenarios.yaml"):
        ran = govrules("new", *words, "--out", name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == f"error[GR634]: `{name}` is there already, and is not overwritten\n"
    assert Path("there.scenarios.yaml").read_text(encoding="utf-8") == "mine"
    assert not Path("nowhere").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("p.yaml", "repyl"), "GR511"),
        (("p.yaml", "be_courteous"), "GR514"),
        (("nothing.yaml", "reply"), "GR001"),
        (("p.yaml",), "GR606"),
        (("p.yaml", "reply", "--out", "reply.yaml"), "GR635"),
        (("p.yaml", "reply", "--out", "no/reply.scenarios.yaml"), "GR631"),
    ],
)
def test_a_scenario_of_nothing_is_told(
    words: Words, code: str, tmp_path: Path, govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    govrules("new", "policy", "--out", "p.yaml")
    ran = govrules("new", "scenario", *words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}]" in ran.err


def _beside(folder: Path) -> tuple[str, str]:
    return str(folder / "p.yaml"), str(folder / "p.scenarios.yaml")


def _elsewhere(folder: Path) -> tuple[str, str]:
    (folder / "tests").mkdir()
    return str(folder / "p.yaml"), str(folder / "tests" / "p.scenarios.yaml")


def _folder(folder: Path) -> tuple[str, str]:
    return str(folder), str(folder / "p.scenarios.yaml")


@pytest.mark.parametrize("where", [_beside, _elsewhere, _folder])
def test_scenarios_find_their_rules(
    where: Callable[[Path], tuple[str, str]], tmp_path: Path, govrules: Run
) -> None:
    govrules("new", "policy", "--out", str(tmp_path / "p.yaml"))
    rules, target = where(tmp_path)
    assert govrules("new", "scenario", rules, "reply", "--out", target).code == 0
    assert [each.status for each in run([target]).results] == ["passed", "passed"]


def test_scenarios_of_a_pack_find_it_by_name(tmp_path: Path, govrules: Run) -> None:
    target = tmp_path / "mine.scenarios.yaml"
    assert govrules("new", "scenario", "cn/licensing-law", "decide", "--out", str(target)).code == 0
    assert "\nrules: [cn/licensing-law]\n" in target.read_text(encoding="utf-8")
    assert [each.status for each in run([target]).results] == ["passed", "passed"]


@pytest.mark.parametrize("kind", ["duty", "requirement", "prohibition"])
def test_without_hypothesis_the_events_are_those_that_the_clause_speaks_of(
    kind: str, tmp_path: Path, govrules: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [each for each in sys.modules if each.startswith(("govrules.testing", "hypothesis"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    rules, target = tmp_path / "c.yaml", tmp_path / "c.scenarios.yaml"
    govrules("new", "clause", "--kind", kind, "--out", str(rules))
    assert govrules("new", "scenario", str(rules), "my_clause", "--out", str(target)).code == 0
    assert [each.status for each in run([target]).results] == ["passed", "passed"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_written_is_in_canonical_form(
    govrules: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert govrules("new", "policy", "城市规则", "--out", "p.yaml", "--lang", lang).code == 0
    assert (
        govrules("new", "scenario", "p.yaml", "reply", "--out", "p.scenarios.yaml", "--lang", lang).code == 0
    )
    for kind in KINDS:
        if kind != "not_checkable":
            assert (
                govrules("new", "clause", "--kind", kind, "--out", f"{kind}.yaml", "--lang", lang).code == 0
            )
    assert govrules("fmt", "--check", ".").code == 0


def test_a_kind_in_the_place_of_a_name_is_taken_for_one(govrules: Run) -> None:
    assert govrules("new", "clause", "quota").out == govrules("new", "clause", "--kind", "quota").out
    assert "\n  quotas:\n" in govrules("new", "clause", "quotas").out


def test_a_file_in_the_place_of_a_name_is_told_where_it_goes(govrules: Run) -> None:
    ran = govrules("new", "policy", "my-rules.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "help: to write into that file: `--out my-rules.yaml`" in ran.err
