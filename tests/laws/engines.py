"""Hold the compiled evaluator against the reference over as many histories as are asked for.

    python -m tests.laws.engines --histories 100000 --processes 2
    python -m tests.laws.engines --seed 7 --batches 1          # one batch, found again

A run goes in batches, each with a seed of its own: some random rulebooks, under each of them some histories.
Four kinds of rulebooks take turns: ordinary ones, of which the programs decide most cases themselves; any
that the language can say, most of which hand cases over; ordinary ones with clauses that cross cases; and
with clauses that ask what others came to. A history counts once, however often it is drawn.
Every difference is made smaller, printed with the rules and the events, and kept; the run goes on to its end.
Exits with 1 if there was any, or if fewer cases were decided by programs than is to be expected.
"""

import argparse
import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count, islice
from pathlib import Path

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded

from govrules.engine.compile.evaluating import run_of
from govrules.model.policy import Rulebook
from govrules.testing import rulebooks
from govrules.testing.any_history import throw_history
from govrules.testing.chance import Chance, Thrown
from govrules.testing.ground import ground_of
from govrules.testing.history import History
from govrules.testing.law_of_engines import difference_of
from tests.laws.asking_rules import asking
from tests.laws.crossing_rules import crossing
from tests.laws.many import fingerprint, say
from tests.laws.ordinary_logs import Asked, asked_of
from tests.laws.ordinary_rules import rulebook_of

HISTORIES = 100_000
RULEBOOKS, EACH = 20, 25
"""rulebooks of a batch, and histories under each"""
KEPT = 50
"""so many differences are written out; the rest is only counted"""
LEAST_DECIDED = 0.5
"""the share of cases under ordinary rulebooks that the programs must decide for the run to say anything"""


@attrs.frozen
class Batch:
    """Some rulebooks of one kind with their histories; the seed makes it what it is."""

    kind: str
    seed: int


@attrs.frozen
class Looked:
    """What came of a batch, or of several."""

    histories: frozenset[int] = frozenset()
    """what tells the histories apart that were looked at"""
    tried: int = 0
    cases: int = 0
    decided: int = 0
    """cases that no program handed over"""
    obligations: int = 0
    """that the programs spoke of in these cases"""
    differences: tuple[str, ...] = ()

    def __add__(self, other: "Looked") -> "Looked":
        return Looked(
            self.histories | other.histories,
            self.tried + other.tried,
            self.cases + other.cases,
            self.decided + other.decided,
            self.obligations + other.obligations,
            self.differences + other.differences,
        )


# -- what is drawn ---------------------------------------------------------------------------------------


def ordinary(seed: int, more: Callable[[Chance], list[str]] = lambda _: []) -> Iterator[Asked]:
    """Histories under ordinary rulebooks."""
    chance = Thrown(random.Random(seed))
    for _ in range(RULEBOOKS):
        rulebook, near = rulebook_of(chance, more=more)
        for _ in range(EACH):
            yield asked_of(chance, rulebook, near)


def of_any_kind(seed: int) -> Iterator[Asked]:
    """Histories under rulebooks with any clauses."""
    found: list[Rulebook] = []

    @seeded(seed)
    @settings(
        max_examples=RULEBOOKS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rulebooks())
    def draw(rulebook: Rulebook) -> None:
        found.append(rulebook)

    draw()
    chance = Thrown(random.Random(seed))
    for rulebook in found:
        ground = ground_of(rulebook)
        for _ in range(EACH):
            yield Asked(throw_history(chance, ground), None, dated=True)


KINDS: dict[str, Callable[[int], Iterator[Asked]]] = {
    "ordinary": ordinary,
    "any": of_any_kind,
    "crossing": partial(ordinary, more=crossing),
    "asking": partial(ordinary, more=asking),
}


# -- looking ---------------------------------------------------------------------------------------------


def look(batch: Batch) -> Looked:
    """Compare both evaluators over one batch."""
    seen: set[int] = set()
    found = Looked()
    for asked in KINDS[batch.kind](batch.seed):
        known = _known(asked)
        found += tried(asked, f"--kinds {batch.kind} --seed {batch.seed} --batches 1", new=known not in seen)
        seen.add(known)
    return attrs.evolve(found, histories=frozenset(seen))


