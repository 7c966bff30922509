"""The table of all clauses of the analysis: which rules hold each, from what data, and what proves it.

`python -m tests.cases.policies.coverage_page` writes the page; a test holds it against the rule files.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs

import govrules as gr
from govrules.cli.coverage import covered, needed
from govrules.packs import rules_root
from govrules.scenarios.coverage import ClauseCoverage

HERE = Path(__file__).parent
PAGE = HERE.parents[2] / "docs" / "policies" / "coverage.md"
WHOLE = tuple(sorted(each.name.removesuffix(".clauses.csv") for each in HERE.glob("*.clauses.csv")))
"""the policies that are captured whole"""

_HEAD = """\
# Coverage · 条款覆盖表

Every clause that a reading of the {policies} policies found, with the rules that hold it.
*Needs* is what must be on record for it to be judged: events with the fields that are read, records,
attributes of the case. A number that the text leaves open is listed until a local file sets it; until then
the verdict is *unknown*. *Scenarios* are how many keep it, break it, and cannot judge it; of a clause that
forbids or makes answerable, those that keep it are silent and not counted.

各政策中经逐句研读得出的每一项条款，以及对应的规则。“needs”列出核查所需的事件（及字段）、记录和案件属性；
“open”是原文没有写明、需由地方文件设定的数字，设定之前结论为“不明”。“scenarios”依次为遵守、违反、无法判定的情景数。

This page is made from the rule files by `python -m tests.cases.policies.coverage_page`;
write to the files, not here. `govrules coverage RULES` tells the same of any policy.
"""
_VERDICTS = {
    "judged": "judged",
    "number open": "judged once the number is set",
    "not proved": "**not proved**",
    "not checkable": "not checkable",
}


@attrs.frozen
class Traced:
    """A clause of the analysis with the rules that hold it."""

    id: str
    pack: str
    section: str
    checkable: bool
    rules: tuple[ClauseCoverage, ...]

    @property
    def is_settled(self) -> bool:
        """Whether it is judged and proved, or said not to be checkable where the analysis says so."""
        verdicts = {each.verdict for each in self.rules}
        if not self.checkable:
            return verdicts == {"not checkable"}
        judged = verdicts - {"not checkable"}
        return bool(judged) and "not proved" not in judged


@cache
def traced() -> tuple[Traced, ...]:
    """Every clause of the analysis, in its order."""
    return tuple(sorted((each for pack in WHOLE for each in _of(pack)), key=lambda each: each.id))


def _of(pack: str) -> Iterator[Traced]:
    policies = gr.load(rules_root() / "cn" / pack).or_raise().policies
    [policy] = [each for each in policies if each.id == f"cn-{pack}"]
    clauses = covered(policy)
    with (HERE / f"{pack}.clauses.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rules = tuple(each for each in clauses if row["id"] in each.traces)
            yield Traced(row["id"], pack, row["section"], row["checkable"] != "no", rules)


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD.format(policies=len(WHOLE)), *_overview(), *_tables()]) + "\n"


def _overview() -> Iterator[str]:
    yield "| policy | clauses | judged | of them numbers open | not checkable | rules |"
    yield "|---|---|---|---|---|---|"
    total: Counter[str] = Counter()
    for pack in WHOLE:
        found = [each for each in traced() if each.pack == pack]
        counted = Counter(
            {
                "clauses": len(found),
                "judged": sum(each.checkable and each.is_settled for each in found),
                "open": sum(any(rule.verdict == "number open" for rule in each.rules) for each in found),
                "not": sum(not each.checkable and each.is_settled for each in found),
                "rules": len({rule.clause for each in found for rule in each.rules}),
            }
        )
        total += counted
        yield f"| [`cn/{pack}`]({pack}.md) | {_row(counted)} |"
    yield f"| all | {_row(total)} |"
    yield ""


def _row(counted: Counter[str]) -> str:
    return " | ".join(str(counted[each]) for each in ("clauses", "judged", "open", "not", "rules"))


def _tables() -> Iterator[str]:
    for pack in WHOLE:
        yield f"## cn/{pack}"
        yield ""
        yield "| clause | section | rule | kind | needs | scenarios | verdict |"
        yield "|---|---|---|---|---|---|---|"
        for each in traced():
            if each.pack == pack:
                yield from (_line(each, rule) for rule in each.rules)
        yield ""


def _line(each: Traced, rule: ClauseCoverage) -> str:
    needs = ", ".join(f"`{part}`" for part in needed(rule.needs))
    if rule.needs.open_numbers:
        needs += " · open: " + ", ".join(f"`{number}`" for number in rule.needs.open_numbers)
    scenarios = "/".join(str(len(part)) for part in (rule.kept, rule.broken, rule.unknown))
    name = rule.clause.rpartition("/")[2]
    strength = "" if rule.strength == "must" else f" ({rule.strength})"
    verdict = _VERDICTS[rule.verdict]
    if rule.verdict == "not checkable":
        needs, scenarios = rule.why.text("en"), ""
    cells = (each.id, each.section, f"`{name}`", f"{rule.kind}{strength}", needs, scenarios, verdict)
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
