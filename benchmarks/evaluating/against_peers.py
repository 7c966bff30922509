"""The rule engines, each on the clauses that it can express, beside govrules on the same clauses and file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import Spread, table

from evaluating import closures, logs, naive, ours
from evaluating.files import Files
from evaluating.logs import Breach
from evaluating.peers.listed import PEERS, why_not
from evaluating.peers.shared import Peer, came_late
from evaluating.running import Section, Target, in_turn, ratio, same, speed
from evaluating.workload import last_day

LAST = last_day().toordinal()
FEWEST = 500
"""cases that even the slowest is given"""


def peers(files: Files, cases: int, rounds: int) -> Section:
    rows: list[tuple[str, ...]] = []
    slowness: dict[str, Spread] = {}
    of_naive: Spread | None = None
    absent: list[str] = []
    whole = files.log("jsonl", cases)
    for peer in PEERS:
        reason = why_not(peer)
        if reason is not None:
            absent.append(f"- {peer.name}: left out, {reason}")
            continue
        path = files.log("jsonl", max(FEWEST, int(cases * peer.share)))
        count = files.counts[path]
        times = in_turn(_ways(peer, path, whole), rounds)
        ahead = None
        if "govrules" in times:
            # It has a part that does not grow, which a small log would charge it with.
            by_event = [taken / files.counts[whole] for taken in times["govrules"]]
            ahead = Spread.of_ratios([taken / count for taken in times[peer.name]], by_event)
        if ahead is not None:
            slowness[peer.name] = ahead
        if peer is PEERS[0]:
            of_naive = ratio(times, peer.name, "naive interpreter")
        rows.append(
            (
                peer.name,
                f"{len(peer.clauses)} of 10",
                f"{count:,}",
                speed(count, times[peer.name]),
                speed(count, times["naive interpreter"]),
                speed(files.counts[whole], times["govrules"]) if ahead is not None else ours.NOT_THERE_YET,
                ahead.text() if ahead is not None else "",
            )
        )
    head = (
        "engine",
        "clauses",
        "events",
        "million events a second",
        "naive interpreter",
        "govrules, whole log",
        "govrules is ahead",
    )
    said = [f"- **{each.name}**: {each.how}. It cannot say: {each.cannot}." for each in PEERS]
    lines = (*table(head, rows), *([""] if absent else []), *absent, "", *said)
    return Section("evaluating peers", lines, tuple(_targets(slowness, of_naive)))


def _ways(peer: Peer, path: Path, whole: Path) -> dict[str, Callable[[], Any]]:
    """What is run in turn, after all have found the same."""
    rulebook = ours.rulebook(only=peer.clauses)
    columns = logs.read_table(path)
    expected = closures.breaches(columns, LAST, peer.clauses)
    judge = peer.ready(LAST)
    seen = expected if peer.sees_silence else came_late(expected, columns)
    same(peer.name, judge(path), seen)
    ways: dict[str, Callable[[], list[Breach]]] = {
        peer.name: lambda: judge(path),
        "naive interpreter": lambda: naive.breaches(rulebook, logs.read_objects(path), LAST),
    }
    same(f"naive interpreter, on the clauses of {peer.name}", ways["naive interpreter"](), expected)
    if ours.compiled_available():
        ways["govrules"] = lambda: ours.decided_file(rulebook, whole)
        on_all = closures.breaches(logs.read_table(whole), LAST, peer.clauses)
        same(f"govrules, on the clauses of {peer.name}", ways["govrules"](), on_all)
    return dict(ways)


def _targets(slowness: dict[str, Spread], of_naive: Spread | None) -> list[Target]:
    matching = {name: each for name, each in slowness.items() if "by hand" not in name}
    by_hand = {name: each for name, each in slowness.items() if "by hand" in name}
    found = []
    for asked, among in (
        (
            "at least 8 times the fastest of the rule engines, from the same file to the same findings",
            matching,
        ),
        ("the same, where Python matches the events for the engine", by_hand),
    ):
        nearest = min(among, key=lambda name: among[name].median) if among else None
        found.append(
            Target(asked, among[nearest] if nearest else None, 8, note=f" ({nearest})" if nearest else "")
        )
    found.append(
        Target("the naive interpreter at least as fast as zen-engine on the same rules", of_naive, 1.0)
    )
    return found
