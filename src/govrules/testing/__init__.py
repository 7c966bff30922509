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
    from govrules.testing.constructed import Told as Told
    from govrules.testing.constructed import boundary as boundary
    from govrules.testing.constructed import compliant as compliant
    from govrules.testing.constructed import unbreakable as unbreakable
    from govrules.testing.constructed import violating as violating
    from govrules.testing.history import History as History
    from govrules.testing.noise import noisy as noisy
    from govrules.testing.pasting import scenario_text as scenario_text
    from govrules.testing.trial import with_trial_values as with_trial_values

_HOMES = {
    "History": "govrules.testing.history",
    "Told": "govrules.testing.constructed",
    "boundary": "govrules.testing.constructed",
    "compliant": "govrules.testing.constructed",
    "histories": "govrules.testing.any_history",
    "noisy": "govrules.testing.noise",
    "scenario_text": "govrules.testing.pasting",
    "unbreakable": "govrules.testing.constructed",
    "violating": "govrules.testing.constructed",
    "with_trial_values": "govrules.testing.trial",
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
