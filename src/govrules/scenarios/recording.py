"""Writing what came out as the expectation of a scenario that has none, for a person to check.

What is written is marked `todo`: it is what the rules do today, and proves nothing until somebody has held it
against the text. Comments and layout stay, and an expectation that is there is never touched.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from govrules.diagnostics import Diagnostic, Language
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.evaluation import Evaluation
from govrules.model.policy import Rulebook
from govrules.rulefile.composer import compose, read_text
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.scenarios.compare import compare
from govrules.scenarios.model import Scenario
from govrules.scenarios.reader import TODO, parse_scenarios, without_expectation
from govrules.scenarios.render import TELLING, found_text
from govrules.scenarios.rules import scenario_files
from govrules.scenarios.run import Loading, Prepared, Result, prepare, run_scenario

MARK = {
    "en": "recorded, not checked; hold each line against the text, then remove this line",
    "zh": "由程序记录，尚未核对；请逐条对照原文，然后删除本行",
}
# Besides what an unexpected finding is shown with: what a reader checks against the text.
_RECORDED = (*TELLING, "fulfilled", "counted", "gap_from", "gap_until", "role", "party", "measures")
_BY_WORD = {"late_decision": ("at",), "alert": ("at",), "view": ("stance",)}


@attrs.frozen
class Recorded:
    """A scenario file with its expectations written; nothing is on the disk yet."""

    path: Path
    text: str
    scenarios: tuple[str, ...]
    """the scenarios whose expectations were written, by id"""


@attrs.frozen
class Recording:
    """What `record` would write, and what it could not."""

    files: tuple[Recorded, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@attrs.frozen
class _Edit:
    start: int
    end: int
    text: str


class _NoPlaceError(Exception):
    """There is no safe place for the expectation of a scenario."""


def record(
    paths: Iterable[str | os.PathLike[str]], *, search: Sequence[Path] = (), lang: Language = "en"
) -> Recording:
    """The text of each scenario file with the expectations that are still to be written.

    Args:
        paths: scenario files, and folders that are searched for `*.scenarios.yaml`.
        search: local folders of packs, before those that govrules brings along.
        lang: of the mark.

    Returns:
        The files that change, each read again and run: what is in them comes out as it is written. Files with
        mistakes are left as they are; `govrules test` tells them.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        for each in scenario_files(path)[0]:
            files.setdefault(each.resolve(), each)
    found: list[Recorded] = []
    problems: list[Diagnostic] = []
    loaded: dict[tuple[Path, ...], Loading] = {}
    for path in files.values():
        text, _ = read_text(path)
        if text is None:
            continue
        file = parse_scenarios(text, file=str(path))
        prepared = prepare(file, search=search, loaded=loaded)
        if prepared.is_runnable:
            recorded = _recorded(path, text, prepared, lang, problems)
            found += [recorded] if recorded is not None else []
    return Recording(tuple(found), tuple(problems))


def record_text(text: str, *, rules: Rulebook, lang: Language = "en") -> str | None:
    """The text of a scenario file with its expectations written, as `record`; None where it cannot be run."""
    file = parse_scenarios(text, file="scenarios")
    prepared = prepare(file, rules=rules)
    found = _recorded(Path(file.file), text, prepared, lang, []) if prepared.is_runnable else None
    return found.text if found is not None else None


def _recorded(
    path: Path, text: str, prepared: Prepared, lang: Language, problems: list[Diagnostic]
) -> Recorded | None:
    root = compose(text, file=str(path)).root
    cases = root.get("cases") if isinstance(root, MappingNode) else None
    assert isinstance(cases, MappingNode)
    edits: list[_Edit] = []
    written: list[str] = []
    for scenario in prepared.file.scenarios:
        if all(check.written for check in scenario.checks):
            continue
        key, node = next((key, node) for key, node in cases.entries if key.text == scenario.id)
        results = _run(prepared, scenario)
        if results is None:
            # What is wrong with it is told by the run.
            continue
        try:
            edits += _edits(text, key, node, scenario, results, lang)
        except _NoPlaceError:
            problems.append(Diagnostic(codes.NO_PLACE, key.span, {"scenario": scenario.id}))
            continue
        written.append(scenario.id)
    if not written:
        return None
    changed = _applied(text, edits)
    wrong = _wrong(changed, prepared, written)
    if wrong:
        spans = {each.id: each.span for each in prepared.file.scenarios}
        problems += [Diagnostic(codes.NO_PLACE, spans.get(each), {"scenario": each}) for each in wrong]
        return None
    return Recorded(path, changed, tuple(written))


def _run(prepared: Prepared, scenario: Scenario) -> tuple[Result, ...] | None:
    """The scenario at each of its dates; None where something keeps it from running."""
    others = tuple(each for each in scenario.diagnostics if not without_expectation(each))
    results = run_scenario(prepared, attrs.evolve(scenario, diagnostics=others))
    return results if all(each.evaluation is not None for each in results) else None


