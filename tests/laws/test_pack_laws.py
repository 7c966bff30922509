"""Every law on every shipped pack, by the functions that users call on rulebooks of their own."""

import datetime as dt

import pytest
from hypothesis import settings

from govrules.engine.batch import evaluate
from govrules.model.events import Event
from govrules.packs import rules_root
from govrules.rulefile.load import load
from govrules.scenarios.reader import SUFFIX
from govrules.testing import check_laws, law_names
from govrules.testing.checking import LATER, LAWS
from tests.testing.packs import PACKS, every_pack

OF_EACH_CLAUSE = {each.name for each in LAWS if each.every_clause}
EXAMPLES = max(settings().max_examples // 10, 10)


@pytest.mark.parametrize("law", law_names())
@every_pack
def test_the_law_holds(pack: str, law: str) -> None:
    [checked] = check_laws(PACKS[pack], laws=[law], max_examples=EXAMPLES).checked
    assert checked.examples > 0 or ("", "no clause has `on_lapse`") in checked.skipped
    if law in OF_EACH_CLAUSE:
        assert checked.passed_over == ()


OTHERS = sorted(
    pack
    for folder in rules_root().glob("*/*")
    if any(not file.name.endswith(SUFFIX) for file in folder.glob("*.yaml"))
    and (pack := f"{folder.parent.name}/{folder.name}") not in PACKS
)
"""the packs that the ordinary run looks at less closely; the nightly one takes all alike"""


@pytest.mark.parametrize("pack", OTHERS)
def test_every_law_holds_on_the_other_packs(pack: str) -> None:
    report = check_laws(load(pack).or_raise(), max_examples=2)
    assert sum(each.examples for each in report.checked) > 0


def test_every_law_of_evaluation_is_checked_or_listed_as_coming_later() -> None:
    numbers = {each.source.rpartition("law ")[2] for each in LAWS if ", law " in each.source}
    later = {each.removeprefix("law ") for each in LATER}
    assert numbers | later == {str(number) for number in range(1, 11)}
    assert numbers & later == set()


def test_what_was_met_stays_met_when_an_event_does_not_say_what_it_ends() -> None:
    day = dt.date(2025, 1, 13)
    history = [
        Event("c", "client_came", day, data={"brought_materials": True, "visit": "visit-1"}),
        Event("c", "materials_examined", day, data={"visit": "visit-1"}),
        Event("c", "visit_ended", day + dt.timedelta(days=1)),
    ]
    for days in (0, 1, 2):
        found = evaluate(PACKS["cn/hubei-2008-36"], history, as_of=day + dt.timedelta(days=days))
        states = {each.clause: each.state for each in found.obligations}
        assert states["examine_materials"] == "met"
