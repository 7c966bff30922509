"""The rule engines that govrules is measured against find what it finds, in the clauses that they have."""

from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.loaded import module

workload = module("evaluating.workload")
logs = module("evaluating.logs")
closures = module("evaluating.closures")
listed = module("evaluating.peers.listed")

CASES = 400
LAST = workload.last_day().toordinal()


@pytest.mark.parametrize("peer", listed.PEERS, ids=lambda peer: peer.name)
def test_a_peer_finds_the_same_in_the_clauses_that_it_can_express(peer: Any, tmp_path: Path) -> None:
    reason = listed.why_not(peer)
    if reason is not None:
        pytest.skip(reason)
    pytest.importorskip("msgspec")
    path = tmp_path / "events.jsonl"
    rows = list(workload.licences(CASES))
    workload.write_lines(rows, path)
    table = logs.Table.of(logs.happenings_of(rows))
    found = closures.breaches(table, LAST, peer.clauses)
    assert {clause for _, clause, _ in found} >= {"deliver", "give_reasons"}
    if not peer.sees_silence:
        assert module("evaluating.peers.shared").came_late(found, table) == found
    assert peer.ready(LAST)(path) == found


def test_no_peer_has_a_clause_in_calendar_days() -> None:
    clauses = {name for peer in listed.PEERS for name in peer.clauses}
    assert clauses == {
        "answer", "ask_once", "give_reasons", "decide", "decided_by_whom_it_was_given", "deliver", "publish",
        "no_fee",
    }  # fmt: skip
