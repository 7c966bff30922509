"""Where the output goes can fail: a full disk, a stream that the caller closed, a reader that went away."""

import errno
import io
import sys

import pytest

from govrules.cli import main


class Refusing(io.StringIO):
    """A stream that takes nothing, at once or only when it hands on what it buffered."""

    def __init__(self, error: OSError, *, at_once: bool) -> None:
        super().__init__()
        self.error, self.at_once = error, at_once

    def write(self, text: str) -> int:
        if self.at_once:
            raise self.error
        return len(text)

    def flush(self) -> None:
        raise self.error


COMMANDS = (["help", "GR101"], ["--help"], ["due", "20", "working", "days", "--after", "2025-09-22"])


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("words", COMMANDS)
def test_a_full_disk_is_told_and_is_no_mistake_of_govrules(
    words: list[str], at_once: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(sys, "stdout", Refusing(full, at_once=at_once))
    assert main([*words, "--lang", "en"]) == 2
    said = "error[GR633]: the output cannot be written: no space left on device\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("words", COMMANDS)
def test_a_reader_that_went_away_is_told_to_nobody(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", Refusing(BrokenPipeError(errno.EPIPE, "Broken pipe"), at_once=True))
    assert main([*words, "--lang", "en"]) == 141
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(("words", "code"), [(COMMANDS[0], 0), (["help", "GR999"], 2)])
def test_a_command_without_a_stream_still_gives_its_exit_code(
    stream: str, words: list[str], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, stream, None)
    assert main(words) == code
