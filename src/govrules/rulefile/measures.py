"""`measures`: the ladder of a policy, and the events that decide on what is proposed."""

from collections.abc import Mapping

import attrs

from govrules.declaring import frozen
from govrules.diagnostics import Diagnostic, Span
from govrules.diagnostics.codes import checks
from govrules.model.accountability import Accountability, Ladder, Proposal
from govrules.model.patterns import Happens, Pattern
from govrules.model.policy import Policy
from govrules.model.text import Text
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode, SequenceNode
from govrules.rulefile.patterns import pattern
from govrules.rulefile.reading import Keys, Place, Reading, bilingual, mapping, name, wrong_shape

MEASURES_KEYS = ("ladder", "imposed", "dismissed")


@frozen
class Measures:
    """What one file says under `measures`, each part with its place."""

    steps: Mapping[str, Text] = attrs.field(factory=dict)
    """from the mildest to the gravest"""
    imposed: Pattern | None = None
    dismissed: Pattern | None = None
    places: Mapping[str, Span] = attrs.field(factory=dict)
    """of `ladder`, `imposed` and `dismissed`, where they are said"""
    steps_at: Mapping[str, Span] = attrs.field(factory=dict)

    @property
    def ladder(self) -> Ladder:
        return Ladder(tuple(self.steps), self.imposed, self.dismissed)

    @property
    def titles(self) -> dict[str, Text]:
        return {step: title for step, title in self.steps.items() if title}


def measures(reading: Reading, node: Node | None) -> Measures:
    """`{ladder: {admonition: {zh: 告诫, en: Admonition}}, imposed: EVENT, dismissed: EVENT}`."""
    inner = mapping(reading, "measures", node) if node is not None else None
    if inner is None:
        return Measures()
    keys = Keys(reading, inner, Place("`measures`", "`measures`"), MEASURES_KEYS)
    steps, steps_at = _steps(reading, keys.get("ladder"))
    decisions: dict[str, Pattern | None] = {}
    for each in ("imposed", "dismissed"):
        written = keys.get(each)
        decisions[each] = pattern(reading, each, written) if written is not None else None
        if each == "imposed" and isinstance(written, ScalarNode) and isinstance(decisions[each], Happens):
            reading.refer("event", written.text.strip(), written.span, wanted="imposed")
    places = {key: at.span for key, at, _ in keys.items()}
    return Measures(steps, decisions["imposed"], decisions["dismissed"], places, steps_at)


def _steps(reading: Reading, node: Node | None) -> tuple[dict[str, Text], dict[str, Span]]:
    steps: dict[str, Text] = {}
    places: dict[str, Span] = {}
    entries: list[tuple[Node, Node | None]] = []
    if isinstance(node, MappingNode):
        entries = list(node.entries)
    elif isinstance(node, SequenceNode):
        entries = [(each, None) for each in node.items]
    elif node is not None:
        wanted = "a mapping from measures to their titles, or a list of measures"
        wrong_shape(reading, "ladder", node, wanted, "措施到名称的映射，或措施的列表")
    for key, title in entries:
        step = name(reading, "ladder", key)
        empty = isinstance(title, ScalarNode) and title.value is None
        shown = Text() if empty else bilingual(reading, step or "ladder", title)
        if step is not None:
            steps[step], places[step] = shown, key.span
    return steps, places


def both(own: Measures, shared: Measures) -> tuple[Measures, list[Diagnostic]]:
    """What a file and a vocabulary say together; each part is said by one of them."""
    found = [
        Diagnostic(checks.DECLARED_TWICE, own.places[part], {"name": part, "place": str(shared.places[part])})
        for part in own.places.keys() & shared.places.keys()
    ]
    joined = Measures(
        own.steps or shared.steps,
        own.imposed or shared.imposed,
        own.dismissed or shared.dismissed,
        {**shared.places, **own.places},
        {**shared.steps_at, **own.steps_at},
    )
    return joined, sorted(found, key=lambda each: str(each.span))


def with_measures(policy: Policy, said: Measures) -> Policy:
    """The policy with its ladder, and each choice of measures in the ladder's order."""
    order = {step: place for place, step in enumerate(said.steps)}
    clauses = []
    for clause in policy.clauses:
        body = clause.body
        if isinstance(body, Accountability) and body.propose is not None and len(body.propose.measures) > 1:
            ordered = sorted(body.propose.measures, key=lambda each: order.get(each, len(order)))
            body = attrs.evolve(body, propose=Proposal(tuple(ordered)))
            clause = attrs.evolve(clause, body=body)
        clauses.append(clause)
    return attrs.evolve(policy, ladder=said.ladder, measure_titles=said.titles, clauses=tuple(clauses))
