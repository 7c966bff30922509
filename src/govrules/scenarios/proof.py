"""The day-by-day proof of a date that a scenario did not expect."""

from govrules.diagnostics import Language
from govrules.explaining.count import count_lines
from govrules.explaining.view import View
from govrules.model.evaluation import Evaluation
from govrules.model.findings import Obligation
from govrules.model.policy import Rulebook


def proof_lines(
    obligation: Obligation, evaluation: Evaluation, rules: Rulebook, *, lang: Language
) -> tuple[str, ...]:
    """How the due date of an obligation was counted, a line for each step; none where nothing was counted."""
    return tuple(count_lines(obligation, View.of(evaluation, rules, lang)))
