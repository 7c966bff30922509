"""Clauses: the keys that every kind shares, the kind's body, and the versions of one clause."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs

from govrules.diagnostics import Help
from govrules.diagnostics.codes import checks
from govrules.diagnostics.codes import rules as codes
from govrules.model.clauses import KINDS, Body, Clause, InForce, Population
from govrules.model.frozen import frozen_mapping
from govrules.rulefile import accountability as accountabilities
from govrules.rulefile import duty as duties
from govrules.rulefile import kinds, scopes
from govrules.rulefile import maintenance as maintenances
from govrules.rulefile import quota as quotas
from govrules.rulefile.aliases import CHINESE_KEYS
from govrules.rulefile.conventions import convention_keys
from govrules.rulefile.nodes import MappingNode, Node, ScalarNode
from govrules.rulefile.parties import responsible
from govrules.rulefile.patterns import clause_name, pattern
from govrules.rulefile.populations import population
from govrules.rulefile.reading import (
    Keys,
    Place,
    Reading,
    bilingual,
    choice,
    condition,
    date,
    items,
    mapping,
    name,
    names,
    optional_text,
    texts,
)
from govrules.rulefile.references import Scope
from govrules.rulefile.spans import in_force

WHOLE_LOG = "policy"
"""what `per` says of a clause that sees the whole log as one slice"""
SHARED_KEYS = ("if", "unless", "per", "for_each")
"""keys that may stand in the clause or in its kind"""
CLAUSE_KEYS = (
    "title", "cite", "quote", "gloss", "strength", "responsible", "in_force", *SHARED_KEYS, "severity",
    "tags", "transition", "displaces", "traces", "versions", "convention", "not_checkable", *KINDS,
)  # fmt: skip
CLAUSE_WORDS = {
    "strength": ("must", "should", "in_principle"),
    "transition": ("trigger", "immediate", "milder"),
}
"""keys of a clause that take one of a few words"""
VERSION_KEYS = ("from", "until")
"""what each of the `versions` says beside the keys that differ"""
BODIES = {
    "duty": (duties.KEYS, Place("a duty", "义务")),
    "requirement": (kinds.REQUIREMENT_KEYS, Place("a requirement", "要求")),
    "prohibition": (kinds.PROHIBITION_KEYS, Place("a prohibition", "禁止")),
    "quota": (quotas.KEYS, Place("a quota", "限额")),
    "maintenance": (maintenances.KEYS, Place("a maintenance clause", "保持条款")),
    "accountability": (accountabilities.KEYS, Place("an accountability clause", "问责条款")),
}
TRIGGERS = {"quota": "count", "accountability": "on", "maintenance": None}
"""the key of the pattern at which each kind is judged, where it is not `when`"""
_IN_CLAUSE = Help(en="it stands in the clause itself, beside its kind", zh="它应写在条款中，与种类并列")
_IN_KIND = Help(en="it stands in the kind's own mapping", zh="它应写在种类之内")


def clause_versions(reading: Reading, policy: str, key: ScalarNode, node: Node) -> tuple[Clause, ...]:
    """The clause under one key of `clauses`: one value, or one for each of its versions."""
    identity = name(reading, "clauses", key)
    inner = mapping(reading, key.text, node)
    if inner is None:
        return ()
    reading.clause = identity
    cite = _get(inner, "cite")
    reading.citation = cite.text.strip() if isinstance(cite, ScalarNode) and cite.value is not None else None
    written = _get(inner, "versions")
    if written is None:
        found = [_clause(reading, policy, key, inner)]
    else:
        found = _versions(reading, policy, key, inner, written)
    reading.clause, reading.citation, reading.scope = None, None, Scope()
    if identity is None:
        return ()
    return tuple(attrs.evolve(each, id=identity) for each in found if each is not None)


def kinds_put_back(
    reading: Reading, entries: Sequence[tuple[ScalarNode, Node]]
) -> list[tuple[ScalarNode, Node]]:
    """The clauses, with a kind that its indentation put beside its clause read as part of that clause."""
    found: list[tuple[ScalarNode, Node]] = []
    for key, value in entries:
        kind = canonical(key.text)
        clause, before = found[-1] if found else (None, None)
        if (
            kind not in BODIES
            or clause is None
            or not isinstance(before, MappingNode)
            or any(canonical(word.text) in (*KINDS, "not_checkable") for word, _ in before.entries)
            or (
                isinstance(value, MappingNode)
                and any(canonical(word.text) in KINDS for word, _ in value.entries)
            )
        ):
            found.append((key, value))
            continue
        deeper = Help(en="indent it as deep as the other keys of the clause", zh="请与该条款的其他键缩进一致")
        reading.report(codes.KIND_OUTSIDE, key, deeper, kind=key.text, clause=clause.text)
        found[-1] = (clause, attrs.evolve(before, entries=(*before.entries, (key, value))))
    return found


def _get(node: MappingNode, key: str) -> Node | None:
    return next((value for word, value in node.entries if canonical(word.text) == key), None)


def canonical(word: str) -> str:
    return CHINESE_KEYS.get(word, word)


def _versions(
    reading: Reading, policy: str, key: ScalarNode, node: MappingNode, written: Node
) -> list[Clause | None]:
    base = attrs.evolve(
        node, entries=tuple(each for each in node.entries if canonical(each[0].text) != "versions")
    )
    whole = InForce()
    span = _get(base, "in_force")
    if span is not None:
        whole = in_force(Reading(reading.file), "in_force", span) or InForce()
    pieces: list[tuple[InForce, MappingNode, Node]] = []
    for each in items(written):
        inner = mapping(reading, "versions", each)
        if inner is None:
            continue
        start_node, until_node = _get(inner, "from"), _get(inner, "until")
        if start_node is None:
            place = Place("a version", "版本")
            reading.report(codes.MISSING_KEY, inner, place=place.en, place_zh=place.zh, key="from")
            continue
        start = date(reading, start_node)
        until = date(reading, until_node) if until_node is not None else None
        if start is not None:
            pieces.append((InForce(start, until), merged(base, inner), start_node))
    pieces.sort(key=lambda each: each[0].start or dt.date.min)
    spans = _spans(reading, key, [(each[0], each[2]) for each in pieces], whole)
    found = []
    for (_, inner, _), force in zip(pieces, spans, strict=True):
        clause = _clause(reading, policy, key, inner)
        found.append(attrs.evolve(clause, in_force=force) if clause is not None else None)
    return found


def _spans(
    reading: Reading, key: ScalarNode, written: Sequence[tuple[InForce, Node]], whole: InForce
) -> list[InForce]:
    """Each version until the next, checked for days that two or none of them claim."""
    found: list[InForce] = []
    before = whole.start
    for index, (span, node) in enumerate(written):
        following = written[index + 1][0].start if index + 1 < len(written) else whole.until
        until = span.until or following
        if span.until is not None and following is not None and span.until > following:
            at = written[min(index + 1, len(written) - 1)][1]
            reading.report(checks.VERSIONS_OVERLAP, at, name=key.text, day=following)
            until = following
        if until is not None and span.start is not None and until <= span.start:
            if until == following and index + 1 < len(written):
                reading.report(checks.VERSIONS_OVERLAP, written[index + 1][1], name=key.text, day=span.start)
            else:
                reading.report(codes.EMPTY_SPAN, node, start=span.start, until=until)
        if before is not None and span.start is not None and before < span.start:
            reading.warn(checks.VERSIONS_GAP, node, name=key.text, start=before, until=span.start)
        before = until
        found.append(InForce(span.start, until))
    return found


def merged(base: MappingNode, over: MappingNode) -> MappingNode:
    """The keys of `over` in place of those of `base`; a kind's body is merged key by key."""
    entries = {canonical(word.text): (word, value) for word, value in base.entries}
    for word, value in over.entries:
        key = canonical(word.text)
        if key in VERSION_KEYS:
            continue
        before = entries.get(key)
        if (
            key in KINDS
            and before is not None
            and isinstance(before[1], MappingNode)
            and isinstance(value, MappingNode)
        ):
            value = merged(before[1], value)
        entries[key] = (word, value)
    return attrs.evolve(base, entries=tuple(entries.values()))


