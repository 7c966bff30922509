"""What an evaluation by programs was made from."""

from typing import TYPE_CHECKING

import attrs

from govrules.engine.judging import provenance_of
from govrules.model.evaluation import Provenance
from govrules.model.records import records_hash

if TYPE_CHECKING:
    from govrules.engine.compile.findings import Run


def origin_of(run: "Run") -> Provenance:
    """The provenance, without the hash over the events."""
    columns = run.columns
    first = run.views[0].as_of if run.views and (len(columns) or run.as_of is not None) else None
    found = provenance_of(
        run.rulebook,
        "",
        first,
        given=run.as_of is not None,
        known_at=run.known_at,
        unannounced="project",
        records=records_hash(run.reference.stated) if run.reference.stated else None,
    )
    return attrs.evolve(found, engine="compiled")
