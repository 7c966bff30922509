"""The page in a real browser: what is shown, what is found, and that nothing is asked of any network."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import govrules as gr
from govrules.explaining.explanation import explanation
from govrules.explaining.view import View
from govrules.reporting.page.page import report
from tests.reporting import office
from tests.reporting.page import browsing
from tests.reporting.page.browsing import go, logged, run, show
from tests.reporting.page.pages import DAY, ENDING, HOSTILE, PICTURE, SAID, SCRIPT, Made, made

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

MISSING = browsing.missing()
pytestmark = pytest.mark.skipif(MISSING is not None, reason=str(MISSING))

MANY = tuple(
    gr.Event(f"many-{number:03}", "accepted", dt.date(2025, 9, 23), unit="多局") for number in range(120)
)


@attrs.frozen
class Opened:
    browser: "Chrome"
    page: Made
    file: Path

    def all(self, selector: str) -> "list[WebElement]":
        """The elements that are shown."""
        from selenium.webdriver.common.by import By

        found = self.browser.find_elements(By.CSS_SELECTOR, selector)
        return [each for each in found if each.is_displayed()]

    def one(self, selector: str) -> "WebElement":
        [found] = self.all(selector)
        return found

    def texts(self, selector: str) -> list[str]:
        return [each.text for each in self.all(selector)]

    def choose(self, selector: str, value: str) -> None:
        from selenium.webdriver.support.select import Select

        Select(self.one(selector)).select_by_value(value)

    def show(self, part: str = "") -> None:
        show(self.browser, self.file, part)

    def follow(self, link: "WebElement", part: str, key: str | None = None) -> None:
        """Press a link, by mouse or by key, and wait for the part of the page that it leads to."""
        from selenium.webdriver.support.ui import WebDriverWait

        if key is None:
            link.click()
        else:
            link.send_keys(key)
        WebDriverWait(self.browser, 10).until(lambda _: self.all(f"#part-{part}"))

    def open_case(self, name: str, title: str = "Case {}") -> None:
        """As a reader does: search, then follow the link."""
        self.show("cases")
        self.one("#cases-search").send_keys(name)
        [link] = [each for each in self.all("#part-cases tbody th a") if each.text == name]
        self.follow(link, "case")
        assert self.one("#case-title").text == title.format(name)


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Chrome]":
    with browsing.browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Path]:
    folder = tmp_path_factory.mktemp("page")
    page = made(folder, (*HOSTILE, *MANY))
    file = folder / "report.html"
    file.write_text(page.text, encoding="utf-8")
    return page, file


@pytest.fixture
def opened(chromium: "Chrome", whole: tuple[Made, Path]) -> Opened:
    page, file = whole
    found = Opened(chromium, page, file)
    found.show()
    return found


def test_the_overview_shows_the_figures_of_the_evaluation(opened: Opened) -> None:
    [found] = gr.indicators(opened.page.evaluation, opened.page.rules)
    shown = {
        str(each.get_attribute("data-figure")): each.text.split("\n")[1]
        for each in opened.all("#indicators > div")
    }
    assert shown["judged"] == str(found.judged)
    assert shown["on_time"] == "50.0%"
    assert shown["open"] == str(found.open)
    assert opened.one("h1").text == "Report"
    assert opened.one("#as-of").text == "as known up to 2025-09-23"


def test_statistics_are_shown_by_one_grouping_at_a_time(opened: Opened) -> None:
    go(opened.browser, "statistics")
    opened.choose("#by", "unit")
    [table] = opened.all("table.numbers:not(.ages)")
    names = [each.text for each in opened.all(".numbers:not(.ages) tbody th")]
    groups = gr.indicators(opened.page.evaluation, opened.page.rules, by=("unit",))
    assert names == [*(each.group[0] for each in groups), "all"]
    assert table.is_displayed()


def test_a_number_of_the_overview_leads_to_its_part_of_the_worklist(opened: Opened) -> None:
    opened.follow(opened.one("#open-now [data-section=overdue]"), "worklist")
    assert opened.texts("#part-worklist tbody th") == ["late"]
    assert opened.one("#part-worklist .counted").text == "1 of 130"
    opened.choose("#worklist-section", "paused")
    assert opened.texts("#part-worklist tbody th") == ["paused"]


def test_cases_are_found_by_words_and_by_state(opened: Opened) -> None:
    go(opened.browser, "cases")
    opened.one("#cases-search").send_keys("丙局 DECIDE")
    assert opened.texts("#part-cases tbody th") == [ENDING.strip(), "done", "later", "paused"]
    opened.choose("#cases-state", "done")
    assert opened.texts("#part-cases tbody th") == ["done"]
    opened.one("#cases-search").send_keys(" nowhere")
    assert opened.texts("#part-cases tbody th") == []
    assert opened.one("#part-cases .counted").text == "Nothing fits the search and the filters."
    opened.one("#part-cases form button").click()
    assert len(opened.texts("#part-cases tbody th")) == 50


def test_only_a_page_of_many_cases_is_built_at_once(opened: Opened) -> None:
    go(opened.browser, "cases")
    number = len(opened.page.data["cases"])
    assert number > 100
    assert run(opened.browser, "return document.querySelectorAll('#part-cases tbody tr').length") == 50
    first = opened.texts("#part-cases tbody th")
    opened.all("#part-cases .pager button")[1].click()
    second = opened.texts("#part-cases tbody th")
    assert set(first) & set(second) == set()
    assert opened.one("#part-cases .pager span").text == "page 2 of 3"


def test_columns_are_sorted_by_their_heads_and_say_so(opened: Opened) -> None:
    go(opened.browser, "worklist")
    opened.one("#worklist-unit").send_keys("乙局")
    due = opened.one("#part-worklist thead .due button")
    due.click()
    assert opened.one("#part-worklist thead .due").get_attribute("aria-sort") == "ascending"
    assert opened.texts("#part-worklist tbody th")[:2] == ["week", "later"]
    due.click()
    assert opened.texts("#part-worklist tbody th")[:2] == ["later", "week"]


def test_a_case_shows_its_due_date_and_its_explanation_beside_its_timeline(opened: Opened) -> None:
    opened.open_case("late")
    [found] = [each for each in opened.page.evaluation.violations if each.case == "late"]
    told = explanation(found, View.of(opened.page.evaluation, opened.page.rules, "en"))
    assert opened.one(".finding .verdict").text == told.verdict
    shown = {
        term.text: value.text
        for term, value in zip(opened.all(".finding dt"), opened.all(".finding dd"), strict=True)
    }
    assert shown == {each.title: "\n".join(each.lines) for each in told.sections}
    assert shown["Due"] == "2025-09-22 (Mon), to the end of the day"
    assert run(opened.browser, "return document.querySelector('.timeline .due-end title').textContent") == (
        "due end: 2025-09-22"
    )
    timeline, explained = (each.rect for each in opened.all(".two > .panel"))
    assert timeline["y"] == explained["y"]
    assert timeline["x"] + timeline["width"] < explained["x"]


def titles(opened: Opened, selector: str) -> list[str]:
    found = run(
        opened.browser,
        "return [...document.querySelectorAll(arguments[0] + ' > title')].map((each) => each.textContent)",
        f"svg[role=img] {selector}",
    )
    return [str(each) for each in found]


def test_the_drawing_shows_days_off_events_warnings_and_how_late_it_is(opened: Opened) -> None:
    opened.open_case("late")
    off = titles(opened, ".off")
    assert [each for each in off if "2025-09-20" in each] == ["day off · 2025-09-20 to 2025-09-21"] * 2
    assert [each for each in off if "2025-09-28" in each] == []
    assert titles(opened, "g:has(.event)") == ["accepted · 2025-09-15 · 甲局"]
    assert titles(opened, ".warning") == ["warning: 2 working days left · 2025-09-18"]
    assert titles(opened, ".over") == ["late: 2025-09-22 to 2025-09-24 00:00"]
    opened.open_case("paused")
    assert titles(opened, ".stopped") == ["clock stopped: 2025-09-19 to …"]
    opened.open_case("done")
    assert "done: 2025-09-11" in titles(opened, ".fulfilled")


def test_days_off_lie_where_their_dates_are(opened: Opened) -> None:
    opened.open_case("late")
    weekend, due, start = run(
        opened.browser,
        """
        const svg = document.querySelector("svg[role=img]");
        const one = (name) => svg.querySelector(name).getBoundingClientRect();
        const weekend = (each) => each.textContent.includes("2025-09-20");
        const off = [...svg.querySelectorAll(".off")].filter(weekend);
        const box = off[1].getBoundingClientRect();
        return [[box.left, box.right], one(".due-end").left, one(".in-time").left];
        """,
    )
    # From noon of Monday the 15th to the end of Monday the 22nd are seven and a half days.
    day = (due - start) / 7.5
    assert weekend[0] == pytest.approx(start + 4.5 * day, abs=2)
    assert weekend[1] == pytest.approx(start + 6.5 * day, abs=2)


def test_what_looks_like_markup_stays_text(opened: Opened) -> None:
    opened.browser.execute_script("window.alerted = 0; window.alert = () => { window.alerted += 1; }")
    go(opened.browser, "cases")
    opened.one("#cases-search").send_keys("script")
    shown = opened.texts("#part-cases tbody th")
    assert shown == [ENDING.strip(), SCRIPT]
    for number in (0, 1):
        opened.follow(opened.all("#part-cases tbody th a")[number], "case")
        assert opened.one("#case-title").text == f"Case {shown[number]}"
        go(opened.browser, "cases")
    assert PICTURE in opened.texts("#part-cases tbody td.who")
    go(opened.browser, "statistics")
    opened.choose("#by", "unit")
    assert PICTURE in opened.texts(".numbers:not(.ages) tbody th")
    script, alerted = run(opened.browser, "return [document.scripts.length, window.alerted]")
    assert (script, alerted) == (2, 0)
    assert run(opened.browser, "return document.images.length") == 0


def test_both_views_of_a_finding_are_shown_and_found(chromium: "Chrome", tmp_path: Path) -> None:
    page = made(tmp_path, SAID)
    file = tmp_path / "report.html"
    file.write_text(page.text, encoding="utf-8")
    opened = Opened(chromium, page, file)
    opened.show()
    shown = dict(zip(opened.texts("#found dt"), opened.texts("#found dd"), strict=True))
    assert (shown["contested"], shown["excused by a person"]) == ("1", "1")
    told = "contested by people: 1, excused by people: 1; the figures are as computed"
    assert opened.texts("p.said") == [f"What people say: {told}"]
    go(chromium, "cases")
    opened.choose("#cases-state", "said")
    assert opened.texts("#part-cases tbody th") == ["late"]
    opened.open_case("late")
    assert opened.texts(".finding h4 .chip")[:3] == ["overdue", "contested", "excused by a person"]
    [said] = [each.text for each in opened.all(".finding dl > div") if SCRIPT in each.text]
    assert said.splitlines() == [
        "What people say (the finding stands as computed)",
        f"contested on 2025-09-23 by 张三, 甲局: “系统停机 {SCRIPT}” (log.csv:9)",
        "excused on 2025-09-23 16:00 by 监察局: “有运维记录”",
    ]
    assert run(chromium, "return document.scripts.length") == 2
    go(chromium, "worklist")
    [row] = [each.text for each in opened.all("#part-worklist tbody tr") if SCRIPT in each.text]
    assert "overdue" in row


def test_nothing_is_asked_of_any_network(opened: Opened) -> None:
    logged(opened.browser, "performance")
    opened.show("cases")
    opened.open_case("late")
    messages = [json.loads(each["message"])["message"] for each in logged(opened.browser, "performance")]
    sent = [
        each["params"]["request"]["url"] for each in messages if each["method"] == "Network.requestWillBeSent"
    ]
    assert sent
    assert {each.split(":", 1)[0] for each in sent} <= {"file", "about"}
    assert {each.split("#")[0] for each in sent if each.startswith("file")} == {opened.file.as_uri()}
    refused = opened.browser.execute_async_script(
        "const done = arguments[0]; fetch('http://127.0.0.1:9/').then(() => done(false), () => done(true))"
    )
    assert refused is True


def test_the_page_runs_without_an_error(opened: Opened) -> None:
    logged(opened.browser, "browser")
    opened.show("overview")
    for each in ("statistics", "worklist", "cases", "case-0", "case-3", "overview"):
        go(opened.browser, each)
    assert logged(opened.browser, "browser") == []


def test_addresses_that_name_nothing_show_the_overview(opened: Opened) -> None:
    for each in ("case-99999", "nowhere", "case", "case--1", "%", "cases%20"):
        opened.show(each)
        assert [section.get_attribute("id") for section in opened.all("main > section")] == ["part-overview"]


def test_the_keyboard_reaches_everything_and_the_focus_follows(opened: Opened) -> None:
    from selenium.webdriver.common.keys import Keys

    def focused() -> Any:
        return run(opened.browser, "return document.activeElement.className || document.activeElement.id")

    opened.browser.switch_to.active_element.send_keys(Keys.TAB)
    assert focused() == "skip"
    assert opened.one(".skip").rect["x"] >= 0
    opened.follow(opened.one("nav [data-view=cases]"), "cases", Keys.ENTER)
    assert focused() == "cases-title"
    assert opened.one("nav [aria-current]").text == "Cases"
    opened.follow(opened.one("#part-cases tbody tr:first-child a"), "case", Keys.ENTER)
    assert focused() == "case-title"


def test_tables_and_parts_are_named_for_those_who_hear_the_page(opened: Opened) -> None:
    go(opened.browser, "cases")
    unnamed = run(opened.browser, NAMELESS)
    assert unnamed == []
    assert run(opened.browser, "return document.documentElement.lang") == "en"
    assert run(opened.browser, "return document.querySelectorAll('th:not([scope])').length") == 0
    assert run(opened.browser, "return document.querySelectorAll('h1').length") == 1


def test_on_a_telephone_nothing_runs_off_the_side(opened: Opened) -> None:
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": True}
    opened.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        for each in ("overview", "statistics", "worklist", "cases", "case-4"):
            opened.show(each)
            assert run(opened.browser, "return document.documentElement.scrollWidth") == 360, each
    finally:
        opened.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_in_print_all_that_was_chosen_is_there_and_nothing_to_press(opened: Opened) -> None:
    go(opened.browser, "cases")
    opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        run(opened.browser, "window.dispatchEvent(new Event('beforeprint'))")
        assert len(opened.page.data["cases"]) == run(
            opened.browser, "return document.querySelectorAll('#part-cases tbody tr').length"
        )
        assert opened.all("header nav, .filters, .pager, form button, input, select, thead button span") == []
    finally:
        opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    run(opened.browser, "window.dispatchEvent(new Event('afterprint'))")
    assert run(opened.browser, "return document.querySelectorAll('#part-cases tbody tr').length") == 50


COLOURS = """
const ground = (each) => {
  for (; each; each = each.parentElement) {
    const found = getComputedStyle(each).backgroundColor;
    if (found !== "rgba(0, 0, 0, 0)") return found;
  }
  return "rgb(255, 255, 255)";
};
const says = (each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
return [...document.querySelectorAll("body *:not(svg *)")]
  .filter((each) => each.checkVisibility() && says(each))
  .map((each) => [getComputedStyle(each).color, ground(each)]);
"""
NAMELESS = """
const names = ["aria-label", "aria-labelledby"];
const known = (each) => each.labels?.length || names.some((name) => each.getAttribute(name));
const asked = "input, select, section, nav, [role=region], [role=search]";
return [...document.querySelectorAll(asked)].filter((each) => !known(each)).map((each) => each.id);
"""


def contrast(first: str, second: str) -> float:
    """The contrast of two colours as WCAG 2 defines it."""

    def light(colour: str) -> float:
        parts = [int(each) / 255 for each in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        red, green, blue = (
            each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    one, other = sorted((light(first), light(second)), reverse=True)
    return (one + 0.05) / (other + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(opened: Opened, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    pairs = set()
    try:
        for part in ("overview", "statistics", "worklist", "cases", "case-4"):
            opened.show(part)
            for text, ground in run(
                opened.browser,
                COLOURS,
            ):
                pairs.add((text, ground))
    finally:
        opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert len(pairs) > 5
    assert [each for each in sorted(pairs) if contrast(*each) < 4.5] == []


def test_the_page_in_chinese(chromium: "Chrome", tmp_path: Path) -> None:
    page = made(tmp_path, lang="zh")
    file = tmp_path / "report.html"
    file.write_text(page.text, encoding="utf-8")
    opened = Opened(chromium, page, file)
    opened.show()
    assert opened.texts("nav a") == ["概览", "统计", "工作清单", "案件"]
    opened.open_case("late", "案件 {}")
    [found] = [each for each in page.evaluation.violations if each.case == "late"]
    assert (
        opened.one(".verdict").text == explanation(found, View.of(page.evaluation, page.rules, "zh")).verdict
    )
    assert "期限届满: 2025年9月22日" in titles(opened, ".due-end")


def test_without_names_a_case_can_still_be_opened(chromium: "Chrome", tmp_path: Path) -> None:
    rules = office.rules(tmp_path)
    evaluation = office.on_the_morning_of(DAY, rules)
    text = report(evaluation, rules, office.EVENTS, naming="left out")
    file = tmp_path / "report.html"
    file.write_text(text, encoding="utf-8")
    opened = Opened(chromium, Made(evaluation, rules, office.EVENTS, text), file)
    opened.show("cases")
    assert opened.texts("#part-cases thead th")[-1].startswith("due")
    opened.follow(opened.all("#part-cases tbody th a")[0], "case")
    assert opened.one("#case-title").text == "Case 1"
    assert len(opened.all(".finding")) > 0
