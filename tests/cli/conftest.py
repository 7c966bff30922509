"""Running the command inside the test, with nothing of the machine's language or terminal."""

from collections.abc import Callable

import attrs
import pytest

from govrules.cli import main


@attrs.frozen
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def govrules(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("LC_ALL", "LANG", "NO_COLOR", "COLUMNS", "GOVRULES_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str) -> Ran:
        code = main(list(words))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
