"""Checks over a whole rulebook, each a small function that returns what it found."""

from collections.abc import Sequence

from govrules.diagnostics import Diagnostic
from govrules.rulefile import consequences, sense
from govrules.rulefile.assemble import Assembled
from govrules.rulefile.human_views import views_in_rules
from govrules.rulefile.names import World, certain, unresolved


def check(assembled: Sequence[Assembled]) -> list[Diagnostic]:
    """Everything wrong with files that are loaded together, beyond what each says by itself.

    Errors: names that lead to nothing, circles, versions that overlap, comparisons that can never hold.
    Warnings, as far as the form shows it: steps never reached, clauses that overlap, events nobody uses,
    limits that their quotes do not name.
    """
    world = World.of(assembled)
    policies = [each.policy for each in assembled]
    found = [*sense.policy_versions(assembled), *sense.circular_clauses(assembled)]
    for each in assembled:
        errors = [
            *unresolved(each, world),
            *sense.circular_events(each.policy),
            *sense.aliases_twice(each.policy),
            *views_in_rules(each),
        ]
        found += certain(errors, each)
        # What is left out because it is wrong would look like something that was never said.
        if any(problem.severity == "error" for problem in each.draft.diagnostics):
            continue
        found += sense.counts_by_nothing(each)
        found += sense.outside_policy(each.policy)
        if not errors:
            found += sense.unused_events(each)
            found += sense.overlapping(each.policy)
            found += consequences.never_proposed(each)
            found += consequences.nobody_responsible(each.policy, policies)
            found += sense.clauses_of(each.policy, policies)
    return found
