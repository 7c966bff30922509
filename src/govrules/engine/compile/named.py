"""Named events that count under a condition: which events of the log they are, each by a program of its own.

    granted: { is: decided, if: event.outcome == "granted" }

becomes

    def run(cases, starts, barely, bare, K, T, day, flag, unknown, bound):
        find, shift, unit = K.find, day.shift, day.unit
        outcome_of_decided = bound["outcome_of_decided"]
        for case in cases:
            a = starts[case]
            b = starts[case + 1]
            i = find(3, a, b) if a < b and barely[a] == bare else -1
            while i >= 0:
                holds = (None if (_1 := outcome_of_decided[i]) is None else _1 == 'granted')
                if holds is None:
                    unknown(case)
                elif holds:
                    flag(i)
                i = find(3, i + 1, b)

A case in which that is unknown of any event is handed over.
"""

from govrules.engine.compile.codes import Reading
from govrules.engine.compile.conditions import Conditions
from govrules.engine.compile.names import NamedEvent, Names
from govrules.engine.compile.writing import NotCompiledError, Writer
from govrules.model.conditions import Call, Condition
from govrules.model.dependence import parts


def _asks_for_more(condition: Condition) -> bool:
    """Whether it may ask for more than what the event or its case says."""
    calls = (each for each in parts(condition.expression) if isinstance(each, Call))
    return any(each.function != "given" for each in calls)


def write_named(name: str, names: Names) -> NamedEvent:
    """The program of a named event.

    Raises:
        NotCompiledError: its condition is left to the reference, and why.
    """
    base, conditions = names.view.vocabulary.meaning(name)
    kind = names.kind(base)
    own = Names(names.view, kinds=names.kinds, named=names.named, parts=names.parts)
    # What triggered a clause is not to be asked: the event is the same to every clause.
    reading = Reading("i", frozenset({base}), None, frozenset(), "T[i]", alone=True)
    reads = Conditions(own, reading)
    if names.parts and any(map(_asks_for_more, conditions)):
        # What is remarkable about events is asked of the whole case, in which other events came before.
        raise NotCompiledError("a named event that asks what happened, in a part of a case")
    tests = [reads.test(each.expression) for each in conditions]
    write = Writer()
    write(f"# {name}: {base}, if {' and '.join(each.text for each in conditions)}")
    with write.block("def run(cases, starts, barely, bare, K, T, day, flag, unknown, bound):"):
        write("find, shift, unit = K.find, day.shift, day.unit")
        for each in own.bound.values():
            write(f"{each} = bound[{each!r}]")
        for function in own.functions.values():
            for line in function:
                write(line)
        with write.block("for case in cases:"):
            write("a = starts[case]")
            write("b = starts[case + 1]")
            write(f"i = find({kind}, a, b) if a < b and barely[a] == bare else -1")
            with write.block("while i >= 0:"):
                write(f"holds = {reads.both(tests).text}")
                with write.block("if holds is None:"):
                    write("unknown(case)")
                with write.block("elif holds:"):
                    write("flag(i)")
                write(f"i = find({kind}, i + 1, b)")
    return NamedEvent(name, base, write.text(), dict(own.bound))
