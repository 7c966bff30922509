"""Checking the laws on a rulebook in one line."""

from collections import Counter
from collections.abc import Iterable, Sequence

import attrs
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from govrules.model.policy import Rulebook
from govrules.testing import law_of_engines, laws_of_clauses, laws_of_counting, laws_of_evaluation
from govrules.testing.history import History
from govrules.testing.law import (
    REFERENCE,
    Difference,
    Judge,
    Law,
    LawBrokenError,
    NotApplicable,
    NotTriedError,
    Sample,
)

LAWS: tuple[Law, ...] = (
    law_of_engines.LAW,
    *laws_of_evaluation.LAWS,
    *laws_of_clauses.LAWS,
    *laws_of_counting.LAWS,
)
"""every law that is checked, by the page that states it"""

LATER = {
    "law 9": "loading, formatting and loading again: there is no formatter so far",
}
"""laws of evaluation that nothing checks yet, with the reason"""

MOST_EXAMPLES = 50


@attrs.frozen
class Checked:
    """One law that held."""

    law: str
    examples: int
    """how many were judged, all clauses together"""
    skipped: tuple[tuple[str, str], ...] = ()
    """clauses on which it was not tried, and why; the law itself under an empty name"""
    passed_over: tuple[tuple[str, str, int], ...] = ()
    """clauses, each with a reason and how many examples said nothing about the clause for that reason"""


@attrs.frozen
class Report:
    """What was checked, and what was not."""

    checked: tuple[Checked, ...]

    def __str__(self) -> str:
        width = max(len(each.law) for each in self.checked)
        lines = [f"{each.law:<{width}}  {each.examples:>6} examples" for each in self.checked]
        for each in self.checked:
            # What a law of the rulebook as a whole passes over was replaced by other examples.
            for clause, why, number in each.passed_over:
                if clause:
                    lines.append(f"passed over: {each.law}{_on(clause)}: {number} times {why}")
            for clause, why in each.skipped:
                lines.append(f"not tried: {each.law}{_on(clause)}: {why}")
        lines += [f"not tried: {name}: {why}" for name, why in LATER.items()]
        return "\n".join(lines)


def _on(clause: str) -> str:
    return f" on {clause}" if clause else ""


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
    skipped = list(law.skipped(rulebook).items())
    share = max(max_examples // max(len(tries), 1), 3)
    judged = 0
    passed_over: list[tuple[str, str, int]] = []
    for about, strategy in tries:
        held = _hold(law, about, strategy, share, judge, shuffle)
        judged += held.judged
        passed_over += [(about, why, number) for why, number in sorted(held.passed_over.items())]
        if not held.judged:
            why = ", ".join(sorted(held.passed_over))
            skipped.append(
                (about, f"no example shows anything: {why}" if why else "no example could be made")
            )
    return Checked(law.name, judged, tuple(skipped), tuple(passed_over))


@attrs.define
class _Held:
    """How many examples a law was held against."""

    judged: int = 0
    passed_over: Counter[str] = attrs.field(factory=Counter)
    """examples about which it says nothing, by the reason"""
    last: Sample = None


def _hold(
    law: Law,
    about: str,
    strategy: st.SearchStrategy[Sample],
    max_examples: int,
    judge: Judge,
    shuffle: int | None,
) -> _Held:
    held = _Held()

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
        try:
            difference = law.check(sample, judge)
        except NotApplicable as reason:
            held.passed_over[str(reason)] += 1
            held.last = sample
            assume(False)
        held.judged += 1
        if difference is not None:
            raise LawBrokenError(law, difference, about=about)

    if shuffle is not None:
        holds = seed(shuffle)(holds)
    try:
        holds()
    except LawBrokenError as error:
        # Hypothesis adds the example in its own words; the law has said it in those of the rules.
        raise LawBrokenError(law, error.difference, about=about) from None
    except Unsatisfiable:
        # No example was judged; whether that breaks the law is for what follows.
        pass
    if law.every_clause and not held.judged and held.passed_over:
        raise LawBrokenError(law, _never_judged(held), about=about)
    return held


def _never_judged(held: _Held) -> Difference:
    """A law that passes over everything proves nothing."""
    lines = [f"no example was judged, of {held.passed_over.total()}:"]
    lines += [f"  {number} times {why}" for why, number in held.passed_over.most_common()]
    return Difference("\n".join(lines), held.last if isinstance(held.last, History) else None)
