"""By which findings a history shows that a clause was kept, and by which that it was broken."""

from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, Prohibition
from govrules.model.limits import NoLimit

KEPT = frozenset({"met"})
BROKEN = frozenset({"violation", "shortfall", "lapse", "attribution", "measure"})


def is_never_late(clause: Clause) -> bool:
    """Whether its text sets no time, so that it stays open until it is done and nothing breaks it."""
    body = clause.body
    if not isinstance(body, Duty) or body.by is not None or body.before is not None:
        return False
    return all(isinstance(each.limit, NoLimit) for each in body.within)


def is_kept_in_silence(clause: Clause) -> bool:
    """Whether nothing need be found where it is kept: nothing forbidden was done, nobody has to answer."""
    return isinstance(clause.body, Accountability | Prohibition)
