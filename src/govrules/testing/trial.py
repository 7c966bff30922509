"""Trial values for what a text leaves open, so that the clauses that lean on it can be tried at all."""

import datetime as dt
import hashlib

import attrs

from govrules.model.period import Period
from govrules.model.policy import DatedValue, Parameter, Rulebook
from govrules.model.remembered import remembered

TRIAL_PERIOD = "3 working days"


def with_trial_values(rulebook: Rulebook) -> Rulebook:
    """The rulebook in which each parameter without a value has one, under hashes of its own.

    A period is three working days, a number 1, a choice its first, a truth value false.

    Args:
        rulebook: with parameters that its texts leave open.

    >>> import govrules as gr
    >>> rules = with_trial_values(gr.load("cn/district-eight-systems").or_raise())
    >>> str(rules.policies[0].parameters["urgent_task"].values[0].value)
    '3 working days'
    """
    return _tried(rulebook)


# So that what is worked out for the rulebook is worked out once for its trial, too.
@remembered
def _tried(rulebook: Rulebook) -> Rulebook:
    policies = []
    for policy in rulebook.policies:
        filled = {name: _filled(each) for name, each in policy.parameters.items()}
        if filled != dict(policy.parameters):
            digest = hashlib.sha256(f"{policy.sha256}\ntrial values".encode()).hexdigest()
            policy = attrs.evolve(policy, parameters=filled, sha256=digest)
        policies.append(policy)
    if tuple(policies) == rulebook.policies:
        return rulebook
    digest = hashlib.sha256(f"{rulebook.sha256}\ntrial values".encode()).hexdigest()
    return attrs.evolve(rulebook, policies=tuple(policies), sha256=digest)


def _filled(parameter: Parameter) -> Parameter:
    if parameter.values:
        return parameter
    value: object
    match parameter.type:
        case "period":
            value = Period.parse(TRIAL_PERIOD)
        case "integer" | "number":
            value = 1
        case "bool":
            value = False
        case "choice" if parameter.choices:
            value = parameter.choices[0]
        case _:
            return parameter
    return attrs.evolve(parameter, values=(DatedValue(dt.date.min, value),))
