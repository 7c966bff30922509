"""A policy as a page: each clause with its quote, in plain words, on a calendar, and on its scenarios."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from govrules.counting.calendar import working_calendar
from govrules.counting.due import Due, due
from govrules.counting.errors import CountingError
from govrules.counting.render import render_month
from govrules.diagnostics import Language
from govrules.explaining.language import dated
from govrules.explaining.names import Names, convention_of
from govrules.explaining.sentences import sentence
from govrules.model.clauses import Clause, Duty, NotCheckable
from govrules.model.conditions import Lookup
from govrules.model.dependence import dependence
from govrules.model.limits import Limit, Readings
from govrules.model.period import Period, PeriodError
from govrules.model.policy import Policy, Rulebook
from govrules.scenarios.model import Scenario, ScenarioFile

KINDS_ZH: Mapping[str, str] = MappingProxyType(
    {
        "duty": "义务",
        "requirement": "要求",
        "prohibition": "禁止",
        "quota": "限额",
        "maintenance": "持续保持",
        "accountability": "问责",
        "not_checkable": "无法由机器核查",
    }
)
STRENGTHS_ZH: Mapping[str, str] = MappingProxyType(
    {"must": "必须", "in_principle": "原则上", "should": "应当（倡导）"}
)
_FROM = (9, 15)
"""month and day from which a working day is taken for the worked date"""


def policy_page(
    policy: Policy, rulebook: Rulebook, files: Iterable[ScenarioFile] = (), lang: Language = "en"
) -> str:
    """A page in Markdown about one policy, made from the rules that are evaluated.

    Args:
        policy: of `rulebook`.
        rulebook: it also knows how days are counted, and which clauses follow from which.
        files: scenario files; of them what is about this policy is shown.
        lang: `en` or `zh`.
    """
    page = _Page(policy, rulebook, tuple(each for each in files if policy.id in each.policies), lang)
    return "\n".join(page.lines()).rstrip() + "\n"


@attrs.frozen(eq=False)
class _Page:
    policy: Policy
    rulebook: Rulebook
    files: Sequence[ScenarioFile]
    lang: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.lang == "zh" else en

    def lines(self) -> Iterator[str]:
        policy = self.policy
        yield f"# {policy.title.text(self.lang) or policy.id}"
        yield ""
        yield from self._head()
        yield from self._diagram()
        versions: dict[str, list[Clause]] = {}
        for clause in policy.clauses:
            versions.setdefault(clause.id, []).append(clause)
        for each in versions.values():
            yield from self._clause(each)

    def _head(self) -> Iterator[str]:
        policy = self.policy
        start, until = policy.in_force.start, policy.in_force.until
        english = [f"from {start}"] if start else []
        english += [f"until before {until}"] if until else []
        chinese = (f"自{start}起" if start else "") + (f"至{until}之前" if until else "")
        force = self.say(" ".join(english) or "not said", chinese or "未写明")
        reviewed = policy.reviewed
        facts = [
            (self.say("Document", "文件"), policy.document),
            (self.say("Issued by", "制定机关"), policy.issuer.text(self.lang)),
            (self.say("Source", "来源"), policy.source.address),
            (self.say("In force", "施行"), force),
            (self.say("Days off", "日历"), policy.calendar and f"`{policy.calendar}`"),
            (self.say("Counted by", "计算规则"), policy.convention and f"`{policy.convention}`"),
            (
                self.say("Reviewed", "审核"),
                self.say("by nobody yet", "尚无人审核")
                if reviewed.by is None
                else f"{reviewed.by}, {reviewed.on}",
            ),
        ]
        yield from (f"- {name}{self.say(': ', '：')}{value}" for name, value in facts if value)
        yield ""

    def _diagram(self) -> Iterator[str]:
        """Which clause follows from which, by the structure that the evaluator runs."""
        found = dependence(self.rulebook)
        own = [each for each in found.clauses if each.startswith(f"{self.policy.id}/")]
        edges = [
            (other, name, self.say(*words))
            for name in own
            for others, words in (
                (found.waits[name], ("its outcome", "结果")),
                (found.hears[name], ("its silence", "逾期视为")),
            )
            for other in sorted(others)
            if other in own
        ]
        # What waits for every clause says nothing about any.
        crowded = {name for name in own if sum(each == name for _, each, _ in edges) > len(own) // 2 > 3}
        edges = [each for each in edges if each[1] not in crowded]
        if not edges:
            return
        names = Names(self.lang, self.rulebook)
        drawn = {
            name: f"c{at}" for at, name in enumerate(sorted({part for a, b, _ in edges for part in (a, b)}))
        }
        yield self.say("Which clauses follow from which:", "条款之间的关系：")
        yield ""
        yield "```mermaid"
        yield "flowchart LR"
        for name, node in drawn.items():
            title = names.title_of(name).replace('"', "'")
            yield f'  {node}["{title}"]'
        for before, after, word in edges:
            yield f"  {drawn[before]} -->|{word}| {drawn[after]}"
        yield "```"
        yield ""

    def _clause(self, versions: Sequence[Clause]) -> Iterator[str]:
        clause = versions[-1]
        yield f"## {clause.title.text(self.lang) or clause.id}"
        yield ""
        parts = [
            f"`{clause.id}`",
            self.say(clause.kind.replace("_", " "), KINDS_ZH[clause.kind]),
            self.say(clause.strength.replace("_", " "), STRENGTHS_ZH[clause.strength]),
            clause.cite,
            *clause.traces,
        ]
        yield " · ".join(each for each in parts if each)
        yield ""
        if clause.quote:
            yield f"> {clause.quote}"
            yield ""
        for each in versions:
            told = sentence(each, self.policy, self.rulebook, self.lang)
            if len(versions) > 1 and each.in_force.start is not None:
                told = self.say(f"From {each.in_force.start}: {told}", f"自{each.in_force.start}起：{told}")
            yield told
            yield ""
        if clause.gloss is not None and clause.gloss and not isinstance(clause.body, NotCheckable):
            yield clause.gloss.text(self.lang)
            yield ""
        yield from self._worked(clause)
        yield from self._scenarios(clause)

    def _worked(self, clause: Clause) -> Iterator[str]:
        """A date counted on the latest year whose days off are known."""
        found = self._example(clause)
        if found is None:
            return
        begun, counted = found
        yield self.say(
            f"For example: from {dated(begun, 'en')}, the last day in time is {dated(counted.date, 'en')}.",
            f"例如：自{dated(begun, 'zh')}起算，最后一日为{dated(counted.date, 'zh')}。",
        )
        yield ""
        yield "```text"
        yield render_month(counted, lang=self.lang).rstrip()
        yield "```"
        yield ""

    def _example(self, clause: Clause) -> tuple[dt.date, Due] | None:
        body = clause.body
        calendar = self.rulebook.calendars.get(self.policy.calendar or "")
        if not isinstance(body, Duty) or not body.within or calendar is None:
            return None
        period = self._period(body.within[0].limit)
        if period is None:
            return None
        days = working_calendar(calendar)
        known = calendar.announced_until or calendar.last_day
        try:
            year = known.year if (known.month, known.day) >= (12, 1) else known.year - 1
            begun = days.next_working_day(dt.date(year, *_FROM))
            convention = convention_of(clause, self.policy, self.rulebook)
            return begun, due(period, after=begun, calendar=calendar, convention=convention)
        except (CountingError, PeriodError, KeyError, ValueError):
            # Hours count from an instant, and a law of the past has no calendar of the year.
            return None

    def _period(self, limit: Limit) -> Period | None:
        if isinstance(limit, Readings):
            limit = limit.readings[0][1]
        if isinstance(limit, Lookup) and limit.root == "params" and limit.path:
            parameter = self.policy.parameters.get(limit.path[0])
            value = parameter.values[-1].value if parameter is not None and parameter.values else None
            return value if isinstance(value, Period) else None
        return limit if isinstance(limit, Period) else None

    def _scenarios(self, clause: Clause) -> Iterator[str]:
        shown = [(each, words) for each in self._every() if (words := _expected(clause, each))]
        if not shown:
            return
        yield self.say("Scenarios:", "情景：")
        yield ""
        for scenario, words in shown:
            title = scenario.title.text(self.lang) or scenario.id.replace("_", " ")
            why = f" {' '.join(scenario.why.split())}" if scenario.why else ""
            yield self.say(
                f"- {title}: {', '.join(words)}.{why}", f"- {title}：{'、'.join(words)}。{why.lstrip()}"
            )
        yield ""

    def _every(self) -> Iterator[Scenario]:
        return (scenario for file in self.files for scenario in file.scenarios)


def _expected(clause: Clause, scenario: Scenario) -> list[str]:
    found: dict[str, None] = {}
    for check in scenario.checks:
        for each in check.expect:
            policy, _, name = each.subject.rpartition("/")
            if name == clause.id and policy in ("", clause.policy):
                day = dict(each.attributes).get("due")
                found[f"`{each.word}`" if day is None else f"`{each.word}` ({day})"] = None
    return list(found)
