"""The body of an accountability clause: node to model."""

import re
from typing import Any, cast

from govrules.diagnostics import Help
from govrules.diagnostics.codes import rules as codes
from govrules.model.accountability import Accountability, Answerable, Proposal, Repeated, Span
from govrules.model.conditions import Call, Constant, Expression, Lookup
from govrules.model.patterns import AllOf, InOrder, OneOf, Pattern, Proposed
from govrules.rulefile.limits import limit, named_limits
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.parties import party
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    choice,
    dotted,
    expression,
    items,
    mapping,
    name,
    shorten,
    whole_number,
    wrong_shape,
)

KEYS = ("on", "answerable", "propose", "repeated", "decided_by", "within", "adjust")
REPEATED_KEYS = ("times", "over", "same")
PROPOSAL_KEYS = ("any_of",)
ADJUSTMENTS = ("exempt", "lower")
CALENDAR_SPANS = {
    "calendar year": "calendar year",
    "calendar quarter": "calendar quarter",
    "calendar month": "calendar month",
    "自然年": "calendar year",
    "自然季": "calendar quarter",
    "自然月": "calendar month",
}
"""how `over` says that all breaches lie in one calendar period"""
_NOT_WITH_ADJUST = ("answerable", "propose", "repeated", "decided_by", "within")
_COMPUTED = re.compile(r"[(\s.]")
_SEVERAL = Help(
    en="one of several is `{any_of: [admonition, public_criticism]}`",
    zh="择一写作 `{any_of: [admonition, public_criticism]}`",
)


def accountability(reading: Reading, keys: Keys, at: ScalarNode, on: Pattern | None) -> Accountability | None:
    """The body that `keys` hold, or None where a part that it cannot do without is wrong."""
    _together(reading, keys, at)
    answerable_node, propose_node = keys.get("answerable"), keys.get("propose")
    repeated_node, decider = keys.get("repeated"), keys.get("decided_by")
    within, adjust_node = keys.get("within"), keys.get("adjust")
    answerable = _answerable(reading, answerable_node) if answerable_node is not None else ()
    propose = _proposal(reading, propose_node) if propose_node is not None else None
    repeated = _repeated(reading, repeated_node) if repeated_node is not None else None
    decided_by = party(reading, "decided_by", decider) if decider is not None else None
    limits = named_limits(reading, within) if within is not None else ()
    adjust = choice(reading, "adjust", adjust_node, ADJUSTMENTS) if adjust_node is not None else None
    awaited = next((each for each in ("decided_by", "within") if each in keys), None)
    if awaited is not None and "propose" in keys:
        reading.refer("decision", awaited, keys.key(awaited).span)
    if adjust_node is not None and on is not None and not _waits_for_a_proposal(on):
        reading.report(codes.NOTHING_TO_ADJUST, keys.key("adjust"))
    if on is None:
        return None
    return Accountability(on, answerable, propose, repeated, decided_by, limits, cast("Any", adjust))


def _together(reading: Reading, keys: Keys, at: ScalarNode) -> None:
    if "adjust" in keys:
        for key in _NOT_WITH_ADJUST:
            if key in keys:
                reading.report(codes.ONE_OR_THE_OTHER, keys.key(key), first="adjust", second=key)
        return
    if not keys.is_meant("adjust"):
        keys.need("answerable", at)
    if "propose" not in keys and not keys.is_meant("propose"):
        for key in ("decided_by", "within"):
            if key in keys:
                reading.report(codes.NOTHING_FOLLOWS, keys.key(key), key=key, needed="propose")


def _waits_for_a_proposal(on: Pattern) -> bool:
    match on:
        case Proposed():
            return True
        case OneOf(options):
            return all(_waits_for_a_proposal(each) for each in options)
        case AllOf(parts) | InOrder(parts):
            return any(_waits_for_a_proposal(each) for each in parts)
    return False


# -- who ------------------------------------------------------------------------------------------------


