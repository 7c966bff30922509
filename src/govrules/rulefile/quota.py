"""The body of a quota: node to model."""

import re
from fractions import Fraction
from typing import cast

from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import checks
from govrules.diagnostics.codes import rules as codes
from govrules.model.conditions import Arithmetic, Expression, IfElse, Lookup, Negative
from govrules.model.patterns import Pattern
from govrules.model.quota import Bound, CalendarPeriod, Quota, Share
from govrules.rulefile.limits import ROUNDS
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.patterns import PERIODS, pattern
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    choice,
    describe,
    did_you_mean,
    dotted,
    expression,
    shorten,
    wrong_shape,
)
from govrules.rulefile.scopes import of_bounds

KEYS = ("count", "sum", "distinct", "every", "until", "part_period", "at_most", "at_least")
PARTS = ("skip", "scale", "full")
PREVIOUS = ("previous period", "上期", "上一期")
"""how a share says that it is one of the calendar period before"""
SHARE_KEYS = ("share", "of", "round")
_PERCENT = re.compile(r"(\d{1,4}(?:\.\d{1,6})?)\s*[%％]")
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_BOUND = Help(
    en="a number, `params.x`, or `{share: 70%, of: previous period}`",
    zh="数字、`params.x`，或 `{share: 70%, of: previous period}`",
)


def quota(reading: Reading, keys: Keys, at: ScalarNode, count: Pattern | None) -> Quota | None:
    """The quota that `keys` hold, or None where a part that it cannot do without is wrong."""
    total, distinct = _measured(reading, keys, "sum"), _measured(reading, keys, "distinct")
    for first, second in (("sum", "distinct"), ("every", "until")):
        if first in keys and second in keys:
            reading.report(codes.ONE_OR_THE_OTHER, keys.key(second), first=first, second=second)
    every_node, until_node, part_node = keys.get("every"), keys.get("until"), keys.get("part_period")
    every = None
    if every_node is not None:
        every = choice(reading, "every", every_node, PERIODS)
    until = pattern(reading, "until", until_node) if until_node is not None else None
    part = None
    if part_node is not None:
        part = choice(reading, "part_period", part_node, PARTS)
        if "every" not in keys:
            reading.report(codes.NOTHING_FOLLOWS, keys.key("part_period"), key="part_period", needed="every")
    scope = reading.scope
    reading.scope = of_bounds(scope, every="every" in keys)
    bounds = {each: _bound(reading, keys, each) for each in ("at_most", "at_least")}
    reading.scope = scope
    _agree(reading, keys, bounds["at_least"], bounds["at_most"])
    if not ("at_most" in keys or "at_least" in keys or keys.is_meant("at_most", "at_least")):
        advice = Help(en="add `at_most` or `at_least`", zh="请加上 `at_most` 或 `at_least`")
        reading.report(codes.NO_BOUND, at, advice)
    if count is None:
        return None
    return Quota(
        count,
        sum=total,
        distinct=distinct,
        every=cast("CalendarPeriod | None", every),
        until=until,
        part_period=part or "skip",  # type: ignore[arg-type]
        at_most=bounds["at_most"],
        at_least=bounds["at_least"],
    )


def _agree(reading: Reading, keys: Keys, least: Bound | None, most: Bound | None) -> None:
    """Whether some count keeps both bounds, as far as they are constants of one kind."""
    if least == 0 and not isinstance(least, Share | Lookup) and "sum" not in keys:
        reading.warn(checks.VACUOUS, keys.key("at_least"), text="at_least: 0", outcome="true")
    first, second = _constant(least), _constant(most)
    if first is None or second is None or first[1] != second[1] or first[0] <= second[0]:
        return
    values = {"least": _shown(*first), "most": _shown(*second)}
    reading.report(codes.BOUNDS_CONTRADICT, keys.key("at_least"), **values)


def _constant(bound: Bound | None) -> tuple[Fraction, object] | None:
    """A number, with what it is a share of; a number of its own has None there."""
    if isinstance(bound, Fraction):
        return bound, None
    if isinstance(bound, Share) and isinstance(bound.share, Fraction):
        return bound.share, bound.of
    return None


