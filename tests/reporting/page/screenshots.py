"""Takes the pictures of the guide anew: `python -m tests.reporting.page.screenshots`, of a district's year.

Needs Chromium with its driver, selenium, and a font with Chinese (as `fonts-noto-cjk` of Debian).
"""

import base64
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import govrules as gr
from govrules.diagnostics import Language
from govrules.formats.records import read_records
from govrules.reporting.page.page import report
from tests.house.sources import ROOT
from tests.reporting.page import browsing

EXAMPLES = ROOT / "examples"
PICTURES = ROOT / "docs" / "how-to" / "images"
DESK: dict[str, Any] = {"width": 1120, "height": 660, "deviceScaleFactor": 1, "mobile": False}
TELEPHONE: dict[str, Any] = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
PAPER: dict[str, Any] = {"width": 760, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
CASE = "事项-009"
"""decided a week late, and held against three limits"""

SHOTS: tuple[tuple[str, Language, str, dict[str, Any], str], ...] = (
    ("report-overview.en.png", "en", "overview", DESK, ""),
    ("report-case.en.png", "en", CASE, DESK, ""),
    ("report-overview.zh.png", "zh", "overview", DESK, ""),
    ("report-case.zh.png", "zh", CASE, DESK, ""),
    ("report-telephone.zh.png", "zh", CASE, TELEPHONE, ""),
    ("report-print.zh.png", "zh", CASE, PAPER, "print"),
)


def main() -> None:
    year = EXAMPLES / "efficiency-year"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "generate.py").write_text(
            (year / "generate.py").read_text(encoding="utf-8"), encoding="utf-8"
        )
        subprocess.run([sys.executable, "generate.py"], cwd=folder, check=True)
        local = EXAMPLES / "local-limits" / "qinghe.yaml"
        rules = gr.load("cn/district-eight-systems", "cn/hubei-2008-36", local).or_raise()
        log = gr.read_events(folder / "events.jsonl")
        records = read_records(folder / "records.csv")
        evaluation = gr.evaluate(rules, log, as_of=dt.date(2025, 12, 31), records=records)
        pages = {}
        for lang in ("en", "zh"):
            pages[lang] = folder / f"{lang}.html"
            pages[lang].write_text(report(evaluation, rules, log, lang=lang), encoding="utf-8")
        PICTURES.mkdir(exist_ok=True)
        with browsing.browser() as opened:
            for file, lang, part, metrics, media in SHOTS:
                opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
                opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media})
                browsing.show(opened, pages[lang], _address(pages[lang], part))
                taken = opened.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
                (PICTURES / file).write_bytes(base64.b64decode(taken["data"]))


def _address(page: Path, part: str) -> str:
    """Of a case by its name, else the part itself."""
    begin = '<script type="application/json" id="data">'
    data = json.loads(page.read_text(encoding="utf-8").split(begin)[1].split("</script>")[0])
    names = [data["texts"][each[0]] for each in data["cases"]]
    return f"case-{names.index(part)}" if part in names else part


if __name__ == "__main__":
    main()
