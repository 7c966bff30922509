"""Hold the shipped packs against every law over as many histories as are asked for.

    python -m tests.laws.many --histories 100000 --processes 2
    python -m tests.laws.many --histories 5000 --packs cn/licensing-law --seed 7

A run goes in rounds. In each, every law looks at a batch of examples of every pack, each batch with a seed of
its own, until the histories of all laws together are as many as asked for; what a law has seen before counts
no second time. Every difference is kept, made as small as hypothesis makes it, with the line that finds it
again; the run goes on to the end. Exits with 1 if there was any.
"""

import argparse
import hashlib
import json
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path

import attrs

from govrules.model.policy import Rulebook
from govrules.rulefile.load import load
from govrules.testing.checking import LAWS, check_law
from govrules.testing.history import History
from govrules.testing.law import Difference, Judge, Law, LawBrokenError, Sample

PACKS = (
    "cn/licensing-law",
    "cn/hubei-2008-36",
    "cn/city-execution",
    "cn/yongzhou-2018-1",
    "cn/yuexi-efficiency",
    "cn/district-eight-systems",
    "cn/open-information",
    "cn/petitions",
    "cn/administrative-review",
    "cn/deputies-proposals",
    "cn/deemed-outcomes",
    "cn/excluded-time",
    "cn/efficiency-systems",
    *(f"{country}/deemed-approval" for country in ("de", "es", "fr", "it", "nl", "ph")),
)
HISTORIES = 100_000
BATCH = 200
KEPT = 20
"""so many differences of one law and pack are written out; the rest is only counted"""


@attrs.frozen
class Batch:
    """One law on one pack, with the seed and the number of examples that make the batch what it is."""

    pack: str
    law: str
    seed: int
    examples: int

    def again(self) -> str:
        """The line that looks at the same examples again."""
        return (
            f"check_laws(load({self.pack!r}).or_raise(), laws=[{self.law!r}], "
            f"max_examples={self.examples}, shuffle={self.seed})"
        )


@attrs.frozen
class Looked:
    """What came of a batch."""

    batch: Batch
    examples: int
    histories: frozenset[int]
    """what tells the histories apart that were looked at"""
    seconds: float
    difference: str = ""
    """how the law was broken, or how looking failed; empty where it held"""
    tried: bool = True
    """whether the law has anything to say about the pack"""


@attrs.frozen
class Total:
    """All batches of one law on one pack."""

    examples: int = 0
    histories: int = 0
    different: int = 0
    """each counted once"""
    seconds: float = 0.0
    differences: tuple[str, ...] = ()


@cache
def rules(pack: str) -> Rulebook:
    return load(pack).or_raise()


def history_of(sample: Sample) -> History | None:
    """The history that an example is about; None where it asks only how time is counted."""
    found = sample if isinstance(sample, History) else getattr(sample, "history", None)
    return found if isinstance(found, History) else None


def fingerprint(history: History) -> int:
    """Equal for histories with the same events, read up to the same moment."""
    keys = [(each.case, each.content_key()) for each in history.events]
    text = f"{history.as_of.isoformat()}\n{keys}"
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def look(batch: Batch) -> Looked:
    """Hold one pack against one law."""
    [law] = [each for each in LAWS if each.name == batch.law]
    examples, seen = 0, set[int]()
    searching = True

    def check(sample: Sample, judge: Judge) -> Difference | None:
        nonlocal examples, searching
        found = law.check(sample, judge)
        if searching:
            # What is looked at while a failing example is made smaller is no evidence for anything.
            examples += 1
            history = history_of(sample)
            if history is not None:
                seen.add(fingerprint(history))
            searching = found is None
        return found

    started = time.perf_counter()
    difference, tried = "", True
    try:
        counted = attrs.evolve(law, check=check)
        report = check_law(counted, rules(batch.pack), max_examples=batch.examples, shuffle=batch.seed)
        tried = ("" not in dict(report.skipped)) or report.examples > 0
    except LawBrokenError as error:
        difference = f"{error}\n\nfound again by:\n  {batch.again()}"
    except Exception:
        # A law that cannot be looked at is a difference as well, and the run goes on.
        difference = f"{traceback.format_exc()}\nfound again by:\n  {batch.again()}"
    return Looked(batch, examples, frozenset(seen), time.perf_counter() - started, difference, tried)


def about_histories(law: Law) -> bool:
    """Whether a law looks at histories; the others ask how time is counted."""
    return not law.source.startswith("how time is counted")


