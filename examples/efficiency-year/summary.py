"""What a year comes to: `python summary.py` evaluates the log beside it and prints one page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import govrules as gr

HERE = Path(__file__).parent
RULES = ("cn/district-eight-systems", "cn/hubei-2008-36", HERE.parent / "local-limits" / "qinghe.yaml")


def evaluate(folder: Path = HERE) -> tuple[gr.Rulebook, gr.Evaluation]:
    """The rules, and what became of every obligation of the year."""
    rules = gr.load(*RULES).or_raise()
    log = gr.read_events(folder / "events.jsonl")
    records = gr.read_records(folder / "records.csv")
    return rules, gr.evaluate(rules, log, records=records, as_of=dt.date(2025, 12, 31))


def page(rules: gr.Rulebook, found: gr.Evaluation) -> Iterator[str]:
    """The page, line by line."""
    titles = {each.full_id: each.title.en or each.id for each in rules.clauses}
    quality = found.quality
    judged = quality.judged + quality.not_judged
    yield f"{quality.events:,} events of {quality.cases:,} cases; {judged / quality.cases:.1%} judged in full"
    yield from counted("Violations by clause", (titles[each.full_clause] for each in found.violations))
    yield from counted("Violations by unit", (each.unit or "-" for each in found.violations))
    yield from counted("Shortfalls by clause", (titles[each.full_clause] for each in found.shortfalls))
    yield from counted("Silence that decided", (titles[each.full_clause] for each in found.lapses))
    yield from counted(
        "Measures by clause and state",
        (f"{titles[each.full_clause]}: {each.state}" for each in found.measures),
    )
    yield from counted(
        "Who answers, nothing proposed",
        (f"{titles[each.full_clause]} ({each.role})" for each in found.attributions),
    )
    yield from counted(
        "Quotas and what must hold",
        (
            f"{titles[each.full_clause]}: {each.state}"
            for each in found.obligations
            if each.clause_kind in {"quota", "maintenance"}
        ),
    )
    gaps = [each.gap for each in found.violations if each.gap is not None and each.gap.until is not None]
    minutes = sum((each.until - each.start).total_seconds() for each in gaps if each.until) / 60
    yield ""
    yield f"The duty office stood empty {len(gaps)} times, {minutes:.0f} minutes in all"
    yield from counted("Unknown, and why", (each.reason.code for each in found.unknowns))


def counted(title: str, names: Iterable[str]) -> Iterator[str]:
    """A heading and its lines, the most frequent first."""
    found = Counter(names)
    yield ""
    yield f"{title}: {sum(found.values())}"
    for name, number in sorted(found.items(), key=lambda each: (-each[1], each[0])):
        yield f"{number:6}  {name}"


if __name__ == "__main__":
    for line in page(*evaluate()):
        print(line)  # noqa: T201
