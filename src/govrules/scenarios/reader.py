"""Scenario files: text to `ScenarioFile`, with every mistake in its place and none raised."""

import datetime as dt
import os
from collections.abc import Mapping

import attrs

from govrules.diagnostics import Diagnostic, Help, Span
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.frozen import EMPTY, FrozenMapping, FrozenValueError, frozen_mapping
from govrules.model.text import Text
from govrules.rulefile.composer import compose, read_text
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.scenarios.expectations import read_expectations
from govrules.scenarios.model import Check, Given, Scenario, ScenarioFile, Setting, WrittenTime
from govrules.scenarios.records import read_records, with_records
from govrules.scenarios.sheet import Place, Sheet, did_you_mean
from govrules.scenarios.values import shown

SUFFIX = ".scenarios.yaml"

_FILE = Place("a scenario file", "情景文件")
_SCENARIO = Place("a scenario", "情景")
_EVENT = Place("an event", "事件")
_CHECK = Place("a date in `at`", "`at` 中的时点")
_TITLE = Place("a title", "标题")

_RECORD = Help(
    en="`govrules test --record` writes what comes out, for you to check",
    zh="`govrules test --record` 写入实际结果，供您核对",
)

FILE_KEYS = ("govrules", "cases", "scenarios", "rules", "title", "records")
SCENARIO_KEYS = (
    *("title", "why", "todo", "given", "base", "add", "without"),
    *("parameters", "records", "as_of", "known_at", "expect", "partial", "at"),
)
CHECK_KEYS = ("as_of", "known_at", "expect", "partial")
TODO = "todo"
"""in the place of a list under `expect`: nobody has written it yet"""
EVENT_TEXTS = ("type", "case", "id", "unit", "actor")


def read_scenarios(path: str | os.PathLike[str]) -> ScenarioFile:
    """The scenarios of one file; what is wrong stands in its diagnostics, and nothing is raised."""
    text, problems = read_text(path)
    if text is None:
        return ScenarioFile(os.fspath(path), diagnostics=problems)
    return parse_scenarios(text, file=os.fspath(path))


def parse_scenarios(text: str, *, file: str) -> ScenarioFile:
    """The scenarios in a text; `file` is the name for places in diagnostics.

    >>> found = parse_scenarios('''
    ... govrules: 1
    ... scenarios: cn-licensing-law
    ... cases:
    ...   nothing_yet: {given: [], as_of: 2025-12-31, expect: []}
    ... ''', file="a.scenarios.yaml")
    >>> [each.id for each in found.scenarios], found.diagnostics
    (['nothing_yet'], ())
    """
    composed = compose(text, file=file)
    sheet = Sheet(list(composed.diagnostics))
    # A file that is not well formed is not run in part: what fell out of it may be an expectation.
    if composed.root is None:
        return ScenarioFile(file, diagnostics=sheet.in_order())
    found = sheet.mapping(
        composed.root,
        "scenarios",
        _FILE,
        required=FILE_KEYS[:2],
        optional=FILE_KEYS[2:],
    )
    if found is None:
        return ScenarioFile(file, diagnostics=sheet.in_order())
    _version(found.get("govrules"), sheet)
    if "scenarios" not in found and "rules" not in found:
        values = {"key": "scenarios", "place": _FILE.en, "place_zh": _FILE.zh}
        sheet.note(codes.MISSING_KEY, Span(file), values)
    shared = read_records(found.get("records"), sheet)
    scenarios = tuple(
        attrs.evolve(each, records=with_records(shared, each.records))
        for each in _scenarios(found.get("cases"), sheet)
    )
    if "cases" in found and not scenarios:
        sheet.note(codes.NO_SCENARIOS, found["cases"].span)
    named = found.get("scenarios")
    return ScenarioFile(
        file,
        policies=tuple(each.text for each in sheet.texts(named, "scenarios")),
        rules=tuple((each.text, each.span) for each in sheet.texts(found.get("rules"), "rules")),
        title=_title(found.get("title"), sheet),
        scenarios=scenarios,
        span=named.span if named is not None else Span(file),
        diagnostics=sheet.in_order(),
    )


