"""Which clauses of a policy can be judged, from what data, and which scenarios prove it."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import attrs

from govrules.analysis.needs import Needs, needs
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty, NotCheckable, Prohibition
from govrules.model.limits import NoLimit
from govrules.model.patterns import clause_names
from govrules.model.policy import Policy
from govrules.model.text import Text
from govrules.scenarios.model import ScenarioFile

Verdict: TypeAlias = Literal["judged", "number open", "not proved", "not checkable"]

_KEPT = frozenset({"met", "ended", "excused"})
_BROKEN = frozenset({"violation", "shortfall", "lapse", "attribution", "measure", "overdue", "lapsed"})


@attrs.frozen
class ClauseCoverage:
    """A clause, its versions taken together."""

    clause: str
    """as `policy/clause`"""
    kind: str
    strength: str
    title: Text
    cite: str | None
    traces: tuple[str, ...]
    needs: Needs
    kept: tuple[str, ...] = ()
    """the scenarios in which it is kept, in the order of their files"""
    broken: tuple[str, ...] = ()
    """those in which it is broken, lapses, or somebody answers under it; of a duty that no time ends, in
    which it stays open; of one that adjusts what others propose, in which they propose"""
    unknown: tuple[str, ...] = ()
    """those in which it cannot be judged"""
    verdict: Verdict = "not proved"
    """`number open`: judged as soon as somebody sets the numbers that the text leaves open; `not proved`: no
    scenario breaks it, or none keeps it where it can be seen to be kept"""
    why: Text = Text()
    """of a clause that no machine can check"""


def coverage(policy: Policy, files: Iterable[ScenarioFile]) -> tuple[ClauseCoverage, ...]:
    """What is known of each clause of a policy, in the order of the rule file.

    A scenario counts by what it expects; whether it comes out so is for `govrules test` to say. One that
    expects nothing of a clause that forbids, or that makes somebody answer, does not name it and is not told.

    Args:
        policy: whose clauses.
        files: scenario files, those about other policies too; of them only what names its clauses counts.
    """
    # What nobody has checked yet is run, and proves nothing.
    every = tuple(
        attrs.evolve(each, scenarios=tuple(one for one in each.scenarios if one.todo is None))
        for each in files
    )
    versions: dict[str, list[Clause]] = {}
    for clause in policy.clauses:
        versions.setdefault(clause.id, []).append(clause)
    return tuple(_covered(each, policy, every) for each in versions.values())


def is_never_late(clause: Clause) -> bool:
    """Whether its text sets no time, so that it stays open until it is done and nothing breaks it."""
    body = clause.body
    if not isinstance(body, Duty) or body.by is not None or body.before is not None:
        return False
    return all(isinstance(each.limit, NoLimit) for each in body.within)


def _covered(versions: list[Clause], policy: Policy, files: Sequence[ScenarioFile]) -> ClauseCoverage:
    clause = versions[-1]
    found = ClauseCoverage(
        clause.full_id,
        clause.kind,
        clause.strength,
        clause.title,
        clause.cite,
        tuple(dict.fromkeys(each for version in versions for each in version.traces)),
        needs(clause, policy),
        kept=_naming(clause, files, _KEPT),
        broken=_adjusted(clause, files)
        or _naming(clause, files, _BROKEN | {"pending"} if is_never_late(clause) else _BROKEN),
        unknown=_naming(clause, files, frozenset({"unknown"})),
    )
    why = clause.body.why if isinstance(clause.body, NotCheckable) else Text()
    return attrs.evolve(found, verdict=_verdict(clause, found), why=why)


def _verdict(clause: Clause, found: ClauseCoverage) -> Verdict:
    if isinstance(clause.body, NotCheckable):
        return "not checkable"
    silent = isinstance(clause.body, Prohibition | Accountability)
    if not found.broken or not (found.kept or silent):
        return "not proved"
    return "number open" if found.needs.open_numbers else "judged"


def _adjusted(clause: Clause, files: Sequence[ScenarioFile]) -> tuple[str, ...]:
    """The scenarios that show what a clause adjusts: its own name stands in no finding.

    One that lifts is shown by an exempt measure of a clause that it waits for, one that lowers by any.
    """
    body = clause.body
    if not isinstance(body, Accountability) or body.adjust is None:
        return ()
    names = {each.rpartition("/")[2] for each in clause_names(body.on)}
    return tuple(
        scenario.id
        for file in files
        for scenario in file.scenarios
        if any(
            each.word == "measure"
            and (not names or each.subject.rpartition("/")[2] in names)
            and (body.adjust == "lower" or dict(each.attributes).get("state") == "exempt")
            for check in scenario.checks
            for each in check.expect
        )
    )


def _naming(clause: Clause, files: Sequence[ScenarioFile], words: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        scenario.id
        for file in files
        for scenario in file.scenarios
        if any(
            each.word in words and _is_of(each.subject, clause, file)
            for check in scenario.checks
            for each in check.expect
        )
    )


def _is_of(subject: str, clause: Clause, file: ScenarioFile) -> bool:
    """A bare name means a clause of the policies that the file is about."""
    policy, _, name = subject.rpartition("/")
    return name == clause.id and (policy == clause.policy if policy else clause.policy in file.policies)
