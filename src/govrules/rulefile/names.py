"""Names in rule files: each leads to something declared, of a kind that fits its place."""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from govrules.declaring import define, frozen
from govrules.diagnostics import Code, Diagnostic, Help, nearest
from govrules.diagnostics.codes import checks
from govrules.diagnostics.codes import rules as codes
from govrules.model.accountability import Accountability
from govrules.model.conditions import Constant
from govrules.model.policy import Field, Policy
from govrules.rulefile.assemble import Assembled
from govrules.rulefile.human_views import RESERVED
from govrules.rulefile.reading import did_you_mean, one_of, shorten
from govrules.rulefile.references import Reference

BUILT_IN = ("unit", "actor", "id", "case", "type", "time", "date")
"""what every event has besides its data"""
_VIOLATION = ("case", "unit", "responsible", "due", "late_by", "clause", "policy", "trigger")
_ROOTS = ("event", "trigger", "case", "params", "violation", "unit", "actor")
_NOT_A_PERIOD = frozenset({"bool", "list", "choice", "date", "instant"})
_NOT_A_NUMBER = frozenset({"bool", "list", "choice", "date", "instant", "period", "string"})
_NOT_A_DATE = frozenset({"bool", "list", "choice", "integer", "number", "period"})
_NO_LADDER = Help(
    en="declare it under `measures`, as `measures: {ladder: [admonition, removal]}`",
    zh="请在 `measures` 下声明，如 `measures: {ladder: [admonition, removal]}`",
)
_WHY_ABSENT = {
    "event": ("it is read for a span of time, and at no event", "此处针对一段时间，而非某一事件"),
    "trigger": ("it is read for a span of time that no event began", "此处针对一段时间，而非由事件开始"),
    "violation": ("the clause waits for no violation", "该条款没有等待任何违规"),
}


@frozen
class World:
    """Everything that is loaded together."""

    policies: Mapping[str, Sequence[Policy]]
    clauses: frozenset[str]
    """by full id"""
    tags: frozenset[str]
    proposing: frozenset[str]
    """the clauses that propose measures, by full id"""

    @classmethod
    def of(cls, assembled: Sequence[Assembled]) -> "World":
        policies: dict[str, list[Policy]] = {}
        for each in assembled:
            policies.setdefault(each.policy.id, []).append(each.policy)
        clauses = [clause for each in assembled for clause in each.policy.clauses]
        return cls(
            policies,
            frozenset(each.full_id for each in clauses),
            frozenset(tag for each in clauses for tag in each.tags),
            frozenset(
                each.full_id
                for each in clauses
                if isinstance(each.body, Accountability) and each.body.propose is not None
            ),
        )


_OF_INCLUDES = frozenset(
    {
        checks.UNKNOWN_EVENT,
        checks.UNKNOWN_WORD,
        checks.UNKNOWN_PARAMETER,
        checks.UNKNOWN_FIELD,
        checks.UNKNOWN_MEASURE,
        checks.DECISION_UNSEEN,
    }
)
"""what is no mistake where a shared vocabulary declares the word"""


def unresolved(assembled: Assembled, world: World) -> list[Diagnostic]:
    """What the names of one policy's file lead to nothing for."""
    resolver = _Resolver(assembled.policy, world)
    for each in assembled.draft.references:
        resolver.resolve(each)
    return resolver.found


def certain(found: Sequence[Diagnostic], assembled: Assembled) -> list[Diagnostic]:
    """What is told of them: while an include cannot be read, no words are missed that it may declare."""
    return [each for each in found if assembled.is_complete or each.code not in _OF_INCLUDES]


