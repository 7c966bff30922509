"""Running a ruleset in durable-rules, and reading what it found."""

import datetime as dt
import importlib
import json
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from types import ModuleType
from typing import Any

import attrs

from govrules.adapters.durable_rules.definition import RULESET, DurableRuleset, Rule
from govrules.adapters.durable_rules.expressed import OBLIGED, Expressed, Role
from govrules.adapters.durable_rules.posts import parties_in
from govrules.diagnostics import Diagnostic, DiagnosticsError
from govrules.diagnostics.codes import adapters as codes
from govrules.model.accountability import Accountability
from govrules.model.conditions import Constant

FIRST_BROKEN = (3, 13)
"""the first Python without the symbol that durable-rules needs"""


@attrs.frozen
class Proposal:
    """A party that answers, or that has a duty, under one clause for one breach or finding."""

    clause: str
    """`policy/clause`"""
    case: str
    slice: tuple[str, ...]
    """the values of the fields of `per` besides the case, in their order"""
    on: tuple[str, ...]
    """the ids of the violations and lapses that it rests on; empty where events of the log alone did it"""
    at: dt.datetime
    """when the last of what it rests on was known"""
    role: str
    """as what the party answers; `obliged` for a duty that follows from a breach"""
    party: str | None
    """None only for a duty whose party the data do not name"""
    measures: tuple[str, ...] = ()
    """from the mildest to the gravest; empty where nothing is proposed"""


@attrs.frozen
class Match:
    """What durable-rules matched: the rule, and its facts by the names that the rule gives them."""

    rule: str
    facts: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, rule: str, context: Any) -> "Match":
        """From what durable-rules hands to the action of a rule.

        Args:
            rule: the name of the action, which is that of the rule.
            context: the engine's own, usually called `c`.
        """
        return cls(rule, {name: dict(fact) for name, fact in context._m.items()})


def propose(ruleset: DurableRuleset, facts: Iterable[Mapping[str, object]]) -> tuple[Proposal, ...]:
    """Who answers and with what, as durable-rules finds it in this process; in order of case and clause.

    A measure is proposed as the clause has it: decisions and mitigation are the evaluator's.

    Args:
        ruleset: from `durable_ruleset`.
        facts: from `facts`.

    Raises:
        DiagnosticsError: durable-rules is not installed, cannot be imported on this Python, or stopped.

    >>> from govrules.adapters.durable_rules import durable_ruleset
    >>> from govrules.model.policy import Rulebook
    >>> propose(durable_ruleset(Rulebook(policies=())), [])
    ()
    """
    if not ruleset.rules:
        return ()
    engine = _engine()
    matches: list[Match] = []

    class _Host(engine.Host):  # type: ignore[misc, name-defined]
        def get_action(self, name: str) -> Callable[[Any], None]:
            return lambda context: matches.append(Match.of(name, context))

        def _run(self) -> None:
            # The engine's own timers would watch over actions that never wait.
            pass

    failure = importlib.import_module("durable_rules_engine").error
    with warnings.catch_warnings():
        # The engine asks for the time in a way that Python 3.12 warns of.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            host = _Host(ruleset.definition)
            for fact in facts:
                # Neither what no rule asks about nor what was there before is an error.
                with suppress(engine.MessageNotHandledException, engine.MessageObservedException):
                    host.assert_fact(RULESET, dict(fact))
        except failure as error:
            raise DiagnosticsError(
                [Diagnostic(codes.DURABLE_RULES_STOPPED, values={"message": error})]
            ) from None
    return proposals(ruleset, matches)


def _engine() -> ModuleType:
    try:
        return importlib.import_module("durable.engine")
    except ImportError as error:
        version = ".".join(str(each) for each in sys.version_info[:2])
        if sys.version_info[:2] >= FIRST_BROKEN:
            found = Diagnostic(codes.DURABLE_RULES_NEEDS_OLDER_PYTHON, values={"version": version})
        elif isinstance(error, ModuleNotFoundError) and (error.name or "").split(".")[0] == "durable":
            found = Diagnostic(codes.DURABLE_RULES_NOT_INSTALLED)
        else:
            found = Diagnostic(codes.DURABLE_RULES_BROKEN, values={"message": error})
        raise DiagnosticsError([found]) from None


# -- what matches say ------------------------------------------------------------------------------------


