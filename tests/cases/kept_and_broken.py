"""By which findings a history shows that a clause was kept, and by which that it was broken."""

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Prohibition

KEPT = frozenset({"met"})
BROKEN = frozenset({"violation", "shortfall", "lapse", "attribution", "measure"})


def is_kept_in_silence(clause: Clause) -> bool:
    """Whether nothing need be found where it is kept: nothing forbidden was done, nobody has to answer."""
    return isinstance(clause.body, Accountability | Prohibition)
