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
    from govrules.cli.run import run

    return run(argv)