def _version(node: Node | None, sheet: Sheet) -> None:
    if node is not None and not (isinstance(node, ScalarNode) and node.value == 1):
        text = shown(node.text) if isinstance(node, ScalarNode) else "…"
        sheet.note(codes.UNKNOWN_VERSION, node.span, {"text": text})


def _title(node: Node | None, sheet: Sheet) -> Text:
    if isinstance(node, MappingNode):
        found = sheet.mapping(node, "title", _TITLE, required=(), optional=("zh", "en")) or {}
        return Text(zh=sheet.text(found.get("zh"), "zh"), en=sheet.text(found.get("en"), "en"))
    text = sheet.text(node, "title")
    return Text.of(text) if text is not None else Text()


@attrs.frozen
class _Draft:
    """A scenario before its base is looked up."""

    scenario: Scenario
    keys: Mapping[str, Node]
    span: Span


def _scenarios(node: Node | None, sheet: Sheet) -> tuple[Scenario, ...]:
    drafts: dict[str, _Draft] = {}
    for key, value in sheet.entries(node, "cases"):
        own = Sheet()
        found = own.mapping(value, key.text, _SCENARIO, required=(), optional=SCENARIO_KEYS) or {}
        _complete(found, key, own)
        scenario = Scenario(
            key.text,
            given=_events(found.get("given", found.get("add")), own),
            checks=_checks(found, key, own),
            title=_title(found.get("title"), own),
            why=own.text(found.get("why"), "why"),
            todo=own.text(found.get("todo"), "todo"),
            parameters=_parameters(found.get("parameters"), own),
            records=read_records(found.get("records"), own),
            span=key.span,
            diagnostics=own.in_order(),
        )
        drafts[key.text] = _Draft(scenario, found, key.span)
    return tuple(_built(each, drafts) for each in drafts.values())


def without_expectation(problem: Diagnostic) -> bool:
    """Whether nothing is wrong but that an expectation is still to be written."""
    return problem.code is codes.MISSING_KEY and problem.values.get("key") == "expect"


def _complete(found: Mapping[str, Node], key: ScalarNode, sheet: Sheet) -> None:
    if not found:
        if not sheet.problems:
            sheet.note(
                codes.MISSING_KEY, key.span, {"key": "given", "place": _SCENARIO.en, "place_zh": _SCENARIO.zh}
            )
        return
    for first, seconds in (("given", ("base", "add", "without")), ("at", ("as_of", "expect", "partial"))):
        for second in seconds:
            if first in found and second in found:
                sheet.note(codes.BOTH_KEYS, found[second].span, {"first": first, "second": second})
    if "given" not in found and "base" not in found:
        sheet.note(
            codes.MISSING_KEY, key.span, {"key": "given", "place": _SCENARIO.en, "place_zh": _SCENARIO.zh}
        )
    if "at" not in found and "expect" not in found:
        values = {"key": "expect", "place": _SCENARIO.en, "place_zh": _SCENARIO.zh}
        sheet.note(codes.MISSING_KEY, key.span, values, help=(_RECORD,))


