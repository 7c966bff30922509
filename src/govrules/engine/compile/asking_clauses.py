"""Conditions that ask what another clause of the same program came to: `met` and `violated`.

    holds = was_met(outcomes_of_ask_for_hearing(a, b), T, tt)

The lines of the clause that is asked about stand a second time in a function of their own. It is called where
the condition is read, and gives a record of each obligation that the clause has in the case:

    def outcomes_of_ask_for_hearing(a, b):
        if 'ask_for_hearing' in known:
            return known['ask_for_hearing']
        found = []
        put, odd, use = found.append, nothing, nothing
        next_of_it = -1
        ...
        known['ask_for_hearing'] = found
        return found

They are kept while the case is at hand, and forgotten where the next one begins (`known.clear()`).
Nothing else is written down there, so that the clause itself is judged as if nobody asked. What was known of
the records by then is said in `outcomes.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import attrs

from govrules.engine.compile.codes import Code, Reading
from govrules.engine.compile.names import Names
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.engine.functions import clause_asked
from govrules.model.clauses import Clause
from govrules.model.conditions import Call

_AT_TRIGGER = frozenset({"tt", "(tt - 1)"})
"""what is asked of a clause is the same, whichever of two events of one day came first"""
_AT_THE_END = "now"
FORGET = "known.clear()"
"""the line at the head of a case"""


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


def function_of(name: str, clause: Clause, inside: Iterable[list[str]], course: list[str]) -> list[str]:
    """The function that gives the records of one clause in a case.

    Args:
        inside: the functions that its lines call, which record where they do.
        course: its lines, indented once.
    """
    write, key = Writer(), repr(clause.id)
    with write.block(f"def {name}(a, b):"):
        with write.block(f"if {key} in known:"):
            write(f"return known[{key}]")
        write("found = []")
        write("put, odd, use = found.append, nothing, nothing")
        write("next_of_it = -1")
        for line in chain.from_iterable(inside):
            write(line)
        write.lines += course
        write(f"known[{key}] = found")
        write("return found")
    return write.lines


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