def _shown(number: Fraction, of: object) -> str:
    number, sign = (number, "") if of is None else (number * 100, "%")
    return f"{number.numerator if number.denominator == 1 else float(number)}{sign}"


def _measured(reading: Reading, keys: Keys, key: str) -> Expression | None:
    node = keys.get(key)
    found = expression(reading, key, node) if node is not None else None
    if key == "sum" and found is not None and isinstance(node, ScalarNode):
        for each in _added(found):
            reading.refer("look-up", str(each), node.part(each.start, each.end), wanted="number")
    return found


def _added(found: Expression) -> list[Lookup]:
    """The look-ups whose values are themselves added up."""
    match found:
        case Lookup():
            return [found]
        case Negative(operand):
            return _added(operand)
        case Arithmetic(_, left, right):
            return [*_added(left), *_added(right)]
        case IfElse(_, value, otherwise):
            return [*_added(value), *_added(otherwise)]
    return []


def _bound(reading: Reading, keys: Keys, key: str) -> Bound | None:
    node = keys.get(key)
    if node is None:
        return None
    if isinstance(node, MappingNode):
        return _share(reading, keys, node)
    found = dotted(reading, node, wanted="number") or _number(node)
    if found is None:
        if isinstance(node, ScalarNode) and node.value is not None:
            values = {"wanted": "a bound", "wanted_zh": "限度", "text": shorten(node.text)}
            reading.report(codes.BAD_NUMBER, node, *_bound_help(node), key=key, **values)
        else:
            wrong_shape(reading, key, node, "a bound", "限度", _BOUND)
    return found


def _bound_help(node: ScalarNode) -> tuple[Help, ...]:
    if node.style == "quoted" and _NUMBER.fullmatch(node.text.strip()):
        return (Help(en="write it without quotation marks", zh="请勿加引号"),)
    percent = _PERCENT.fullmatch(node.text.strip())
    if percent is None:
        return (_BOUND,)
    text = f"{{share: {percent.group(1)}%, of: previous period}}"
    return (Help(en=f"a share is of something: `{text}`", zh=f"比例须说明对象：`{text}`"),)


def _number(node: Node) -> Fraction | None:
    written = node.text.strip() if isinstance(node, ScalarNode) and node.style == "plain" else ""
    return Fraction(written) if _NUMBER.fullmatch(written) else None


def _share(reading: Reading, own: Keys, node: MappingNode) -> Share | None:
    keys = Keys(reading, node, Place("a share", "比例"), SHARE_KEYS)
    share_node, of_node, round_node = keys.need("share"), keys.need("of"), keys.get("round")
    share = _percent(reading, share_node) if share_node is not None else None
    of = _base(reading, own, of_node) if of_node is not None else None
    how = None
    if round_node is not None:
        how = choice(reading, "round", round_node, ROUNDS)
    if share is None or of is None:
        return None
    return Share(share, of, how)  # type: ignore[arg-type]


def _percent(reading: Reading, node: Node) -> Fraction | Lookup | None:
    looked_up = dotted(reading, node, wanted="number")
    if looked_up is not None:
        return looked_up
    written = node.text if isinstance(node, ScalarNode) else describe(node)[0]
    found = _PERCENT.fullmatch(written.strip())
    if found is not None:
        return Fraction(found.group(1)) / 100
    values = {"wanted": "a share such as `70%`", "wanted_zh": "如 `70%` 的比例"}
    reading.report(codes.BAD_NUMBER, node, key="share", text=shorten(written), **values)
    return None


def _base(reading: Reading, own: Keys, node: Node) -> "str | Pattern | Lookup | None":
    if isinstance(node, ScalarNode) and " ".join(node.text.split()) in PREVIOUS:
        if "every" not in own and not own.is_meant("every"):
            reading.report(codes.NOTHING_FOLLOWS, node, key="previous period", needed="every")
        return "previous period"
    if isinstance(node, ScalarNode) and " " in node.text.strip() and (meant := nearest(node.text, PREVIOUS)):
        reading.report(codes.NOT_A_PATTERN, node, did_you_mean(meant), text=shorten(node.text))
        return None
    return dotted(reading, node, wanted="number or list") or pattern(reading, "of", node)
