"""Conditions that ask what another clause of the same program came to: `met` and `violated`.

    holds = was_met(outcomes_of_ask_for_hearing(a, b), T, tt)

The lines of the clause that is asked about stand a second time in a function of their own. It is called where
the condition is read, and gives a record of each obligation that the clause has in the case:

    def outcomes_of_ask_for_hearing(a, b):
        found = []
        put, odd, use = found.append, nothing, nothing
        next_of_it = -1
        ...
        return found

Nothing else is written down there, so that the clause itself is judged as if nobody asked. What was known of
the records by then is said in `outcomes.py`.
"""

from collections.abc import Callable, Mapping

import attrs

from govrules.engine.compile.codes import Code, Reading
from govrules.engine.compile.names import Names
from govrules.engine.compile.writing import NotCompiledError
from govrules.engine.functions import clause_asked
from govrules.model.conditions import Call

_AT_TRIGGER = frozenset({"tt", "(tt - 1)"})
"""what is asked of a clause is the same, whichever of two events of one day came first"""
_AT_THE_END = "now"


@attrs.frozen(eq=False)
class Told:
    """A clause of the program that may be asked about."""

    clause: str
    """its name within the policy"""
    write: Callable[[str], list[str]]
    """the lines of the function that gives its records, by the name of that function"""
    tells_met: bool
    """whether its records tell since when it is met"""
    breaches: Mapping[int, tuple[bool, ...]] | None
    """by slot, of each rule by which one of its limits may lapse, whether that is a breach as well;
    None where its records do not tell since when it is violated"""


def ask_clause(call: Call, reading: Reading, names: Names) -> Code:
    """Whether a clause was met, or violated, by the moment at which the condition is read.

    That is the moment of the trigger, or of a duty the one at which its time is up.

    Raises:
        NotCompiledError: only the reference knows.
    """
    left = f"it calls `{call.function}`"
    at_the_end = reading.past == _AT_THE_END
    if reading.alone or reading.event != reading.trigger or not (at_the_end or reading.past in _AT_TRIGGER):
        raise NotCompiledError(left)
    told = names.told.get(clause_asked(call, names.view.policy))
    if told is None:
        raise NotCompiledError("it asks what became of a clause that has no program")
    asks_met = call.function == "met"
    if not told.tells_met or (not asks_met and told.breaches is None):
        raise NotCompiledError(left)
    records = f"{names.function(f'outcomes_of_{told.clause}', told.write)}(a, b)"
    given = f"{records}, T, {_AT_THE_END if at_the_end else 'tt'}"
    if asks_met:
        return Code(f"was_met({given})", "bool", asked=True)
    ended = ", bare" if at_the_end else ""
    return Code(
        f"was_violated{'_at_the_end' if at_the_end else ''}({given}, {told.breaches!r}{ended})",
        "bool",
        asked=True,
    )
