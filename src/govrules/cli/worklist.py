"""`govrules worklist`: what is due today, this week, overdue or paused, and what has changed since."""

import argparse
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from govrules.cli.arguments import mistake
from govrules.cli.inputs import EVENTS_OPTIONS, RULES, evaluated_on_day, evaluating
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import PLAIN_WIDTH, Screen, plain
from govrules.cli.specification import Command, Option
from govrules.cli.worklist_page import SECTION_OPTIONS, WorklistPage
from govrules.diagnostics import DiagnosticsError, Help
from govrules.diagnostics.codes import worklists as codes
from govrules.model.text import Text

if TYPE_CHECKING:
    from govrules.explaining.view import View
    from govrules.reporting.changes import Change, Earlier
    from govrules.reporting.tasks import Worklist

SHOW = (*SECTION_OPTIONS.values(), "all")
_USUAL = ("overdue", "today", "this week", "later", "paused")
_BINARY = MappingProxyType({"xlsx": ("openpyxl", "excel"), "ics": ("icalendar", "ical")})


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate up to the evening before, list what is open, and say what has changed."""
    from govrules.cli.run import FINE, UNUSABLE
    from govrules.explaining.view import View
    from govrules.reporting.changes import changes
    from govrules.reporting.tasks import worklist

    if given.format in _BINARY and not given.output:
        raise mistake(codes.NEEDS_FILE, format=given.format)
    target = check_target(given.output) if given.output else None
    earlier = _earlier(given.since) if given.since else None
    inputs = evaluated_on_day(given, screen, "worklist")
    with evaluating(screen):
        found = worklist(inputs.evaluation, inputs.rulebook)
    found = found.only(units=tuple(given.unit), parties=tuple(given.party))
    changed = None if earlier is None else changes(earlier, found, inputs.evaluation)
    shown = _chosen(given.show)
    listed = found if shown is None else found.only(sections=shown)
    view = View.of(inputs.evaluation, inputs.rulebook, screen.lang)
    if given.format == "table" and target is None:
        screen.lines(
            WorklistPage(found, view, screen.width, shown or _USUAL, given.by, earlier, changed).lines()
        )
    else:
        content = _content(given, listed if given.format != "table" else found, view, earlier, changed)
        if target is None:
            assert isinstance(content, str)
            screen.write(content)
        else:
            write_whole(target, content, byte_order_mark=given.format == "csv")
    return UNUSABLE if inputs.incomplete else FINE


def _earlier(path: str) -> "Earlier":
    from govrules.reporting.changes import read_earlier
    from govrules.rulefile.composer import read_text

    text, problems = read_text(Path(path))
    if text is None:
        raise DiagnosticsError(problems)
    return read_earlier(text, file=path)


def _chosen(show: str | None) -> tuple[str, ...] | None:
    """The sections that `--show` names; None for the usual ones."""
    if show is None:
        return None
    names = show.split(",")
    return tuple(each for each, name in SECTION_OPTIONS.items() if name in names or "all" in names)


# -- into a file ---------------------------------------------------------------------------------------


def _content(
    given: argparse.Namespace,
    found: "Worklist",
    view: "View",
    earlier: "Earlier | None",
    changed: "Sequence[Change] | None",
) -> str | bytes:
    match given.format:
        case "json":
            return _json(found, changed)
        case "csv":
            return _csv(found, view)
        case "xlsx" | "ics":
            return _binary(given.format, found, view)
        case _:
            shown = _chosen(given.show) or _USUAL
            return plain(WorklistPage(found, view, PLAIN_WIDTH, shown, given.by, earlier, changed).lines())


def _json(found: "Worklist", changed: "Sequence[Change] | None") -> str:
    from govrules.cli.about import version
    from govrules.cli.export import safe_json
    from govrules.reporting.changes import to_dict

    whole = {"govrules": version(), **to_dict(found)}
    if changed is not None:
        whole["changes"] = [attrs.asdict(each) for each in changed]
    return safe_json(whole)


def _csv(found: "Worklist", view: "View") -> str:
    from govrules.cli.export import cell
    from govrules.reporting.sheet import COLUMNS, rows

    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for each in rows(found, view):
        writer.writerow({name: cell(value) for name, value in each.items()})
    return target.getvalue()


def _binary(form: str, found: "Worklist", view: "View") -> bytes:
    from govrules.reporting.calendar_file import as_calendar
    from govrules.reporting.sheet import as_workbook

    try:
        return as_workbook(found, view) if form == "xlsx" else as_calendar(found, view)
    except ImportError:
        package, extra = _BINARY[form]
        install = f"pip install 'govrules[{extra}]'"
        raise mistake(
            codes.EXTRA_MISSING, Help(en=install, zh=install), format=form, package=package
        ) from None


COMMAND = Command(
    name="worklist",
    summary=Text(
        en="what is due today, this week, overdue or paused, and who has to act",
        zh="今日届满、本周届满、已逾期、暂停计时的事项，以及由谁办理",
    ),
    words=RULES,
    options=(
        Option(
            "--day",
            Text(
                en="the day that the list is for: what was known as it began is read; "
                "where left out, the list is of the last event",
                zh="清单所属的日期：读取至该日开始时为止；省略时以最后一个事件为准",
            ),
            metavar="DATE",
        ),
        *EVENTS_OPTIONS,
        Option("--unit", Text(en="only what arose there", zh="只列该单位的事项"), metavar="NAME", many=True),
        Option(
            "--party",
            Text(en="only what they answer for", zh="只列该责任方的事项"),
            metavar="NAME",
            many=True,
        ),
        Option(
            "--by",
            Text(en="how to group the list", zh="分组方式"),
            metavar="section|unit|party|clause",
            choices=("section", "unit", "party", "clause"),
            default="section",
        ),
        Option(
            "--show",
            Text(
                en="sections to show, joined by commas: " + ", ".join(SHOW),
                zh="显示的部分，以逗号相连：" + "、".join(SHOW),
            ),
            metavar="SECTIONS",
            choices=SHOW,
            listed=True,
        ),
        Option(
            "--since",
            Text(
                en="tell what has changed since a list that was kept with --format json",
                zh="与以 --format json 保存的清单对照，列出变化",
            ),
            metavar="FILE",
        ),
        Option(
            "--format",
            Text(en="how to show the list", zh="清单的形式"),
            metavar="table|csv|json|xlsx|ics",
            choices=("table", "csv", "json", "xlsx", "ics"),
            default="table",
        ),
        Option(
            "--output",
            Text(en="write the list into a file, whole or not at all", zh="把清单写入文件，要么完整要么不写"),
            metavar="FILE",
        ),
    ),
    run=run,
    notes=Text(
        en="Cards are the policy's own: red where the time is up, yellow where a warning that the clause "
        "sets has rung, green before that; a clause that sets no warnings has none.",
        zh="亮牌依据政策自身的规定：到期未办为红牌，条款所设预警已触发为黄牌，尚未触发为绿牌；"
        "未设预警的条款不亮牌。",
    ),
    examples=(
        "govrules worklist cn/licensing-law --events events.jsonl --day 2025-10-24",
        "govrules worklist rules/ --events log.xlsx --mapping log.yaml --format ics --output due.ics",
    ),
)
