"""Why: the explanation of one finding, in English or in Chinese.

The room is not called `explain`: importing a module of that name would hide the function `govrules.explain`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govrules.explaining.face import explain as explain

__all__ = ["explain"]


def __getattr__(name: str) -> Any:
    # A table of findings takes its words from here, and explains none of them.
    if name == "explain":
        from govrules.explaining.face import explain

        return explain
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