def _answerable(reading: Reading, node: Node) -> tuple[Answerable, ...]:
    found: list[tuple[Node, Answerable]] = []
    if isinstance(node, MappingNode):
        if not node.entries:
            wrong_shape(reading, "answerable", node, "a party", "责任主体")
        for key, value in node.entries:
            role = name(reading, "answerable", key)
            who = party(reading, key.text, value)
            if role is not None and who is not None:
                found.append((key, Answerable(role, who)))
    else:
        if not items(node):
            wrong_shape(reading, "answerable", node, "a party", "责任主体")
        for each in items(node):
            who = party(reading, "answerable", each)
            if who is not None:
                found.append((each, Answerable(role_of(who), who)))
    told: set[str] = set()
    for place, party_of in found:
        if party_of.role in told:
            reading.report(codes.SAID_TWICE, place, key=party_of.role, other=party_of.role)
        told.add(party_of.role)
    return tuple(party_of for _, party_of in found)


def role_of(who: Expression) -> str:
    """What a party without a role of its own is called: by the last word of its expression.

    >>> role_of(Lookup("violation", ("responsible",)))
    'responsible'
    """
    match who:
        case Lookup(root, path):
            return path[-1] if path else root
        case Constant(value):
            return str(value)
        case Call("holder" | "holders", (Constant(str(post)), *_)):
            return post
        case Call(function):
            return function
    return "party"


# -- what -----------------------------------------------------------------------------------------------


def _proposal(reading: Reading, node: Node) -> Proposal | None:
    if isinstance(node, MappingNode):
        keys = Keys(reading, node, Place("what is proposed", "建议的措施"), PROPOSAL_KEYS)
        several = keys.need("any_of")
        if several is None:
            return None
        if not isinstance(several, SequenceNode) or len(several.items) < 2:
            wrong_shape(reading, "any_of", several, "a list of two or more", "至少两项的列表")
            return None
        found = [_measure(reading, each) for each in several.items]
        for place, each in enumerate(found):
            if each is not None and each in found[:place]:
                reading.report(codes.SAID_TWICE, several.items[place], key=each, other=each)
        kept = tuple(each for each in found if each is not None)
        return Proposal(kept) if len(kept) == len(found) else None
    if not isinstance(node, ScalarNode) or node.value is None:
        wrong_shape(reading, "propose", node, "a measure", "措施", _SEVERAL)
        return None
    looked_up = dotted(reading, node, wanted="measure")
    if looked_up is not None:
        return Proposal(named_by=looked_up)
    if node.style != "quoted" and _COMPUTED.search(node.text.strip()):
        computed = expression(reading, "propose", node)
        return Proposal(named_by=computed) if computed is not None else None
    measure = _measure(reading, node)
    return Proposal((measure,)) if measure is not None else None


def _measure(reading: Reading, node: Node) -> str | None:
    written = name(reading, "propose", node)
    if written is not None:
        reading.refer("measure", written, node.span)
    return written


# -- how often ------------------------------------------------------------------------------------------


def _repeated(reading: Reading, node: Node) -> Repeated | None:
    inner = mapping(reading, "repeated", node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("a repetition", "累计"), REPEATED_KEYS)
    times_node, over_node, same_node = keys.need("times"), keys.need("over"), keys.get("same")
    times: int | Lookup | None = None
    if times_node is not None:
        times = dotted(reading, times_node, wanted="number")
        if times is None:
            times = whole_number(reading, "times", times_node, least=2)
    over = _over(reading, over_node) if over_node is not None else None
    same = expression(reading, "same", same_node) if same_node is not None else None
    if times is None or over is None:
        return None
    return Repeated(times, over, same)


def _over(reading: Reading, node: Node) -> Span | None:
    written = " ".join(node.text.split()) if isinstance(node, ScalarNode) else ""
    if written in CALENDAR_SPANS:
        return cast("Span", CALENDAR_SPANS[written])
    if written in ("year", "quarter", "month"):
        advice = Help(
            en=f"write `calendar {written}`, or `1 {written}` for a rolling one",
            zh=f"请写 `calendar {written}`；滚动计算的写 `1 {written}`",
        )
        reading.report(codes.NOT_A_LIMIT, node, advice, text=shorten(written))
        return None
    return limit(reading, "over", node)
