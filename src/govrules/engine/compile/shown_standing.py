"""What shows clauses that no trigger brings about, by their kinds."""

from govrules.engine.compile.shown_keeping import KeepingShower
from govrules.engine.compile.shown_quotas import QuotaShower, StandingShower
from govrules.model.clauses import Clause
from govrules.model.quota import Quota


def shower_of(clause: Clause) -> type[StandingShower]:
    return QuotaShower if isinstance(clause.body, Quota) else KeepingShower
