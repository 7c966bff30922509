"""`govrules evaluate --bundle` and `govrules verify`."""

from pathlib import Path

import pytest

from govrules.formats.write import write_events
from tests.bundles.test_bundles import EVENTS
from tests.cli.conftest import Run

EVALUATE = ("evaluate", "cn/licensing-law", "--events", "events.jsonl", "--as-of", "2025-12-31")


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_events(EVENTS, "events.jsonl")


def test_what_is_kept_is_verified(govrules: Run) -> None:
    kept = govrules(*EVALUATE, "--bundle", "proof")
    assert (kept.code, kept.err) == (0, "")
    assert kept.out == govrules(*EVALUATE).out
    ran = govrules("verify", "proof")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("proof: nothing was changed, and the same ")


def test_a_change_is_told_and_fails(govrules: Run) -> None:
    govrules(*EVALUATE, "--bundle", "proof")
    Path("proof/events.jsonl").write_text("", encoding="utf-8")
    ran = govrules("verify", "proof")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error[GR664]: `events.jsonl` is not what it was")


def test_proof_is_never_written_over(govrules: Run) -> None:
    govrules(*EVALUATE, "--bundle", "proof")
    before = Path("proof/manifest.json").read_bytes()
    ran = govrules(*EVALUATE, "--bundle", "proof")
    assert (ran.code, ran.out) == (2, "")
    assert "GR669" in ran.err
    assert Path("proof/manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("verify", "events.jsonl"), "GR663"),
        (("verify", "nowhere"), "GR663"),
        ((*EVALUATE, "--bundle", "no/such/folder"), "GR631"),
        ((*EVALUATE, "--bundle", "events.jsonl"), "GR669"),
    ],
)
def test_a_slip_is_told(govrules: Run, words: tuple[str, ...], code: str) -> None:
    ran = govrules(*words)
    assert (ran.code, ran.out) == (2, "")
    assert f"error[{code}" in ran.err
