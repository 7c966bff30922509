"""The body of a maintenance clause: node to model."""

from govrules.diagnostics.codes import checks
from govrules.model.maintenance import Hold, Maintenance, Window
from govrules.model.patterns import Pattern, event_names
from govrules.rulefile.limits import limit
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.patterns import pattern
from govrules.rulefile.reading import Keys, Place, Reading, choice, mapping, names

KEYS = ("hold", "throughout", "tolerate")
HOLD_KEYS = ("from", "to", "per")
WINDOW_KEYS = ("from", "to", "within")
THROUGHOUT = ("always", "office_hours")
_NO_WINDOW = ("the window would end with what opens it", "窗口开始之时即告结束")
_NO_HOLD = (
    "nothing would ever hold, since it would end with what begins it",
    "开始之时即告结束，永远不会保持",
)


def window(reading: Reading, keys: Keys) -> Window | None:
    """What `throughout` says; None where it is wrong."""
    node = keys.get("throughout")
    if node is None:
        return Window()
    if not isinstance(node, MappingNode):
        written = choice(reading, "throughout", node, THROUGHOUT)
        return Window(office_hours=written == "office_hours") if written is not None else None
    inner = Keys(reading, node, Place("a window", "时间窗口"), WINDOW_KEYS)
    start, end = _pattern(reading, inner, "from"), _pattern(reading, inner, "to")
    within = inner.get("within")
    hours = choice(reading, "within", within, ("office_hours",)) if within is not None else None
    _ends(reading, inner, start, end, _NO_WINDOW)
    if start is None or end is None:
        return None
    return Window(start, end, office_hours=hours is not None)


def maintenance(
    reading: Reading, keys: Keys, at: ScalarNode, throughout: Window | None
) -> Maintenance | None:
    """The body that `keys` hold, or None where a part that it cannot do without is wrong."""
    node, tolerated = keys.need("hold", at), keys.get("tolerate")
    hold = _hold(reading, node) if node is not None else None
    tolerate = limit(reading, "tolerate", tolerated) if tolerated is not None else None
    if hold is None or throughout is None:
        return None
    return Maintenance(hold, throughout, tolerate)


def _hold(reading: Reading, node: Node) -> Hold | None:
    inner = mapping(reading, "hold", node)
    if inner is None:
        return None
    keys = Keys(reading, inner, Place("what must hold", "须保持的状态"), HOLD_KEYS)
    start, end = _pattern(reading, keys, "from"), _pattern(reading, keys, "to")
    per = names(reading, "per", keys.get("per"))
    _ends(reading, keys, start, end, _NO_HOLD)
    return Hold(start, end, per) if start is not None and end is not None else None


def _ends(
    reading: Reading, keys: Keys, start: Pattern | None, end: Pattern | None, reason: tuple[str, str]
) -> None:
    if start is not None and start == end:
        node = keys.get("to")
        assert node is not None
        shown = min(event_names(start), default="to")
        reading.report(checks.UNREACHABLE, node, text=shown, reason=reason[0], reason_zh=reason[1])


def _pattern(reading: Reading, keys: Keys, key: str) -> Pattern | None:
    node = keys.need(key)
    return pattern(reading, key, node) if node is not None else None
