"""Every value that users hold can be pickled, copied and hashed: work is spread over processes that way."""

import copy
import datetime as dt
import pickle
from typing import Any

import pytest

import govrules as gr
from govrules.diagnostics import Diagnostic, read_only
from govrules.diagnostics.codes import files

TEXT = """
    govrules: 1
    policy: replies
    in_force: {from: 2025-01-01}
    calendar: cn
    convention: cn-civil-code
    time_zone: Asia/Shanghai
    events: {received: {data: {grade: [simple, complex]}}, replied: {}}
    clauses:
      reply: {cite: section 3, duty: {when: received, must: replied, within: 15 working days}}
"""
EVENTS = (
    gr.Event("L-1", "received", dt.date(2025, 9, 15), unit="Water Office", data={"grade": "simple"}),
    gr.Event("L-1", "replied", dt.date(2025, 10, 30), unit="Water Office"),
)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> gr.Rulebook:
    path = tmp_path_factory.mktemp("rules") / "replies.yaml"
    path.write_text(TEXT.replace("\n    ", "\n").lstrip(), encoding="utf-8")
    return gr.load(path).or_raise()


def test_a_rulebook_arrives_equal_in_another_process(rules: gr.Rulebook) -> None:
    assert pickle.loads(pickle.dumps(rules)) == rules
    assert copy.deepcopy(rules) == rules


def test_an_evaluation_arrives_equal_in_another_process(rules: gr.Rulebook) -> None:
    evaluation = gr.evaluate(rules, EVENTS, as_of=dt.date(2025, 12, 31))
    assert len(evaluation.violations) == 1
    assert pickle.loads(pickle.dumps(evaluation)) == evaluation
    assert copy.deepcopy(evaluation) == evaluation


def test_a_rulebook_read_back_gives_the_same_evaluation(rules: gr.Rulebook) -> None:
    again = pickle.loads(pickle.dumps(rules))
    as_of = dt.date(2025, 12, 31)
    assert gr.evaluate(again, EVENTS, as_of=as_of) == gr.evaluate(rules, EVENTS, as_of=as_of)


def test_an_unusable_file_can_be_told_of_in_another_process() -> None:
    loaded = gr.load("no/such/file.yaml")
    assert len(loaded.diagnostics) == 1
    assert pickle.loads(pickle.dumps(loaded)) == loaded


@pytest.mark.parametrize(
    ("period", "calendar"), [("20 workday", "cn"), ("20 working days", "mars"), ("3000 working days", "cn")]
)
def test_an_exception_arrives_with_all_its_fields(period: str, calendar: str) -> None:
    with pytest.raises(gr.GovrulesError) as caught:
        gr.due(period, after=dt.date(2025, 9, 22), calendar=calendar)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value)
    assert (str(again), vars(again)) == (str(caught.value), vars(caught.value))


def test_a_date_with_its_proof_arrives_equal() -> None:
    due = gr.due("20 working days", after=dt.date(2025, 9, 22), calendar="cn")
    assert pickle.loads(pickle.dumps(due)) == due


CHANGES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("__setitem__", ("path", "b")),
    ("__delitem__", ("path",)),
    ("__ior__", ({"path": "b"},)),
    ("update", ({"path": "b"},)),
    ("setdefault", ("other", "b")),
    ("pop", ("path",)),
    ("popitem", ()),
    ("clear", ()),
)


@pytest.mark.parametrize(("change", "arguments"), CHANGES)
def test_a_value_of_a_diagnostic_cannot_be_changed(change: str, arguments: tuple[Any, ...]) -> None:
    told = Diagnostic(files.FILE_MISSING, values={"path": "a"})
    with pytest.raises(TypeError, match="cannot be changed"):
        getattr(told.values, change)(*arguments)
    assert told.values == {"path": "a"}


def test_equal_mappings_have_one_hash_and_a_copy_can_be_changed() -> None:
    assert hash(read_only({"a": 1, "b": 2})) == hash(read_only({"b": 2, "a": 1}))
    copied = dict(read_only({"a": 1}))
    copied["b"] = 2
    assert copied == {"a": 1, "b": 2}
