"""Checking laws: in one line, by a marker, and with a message that can be pasted."""

import datetime as dt
import functools
from collections.abc import Iterable

import attrs
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from govrules.engine.batch import evaluate
from govrules.engine.stated import StatedRecords
from govrules.model.evaluation import Evaluation
from govrules.model.events import Event, Time
from govrules.model.policy import Rulebook
from govrules.testing import LawBrokenError, check_laws, law_names, rulebooks
from govrules.testing.checking import LATER, LAWS
from govrules.testing.constructed import checkable
from govrules.testing.law import REFERENCE, Law, NotApplicable, NotTriedError
from govrules.testing.laws_of_clauses import LAWS as OF_CLAUSES
from govrules.testing.laws_of_evaluation import LAWS as UNIVERSAL
from tests.testing.packs import PACKS, every_pack

pytest_plugins = ["pytester"]
YUEXI = functools.reduce(
    Rulebook.without,
    [each.full_id for each in PACKS["cn/yuexi-efficiency"].clauses if not each.id.endswith("is_consent")],
    PACKS["cn/yuexi-efficiency"],
)
"""two clauses of the pack, so that a test of the laws themselves takes seconds"""


@pytest.mark.parametrize("law", [*UNIVERSAL, *OF_CLAUSES], ids=lambda law: law.name)
def test_laws_of_evaluation_hold_under_random_rulebooks(law: Law) -> None:
    judged: list[bool] = []

    @settings(max_examples=max(settings().max_examples // 5, 10), suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        try:
            tries = law.samples(data.draw(rulebooks(most=3)))
        except NotTriedError:
            assume(False)
        assume(tries)
        about, strategy = data.draw(st.sampled_from(tries))
        sample = data.draw(strategy)
        try:
            difference = law.check(sample, REFERENCE)
        except NotApplicable:
            judged.append(False)
            assume(False)
        judged.append(True)
        if difference is not None:
            raise LawBrokenError(law, difference, about=about)

    holds()
    assert judged.count(True) >= 10
    # A law of each clause passes over what did not apply or is unknown: if it is much, it proves little.
    if law.every_clause:
        assert judged.count(False) <= 0.25 * len(judged)


def blind(
    rulebook: Rulebook,
    events: Iterable[Event],
    /,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    records: StatedRecords = (),
) -> Evaluation:
    """An evaluator that sees no event."""
    del events
    return evaluate(rulebook, [], as_of=as_of, known_at=known_at, records=records)


@pytest.mark.parametrize("law", [each.name for each in OF_CLAUSES if each.every_clause])
def test_a_clause_that_no_example_judges_breaks_a_law_of_each_clause(law: str) -> None:
    with pytest.raises(LawBrokenError) as caught:
        check_laws(YUEXI, laws=[law], judge=blind)
    said = str(caught.value).splitlines()
    assert said[0].startswith(f"law broken: {law} (cn-yuexi-efficiency/")
    assert said[2:7] == [
        "",
        "the history, as a scenario:",
        "",
        "govrules: 1",
        "scenarios: cn-yuexi-efficiency",
    ]
    [number] = [each for each in said if each.startswith("  no example was judged, of ")]
    assert said[-1] == f"    {number.removesuffix(':').split()[-1]} times it did not apply"


def test_a_report_counts_what_says_nothing_about_a_clause() -> None:
    law = "a lapse has no decision in time"
    report = check_laws(YUEXI, laws=[law], max_examples=10)
    [checked] = report.checked
    assert checked.examples == 10
    assert {(clause, why) for clause, why, _ in checked.passed_over} == {
        ("cn-yuexi-efficiency/absence_is_consent", "nothing lapsed"),
        ("cn-yuexi-efficiency/silence_is_consent", "nothing lapsed"),
    }
    for clause, why, number in checked.passed_over:
        assert f"passed over: {law} on {clause}: {number} times {why}" in str(report).splitlines()


@pytest.mark.parametrize("law", [each for each in OF_CLAUSES if each.every_clause], ids=lambda law: law.name)
@every_pack
def test_every_clause_of_a_pack_is_tried_or_excused_with_a_reason(pack: str, law: Law) -> None:
    tried = {about for about, _ in law.samples(PACKS[pack])}
    excused = law.skipped(PACKS[pack])
    assert tried | set(excused) == {each.full_id for each in checkable(PACKS[pack])}
    assert tried & set(excused) == set()
    assert all(excused.values())


def test_a_report_says_what_was_checked_and_what_was_not() -> None:
    report = check_laws(
        PACKS["cn/licensing-law"],
        laws=["the border tells met from missed", "names of cases do not matter"],
        max_examples=12,
    )
    assert [(each.law, dict(each.skipped)) for each in report.checked] == [
        ("names of cases do not matter", {}),
        (
            "the border tells met from missed",
            {
                "cn-licensing-law/tell_once": "it has neither a due end nor a bound",
                "cn-licensing-law/tell_time_needed": (
                    "it has no limit, so that it stays open and is never late"
                ),
            },
        ),
    ]
    assert all(each.examples > 0 for each in report.checked)
    assert all(f"not tried: {name}: {why}" in str(report) for name, why in LATER.items())


def test_a_law_that_has_nothing_to_say_is_not_tried() -> None:
    [checked] = check_laws(
        PACKS["cn/district-eight-systems"], laws=["a lapse has no decision in time"]
    ).checked
    assert (checked.examples, checked.skipped) == (0, (("", "no clause has `on_lapse`"),))


def forgetful(
    rulebook: Rulebook,
    events: Iterable[Event],
    /,
    *,
    as_of: Time | None = None,
    known_at: dt.date | None = None,
    records: StatedRecords = (),
) -> Evaluation:
    """An evaluator with a fault: opinions come to nothing."""
    kept = [each for each in events if each.type != "opinion_given"]
    return evaluate(rulebook, kept, as_of=as_of, known_at=known_at, records=records)


def test_a_broken_law_shows_its_meaning_a_scenario_and_the_difference() -> None:
    with pytest.raises(LawBrokenError) as caught:
        check_laws(YUEXI, laws=["each clause can be met"], judge=forgetful)
    assert str(caught.value) == "\n".join(
        [
            "law broken: each clause can be met (cn-yuexi-efficiency/silence_is_consent)",
            "  what is done in time is found to be met (per clause)",
            "",
            "the history, as a scenario:",
            "",
            "govrules: 1",
            "scenarios: cn-yuexi-efficiency",
            "cases:",
            "  case-1:",
            "    title: cn-yuexi-efficiency/silence_is_consent is met",
            "    given:",
            "    - {time: 2026-03-02, type: opinions_requested, departments: [unit-1], due_on: 2026-03-10}",
            "    - {time: 2026-03-02, type: opinion_given, unit: unit-1}",
            "    as_of: 2026-03-13",
            "    expect: []",
            "",
            "what differed:",
            "  cn-yuexi-efficiency/silence_is_consent is missed, not met",
        ]
    )


@attrs.frozen
class Planted:
    """A fault that somebody might make, and the law that must see it."""

    law: str

    def __call__(
        self,
        rulebook: Rulebook,
        events: Iterable[Event],
        /,
        *,
        as_of: Time | None = None,
        known_at: dt.date | None = None,
        records: StatedRecords = (),
    ) -> Evaluation:
        listed = list(events)
        found = evaluate(rulebook, listed, as_of=as_of, known_at=known_at, records=records)
        match self.law:
            case "input order does not matter":
                # Found twice where an event is read twice.
                return attrs.evolve(found, unknowns=found.unknowns * (1 + len(listed) - len(set(listed))))
            case "as_of hides what comes after":
                return evaluate(rulebook, listed, known_at=known_at, records=records)
            case "names of cases do not matter":
                return attrs.evolve(found, obligations=found.of_case("case-1"))  # type: ignore[arg-type]
            case "findings belong together":
                return attrs.evolve(found, obligations=())
            case "compliant histories break nothing":
                later = [attrs.evolve(each, time=_later(each.time)) for each in listed[1:]]
                moved = [*listed[:1], *later]
                return evaluate(rulebook, moved, as_of=as_of, known_at=known_at, records=records)
        return attrs.evolve(found, obligations=found.obligations[1:])


def _later(time: Time) -> Time:
    return time + dt.timedelta(days=300)


@pytest.mark.parametrize(
    "law",
    [
        "input order does not matter",
        "as_of hides what comes after",
        "names of cases do not matter",
        "findings belong together",
        "compliant histories break nothing",
    ],
)
def test_a_law_sees_a_fault_planted_for_it(law: str) -> None:
    with pytest.raises(LawBrokenError, match=f"law broken: {law}"):
        check_laws(PACKS["cn/licensing-law"], laws=[law], judge=Planted(law), max_examples=100)


def test_an_unknown_law_is_refused() -> None:
    with pytest.raises(ValueError, match="no law is called `order`"):
        check_laws(YUEXI, laws=["order"])
    assert law_names() == tuple(each.name for each in LAWS)


def test_a_marker_makes_a_test_of_each_law(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.govrules_laws("cn/yuexi-efficiency", max_examples=5)
        def test_our_rules_keep_the_laws(govrules_law):
            govrules_law.check()
        """
    )
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=len(LAWS))
    collected = pytester.runpytest("--collect-only", "-q").outlines
    assert "::test_our_rules_keep_the_laws[both-evaluators-say-the-same]" in collected[0]


def test_a_marker_that_cannot_work_says_so(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.govrules_laws("cn/yuexi-efficiency")
        def test_nothing():
            pass
        """
    )
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*test_nothing: take the argument `govrules_law`, and check it*"])