def _wrong(changed: str, prepared: Prepared, written: Sequence[str]) -> list[str]:
    """The scenarios that the new text does not give as intended: a safeguard before anything is written."""
    again = parse_scenarios(changed, file=prepared.file.file)
    before = {each.id: each for each in prepared.file.scenarios}
    after = {each.id: each for each in again.scenarios}
    if again.diagnostics or list(before) != list(after):
        return list(written)
    fresh = attrs.evolve(prepared, file=again)
    spoilt = any(before[each] != after[each] for each in before if each not in written)
    return [
        each
        for each in written
        if spoilt
        or _unlike(before[each], after[each])
        or any(result.status != "passed" for result in run_scenario(fresh, after[each]))
    ]


def _unlike(before: Scenario, after: Scenario) -> bool:
    """Whether anything but the expectations and the mark has changed."""
    if len(before.checks) != len(after.checks):
        return True
    checks = tuple(
        new if old.written else attrs.evolve(new, expect=(), written=False)
        for old, new in zip(before.checks, after.checks, strict=True)
    )
    return attrs.evolve(before, todo=after.todo) != attrs.evolve(after, checks=checks)


def _edits(
    text: str, key: ScalarNode, node: Node, scenario: Scenario, results: Sequence[Result], lang: Language
) -> Iterator[_Edit]:
    if not isinstance(node, MappingNode):
        raise _NoPlaceError
    dates = node.get("at")
    anchor = node.key("at") or node.key("expect")
    if anchor is not None and scenario.todo is None:
        yield _before(text, anchor, node, "todo", MARK[lang])
    if isinstance(dates, SequenceNode):
        for item, result in zip(dates.items, results, strict=True):
            assert result.check is not None
            if not result.check.written:
                yield from _expectation(text, item, result)
    elif anchor is not None:
        yield from _expectation(text, node, results[0])
    else:
        yield _at_the_end(text, key, node, scenario, results[0], lang)


def _before(text: str, anchor: ScalarNode, node: MappingNode, key: str, value: str) -> _Edit:
    """An entry before another one."""
    if node.flow:
        return _Edit(anchor.start, anchor.start, f'{key}: "{value}", ')
    start = _line_start(text, anchor.start)
    if text[start : anchor.start].strip():
        raise _NoPlaceError
    return _Edit(start, start, f"{text[start : anchor.start]}{key}: {value}{_newline(text)}")


def _expectation(text: str, node: Node, result: Result) -> Iterator[_Edit]:
    """The lines in the place of `expect: todo`."""
    key = node.key("expect") if isinstance(node, MappingNode) else None
    value = node.get("expect") if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or key is None or not isinstance(value, ScalarNode):
        raise _NoPlaceError
    if value.text != TODO:
        raise _NoPlaceError
    lines = _lines(result)
    if node.flow or not lines:
        yield _Edit(value.start, value.end, f"[{', '.join(lines)}]")
        return
    blank = len(text[: value.start]) - len(text[: value.start].rstrip(" "))
    yield _Edit(value.start - blank, value.end, "")
    end = _line_end(text, value.end)
    indent = " " * (key.span.column - 1)
    newline = _newline(text)
    yield _Edit(end, end, "".join(f"{newline}{indent}- {line}" for line in lines))


def _at_the_end(
    text: str, key: ScalarNode, node: MappingNode, scenario: Scenario, result: Result, lang: Language
) -> _Edit:
    """The lines after all else that the scenario says, where it names no expectation."""
    start = _line_start(text, key.start)
    if node.flow or text[start : key.start].strip() or not node.entries:
        raise _NoPlaceError
    indent = " " * (node.entries[0][0].span.column - 1)
    end = _line_end(text, key.start)
    while end < len(text):
        following = end + len(_newline(text)) if text.startswith(_newline(text), end) else end + 1
        line_end = _line_end(text, following)
        line = text[following:line_end]
        if line.strip() and not line.startswith(" " * key.span.column):
            break
        end = line_end
    # Blank lines and comments that stand before the next scenario belong to it.
    kept = text[:end]
    while True:
        last = _line_start(kept, len(kept))
        if kept[last:].strip() and not kept[last:].lstrip().startswith("#"):
            break
        kept = kept[:last].removesuffix("\n").removesuffix("\r")
    newline = _newline(text)
    lines = _lines(result)
    mark = [f"{indent}todo: {MARK[lang]}"] if scenario.todo is None else []
    listed = (
        [f"{indent}expect:", *(f"{indent}- {line}" for line in lines)] if lines else [f"{indent}expect: []"]
    )
    return _Edit(len(kept), len(kept), "".join(f"{newline}{line}" for line in [*mark, *listed]))


def _lines(result: Result) -> list[str]:
    """Every finding that an exact scenario must list, in the form of the file."""
    assert result.check is not None
    assert isinstance(result.evaluation, Evaluation)
    empty = attrs.evolve(result.check, expect=(), partial=False)
    found = [each.found for each in compare(empty, result.evaluation)]
    return [
        found_text(each, result, asked=(), telling=(*_RECORDED, *_BY_WORD.get(each.word, ())))
        for each in found
        if each is not None
    ]


def _applied(text: str, edits: Iterable[_Edit]) -> str:
    # From the end on, so that the offsets before stay right; of two at one place the later one goes in first.
    for edit in sorted(edits, key=lambda each: (each.start, each.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _line_end(text: str, offset: int) -> int:
    found = [place for place in (text.find("\n", offset), text.find("\r", offset)) if place >= 0]
    return min(found, default=len(text))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