def _known(asked: Asked) -> int:
    rulebook = asked.history.rulebook
    rules = [policy.sha256 for policy in rulebook.policies]
    counting = [each.sha256 for each in rulebook.calendars.values()], list(rulebook.conventions.values())
    text = f"{rules} {counting} {asked.known_at} {asked.dated} {fingerprint(asked.history)}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def tried(asked: Asked, again: str, *, new: bool) -> Looked:
    if not new:
        return Looked(tried=1)
    what = _difference(asked)
    if what:
        return Looked(tried=1, differences=(told(smaller(asked), again),))
    history = asked.history
    run = run_of(
        history.rulebook,
        history.events,
        as_of=history.as_of if asked.dated else None,
        known_at=asked.known_at,
        records=history.records,
    )
    if run is None:
        return Looked(tried=1, cases=len(history.cases))
    handed = run.handed_over
    spoken = sum(
        run.case_of[place] not in handed
        for each in run.everything
        for place in each.trigger_places(each.records)
    )
    cases = len(run.columns.cases)
    return Looked(tried=1, cases=cases, decided=cases - len(handed), obligations=spoken)


def _difference(asked: Asked) -> str:
    try:
        return difference_of(asked.history, known_at=asked.known_at, dated=asked.dated)
    except Exception:
        # An evaluator that breaks off differs as well, and the run goes on.
        return traceback.format_exc()


def smaller(asked: Asked) -> Asked:
    """The same difference, or another, with fewer clauses and events."""
    left = True
    while left:
        left = False
        for each in _with_less(asked):
            if _difference(each):
                asked, left = each, True
                break
    return asked


def _with_less(asked: Asked) -> Iterator[Asked]:
    history = asked.history
    rulebook = history.rulebook
    for case in history.cases[1:] and history.cases:
        kept = tuple(each for each in history.events if each.case != case)
        yield attrs.evolve(asked, history=attrs.evolve(history, events=kept))
    for policy in rulebook.policies:
        without = tuple(each for each in rulebook.policies if each is not policy)
        if without:
            yield _under(asked, attrs.evolve(rulebook, policies=without))
        for clause in policy.clauses:
            fewer = attrs.evolve(policy, clauses=tuple(each for each in policy.clauses if each is not clause))
            others = tuple(fewer if each is policy else each for each in rulebook.policies)
            if fewer.clauses:
                yield _under(asked, attrs.evolve(rulebook, policies=others))
    for number, event in enumerate(history.events):
        kept = history.events[:number] + history.events[number + 1 :]
        if kept:
            yield attrs.evolve(asked, history=attrs.evolve(history, events=kept))
        for name in event.data:
            less = attrs.evolve(event, data={key: each for key, each in event.data.items() if key != name})
            events = (*history.events[:number], less, *history.events[number + 1 :])
            yield attrs.evolve(asked, history=attrs.evolve(history, events=events))
    if asked.known_at is not None:
        yield attrs.evolve(asked, known_at=None)


def _under(asked: Asked, rulebook: Rulebook) -> Asked:
    return attrs.evolve(asked, history=attrs.evolve(asked.history, rulebook=rulebook))


def told(asked: Asked, again: str) -> str:
    """A difference, for whoever looks for its reason."""
    rulebook = asked.history.rulebook
    conventions = [
        f"{key}: {value}"
        for each in rulebook.conventions.values()
        for key, value in each.to_plain().items()
        if value != type(each)().to_plain()[key]
    ]
    clauses = [
        f"{policy.id} ({policy.time_zone}): {each}" for policy in rulebook.policies for each in policy.clauses
    ]
    events = [
        f"{each.case} {each.type} {each.time!s} {dict(each.data)} {each.id} {each.unit}"
        for each in asked.history.events
    ]
    return "\n".join(
        [
            f"found again by: python -m tests.laws.engines {again}",
            f"as_of {asked.history.as_of}, given: {asked.dated}, known_at {asked.known_at}",
            f"convention: {', '.join(conventions) or 'the plainest'}",
            *clauses,
            *events,
            _scenario(asked.history),
            "what differed:",
            _difference(asked),
        ]
    )


def _scenario(history: History) -> str:
    try:
        return repr(history)
    except Exception:
        return "(no scenario can be written of it)"


# -- a run -----------------------------------------------------------------------------------------------


def batches(seed: int, kinds: Sequence[str]) -> Iterator[Batch]:
    """Batches of each kind in turn; the first has the seed of the run."""
    source = random.Random(seed)
    yield Batch(kinds[0], seed)
    for number in count(1):
        yield Batch(kinds[number % len(kinds)], source.getrandbits(31))


