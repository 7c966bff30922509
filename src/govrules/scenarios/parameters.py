"""Parameters set for one scenario: a rulebook with other values, under a hash of its own."""

import datetime as dt
import hashlib
from collections.abc import Iterable

import attrs

from govrules.diagnostics import Diagnostic
from govrules.diagnostics.codes import scenarios as codes
from govrules.model.limits import NoLimit
from govrules.model.period import Period, PeriodError
from govrules.model.policy import DatedValue, Parameter, Policy, Rulebook
from govrules.scenarios.model import Setting
from govrules.scenarios.sheet import did_you_mean
from govrules.scenarios.values import read_time, shown


def with_parameters(rules: Rulebook, settings: Iterable[Setting]) -> tuple[Rulebook, tuple[Diagnostic, ...]]:
    """The rulebook in which each parameter that is set has one value, at all times and for everybody.

    A setting names a parameter, `policy/name` where several policies declare it. The rulebook's hashes
    change with the values: a result under set parameters can never pass for one under the rules as they are.
    """
    problems: list[Diagnostic] = []
    for setting in settings:
        policy_id, _, name = setting.name.rpartition("/")
        holders = {
            policy.id
            for policy in rules.policies
            if name in policy.parameters and policy_id in ("", policy.id)
        }
        if len(holders) != 1:
            known = sorted({each for policy in rules.policies for each in policy.parameters})
            help_ = did_you_mean(name, known) if not holders else ()
            values = {"name": shown(setting.name)}
            problems.append(Diagnostic(codes.UNKNOWN_PARAMETER, setting.span, values, help_))
            continue
        [holder] = holders
        rules = _set(rules, holder, name, setting, problems)
    return rules, tuple(problems)


def _set(rules: Rulebook, holder: str, name: str, setting: Setting, problems: list[Diagnostic]) -> Rulebook:
    policies: list[Policy] = []
    for policy in rules.policies:
        parameter = policy.parameters.get(name)
        if policy.id != holder or parameter is None:
            policies.append(policy)
            continue
        value = _value(parameter, setting)
        if value is None:
            values = {"name": name, "text": shown(setting.text), "type": parameter.type}
            problems.append(Diagnostic(codes.WRONG_PARAMETER_VALUE, setting.span, values))
            return rules
        dated = DatedValue(dt.date.min, value)
        parameters = {**policy.parameters, name: attrs.evolve(parameter, values=(dated,))}
        sha256 = _hash(policy.sha256 or "", name, setting.text)
        policies.append(attrs.evolve(policy, parameters=parameters, sha256=sha256))
    sha256 = _hash(rules.sha256, f"{holder}/{name}", setting.text)
    return attrs.evolve(rules, policies=tuple(policies), sha256=sha256)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _value(parameter: Parameter, setting: Setting) -> object:
    """The value in the parameter's type; None where it is not of it."""
    value, text = setting.value, setting.text
    match parameter.type:
        case "period":
            if text == "no limit":
                return NoLimit()
            try:
                return Period.parse(text)
            except PeriodError:
                return None
        case "integer":
            return value if type(value) is int else None
        case "number":
            try:
                return value if type(value) is int else float(text)
            except ValueError:
                return None
        case "bool":
            return value if isinstance(value, bool) else None
        case "date" | "instant":
            found = read_time(text)
            fits = isinstance(found, dt.datetime) == (parameter.type == "instant")
            return found if isinstance(found, dt.date) and fits else None
        case "choice":
            return text if text in parameter.choices else None
        case "list":
            return value if isinstance(value, tuple) else (text,)
        case _:
            return value if isinstance(value, tuple) else text