def _clause(reading: Reading, policy: str, key: ScalarNode, node: MappingNode) -> Clause | None:
    in_body = {each: _IN_KIND for known, _ in BODIES.values() for each in known if each not in CLAUSE_KEYS}
    keys = Keys(reading, node, Place("a clause", "条款"), CLAUSE_KEYS, elsewhere=in_body)
    reading.scope = Scope()
    # A version may cite another article than the clause does.
    reading.citation = optional_text(reading, "cite", keys.get("cite"))
    body, shared = _body(reading, key, keys)
    quote = optional_text(reading, "quote", keys.get("quote"))
    if quote is not None and not reading.quotable:
        advice = Help(
            en="write `source: {status: read, ...}` once the text was read, or move it to `gloss`",
            zh="读过原文后请写 `source: {status: read, ...}`，否则移至 `gloss`",
        )
        reading.report(codes.QUOTE_NOT_READ, keys.key("quote"), advice)
    parts: dict[str, Any] = {
        "title": bilingual(reading, "title", keys.get("title")),
        "cite": reading.citation,
        "quote": quote,
        "gloss": bilingual(reading, "gloss", keys.get("gloss")) or None,
        "severity": optional_text(reading, "severity", keys.get("severity")),
        "tags": texts(reading, "tags", keys.get("tags")),
        "traces": texts(reading, "traces", keys.get("traces")),
        "displaces": _displaces(reading, keys.get("displaces")),
        "responsible": responsible(reading, keys.get("responsible")),
        **shared,
    }
    for word, allowed in CLAUSE_WORDS.items():
        written = keys.get(word)
        chosen = choice(reading, word, written, allowed) if written is not None else None
        if chosen is not None:
            parts[word] = chosen
    span, own = keys.get("in_force"), keys.get("convention")
    if span is not None:
        parts["in_force"] = in_force(reading, "in_force", span) or InForce()
    if own is not None:
        convention = convention_keys(reading, own)
        parts["convention"] = frozen_mapping(convention) if isinstance(convention, dict) else convention
    if body is None:
        return None
    return Clause(policy=policy, id=key.text, body=body, span=key.span, **parts)