@define
class _Resolver:
    policy: Policy
    world: World
    found: list[Diagnostic] = attrs.field(factory=list)

    def resolve(self, reference: Reference) -> None:
        match reference.kind:
            case "event":
                self._event(reference)
            case "clause":
                self._clause(reference)
            case "tag" if reference.name not in self.world.tags:
                self._unknown(checks.UNKNOWN_TAG, reference, self.world.tags)
            case "record" if reference.name not in self.policy.records:
                declare = Help(en="declare it under `records`", zh="请在 `records` 下声明")
                self._unknown(checks.UNKNOWN_WORD, reference, self.policy.records, declare)
            case "measure" if reference.name not in self.policy.ladder.measures:
                self._measure(reference, reference.name)
            case "decision":
                self._decision(reference)
            case "look-up":
                self._look_up(reference)
            case "comparison":
                self._comparison(reference)

    def _say(self, code: Code, reference: Reference, *advice: Help, **values: object) -> None:
        self.found.append(Diagnostic(code, reference.span, values, advice, reference.citation))

    def _unknown(self, code: Code, reference: Reference, known: Iterable[str], *extra: Help) -> None:
        near = nearest(reference.name, known)
        advice = (did_you_mean(near), *extra) if near else extra
        self._say(code, reference, *advice, name=shorten(reference.name))

    # -- events and clauses ---------------------------------------------------------------------------

    def _event(self, reference: Reference) -> None:
        name, events = reference.name, self.policy.events
        if name in RESERVED:
            return
        if name not in events:
            alias = next((word for word, each in events.items() if name in each.names), None)
            titled = next(
                (word for word, each in events.items() if name in (each.title.zh, each.title.en)), None
            )
            meant = alias or titled
            if meant is not None:
                self._say(checks.UNKNOWN_EVENT, reference, did_you_mean(meant), name=name)
                return
            declare = Help(en="declare it under `events`", zh="请在 `events` 下声明")
            self._unknown(checks.UNKNOWN_EVENT, reference, events, declare)
        elif reference.wanted == "imposed":
            fields = self.fields([name])
            if fields is not None and "measure" not in fields:
                declare = Help(
                    en=f"declare it under `data` of `{name}`", zh=f"请在 `{name}` 的 `data` 下声明"
                )
                self._say(checks.UNKNOWN_FIELD, reference, declare, owner=name, name="measure")
        elif reference.wanted == "deem" and events[name].is_ is not None:
            self._say(checks.DEEMED_NAMED, reference, name=name, base=events[name].is_)

    def _clause(self, reference: Reference) -> None:
        own = f"{self.policy.id}/{reference.name}"
        if "/" not in reference.name:
            if own not in self.world.clauses:
                here = [
                    each.partition("/")[2]
                    for each in self.world.clauses
                    if each.startswith(f"{self.policy.id}/")
                ]
                self._unknown(checks.UNKNOWN_CLAUSE, reference, here)
            else:
                self._proposes(reference, own)
            return
        policy = reference.name.partition("/")[0]
        if policy not in self.world.policies:
            near = nearest(policy, self.world.policies)
            advice = (did_you_mean(near),) if near else ()
            self._say(checks.POLICY_MISSING, reference, *advice, name=policy)
        elif reference.name not in self.world.clauses:
            self._unknown(checks.UNKNOWN_CLAUSE, reference, self.world.clauses)
        else:
            self._proposes(reference, reference.name)

    def _proposes(self, reference: Reference, full: str) -> None:
        if reference.wanted == "proposed" and full not in self.world.proposing:
            self._say(checks.PROPOSES_NOTHING, reference, name=reference.name)

    # -- measures -------------------------------------------------------------------------------------

    def _measure(self, reference: Reference, name: str) -> None:
        steps = self.policy.ladder.measures
        near = nearest(name, steps)
        advice = (did_you_mean(near),) if near else (one_of(steps),) if steps else (_NO_LADDER,)
        self._say(checks.UNKNOWN_MEASURE, reference, *advice, name=shorten(name))

    def _decision(self, reference: Reference) -> None:
        ladder = self.policy.ladder
        for needed, pattern in (("imposed", ladder.imposed), ("dismissed", ladder.dismissed)):
            if pattern is None:
                self._say(checks.DECISION_UNSEEN, reference, key=reference.name, needed=needed)

    # -- look-ups --------------------------------------------------------------------------------------

    def _look_up(self, reference: Reference) -> None:
        root, *path = reference.name.split(".")
        if root in reference.scope.absent:
            reason, reason_zh = _WHY_ABSENT[root]
            self._say(checks.NOTHING_THERE, reference, name=root, reason=reason, reason_zh=reason_zh)
        elif root == "params":
            self._parameter(reference, path)
        elif root == "violation":
            if path and path[0] not in _VIOLATION:
                self._field_unknown(reference, root, path[0], _VIOLATION)
        elif root == "case":
            self._case(reference, path)
        elif root in reference.scope.variables and root not in self.policy.records:
            return
        elif root in self.policy.records:
            known = self.policy.records[root].data
            if path and known and path[0] not in known:
                self._field_unknown(reference, root, path[0], known)
            self._typed(reference, known.get(path[0]) if path else None)
        elif root in ("event", "trigger"):
            self._event_field(reference, root, path)
        elif root not in _ROOTS:
            self._unknown_root(reference, root, path)

    def _parameter(self, reference: Reference, path: list[str]) -> None:
        known = self.policy.parameters
        name = path[0] if path else ""
        if name not in known:
            near = nearest(name, known)
            advice = did_you_mean(f"params.{near}") if near else one_of(f"params.{each}" for each in known)
            self._say(checks.UNKNOWN_PARAMETER, reference, *((advice,) if known else ()), name=name)
            return
        parameter = known[name]
        if isinstance(reference.wanted, tuple):
            self._reading(reference, name, reference.wanted)
            return
        self._typed(reference, Field(name, parameter.type, choices=parameter.choices), name)

    def _reading(self, reference: Reference, name: str, readings: tuple[str, ...]) -> None:
        parameter = self.policy.parameters[name]
        if parameter.type != "choice":
            values = {"name": name, "found": parameter.type, "wanted": "choice"}
            self._say(checks.WRONG_TYPE, reference, **values)
        for each in parameter.choices:
            if each not in readings:
                self._say(codes.UNKNOWN_LIMIT, reference, one_of(readings), name=each)

    def _typed(self, reference: Reference, field: Field | None, name: str | None = None) -> None:
        """Whether the type of a field fits what the place wants."""
        if field is None:
            return
        if reference.wanted == "measure":
            for each in field.choices:
                if str(each) not in self.policy.ladder.measures:
                    self._measure(reference, str(each))
        misfits = {
            "period": _NOT_A_PERIOD,
            "date": _NOT_A_DATE,
            "number": _NOT_A_NUMBER,
            "number or list": _NOT_A_NUMBER - {"list"},
        }
        if isinstance(reference.wanted, str) and field.type in misfits.get(reference.wanted, frozenset()):
            values = {"name": name or reference.name, "found": field.type, "wanted": reference.wanted}
            self._say(checks.WRONG_TYPE, reference, **values)

    def _case(self, reference: Reference, path: list[str]) -> None:
        if not path or path[0] == "id" or path[0] in self.policy.case:
            return
        fields = {name for each in self.policy.events.values() for name in each.data}
        if path[0] not in fields:
            self._field_unknown(reference, "case", path[0], {*self.policy.case, *fields})

    def _event_field(self, reference: Reference, root: str, path: list[str]) -> None:
        types = reference.scope.event if root == "event" else reference.scope.trigger
        fields = self.fields(types)
        if not path or fields is None or path[0] in BUILT_IN:
            return
        if path[0] not in fields:
            self._field_unknown(reference, root, path[0], (*fields, *BUILT_IN))
            return
        self._typed(reference, fields[path[0]])

    def fields(self, types: Iterable[str]) -> dict[str, Field] | None:
        """The fields that events of some types may carry; None where a type leaves that open."""
        found: dict[str, Field] = {}
        seen_any = False
        for name in types:
            own: dict[str, Field] = {}
            current, seen = name, set[str]()
            while current in self.policy.events and current not in seen:
                seen.add(current)
                own = {**self.policy.events[current].data, **own}
                current = self.policy.events[current].is_ or ""
            if not own:
                return None
            seen_any = True
            found |= own
        return found if seen_any else None

    def _field_unknown(self, reference: Reference, owner: str, name: str, known: Iterable[str]) -> None:
        near = nearest(name, known)
        advice = [did_you_mean(f"{owner}.{near}")] if near else []
        if owner == "case":
            advice.append(Help(en="declare it under `case`", zh="请在 `case` 下声明"))
        self._say(checks.UNKNOWN_FIELD, reference, *advice, owner=owner, name=shorten(name))

    def _unknown_root(self, reference: Reference, root: str, path: list[str]) -> None:
        advice: list[Help] = []
        if not path and root in self.policy.events:
            advice.append(Help(en=f"write `happened({root})`", zh=f"请写 `happened({root})`"))
        else:
            fields = self.fields(reference.scope.event) or {}
            known = {*_ROOTS, *self.policy.records, *reference.scope.variables}
            near = nearest(root, known)
            if root in fields:
                advice.append(Help(en=f"write `event.{root}`", zh=f"请写 `event.{root}`"))
            elif root in self.policy.parameters:
                advice.append(Help(en=f"write `params.{root}`", zh=f"请写 `params.{root}`"))
            elif near is not None:
                advice.append(did_you_mean(".".join((near, *path))))
            elif not path:
                advice.append(Help(en="a text stands in quotation marks", zh="文字须加引号"))
        self._say(checks.UNKNOWN_WORD, reference, *advice, name=shorten(reference.name))

    # -- comparisons -----------------------------------------------------------------------------------

    def _comparison(self, reference: Reference) -> None:
        field = self.field_of(reference)
        constant = reference.wanted
        if field is None or not isinstance(constant, Constant) or constant.value is None:
            return
        value = constant.value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        wrong = {
            "bool": not isinstance(value, bool),
            "string": not isinstance(value, str),
            "integer": not number,
            "number": not number,
            "choice": bool(field.choices)
            and not any(each == value and type(each) is type(value) for each in field.choices),
        }.get(field.type, False)
        if not wrong:
            return
        shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
        advice: tuple[Help, ...] = ()
        if field.type == "choice":
            near = nearest(str(value), [str(each) for each in field.choices])
            advice = (did_you_mean(f'"{near}"') if near else one_of(str(each) for each in field.choices),)
        elif field.type == "bool":
            advice = (
                Help(en=f"`{reference.name}` is true or false", zh=f"`{reference.name}` 为 true 或 false"),
            )
        self._say(checks.NEVER_EQUAL, reference, *advice, left=reference.name, right=shorten(shown))

    def field_of(self, reference: Reference) -> Field | None:
        """The declaration of what a comparison looks up, where there is exactly one."""
        root, *path = reference.name.split(".")
        if len(path) != 1:
            return None
        if root == "case":
            return self.policy.case.get(path[0])
        if root == "params":
            parameter = self.policy.parameters.get(path[0])
            return Field(path[0], parameter.type, choices=parameter.choices) if parameter else None
        if root in self.policy.records:
            return self.policy.records[root].data.get(path[0])
        types = reference.scope.event if root == "event" else reference.scope.trigger
        if root not in ("event", "trigger") or len(types) != 1:
            return None
        return (self.fields(types) or {}).get(path[0])
