"""The page itself: one HTML file with its style, its script and its data inside."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from govrules.diagnostics import Language
from govrules.explaining.language import until
from govrules.explaining.said import count_text, counted, set_aside
from govrules.explaining.view import View
from govrules.model.arguments import wanted
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Policy, Rulebook
from govrules.reporting.indicators import By, indicators
from govrules.reporting.page import figures
from govrules.reporting.page.gathering import Gathered, page_data
from govrules.reporting.page.pseudonyms import hidden
from govrules.reporting.page.words import words
from govrules.reporting.tasks import worklist

if TYPE_CHECKING:
    import jinja2

Naming: TypeAlias = Literal["shown", "replaced", "left out"]
"""what becomes of the names of cases, units and parties"""

MOST_NOTES = 12
"""remarks on the data that the overview lists; the rest is counted"""
_ESCAPES = MappingProxyType(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def report(
    evaluation: Evaluation,
    rulebook: Rulebook,
    events: Iterable[Event] = (),
    *,
    lang: Language = "en",
    naming: Naming = "shown",
) -> str:
    """An evaluation as one HTML file that needs no network.

    It opens by itself in any browser of today, asks nothing of any server (a policy inside the file forbids
    it), and names the instant up to which the log was read, never the time at which it was made.

    Args:
        evaluation: what is shown; for a morning, of a log up to the first instant of the day.
        rulebook: that it was made with; it knows the titles, the quotes and the days off.
        events: of the log, for the timelines; without them a timeline shows what findings rest on.
        lang: the language of the page.
        naming: `shown`; `replaced` by stable pseudonyms; or `left out`, with cases numbered. Both of the
            latter leave out the free data of the events too.

    Raises:
        ArgumentError: a language or a naming that there is not.
        ImportError: jinja2 is not installed (the extra `report`).

    >>> import datetime as dt
    >>> import govrules as gr
    >>> rules = gr.load("cn/licensing-law").or_raise()
    >>> events = [gr.Event("c1", "accepted", dt.date(2025, 9, 22), unit="Licensing Office")]
    >>> page = gr.report(gr.evaluate(rules, events, as_of=dt.date(2025, 10, 23)), rules, events)
    >>> page.splitlines()[0], "Licensing Office" in page
    ('<!doctype html>', True)
    """
    if lang not in get_args(Language):
        raise wanted("lang", lang, f"one of {', '.join(get_args(Language))}")
    if naming not in get_args(Naming):
        raise wanted("naming", naming, f"one of {', '.join(get_args(Naming))}")
    log = tuple(events)
    if naming != "shown":
        evaluation, log = hidden(evaluation, rulebook, log, replaced=naming == "replaced", lang=lang)
    view = View.of(evaluation, rulebook, lang)
    tasks = worklist(evaluation, rulebook)
    total = indicators(evaluation, rulebook)
    script, style = _resource("page.js"), _resource("page.css")
    bys: tuple[By, ...] = (
        ("clause", "month") if naming == "left out" else ("clause", "unit", "party", "month")
    )
    notes = [each.text(lang) for each in evaluation.quality.notes]
    return _environment().get_template("page.html").render(
        lang="zh-CN" if lang == "zh" else "en",
        words=words(lang),
        naming=naming,
        as_of=None if view.as_of is None else until(view.as_of, lang),
        policies=[_policy(each, lang) for each in rulebook.policies],
        quality=evaluation.quality,
        said=count_text(counted(evaluation), lang),
        set_aside=set_aside(evaluation),
        notes=notes[:MOST_NOTES],
        more_notes=len(notes) - MOST_NOTES,
        overview=figures.overview(total[0] if total else None, lang),
        open_now=figures.of_tasks(tasks, lang),
        found=figures.of_findings(evaluation, view),
        statistics=list(figures.statistics(evaluation, rulebook, view, bys)),
        columns=figures.COLUMNS,
        ages=figures.ages(),
        parts=figures.parts(lang),
        definitions=figures.definitions(lang),
        provenance=evaluation.provenance,
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        data=json_in_html(page_data(Gathered.of(evaluation, rulebook, log, view, naming), tasks)),
    )  # fmt: skip


def json_in_html(data: Mapping[str, object]) -> str:
    """JSON that can stand in a script element: no character of it can end the element or begin another.

    >>> json_in_html({"case": "</script><script>alert(1)</script>"})
    '{"case":"\\\\u003c/script\\\\u003e\\\\u003cscript\\\\u003ealert(1)\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text


def _policy(policy: Policy, lang: Language) -> tuple[str, str]:
    """Title and document number."""
    return policy.title.text(lang) or policy.id, policy.document or ""


def _hash(text: str) -> str:
    """As a content security policy names an element that may stand inline."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _resource(name: str) -> str:
    return resources.files("govrules.reporting.page").joinpath(name).read_text(encoding="utf-8")


@cache
def _environment() -> "jinja2.Environment":
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(_resource),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
