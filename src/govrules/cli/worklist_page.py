"""The worklist on a screen: sections or groups, each task with its reason, and what has changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from govrules.cli.screen import Line, line
from govrules.cli.table import Column, Row, table
from govrules.diagnostics import Language

if TYPE_CHECKING:
    from govrules.explaining.view import View
    from govrules.reporting.changes import Change, Earlier
    from govrules.reporting.tasks import Task, Worklist

SECTION_OPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "overdue": "overdue",
        "today": "today",
        "this week": "week",
        "later": "later",
        "paused": "paused",
        "no date": "no-date",
        "unknown": "unknown",
    }
)
"""how `--show` calls each section"""


@attrs.frozen
class WorklistPage:
    found: "Worklist"
    view: "View"
    width: int
    shown: Sequence[str]
    by: str
    earlier: "Earlier | None"
    changed: "Sequence[Change] | None"

    @property
    def lang(self) -> Language:
        return self.view.names.lang

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def lines(self) -> Iterator[Line]:
        from govrules.reporting.sheet import SECTION_WORDS
        from govrules.reporting.tasks import SECTIONS

        day = self.found.day
        if day is None:
            yield line(self.say("no events, nothing to do", "没有事件，没有待办事项"))
            return
        counted = [(each, len(self.found.of(each))) for each in SECTIONS]
        parts = [f"{SECTION_WORDS[each][self.lang == 'zh']} {number}" for each, number in counted if number]
        total = self.say("nothing is open", "没有待办事项") if not parts else self.say(", ", "，").join(parts)
        yield line(
            (self.say(f"Worklist of {day}", f"{day} 工作清单"), "heading"), self.say(": ", "："), total
        )
        if self.changed is not None:
            yield line("")
            yield from self._changes(self.changed)
        for heading, tasks in self._groups():
            yield line("")
            yield line((heading, "heading"), f" {len(tasks)}")
            yield from self._table(tasks)
        hidden = [each for each, number in counted if number and each not in self.shown]
        if hidden:
            names = ", ".join(SECTION_OPTIONS[each] for each in hidden)
            yield line("")
            yield line((self.say(f"not shown: --show {names}", f"未显示的部分：--show {names}"), "dim"))

    def _groups(self) -> "Iterator[tuple[str, list[Task]]]":
        from govrules.reporting.sheet import SECTION_WORDS

        kept = [each for each in self.found.tasks if each.section in self.shown]
        if self.by == "section":
            for section in dict.fromkeys(each.section for each in kept):
                heading = SECTION_WORDS[section][self.lang == "zh"]
                yield heading.upper(), [each for each in kept if each.section == section]
            return
        groups: dict[str, list[Task]] = {}
        for each in kept:
            groups.setdefault(self._group(each) or self.say("not named", "未写明"), []).append(each)
        yield from sorted(groups.items())

    def _group(self, task: "Task") -> str | None:
        match self.by:
            case "unit":
                return task.unit
            case "party":
                return task.party
        return self.view.names.clause(task.obligation)

    def _table(self, tasks: "Iterable[Task]") -> Iterator[Line]:
        from govrules.reporting.sheet import CARD_WORDS, SECTION_WORDS, due_words, row, time_left

        chinese = self.lang == "zh"
        columns = (
            Column(self.say("card", "亮牌"), most=8),
            Column(self.say("case", "案件"), "strong", most=24, whole=True),
            Column(self.say("to be done", "事项"), most=40),
            Column(self.say("due", "届满日"), most=20),
            Column(self.say("left", "剩余"), most=20),
            Column(self.say("who answers", "责任方"), most=30),
            Column("" if self.by == "section" else self.say("section", "状态"), most=20),
        )
        rows = []
        for task in tasks:
            told = row(task, self.view)
            rows.append(
                Row(
                    (
                        CARD_WORDS[task.card][chinese],
                        str(told["case"] or "—"),
                        str(told["clause"]),
                        due_words(task, self.lang),
                        time_left(task, self.lang),
                        task.party or "",
                        "" if self.by == "section" else SECTION_WORDS[task.section][chinese],
                    ),
                    (*(str(each) for each in (told["why"],) if each), *self._said(task)),
                )
            )
        yield from table(columns, rows, self.width)

    def _said(self, task: "Task") -> Iterator[str]:
        from govrules.explaining.said import sentence

        return (sentence(each, self.lang) for each in task.views)

    def _changes(self, changed: "Sequence[Change]") -> Iterator[Line]:
        day = self.earlier.day if self.earlier is not None else None
        since = self.say("CHANGED SINCE", "变化，自")
        yield line((f"{since} {day or ''}".rstrip(), "heading"), f" {len(changed)}")
        rows = [
            Row((self._what(each), each.case, self.view.names.title_of(each.full_clause), self._how(each)))
            for each in changed
        ]
        columns = (
            Column(self.say("what", "变化")),
            Column(self.say("case", "案件"), "strong", most=24, whole=True),
            Column(self.say("to be done", "事项"), most=40),
            Column(self.say("how", "情况"), most=40),
        )
        if rows:
            yield from table(columns, rows, self.width)

    def _what(self, change: "Change") -> str:
        return self.say(*_WHATS[change.what])

    def _how(self, change: "Change") -> str:
        from govrules.reporting.sheet import CARD_WORDS

        was, now = change.before or "—", change.after or "—"
        match change.what:
            case "new":
                return self.say(f"due {now}", f"届满日 {now}") if change.after else ""
            case "closed":
                return self.say(*_STATES.get(change.after or "", ("no longer known", "已不存在")))
            case "card":
                chinese = self.lang == "zh"
                cards: dict[str, str] = {name: words[chinese] for name, words in CARD_WORDS.items()}
                return f"{cards.get(was) or '—'} → {cards.get(now) or '—'}"
            case "said":
                return " → ".join(self._stances(each) for each in (change.before, change.after))
        return f"{was} → {now}"

    def _stances(self, stances: str | None) -> str:
        from govrules.explaining.said import STANCE_WORDS

        words = [pair[self.lang == "zh"] for name, pair in STANCE_WORDS.items() if name in (stances or "")]
        return self.say(", ", "，").join(words) or "—"


_WHATS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "new": ("new", "新增"),
        "closed": ("closed", "了结"),
        "due": ("due day moved", "届满日变动"),
        "card": ("card turned", "亮牌变化"),
        "party": ("passed on", "责任方变动"),
        "said": ("contested or excused", "意见变动"),
    }
)
_STATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "met": ("done in time", "按时办结"),
        "met_late": ("done late", "逾期办结"),
        "lapsed": ("lapsed", "届期视为"),
        "ended": ("ended", "终结"),
        "excused": ("excused", "免责"),
        "violated": ("broken", "违反"),
        "pending": ("not in this choice any more", "不在所选范围内"),
        "paused": ("not in this choice any more", "不在所选范围内"),
        "overdue": ("not in this choice any more", "不在所选范围内"),
    }
)
