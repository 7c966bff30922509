"""What the installed package says of itself."""


def version() -> str:
    """The version of the installed package."""
    from importlib import metadata

    return metadata.version("govrules")
