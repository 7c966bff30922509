"""Checking the laws on a rulebook in one line."""

from collections.abc import Iterable, Sequence

import attrs
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st

from govrules.model.policy import Rulebook
from govrules.testing import laws_of_clauses, laws_of_counting, laws_of_evaluation
from govrules.testing.law import (
    REFERENCE,
    Judge,
    Law,
    LawBrokenError,
    NotApplicable,
    NotTriedError,
    Sample,
)

LAWS: tuple[Law, ...] = (*laws_of_evaluation.LAWS, *laws_of_clauses.LAWS, *laws_of_counting.LAWS)
"""every law that is checked, by the page that states it"""

LATER = {
    "law 1": "compiled and reference evaluators agree: there is one evaluator so far",
    "law 9": "loading, formatting and loading again: there is no formatter so far",
}
"""laws of evaluation that nothing checks yet, with the reason"""

MOST_EXAMPLES = 50


@attrs.frozen
class Checked:
    """One law that held."""

    law: str
    examples: int
    """how many were looked at, all clauses together"""
    skipped: tuple[tuple[str, str], ...] = ()
    """clauses on which it was not tried, and why; the law itself under an empty name"""


@attrs.frozen
class Report:
    """What was checked, and what was not."""

    checked: tuple[Checked, ...]

    def __str__(self) -> str:
        width = max(len(each.law) for each in self.checked)
        lines = [f"{each.law:<{width}}  {each.examples:>6} examples" for each in self.checked]
        for each in self.checked:
            for clause, why in each.skipped:
                lines.append(f"not tried: {each.law}{f' on {clause}' if clause else ''}: {why}")
        lines += [f"not tried: {name}: {why}" for name, why in LATER.items()]
        return "\n".join(lines)


def law_names() -> tuple[str, ...]:
    """The names of all laws, as `laws=` takes them."""
    return tuple(each.name for each in LAWS)


def check_laws(
    rulebook: Rulebook,
    *,
    max_examples: int = MOST_EXAMPLES,
    laws: Iterable[str] | None = None,
    judge: Judge = REFERENCE,
    shuffle: int | None = None,
) -> Report:
    """Hold a rulebook against the laws of evaluation and counting, and each of its clauses against its own.

    Args:
        rulebook: of any policies; their calendars, conventions, words and conditions make the examples.
        max_examples: how many examples of each law, and for laws of single clauses so many for all of them.
        laws: names of the laws to check (`law_names()`); left out, all.
        judge: what evaluates in place of `govrules.evaluate`.
        shuffle: a number that chooses other examples; left out, every run looks at the same ones.

    Returns:
        What was checked on how many examples, and what was not, with reasons.

    Raises:
        LawBrokenError: the first law that does not hold, with the smallest history that was found.
        ValueError: a law that is not among `law_names()`.

    >>> import govrules as gr
    >>> rules = gr.load("cn/yuexi-efficiency").or_raise()
    >>> report = check_laws(rules, max_examples=5, laws=["input order does not matter"])
    >>> [each.law for each in report.checked]
    ['input order does not matter']
    """
    wanted = tuple(laws) if laws is not None else law_names()
    unknown = sorted(set(wanted) - set(law_names()))
    if unknown:
        raise ValueError(f"no law is called `{unknown[0]}`: see `law_names()`")
    checked = [
        check_law(each, rulebook, max_examples=max_examples, judge=judge, shuffle=shuffle)
        for each in LAWS
        if each.name in wanted
    ]
    return Report(tuple(checked))


def check_law(
    law: Law,
    rulebook: Rulebook,
    *,
    max_examples: int = MOST_EXAMPLES,
    judge: Judge = REFERENCE,
    shuffle: int | None = None,
) -> Checked:
    """Hold a rulebook against one law; see `check_laws`."""
    try:
        tries: Sequence[tuple[str, st.SearchStrategy[Sample]]] = law.samples(rulebook)
    except NotTriedError as error:
        return Checked(law.name, 0, (("", str(error)),))
    skipped = tuple(law.skipped(rulebook).items())
    share = max(max_examples // max(len(tries), 1), 3)
    looked_at = sum(_hold(law, about, strategy, share, judge, shuffle) for about, strategy in tries)
    return Checked(law.name, looked_at, skipped)


def _hold(
    law: Law,
    about: str,
    strategy: st.SearchStrategy[Sample],
    max_examples: int,
    judge: Judge,
    shuffle: int | None,
) -> int:
    looked_at = 0

    @settings(
        max_examples=max_examples,
        deadline=None,
        database=None,
        derandomize=shuffle is None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def holds(sample: Sample) -> None:
        nonlocal looked_at
        try:
            difference = law.check(sample, judge)
        except NotApplicable:
            assume(False)
        looked_at += 1
        if difference is not None:
            raise LawBrokenError(law, difference, about=about)

    if shuffle is not None:
        holds = seed(shuffle)(holds)
    try:
        holds()
    except LawBrokenError as error:
        # Hypothesis adds the example in its own words; the law has said it in those of the rules.
        raise LawBrokenError(law, error.difference, about=about) from None
    return looked_at
