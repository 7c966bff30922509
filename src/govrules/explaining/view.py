"""An evaluation made ready for explaining: its findings by id, and what each is about."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property

from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.explaining.context import Context
from govrules.explaining.names import Names
from govrules.model.evaluation import Evaluation
from govrules.model.findings import AnyFinding, Finding, Lapse, LateDecision, Obligation, ProposedMeasure
from govrules.model.policy import Rulebook
from govrules.model.views import HumanView


@frozen(eq=False)
class View:
    """What explanations look things up in."""

    evaluation: Evaluation
    names: Names

    @classmethod
    def of(cls, evaluation: Evaluation | None, rulebook: Rulebook | None, lang: Language) -> "View":
        """A view of an evaluation; without one, of nothing."""
        return cls(evaluation or Evaluation(), Names(lang, rulebook))

    def obligation(self, name: str | None, case: str) -> Obligation | None:
        """The obligation of that id, looked for in a case first: no others are then made."""
        return self.evaluation.obligation(name, case=case) if name else None

    @cached_property
    def lapses(self) -> dict[str, Lapse]:
        return {each.id: each for each in self.evaluation.lapses}

    def finding(self, finding_id: str) -> AnyFinding | None:
        """The finding of that id."""
        return self._findings.get(finding_id)

    @cached_property
    def _findings(self) -> dict[str, AnyFinding]:
        return {each.id: each for each in self.evaluation}

    @cached_property
    def said(self) -> Mapping[str, tuple[HumanView, ...]]:
        """What people say of each finding, by its id."""
        found: dict[str, tuple[HumanView, ...]] = {}
        for view in self.evaluation.views:
            for each in view.findings:
                found[each] = (*found.get(each, ()), view)
        return found

    def lapse_of(self, obligation: Obligation | None) -> Lapse | None:
        """The lapse of an obligation."""
        if obligation is None:
            return None
        return self._lapses_of.get(obligation.id)

    @cached_property
    def _lapses_of(self) -> Mapping[str, Lapse]:
        # The first of several.
        return {each.obligation: each for each in reversed(self.evaluation.lapses)}

    def proposals_of(self, obligation: Obligation | None) -> tuple[ProposedMeasure, ...]:
        """What whoever decides has to decide on."""
        if obligation is None:
            return ()
        return tuple(self._proposals_of.get(obligation.id, ()))

    @cached_property
    def _proposals_of(self) -> Mapping[str | None, Sequence[ProposedMeasure]]:
        found: dict[str | None, list[ProposedMeasure]] = {}
        for each in self.evaluation.measures:
            found.setdefault(each.obligation, []).append(each)
        return found

    def context(self, finding: AnyFinding) -> Context:
        """What is known about a finding beside itself."""
        lapse = self.lapses.get(finding.lapse) if isinstance(finding, LateDecision) else None
        if isinstance(finding, Obligation):
            obligation: Obligation | None = finding
        else:
            about = lapse.obligation if lapse is not None else getattr(finding, "obligation", None)
            obligation = self.obligation(about, finding.case)
        due = getattr(finding, "due", None)
        if lapse is not None:
            due = lapse.due
        late = (None, None) if obligation is None else self._lateness.get(obligation.id, (None, None))
        return Context(self.names, obligation, self._as_of(finding), due, late)

    @cached_property
    def _lateness(self) -> dict[str, tuple[int | None, int | None]]:
        broken = (*self.evaluation.shortfalls, *self.evaluation.violations)
        return {each.obligation: (each.late_by_days, each.late_by_working_days) for each in broken}

    def _as_of(self, finding: Finding) -> dt.datetime | None:
        """The instant up to which the log was read, by the clock of the policy."""
        provenance = self.evaluation.provenance
        if provenance is None or provenance.as_of is None:
            return None
        policy = self.names.policy_of(finding)
        return provenance.as_of if policy is None else in_zone(provenance.as_of, policy.time_zone)

    @property
    def as_of(self) -> dt.datetime | None:
        """The same by the clock of the first policy, for the head of a report."""
        provenance, rulebook = self.evaluation.provenance, self.names.rulebook
        if provenance is None or provenance.as_of is None:
            return None
        if rulebook is None or not rulebook.policies:
            return provenance.as_of
        return in_zone(provenance.as_of, rulebook.policies[0].time_zone)


def in_zone(instant: dt.datetime, name: str) -> dt.datetime:
    """An aware instant by the clock of a zone; as it is where it has no zone or the name is none."""
    import zoneinfo

    try:
        return instant.astimezone(zoneinfo.ZoneInfo(name)) if instant.tzinfo is not None else instant
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OverflowError):
        return instant
