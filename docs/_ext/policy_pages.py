"""Pages of policies, made from the rule files at build time.

`{policy-facts} PACK` tells where the text was read, what is in force, how days are counted, what of it can
be judged, which words wait for a number, and who has reviewed it. `{policy-text} PACK` shows the text of a
pack of `rules/`, each sentence linked to the clauses that quote it, or with the reason why it stands in none.
`{policy-clauses} PACK` shows each clause as it stands in the rule file, and its scenarios; where the folder
holds several policies, it does so under the title and the facts of each.
"""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

import govrules as gr
from govrules.analysis.source_text import Passage, passages, read_context
from govrules.cli.coverage import covered
from govrules.explaining.sentences import sentence
from govrules.model.clauses import Clause
from govrules.model.policy import Policy, Rulebook
from govrules.model.text import Text
from govrules.packs import rules_root
from govrules.scenarios.coverage import ClauseCoverage
from govrules.scenarios.model import Expectation, Scenario
from govrules.scenarios.reader import read_scenarios

KINDS = {
    "duty": "义务 duty",
    "requirement": "要求 requirement",
    "prohibition": "禁止 prohibition",
    "quota": "限额 quota",
    "maintenance": "持续保持 maintenance",
    "accountability": "问责 accountability",
    "not_checkable": "无法由机器核查 not checkable",
}
SOURCES = {
    "read": ("已读原文", "the text itself was read"),
    "secondary": ("据转述，未读原文", "a report of the text was read, not the text"),
    "none": ("未读原文", "the text was not read"),
}
STRENGTHS = {"must": "必须 must", "in_principle": "原则上 in principle", "should": "应当（倡导） should"}


@cache
def _rulebook(pack: str) -> Rulebook:
    return gr.load(rules_root() / pack).or_raise()


def _policies(pack: str) -> tuple[Policy, ...]:
    return _rulebook(pack).policies


def _policy(pack: str) -> Policy:
    wanted = pack.replace("/", "-")
    [found] = [each for each in _policies(pack) if each.id == wanted]
    return found


def _text(pack: str) -> tuple[Passage, ...]:
    folder = rules_root() / pack
    context = folder / f"{folder.name}.context.csv"
    return passages(
        (folder / f"{folder.name}.txt").read_text(encoding="utf-8"),
        _policy(pack).clauses,
        read_context(context) if context.exists() else (),
    )


def _anchor(policy: str, clause: str) -> str:
    return f"{policy}-{clause.replace('_', '-')}".lower()


def _both(text: Text | None) -> str:
    if text is None:
        return ""
    return " · ".join(dict.fromkeys(each for each in (text.zh, text.en) if each))


class _Page(SphinxDirective):
    required_arguments = 1

    @property
    def pack(self) -> str:
        pack = str(self.arguments[0])
        folder = rules_root() / pack
        for file in sorted(folder.iterdir()):
            self.env.note_dependency(str(file))
        return pack


class PolicyFacts(_Page):
    """What can be said of a policy from its rule file: source, force, counting, coverage, review."""

    def run(self) -> list[nodes.Node]:
        return _told(_policy(self.pack))


def _told(policy: Policy) -> list[nodes.Node]:
    clauses = covered(policy)
    facts = nodes.bullet_list()
    for zh, en in (*_origin(policy), *_judged(clauses), *_reviewed(policy)):
        facts += nodes.list_item("", nodes.paragraph("", zh), nodes.paragraph("", en))
    found: list[nodes.Node] = [facts]
    unset = [each for each in policy.parameters.values() if not each.values]
    found += _listed(
        "待定的用语 · Words that wait for a number",
        [(_both(each.title) or each.name, _both(each.note)) for each in unset],
    )
    found += _listed(
        "无法由机器核查 · What no machine can check",
        [(_both(each.title) or each.clause, _both(each.why)) for each in clauses if each.why],
    )
    return found


def _origin(policy: Policy) -> Iterator[tuple[str, str]]:
    status = policy.source.status
    address = policy.source.address or ""
    yield (f"原文：{SOURCES[status][0]}。{address}", f"Source: {SOURCES[status][1]}. {address}")
    start, until = policy.in_force.start, policy.in_force.until
    if start or until:
        yield (
            f"施行：{f'自{start}起' if start else ''}{f'，{until}前失效' if until else ''}",
            f"In force: {f'from {start}' if start else ''}{f' until before {until}' if until else ''}",
        )
    else:
        yield ("施行日期：规则文件未写明", "In force: the rule file says no date")
    yield (
        f"期限计算：日历 {policy.calendar}，计算规则 {policy.convention}",
        f"Counting: calendar {policy.calendar}, convention {policy.convention}",
    )


def _judged(clauses: Sequence[ClauseCoverage]) -> Iterator[tuple[str, str]]:
    counted = Counter(each.verdict for each in clauses)
    judged, waiting = counted["judged"], counted["number open"]
    yield (
        f"{len(clauses)} 个规则条款：{judged + waiting} 个可由事件核查并有情景证明"
        f"（其中 {waiting} 个须先设定数字），{counted['not checkable']} 个无法由机器核查",
        f"{len(clauses)} rule clauses: {judged + waiting} are judged from events and proved by scenarios "
        f"({waiting} of them once a number is set), {counted['not checkable']} no machine can check",
    )


def _reviewed(policy: Policy) -> Iterator[tuple[str, str]]:
    by, on = policy.reviewed.by, policy.reviewed.on
    if by is None:
        yield (
            "审核：尚无人审核。使用前请由法律人员核对。",
            "Reviewed by nobody yet. Have a jurist check it before you rely on it.",
        )
    else:
        yield (f"审核：{by}（{on}）", f"Reviewed by {by}, {on}")


