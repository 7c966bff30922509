"""The compiled evaluator: each policy as one plain Python function that walks numbers.

It decides what the reference evaluator decides, and where it cannot do so for certain it hands the case over
to that evaluator: `docs/decisions/0021-a-compiled-evaluator.md`. How its parts hang together:

- `plan` says of each clause whether it is compiled, and which events of a case hand that case over;
- `duties`, `requirements`, `prohibitions` and `conditions` write the source, `source` puts it together;
- `dues` counts: one due end for each day or instant that anything is counted from, remembered;
- `logs` is the log as one policy walks it, `running` walks it, `findings` shows what was found.
"""