def run(
    wanted: int,
    *,
    seed: int,
    kinds: Sequence[str],
    processes: int = 1,
    minutes: float | None = None,
    most: int | None = None,
    tell: Callable[[dict[str, Looked]], None] = lambda _: None,
) -> dict[str, Looked]:
    """What was found by kind of rulebook, once so many different histories were seen or the time is up.

    Args:
        most: at most so many batches.
    """
    totals = {kind: Looked() for kind in kinds}
    end = None if minutes is None else time.monotonic() + 60 * minutes
    left = islice(batches(seed, kinds), most)
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(processes)) if processes > 1 else None
        while group := list(islice(left, 4 * processes)):
            for batch, looked in zip(group, pool.map(look, group) if pool else map(look, group), strict=True):
                totals[batch.kind] += looked
                for each in looked.differences:
                    say(f"\n{each}\n")
                so_far = sum(len(one.histories) for one in totals.values())
                say(f"{batch.kind} {batch.seed}: {so_far:,} histories")
            tell(totals)
            reached = sum(len(each.histories) for each in totals.values())
            if reached >= wanted or (end is not None and time.monotonic() >= end):
                break
    return totals


def figures(totals: dict[str, Looked], seed: int, seconds: float) -> dict[str, object]:
    """The run as data, for the page of nightly figures."""
    together = Counter[str]()
    for each in totals.values():
        together["different"] += len(each.histories)
        together["tried"] += each.tried
        together["cases"] += each.cases
        together["decided"] += each.decided
        together["obligations"] += each.obligations
        together["differences"] += len(each.differences)
    return {"seed": seed, "seconds": round(seconds), **together}


def summary(totals: dict[str, Looked]) -> str:
    """The run as a table in Markdown."""
    lines = [
        "| rulebooks | different histories | cases | decided by programs | obligations | differences |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for kind, each in totals.items():
        share = f"{each.decided / each.cases:.0%}" if each.cases else ""
        lines.append(
            f"| {kind} | {len(each.histories):,} | {each.cases:,} | {share} | {each.obligations:,} "
            f"| {len(each.differences)} |"
        )
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.laws.engines", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--histories", type=int, default=HISTORIES, help=f"how many (default: {HISTORIES:,})")
    parser.add_argument("--processes", type=int, default=1, help="how many at a time (default: 1)")
    parser.add_argument("--minutes", type=float, help="end after about so many (default: no end)")
    parser.add_argument("--batches", type=int, help="at most so many (default: no end)")
    parser.add_argument("--seed", type=int, help="a run's number; left out, another one every time")
    parser.add_argument("--kinds", nargs="+", choices=tuple(KINDS), default=tuple(KINDS), metavar="KIND")
    parser.add_argument("--json", type=Path, help="put the figures into this file, again and again")
    parser.add_argument("--table", type=Path, help="put the table into this file, again and again")
    parser.add_argument("--differences", type=Path, metavar="FOLDER", help="keep each in a file here")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().getrandbits(31) if options.seed is None else options.seed
    say(f"seed {seed}")
    started = time.perf_counter()

    def tell(totals: dict[str, Looked]) -> None:
        found = figures(totals, seed, time.perf_counter() - started)
        if options.json:
            options.json.write_text(json.dumps(found) + "\n", encoding="utf-8")
        if options.table:
            options.table.write_text(summary(totals) + "\n", encoding="utf-8")
        if options.differences:
            keep(totals, options.differences)

    totals = run(
        options.histories,
        seed=seed,
        kinds=options.kinds,
        processes=options.processes,
        minutes=options.minutes,
        most=options.batches,
        tell=tell,
    )
    say(f"\n{summary(totals)}\n")
    found = figures(totals, seed, time.perf_counter() - started)
    say(", ".join(f"{name} {value}" for name, value in found.items()))
    plain = totals.get("ordinary", Looked())
    if plain.cases and plain.decided < LEAST_DECIDED * plain.cases:
        say("fewer cases were decided by programs than is to be expected: the run says little")
        return 1
    return 1 if found["differences"] or not found["different"] else 0


def keep(totals: dict[str, Looked], folder: Path) -> None:
    """Each difference in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, each in totals.items():
        for number, difference in enumerate(each.differences[:KEPT], 1):
            (folder / f"engines-{kind}-{number}.txt").write_text(difference + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
