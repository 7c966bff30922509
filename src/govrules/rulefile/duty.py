"""The body of a duty: node to model."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, cast

from govrules.diagnostics import Help
from govrules.diagnostics.codes import rules as codes
from govrules.model.clauses import (
    Before,
    Duty,
    Effective,
    ExtendRule,
    InterruptRule,
    LapseRule,
    PauseRule,
    WarnRule,
)
from govrules.model.conditions import Condition, Lookup
from govrules.model.limits import NamedLimit, Readings
from govrules.model.patterns import Pattern, event_names
from govrules.model.period import Period, PeriodError
from govrules.rulefile.limits import check_limit_name, limit, named_limits
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.patterns import pattern
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    choice,
    condition,
    dotted,
    flag,
    items,
    literal_or_lookup,
    mapping,
    name,
    names,
    shorten,
    whole_number,
    wrong_shape,
)

KEYS = (
    "when", "must", "within", "by", "before", "at_least", "early", "pause", "interrupt", "extend",
    "on_lapse", "end_on", "repeat", "warn", "count_from",
)  # fmt: skip
PAUSE_KEYS = ("from", "to", "per", "if", "at_most", "times", "days")
INTERRUPT_KEYS = ("from", "to", "if")
EXTEND_KEYS = ("when", "if", "add", "at_most", "times")
LAPSE_KEYS = ("of", "if", "deem", "with", "effective", "breach")
WORDS = {
    "early": ("does_not", "counts"),
    "repeat": ("ignore", "each", "replace"),
    "count_from": ("trigger", "due", "unrolled"),
}
"""keys of a duty that take one of a few words"""
PAUSE_DAYS = ("(]", "[)", "[]", "()")
EFFECTS = ("lapse", "next_day", "trigger")

_LEFT = re.compile(r"(.+?)\s+(left|before)|剩余?\s*(.+)")
_USED = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*[%％]\s*used|已用\s*(\d{1,3}(?:\.\d{1,6})?)\s*[%％]")
_AFTER = re.compile(r"(.+?)(?:\s+after|之?后)")


def duty(reading: Reading, keys: Keys, at: ScalarNode, trigger: Pattern | None) -> Duty | None:
    """The duty that `keys` hold, or None where a part that it cannot do without is wrong."""
    must_node = keys.need("must", at)
    must = pattern(reading, "must", must_node) if must_node is not None else None
    within_node = keys.get("within")
    within = named_limits(reading, within_node) if within_node is not None else ()
    by, before = _by(reading, keys), _before(reading, keys)
    _one_limit(reading, keys, at)
    end_on = keys.get("end_on")
    ended = pattern(reading, "end_on", end_on) if end_on is not None else None
    parts: dict[str, Any] = {
        "pause": tuple(_each(reading, keys, "pause", _pause)),
        "interrupt": tuple(_each(reading, keys, "interrupt", _interrupt)),
        "extend": tuple(_each(reading, keys, "extend", _extend)),
        "warn": tuple(_warnings(reading, keys)),
    }
    for key, allowed in WORDS.items():
        node = keys.get(key)
        word = choice(reading, key, node, allowed) if node is not None else None
        if word is not None:
            parts[key] = word
    limits = _limit_names(within)
    lapse_node = keys.get("on_lapse")
    lapses = [] if lapse_node is None else [_lapse(reading, each, limits) for each in items(lapse_node)]
    parts["on_lapse"] = tuple(each for each in lapses if each is not None)
    if trigger is None or must is None:
        return None
    return Duty(trigger, must, within=within, by=by, before=before, end_on=ended, **parts)


def _limit_names(within: Sequence[NamedLimit]) -> tuple[str, ...]:
    found: list[str] = []
    for each in within:
        if each.name is not None:
            found.append(each.name)
        elif isinstance(each.limit, Readings):
            found += [reading for reading, _ in each.limit.readings]
    return tuple(found)


def _one_limit(reading: Reading, keys: Keys, at: ScalarNode) -> None:
    said = [each for each in ("within", "by", "before") if each in keys]
    if not said and not keys.is_meant("within", "by", "before"):
        advice = Help(
            en="write `within: 20 working days`, or `within: no limit` where the text sets none",
            zh="请写 `within: 20 working days`；文本未定时限的写 `within: no limit`",
        )
        reading.report(codes.NO_LIMIT_SAID, at, advice)
    for extra in said[1:]:
        reading.report(codes.TWO_LIMITS, keys.key(extra), first=said[0], second=extra)
    if "at_least" in keys and "before" not in keys:
        reading.report(codes.NOTHING_FOLLOWS, keys.key("at_least"), key="at_least", needed="before")


def _by(reading: Reading, keys: Keys) -> Lookup | None:
    node = keys.get("by")
    if node is None:
        return None
    found = dotted(reading, node, wanted="date")
    if found is None:
        wrong_shape(
            reading,
            "by",
            node,
            "a date in the data, as `trigger.due_on`",
            "数据中的日期，如 `trigger.due_on`",
        )
    return found


def _before(reading: Reading, keys: Keys) -> Before | None:
    node, least = keys.get("before"), keys.get("at_least")
    at_least = limit(reading, "at_least", least) if least is not None else None
    if node is None:
        return None
    anchor = dotted(reading, node, wanted="date") or pattern(reading, "before", node)
    return Before(anchor, at_least) if anchor is not None else None


def _each(reading: Reading, keys: Keys, key: str, read: Any) -> list[Any]:
    node = keys.get(key)
    if node is None:
        return []
    found = []
    for each in items(node):
        inner = mapping(reading, key, each)
        value = read(reading, inner) if inner is not None else None
        if value is not None:
            found.append(value)
    return found


def _pattern(reading: Reading, keys: Keys, key: str) -> Pattern | None:
    node = keys.need(key)
    return pattern(reading, key, node) if node is not None else None


def _if(reading: Reading, keys: Keys, event: Pattern | None) -> Condition | None:
    node = keys.get("if")
    if node is None:
        return None
    with reading.speaking_of(event_names(event) if event is not None else frozenset()):
        return condition(reading, "if", node)


def _times(reading: Reading, keys: Keys) -> int | None:
    node = keys.get("times")
    return whole_number(reading, "times", node, least=1) if node is not None else None


def _pause(reading: Reading, node: MappingNode) -> PauseRule | None:
    keys = Keys(reading, node, Place("a pause", "中止"), PAUSE_KEYS)
    start, end = _pattern(reading, keys, "from"), _pattern(reading, keys, "to")
    per = names(reading, "per", keys.get("per"))
    test = _if(reading, keys, start)
    cap, span = keys.get("at_most"), keys.get("days")
    at_most = limit(reading, "at_most", cap) if cap is not None else None
    days = choice(reading, "days", span, PAUSE_DAYS) if span is not None else None
    times = _times(reading, keys)
    if start is None or end is None:
        return None
    return PauseRule(start, end, per, test, at_most, times, cast("Any", days))


def _interrupt(reading: Reading, node: MappingNode) -> InterruptRule | None:
    keys = Keys(reading, node, Place("an interruption", "中断"), INTERRUPT_KEYS)
    start, end = _pattern(reading, keys, "from"), _pattern(reading, keys, "to")
    test = _if(reading, keys, start)
    return InterruptRule(start, end, test) if start is not None and end is not None else None


def _extend(reading: Reading, node: MappingNode) -> ExtendRule | None:
    keys = Keys(reading, node, Place("an extension", "延长"), EXTEND_KEYS)
    when = _pattern(reading, keys, "when")
    test = _if(reading, keys, when)
    add_node, cap = keys.need("add"), keys.get("at_most")
    with reading.speaking_of(event_names(when) if when is not None else frozenset()):
        add = limit(reading, "add", add_node) if add_node is not None else None
    at_most = limit(reading, "at_most", cap) if cap is not None else None
    times = _times(reading, keys)
    return ExtendRule(when, add, test, at_most, times) if when is not None and add is not None else None


def _lapse(reading: Reading, node: Node, limits: Sequence[str]) -> LapseRule | None:
    inner = mapping(reading, "on_lapse", node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a lapse", "逾期规则"), LAPSE_KEYS)
    parts: dict[str, Any] = {}
    of, deem, effective, breach = (keys.get(each) for each in ("of", "deem", "effective", "breach"))
    if of is not None and check_limit_name(reading, of, limits) and isinstance(of, ScalarNode):
        parts["of"] = of.text.strip()
    parts["if_"] = _if(reading, keys, None)
    deemed = name(reading, "deem", deem) if deem is not None else None
    if deemed is not None and deem is not None:
        reading.refer("event", deemed, deem.span, wanted="deem")
        parts["deem"] = deemed
    for key in ("with", "effective"):
        if key in keys and deem is None:
            reading.report(codes.NOTHING_FOLLOWS, keys.key(key), key=key, needed="deem")
    data = keys.get("with")
    if data is not None:
        parts["with_"] = _data(reading, data)
    if effective is not None:
        parts["effective"] = _effective(reading, effective) or Effective()
    breached = flag(reading, "breach", breach) if breach is not None else None
    if breached is not None:
        parts["breach"] = breached
    return LapseRule(**parts)


def _data(reading: Reading, node: Node) -> tuple[tuple[str, Any], ...]:
    inner = mapping(reading, "with", node)
    if inner is None:
        return ()
    found = []
    for key, value in inner.entries:
        word = name(reading, "with", key)
        given = literal_or_lookup(reading, key.text, value)
        if word is not None and given is not None:
            found.append((word, given))
    return tuple(found)


def _effective(reading: Reading, node: Node) -> Effective | None:
    written = node.text.strip() if isinstance(node, ScalarNode) else ""
    if written in EFFECTS:
        return Effective(cast("Any", written))
    after = _AFTER.fullmatch(written)
    if after is not None:
        try:
            return Effective("after", Period.parse(after.group(1)))
        except PeriodError:
            pass
    reading.report(codes.BAD_EFFECT, node, _EFFECTS, text=shorten(written))
    return None


_EFFECTS = Help(
    en="known: `lapse`, `next_day`, `trigger`, `3 days after`",
    zh="可用：`lapse`、`next_day`、`trigger`、`3 days after`",
)
_WARNINGS = Help(
    en="write `2 working days left` or `90% used`", zh="请写 `2 working days left` 或 `90% used`"
)


def _warnings(reading: Reading, keys: Keys) -> list[WarnRule]:
    node = keys.get("warn")
    found: list[WarnRule] = []
    for each in items(node) if node is not None else ():
        written = each.text.strip() if isinstance(each, ScalarNode) else ""
        used = _USED.fullmatch(written)
        left = _LEFT.fullmatch(written)
        if used is not None:
            share = Fraction(used.group(1) or used.group(2)) / 100
            if 0 < share < 1:
                found.append(WarnRule(used=share))
                continue
        elif left is not None and isinstance(each, ScalarNode):
            amount = left.group(1) or left.group(3)
            start = each.text.find(amount)
            span = each.part(start, start + len(amount))
            inner = ScalarNode(amount, amount, span, "plain", each.lines, _offset(each, start), each.end)
            value = limit(reading, "warn", inner)
            if value is not None:
                found.append(WarnRule(left=value))
            continue
        reading.report(codes.BAD_WARNING, each, _WARNINGS, text=shorten(written))
    return found


def _offset(node: ScalarNode, start: int) -> int:
    return node.start + start + (1 if node.style == "quoted" else 0)
