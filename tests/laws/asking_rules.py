"""Clauses that ask what others came to, to stand beside the common ones of ordinary rulebooks."""

from typing import Any

from govrules.testing.chance import Chance, pick, rarely, several
from govrules.testing.pasting import flow
from tests.laws.ordinary_rules import obliging

_FORMS = ("{0}", "not {0}", "{0} or happened(told)", "not {0} and {1}", "{0} and count(received) <= 2")
_PARTS = (["case", "task"], ["case", "unit"])


def asking(chance: Chance) -> list[str]:
    """One or two clauses, and others behind or before them that ask about these and each other."""
    found = [_plain(obliging(chance)) for _ in several(chance, 1, 2)]
    asked = len(found)
    for _ in several(chance, 1, 3):
        found.append(_plain(obliging(chance)))
        _let_ask(chance, found[-1], len(found))
    if rarely(chance, 4):
        parts = pick(chance, _PARTS)
        # Those about the whole case, where there are any, ask about those of its parts.
        whole = chance.number(asked, len(found)) if rarely(chance, 3) else len(found)
        for clause in found[:whole]:
            (body,) = (clause[kind] for kind in ("duty", "requirement", "prohibition") if kind in clause)
            body["per"] = parts
    lines = [f"  asking-{number}: {flow(clause)}\n" for number, clause in enumerate(found, start=1)]
    return lines[::-1] if rarely(chance, 3) else lines


def _plain(clause: dict[str, Any]) -> dict[str, Any]:
    """Without what silence deems: a clause that hears of it waits for whoever it asks about itself."""
    for rule in clause.get("duty", {}).get("on_lapse", ()):
        if rule.pop("deem", None) is not None:
            rule.pop("effective", None)
            rule.pop("with", None)
    return clause


def _let_ask(chance: Chance, clause: dict[str, Any], number: int) -> None:
    """Args: number: its place; it asks of those before it."""
    atoms = [f'{word}("asking-{other}")' for other in range(1, number) for word in ("met", "violated")]
    text = pick(chance, _FORMS).format(pick(chance, atoms), pick(chance, atoms))
    rules = clause.get("duty", {}).get("on_lapse", ())
    if rules and not rarely(chance, 3):
        pick(chance, rules)["if"] = text
    elif "requirement" in clause and not rarely(chance, 3):
        clause["requirement"]["require"] = text
    elif rarely(chance, 4):
        clause["unless"] = text
    else:
        clause["if"] = text
