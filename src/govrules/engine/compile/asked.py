"""Which values of events the programs of a rulebook look at, so that a log is read once for all of them."""

from govrules.engine.compile.names import CaseColumn, FieldColumn, Sent
from govrules.engine.compile.programs import programs_without_log
from govrules.engine.reference.dispatch import DISPATCHED_AT
from govrules.model.policy import Rulebook


def fields_asked(rulebook: Rulebook) -> tuple[str, ...]:
    """The names of data, or of an event's own fields, whose values the programs ask for; sorted."""
    found: set[str] = set()
    for program in (one for each in programs_without_log(rulebook) for one in each.every_one):
        if program.slicing is not None:
            found |= set(program.slicing.parts.fields)
        for bound in (program.bound, *(each.bound for each in program.named.values())):
            for thing in bound:
                match thing:
                    case FieldColumn(field):
                        found.add(field)
                    case CaseColumn(attribute):
                        found.add(attribute)
                    case Sent():
                        found.add(DISPATCHED_AT)
    return tuple(sorted(found))
