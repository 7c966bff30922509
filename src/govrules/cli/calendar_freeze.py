"""`govrules calendar freeze`: a country's days off, taken from the package `holidays`, as a calendar file."""

import argparse
import datetime as dt

from govrules.cli import time_packs, values
from govrules.cli.arguments import mistake, require_option
from govrules.cli.output import check_target, write_whole
from govrules.cli.screen import Screen
from govrules.cli.specification import Command, Option, Words
from govrules.diagnostics import Diagnostic, DiagnosticsError, Help
from govrules.diagnostics.codes import commands as codes
from govrules.model.text import Text


def run(given: argparse.Namespace, screen: Screen) -> int:
    """Write the calendar; which days are announced is for the user to say, since no package knows it."""
    from govrules.cli.run import FINE

    target = check_target(given.output) if given.output else None
    first, last, announced_until = _options(given)
    from govrules.counting.notices import freeze
    from govrules.editing.formatter import formatted
    from govrules.rulefile.calendar_writer import write_calendar

    keep = None if given.keep is None else time_packs.calendar(given.keep, (), screen)
    frozen = freeze(
        given.words[0],
        years=range(first, last + 1),
        announced_until=announced_until,
        name=given.name,
        subdivision=given.subdivision,
        keep=keep,
    )
    text = write_calendar(frozen)
    text = formatted(text, file=given.output or "calendar.yaml").text or text
    if target is None:
        screen.write(text)
    else:
        write_whole(target, text)
    return FINE


def _options(given: argparse.Namespace) -> tuple[int, int, dt.date | None]:
    problems: list[Diagnostic] = []
    years = (0, 0)
    until: dt.date | None = None
    try:
        what = Help(en="the years to take, as 2004..2026", zh="所取的年份，如 2004..2026")
        years = values.years(require_option("calendar freeze", given.years, "--years", what), "--years")
    except DiagnosticsError as error:
        problems += error.diagnostics
    try:
        what = Help(
            en="the last day whose days off are officially announced",
            zh="放假安排已正式公布到的最后一日",
        )
        text = require_option("calendar freeze", given.announced_until, "--announced-until", what)
        # A country whose days off follow from the law alone waits for no announcement.
        until = None if text == "none" else values.date(text, "--announced-until")
    except DiagnosticsError as error:
        problems += error.diagnostics
    if not problems and until is not None and until.year > years[1]:
        problems += _beyond(given.announced_until, years[1]).diagnostics
    if problems:
        raise DiagnosticsError(problems)
    return *years, until


def _beyond(text: str, last: int) -> DiagnosticsError:
    """A horizon beyond the calendar would announce days that it does not have."""
    return mistake(
        codes.YEAR_OUTSIDE,
        Help(
            en=f"take that year in too, or announce up to {last}-12-31 at most",
            zh=f"请一并取该年，或至多公布至 {last}-12-31",
        ),
        value=text,
        option="--announced-until",
        why=f"the calendar ends with {last}",
        why_zh=f"日历止于 {last} 年",
    )


COMMAND = Command(
    name="calendar freeze",
    summary=Text(en="make a calendar file of a country's days off", zh="将一国的节假日固化为日历文件"),
    words=Words(
        metavar="COUNTRY",
        help=Text(en="two letters of ISO 3166, as CN", zh="ISO 3166 的两个字母，如 CN"),
        what=Text(en="a country, as `CN`", zh="国家，如 `CN`"),
        at_most=1,
    ),
    options=(
        Option("--years", Text(en="first and last year", zh="起止年份"), metavar="A..B"),
        Option(
            "--announced-until",
            Text(
                en="the last day whose days off are officially announced; later ones are projected; "
                "`none` where no day waits for an announcement",
                zh="放假安排已正式公布到的最后一日，其后的日期为推定；无须等待公布的写 `none`",
            ),
            metavar="DATE|none",
        ),
        Option(
            "--name",
            Text(
                en="the calendar's name; else the country in lower case",
                zh="日历名称；省略时为小写的国家代码",
            ),
            metavar="NAME",
        ),
        Option(
            "--subdivision",
            Text(en="a region, by the code of the package `holidays`", zh="地区，用 `holidays` 包的代码"),
            metavar="CODE",
        ),
        Option(
            "--keep",
            Text(
                en="a calendar file frozen before, of which what people wrote by hand stays",
                zh="先前固化的日历文件，其中人工写入的内容予以保留",
            ),
            metavar="FILE",
        ),
        Option("--output", Text(en="write the calendar into a file", zh="把日历写入文件"), metavar="FILE"),
    ),
    run=run,
    examples=(
        "govrules calendar freeze CN --years 2004..2026 --announced-until 2026-12-28 --output cn.yaml",
    ),
)
