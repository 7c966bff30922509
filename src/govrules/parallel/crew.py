"""A crew: processes that each do one piece of work, are heard while they do it, and are gone afterwards.

A process that is ended from outside, by the system for want of memory most of all, is told of by a
diagnostic. Whatever happens, none is left behind when the `with` ends; and none outlives this process.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, TypeAlias

import attrs

from govrules.diagnostics import Diagnostic, DiagnosticsError, GovrulesError, Help
from govrules.diagnostics.codes import columns as codes

Work: TypeAlias = Callable[[Any, "Connection"], None]
"""what a process does with its task; it tells and hears by the connection"""
Method: TypeAlias = Literal["fork", "spawn"]

_GRACE = 5.0
"""seconds that a process which was told to end is given for it"""


@attrs.frozen
class _Done:
    """The last that a process tells."""


@attrs.frozen
class _Failed:
    """What went wrong in a process."""

    error: BaseException
    trace: str


class NoProcessesError(Exception):
    """No process can be started here; never leaves this room."""


@attrs.frozen(eq=False)
class Crew:
    """Processes at work, each with the connection to it."""

    method: Method
    processes: Sequence[BaseProcess]
    lines: Sequence[Connection]

    def tell(self, message: object) -> None:
        """Tell every process."""
        for number, line in enumerate(self.lines):
            try:
                line.send(message)
            except OSError:
                raise self._ended(number, said=True) from None

    def heard(self) -> Iterator[tuple[int, Any]]:
        """What the processes tell, each with the number of its task, until all are done.

        Raises:
            DiagnosticsError: a process has been ended.
            Exception: what was raised in a process.
        """
        left: dict[Any, int] = {line: number for number, line in enumerate(self.lines)}
        said: set[int] = set()
        while left:
            for line in wait(list(left)):
                number = left[line]
                try:
                    message = self.lines[number].recv()
                except (EOFError, OSError):
                    raise self._ended(number, said=number in said) from None
                said.add(number)
                match message:
                    case _Done():
                        del left[line]
                    case _Failed(error, trace):
                        raise _raised(error, trace)
                    case _:
                        yield number, message

    def _ended(self, number: int, *, said: bool) -> DiagnosticsError:
        process = self.processes[number]
        process.join(_GRACE)
        helps = () if said or self.method == "fork" else (_GUARD,)
        return _ended(_how(process.exitcode), helps)

    def stop(self) -> None:
        """End every process that is not done."""
        for line in self.lines:
            line.close()
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join(_GRACE)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


@contextmanager
def crew(work: Work, tasks: Sequence[object]) -> Iterator[Crew]:
    """Processes that do the same work, each on a task of its own.

    Args:
        work: a function of a module, as it has to be found in another process.
        tasks: that can be sent to another process.

    Raises:
        NoProcessesError: none can be started.
    """
    method = start_method()
    found = Crew(method, [], [])
    try:
        try:
            _start(found, work, tasks)
        except OSError as error:
            raise NoProcessesError from error
        yield found
    finally:
        found.stop()


def start_method() -> Method:
    """How processes are started: as copies of this one where nothing else runs in it, else anew.

    A copy has everything loaded already, and is there in a hundredth of a second. But whatever another thread
    holds at that moment stays held in the copy for ever; and only Linux counts a process's threads for us,
    those of libraries included.
    """
    try:
        alone = sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        alone = False
    return "fork" if alone else "spawn"


def are_copies() -> bool:
    """Whether processes hold what this one holds, so that nothing need be sent to them."""
    return start_method() == "fork"


def may_start() -> bool:
    """Whether processes can be started from here: not from a worker of a pool, nor from a frozen program."""
    return not multiprocessing.current_process().daemon and not getattr(sys, "frozen", False)


def _start(found: Crew, work: Work, tasks: Sequence[object]) -> None:
    assert isinstance(found.processes, list)
    assert isinstance(found.lines, list)
    context: Any = multiprocessing.get_context(found.method)
    if found.method == "spawn" and sys.platform != "win32":
        from multiprocessing.resource_tracker import ensure_running

        # Started beside the first process it would let Ctrl-C through again.
        ensure_running()
    for task in tasks:
        mine, theirs = context.Pipe()
        found.lines.append(mine)
        # A copy holds our ends of the lines as well: unless it closes them, it never hears that we are gone.
        ours = tuple(found.lines) if found.method == "fork" else ()
        process = context.Process(target=_in_process, args=(work, task, theirs, ours), daemon=True)
        try:
            with _interrupts_kept_back():
                process.start()
                found.processes.append(process)
        finally:
            # Only the process itself holds its end, so that we hear when it is gone.
            theirs.close()


@contextmanager
def _interrupts_kept_back() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; only this one answers it, and it ends the others.

    What is kept back here stays so in the process that is started, from its first moment on.
    """
    if not hasattr(signal, "pthread_sigmask"):
        # Windows; see `_in_process`.
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_process(work: Work, task: object, line: Connection, ours: Sequence[Connection]) -> None:
    for each in ours:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What was there before lives on in any case; to look through it would copy it.
    gc.freeze()
    # Each is one of several that share the processors: numpy is not to start threads for itself, which takes
    # it nearly as long as all the rest of its import.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        _say(work, task, line)
    except (BrokenPipeError, ConnectionResetError, EOFError):
        # Nobody is left who wants to know.
        pass
    finally:
        line.close()


def _say(work: Work, task: object, line: Connection) -> None:
    try:
        work(task, line)
    except (BrokenPipeError, ConnectionResetError, EOFError):
        raise
    except BaseException as error:
        trace = traceback.format_exc()
        line.send(_Failed(_that_can_be_sent(error), trace))
    else:
        line.send(_Done())


def _that_can_be_sent(error: BaseException) -> BaseException:
    try:
        pickle.loads(pickle.dumps(error))
    # An error of any library may hold what cannot be sent, and pickle then raises what it likes.
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _raised(error: BaseException, trace: str) -> BaseException:
    if isinstance(error, MemoryError):
        return _ended("MemoryError", ())
    if not isinstance(error, GovrulesError):
        error.add_note(f"raised in a process that judged part of the log:\n{trace}")
    return error


def _ended(how: str, helps: Sequence[Help]) -> DiagnosticsError:
    return DiagnosticsError([Diagnostic(codes.PROCESS_ENDED, values={"how": how}, help=tuple(helps))])


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


_GUARD = Help(
    'put what a script does under `if __name__ == "__main__":`, for each process imports the script',
    '请把脚本的执行部分放在 `if __name__ == "__main__":` 之下，因为每个进程都会再次导入该脚本',
)
