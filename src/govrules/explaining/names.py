"""What things are called: by their titles where the rulebook is at hand, else by their plain ids."""

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

import attrs

from govrules.counting.steps import counted_part
from govrules.declaring import frozen
from govrules.diagnostics import Language
from govrules.explaining.language import date, joined, period, say
from govrules.model.accountability import Accountability
from govrules.model.clauses import Clause, Duty
from govrules.model.conditions import Lookup
from govrules.model.convention import Convention
from govrules.model.events import Event
from govrules.model.findings import Finding, Obligation
from govrules.model.frozen import thaw
from govrules.model.limits import Readings
from govrules.model.outcomes import NO_LIMIT
from govrules.model.patterns import (
    AllOf,
    Begins,
    Every,
    Happens,
    InOrder,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Proposed,
    Violated,
)
from govrules.model.period import Period, PeriodError, Unit
from govrules.model.policy import EventType, Field, Policy, Rulebook


def plain_name(identifier: str) -> str:
    """An id as words.

    >>> plain_name("extension_approved")
    'extension approved'
    """
    return identifier.replace("_", " ").replace("-", " ").strip()


def quoted(text: str, lang: Language) -> str:
    return say(lang, "quoted", text=text)


ROLES = frozenset(
    {
        "direct", "leader", "head", "unit", "responsible", "superior", "supervisor", "person", "holder",
        "first_asked", "main", "decider",
    }
)  # fmt: skip
"""as what somebody answers in most rule files: their words stand in both languages"""
DERIVED = frozenset({"violation", "proposed"})
"""what other clauses wait for and no log holds, by the type under which findings carry it"""
_ANCHORED = re.compile(r"(?:at least (?P<period>.+) )?(?P<how>before|by) (?P<anchor>.+)")
Version: TypeAlias = tuple[Clause, Policy]