def _built(draft: _Draft, drafts: Mapping[str, _Draft]) -> Scenario:
    """The scenario with its base's events, and the base's dates and parameters where it has none."""
    node = draft.keys.get("base")
    if not isinstance(node, ScalarNode):
        if node is None:
            return draft.scenario
        sheet = Sheet(list(draft.scenario.diagnostics))
        sheet.shape(node, "base", ScalarNode)
        return attrs.evolve(draft.scenario, diagnostics=sheet.in_order())
    sheet = Sheet(list(draft.scenario.diagnostics))
    chain = [draft.scenario.id]
    above: _Draft | None = draft
    while above is not None and isinstance(link := above.keys.get("base"), ScalarNode):
        if link.text in chain:
            text = " → ".join((*chain, link.text))
            sheet.note(codes.CIRCULAR_BASE, node.span, {"base": draft.scenario.id, "chain": text})
            return attrs.evolve(draft.scenario, diagnostics=sheet.in_order())
        chain.append(link.text)
        above = drafts.get(link.text)
    found = drafts.get(node.text)
    if found is None:
        others = [each for each in drafts if each != draft.scenario.id]
        sheet.note(
            codes.UNKNOWN_BASE, node.span, {"base": shown(node.text)}, help=did_you_mean(node.text, others)
        )
        return attrs.evolve(draft.scenario, diagnostics=sheet.in_order())
    base = _built(found, drafts)
    if not all(without_expectation(each) for each in base.diagnostics):
        sheet.note(codes.BROKEN_BASE, node.span, {"base": base.id})
    given = _without(base.given, draft.keys.get("without"), sheet) + draft.scenario.given
    own = {each.name for each in draft.scenario.parameters}
    inherited = tuple(each for each in base.parameters if each.name not in own)
    first = base.checks[0] if len(base.checks) == 1 else Check(())
    checks = tuple(
        attrs.evolve(
            each,
            as_of=each.as_of if each.as_of is not None else first.as_of,
            known_at=each.known_at if each.known_at is not None else first.known_at,
        )
        for each in draft.scenario.checks
    )
    return attrs.evolve(
        draft.scenario,
        given=given,
        checks=checks,
        parameters=inherited + draft.scenario.parameters,
        records=with_records(base.records, draft.scenario.records),
        diagnostics=sheet.in_order(),
    )


def _without(given: tuple[Given, ...], node: Node | None, sheet: Sheet) -> tuple[Given, ...]:
    for name in sheet.texts(node, "without"):
        matching = [each for each in given if each.id == name.text]
        matching = matching or [each for each in given if each.type == name.text]
        if len(matching) != 1:
            known = {each.id or each.type for each in given}
            help_ = did_you_mean(name.text, sorted(known)) if not matching else ()
            sheet.note(
                codes.NOT_IN_BASE, name.span, {"id": shown(name.text), "count": len(matching)}, help=help_
            )
            continue
        given = tuple(each for each in given if each is not matching[0])
    return given


def _checks(found: Mapping[str, Node], key: ScalarNode, sheet: Sheet) -> tuple[Check, ...]:
    if "at" not in found:
        return (_check(found, found["expect"].span if "expect" in found else key.span, sheet),)
    checks: list[Check] = []
    for item in sheet.items(found["at"], "at"):
        keys = sheet.mapping(item, "at", _CHECK, required=("as_of", "expect"), optional=CHECK_KEYS)
        if keys is None:
            continue
        merged = {"known_at": found["known_at"], **keys} if "known_at" in found else keys
        check = _check(merged, item.span, sheet)
        label = f"@{_moment_text(check.as_of)}"
        if any(each.label == label for each in checks):
            sheet.note(codes.SAME_MOMENT, item.span, {"as_of": label[1:]})
        checks.append(attrs.evolve(check, label=label))
    if not checks and not sheet.problems:
        values = {"key": "expect", "place": _SCENARIO.en, "place_zh": _SCENARIO.zh}
        sheet.note(codes.MISSING_KEY, found["at"].span, values)
    return tuple(checks)


def _moment_text(time: WrittenTime | None) -> str:
    if isinstance(time, dt.datetime):
        return time.isoformat(timespec="minutes" if not time.second else "auto")
    return time.isoformat() if time is not None else ""


