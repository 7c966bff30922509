"""Nodes to limits: periods, look-ups, named limits, reductions, and readings of an ambiguous text."""

import unicodedata
from collections.abc import Sequence
from typing import Literal, cast

from govrules.diagnostics import Help, nearest
from govrules.diagnostics.codes import rules as codes
from govrules.model.conditions import Constant, Lookup
from govrules.model.limits import Limit, NamedLimit, NoLimit, Readings, Reduced
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    choice,
    did_you_mean,
    dotted,
    is_name,
    mapping,
    one_of,
    period,
    share,
    shorten,
    wrong_shape,
)
from govrules.rulefile.vocabulary import NO_LIMIT

REDUCED_KEYS = ("of", "less", "round")
READINGS_KEYS = ("readings", "use")
ROUNDS = ("down", "up", "half_up")

_FORM = Help(en="as `20 working days`, or `no limit`", zh="如 `20 working days`，或 `no limit`")
_NOT_SAID = ("eventually", "none", "unlimited", "无", "不限")


def named_limits(reading: Reading, node: Node) -> tuple[NamedLimit, ...]:
    """What `within` holds: one limit, or a mapping of names to limits."""
    if not isinstance(node, MappingNode) or _special(node):
        found = limit(reading, "within", node)
        return (NamedLimit(None, found),) if found is not None else ()
    if not node.entries:
        wrong_shape(reading, "within", node, "a limit", "时限")
    named: list[NamedLimit] = []
    for key, value in node.entries:
        if key.text in ("amount", "unit"):
            advice = Help(en="write `within: 20 working days`", zh="请写 `within: 20 working days`")
            reading.report(codes.NOT_A_LIMIT, node, advice, text=f"{{{key.text}: ...}}")
            return ()
        word = unicodedata.normalize("NFC", key.text)
        if not is_name(word):
            reading.report(codes.NOT_A_NAME, key, text=shorten(word))
        found = limit(reading, word, value)
        if found is not None:
            named.append(NamedLimit(word, found))
    return tuple(named)


def _special(node: MappingNode) -> bool:
    words = {key.text for key, _ in node.entries}
    return bool(words & {"of", "限于", "readings", "读法"})


def limit(reading: Reading, key: str, node: Node) -> Limit | None:
    """One limit without a name."""
    if isinstance(node, MappingNode):
        return _readings(reading, node) if _has_readings(node) else _reduced(reading, key, node)
    if not isinstance(node, ScalarNode) or node.value is None:
        wrong_shape(reading, key, node, "a limit", "时限", _FORM)
        return None
    written = unicodedata.normalize("NFC", node.text.strip())
    if written in NO_LIMIT:
        return NoLimit()
    if written in _NOT_SAID:
        advice = Help(en="write `no limit`", zh="请写 `no limit`")
        reading.report(codes.NOT_A_LIMIT, node, advice, text=written)
        return None
    return dotted(reading, node, wanted="period") or period(reading, node)


def _has_readings(node: MappingNode) -> bool:
    return any(key.text in ("readings", "读法", "use", "采用") for key, _ in node.entries)


def _reduced(reading: Reading, key: str, node: MappingNode) -> Limit | None:
    keys = Keys(reading, node, Place("a limit", "时限"), REDUCED_KEYS)
    base, less, rounding = keys.need("of"), keys.need("less"), keys.get("round")
    of = limit(reading, key, base) if base is not None else None
    cut = share(reading, "less", less) if less is not None else None
    how = None
    if rounding is not None:
        how = choice(reading, "round", rounding, ROUNDS)
    if of is None or cut is None:
        return None
    return Reduced(of, cut, cast("Literal['down', 'up', 'half_up'] | None", how))


def _readings(reading: Reading, node: MappingNode) -> Limit | None:
    keys = Keys(reading, node, Place("a limit with readings", "含多种读法的时限"), READINGS_KEYS)
    written, used = keys.need("readings"), keys.need("use")
    options = mapping(reading, "readings", written) if written is not None else None
    if options is None:
        return None
    found: list[tuple[str, Limit]] = []
    for key, value in options.entries:
        one = limit(reading, key.text, value)
        if one is not None:
            found.append((unicodedata.normalize("NFC", key.text), one))
    if len(options.entries) < 2:
        wrong_shape(reading, "readings", options, "two readings or more", "两种以上的读法")
        return None
    use = _use(reading, used, [key.text for key, _ in options.entries]) if used is not None else None
    if use is None or len(found) != len(options.entries):
        return None
    return Readings(tuple(found), use)


def _use(reading: Reading, node: Node, known: Sequence[str]) -> Constant | Lookup | None:
    looked_up = dotted(reading, node, wanted=tuple(known))
    if looked_up is not None:
        return looked_up
    if not isinstance(node, ScalarNode) or node.value is None:
        wrong_shape(reading, "use", node, "the name of a reading", "读法的名称")
        return None
    if not check_limit_name(reading, node, known):
        return None
    return Constant(node.text.strip())


def check_limit_name(reading: Reading, node: Node, known: Sequence[str]) -> bool:
    """Whether a node names one of the limits of its duty; reports it where it does not."""
    word = node.text.strip() if isinstance(node, ScalarNode) else ""
    if word in known:
        return True
    near = nearest(word, known)
    advice = (did_you_mean(near),) if near else (one_of(known),) if known else ()
    reading.report(codes.UNKNOWN_LIMIT, node, *advice, name=shorten(word))
    return False