@frozen(eq=False)
class Names:
    """Titles of clauses, events and policies, from a rulebook where there is one."""

    lang: Language
    rulebook: Rulebook | None = None

    def clause_of(self, finding: Finding) -> Clause | None:
        """The version of the clause that the finding speaks of."""
        found = self._version_of(finding)
        return None if found is None else found[0]

    def policy_of(self, finding: Finding) -> Policy | None:
        """The policy, in the version that holds that clause."""
        found = self._version_of(finding)
        return None if found is None else found[1]

    def _version_of(self, finding: Finding) -> Version | None:
        versions = self._versions.get(finding.full_clause, ())
        day = _version_day(finding)
        if day is None or len(versions) < 2:
            return versions[-1] if versions else None
        fitting = [each for each in versions if day in each[0].in_force]
        # Policies have versions too: the clause alone may be in force on a day on which its policy is not.
        exact = [each for each in fitting if day in each[1].in_force]
        return [*versions, *fitting, *exact][-1]

    @cached_property
    def _versions(self) -> Mapping[str, list[Version]]:
        found: dict[str, list[Version]] = {}
        for policy in self.rulebook.policies if self.rulebook is not None else ():
            for clause in policy.clauses:
                found.setdefault(clause.full_id, []).append((clause, policy))
        return found

    def clause(self, finding: Finding) -> str:
        """The title of the clause, else its id as words."""
        found = self.clause_of(finding)
        title = found.title.text(self.lang) if found is not None else ""
        return title or plain_name(finding.clause)

    def policy(self, finding: Finding) -> str:
        """The title of the policy with its document number, else its id."""
        found = self.policy_of(finding)
        if found is None:
            return finding.policy
        title = found.title.text(self.lang) or finding.policy
        if found.document:
            return say(self.lang, "policy_document", policy=title, document=found.document)
        return f"《{title}》" if self.lang == "zh" else title

    def event_title(self, finding: Finding, name: str) -> str:
        """An event by its title, as a cell of a table holds it."""
        found = self._event_type(finding, name)
        return (found.title.text(self.lang) if found is not None else "") or plain_name(name)

    def event(self, finding: Finding, name: str) -> str:
        """An event as a part of a sentence: Chinese titles are phrases of their own, all else is quoted."""
        found = self._event_type(finding, name)
        if found is None and name in DERIVED:
            return say(self.lang, f"derived_{name}")
        if found is None and name.startswith("@"):
            return self._calendar_day(name)
        title = found.title if found is not None else None
        if self.lang == "zh" and title is not None and title.zh:
            return title.zh
        return quoted(self.event_title(finding, name), self.lang)

    def _calendar_day(self, name: str) -> str:
        """A day of the calendar that triggers a clause, by the type under which findings carry it."""
        match name.split():
            case ["@every", each, at]:
                return say(self.lang, f"day_every_{at}", period=say(self.lang, f"period_{each}"))
            case ["@in_force"]:
                return say(self.lang, "day_in_force")
        return say(self.lang, "day_named")

    def _event_type(self, finding: Finding, name: str) -> EventType | None:
        policy = self.policy_of(finding)
        if policy is None:
            return None
        known = policy.events.get(name)
        if known is None:
            # The log may call it by one of the names that source systems use.
            known = next((each for each in policy.events.values() if name in each.names), None)
        return known

    def pairs(self, finding: Finding, event: Event) -> list[str]:
        """What an event carries, as `field: value`, with the field's title where it has one."""
        declared = self._event_type(finding, event.type)
        shown = []
        # Whose the event is stands beside the case already.
        known = dict(finding.slice)
        for name, value in event.data.items():
            if known.get(name) == value:
                continue
            field = declared.data.get(name) if declared is not None else None
            title = (field.title.text(self.lang) if field is not None else "") or plain_name(name)
            shown.append(say(self.lang, "pair", name=title, value=self._value(field, value)))
        return shown

    def _value(self, field: Field | None, value: object) -> str:
        """A value by the title of that choice, else as it was written."""
        if field is not None and isinstance(value, str | int | float | bool | None):
            title = field.choice_titles.get(value)
            if title is not None:
                return title.text(self.lang)
        return _value_text(value)

    def limit_name(self, finding: Finding, name: str) -> str:
        """One of several limits: by the title of the record's field that holds it."""
        found, policy = self.clause_of(finding), self.policy_of(finding)
        if policy is not None and found is not None and isinstance(found.body, Duty | Accountability):
            held = next((each.limit for each in found.body.within if each.name == name), None)
            if isinstance(held, Lookup) and len(held.path) == 1 and held.root in policy.records:
                field = policy.records[held.root].data.get(held.path[0])
                if field is not None and field.title:
                    return field.title.text(self.lang)
        return say(self.lang, "brief_named", name=plain_name(name))

    def reading(self, finding: Finding, name: str) -> str:
        """A reading of an ambiguous text: by the title of that choice, where a parameter decides."""
        found, policy = self.clause_of(finding), self.policy_of(finding)
        if policy is not None and found is not None and isinstance(found.body, Duty | Accountability):
            limits = [each.limit for each in found.body.within]
            before = found.body.before if isinstance(found.body, Duty) else None
            if before is not None and before.at_least is not None:
                limits.append(before.at_least)
            for limit in limits:
                if isinstance(limit, Readings) and isinstance(limit.use, Lookup):
                    parameter = policy.parameters.get(".".join(limit.use.path))
                    title = parameter.choice_titles.get(name) if parameter is not None else None
                    if title is not None:
                        return title.text(self.lang)
        return plain_name(name)

    def pattern(self, finding: Finding, pattern: Pattern) -> str:
        """What a pattern waits for."""
        match pattern:
            case Happens(event):
                return self.event(finding, event)
            case OneOf(options):
                return joined([self.pattern(finding, each) for each in options], self.lang, "or")
            case AllOf(parts):
                return joined([self.pattern(finding, each) for each in parts], self.lang, "and")
            case InOrder(parts):
                return joined([self.pattern(finding, each) for each in parts], self.lang, "then")
            case Violated(clauses, tags):
                return self._of_clauses(finding, "violation", clauses, tags)
            case Lapsed(clauses):
                return self._of_clauses(finding, "lapse", clauses)
            case Proposed(clauses):
                return self._of_clauses(finding, "proposal", clauses)
            case OnDate(day):
                return date(day, self.lang)
            case Every(period=each, at=at):
                return say(self.lang, f"every_{at}", period=say(self.lang, f"period_{each}"))
            case Begins():
                return say(self.lang, "begins")

    def _of_clauses(
        self, finding: Finding, what: str, clauses: tuple[str, ...], tags: tuple[str, ...] = ()
    ) -> str:
        """The violation, lapse or proposal that a pattern waits for."""
        titles = [quoted(self.title_of(each, finding.policy), self.lang) for each in clauses]
        titles += [say(self.lang, "tagged", tag=each) for each in tags]
        if not titles:
            return say(self.lang, f"{what}_of_any")
        return say(self.lang, f"{what}_of", clause=joined(titles, self.lang, "or"))

    def title_of(self, clause: str, policy: str = "") -> str:
        """The title of a clause by its id, alone or as `policy/clause`."""
        found = self._versions.get(clause if "/" in clause else f"{policy}/{clause}", ())
        title = found[-1][0].title.text(self.lang) if found else ""
        return title or plain_name(clause.rpartition("/")[2])

    def cite_of(self, clause: str) -> str | None:
        """The article of `policy/clause`, with its policy."""
        found = self._versions.get(clause, ())
        if not found or not found[-1][0].cite:
            return None
        title = found[-1][1].title.text(self.lang)
        policy = f"《{title}》" if self.lang == "zh" and title else title or found[-1][1].id
        return say(self.lang, "cite", cite=found[-1][0].cite, policy=policy)

    def quote_of(self, clause: str) -> str | None:
        found = self._versions.get(clause, ())
        return found[-1][0].quote if found else None

    def role(self, role: str) -> str:
        """As what somebody answers: the usual roles in the reader's words, others as they are."""
        return say(self.lang, f"role_{role}") if role in ROLES else plain_name(role)

    def measure(self, finding: Finding, measure: str) -> str:
        """A measure by its title on the ladder."""
        policy = self.policy_of(finding)
        title = policy.measure_titles.get(measure) if policy is not None else None
        return (title.text(self.lang) if title is not None else "") or plain_name(measure)

    def measures(self, finding: Finding, measures: Iterable[str]) -> str:
        """Several measures of which one is chosen."""
        return joined([self.measure(finding, each) for each in measures], self.lang, "or")

    def look_up(self, finding: Finding, lookup: Lookup) -> str:
        """What a look-up reads, by the title of the parameter or field."""
        lang, policy = self.lang, self.policy_of(finding)
        name = ".".join(lookup.path)
        if lookup.root == "params":
            parameter = policy.parameters.get(name) if policy is not None else None
            title = parameter.title.text(lang) if parameter is not None else ""
            return say(lang, "parameter", name=title or plain_name(name))
        if not lookup.path:
            return quoted(plain_name(lookup.root), lang)
        if lookup.root in {"event", "trigger", "case", "violation"}:
            title = self._field_title(finding, lookup) or plain_name(lookup.path[-1])
            return say(lang, f"field_of_{lookup.root}", name=title)
        kind = policy.records.get(lookup.root) if policy is not None else None
        field = kind.data.get(lookup.path[0]) if kind is not None else None
        title = field.title.text(lang) if field is not None else ""
        record = kind.title.text(lang) if kind is not None else ""
        return say(
            lang, "field_of_record", name=title or plain_name(name), record=record or plain_name(lookup.root)
        )

    def field_title(self, finding: Finding, pattern: Pattern, field: str) -> str:
        """A field of the event that a pattern waits for, by its title; else its id as words."""
        declared = self._event_type(finding, pattern.event) if isinstance(pattern, Happens) else None
        known = declared.data.get(field) if declared is not None else None
        return (known.title.text(self.lang) if known is not None else "") or plain_name(field)

    def _field_title(self, finding: Finding, lookup: Lookup) -> str:
        trigger = getattr(finding, "trigger", None)
        declared = self._event_type(finding, trigger.event.type) if trigger is not None else None
        field = declared.data.get(lookup.path[0]) if declared is not None else None
        return field.title.text(self.lang) if field is not None else ""

    def required(self, finding: Finding) -> str:
        """What the clause asks for: the event that would fulfil it, else the clause's own title."""
        found = self.clause_of(finding)
        if found is not None and isinstance(found.body, Duty):
            return self.pattern(finding, found.body.must)
        policy = self.policy_of(finding)
        if found is not None and policy is not None and isinstance(found.body, Accountability):
            # Whoever decides owes a decision, either way.
            decisions = (policy.ladder.imposed, policy.ladder.dismissed)
            known = tuple(each for each in decisions if each is not None)
            if known:
                return self.pattern(finding, OneOf(known))
        return self._clause_phrase(finding)

    def owes_several(self, finding: Finding) -> bool:
        """Whether the duty asks for several events together, of which some may have come."""
        found = self.clause_of(finding)
        body = found.body if found is not None else None
        return isinstance(body, Duty) and isinstance(body.must, AllOf | InOrder)

    def _clause_phrase(self, finding: Finding) -> str:
        shown = quoted(self.clause(finding), self.lang)
        return f"办结{shown}" if self.lang == "zh" else shown

    def limit(self, finding: Finding, text: str) -> str:
        """A limit as it is counted: bare days are working days where the convention says so.

        `by`, `before` and `at least ... before` name what the due date hangs on.
        """
        if text == NO_LIMIT:
            return say(self.lang, "no_limit")
        found = _ANCHORED.fullmatch(text)
        if found is None:
            return self._period(finding, text)
        anchor = joined(
            [self._anchor(finding, each) for each in found["anchor"].split(" | ")], self.lang, "or"
        )
        if found["period"]:
            counted = self._period(finding, found["period"])
            return say(self.lang, "limit_at_least", period=counted, anchor=anchor)
        return say(self.lang, "limit_" + found["how"], anchor=anchor)

    def _anchor(self, finding: Finding, name: str) -> str:
        """An event, or a field of the data: `meeting_held`, `trigger.valid_until`."""
        root, dot, field = name.partition(".")
        if not dot:
            return self.event(finding, name)
        trigger = getattr(finding, "trigger", None)
        title = ""
        if root == "trigger" and trigger is not None:
            declared = self._event_type(finding, trigger.event.type)
            known = declared.data.get(field) if declared is not None else None
            title = known.title.text(self.lang) if known is not None else ""
        return quoted(title or plain_name(field), self.lang)

    def _period(self, finding: Finding, text: str) -> str:
        if self.rulebook is None:
            return period(text, self.lang)
        version = self._version_of(finding)
        if version is None:
            return period(text, self.lang)
        try:
            written = Period.parse(text)
            convention = convention_of(*version, self.rulebook)
        except (PeriodError, KeyError):
            return period(text, self.lang)
        parts = tuple(
            attrs.evolve(part, unit=Unit.WORKING_DAYS)
            if part.unit is Unit.DAYS and counted_part(part, convention).family == "working"
            else part
            for part in written.parts
        )
        return attrs.evolve(written, parts=parts).text(self.lang)

    def counts_working_time(self, finding: Finding, text: str) -> bool:
        """Whether a limit counts working days or hours; bare days do where the convention says so."""
        found = _ANCHORED.fullmatch(text)
        try:
            written = Period.parse(text if found is None else found["period"] or "")
            version = self._version_of(finding) if self.rulebook is not None else None
            convention = convention_of(*version, self.rulebook) if version and self.rulebook else Convention()
        except (PeriodError, KeyError):
            return False
        return any(
            part.unit is Unit.WORKING_DAYS
            or part.unit.is_working_clock
            or (part.unit is Unit.DAYS and counted_part(part, convention).family == "working")
            for part in written.parts
        )

    def convention(self, finding: Finding) -> str | None:
        """The title of the convention that the policy counts by."""
        policy = self.policy_of(finding)
        if self.rulebook is None or policy is None or policy.convention is None:
            return None
        found = self.rulebook.conventions.get(policy.convention)
        return (found.title.text(self.lang) if found is not None else "") or policy.convention


def convention_of(clause: Clause, policy: Policy, rulebook: Rulebook) -> Convention:
    """How the clause counts: by the policy's convention, with keys of its own, or by another convention.

    Raises:
        KeyError: a convention that the rulebook does not hold.
    """
    own = clause.convention
    if isinstance(own, str):
        return rulebook.conventions[own]
    base = rulebook.conventions[policy.convention] if policy.convention else Convention()
    return base.with_keys(**dict(own)) if isinstance(own, Mapping) else base


def _value_text(value: object) -> str:
    if isinstance(value, str):
        return plain_name(value) if value.isascii() else value
    return json.dumps(thaw(value), ensure_ascii=False)


def _version_day(finding: Finding) -> dt.date | None:
    if isinstance(finding, Obligation) and finding.version_from is not None:
        return finding.version_from
    trigger = getattr(finding, "trigger", None)
    return None if trigger is None else trigger.at.date
