"""The page as a file: what it holds, what it never holds, and that it is the same every time."""

import datetime as dt
import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import govrules as gr
from govrules.counting.calendar import working_calendar
from govrules.diagnostics import Language
from govrules.explaining.explanation import explanation
from govrules.explaining.several import distinct
from govrules.explaining.view import View
from govrules.model.arguments import ArgumentError
from govrules.reporting.indicators import percent
from govrules.reporting.page import figures, words
from govrules.reporting.page.drawing import days_off, minutes
from govrules.reporting.page.page import json_in_html, report
from tests.reporting.page.pages import ENDING, HOSTILE, PICTURE, SCRIPT, Made, made

SCRIPT_OF_THE_PAGE = (
    resources.files("govrules.reporting.page").joinpath("page.js").read_text(encoding="utf-8")
)


@pytest.fixture
def page(tmp_path: Path) -> Made:
    return made(tmp_path, HOSTILE)


def test_the_page_names_no_address_and_forbids_every_request(page: Made) -> None:
    addresses = set(re.findall(r"\b\w+://[^\s\"'<>]*", page.text))
    assert addresses == {"http://www.w3.org/2000/svg"}  # the name of SVG, which nothing is fetched from
    assert re.findall(r"<(?:link|img|iframe|object|embed|base|audio|video|source)\b", page.text) == []
    assert re.findall(r"<[a-z][^>]*\s(?:src|srcset|action|formaction|ping)=", page.text) == []
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page.text)
    parts = dict(each.strip().split(" ", 1) for each in policy.replace("&#39;", "'").split(";"))
    hashed = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")
    assert all(hashed.fullmatch(parts.pop(name)) for name in ("style-src", "script-src"))
    assert parts == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}


def test_the_script_of_the_page_turns_no_text_into_markup() -> None:
    markup = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc"
    assert re.findall(rf"{markup}|\beval\b|new Function|fetch|XMLHttp", SCRIPT_OF_THE_PAGE) == []


def test_what_a_case_holds_stays_text(page: Made) -> None:
    assert [each for each in (SCRIPT, ENDING, PICTURE, 'onerror="') if each in page.text] == []
    assert page.text.count("<script") == page.text.count("</script>") == 2
    names = [page.data["texts"][each[0]] for each in page.data["cases"]]
    assert {SCRIPT, ENDING} <= set(names)


