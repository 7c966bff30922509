"""Drafts of files to policies: shared vocabularies taken in, and what local files set applied."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import attrs

from govrules.declaring import define
from govrules.diagnostics import Diagnostic, Span, nearest
from govrules.diagnostics.codes import checks
from govrules.model.policy import DatedValue, Parameter, Policy
from govrules.rulefile.measures import both, with_measures
from govrules.rulefile.nodes import ScalarNode
from govrules.rulefile.parameters import Setting, dated_values
from govrules.rulefile.reading import Reading, did_you_mean
from govrules.rulefile.references import Scope
from govrules.rulefile.sources import RULES, inside
from govrules.rulefile.structure import Draft, Words, read_rules
from govrules.rulefile.textfile import read_text

_Entry = TypeVar("_Entry")


@define
class Assembled:
    """A draft with its whole vocabulary."""

    draft: Draft
    policy: Policy
    hashes: list[str] = attrs.field(factory=list)
    """of the file, its includes, and the files that set something in it"""
    is_complete: bool = True
    """False where an include could not be read: nobody knows which words it declares"""


@define
class Includes:
    """Vocabularies by their path, each read once."""

    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    drafts: dict[Path, Draft] = attrs.field(factory=dict)

    def take(self, draft: Draft, path: Path, root: Path) -> Assembled:
        """The policy of a draft with the words of everything that it includes."""
        assert draft.policy is not None
        words = draft.words
        hashes = [draft.sha256]
        references = list(draft.references)
        is_complete = True
        for written, span in draft.includes:
            shared = self._read(written, span, path, root)
            if shared is None:
                is_complete = False
                continue
            # A word whose declaration is wrong is not taken over, and is no unknown word either.
            is_complete = is_complete and not any(each.severity == "error" for each in shared.diagnostics)
            hashes.append(shared.sha256)
            words = self._joined(words, shared.words)
            references += shared.references
        policy = attrs.evolve(
            draft.policy,
            events={name: entry for name, (_, entry) in words.events.items()},
            records={name: entry for name, (_, entry) in words.records.items()},
            parameters={name: entry for name, (_, entry) in words.parameters.items()},
            case=words.case,
        )
        policy = with_measures(policy, words.measures)
        draft = attrs.evolve(draft, words=words, references=tuple(references))
        return Assembled(draft, policy, hashes=hashes, is_complete=is_complete)

    def _read(self, written: str, span: Span, path: Path, root: Path) -> Draft | None:
        target = path.parent / written
        reason: tuple[str, str] | None = None
        if Path(written).is_absolute() or "\0" in written or not inside(target, root):
            reason = "it lies outside the folder of the rules", "它在规则文件夹之外"
        elif not written.endswith(RULES):
            reason = f"its name does not end in `{RULES}`", f"文件名不以 `{RULES}` 结尾"
        elif not target.is_file():
            reason = "there is no such file", "没有这个文件"
        if reason is not None:
            self._refuse(written, span, *reason)
            return None
        real = target.resolve()
        if real not in self.drafts:
            text, problems = read_text(target)
            self.diagnostics += problems
            shown = str(Path(written) if written.startswith("/") else _short(path.parent, written))
            self.drafts[real] = (
                read_rules(text, file=shown) if text is not None else Draft(shown, "vocabulary", ())
            )
            # What is wrong with a policy is told where it is loaded as one.
            if self.drafts[real].kind != "policy":
                self.diagnostics += self.drafts[real].diagnostics
        found = self.drafts[real]
        if found.kind != "vocabulary":
            if found.kind is not None:
                self._refuse(written, span, "it is no vocabulary", "它不是词汇文件")
            return None
        return found

    def _refuse(self, written: str, span: Span, reason: str, reason_zh: str) -> None:
        values = {"path": written, "reason": reason, "reason_zh": reason_zh}
        self.diagnostics.append(Diagnostic(checks.BAD_INCLUDE, span, values))

    def _joined(self, own: Words, shared: Words) -> Words:
        places = {**shared.case_places, **own.case_places}
        for name in own.case.keys() & shared.case.keys():
            self._twice(name, own.case_places[name], shared.case_places[name])
        measures, twice = both(own.measures, shared.measures)
        self.diagnostics += twice
        return Words(
            self._both(own.events, shared.events),
            self._both(own.records, shared.records),
            self._both(own.parameters, shared.parameters),
            {**shared.case, **own.case},
            places,
            measures,
        )

    def _both(
        self, own: Mapping[str, tuple[ScalarNode, _Entry]], shared: Mapping[str, tuple[ScalarNode, _Entry]]
    ) -> dict[str, tuple[ScalarNode, _Entry]]:
        for name in own.keys() & shared.keys():
            self._twice(name, own[name][0].span, shared[name][0].span)
        return {**shared, **own}

    def _twice(self, name: str, span: Span, first: Span) -> None:
        self.diagnostics.append(Diagnostic(checks.DECLARED_TWICE, span, {"name": name, "place": str(first)}))


def _short(folder: Path, written: str) -> Path:
    """`a/b/../c.yaml` as `a/c.yaml`, where the folder is no link."""
    parts = list(folder.parts)
    for piece in Path(written).parts:
        if piece == ".." and parts and parts[-1] not in ("..", "/"):
            parts.pop()
        elif piece != ".":
            parts.append(piece)
    return Path(*parts)


def apply_settings(assembled: Sequence[Assembled]) -> list[Diagnostic]:
    """Gives each parameter what local files set, and says what they set in vain."""
    found: list[Diagnostic] = []
    for local in assembled:
        for setting in local.draft.settings:
            targets = [each for each in assembled if each.policy.id == setting.policy]
            if not targets:
                known = nearest(setting.policy, {each.policy.id for each in assembled})
                advice = (did_you_mean(known),) if known else ()
                values = {"name": setting.policy}
                found.append(Diagnostic(checks.POLICY_MISSING, setting.span, values, advice))
                continue
            holding = [each for each in targets if setting.parameter in each.policy.parameters]
            if not holding and all(each.is_complete for each in targets):
                known = nearest(setting.parameter, targets[0].policy.parameters)
                advice = (did_you_mean(known),) if known else ()
                values = {"name": setting.parameter}
                found.append(Diagnostic(checks.NOTHING_TO_SET, setting.span, values, advice))
            problems: list[Diagnostic] = []
            for target in holding:
                problems = _apply(target, setting, local)
            found += problems
    return found


def _apply(target: Assembled, setting: Setting, local: Assembled) -> list[Diagnostic]:
    parameter = target.policy.parameters[setting.parameter]
    reading = Reading(local.draft.file, scope=Scope(variables=frozenset({"unit"})))
    values = dated_values(reading, parameter.name, parameter.type, parameter.choices, setting.values)
    both: tuple[DatedValue, ...] = tuple(sorted((*parameter.values, *values), key=lambda each: each.start))
    changed: Parameter = attrs.evolve(parameter, values=both)
    parameters = {**target.policy.parameters, parameter.name: changed}
    target.policy = attrs.evolve(target.policy, parameters=parameters)
    if local.draft.sha256 not in target.hashes:
        target.hashes.append(local.draft.sha256)
    return reading.diagnostics


def digest(parts: object) -> str:
    """A hash of JSON-like parts that depends on nothing but them."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
