"""How long a browser takes to open the report of ten thousand cases, and what it costs to write it.

Needs the extra `report`, selenium, and Chromium with its driver on the path:
`python benchmarks/report_page.py --cases 10000`.
"""

import argparse
import datetime as dt
import random
import shutil
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from measuring import Spread, facts

import govrules as gr
from govrules.model.events import Event
from govrules.reporting.page.page import report

SEED = 20260301
FIRST = dt.date(2025, 3, 3)
ZONE = dt.timezone(dt.timedelta(hours=8))

READY = "return performance.timing.domComplete - performance.timing.navigationStart"
LISTED = """
const done = arguments[0], begun = performance.now();
location.hash = "cases";
requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
"""


def log(cases: int) -> list[Event]:
    """Licence applications of one invented year in forty offices, some with a pause, some late."""
    draw = random.Random(SEED)
    events = []
    for number in range(cases):
        case, unit = f"许可-{number:05}", f"审批{draw.randrange(1, 41)}科"
        day = FIRST + dt.timedelta(days=draw.randrange(270))
        events.append(Event(case, "accepted", _at(day, draw), unit=unit))
        taken = draw.choice((9, 17, 24, 27, 30, 36))
        if draw.random() < 0.1:
            begins = day + dt.timedelta(days=3)
            data = {"procedure": "inspection"}
            events.append(Event(case, "procedure_started", _at(begins, draw), unit=unit, data=data))
            ends = begins + dt.timedelta(days=draw.randrange(2, 9))
            events.append(Event(case, "procedure_ended", _at(ends, draw), unit=unit, data=data))
        if draw.random() < 0.96:
            events.append(Event(case, "decided", _at(day + dt.timedelta(days=taken), draw), unit=unit))
    return events


def _at(day: dt.date, draw: random.Random) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(draw.randrange(9, 17), draw.randrange(60)), ZONE)


def opened(page: Path, times: int) -> list[tuple[float, float]]:
    """Milliseconds from navigation to the page being ready to use, and to the list of cases being shown."""
    from selenium import webdriver

    found = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as profile:
            options = webdriver.ChromeOptions()
            for each in ("--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"):
                options.add_argument(each)
            driver = webdriver.ChromeService(shutil.which("chromedriver"))
            browser = webdriver.Chrome(options=options, service=driver)
            try:
                browser.get(page.as_uri())
                ready = browser.execute_script(READY)
                listed = browser.execute_async_script(LISTED)
                found.append((float(ready), float(listed)))
            finally:
                browser.quit()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--lang", choices=("en", "zh"), default="zh")
    given = parser.parse_args()
    print("\n".join(facts(("govrules", "jinja2"))), flush=True)
    rules = gr.load("cn/licensing-law").or_raise()
    events = log(given.cases)
    began = time.perf_counter()
    evaluation = gr.evaluate(rules, events, as_of=dt.date(2026, 1, 31))
    evaluated = time.perf_counter()
    page = report(evaluation, rules, events, lang=given.lang)
    written = time.perf_counter()
    print(f"{given.cases} cases, {len(events)} events, {len(evaluation.obligations)} obligations")
    print(f"evaluated in {evaluated - began:.1f} s, page made in {written - evaluated:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page, encoding="utf-8")
        print(f"{file.stat().st_size / 1e6:.1f} MB")
        if find_spec("selenium") is None or shutil.which("chromedriver") is None:
            print("not opened: no selenium, or no Chromium with its driver, here")
            return
        found = opened(file, given.times)
    for name, which in (("ready to use", 0), ("list of cases shown", 1)):
        print(f"{name}: {Spread.of(each[which] for each in found).text()} ms")


if __name__ == "__main__":
    main()
