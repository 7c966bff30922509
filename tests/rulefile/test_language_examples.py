"""The sixty hard clauses against which the language was designed: each of them can be said.

The clauses live beside the checkout; where they are absent the test skips.
"""

import json
from pathlib import Path

import attrs
import pytest

from govrules.diagnostics import Diagnostic
from govrules.diagnostics.codes import checks
from govrules.rulefile.composer import MappingNode, Node, ScalarNode, SequenceNode, compose
from govrules.rulefile.load import load_text

EXAMPLES = Path(__file__).parents[3] / "shared" / "design" / "language-examples.yaml"
KINDS = (
    "duty", "requirement", "prohibition", "quota", "maintenance", "accountability", "not_checkable", "义务",
    "deadline", "measure",
)  # fmt: skip
CLAUSE_KEYS = (*KINDS, "responsible", "strength", "quote", "unless", "transition")


def today(node: Node, events: dict[str, tuple[str, str]], *, pattern: bool = True) -> Node:
    """A former draft in today's words: `deadline` is `duty`, a filter is a named event of `events`."""
    if isinstance(node, SequenceNode):
        return attrs.evolve(node, items=tuple(today(each, events) for each in node.items))
    if isinstance(node, ScalarNode):
        text = node.text.replace("eventually", "no limit").replace("post(", "holder(")
        return attrs.evolve(node, text=text)
    keys = {key.text: value for key, value in node.entries}
    first = node.entries[0][0] if node.entries else None
    if pattern and set(keys) in ({"event"}, {"event", "if"}) and first is not None:
        base = written(keys["event"], 0).strip()
        if "if" not in keys:
            return attrs.evolve(first, text=base, value=base)
        events[f"{base}_such"] = (base, written(keys["if"], 0).strip())
        return attrs.evolve(first, text=f"{base}_such", value=f"{base}_such")
    entries = []
    for key, value in node.entries:
        word = {
            "deadline": "duty", "measure": "accountability", "must_all": "must", "event": "when",
            "restart": "interrupt",
        }.get(key.text, key.text)  # fmt: skip
        if word == "match":
            continue
        new = today(value, events, pattern=key.text != "prohibition")
        if word == "accountability" and isinstance(new, MappingNode):
            new = gathered(new)
        if key.text == "must_all":
            new = MappingNode(((attrs.evolve(key, text="all"), new),), key.span)
        if word == "unless" and isinstance(new, MappingNode):
            new = new.entries[0][1]
        if word == "for_each" and "match" in keys:
            new = MappingNode(((attrs.evolve(key, text="unit"), new),), key.span)
        entries.append((attrs.evolve(key, text=word), new))
    return attrs.evolve(node, entries=tuple(entries))


def written(node: Node, depth: int) -> str:
    """A node as block YAML, plain words staying plain."""
    blank = " " * depth
    if isinstance(node, ScalarNode):
        return f" {node.text if node.style == 'plain' else json.dumps(node.text, ensure_ascii=False)}\n"
    if isinstance(node, SequenceNode):
        return "\n" + "".join(f"{blank}-{written(each, depth + 2)}" for each in node.items)
    return "\n" + "".join(f"{blank}{key.text}:{written(value, depth + 2)}" for key, value in node.entries)


def fragments() -> dict[str, MappingNode]:
    """Each clause that is proposed, or designed where nothing is proposed, by its ids."""
    if not EXAMPLES.is_file():
        return {}
    composed = compose(EXAMPLES.read_text(encoding="utf-8"), file=EXAMPLES.name)
    assert isinstance(composed.root, MappingNode)
    found: dict[str, MappingNode] = {}
    for part in ("policies", "statutes"):
        entries = composed.root.get(part)
        assert isinstance(entries, SequenceNode)
        for number, entry in enumerate(entries.items):
            assert isinstance(entry, MappingNode)
            keys = [key.text for key, _ in entry.entries]
            wanted = "proposed" if "proposed" in keys else "designed"
            for key, value in entry.entries:
                if key.text.startswith(wanted) and isinstance(value, MappingNode) and value.entries:
                    found[f"{part}-{number}-{key.text}"] = value
    chinese = composed.root.get("chinese")
    assert isinstance(chinese, MappingNode)
    for key, value in chinese.entries:
        assert isinstance(value, MappingNode)
        found[f"chinese-{key.text}"] = value
    return found


FRAGMENTS = fragments()


