"""The files that are measured on, made once in a folder of their own."""

from pathlib import Path

import attrs

from evaluating.workload import YEARS, by_time, licences, matters, write_lines, write_parquet


@attrs.frozen(eq=False)
class Files:
    """Makes each file when it is first asked for."""

    folder: Path
    counts: dict[Path, int] = attrs.field(factory=dict)
    """of each file its events"""

    def log(
        self, ending: str, cases: int, *, years: int = YEARS, hard: bool = False, mingled: bool = False
    ) -> Path:
        """A log of JSON Lines (`jsonl`) or Parquet (`parquet`), ordered by case or, `mingled`, by time."""
        kind = "hard" if hard else "licensing"
        path = self.folder / f"{kind}-{cases}-{years}{'-mingled' if mingled else ''}.{ending}"
        if path not in self.counts:
            rows = (matters if hard else licences)(cases, years=years)
            write = write_lines if ending == "jsonl" else write_parquet
            self.counts[path] = write(by_time(rows) if mingled else rows, path)
        return path