@pytest.mark.parametrize("text", ["</script>", "<!--", "&amp;", "\u2028\u2029", "]]>", "中文", '"\\'])
def test_data_in_the_page_reads_back_and_cannot_end_its_element(text: str) -> None:
    written = json_in_html({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert set(written) & set("<>&\u2028\u2029") == set()


def test_the_same_evaluation_gives_the_same_page(tmp_path: Path, page: Made) -> None:
    assert made(tmp_path, HOSTILE).text == page.text


def test_the_overview_shows_the_indicators(page: Made) -> None:
    [found] = gr.indicators(page.evaluation, page.rules)
    assert page.figures("indicators") == {
        "judged": str(found.judged),
        "on_time": percent(found.on_time_rate),
        "early": percent(found.early_rate),
        "overdue_rate": percent(found.overdue_rate),
        "median": f"{found.median_days:g}",
        "ninety": str(found.ninety_percent_days),
        "used": percent(found.share_used),
        "open": str(found.open),
        "unknown": str(found.unknown),
    }
    assert (found.judged, found.open) == (2, 7)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_case_has_its_explanations_word_for_word(tmp_path: Path, lang: Language) -> None:
    page = made(tmp_path, lang=lang)
    view = View.of(page.evaluation, page.rules, lang)
    texts = page.data["texts"]
    compared = 0
    for case in sorted({each.case for each in page.events}):
        told = [explanation(each, view) for each in distinct(page.evaluation.of_case(case))]
        shown = page.case(case)[3]
        assert [texts[each[2]] for each in shown] == [each.verdict for each in told]
        if not told:
            continue
        first = [(section.title, list(section.lines)) for section in told[0].sections]
        assert [(texts[title], [texts[each] for each in lines]) for title, *lines in shown[0][6]] == first
        compared += len(told)
    assert compared == 9


def test_the_worklist_is_that_of_the_morning(page: Made) -> None:
    data = page.data
    texts = data["texts"]
    shown = [
        (data["sections"][each[0]][0], texts[data["cases"][each[2]][0]], texts[each[5]])
        for each in data["tasks"]
    ]
    names = {"-": words.words("en")["all_cases"]}
    tasks = gr.worklist(page.evaluation, page.rules).tasks
    due = ["" if each.due is None else each.due.isoformat() for each in tasks]
    expected = [
        (each.section, names.get(each.case, each.case), day) for each, day in zip(tasks, due, strict=True)
    ]
    assert shown == expected
    assert len(shown) == 10


def noon(day: dt.date) -> int:
    return minutes(dt.datetime.combine(day, dt.time(12)))


def midnight(day: dt.date) -> int:
    return minutes(dt.datetime.combine(day, dt.time()))


def test_a_timeline_holds_trigger_due_end_fulfilment_pause_and_warning(page: Made) -> None:
    paused, late, done = (page.case(name)[3][0][7] for name in ("paused", "late", "done"))
    calendar = paused[0]
    # Accepted on the 18th, stopped on the 19th; nothing else is known.
    assert paused == [
        calendar, noon(dt.date(2025, 9, 18)), None, None, [[noon(dt.date(2025, 9, 19)), None]], [], [], [], 1,
    ]  # fmt: skip
    # Accepted on the 15th, 5 working days, to the end of the 22nd; of which 2 are left after the 18th.
    [warned] = late[5]
    assert late == [
        calendar, noon(dt.date(2025, 9, 15)), midnight(dt.date(2025, 9, 23)), None, [], [warned], [], [], 1,
    ]  # fmt: skip
    assert (warned[0], page.data["texts"][warned[1]]) == (noon(dt.date(2025, 9, 18)), "2 working days left")
    assert done[1:4] == [
        noon(dt.date(2025, 9, 10)), midnight(dt.date(2025, 9, 18)), noon(dt.date(2025, 9, 11)),
    ]  # fmt: skip


def test_days_off_are_those_of_the_calendar_with_their_names() -> None:
    calendar = working_calendar(gr.calendar("cn"))
    first, last = midnight(dt.date(2025, 9, 26)), midnight(dt.date(2025, 10, 12))
    runs = [
        ((dt.date(1970, 1, 1) + dt.timedelta(days=day)).isoformat(), length)
        for day, length, _ in days_off(calendar, first, last, "zh")
    ]
    days = [dt.date(2025, 9, 26) + dt.timedelta(days=step) for step in range(17)]
    off = [each.isoformat() for each in days if not calendar.is_working_day(each)]
    spread = [
        (dt.date.fromisoformat(day) + dt.timedelta(days=step)).isoformat()
        for day, length in runs
        for step in range(length)
    ]
    assert spread == off
    assert ("2025-09-27", 1) in runs  # Sunday the 28th is worked


def test_days_outside_the_calendar_are_not_drawn_as_off() -> None:
    calendar = working_calendar(gr.calendar("cn"))
    far = midnight(calendar.data.last_day + dt.timedelta(days=30))
    assert days_off(calendar, far, far + 10 * 1440, "en") == []


def test_both_languages_say_the_same_things() -> None:
    english, chinese = words.words("en"), words.words("zh")
    assert list(english) == list(chinese)
    assert [name for name in english if english[name].count("{}") != chinese[name].count("{}")] == []
    # Marks that every language writes alike, apart from those.
    assert [name for name in english if english[name] == chinese[name]] == []


def test_every_word_that_the_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"\bwords\.(\w+)", SCRIPT_OF_THE_PAGE))
    assert asked
    assert asked - set(words.words("en")) == set()


def test_without_events_there_is_still_a_page() -> None:
    rules = gr.load("cn/licensing-law").or_raise()
    assert report(gr.evaluate(rules, []), rules).startswith("<!doctype html>")


@pytest.mark.parametrize("slip", [{"lang": "fr"}, {"naming": "hidden"}])
def test_a_language_or_naming_that_there_is_not_is_told_at_the_call(slip: dict[str, Any]) -> None:
    rules = gr.load("cn/licensing-law").or_raise()
    with pytest.raises(ArgumentError, match=next(iter(slip))):
        report(gr.evaluate(rules, []), rules, **slip)


def test_groups_beyond_the_limit_are_counted_and_it_is_said_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_GROUPS", 2)
    text = made(tmp_path).text
    left = re.findall(r'<p class="quiet hidden-groups">(.*?)</p>', text)
    assert left == [
        f"and {number} more, which count among all; `govrules stats --by {by}` lists every one"
        for number, by in ((1, "clause"), (1, "unit"), (2, "party"))
    ]
