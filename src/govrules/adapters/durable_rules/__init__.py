"""Who answers, found by durable-rules: the clauses as a ruleset, the findings as facts.

For hosts that run that engine already. `durable_ruleset` and `facts` are data and need no durable-rules;
`propose` runs both here. What a clause asks beyond the engine's means is refused with its reason, never left
out in silence.

>>> from govrules.adapters import durable_rules
>>> import govrules as gr
>>> ruleset = durable_rules.durable_ruleset(gr.load("cn/hubei-2008-36").or_raise())
>>> "cn-hubei-2008-36/inaction_is_pursued" in ruleset.clauses
True
"""

from govrules.adapters.durable_rules.definition import RULESET, DurableRuleset, durable_ruleset
from govrules.adapters.durable_rules.expressed import Refused
from govrules.adapters.durable_rules.facts import facts
from govrules.adapters.durable_rules.running import Match, Proposal, proposals, propose

__all__ = [
    "RULESET",
    "DurableRuleset",
    "Match",
    "Proposal",
    "Refused",
    "durable_ruleset",
    "facts",
    "proposals",
    "propose",
]
