"""The public face of this room: `explain`."""

import json
from typing import Literal

from govrules.diagnostics import Language
from govrules.explaining.explanation import Explanation, explanation
from govrules.explaining.view import View
from govrules.model.arguments import check_rulebook, wanted
from govrules.model.evaluation import Evaluation
from govrules.model.findings import AnyFinding, Finding
from govrules.model.policy import Rulebook

Format = Literal["text", "markdown", "json"]
FORMATS: tuple[Format, ...] = ("text", "markdown", "json")


def explain(
    finding: AnyFinding,
    *,
    evaluation: Evaluation | None = None,
    rulebook: Rulebook | None = None,
    lang: Language = "en",
    format: Format = "text",
) -> str:
    """Why a finding is what it is: one sentence, then what it rests on.

    Args:
        finding: any finding of an evaluation.
        evaluation: the evaluation it comes from: adds the limit, the pauses and who held the case to a
            finding that is not itself an obligation, and what a late decision came after.
        rulebook: the rules it was made with: adds the clause as quoted with its citation, the titles of
            events and the count day by day.
        lang: `en` or `zh`.
        format: `text`; `markdown`; or `json`, an object with `heading`, `verdict`, `sections` (each with its
            `name`, `title` and `lines`) and the finding itself.

    Returns:
        The explanation, without a line break at its end.

    Raises:
        ValueError: a language or format that there is not.
        ArgumentError: what is no finding, no evaluation or no rulebook.

    >>> import datetime as dt
    >>> from govrules.model.findings import Violation
    >>> late = Violation("demo/decide/c1", "demo", "decide", "c1", due=dt.date(2025, 10, 28), late_by_days=2)
    >>> print(explain(late))
    Case c1: decide
    Late: the office had until 2025-10-28 for “decide”, and by 2025-10-30 it had not come: 2 days late so far.
    <BLANKLINE>
    Clause: demo, decide
    Due: 2025-10-28 (Tue), to the end of the day
    Finding: demo/decide/c1
    """
    if lang not in ("en", "zh"):
        raise ValueError(f"`{lang}` is no language of explanations: en, zh")
    if format not in FORMATS:
        raise ValueError(f"`{format}` is no format of explanations: {', '.join(FORMATS)}")
    if not isinstance(finding, Finding):
        raise wanted("finding", finding, "a finding", "as in `evaluation.violations`")
    if evaluation is not None and not isinstance(evaluation, Evaluation):
        raise wanted("evaluation", evaluation, "an Evaluation")
    if rulebook is not None:
        check_rulebook(rulebook)
    found = explanation(finding, View.of(evaluation, rulebook, lang))
    match format:
        case "json":
            return json.dumps(as_plain(found, finding, lang), ensure_ascii=False, indent=2)
        case "markdown":
            return as_markdown(found, lang)
        case _:
            return as_text(found, lang)


def as_text(found: Explanation, lang: Language) -> str:
    """An explanation as plain text; a section of several lines has its title above them."""
    colon = "：" if lang == "zh" else ": "
    lines = [found.heading, found.verdict, ""]
    for section in found.sections:
        if len(section.lines) == 1:
            lines.append(f"{section.title}{colon}{section.lines[0]}")
        else:
            lines.append(f"{section.title}{colon.rstrip()}")
            lines += [f"  {each}" for each in section.lines]
    return "\n".join(lines)


def as_markdown(found: Explanation, lang: Language) -> str:
    """An explanation as Markdown, in which nothing of the data can become markup."""
    del lang
    blocks = [f"### {_escaped(found.heading)}", f"**{_escaped(found.verdict)}**"]
    for section in found.sections:
        listed = "\n".join(f"- {_escaped(each)}" for each in section.lines)
        blocks.append(f"#### {_escaped(section.title)}\n\n{listed}")
    return "\n\n".join(blocks)


def _escaped(text: str) -> str:
    flat = " ".join(text.split())
    return "".join(f"\\{character}" if character in _MARKUP else character for character in flat)


_MARKUP = frozenset("\\`*_[]<>#|~$")


def as_plain(found: Explanation, finding: AnyFinding, lang: Language) -> dict[str, object]:
    """An explanation as JSON holds it."""
    return {
        "lang": lang,
        "heading": found.heading,
        "verdict": found.verdict,
        "sections": [
            {"name": each.name, "title": each.title, "lines": list(each.lines)} for each in found.sections
        ],
        "finding": finding.to_dict(),
    }