def _check(keys: Mapping[str, Node], span: Span, sheet: Sheet) -> Check:
    known_at = sheet.time(keys.get("known_at"), "known_at")
    if isinstance(known_at, dt.datetime):
        node = keys["known_at"]
        text = shown(node.text) if isinstance(node, ScalarNode) else "…"
        values = {"key": "known_at", "wanted": "a date", "wanted_zh": "日期", "text": text}
        sheet.note(codes.WRONG_VALUE, node.span, values)
        known_at = None
    before = len(sheet.problems)
    expected = keys.get("expect")
    written = expected is not None and not (isinstance(expected, ScalarNode) and expected.text == TODO)
    expect = read_expectations(expected, sheet) if written else ()
    partial = sheet.flag(keys.get("partial"), "partial")
    if written and partial and not expect and len(sheet.problems) == before:
        sheet.note(codes.EXPECTS_NOTHING, span)
    as_of = sheet.time(keys.get("as_of"), "as_of")
    return Check(expect, as_of, known_at, partial, written=written, span=span)


def _events(node: Node | None, sheet: Sheet) -> tuple[Given, ...]:
    return tuple(event for item in sheet.items(node, "given") if (event := _event(item, sheet)) is not None)


def _event(node: Node, sheet: Sheet) -> Given | None:
    if not isinstance(node, MappingNode):
        sheet.shape(node, "given", MappingNode)
        return None
    for name in ("time", "type"):
        if node.get(name) is None:
            sheet.note(codes.MISSING_KEY, node.span, {"key": name, "place": _EVENT.en, "place_zh": _EVENT.zh})
    time = sheet.time(node.get("time"), "time")
    texts = {name: _name(node.get(name), name, sheet) for name in EVENT_TEXTS}
    data = _data(node, sheet)
    if time is None or texts["type"] is None:
        return None
    return Given(
        time,
        texts["type"],
        case=texts["case"],
        id=texts["id"],
        unit=texts["unit"],
        actor=texts["actor"],
        data=data,
        span=node.span,
    )


def _name(node: Node | None, key: str, sheet: Sheet) -> str | None:
    text = sheet.text(node, key)
    if text is not None and node is not None and not text.strip():
        values = {"key": key, "problem_en": "it is empty", "problem_zh": "为空"}
        sheet.note(codes.INVALID_EVENT, node.span, values)
        return None
    return text


def _data(node: MappingNode, sheet: Sheet) -> FrozenMapping:
    found: dict[str, object] = {}
    for key, value in sheet.entries(node.get("data"), "data"):
        found[key.text] = _plain(value)
    for key, value in node.entries:
        if key.text in (*EVENT_TEXTS, "time", "data"):
            continue
        if key.text in found:
            sheet.note(codes.BOTH_KEYS, key.span, {"first": f"data.{key.text}", "second": key.text})
        found[key.text] = _plain(value)
    try:
        return frozen_mapping(found)
    except FrozenValueError as error:
        values = {"key": "data", "problem_en": str(error), "problem_zh": "不是事件数据所能含的值"}
        sheet.note(codes.INVALID_EVENT, node.span, values)
        return EMPTY


def _plain(node: Node) -> object:
    match node:
        case ScalarNode(value=value):
            return value
        case SequenceNode(items=items):
            return [_plain(each) for each in items]
        case MappingNode(entries=entries):
            return {key.text: _plain(value) for key, value in entries}


def _parameters(node: Node | None, sheet: Sheet) -> tuple[Setting, ...]:
    settings = []
    for key, value in sheet.entries(node, "parameters"):
        items = value.items if isinstance(value, SequenceNode) else (value,)
        if not all(isinstance(each, ScalarNode) for each in items):
            sheet.shape(value, key.text, ScalarNode)
            continue
        texts = tuple(each.text for each in items if isinstance(each, ScalarNode))
        plain = value.value if isinstance(value, ScalarNode) else texts
        # A number with a fraction keeps its text: the parameter's type says how to read it.
        kept = texts[0] if isinstance(plain, float) else plain
        settings.append(Setting(key.text, kept, ", ".join(texts), key.span))
    return tuple(settings)
