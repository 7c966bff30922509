"""Whatever is read is read without a traceback, without an end of patience, and in bounded memory.

One module for each reader holds its target: what is done with some bytes, where to begin (`seeds`), and
which words help. `python -m tests.fuzz.run` tries targets under the coverage-guided fuzzer atheris for a
bounded time. What it found lies in `corpus/TARGET/` under telling names; the ordinary tests try all of it
again, and the seeds."""
