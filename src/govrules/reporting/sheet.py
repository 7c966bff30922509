"""The worklist as rows with the same columns wherever it is shown: on the screen, as CSV, in a workbook."""

import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from govrules.diagnostics import Language
from govrules.engine.happenings import NO_CASE
from govrules.explaining.brief import brief
from govrules.explaining.language import due_text
from govrules.explaining.said import sentence
from govrules.explaining.verdict import warning
from govrules.explaining.view import View
from govrules.reporting.tasks import Card, Section, Task, Worklist

COLUMNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "section": ("section", "状态"),
        "card": ("card", "亮牌"),
        "case": ("case", "案件"),
        "clause": ("to be done", "事项"),
        "due": ("due", "届满日"),
        "days_left": ("days left", "剩余天数"),
        "working_days_left": ("working days left", "剩余工作日"),
        "unit": ("unit", "单位"),
        "party": ("who answers", "责任方"),
        "warning": ("warning", "预警"),
        "why": ("why", "依据"),
        "views": ("what people say", "对结论的意见"),
        "policy": ("policy", "政策"),
        "id": ("id", "编号"),
    }
)
SECTION_WORDS: Mapping[Section, tuple[str, str]] = MappingProxyType(
    {
        "overdue": ("overdue", "已逾期"),
        "today": ("due today", "今日届满"),
        "this week": ("due this week", "本周届满"),
        "later": ("due later", "以后届满"),
        "paused": ("paused", "暂停计时"),
        "no date": ("without a date", "无届满日"),
        "unknown": ("cannot be told", "无法判断"),
    }
)
CARD_WORDS: Mapping[Card, tuple[str, str]] = MappingProxyType(
    {
        "red": ("red", "红牌"),
        "yellow": ("yellow", "黄牌"),
        "green": ("green", "绿牌"),
        "none": ("", ""),
    }
)
_FILLS: Mapping[Card, str] = MappingProxyType({"red": "F4B6B6", "yellow": "FFE699", "green": "C6E0B4"})
_WIDTHS: Mapping[str, int] = MappingProxyType(
    {"clause": 44, "why": 70, "views": 50, "case": 18, "unit": 24, "party": 24, "id": 40}
)


def row(task: Task, view: View) -> dict[str, object]:
    """A task under the names of the columns; dates and numbers as such."""
    lang = view.names.lang
    at = lang == "zh"
    context = view.context(task.obligation)
    why = task.reason.text(lang) if task.reason is not None else brief(task.obligation, context)
    return {
        "section": SECTION_WORDS[task.section][at],
        "card": CARD_WORDS[task.card][at],
        "case": None if task.case == NO_CASE else task.case,
        "clause": context.names.clause(task.obligation),
        "due": task.due,
        "days_left": task.days_left,
        "working_days_left": task.working_days_left,
        "unit": task.unit,
        "party": task.party,
        "warning": None if task.warning is None else warning(task.warning, lang),
        "why": why,
        "views": "\n".join(sentence(each, lang) for each in task.views) or None,
        "policy": task.policy,
        "id": task.id,
    }


def headings(lang: Language) -> list[str]:
    """The names of the columns in a language."""
    return [words[lang == "zh"] for words in COLUMNS.values()]


def rows(found: Worklist, view: View) -> Iterator[dict[str, object]]:
    """Every task as a row."""
    return (row(each, view) for each in found.tasks)


def due_words(task: Task, lang: Language) -> str:
    """The due day, with the time of day where the day does not count to its end."""
    return due_text(task.due, task.due_end, lang)


def time_left(task: Task, lang: Language) -> str:
    """How much time is left or gone, in working days where the calendar knows them."""
    days, working = task.days_left, task.working_days_left
    if days is None:
        return ""
    if days == 0:
        return "今日" if lang == "zh" else "today"
    if lang == "zh":
        amount = f"{abs(days)} 天" if working is None else f"{abs(working)} 个工作日"
        return f"逾期 {amount}" if days < 0 else amount
    number = abs(days if working is None else working)
    unit = ("day" if working is None else "working day") + ("" if number == 1 else "s")
    return f"{number} {unit} late" if days < 0 else f"{number} {unit}"


def as_workbook(found: Worklist, view: View) -> bytes:
    """An Excel workbook of one sheet, its rows coloured by their cards.

    Texts stay texts: a case that is called `=1+1` is no formula.

    Raises:
        ImportError: openpyxl is not installed (the extra `excel`).
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    lang = view.names.lang
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "工作清单" if lang == "zh" else "worklist"
    for at, heading in enumerate(headings(lang), start=1):
        sheet.cell(1, at, heading).font = Font(bold=True)
    for number, task in enumerate(found.tasks, start=2):
        for at, (name, value) in enumerate(row(task, view).items(), start=1):
            cell = sheet.cell(number, at)
            if isinstance(value, str):
                # Control characters cannot stand in a workbook at all.
                cell.value = "".join(each for each in value if each.isprintable() or each in "\n\t")
                cell.data_type = "s"
            else:
                cell.value = value  # type: ignore[assignment]  # dates and numbers, which openpyxl takes
            cell.alignment = Alignment(vertical="top", wrap_text=name in {"clause", "why", "views"})
            if name == "due":
                cell.number_format = "yyyy-mm-dd"
            if name in {"section", "card"} and task.card in _FILLS:
                cell.fill = PatternFill("solid", fgColor=_FILLS[task.card])
    for at, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 14)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
