"""A crew of processes: what they tell arrives, and however one of them ends, it is told and none is left."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from govrules.diagnostics import DiagnosticsError
from govrules.parallel import crew
from govrules.parallel.crew import Method, NoProcessesError, Work

# Newer Pythons warn of copies of a process with threads: those of other tests' libraries do nothing here.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
METHODS: tuple[Method, ...] = ("fork", "spawn") if sys.platform == "linux" else ("spawn",)
HERE = Path(__file__).parent


@pytest.fixture(params=METHODS)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Method]:
    """Each way of starting processes; after the test none of them is left."""
    monkeypatch.setattr(crew, "start_method", lambda: request.param)
    yield request.param
    assert multiprocessing.active_children() == []


def heard(work: Work, *tasks: object) -> list[tuple[int, object]]:
    with crew.crew(work, tasks) as processes:
        return sorted(processes.heard())


def told_of(error: DiagnosticsError) -> list[tuple[str, object]]:
    return [(each.code.id, each.values["how"]) for each in error.diagnostics]


# -- what processes do -----------------------------------------------------------------------------------


def double(task: object, line: Connection) -> None:
    assert isinstance(task, int)
    line.send(2 * task)
    line.send(line.recv() + task)


def add(task: object, line: Connection) -> None:
    line.send(task)


def end_by_signal(task: object, line: Connection) -> None:
    line.send("begun")
    if task == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    line.recv()


def leave(task: object, line: Connection) -> None:
    del task, line
    os._exit(3)


def want_memory(task: object, line: Connection) -> None:
    del task, line
    raise MemoryError


class OddError(Exception):
    """Cannot be made again from its one argument."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def fail(task: object, line: Connection) -> None:
    del line
    raise KeyError("no such thing") if task == "plain" else OddError("an", "odd one")


def hear_ctrl_c(task: object, line: Connection) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    line.send(task)


def wait_for_ever(task: object, line: Connection) -> None:
    del task
    line.send(os.getpid())
    line.recv()


# -- what is told of it ----------------------------------------------------------------------------------


def test_what_processes_tell_and_hear_arrives(method: Method) -> None:
    del method
    with crew.crew(double, [1, 2, 3]) as processes:
        found: list[tuple[int, object]] = []
        for number, message in processes.heard():
            found.append((number, message))
            if len(found) == 3:
                processes.tell(10)
    assert sorted(found, key=str) == [(0, 11), (0, 2), (1, 12), (1, 4), (2, 13), (2, 6)]


def test_a_long_message_arrives_whole(method: Method) -> None:
    del method
    long = "x" * 3_000_000
    assert heard(add, long, long + "y") == [(0, long), (1, long + "y")]


def test_a_process_leaves_ctrl_c_to_the_one_that_started_it(method: Method) -> None:
    del method
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    assert heard(hear_ctrl_c, "still here") == [(0, "still here")]
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_a_process_that_is_killed_is_told_by_its_signal(method: Method) -> None:
    del method
    with pytest.raises(DiagnosticsError) as caught:
        heard(end_by_signal, "waiting", "killed", "waiting")
    assert told_of(caught.value) == [("GR469", "SIGKILL")]
    assert caught.value.diagnostics[0].help == ()


def test_a_process_that_leaves_is_told_by_its_exit_code(method: Method) -> None:
    with pytest.raises(DiagnosticsError) as caught:
        heard(leave, 1, 2)
    assert told_of(caught.value) == [("GR469", "exit code 3")]
    # One that never said anything may have stumbled over the script that started it.
    assert len(caught.value.diagnostics[0].help) == (method == "spawn")


def test_a_process_without_memory_is_told(method: Method) -> None:
    del method
    with pytest.raises(DiagnosticsError) as caught:
        heard(want_memory, 1)
    assert told_of(caught.value) == [("GR469", "MemoryError")]


def test_an_exception_arrives_with_where_it_was_raised(method: Method) -> None:
    del method
    with pytest.raises(KeyError, match="no such thing") as caught:
        heard(fail, "plain")
    (note,) = caught.value.__notes__
    assert "in fail" in note


def test_an_exception_that_cannot_be_sent_arrives_as_its_text(method: Method) -> None:
    del method
    with pytest.raises(RuntimeError, match="OddError: an odd one"):
        heard(fail, "odd")


def test_nobody_is_left_when_the_crew_is_left_early(method: Method) -> None:
    del method
    ids: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(ids)
    assert len(ids) == 2
    for each in ids:
        with pytest.raises(ProcessLookupError):
            os.kill(each, 0)


def interrupted(ids: list[int]) -> None:
    """As by Ctrl-C while the processes are at work; first it notes which they are."""
    with crew.crew(wait_for_ever, [1, 2]) as processes:
        for _, message in processes.heard():
            ids.append(message)
            if len(ids) == 2:
                raise KeyboardInterrupt


def test_where_no_process_can_be_started_it_is_told(method: Method, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: object) -> None:
        del process
        raise BlockingIOError

    context: Any = multiprocessing.get_context(method)
    monkeypatch.setattr(context.Process, "start", refuse)
    with pytest.raises(NoProcessesError):
        heard(add, 1)


def test_processes_end_when_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    noted = tmp_path / "ids"
    script = tmp_path / "script.py"
    script.write_text(
        f"""
import os, signal
from pathlib import Path
from typing import Any
from govrules.parallel import crew
from tests.parallel.test_crew import wait_for_ever

if __name__ == "__main__":
    with crew.crew(wait_for_ever, [1, 2]) as processes:
        heard = processes.heard()
        ids = [str(next(heard)[1]) for _ in range(2)]
        Path({str(noted)!r}).write_text(" ".join(ids))
        os.kill(os.getpid(), signal.SIGKILL)
"""
    )
    path = os.pathsep.join([str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run([sys.executable, str(script)], env={**os.environ, "PYTHONPATH": path}, check=False)
    assert done.returncode == -signal.SIGKILL
    ids = [int(each) for each in noted.read_text().split()]
    assert len(ids) == 2
    until = time.monotonic() + 30
    while any(alive(each) for each in ids) and time.monotonic() < until:
        pass
    assert [each for each in ids if alive(each)] == []


def alive(process: int) -> bool:
    """Whether a process is there and has not ended; nobody may have asked yet how it did."""
    try:
        text = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return text.rpartition(")")[2].split()[0] != "Z"


def test_a_script_without_a_guard_is_told_what_it_lacks(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        """
from govrules.diagnostics import DiagnosticsError
from govrules.parallel import crew
from tests.parallel.test_crew import add

crew.start_method = lambda: "spawn"
try:
    with crew.crew(add, [1, 2]) as processes:
        print(list(processes.heard()))
except DiagnosticsError as error:
    print(error)
"""
    )
    path = os.pathsep.join([str(HERE.parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": path},
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "GR469" in done.stdout
    assert 'if __name__ == "__main__":' in done.stdout
