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
    from govrules.testing.any_calendar import calendars as calendars
    from govrules.testing.any_condition import conditions as conditions
    from govrules.testing.any_convention import conventions as conventions
    from govrules.testing.any_history import histories as histories
    from govrules.testing.any_period import extensions as extensions
    from govrules.testing.any_period import pauses as pauses
    from govrules.testing.any_period import periods as periods
    from govrules.testing.any_rulebook import rulebooks as rulebooks
    from govrules.testing.checking import check_laws as check_laws
    from govrules.testing.checking import law_names as law_names
    from govrules.testing.constructed import Told as Told
    from govrules.testing.constructed import boundary as boundary
    from govrules.testing.constructed import compliant as compliant
    from govrules.testing.constructed import meeting as meeting
    from govrules.testing.constructed import unbreakable as unbreakable
    from govrules.testing.constructed import unmeetable as unmeetable
    from govrules.testing.constructed import violating as violating
    from govrules.testing.history import History as History
    from govrules.testing.law import LawBrokenError as LawBrokenError
    from govrules.testing.noise import noisy as noisy
    from govrules.testing.pasting import scenario_text as scenario_text
    from govrules.testing.trial import with_trial_values as with_trial_values

_HOMES = {
    "boundary": "govrules.testing.constructed",
    "calendars": "govrules.testing.any_calendar",
    "check_laws": "govrules.testing.checking",
    "compliant": "govrules.testing.constructed",
    "conditions": "govrules.testing.any_condition",
    "conventions": "govrules.testing.any_convention",
    "extensions": "govrules.testing.any_period",
    "histories": "govrules.testing.any_history",
    "History": "govrules.testing.history",
    "law_names": "govrules.testing.checking",
    "LawBrokenError": "govrules.testing.law",
    "meeting": "govrules.testing.constructed",
    "noisy": "govrules.testing.noise",
    "pauses": "govrules.testing.any_period",
    "periods": "govrules.testing.any_period",
    "rulebooks": "govrules.testing.any_rulebook",
    "scenario_text": "govrules.testing.pasting",
    "Told": "govrules.testing.constructed",
    "unbreakable": "govrules.testing.constructed",
    "unmeetable": "govrules.testing.constructed",
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