def _listed(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[nodes.Node]:
    if not rows:
        return
    yield nodes.paragraph("", "", nodes.strong(text=heading))
    listed = nodes.bullet_list()
    for name, why in rows:
        listed += nodes.list_item(
            "", nodes.paragraph("", "", nodes.emphasis(text=name), nodes.Text(f" — {why}"))
        )
    yield listed


class PolicyText(_Page):
    """The text of a policy, each sentence with its clauses."""

    def run(self) -> list[nodes.Node]:
        pack = self.pack
        policy = _policy(pack)
        titles = {each.id: _both(each.title) or each.id for each in policy.clauses}
        found: list[nodes.Node] = []
        line = 0
        paragraph = nodes.line_block()
        for each in _text(pack):
            if each.line != line:
                line, paragraph = each.line, nodes.line_block()
                found.append(paragraph)
            row = nodes.line("", "", nodes.strong(text=each.text) if each.clauses else nodes.Text(each.text))
            paragraph += row
            below = nodes.line_block()
            for name in each.clauses:
                link = nodes.reference(
                    "", "", nodes.Text(titles[name]), internal=True, refid=_anchor(policy.id, name)
                )
                below += nodes.line("", "", nodes.Text("→ "), link)
            for why in each.why:
                below += nodes.line("", "", nodes.emphasis(text=f"— {_both(why)}"))
            if below.children:
                paragraph += below
        return found


class PolicyClauses(_Page):
    """The clauses of a policy, each as the rule file has it, with its scenarios."""

    def run(self) -> list[nodes.Node]:
        pack = self.pack
        rulebook = _rulebook(pack)
        policies = rulebook.policies
        files = [read_scenarios(each) for each in sorted((rules_root() / pack).glob("*.scenarios.yaml"))]
        found: list[nodes.Node] = []
        for policy in policies:
            scenarios = [
                scenario
                for file in files
                if policy.id in file.policies or not file.policies
                for scenario in file.scenarios
            ]
            sections = self._clauses(policy, rulebook, scenarios)
            if len(policies) == 1:
                return list(sections)
            titled = self._section(policy.id.lower(), _both(policy.title) or policy.id)
            titled += _told(policy)
            titled += sections
            found.append(titled)
        return found

    def _clauses(self, policy: Policy, rulebook: Rulebook, scenarios: list[Scenario]) -> list[nodes.section]:
        found: dict[str, nodes.section] = {}
        for clause in policy.clauses:
            if clause.id in found:
                continue
            section = self._section(_anchor(policy.id, clause.id), _both(clause.title) or clause.id)
            section += list(_facts(clause, policy, rulebook))
            section += nodes.literal_block(_written(clause), _written(clause), language="yaml")
            section += list(_scenarios(clause, scenarios))
            found[clause.id] = section
        return list(found.values())

    def _section(self, anchor: str, title: str) -> nodes.section:
        section = nodes.section(ids=[anchor], names=[anchor])
        self.set_source_info(section)
        self.state.document.note_explicit_target(section)
        section += nodes.title(title, title)
        return section


def _facts(clause: Clause, policy: Policy, rulebook: Rulebook) -> Iterator[nodes.Node]:
    facts = [KINDS[clause.kind], STRENGTHS[clause.strength], clause.cite or "", ", ".join(clause.traces)]
    yield nodes.paragraph("", " · ".join(each for each in facts if each))
    if clause.quote:
        yield nodes.block_quote("", nodes.paragraph("", clause.quote))
    for told in (sentence(clause, policy, rulebook, "zh"), sentence(clause, policy, rulebook, "en")):
        # What stands between backticks is written as in the rule file.
        parts = told.split("`")
        yield nodes.paragraph(
            "",
            "",
            *(nodes.literal(text=each) if at % 2 else nodes.Text(each) for at, each in enumerate(parts)),
        )
    for each in dict.fromkeys(filter(None, (clause.gloss.zh, clause.gloss.en) if clause.gloss else ())):
        yield nodes.paragraph("", each)


def _written(clause: Clause) -> str:
    """The clause as it stands in the rule file, from its name to the next."""
    assert clause.span is not None
    lines = Path(clause.span.file).read_text(encoding="utf-8").splitlines()
    first = clause.span.line - 1
    depth = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and (
        not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) > depth
    ):
        last += 1
    return textwrap.dedent("\n".join(lines[first:last])).rstrip()


def _scenarios(clause: Clause, scenarios: list[Scenario]) -> Iterator[nodes.Node]:
    naming = [(each, expected) for each in scenarios if (expected := _expected(clause, each))]
    if not naming:
        return
    listed = nodes.bullet_list()
    for scenario, expected in naming:
        what = _both(scenario.title) or scenario.id.replace("_", " ")
        item = nodes.paragraph("", "", nodes.Text(f"{what}: "))
        for number, each in enumerate(expected):
            item += [nodes.Text(", ")] if number else []
            item += nodes.literal(text=each)
        if scenario.why:
            item += nodes.Text(f". {' '.join(scenario.why.split())}")
        listed += nodes.list_item("", item)
    yield nodes.paragraph("", "", nodes.strong(text="情景 · Scenarios"))
    yield listed


def _expected(clause: Clause, scenario: Scenario) -> list[str]:
    found = [
        _word(each)
        for check in scenario.checks
        for each in check.expect
        if each.subject.rpartition("/")[2] == clause.id
    ]
    return list(dict.fromkeys(found))


def _word(expectation: Expectation) -> str:
    due = dict(expectation.attributes).get("due")
    return expectation.word if due is None else f"{expectation.word} (due {due})"


def setup(app: Sphinx) -> dict[str, object]:
    app.add_directive("policy-facts", PolicyFacts)
    app.add_directive("policy-text", PolicyText)
    app.add_directive("policy-clauses", PolicyClauses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
