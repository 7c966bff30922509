"""The compiled evaluator: each policy as one plain Python function that walks numbers.

It decides what the reference evaluator decides, and where it cannot do so for certain it hands the case over
to that evaluator: `docs/decisions/0021-a-compiled-evaluator.md`. How its parts hang together:

- `duty_forms` says which duties are compiled, `duties` writes their common course, `moving` what pauses,
  lengthens or ends them; `events` does both for requirements and prohibitions;
- `terms` writes due ends that are looked up, `silence` what the end of the time means, `windows` when
  something is forbidden, `conditions` (of `codes`) what is asked, `outcomes` what it is that other clauses
  came to, `named` which events are named under one;
- `source` puts it together;
- `waking` says which events of a case hand it over, because a clause that is left out may hear of them;
- `dues` and `looked_dues` count: one due end for whatever anything is counted from, remembered;
- `logs` is the log as one policy walks it, `running` walks it, `findings` tells what was found: `showing`
  makes findings of records, `shown_terms` tells what was looked up, `plainly` says which need no second
  judgement, `accounts` says what no clause used, `verdicts` compares with the reference.
"""
