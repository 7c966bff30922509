"""How the time for an event grows with the log under whole documents: those of the packs that hold dozens of
clauses, many of which look at the whole log.

The logs are the scenarios of a pack, told many times over as cases of their own.
"""

import gc
import time
from collections.abc import Sequence
from pathlib import Path

import attrs
from measuring import Spread, table

import govrules as gr
from evaluating.files import Files
from evaluating.running import Section, Times
from govrules.model.columns import Columns
from govrules.scenarios.reader import read_scenarios
from govrules.scenarios.resolve import resolve

PACKS = Path(__file__).parent.parent.parent / "rules"
FIELDS = tuple(each.name for each in attrs.fields(gr.Evaluation))
DOCUMENTS = (
    "cn/city-execution",
    "cn/district-eight-systems",
    "cn/efficiency-systems",
    "cn/hubei-2008-36",
    "cn/yongzhou-2018-1",
    "cn/yuexi-efficiency",
)


def log_of(pack: str, rulebook: gr.Rulebook, copies: int) -> tuple[gr.Event, ...]:
    """Every scenario of a pack so many times, each time as cases of its own; all speak of the same units."""
    found: list[gr.Event] = []
    for path in sorted((PACKS / pack).glob("*.scenarios.yaml")):
        for number, scenario in enumerate(read_scenarios(path).scenarios):
            events = resolve(scenario, rulebook).events
            for copy in range(copies):
                mark = f"{path.name}-{number}-{copy}"
                found += [
                    attrs.evolve(
                        each,
                        case=f"{mark}-{each.case}",
                        id=None if each.id is None else f"{mark}-{each.id}",
                    )
                    for each in events
                ]
    return tuple(found)


def documents(files: Files, cases: int, rounds: int) -> Section:
    """Microseconds an event over a log, and over one four times as long, to its violations or findings."""
    del files
    copies = 3 if cases <= 10_000 else 10
    rows: list[tuple[str, ...]] = []
    for pack in DOCUMENTS:
        rulebook = gr.load(pack).or_raise()
        short, long = (log_of(pack, rulebook, times) for times in (copies, 4 * copies))
        times: Times = {"short": [], "long": [], "all": []}
        for _ in range(min(rounds, 3)):
            for name, log in (("short", short), ("long", long)):
                times[name].append(_taken(rulebook, log, ("violations",)))
            times["all"].append(_taken(rulebook, long, FIELDS))
        each = {
            name: [taken / len(log) for taken in times[name]]
            for name, log in (("short", short), ("long", long), ("all", long))
        }
        rows.append(
            (
                pack,
                str(sum(len(policy.clauses) for policy in rulebook.policies)),
                f"{len(short):,}",
                Spread.of(taken * 1e6 for taken in each["short"]).text(),
                f"{len(long):,}",
                Spread.of(taken * 1e6 for taken in each["long"]).text(),
                Spread.of_ratios(each["long"], each["short"]).text(),
                Spread.of(taken * 1e6 for taken in each["all"]).text(),
            )
        )
    head = (
        "document", "clauses", "events", "µs an event", "events", "µs an event", "times as long",
        "with all findings",
    )  # fmt: skip
    return Section("evaluating documents", tuple(table(head, rows)))


def _taken(rulebook: gr.Rulebook, events: tuple[gr.Event, ...], fields: Sequence[str]) -> float:
    """Seconds of this process from the log to some fields of its evaluation, the violations among them."""
    log = Columns.of(events)
    gc.collect()
    started = time.process_time()
    found = gr.evaluate(rulebook, log, engine="compiled")
    assert all(getattr(found, name) is not None for name in fields)
    assert found.violations
    return time.process_time() - started
