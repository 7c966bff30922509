"""What people say of findings, as sentences: beside the finding, never in its place."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from govrules.diagnostics import Language
from govrules.explaining.language import moment
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import AnyFinding, Attribution
from govrules.model.views import CONTESTED, EXCUSED, HumanView, Stance

STANCE_WORDS: Mapping[Stance, tuple[str, str]] = MappingProxyType(
    {"contested": ("contested", "有异议"), "excused": ("excused by a person", "已认可免责")}
)
"""of a finding of which it is said"""
EVENT_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {CONTESTED: ("finding contested", "对结论提出异议"), EXCUSED: ("finding excused", "对结论认可免责")}
)
"""what the events are called where no policy gives them a title"""
_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "contested": ("contested on {at}{who}: “{reason}”", "{at}{who}提出异议，理由：“{reason}”"),
        "excused": ("excused on {at}{who}: “{reason}”", "{at}{who}认可免责，理由：“{reason}”"),
        "contested_hidden": (
            "contested on {at}{who} (the reason is left out)",
            "{at}{who}提出异议（理由从略）",
        ),
        "excused_hidden": ("excused on {at}{who} (the reason is left out)", "{at}{who}认可免责（理由从略）"),
        "source": ("{text} ({source})", "{text}（{source}）"),
        "rests": ("of {id}, on which it rests: {text}", "所依据的结论 {id}：{text}"),
    }
)


def said_of(finding: AnyFinding, view: View) -> Iterator[str]:
    """What people say of a finding, a sentence each; of a measure, also of the breaches that it rests on."""
    lang = view.names.lang
    for each in view.said.get(finding.id, ()):
        text = sentence(each, lang)
        source = each.evidence.event.source
        yield _say(lang, "source", text=text, source=source) if source else text
    if isinstance(finding, Attribution):
        for breach in finding.on:
            for each in view.said.get(breach, ()):
                yield _say(lang, "rests", id=breach, text=sentence(each, lang))


def briefly(finding: AnyFinding, view: View) -> tuple[str, ...]:
    """The same for a row of a table: without where it was read."""
    return tuple(sentence(each, view.names.lang) for each in view.said.get(finding.id, ()))


def sentence(view: HumanView, lang: Language) -> str:
    """Who contests or excuses a finding, when and why; on one line."""
    named = [each for each in (view.unit, view.actor) if each]
    if lang == "zh":
        who = "".join(named)
    else:
        # The person, then the office.
        who = f" by {', '.join(reversed(named))}" if named else ""
    key = view.stance if view.reason else f"{view.stance}_hidden"
    at = moment(view.evidence.at, lang)
    return _say(
        lang, key, at=at, who=" ".join(who.split()) if lang == "zh" else who, reason=_flat(view.reason)
    )


def counted(evaluation: Evaluation) -> Mapping[Stance, int]:
    """Of how many obligations and answers it is said that they are contested, or excused."""
    if not evaluation.views:
        return {}
    whole = {each.id for each in (*evaluation.obligations, *evaluation.attributions, *evaluation.measures)}
    about: dict[Stance, set[str]] = {"contested": set(), "excused": set()}
    for view in evaluation.views:
        meant = whole.intersection(view.findings)
        about[view.stance] |= meant or set(view.findings[:1])
    return {stance: len(ids) for stance, ids in about.items() if ids}


def count_text(counts: Mapping[Stance, int], lang: Language) -> str:
    """A line for whoever reads figures; empty where nobody says anything.

    >>> count_text({"contested": 2, "excused": 1}, "en")
    'contested by people: 2, excused by people: 1; the figures are as computed'
    """
    if not counts:
        return ""
    if lang == "zh":
        words = {"contested": "有异议", "excused": "已认可免责"}
        return (
            "，".join(f"{words[each]} {number} 项" for each, number in counts.items())
            + "；各项数字仍按计算结果"
        )
    told = ", ".join(f"{each} by people: {number}" for each, number in counts.items())
    return f"{told}; the figures are as computed"


def set_aside(evaluation: Evaluation) -> int:
    """How many events contest or excuse what is not found, or give no reason."""
    return sum(each.reason.code.startswith("view-") for each in evaluation.ignored)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _say(lang: Language, key: str, **fields: object) -> str:
    return _WORDS[key][lang == "zh"].format(**fields)
