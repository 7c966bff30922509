"""Histories made for quotas, what must hold, accountability and days of the calendar: what is in them."""

import datetime as dt

import pytest

from govrules.model.evaluation import Evaluation
from govrules.rulefile.load import load_text
from govrules.scenarios.reader import read_scenarios
from govrules.testing.chance import turned
from govrules.testing.constructed import (
    Told,
    checkable,
    clause_named,
    outcome_of,
    throw_boundary,
    throw_violating,
    unbreakable,
)
from govrules.testing.ground import ground_of

RULES = load_text("""govrules: 1
policy: p
in_force: {from: 2015-01-01}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  often: {type: integer, values: {2015-01-01: 3}}
records:
  unit: {data: {kind: string, superior: string}}
  post: {data: {unit: list, role: string, holder: string}}
measures: {ladder: [admonition, removal], imposed: imposed, dismissed: dismissed}
events:
  met: {data: {unit: string, cost: number, county: string}}
  checked: {data: {unit: string}}
  manned: {data: {unit: string, shift: string}}
  unmanned: {data: {unit: string, shift: string}}
  reported: {data: {unit: string}}
  smoked: {data: {person: string}}
  harm_found: {data: {effect: [none, bad]}}
  imposed: {}
  dismissed: {}
  tolerated: {}
  noted: {}
  closed: {}
clauses:
  few: {quota: {count: met, per: unit, every: year, at_most: {share: 70%, of: previous period, round: down}}}
  cheap: {quota: {count: met, sum: event.cost, per: policy, every: quarter, at_most: 100}}
  near: {quota: {count: met, distinct: event.county, per: case, until: closed, at_most: 2}}
  often:
    for_each: unit where unit.kind == "office"
    quota: {count: checked, every: month, at_least: params.often}
  watch:
    for_each: unit where unit.kind == "watch"
    maintenance: {hold: {from: manned, to: unmanned, per: shift}, tolerate: 5 minutes}
  yearly:
    for_each: unit where unit.kind == "bureau"
    duty: {when: {every: year, at: end}, must: reported, within: 10 days}
  no_smoking: {responsible: trigger.person, prohibition: {when: smoked}}
  harm:
    accountability:
      on: {all: [{violation: no_smoking}, harm_found]}
      if: event.effect == "bad" and given(holder("head", of=violation.unit))
      answerable: {head: 'holder("head", of=violation.unit)', above: superior(violation.unit)}
  thrice:
    accountability:
      on: {violation: no_smoking}
      per: policy
      repeated: {times: 3, over: 1 year, same: responsible}
      answerable: responsible
      propose: admonition
  pardon: {accountability: {on: {proposed: thrice}, if: happened(tolerated), adjust: exempt}}
""").or_raise()
GROUND = ground_of(RULES)


def broken_by(clause: str) -> tuple[Told, Evaluation]:
    told = throw_violating(turned(0), GROUND, clause_named(RULES, clause))
    return told, told.evaluate()


def sides(clause: str) -> tuple[Told, Told]:
    """The plainest history on each side of the border."""
    found: dict[str, Told] = {}
    for number in range(6):
        told = throw_boundary(turned(number), GROUND, clause_named(RULES, clause), ("anywhere",))
        found.setdefault(told.side, told)
    return found["last instant"], found["first instant late"]


def number_of(told: Told, event: str) -> int:
    return sum(each.type == event for each in told.events)


def test_every_clause_of_every_kind_is_broken_alone() -> None:
    assert unbreakable(RULES) == {}
    assert {each.kind for each in checkable(RULES)} == {
        "quota",
        "maintenance",
        "duty",
        "prohibition",
        "accountability",
    }


@pytest.mark.parametrize("clause", ["few", "cheap", "near", "often", "watch", "yearly"])
def test_a_bound_is_reached_on_one_side_and_passed_on_the_other(clause: str) -> None:
    for told in sides(clause):
        assert outcome_of(told.evaluate(), f"p/{clause}") == told.outcome, told


def test_a_quota_is_passed_by_one() -> None:
    kept, broken = sides("near")
    assert (number_of(kept, "met"), number_of(broken, "met")) == (2, 3)
    assert len({each.data["county"] for each in broken.events if each.type == "met"}) == 3
    kept, broken = sides("often")
    assert (number_of(kept, "checked"), number_of(broken, "checked")) == (3, 2)
    kept, broken = sides("cheap")
    assert [sum(each.data.get("cost", 0) for each in told.events) for told in (kept, broken)] == [100, 101]  # type: ignore[misc]


def test_a_share_has_the_period_before_on_record() -> None:
    told, found = broken_by("few")
    [judged] = [each for each in found.obligations if each.clause == "few" and each.state == "violated"]
    assert judged.tally is not None
    assert judged.tally.base is not None
    assert judged.tally.at_most is not None
    assert judged.tally.low == judged.tally.at_most + 1
    assert len({each.time.year for each in told.events}) == 2


def test_a_gap_is_as_long_as_is_tolerated_or_a_minute_longer() -> None:
    def gap(told: Told) -> dt.timedelta:
        times = [each.time for each in told.events if each.type in {"manned", "unmanned"}]
        assert all(isinstance(each, dt.datetime) for each in times)
        return times[2] - times[1]

    kept, broken = sides("watch")
    assert (gap(kept), gap(broken)) == (dt.timedelta(minutes=5), dt.timedelta(minutes=6))


def test_who_answers_is_on_record_and_printed() -> None:
    told, found = broken_by("harm")
    assert {(each.role, each.party) for each in found.attributions if each.clause == "harm"} == {
        ("head", "holder-1"),
        ("above", "superior-of-unit-1"),
    }
    assert {(each.kind, each.key) for each in told.records} == {("post", "head-unit-1"), ("unit", "unit-1")}
    assert told.led_by == ("p/no_smoking",)
    assert "      post:" in repr(told).splitlines()


def test_what_is_printed_is_read_again_with_its_records(tmp_path_factory: pytest.TempPathFactory) -> None:
    told, _ = broken_by("harm")
    path = tmp_path_factory.mktemp("found") / "found.scenarios.yaml"
    path.write_text(repr(told), encoding="utf-8")
    [scenario] = read_scenarios(path).scenarios
    assert scenario.records == told.records


def test_repetition_is_as_often_as_it_takes() -> None:
    told, found = broken_by("thrice")
    assert number_of(told, "smoked") == 3
    assert [each.party for each in found.measures] == ["person-1"]


def test_what_lifts_a_proposal_has_one_to_lift() -> None:
    _, found = broken_by("pardon")
    assert [(each.clause, [other.clause for other in each.adjusted]) for each in found.measures] == [
        ("thrice", ["p/pardon"])
    ]


def test_a_day_of_the_calendar_triggers_for_whoever_is_on_record() -> None:
    told, found = broken_by("yearly")
    [judged] = [each for each in found.obligations if each.clause == "yearly"]
    assert judged.trigger is not None
    last = judged.trigger.event.time
    assert (last.month, last.day, judged.state, judged.due) == (12, 31, "overdue", told.due)
    assert last not in {each.time for each in told.events}
