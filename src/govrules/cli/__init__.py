"""The command `govrules`, one subcommand a file: a thin layer over the functions that a program would use."""

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; nothing but the words given decides what it does.

    Args:
        argv: the words after `govrules`; None takes those of the process.

    Returns:
        0 fine; 1 what was asked about was found (a failing check, scenario or `--fail-on`);
        2 the command or its input cannot be used; 3 a mistake in govrules itself; 130 interrupted.

    >>> main(["due", "5 days", "--after", "2026-02-30"])
    2
    """
    if argv is None:
        _collect_rarely()
    from govrules.cli.run import run

    return run(argv)


def _collect_rarely() -> None:
    """Spares the process of a command most searches for cyclic garbage, of which it makes next to none.

    Modules and rules alone are some 50,000 objects that stay to the end: with Python's own settings they are
    searched hundreds of times, and once more at exit. Memory that no cycle holds is freed as ever.
    """
    import atexit
    import gc

    gc.set_threshold(200_000, 10, 10)
    atexit.register(gc.freeze)
