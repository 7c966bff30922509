"""Pages to look at: of the small office, with what a page must never run, and read back from their data."""

import datetime as dt
import html
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import attrs

import govrules as gr
from govrules.diagnostics import Language
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event
from govrules.model.policy import Rulebook
from govrules.reporting.page.page import Naming, report
from tests.reporting import office

DAY = dt.date(2025, 9, 24)
SCRIPT = "<script>alert(1)</script>"
ENDING = "</script><script>alert(2)</script>\u2028"
PICTURE = '"><img src=x onerror="alert(3)">'
HOSTILE = (
    gr.Event(SCRIPT, "accepted", dt.date(2025, 9, 19), unit=PICTURE),
    gr.Event(ENDING, "accepted", dt.date(2025, 9, 19), unit="丁局 & 丙局", data={"note": SCRIPT}),
    gr.Event(ENDING, SCRIPT, dt.date(2025, 9, 20)),
)

SAID = (
    gr.Event(
        "late",
        "finding_contested",
        dt.date(2025, 9, 23),
        unit="甲局",
        actor="张三",
        data={"clause": "decide", "reason": f"系统停机 {SCRIPT}"},
        source="log.csv:9",
    ),
    gr.Event(
        "late",
        "finding_excused",
        dt.datetime(2025, 9, 23, 8, tzinfo=dt.UTC),
        unit="监察局",
        data={"finding": "office/decide:late@2025-09-15", "reason": "有运维记录"},
    ),
    gr.Event(
        "today", "finding_excused", dt.date(2025, 9, 23), data={"clause": "decide", "reason": "not late yet"}
    ),
)


@attrs.frozen
class Made:
    """A page, and what it was made from."""

    evaluation: Evaluation
    rules: Rulebook
    events: tuple[Event, ...]
    text: str

    @property
    def data(self) -> dict[str, Any]:
        """What the page draws from."""
        found = re.search(r'<script type="application/json" id="data">(.*?)</script>', self.text, re.DOTALL)
        assert found is not None
        read = json.loads(found[1])
        assert isinstance(read, dict)
        return read

    def case(self, name: str) -> list[Any]:
        """A case as the page holds it."""
        data = self.data
        [found] = [each for each in data["cases"] if data["texts"][each[0]] == name]
        assert isinstance(found, list)
        return found

    def figures(self, part: str) -> dict[str, str]:
        """The figures of a part of the overview, as they are shown."""
        [inner] = re.findall(rf'id="{part}">(.*?)</dl>', self.text, re.DOTALL)
        found = re.findall(r'data-figure="(\w+)"><dt>.*?</dt><dd>(.*?)(?: <small>.*?</small>)?</dd>', inner)
        return {name: html.unescape(value) for name, value in found}


def made(
    folder: Path, more: Iterable[Event] = (), *, lang: Language = "en", naming: Naming = "shown"
) -> Made:
    """The page of the office on the morning of 24 September 2025."""
    rules = office.rules(folder)
    events = (*office.EVENTS, *more)
    evaluation = office.on_the_morning_of(DAY, rules, *more)
    return Made(evaluation, rules, events, report(evaluation, rules, events, lang=lang, naming=naming))
