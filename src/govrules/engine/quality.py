"""How far the data carry a judgement: said before any verdict."""

from collections.abc import Iterable, Sequence, Set
from typing import get_args

import attrs

from govrules.engine.found import Found, Remark
from govrules.model.evaluation import Quality, QualityNote

FEW = 5
"""cases named in a note; the count says how many there are"""

_TEXTS = {
    "missing trigger": (
        "events that met no duty, in cases where nothing triggered `{subject}`: {count}",
        "未完成任何义务、且案件中没有触发 `{subject}` 的事件数：{count}",
    ),
    "impossible order": (
        "events out of order under `{subject}` (met before its trigger, resumed before a pause, ended before "
        "it began): {count}",
        "`{subject}` 下次序不可能的事件数（触发之前即完成、中止之前即恢复、开始之前即结束）：{count}",
    ),
    "unknown event": (
        "events of the type `{subject}`, which no policy knows: {count}",
        "没有政策使用的事件类型 `{subject}` 的事件数：{count}",
    ),
    "not recorded": (
        "obligations under `{subject}` left open because the log does not cover their span: {count}",
        "因日志未覆盖其期间而无法判断的 `{subject}` 义务数：{count}",
    ),
    "duplicate": (
        "events of the type `{subject}` that were read twice and counted once: {count}",
        "重复读入、只计一次的 `{subject}` 事件数：{count}",
    ),
    "conflicting duplicate": (
        "events of the type `{subject}` that share an id with another event of other content: {count}",
        "编号相同而内容不同的 `{subject}` 事件数：{count}",
    ),
    "unread rows": (
        "cases with unread rows, where nothing that is missing is held against anybody: {count}",
        "有数据行无法读取的案件数（不因其中所缺的事件认定违反）：{count}",
    ),
    "after as_of": (
        "events after `as_of`, which were not read: {count}",
        "晚于 `as_of`、未予读取的事件数：{count}",
    ),
    "invalid data": (
        "values under `{subject}` that could not be read as what they are declared to be: {count}",
        "`{subject}` 中不能按声明类型读取的值的数量：{count}",
    ),
}
CODES: tuple[str, ...] = tuple(_TEXTS)


def notes(remarks: Iterable[Remark]) -> tuple[QualityNote, ...]:
    """Like remarks counted together, in a fixed order."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        grouped.setdefault((remark.code, remark.subject), []).append(remark.case)
    ordered = sorted(grouped, key=lambda each: (CODES.index(each[0]), each[1]))
    return tuple(_note(code, subject, grouped[code, subject]) for code, subject in ordered)


def _note(code: str, subject: str, cases: Sequence[str], before: QualityNote | None = None) -> QualityNote:
    en, zh = _TEXTS[code]
    count = len(cases) + (before.count if before is not None else 0)
    shown = tuple(sorted({*cases, *(before.cases if before is not None else ())}))[:FEW]
    fields = {"subject": subject, "count": count}
    known = next(each for each in get_args(QualityNote.__annotations__["code"]) if each == code)
    return QualityNote(known, count, shown, subject, en.format_map(fields), zh.format_map(fields))


def merged(parts: Sequence[Quality]) -> Quality:
    """The quality of a log from that of its parts, which have no case in common."""
    found = Quality(
        events=sum(each.events for each in parts),
        cases=sum(each.cases for each in parts),
        judged=sum(each.judged for each in parts),
        partly_judged=sum(each.partly_judged for each in parts),
        not_judged=sum(each.not_judged for each in parts),
    )
    every: dict[tuple[str, str], list[QualityNote]] = {}
    for each in parts:
        for note in each.notes:
            every.setdefault((note.code, note.subject), []).append(note)
    ordered = sorted(every, key=lambda each: (CODES.index(each[0]), each[1]))
    return attrs.evolve(found, notes=tuple(_together(every[key]) for key in ordered))


def _together(notes: Sequence[QualityNote]) -> QualityNote:
    """Notes of one kind as one: each names the first of its own cases, and so the first of all."""
    code, subject = notes[0].code, notes[0].subject
    count = sum(each.count for each in notes)
    shown = tuple(sorted({case for each in notes for case in each.cases}))[:FEW]
    en, zh = _TEXTS[code]
    fields = {"subject": subject, "count": count}
    return QualityNote(code, count, shown, subject, en.format_map(fields), zh.format_map(fields))


def with_remarks(found: Quality, remarks: Iterable[Remark]) -> Quality:
    """More remarks, counted together with those of the same kind that are there."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for remark in remarks:
        grouped.setdefault((remark.code, remark.subject), []).append(remark.case)
    every: dict[tuple[str, str], QualityNote] = {(each.code, each.subject): each for each in found.notes}
    every |= {key: _note(*key, cases, every.get(key)) for key, cases in grouped.items()}
    ordered = sorted(every, key=lambda each: (CODES.index(each[0]), each[1]))
    return attrs.evolve(found, notes=tuple(every[key] for key in ordered))


def quality(
    events: int,
    cases: tuple[str, ...],
    found: tuple[Found, ...],
    remarks: Iterable[Remark],
    certain: Set[str] = frozenset(),
) -> Quality:
    """The share of cases that can be judged, and what a reader must know of the data.

    A case with any unknown outcome is judged in part; one with no obligation, nobody who answers for anything
    and nothing unknown not at all.

    Args:
        certain: cases in which other obligations are known to be certain.
    """
    certain = certain | {each.case for one in found for each in one.obligations if each.state != "unknown"}
    certain |= {each.case for one in found for each in (*one.attributions, *one.measures)}
    unknown = {each.case for one in found for each in one.unknowns}
    used = {rank for one in found for rank in one.used}
    observed = (remark for one in found for remark in one.remarks if remark.unless_used not in used)
    every = [*remarks, *observed, *_from_unknowns(found)]
    return Quality(
        events=events,
        cases=len(cases),
        judged=sum(case in certain and case not in unknown for case in cases),
        partly_judged=sum(case in unknown for case in cases),
        not_judged=sum(case not in certain and case not in unknown for case in cases),
        notes=notes(every),
    )


def _from_unknowns(found: tuple[Found, ...]) -> list[Remark]:
    codes = {"not-recorded": "not recorded", "wrong-type": "invalid data"}
    return [
        Remark(codes[each.reason.code], each.full_clause, each.case)
        for one in found
        for each in one.unknowns
        if each.reason.code in codes
    ]