def proposals(ruleset: DurableRuleset, matches: Iterable[Match]) -> tuple[Proposal, ...]:
    """What all matches of a run come to, for a host that runs the definition itself.

    Where several breaches make answerable, each match is one combination of them; together they name all.

    Args:
        ruleset: whose definition was run.
        matches: all of them, in any order, repeated or not.

    >>> from govrules.adapters.durable_rules import durable_ruleset
    >>> from govrules.model.policy import Rulebook
    >>> proposals(durable_ruleset(Rulebook(policies=())), [])
    ()
    """
    found: dict[tuple[object, ...], Proposal] = {}
    counted: dict[tuple[object, ...], _Counted] = {}
    for match in matches:
        rule = ruleset.rules[match.rule]
        if rule.expressed.repeated is not None:
            _count(rule, match, counted)
            continue
        rests = tuple(match.facts[alias] for alias in rule.aliases)
        for each in _answers(rule, match, rests):
            found[(rule.expressed.id, each, *(fact["n"] for fact in rests))] = each
    for each_counted in counted.values():
        for each in each_counted.answers():
            found[(each_counted.rule.expressed.id, each, each_counted.last)] = each
    return tuple(sorted(found.values(), key=_in_order))


def _in_order(each: Proposal) -> tuple[object, ...]:
    return (each.case, each.clause, each.slice, each.at, each.role, each.party or "", each.on)


@attrs.define
class _Counted:
    """The breaches that the last of them makes answerable for, by the breach with which their span ends."""

    rule: Rule
    last: int
    match: Match | None = None
    spans: dict[int, dict[int, Mapping[str, Any]]] = attrs.field(factory=dict)
    enough: set[int] = attrs.field(factory=set)
    parties: dict[tuple[str, ...], tuple[Rule, Match]] = attrs.field(factory=dict)

    def answers(self) -> Iterator[Proposal]:
        if not self.enough:
            return
        # The span that ends with the last breach decides; another only where that one holds too few.
        end = self.last if self.last in self.enough else min(self.enough)
        inside = self.spans[end]
        rests = tuple(inside[number] for number in sorted(inside))
        told: dict[Proposal, None] = {}
        for rule, match in self.parties.values():
            told.update(dict.fromkeys(_answers(rule, match, rests)))
        yield from told


def _count(rule: Rule, match: Match, counted: dict[tuple[object, ...], _Counted]) -> None:
    last = match.facts[rule.last]
    slot = (rule.expressed.id, last["slice"], last["n"])
    here = counted.setdefault(slot, _Counted(rule, last["n"]))
    end = match.facts[rule.end]["n"]
    inside = here.spans.setdefault(end, {})
    inside.update({match.facts[alias]["n"]: match.facts[alias] for alias in rule.aliases})
    if rule.roles:
        here.enough.add(end)
        who = str(match.facts.get("party", {}).get("who", ""))
        here.parties[(*(role.name for role in rule.roles), who)] = (rule, match)


def _answers(rule: Rule, match: Match, rests: tuple[Mapping[str, Any], ...]) -> Iterator[Proposal]:
    """One proposal for each party of each role."""
    each, last = rule.expressed, match.facts[rule.last]
    measures = _measures(each, last)
    if measures is None:
        return
    where = tuple(_slice(each, str(last["slice"])))
    in_order = sorted(rests, key=lambda fact: int(fact["n"]))
    on = tuple(dict.fromkeys(str(fact["rests"]) for fact in in_order if "rests" in fact))
    at = dt.datetime.fromisoformat(str(last["at"]))
    for role in rule.roles:
        for party in _parties(rule, role, match, last):
            yield Proposal(each.clause.full_id, str(last["case"]), where, on, at, role.name, party, measures)


def _slice(each: Expressed, text: str) -> Iterator[str]:
    values = json.loads(text)
    yield from values[1:] if "case" in each.clause.per else values


def _parties(rule: Rule, role: Role, match: Match, last: Mapping[str, Any]) -> tuple[str | None, ...]:
    if role.name == OBLIGED and rule.expressed.clause.kind == "duty":
        return (last.get("obliged"),)
    if isinstance(role.named_by, Constant):
        return parties_in(role.named_by.value)
    if role.post is not None:
        return (match.facts["party"]["who"],)
    field = role.field
    assert field is not None
    return tuple(_source(rule, match, field, last).get(field, ()))


def _source(rule: Rule, match: Match, field: str, last: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fact that names the parties: the last that carries the field of an event."""
    name = field.removeprefix("party ")
    if not rule.expressed.is_both or name.startswith("case."):
        return last
    if name.startswith("violation.") or name == "responsible":
        return match.facts["finding"]
    if f"{name}:carried" in last:
        return last
    return match.facts["finding" if rule.last == "event" else "event"]


def _measures(each: Expressed, last: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What is proposed; None where what should name it names nothing, and so nobody is known to answer."""
    body = each.clause.body
    if not isinstance(body, Accountability) or body.propose is None or each.clause.strength == "should":
        return ()
    if each.measures_field is not None:
        return tuple(last.get(each.measures_field, ())) or None
    places = {measure: place for place, measure in enumerate(each.policy.ladder.measures)}
    return tuple(sorted(body.propose.measures, key=lambda measure: places.get(measure, len(places))))
