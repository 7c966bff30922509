"""An evaluation whose cases, units and parties are called otherwise, before anything is written of it.

Names are taken out of the findings themselves and not of the sentences about them: whatever is not listed
here as harmless is left out, so that a field which is added later cannot give a name away.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, cast

import attrs

from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining.said import EVENT_TITLES
from govrules.model.evaluation import Evaluation, Quality, QualityNote
from govrules.model.events import Event
from govrules.model.findings import Ignored
from govrules.model.policy import Rulebook
from govrules.model.views import HumanView

Treatment: TypeAlias = Literal["keep", "case", "unit", "party", "finding", "measure", "leave out"]

TREATMENTS: Mapping[str, Treatment] = MappingProxyType(
    {
        # What the rules say, which is the same in every case.
        **dict.fromkeys(
            (
                "policy", "clause", "clause_kind", "state", "limit_name", "limit", "reading", "basis",
                "strength", "kind", "days", "role", "rule", "severity", "tags", "measures", "name", "code",
                "en", "zh", "added", "to", "stayed", "type", "stance",
            ),
            "keep",
        ),
        "case": "case",
        "unit": "unit",
        **dict.fromkeys(("party", "responsible", "decider"), "party"),
        **dict.fromkeys(("id", "obligation", "lapse", "derived_from", "on", "findings"), "finding"),
        # Whoever decides may write anything into it.
        "imposed": "measure",
        **dict.fromkeys(("values", "source", "actor", "data"), "leave out"),
    }
)  # fmt: skip
"""what becomes of each field of a finding that may hold text, by its name"""

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "case": ("Case {}", "案件{}"),
        "unit": ("Unit {}", "{}号单位"),
        "party": ("Party {}", "{}号责任方"),
        "value": ("item {}", "第{}项"),
    }
)
LEFT_OUT = ("(name left out)", "（姓名略）")
NOT_SHOWN = ("(not shown)", "（略）")


@attrs.define
class Pseudonyms:
    """What is called how, numbered as it first appears."""

    lang: Language
    replaced: bool
    """False where parties are all called the same, and units not at all"""
    known_measures: frozenset[str] = frozenset()
    _names: dict[tuple[str, str], str] = attrs.field(factory=dict)
    _units: set[str] = attrs.field(factory=set)
    _counts: dict[str, int] = attrs.field(factory=dict)
    _digits: int = 1

    def know(self, cases: Iterable[str], units: Iterable[str]) -> None:
        """Number the cases and units in this order."""
        every = list(dict.fromkeys(each for each in cases if each != NO_CASE))
        self._digits = len(str(len(every)))
        for case in every:
            self.case(case)
        for unit in dict.fromkeys(units):
            self._units.add(unit)
            self.unit(unit)

    def case(self, name: str) -> str:
        return name if name == NO_CASE else self._numbered("case", name, self._digits)

    def unit(self, name: str | None) -> str | None:
        """A unit; nothing where names are left out."""
        return None if name is None or not self.replaced else self._numbered("unit", name)

    def party(self, name: str | None) -> str | None:
        """Whoever answers: as a unit where it is one."""
        if name is None:
            return None
        if not self.replaced:
            return LEFT_OUT[self.lang == "zh"]
        return self.unit(name) if name in self._units else self._numbered("party", name)

    def value(self, name: str) -> str:
        """The value of a field by which duties are told apart."""
        if self.replaced and name in self._units:
            return self._numbered("unit", name)
        return self._numbered("value", name)

    def finding(self, name: str) -> str:
        """The id of a finding, which holds the case and what it is told apart by."""
        return self._numbered("finding", name)

    def _numbered(self, kind: str, name: str, digits: int = 1) -> str:
        known = self._names.get((kind, name))
        if known is None:
            number = self._counts[kind] = self._counts.get(kind, 0) + 1
            words = _WORDS.get(kind, ("#{}", "#{}"))[self.lang == "zh"]
            known = self._names[kind, name] = words.format(f"{number:0{digits}}")
        return known

    # -- through the findings --------------------------------------------------------------------------

    def hidden(self, value: object) -> object:
        """A value of the model without names; dates, numbers and what the rules say stay."""
        if isinstance(value, tuple):
            return tuple(self.hidden(each) for each in value)
        if isinstance(value, Event):
            return self.event(value)
        if not attrs.has(type(value)):
            return value
        changed = {}
        for field in attrs.fields(cast("type[attrs.AttrsInstance]", type(value))):
            before = getattr(value, field.name)
            after = self._field(field.name, before)
            if after is not before:
                changed[field.name] = after
        return attrs.evolve(cast("Any", value), **changed) if changed else value

    def _field(self, name: str, value: object) -> object:
        if name == "slice":
            return tuple((field, self.value(each)) for field, each in cast("tuple[tuple[str, str]]", value))
        if isinstance(value, str):
            return self._text(TREATMENTS.get(name, "leave out"), value)
        if isinstance(value, tuple) and any(isinstance(each, str) for each in value):
            treatment = TREATMENTS.get(name, "leave out")
            kept = [self._text(treatment, each) if isinstance(each, str) else each for each in value]
            return tuple(each for each in kept if each is not None)
        return self.hidden(value)

    def _text(self, treatment: Treatment, text: str) -> str | None:
        match treatment:
            case "keep":
                return text
            case "case":
                return self.case(text)
            case "unit":
                return self.unit(text)
            case "party":
                return self.party(text)
            case "finding":
                return self.finding(text)
            case "measure":
                return text if text in self.known_measures else NOT_SHOWN[self.lang == "zh"]
            case _:
                return None

    def event(self, event: Event) -> Event:
        """An event with its case, type, time and unit alone."""
        return Event(self.case(event.case), event.type, event.time, unit=self.unit(event.unit))


def hidden(
    evaluation: Evaluation, rulebook: Rulebook, events: Iterable[Event], *, replaced: bool, lang: Language
) -> tuple[Evaluation, tuple[Event, ...]]:
    """An evaluation and its events without the names of cases, units and parties, and without free data.

    Cases and units are numbered in the order in which the log first speaks of them, so that a longer log
    leaves the numbers of the shorter as they were. Types of events that no policy knows, which a source
    may have filled with anything, are gone too.

    Args:
        evaluation: of which the names are hidden.
        rulebook: that it was made with; what it says itself stays.
        events: of the log.
        replaced: by pseudonyms; otherwise units are left out, and parties all called the same.
        lang: the language of the pseudonyms.
    """
    log = sorted(events, key=_in_time)
    of_findings = [each.case for each in evaluation]
    found = evaluation.obligations
    units = [each.trigger.event.unit for each in found if each.trigger is not None]
    units += [each.unit for each in evaluation.violations]
    units += [each.unit for each in (*evaluation.attributions, *evaluation.measures)]
    measures = {measure for policy in rulebook.policies for measure in _measures(policy)}
    names = Pseudonyms(lang, replaced, frozenset(measures))
    names.know(
        [*(each.case for each in log), *of_findings],
        [each for each in (*(event.unit for event in log), *units) if each is not None],
    )
    declared = {name for policy in rulebook.policies for name in _event_names(policy)} | set(EVENT_TITLES)
    changed = {
        field.name: _hidden_field(field.name, getattr(evaluation, field.name), names)
        for field in attrs.fields(Evaluation)
    }
    shown = tuple(names.event(each) for each in log if each.type in declared)
    return attrs.evolve(evaluation, **changed), shown  # type: ignore[arg-type]


def _hidden_field(name: str, value: object, names: Pseudonyms) -> object:
    if name == "provenance":
        # Hashes of the whole input: whoever holds the log could try it against them, and may.
        return value
    if isinstance(value, Quality):
        return attrs.evolve(value, notes=tuple(_note(each) for each in value.notes))
    if name == "views":
        # Why somebody contests a finding is told in names.
        views = cast("tuple[HumanView, ...]", names.hidden(value))
        return tuple(attrs.evolve(each, reason="") for each in views)
    if name == "ignored":
        return tuple(_ignored(each, names) for each in cast("tuple[Ignored, ...]", value))
    return names.hidden(value)


def _note(note: QualityNote) -> QualityNote:
    """Without the cases, and without a type of event that only the log knows."""
    if note.code not in {"unknown event", "duplicate", "conflicting duplicate"}:
        return attrs.evolve(note, cases=())
    en = note.en.replace(f" `{note.subject}`", "").replace("of the type, ", "")
    zh = note.zh.replace(f" `{note.subject}` ", "")
    return attrs.evolve(note, cases=(), subject="", en=en, zh=zh)


def _ignored(found: Ignored, names: Pseudonyms) -> Ignored:
    return attrs.evolve(found, event=names.event(found.event))


def _measures(policy: object) -> Iterable[str]:
    ladder = getattr(policy, "ladder", None)
    return (*getattr(ladder, "measures", ()), *getattr(policy, "measure_titles", {}))


def _event_names(policy: object) -> Iterable[str]:
    events = getattr(policy, "events", {})
    return (*events, *(name for each in events.values() for name in each.names))


def _in_time(event: Event) -> tuple[dt.date, str, str]:
    time = event.time
    day = time.date() if isinstance(time, dt.datetime) else time
    return day, time.isoformat(), event.case
