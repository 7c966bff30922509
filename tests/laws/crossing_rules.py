"""Clauses that cross cases, or hear of others, to stand beside the common ones of ordinary rulebooks."""

from govrules.testing.chance import Chance, pick, rarely, several

CLAUSES: tuple[str, ...] = (
    "{quota: {per: unit, count: told, every: month, at_most: 1}}",
    "{quota: {per: policy, count: received, every: month, at_least: 2}}",
    "{quota: {per: unit, count: granted, at_least: {share: 50%, of: decided}, every: quarter}}",
    "{quota: {count: told, at_most: 1}}",
    "{duty: {per: unit, when: received, must: told, within: 5 days, repeat: each}}",
    "{requirement: {per: unit, when: decided, require: count(told) >= 1}}",
    "{prohibition: {per: policy, when: stopped}, if: count(stopped) >= 2}",
    "{maintenance: {per: unit, hold: {from: accepted, to: told}, throughout: {from: received, to: decided}}}",
    "{maintenance: {hold: {from: accepted, to: stopped}, throughout: {from: received, to: delivered}}}",
    "{requirement: {when: {every: month, at: end}, require: happened(decided)}}",
    "{duty: {when: {every: month, at: start}, must: told, within: 10 days, repeat: each}}",
    "{accountability: {on: {violation: any}, answerable: {direct: event.unit}}}",
    "{accountability: {per: unit, on: {violation: common}, repeated: {times: 2, over: 1 year},"
    " answerable: {head: event.unit}}}",
    "{accountability: {on: {violation: any}, answerable: {direct: event.unit}, propose: warning}}",
    "{accountability: {on: {all: [{violation: any}, delivered]}, answerable: {head: '\"unit-1\"'},"
    " propose: demerit}}",
    "{accountability: {per: unit, on: {violation: any}, answerable: {head: event.unit}, propose: demerit,"
    " within: 5 days}}",
    "{accountability: {on: {proposed: any}, adjust: lower}, if: happened(accepted)}",
    "{duty: {when: {violation: any}, must: delivered, within: 5 days, repeat: each}}",
    "{requirement: {when: decided, require: not violated(common)}}",
    "{requirement: {when: delivered, require: met(common)}}",
    "{duty: {when: accepted, must: delivered, within: 3 days, on_lapse: {deem: told}}}",
    "{prohibition: {when: extended, per: unit}}",
    "{duty: {per: [case, unit], when: accepted, must: delivered, within: 3 days, on_lapse: {deem: told}}}",
    "{duty: {when: received, must: delivered, within: 2 days, on_lapse: {deem: settled, breach: false}},"
    " for_each: {unit: trigger.units}}",
    "{duty: {per: [case, unit], when: received, must: told, within: 3 days, repeat: each}}",
    "{requirement: {per: [case, unit], when: received, require: not happened(told)}}",
)
"""as they stand in a rule file; some wait for what others bring about, and one for an event that is rare"""


def crossing(chance: Chance) -> list[str]:
    """One to three of them, and a common one that some of them ask about, as lines of a rule file."""
    most = 2 if rarely(chance, 2) else 3
    found = [f"  crossing-{number + 1}: {pick(chance, CLAUSES)}\n" for number in several(chance, 1, most)]
    return ["  common: {duty: {when: received, must: decided, within: 5 days}}\n", *found]