def batches(packs: Sequence[str], laws: Sequence[Law], *, seed: int, examples: int) -> Iterator[list[Batch]]:
    """Round after round; laws of counting, which the suite tries hard elsewhere, look at a quarter."""
    source = random.Random(seed)
    for _ in count():
        yield [
            Batch(pack, law.name, source.getrandbits(32), examples if about_histories(law) else examples // 4)
            for law in laws
            for pack in packs
        ]


def run(
    wanted: int,
    *,
    packs: Sequence[str] = PACKS,
    laws: Sequence[Law] = LAWS,
    seed: int,
    processes: int = 1,
    examples: int = BATCH,
    minutes: float | None = None,
) -> dict[tuple[str, str], Total]:
    """The totals by law and pack, once so many different histories were looked at or the time is up."""
    totals: dict[tuple[str, str], Total] = {}
    seen: dict[tuple[str, str], set[int]] = {}
    end = None if minutes is None else time.monotonic() + 60 * minutes
    with ExitStack() as stack:
        pool = stack.enter_context(ProcessPoolExecutor(processes)) if processes > 1 else None
        for number, each_round in enumerate(batches(packs, laws, seed=seed, examples=examples), 1):
            known = [each for each in each_round if (each.law, each.pack) in totals or number == 1]
            for looked in pool.map(look, known) if pool else map(look, known):
                if not looked.tried:
                    continue
                key = (looked.batch.law, looked.batch.pack)
                own = seen.setdefault(key, set())
                own |= looked.histories
                totals[key] = _added(totals.get(key, Total()), looked, len(own))
                if looked.difference:
                    say(f"\n{looked.batch.pack}: {looked.difference}\n")
            reached = sum(each.different for each in totals.values())
            say(f"round {number}: {reached:,} histories")
            if reached >= wanted or (end is not None and time.monotonic() >= end) or not totals:
                return totals
    raise AssertionError("rounds have no end")


def _added(total: Total, looked: Looked, different: int) -> Total:
    differences = total.differences + ((looked.difference,) if looked.difference else ())
    return Total(
        total.examples + looked.examples,
        total.histories + (looked.examples if looked.histories else 0),
        different,
        total.seconds + looked.seconds,
        differences,
    )


def summary(totals: dict[tuple[str, str], Total], packs: Sequence[str]) -> str:
    """The histories by law and pack, as a table in Markdown, and what was found."""
    by_law: dict[str, Counter[str]] = {}
    for (law, pack), total in totals.items():
        by_law.setdefault(law, Counter())[pack] += total.different or total.examples
    about = {law.name for law in LAWS if about_histories(law)}
    lines = ["| law | " + " | ".join(packs) + " | together |", "|---|" + "---:|" * (len(packs) + 1)]
    for heading, wanted in (("different histories", True), ("questions of counting", False)):
        chosen = {law: each for law, each in by_law.items() if (law in about) == wanted}
        if not chosen:
            continue
        for law, each in chosen.items():
            cells = [f"{each[pack]:,}" if each[pack] else "" for pack in packs]
            lines.append(f"| {law} | {' | '.join(cells)} | {each.total():,} |")
        sums = [f"**{sum(each[pack] for each in chosen.values()):,}**" for pack in packs]
        together = sum(each.total() for each in chosen.values())
        lines.append(f"| **{heading}** | {' | '.join(sums)} | **{together:,}** |")
    return "\n".join(lines)


def told(totals: dict[tuple[str, str], Total], *, seed: int) -> dict[str, object]:
    """The run as data, for the page of nightly figures."""
    return {
        "seed": seed,
        "histories": sum(each.histories for each in totals.values()),
        "different": sum(each.different for each in totals.values()),
        "questions": sum(each.examples for each in totals.values() if not each.histories),
        "seconds": round(sum(each.seconds for each in totals.values())),
        "differences": sum(len(each.differences) for each in totals.values()),
    }


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.laws.many", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--histories", type=int, default=HISTORIES, help=f"how many (default: {HISTORIES:,})")
    parser.add_argument("--processes", type=int, default=1, help="how many at a time (default: 1)")
    parser.add_argument("--minutes", type=float, help="end with the round after so many (default: no end)")
    parser.add_argument("--seed", type=int, help="a run's number; left out, another one every time")
    parser.add_argument("--batch", type=int, default=BATCH, help=f"examples of a batch (default: {BATCH})")
    parser.add_argument("--packs", nargs="+", default=PACKS, metavar="PACK")
    parser.add_argument("--laws", nargs="+", metavar="LAW", help="names of some laws (default: all)")
    parser.add_argument("--json", type=Path, help="put the figures into this file")
    parser.add_argument("--table", type=Path, help="put the table into this file")
    parser.add_argument(
        "--differences", type=Path, metavar="FOLDER", help="keep each difference in a file here"
    )
    options = parser.parse_args(arguments)
    laws = [each for each in LAWS if options.laws is None or each.name in options.laws]
    seed = random.SystemRandom().getrandbits(31) if options.seed is None else options.seed
    say(f"seed {seed}")
    totals = run(
        options.histories,
        packs=options.packs,
        laws=laws,
        seed=seed,
        processes=options.processes,
        examples=options.batch,
        minutes=options.minutes,
    )
    figures = told(totals, seed=seed)
    table = summary(totals, options.packs)
    say(f"\n{table}\n")
    say(", ".join(f"{name} {value}" for name, value in figures.items()))
    if options.json:
        options.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")
    if options.table:
        options.table.write_text(table + "\n", encoding="utf-8")
    if options.differences and figures["differences"]:
        keep(totals, options.differences)
    return 1 if figures["differences"] or not figures["histories"] else 0


def keep(totals: dict[tuple[str, str], Total], folder: Path) -> None:
    """Each difference in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for (law, pack), total in totals.items():
        for number, difference in enumerate(total.differences[:KEPT], 1):
            name = f"{pack}-{law}-{number}".replace("/", "-").replace(" ", "-")
            (folder / f"{name}.txt").write_text(difference + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