def _body(reading: Reading, key: ScalarNode, keys: Keys) -> tuple[Body | None, dict[str, Any]]:
    """The body of the clause's one kind, and the keys that may stand in it or beside it."""
    said = [each for each in (*KINDS, "not_checkable") if each in keys]
    for extra in said[1:]:
        reading.report(codes.TWO_KINDS, keys.key(extra), first=said[0], second=extra)
    if not said and not keys.is_meant(*KINDS, "not_checkable"):
        advice = Help(
            en="add " + ", ".join(f"`{each}`" for each in KINDS) + ", or `not_checkable: why`",
            zh="请加上 " + "、".join(f"`{each}`" for each in KINDS) + "，或写 `not_checkable: 原因`",
        )
        reading.report(codes.NO_KIND, key, advice, clause=key.text)
    kind = said[0] if said else "not_checkable"
    node = keys.get(kind)
    if kind == "not_checkable":
        body = kinds.not_checkable(reading, node) if node is not None else None
        return body, _shared(reading, keys, None, Scope(), None)
    at = keys.key(kind)
    inner = mapping(reading, kind, node) if node is not None else None
    if inner is None:
        return None, _shared(reading, keys, None, Scope(), None)
    known, place = BODIES[kind]
    elsewhere = {each: _IN_CLAUSE for each in CLAUSE_KEYS if each not in SHARED_KEYS and each not in KINDS}
    if TRIGGERS.get(kind) is not None:
        elsewhere["when"] = Help(en=f"write `{TRIGGERS[kind]}`", zh=f"请写 `{TRIGGERS[kind]}`")
    own = Keys(reading, inner, place, (*known, *SHARED_KEYS), elsewhere=elsewhere)
    for word in SHARED_KEYS:
        if word in own and word in keys:
            reading.report(codes.SAID_TWICE, own.key(word), key=own.key(word).text, other=word)
    key_of_trigger = TRIGGERS.get(kind, "when")
    when = own.need(key_of_trigger, at) if key_of_trigger is not None else None
    trigger = pattern(reading, key_of_trigger or "", when) if when is not None else None
    if kind == "maintenance":
        window = maintenances.window(reading, own)
        shared = _shared(reading, keys, own, scopes.of_maintenance(window), kind)
        return maintenances.maintenance(reading, own, at, window), shared
    shared = _shared(reading, keys, own, scopes.of(kind, trigger), kind)
    match kind:
        case "duty":
            return duties.duty(reading, own, at, trigger), shared
        case "requirement":
            return kinds.requirement(reading, own, at, trigger), shared
        case "prohibition":
            return kinds.prohibition(reading, own, at, trigger), shared
        case "quota":
            return quotas.quota(reading, own, at, trigger), shared
    return accountabilities.accountability(reading, own, at, trigger), shared


def _shared(reading: Reading, keys: Keys, own: Keys | None, scope: Scope, kind: str | None) -> dict[str, Any]:
    """The keys that may stand in the clause or in its kind."""

    def get(word: str) -> Node | None:
        found = own.get(word) if own is not None else None
        return found if found is not None else keys.get(word)

    reading.scope = scope
    parts: dict[str, Any] = {}
    each = get("for_each")
    crowd = population(reading, each) if each is not None else None
    per_node = get("per")
    per = names(reading, "per", per_node)
    variables = frozenset(per) | ({crowd.variable} if isinstance(crowd, Population) else frozenset())
    reading.scope = attrs.evolve(reading.scope, variables=reading.scope.variables | variables)
    if crowd is not None:
        parts["for_each"] = crowd
    if per_node is not None and WHOLE_LOG in per:
        if len(per) > 1:
            advice = Help(en=f"write `per: {WHOLE_LOG}` alone", zh=f"请单独写 `per: {WHOLE_LOG}`")
            reading.report(codes.ONE_OR_THE_OTHER, per_node, advice, first=WHOLE_LOG, second=_other(per))
        parts["per"] = ()
    elif per:
        parts["per"] = per
    elif kind in ("quota", "maintenance") and crowd is not None:
        # It is about each member over the whole log: there is no case that an office without events is in.
        parts["per"] = (crowd.variable,)
    for word, target in (("if", "if_"), ("unless", "unless")):
        written = get(word)
        if written is None:
            continue
        if word == "unless" and kind == "quota":
            # A quota is excused as a whole, not event by event.
            with reading.speaking_of(frozenset()):
                found = condition(reading, word, written)
        else:
            found = condition(reading, word, written)
        if found is not None:
            parts[target] = found
    return parts


def _other(per: Sequence[str]) -> str:
    return next((each for each in per if each != WHOLE_LOG), WHOLE_LOG)


def _displaces(reading: Reading, node: Node | None) -> tuple[str, ...]:
    found: list[str] = []
    for each in items(node) if node is not None else ():
        written = clause_name(reading, each)
        if written is not None:
            reading.refer("clause", written, each.span, wanted="displaces")
            found.append(written)
    return tuple(found)
