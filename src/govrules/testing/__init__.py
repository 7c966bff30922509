"""Property-based testing of policy logic: histories that know a rulebook, and laws that they must keep.

>>> import govrules as gr
>>> from govrules.testing import histories
>>> rules = gr.load("cn/licensing-law").or_raise()
>>> strategy = histories(rules)

Names are imported when they are first used: pytest imports this package at every start, for its plugin.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govrules.testing.any_history import histories as histories
    from govrules.testing.history import History as History
    from govrules.testing.noise import noisy as noisy
    from govrules.testing.pasting import scenario_text as scenario_text

_HOMES = {
    "History": "govrules.testing.history",
    "histories": "govrules.testing.any_history",
    "noisy": "govrules.testing.noise",
    "scenario_text": "govrules.testing.pasting",
}

__all__ = sorted(_HOMES)

_EXTRA = ("hypothesis", "pytest")


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = importlib.import_module(home)
    except ModuleNotFoundError as error:
        if error.name not in _EXTRA:
            raise
        message = f"govrules.testing needs {error.name}: pip install 'govrules[testing]'"
        raise ImportError(message, name=error.name) from None
    value = getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
