"""`govrules compare`: what other rules would change on the same events."""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from govrules.cli.inputs import EVENTS_OPTIONS, evaluating, load_rules, read_material
from govrules.cli.moved_dates import Moved, moved_between
from govrules.cli.moved_rows import moved_plain, moved_table, state_text
from govrules.cli.screen import Line, Screen, line
from govrules.cli.specification import Command, Option, Words
from govrules.cli.table import Column, Row, table
from govrules.diagnostics import Language
from govrules.explaining.names import Names
from govrules.model.text import Text

FORMAT = 1
"""the version of the JSON shape"""
MOST = 20
"""obligations that are shown one by one unless all are asked for"""


@attrs.frozen
class Comparison:
    """What becomes of the obligations of a log under two rulebooks."""

    old: int
    """how many obligations there are"""
    new: int
    moved: tuple[Moved, ...]

    @property
    def groups(self) -> Sequence[tuple[tuple[str, tuple[str, str] | None], int]]:
        """How many of each clause change in which way, the most first; None where only the due day moves."""
        counted = Counter((each.what, each.state) for each in self.moved)
        return sorted(counted.items(), key=lambda each: (-each[1], each[0][0], each[0][1] or ("", "")))


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate the events under both, and tell what differs."""
    from govrules.cli.run import FINE, FOUND, UNUSABLE

    old, new = given.words
    material = read_material(given, screen, "compare", [old])
    rulebook = load_rules([new], given.search, screen)
    with evaluating(screen):
        before, after = material.evaluate(material.rulebook), material.evaluate(rulebook)
        names = (Names(screen.lang, material.rulebook), Names(screen.lang, rulebook))
        moved = tuple(moved_between(*before.unlike(after), *names))
        found = Comparison(sum(before.counts.values()), sum(after.counts.values()), moved)
    if given.format == "json":
        screen.write(_json(found))
    else:
        screen.lines(_page(found, screen.lang, screen.width, everything=given.all))
    if not material.log.ok:
        return UNUSABLE
    return FOUND if found.moved else FINE


def _page(found: Comparison, lang: Language, width: int, *, everything: bool) -> Iterator[Line]:
    words = _WORDS[lang]
    yield line((words["all"].format(old=found.old, new=found.new), "heading"))
    if not found.moved:
        yield line((words["same"], "good"))
        return
    yield line((words["differ"].format(count=len(found.moved)), "bad"))
    yield line()
    columns = [
        Column(words["what"], "strong", least=16, most=50),
        Column(words["change"], least=24),
        Column(words["count"], least=6),
    ]
    rows = [Row((what, _change(states, lang), str(number))) for (what, states), number in found.groups]
    yield from table(columns, rows, width)
    yield line()
    shown = found.moved if everything else found.moved[:MOST]
    yield from moved_table(shown, lang, width)
    if len(shown) < len(found.moved):
        yield line((words["more"].format(count=len(found.moved) - len(shown)), "dim"))


def _change(states: tuple[str, str] | None, lang: Language) -> str:
    if states is None:
        return _WORDS[lang]["due"]
    return " -> ".join(state_text(each, lang) for each in states)


def _json(found: Comparison) -> str:
    from govrules.cli.about import version
    from govrules.cli.export import safe_json

    return safe_json(
        {
            "govrules": version(),
            "format": FORMAT,
            "obligations": {"old": found.old, "new": found.new},
            "groups": [
                {"what": what, "state": None if states is None else list(states), "count": number}
                for (what, states), number in found.groups
            ],
            "moved": [moved_plain(each) for each in found.moved],
        }
    )


_WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "all": "Obligations under the old rules: {old}, under the new: {new}",
            "same": "None of them differs.",
            "differ": "Obligations that differ in their state or due day: {count}",
            "what": "clause",
            "change": "change",
            "count": "count",
            "due": "due day moves",
            "more": "and {count} more; `--all` shows every one, `--format json` too",
        },
        "zh": {
            "all": "旧规则下的义务：{old} 项；新规则下：{new} 项",
            "same": "两者没有不同。",
            "differ": "状态或届满日不同的义务：{count} 项",
            "what": "条款",
            "change": "变化",
            "count": "数量",
            "due": "届满日变动",
            "more": "另有 {count} 项；加 `--all` 或 `--format json` 可全部列出",
        },
    }
)

COMMAND = Command(
    name="compare",
    summary=Text(
        en="what other rules would change on the same events: what is due when, and what becomes of it",
        zh="比较两套规则对同一批事件的评估：届满日和状态有何不同",
    ),
    words=Words(
        metavar="OLD NEW",
        help=Text(
            en="rules: a file, a folder or a pack by name each, as cn/licensing-law",
            zh="规则：各为一个文件、文件夹或规则包名称，如 cn/licensing-law",
        ),
        what=Text(en="two sets of rules: the old and the new", zh="两套规则：旧的和新的"),
        at_least=2,
        at_most=2,
    ),
    options=(
        *EVENTS_OPTIONS,
        Option("--all", Text(en="show every obligation that differs", zh="列出全部有变化的义务")),
        Option(
            "--format",
            Text(en="how to show the result", zh="结果的形式"),
            metavar="table|json",
            choices=("table", "json"),
            default="table",
        ),
    ),
    run=run,
    notes=Text(
        en="Obligations are matched by policy, clause, case and trigger: a clause of another id is another "
        "clause. Exit code 1 where anything differs.",
        zh="义务按政策、条款、案件和触发事件对应；条款编号不同即为不同条款。有任何不同时退出码为 1。",
    ),
    examples=(
        "govrules compare rules/permit.yaml permit-15-days.yaml --events log.jsonl",
        "govrules compare cn/licensing-law draft/ --events log.csv --mapping log.yaml --format json",
    ),
)
