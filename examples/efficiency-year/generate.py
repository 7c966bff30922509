"""The log of one invented district over one year: `python generate.py` writes it beside this file.

Everything is drawn from one seed, so that the log is the same wherever it is made. Nobody and nothing in it
exists: the district of Qinghe, its units, its posts and its cases are invented.
"""

import argparse
import csv
import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import govrules as gr

HERE = Path(__file__).parent
SEED = 2025
YEAR = 2025
ZONE = dt.timezone(dt.timedelta(hours=8))

UNITS = (
    "区政府办公室", "区民政局", "区教育局", "区卫生健康局", "区住房和城乡建设局", "区城市管理局",
    "区市场监督管理局", "区自然资源局", "区水利局", "区农业农村局", "区交通运输局", "区政务服务中心",
)  # fmt: skip
OFFICE = UNITS[0]
CHANCE_OF_DELAY = dict(zip(UNITS, (2, 4, 5, 6, 14, 16, 8, 10, 4, 5, 9, 3), strict=True))
"""in a hundred cases of each unit: how many run late"""

Row = dict[str, Any]


class District:
    """Draws what happens; each kind of matter is one method that yields the events of one case."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)
        self.days = working_days()

    # -- drawing ---------------------------------------------------------------------------------------

    def chance(self, percent: float) -> bool:
        return self.random.random() * 100 < percent

    def unit(self) -> str:
        return self.random.choice(UNITS)

    def late(self, unit: str) -> bool:
        return self.chance(CHANCE_OF_DELAY[unit])

    def working_day(self, last: int = 240) -> int:
        """The number of a working day of the year, early enough for what follows to end within it."""
        return self.random.randrange(min(last, len(self.days)))

    def at(self, day: int, hour: int, minute: int = 0) -> dt.datetime:
        whole = self.days[min(day, len(self.days) - 1)]
        return dt.datetime.combine(whole, dt.time(hour, minute), ZONE)

    def on(self, day: int) -> dt.date:
        return self.days[min(day, len(self.days) - 1)]

    # -- the kinds of matters ----------------------------------------------------------------------------

    def inquiry(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day()
        begins = self.at(day, self.random.randrange(9, 16), self.random.randrange(60))
        channel = self.random.choice(("visit", "visit", "phone", "phone", "letter"))
        whose = self.random.choice(("own_duty", "own_duty", "colleague", "elsewhere"))
        asked: Row = {"first_asked": f"{unit}窗口{self.random.randrange(1, 4)}号岗", "on_duty": True}
        if self.chance(1.5):
            del asked["first_asked"]
        yield event(case, "inquiry_received", begins, unit, channel=channel, belongs_to=whose, **asked)
        minutes = self.random.randrange(5, 25)
        if self.late(unit):
            minutes = self.random.randrange(70, 200)
        done = begins + dt.timedelta(minutes=minutes)
        if whose == "colleague" and not self.chance(3):
            to = f"{unit}业务{self.random.randrange(1, 6)}号岗"
            yield event(case, "inquiry_transferred", done, unit, to_person=to)
        elif whose == "own_duty" and self.chance(70):
            yield event(case, "inquiry_handled", done, unit)
        elif whose == "own_duty":
            promised = day + self.random.randrange(2, 8)
            due = self.on(promised)
            yield event(case, "reason_and_date_told", done, unit, reason="须核对档案", due_on=due)
            shift = self.random.randrange(1, 4) if self.late(unit) else -self.random.randrange(2)
            yield event(case, "inquiry_handled", self.at(promised + shift, 15), unit)
        elif not self.chance(2):
            yield event(case, "inquiry_answered", done, unit)
        yield event(case, "inquiry_ended", done + dt.timedelta(minutes=2), unit)

    def task(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(225)
        urgent = self.chance(20)
        yield event(case, "task_assigned", self.on(day), unit, urgent=urgent)
        takes = self.random.randrange(0, 2) if urgent else self.random.randrange(1, 5)
        if self.late(unit):
            takes += self.random.randrange(5, 15)
            if self.chance(25):
                yield event(case, "excuse_approved", self.on(day + 1), OFFICE)
        if not self.chance(1):
            yield event(case, "concluded", self.on(day + takes), unit)

    def visit(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(225)
        kind = self.random.choice(("at_once", "at_once", "needs_meeting", "complex", "against_policy"))
        begins = self.at(day, self.random.randrange(9, 16), self.random.randrange(60))
        yield event(case, "visitor_received", begins, unit, sorted_as=kind)
        late = self.late(unit)
        if kind == "at_once":
            ends = begins + dt.timedelta(minutes=self.random.randrange(90, 300) if late else 25)
            yield event(case, "concluded", ends, unit)
        elif kind == "needs_meeting":
            yield event(case, "concluded", self.on(day + (9 if late else 3)), unit)
        elif kind == "complex":
            yield event(case, "concluded", self.on(day + (28 if late else 12)), unit)
        elif not late:
            yield event(case, "explained", begins + dt.timedelta(minutes=15), unit)

    def request(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(225)
        kind = "request_received" if self.chance(60) else "report_received"
        yield event(case, kind, self.on(day), unit)
        takes = self.random.randrange(16, 24) if self.late(unit) else self.random.randrange(2, 6)
        yield event(case, "replied", self.on(day + takes), unit)

    def proposal(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(60)
        yield event(case, "proposal_assigned", self.on(day), unit)
        end = day + (130 if self.late(unit) else self.random.randrange(40, 110))
        yield event(case, "concluded", self.on(end), unit)
        yield event(case, "result_reported", self.on(end + 1), unit)

    def order(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(200)
        promised = day + self.random.randrange(5, 30)
        yield event(case, "matter_assigned", self.on(day), unit, due_on=self.on(promised))
        end = promised + (self.random.randrange(1, 6) if self.late(unit) else -self.random.randrange(0, 4))
        yield event(case, "concluded", self.on(end), unit)
        yield event(case, "result_reported", self.on(end), unit)

    def matter(self, case: str) -> Iterator[Row]:
        number = self.random.randrange(len(ITEMS))
        item, unit, legal, promised, _ = ITEMS[number]
        day = self.working_day(200)
        yield event(case, "matter_accepted", self.on(day), unit, item=item)
        takes = self.random.randrange(1, promised + 1)
        if self.late(unit):
            takes = self.random.randrange(promised + 1, legal + 6)
        outcome = "granted" if self.chance(92) else "refused"
        yield event(case, "decided", self.on(day + takes), unit, outcome=outcome)
        yield event(case, "concluded", self.on(day + takes), unit)

    def complaint(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(225)
        yield event(case, "complaint_handled", self.on(day), unit, anonymous=self.chance(20))
        if not self.chance(4):
            takes = self.random.randrange(6, 12) if self.late(unit) else self.random.randrange(0, 5)
            yield event(case, "complaint_feedback_given", self.on(day + takes), unit)

    def finding(self, case: str) -> Iterator[Row]:
        unit, day = self.unit(), self.working_day(220)
        behaviour = self.random.choice(
            (
                "uncivil",
                "promise_broken",
                "dilatory",
                "neglect",
                "irresponsible",
                "taking_benefits",
                "inaction",
            )
        )
        grave = self.chance(20)
        loss = self.random.choice((0, 0, 0, 20_000, 400_000))
        person = f"{unit}{self.random.randrange(1, 5)}号岗"
        about: Row = {
            "person": person, "behaviour": behaviour, "on_official_duty": True,
            "verified": not self.chance(10),
            "severity": "serious" if grave else "ordinary", "effect": "very_bad" if grave else "none",
            "serious_accident": False, "loss": loss, "discipline_breached": loss > 100_000, "unlawful": False,
            "crime": False, "acted_on": self.on(day),
        }  # fmt: skip
        if loss:
            about["loss_to"] = "state"
        yield event(case, "finding_recorded", self.on(day), unit, **about)
        if not self.chance(15):
            yield event(case, "accountability_opened", self.on(day + 5), unit)
        if behaviour == "uncivil" and not self.chance(20):
            yield event(case, "apology_made", self.on(day + 3), unit)
        if self.chance(60):
            yield event(
                case,
                "measure_imposed",
                self.on(day + 20),
                OFFICE,
                measure="admonition",
                person=person,
                party=person,
            )

    # -- what runs through the year -----------------------------------------------------------------------

    def shifts(self) -> Iterator[Row]:
        """The duty office, day and night in two shifts; now and then the next shift comes late."""
        start = dt.datetime(YEAR, 1, 1, 8, tzinfo=ZONE)
        for number in range(2 * 365):
            begins = start + dt.timedelta(hours=12 * number)
            ends = begins + dt.timedelta(hours=12)
            if self.chance(0.7):
                begins += dt.timedelta(minutes=self.random.randrange(5, 50))
            name = f"{begins.date().isoformat()}-{'日' if number % 2 == 0 else '夜'}"
            yield event(f"值班-{name}", "shift_started", begins, OFFICE, shift=name)
            yield event(f"值班-{name}", "shift_ended", ends, OFFICE, shift=name)

    def meetings(self) -> Iterator[Row]:
        for unit in UNITS:
            for number in range(self.random.randrange(6, 14)):
                case = f"会议-{unit}-{number + 1}"
                day = self.on(self.working_day())
                if unit == OFFICE:
                    yield event(case, "press_conference_held", day, unit)
                else:
                    yield event(case, "routine_appraised", day, unit, person=f"{unit}{number % 4 + 1}号岗")

    def appraisals(self) -> Iterator[Row]:
        for unit in ("区城市管理局", "区市场监督管理局", "区交通运输局"):
            if not self.chance(20):
                yield event(f"执法评议-{unit}", "enforcement_appraised", self.on(235), unit)


def working_days() -> list[dt.date]:
    """The working days of the year."""
    found = [gr.due("1 working day", after=dt.date(YEAR - 1, 12, 31), calendar="cn").date]
    while found[-1].year == YEAR:
        found.append(gr.due("1 working day", after=found[-1], calendar="cn").date)
    return found[:-1]


ITEMS = tuple(
    (f"{unit.removeprefix('区')}事项{number}", unit, legal, promised, tacit)
    for unit, number, legal, promised, tacit in (
        ("区民政局", 1, 20, 10, True),
        ("区民政局", 2, 30, 20, False),
        ("区教育局", 1, 20, 15, False),
        ("区卫生健康局", 1, 20, 12, True),
        ("区住房和城乡建设局", 1, 20, 15, True),
        ("区住房和城乡建设局", 2, 15, 8, False),
        ("区城市管理局", 1, 10, 5, True),
        ("区市场监督管理局", 1, 15, 5, False),
        ("区自然资源局", 1, 20, 20, True),
        ("区水利局", 1, 20, 10, False),
        ("区农业农村局", 1, 20, 10, True),
        ("区交通运输局", 1, 20, 12, False),
    )
)
"""name, unit, working days by law, working days promised, whether silence is consent"""


def event(case: str, kind: str, time: dt.date, unit: str, **data: object) -> Row:
    return {"case": case, "type": kind, "time": time.isoformat(), "unit": unit, "data": data}


def events(seed: int = SEED) -> list[Row]:
    """Every event of the year, in order of time."""
    district = District(seed)
    kinds: tuple[tuple[str, int, Callable[[str], Iterator[Row]]], ...] = (
        ("询问", 420, district.inquiry),
        ("交办", 260, district.task),
        ("来访", 240, district.visit),
        ("请示", 160, district.request),
        ("提案", 40, district.proposal),
        ("批办", 120, district.order),
        ("事项", 300, district.matter),
        ("投诉", 90, district.complaint),
        ("认定", 36, district.finding),
    )
    found = [
        each
        for name, number, draw in kinds
        for count in range(1, number + 1)
        for each in draw(f"{name}-{count:03}")
    ]
    found += [*district.shifts(), *district.meetings(), *district.appraisals()]
    found = [each for each in found if each["time"] < f"{YEAR + 1}"]
    found.sort(key=lambda each: (each["time"], each["case"], each["type"]))
    return [{name: value for name, value in each.items() if value != {}} for each in found]


def records() -> list[dict[str, str]]:
    """Units, posts, persons and the catalogue of items, as the district had them."""
    kinds = {
        OFFICE: "department;press_office;duty_office",
        "区城市管理局": "department;enforcement",
        "区市场监督管理局": "department;enforcement",
        "区交通运输局": "department;enforcement",
    }
    start = f"{YEAR - 1}-01-01"
    found = []
    for unit in UNITS:
        found.append({"record": "unit", "key": unit, "from": start, "kinds": kinds.get(unit, "department")})
        for role, name in (("行政首长", "局长岗"), ("主要责任人", "责任人岗"), ("分管领导", "分管副区长岗")):
            # Two units changed hands on 1 July, and one post stood vacant from October on.
            changed = unit in {"区水利局", "区教育局"} and role == "行政首长"
            vacant = unit == "区农业农村局" and role == "行政首长"
            holder = f"{unit}{name}"
            until = f"{YEAR}-07-01" if changed else f"{YEAR}-10-01" if vacant else ""
            post = {"record": "post", "key": f"{unit}{role}", "unit": unit, "role": role}
            found.append({**post, "from": start, "until": until, "holder": holder})
            if changed:
                found.append({**post, "from": until, "holder": f"{holder}（继任）"})
            if vacant:
                found.append({**post, "from": until})
        for number in range(1, 5):
            person = {"record": "person", "key": f"{unit}{number}号岗", "from": start, "unit": unit}
            found.append({**person, "superior": f"{unit}局长岗", "civil_servant": "false"})
    for name, unit, legal, promised, tacit in ITEMS:
        found.append(
            {
                "record": "item", "key": name, "from": start, "unit": unit,
                "legal_limit": f"{legal} working days", "promised_limit": f"{promised} working days",
                "tacit_approval": str(tacit).lower(), "eligible": str(tacit).lower(),
            }
        )  # fmt: skip
    return found


def write(folder: Path, seed: int = SEED) -> None:
    """`events.jsonl` and `records.csv` in a folder."""
    lines = (json.dumps(each, ensure_ascii=False, default=str) for each in events(seed))
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = records()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    columns = ["record", "key", "from", "until", *(each for each in columns[3:] if each != "until")]
    with (folder / "records.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--folder", type=Path, default=HERE)
    given = parser.parse_args()
    write(given.folder, given.seed)
