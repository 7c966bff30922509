"""`govrules stats`: the indicators that offices report, each with its definition."""

import argparse
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from govrules.cli.inputs import EVENTS_OPTIONS, RULES, evaluated, evaluating
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import PLAIN_WIDTH, Line, Screen, line, plain
from govrules.cli.specification import Command, Option
from govrules.cli.table import Column, Row, table
from govrules.cli.usage import wrap
from govrules.diagnostics import Language
from govrules.explaining.names import Names
from govrules.model.text import Text
from govrules.model.views import Stance

if TYPE_CHECKING:
    from govrules.reporting.indicators import By, Indicators

FORMAT = 1
"""the version of the JSON shape"""
BYS: "tuple[By, ...]" = ("clause", "unit", "party", "month")
_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "clause": ("to be done", "事项"),
        "unit": ("unit", "单位"),
        "party": ("who answers", "责任方"),
        "month": ("month", "月份"),
    }
)


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Evaluate, count, and show."""
    from govrules.cli.run import FINE, UNUSABLE
    from govrules.reporting.indicators import indicators

    target = check_target(given.output) if given.output else None
    by = tuple(name for word in (given.by or "").split(",") for name in BYS if name == word)
    inputs = evaluated(given, screen, "stats")
    names = Names(screen.lang, inputs.rulebook)
    with evaluating(screen):
        # What is asked for in groups is counted at once; all of it is their sum.
        found = indicators(inputs.evaluation, inputs.rulebook, by=by)
        total = indicators(inputs.evaluation, inputs.rulebook) if by else found
    width = screen.width if target is None else PLAIN_WIDTH
    if given.format == "table" and target is None:
        screen.lines(_page(found, total, by, names, width))
    else:
        match given.format:
            case "json":
                content = _json(found, by)
            case "csv":
                content = _csv(found, by)
            case _:
                content = plain(_page(found, total, by, names, width))
        if target is None:
            screen.write(content)
        else:
            write_whole(target, content, byte_order_mark=given.format == "csv")
    return UNUSABLE if inputs.incomplete else FINE


# -- on the screen -------------------------------------------------------------------------------------


def _page(
    found: "Sequence[Indicators]",
    total: "Sequence[Indicators]",
    by: "Sequence[By]",
    names: Names,
    width: int,
) -> Iterator[Line]:
    from govrules.reporting.indicators import AGES, DEFINITIONS

    lang = names.lang
    chinese = lang == "zh"
    if not total:
        yield line("没有义务" if chinese else "no duties")
        return
    columns = [Column(_HEADINGS[each][chinese], "strong", most=44) for each in by]
    words = (
        ("judged", "已判定"),
        ("on time", "按时率"),
        ("early", "提前率"),
        ("overdue", "逾期率"),
        ("median", "中位数"),
        ("90%", "九成"),
        ("used", "用时占比"),
        ("open", "未到期"),
        ("unknown", "无法判断"),
    )
    columns += [Column(each[chinese], most=10) for each in words]
    rows = [Row((*_group(each, by, names), *_figures(each))) for each in found]
    if by:
        everything = "合计" if chinese else "all"
        rows += [Row((everything, *[""] * (len(by) - 1), *_figures(each))) for each in total]
    yield from table(columns, rows, width)
    told = _said(total, lang)
    if told:
        yield line("")
        yield line((told, "warn"))
    yield line("")
    ages = [f"≤{end}" for end in AGES] + [f">{AGES[-1]}"]
    heading = "未了结义务的时长（工作日）" if chinese else "Open duties by age in working days"
    yield line((heading, "heading"))
    aged = [Row((*_group(each, by, names), *map(str, each.ageing))) for each in found if any(each.ageing)]
    of = [Column(_HEADINGS[each][chinese], "strong", most=44) for each in by]
    if aged:
        yield from table([*of, *(Column(each, most=8) for each in ages)], aged, width)
    else:
        yield line("  无" if chinese else "  none")
    yield line("")
    yield line(("定义" if chinese else "What the figures mean", "heading"))
    labels = dict(zip(DEFINITIONS, (*(each[chinese] for each in words[:7]), heading), strict=True))
    for name, text in DEFINITIONS.items():
        for at, part in enumerate(
            wrap(f"{labels[name]}{'：' if chinese else ': '}{text.text(lang)}", width - 4)
        ):
            yield line("  " if at == 0 else "    ", (part, "dim"))


def _said(total: "Sequence[Indicators]", lang: Language) -> str:
    from govrules.explaining.said import count_text

    counts: dict[Stance, int] = {
        "contested": sum(each.contested for each in total),
        "excused": sum(each.excused_by_people for each in total),
    }
    return count_text({stance: number for stance, number in counts.items() if number}, lang)


def _group(found: "Indicators", by: "Sequence[By]", names: Names) -> list[str]:
    nobody = "未写明" if names.lang == "zh" else "not named"
    told = zip(by, found.group, strict=True)
    return [names.title_of(value) if name == "clause" else value or nobody for name, value in told]


def _figures(found: "Indicators") -> list[str]:
    from govrules.reporting.indicators import percent

    return [
        str(found.judged),
        percent(found.on_time_rate),
        percent(found.early_rate),
        percent(found.overdue_rate),
        "" if found.median_days is None else f"{found.median_days:g}",
        "" if found.ninety_percent_days is None else str(found.ninety_percent_days),
        percent(found.share_used),
        str(found.open or ""),
        str(found.unknown or ""),
    ]


# -- for programs --------------------------------------------------------------------------------------

_COLUMNS = (
    "judged",
    "met",
    "early",
    "met_late",
    "overdue",
    "lapsed",
    "excused",
    "ended",
    "open",
    "unknown",
    "on_time_rate",
    "early_rate",
    "overdue_rate",
    "median_days",
    "ninety_percent_days",
    "share_used",
    "contested",
    "excused_by_people",
)


def _plain(found: "Indicators", by: "Sequence[By]") -> dict[str, object]:
    from govrules.reporting.indicators import AGES

    row: dict[str, object] = dict(zip(by, found.group, strict=True))
    for name in _COLUMNS:
        value = getattr(found, name)
        row[name] = round(float(value), 6) if isinstance(value, Fraction) else value
    row |= {f"age_to_{end}": number for end, number in zip(AGES, found.ageing, strict=False)}
    return row | {f"age_over_{AGES[-1]}": found.ageing[-1]}


def _json(found: "Sequence[Indicators]", by: "Sequence[By]") -> str:
    from govrules.cli.about import version
    from govrules.cli.export import safe_json
    from govrules.reporting.indicators import DEFINITIONS, SAID

    definitions = {name: {"en": text.en, "zh": text.zh} for name, text in {**DEFINITIONS, **SAID}.items()}
    groups = [_plain(each, by) for each in found]
    return safe_json(
        {
            "govrules": version(),
            "format": FORMAT,
            "by": list(by),
            "groups": groups,
            "definitions": definitions,
        }
    )


def _csv(found: "Sequence[Indicators]", by: "Sequence[By]") -> str:
    from govrules.cli.export import cell
    from govrules.reporting.indicators import AGES

    ages = [*(f"age_to_{end}" for end in AGES), f"age_over_{AGES[-1]}"]
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [*by, *_COLUMNS, *ages], lineterminator="\r\n", restval="")
    writer.writeheader()
    for each in found:
        writer.writerow({name: cell(value) for name, value in _plain(each, by).items()})
    return target.getvalue()


COMMAND = Command(
    name="stats",
    summary=Text(
        en="the indicators that offices report: on time, early, overdue, how long, how old",
        zh="机关常用的统计指标：按时率、提前率、逾期率、用时和在办时长",
    ),
    words=RULES,
    options=(
        *EVENTS_OPTIONS,
        Option(
            "--by",
            Text(
                en="what to group by, joined by commas: clause, unit, party, month (in which it fell due)",
                zh="分组依据，以逗号相连：clause（条款）、unit（单位）、party（责任方）、month（届满月份）",
            ),
            metavar="GROUPS",
            choices=BYS,
            listed=True,
        ),
        Option(
            "--format",
            Text(en="how to show the figures", zh="统计的形式"),
            metavar="table|csv|json",
            choices=("table", "csv", "json"),
            default="table",
        ),
        Option(
            "--output",
            Text(
                en="write the figures into a file, whole or not at all", zh="把统计写入文件，要么完整要么不写"
            ),
            metavar="FILE",
        ),
    ),
    run=run,
    notes=Text(
        en="Each figure comes with its definition, in the table and in the JSON.",
        zh="表格和 JSON 中均附各项指标的定义。",
    ),
    examples=(
        "govrules stats cn/licensing-law --events events.jsonl --by unit",
        "govrules stats rules/ --events log.csv --mapping log.yaml --by clause,month --format csv",
    ),
)
