"""HumanView: what a person says of a finding, beside what was computed, and changing nothing in it."""

from typing import ClassVar, Literal, TypeAlias

from govrules.declaring import frozen
from govrules.model.findings import Evidence
from govrules.model.serialise import to_plain

Stance: TypeAlias = Literal["contested", "excused"]
"""`contested`: somebody says that the finding is wrong. `excused`: somebody accepts why it came to this."""

CONTESTED = "finding_contested"
EXCUSED = "finding_excused"
STANCES: tuple[tuple[str, Stance], ...] = ((CONTESTED, "contested"), (EXCUSED, "excused"))
"""the events by which a person says something of a finding: understood without being declared. `data.finding`
is the id of a finding, or `data.clause` names the clause whose findings in the case are meant;
`data.reason` says why"""


@frozen
class HumanView:
    """One person's view of what was found under one clause in one case."""

    kind: ClassVar[str] = "view"

    stance: Stance
    policy: str
    clause: str
    case: str
    findings: tuple[str, ...]
    """the ids of the findings that it is about, the one it names first; their obligation is among them"""
    reason: str
    """as it was given; empty where names are hidden"""
    actor: str | None
    unit: str | None
    evidence: Evidence
    """the event that says so, by the clock of the policy"""

    @property
    def full_clause(self) -> str:
        return f"{self.policy}/{self.clause}"

    def to_dict(self) -> dict[str, object]:
        """A JSON-ready dictionary: `kind`, then the fields by name."""
        return {"kind": self.kind, **to_plain(self)}