def gathered(body: MappingNode) -> MappingNode:
    """An accountability body whose `per` is an expression: what the breaches have in common is `same`."""
    per, repeated = body.get("per"), body.get("repeated")
    if not isinstance(per, ScalarNode) or "(" not in per.text or not isinstance(repeated, MappingNode):
        return body
    same = attrs.evolve(repeated.entries[0][0], text="same")
    changed: dict[str, Node] = {
        "repeated": attrs.evolve(repeated, entries=(*repeated.entries, (same, per))),
        "answerable": per,
    }
    entries = tuple((key, changed.get(key.text, value)) for key, value in body.entries if key.text != "per")
    return attrs.evolve(body, entries=entries)


def kind_of(fragment: MappingNode) -> str | None:
    return next((key.text for key, _ in fragment.entries if key.text in KINDS), None)


PARTS = ("events", "parameters", "records", "case", "measures")


def with_words(draft: MappingNode) -> str:
    """A policy that holds the fragment as its clause, with whatever the clause speaks of declared."""
    named: dict[str, tuple[str, str]] = {}
    fragment = today(draft, named)
    assert isinstance(fragment, MappingNode)
    declared: dict[str, set[str]] = {each: set() for each in PARTS}
    clauses: set[str] = set()
    for _ in range(6):
        text = policy(fragment, declared, clauses, named)
        missing = load_text(text).diagnostics
        before = [set(each) for each in declared.values()], set(clauses)
        for each in missing:
            declare(each, declared, clauses)
        if ([set(each) for each in declared.values()], set(clauses)) == before:
            return text
    return text


def declare(missing: Diagnostic, declared: dict[str, set[str]], clauses: set[str]) -> None:
    name = str(missing.values.get("name", ""))
    if missing.code is checks.UNKNOWN_EVENT:
        declared["events"].add(name)
    elif missing.code is checks.UNKNOWN_PARAMETER:
        declared["parameters"].add(name)
    elif missing.code is checks.UNKNOWN_WORD:
        declared["records"].add(name.partition(".")[0])
    elif missing.code is checks.UNKNOWN_FIELD and missing.values.get("owner") == "case":
        declared["case"].add(name)
    elif missing.code is checks.UNKNOWN_MEASURE:
        declared["measures"].add(name)
    elif missing.code is checks.DECISION_UNSEEN:
        declared["events"] |= {"imposed", "dismissed"}
    elif missing.code in (checks.UNKNOWN_CLAUSE, checks.UNKNOWN_TAG):
        clauses.add(name)


def policy(
    fragment: MappingNode,
    declared: dict[str, set[str]],
    clauses: set[str],
    named: dict[str, tuple[str, str]],
) -> str:
    lines = [
        "govrules: 1", "policy: example", "source: {status: read}", "calendar: cn",
        "convention: cn-civil-code", "time_zone: Asia/Shanghai",
    ]  # fmt: skip
    for part, forms in (
        ("events", "{name}:"),
        ("records", "{name}:"),
        ("case", "{name}: any"),
        ("parameters", "{name}: {{type: any, values: {{}}}}"),
    ):
        lines += [f"{part}:", *(f"  {forms.format(name=name)}" for name in sorted(declared[part] - {*named}))]
        if part == "events":
            for name, (base, test) in named.items():
                lines += [f"  {name}:", f"    is: {base}", f"    if: {test}"]
    if declared["measures"]:
        lines += ["measures:", f"  ladder: [{', '.join(sorted(declared['measures']))}]"]
        lines += [f"  {each}: {each}" for each in ("imposed", "dismissed") if each in declared["events"]]
    lines += [
        "clauses:",
        *(f"  {name}:\n    tags: [{name}]\n    not_checkable: x" for name in sorted(clauses)),
    ]
    own = [(key, value) for key, value in fragment.entries if key.text in CLAUSE_KEYS]
    body = "".join(f"    {key.text}:{written(value, 6)}" for key, value in own)
    return "\n".join(lines) + f"\n  the_clause:\n{body}"


@pytest.mark.skipif(not FRAGMENTS, reason="the clauses of the language design are not beside this checkout")
@pytest.mark.parametrize("name", [each for each in FRAGMENTS if kind_of(FRAGMENTS[each]) is not None])
def test_a_hard_clause_can_be_said(name: str) -> None:
    loaded = load_text(with_words(FRAGMENTS[name]))
    assert [each.message() for each in loaded.diagnostics if each.severity == "error"] == []
    assert loaded.rulebook is not None
