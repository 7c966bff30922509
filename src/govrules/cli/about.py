"""What the installed package says of itself."""

from govrules.version import VERSION


def version() -> str:
    """The version of the installed package."""
    return VERSION
