"""Rule files as values of the model, whole."""

import datetime as dt
from fractions import Fraction

import pytest

from govrules.model.clauses import (
    Before,
    Body,
    Clause,
    During,
    Duty,
    Effective,
    ExtendRule,
    InForce,
    InterruptRule,
    LapseRule,
    NotCheckable,
    Pass,
    PauseRule,
    Population,
    Prohibition,
    Requirement,
    Responsible,
    WarnRule,
)
from govrules.model.conditions import Call, Compare, Condition, Constant, EventName, Lookup, Not
from govrules.model.limits import NamedLimit, NoLimit, Readings, Reduced
from govrules.model.patterns import (
    AllOf,
    Begins,
    Every,
    Happens,
    InOrder,
    Lapsed,
    OnDate,
    OneOf,
    Pattern,
    Violated,
)
from govrules.model.period import Period
from govrules.model.policy import DatedValue, EventType, Field, Parameter, RecordKind
from govrules.model.text import Text
from govrules.rulefile.structure import Draft, read_rules

HEAD = "govrules: 1\npolicy: p\nsource: {status: read}\n"


def read(text: str) -> Draft:
    draft = read_rules(HEAD + text, file="f")
    assert draft.diagnostics == ()
    assert draft.policy is not None
    return draft


def clause(text: str) -> Clause:
    """The one clause whose keys `text` holds, indented by four."""
    policy = read(f"clauses:\n  c:\n{text}").policy
    assert policy is not None
    (found,) = policy.clauses
    return found


def body(text: str) -> Body:
    return clause(text).body


def duty(text: str) -> Duty:
    found = body(f"    duty:\n      when: a\n      must: b\n{text}")
    assert isinstance(found, Duty)
    return found


A, B = Happens("a"), Happens("b")
FIVE = Period.parse("5 days")


def test_a_duty_with_everything() -> None:
    found = duty(
        """
      within: {statutory: 二十日, promised: item.limit}
      early: counts
      pause:
      - {from: h, to: i, per: hearing, if: event.x, at_most: 5 days, times: 2, days: "[]"}
      - {from: j, to: k}
      interrupt: {from: q, to: r, if: not event.x}
      extend: {when: {all: [e, t]}, if: event.x, add: event.days, at_most: 5 days, times: 1}
      on_lapse:
      - of: statutory
        if: item.tacit
        deem: b
        with: {outcome: granted, unit: trigger.unit, n: 3}
        effective: trigger
        breach: false
      - {of: promised, deem: b, effective: 5 days after}
      end_on: w
      repeat: replace
      warn: [5 days left, params.lead left, 90% used]
"""
    )
    of_x = Lookup("event", ("x",))
    assert found == Duty(
        A,
        B,
        within=(
            NamedLimit("statutory", Period.parse("20 days")),
            NamedLimit("promised", Lookup("item", ("limit",))),
        ),
        early="counts",
        pause=(
            PauseRule(Happens("h"), Happens("i"), ("hearing",), Condition("event.x", of_x), FIVE, 2, "[]"),
            PauseRule(Happens("j"), Happens("k")),
        ),
        interrupt=(InterruptRule(Happens("q"), Happens("r"), Condition("not event.x", Not(of_x))),),
        extend=(
            ExtendRule(
                AllOf((Happens("e"), Happens("t"))),
                Lookup("event", ("days",)),
                Condition("event.x", of_x),
                FIVE,
                1,
            ),
        ),
        on_lapse=(
            LapseRule(
                "statutory",
                Condition("item.tacit", Lookup("item", ("tacit",))),
                "b",
                (
                    ("outcome", Constant("granted")),
                    ("unit", Lookup("trigger", ("unit",))),
                    ("n", Constant(3)),
                ),
                Effective("trigger"),
                breach=False,
            ),
            LapseRule("promised", None, "b", effective=Effective("after", FIVE)),
        ),
        end_on=Happens("w"),
        repeat="replace",
        warn=(
            WarnRule(left=FIVE),
            WarnRule(left=Lookup("params", ("lead",))),
            WarnRule(used=Fraction(9, 10)),
        ),
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("5 days", FIVE),
        ("20个工作日", Period.parse("20 working days")),
        ("no limit", NoLimit()),
        ("无期限", NoLimit()),
        ("params.x", Lookup("params", ("x",))),
        ("{of: item.limit, less: 30%}", Reduced(Lookup("item", ("limit",)), Fraction(3, 10))),
        ("{of: 5 days, less: 12.5%, round: half_up}", Reduced(FIVE, Fraction(1, 8), "half_up")),
        (
            "{readings: {x: 5 days, y: 1 week}, use: y}",
            Readings((("x", FIVE), ("y", Period.parse("1 week"))), Constant("y")),
        ),
        (
            "{readings: {x: 5 days, y: 1 week}, use: params.r}",
            Readings((("x", FIVE), ("y", Period.parse("1 week"))), Lookup("params", ("r",))),
        ),
    ],
)
def test_limits(written: str, expected: object) -> None:
    assert duty(f"      within: {written}\n").within == (NamedLimit(None, expected),)  # type: ignore[arg-type]


def test_by_and_before() -> None:
    due = Lookup("trigger", ("due_on",))
    assert duty("      by: trigger.due_on\n").by == due
    assert duty("      before: permit.valid_until\n      at_least: 5 days\n").before == Before(
        Lookup("permit", ("valid_until",)), FIVE
    )
    assert duty("      before: visit_ended\n").before == Before(Happens("visit_ended"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("a", A),
        ("a | b", OneOf((A, B))),
        ("[a, b]", OneOf((A, B))),
        ("[a]", A),
        ("{all: [a, b | a]}", AllOf((A, OneOf((B, A))))),
        ("{in_order: [a, b]}", InOrder((A, B))),
        ("{violation: any}", Violated()),
        ("{violation: c}", Violated(("c",))),
        ('{violation: [c, "tag:x", q/d]}', Violated(("c", "q/d"), ("x",))),
        ("{lapse: [c, d]}", Lapsed(("c", "d"))),
        ("{date: 2018-12-31}", OnDate(dt.date(2018, 12, 31))),
        ("{every: quarter}", Every("quarter", "end")),
        ("{every: year, at: start}", Every("year", "start")),
        ("[in_force, 受理]", OneOf((Begins(), Happens("受理")))),
    ],
)
def test_patterns(written: str, expected: Pattern) -> None:
    assert body(f"    prohibition: {{when: {written}}}\n") == Prohibition(expected)


def test_requirements_prohibitions_and_what_cannot_be_checked() -> None:
    condition = Condition("happened(b)", Call("happened", (EventName("b"),)))
    assert body("    requirement: {when: a, require: happened(b)}\n") == Requirement(A, condition)
    assert body("    prohibition: {when: a, during: {from: b, to: end of year}}\n") == Prohibition(
        A, During(B, "end of year")
    )
    assert body("    prohibition: {when: a, during: {from: b, to: c}}\n") == Prohibition(
        A, During(B, Happens("c"))
    )
    assert body("    not_checkable: {zh: 须判断目的, en: purpose}\n") == NotCheckable(
        Text(zh="须判断目的", en="purpose")
    )


def test_a_clause_with_every_key() -> None:
    found = clause(
        """    title: {zh: 题, en: title}
    cite: article 1
    quote: words
    gloss: meaning
    strength: should
    responsible: {first: trigger.unit, passes: {on: t, to: event.to_unit}}
    in_force: {from: 2010-01-01, until: 2020-01-01}
    if: a.b
    unless: happened(x)
    per: [case, person]
    for_each: unit where unit.kind == "office"
    severity: high
    tags: [x, y]
    transition: milder
    displaces: q/d
    traces: [S0-34]
    convention: {is: other, last_day_off: stays, cutoff: "16:00"}
    prohibition: {when: a}
"""
    )
    test = Compare(Lookup("unit", ("kind",)), (("==", Constant("office")),))
    assert found == Clause(
        policy="p",
        id="c",
        body=Prohibition(A),
        title=Text(zh="题", en="title"),
        cite="article 1",
        quote="words",
        gloss=Text.of("meaning"),
        strength="should",
        responsible=Responsible(
            Lookup("trigger", ("unit",)), (Pass(Happens("t"), Lookup("event", ("to_unit",))),)
        ),
        in_force=InForce(dt.date(2010, 1, 1), dt.date(2020, 1, 1)),
        if_=Condition("a.b", Lookup("a", ("b",))),
        unless=Condition("happened(x)", Call("happened", (EventName("x"),))),
        per=("case", "person"),
        for_each=Population("unit", records="unit", where=Condition('unit.kind == "office"', test)),
        severity="high",
        tags=("x", "y"),
        transition="milder",
        displaces=("q/d",),
        traces=("S0-34",),
        convention={"is": "other", "last_day_off": "stays", "cutoff": "16:00"},
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("item", Population("item", records="item")),
        (
            "{unit: trigger.departments}",
            Population("unit", values=(Lookup("trigger", ("departments",)),)),
        ),
        ("{unit: [甲局, 乙局]}", Population("unit", values=(Constant("甲局"), Constant("乙局")))),
        ("route.steps", Population("step", values=(Lookup("route", ("steps",)),))),
        (
            '{unit: holders("局长", of=trigger.unit)}',
            Population(
                "unit",
                values=(Call("holders", (Constant("局长"),), (("of", Lookup("trigger", ("unit",))),)),),
            ),
        ),
    ],
)
def test_populations(written: str, expected: Population) -> None:
    quoted = written.replace(
        '{unit: holders("局长", of=trigger.unit)}', '\n      unit: holders("局长", of=trigger.unit)'
    )
    assert clause(f"    for_each: {quoted}\n    prohibition: {{when: a}}\n").for_each == expected


def test_a_text_in_quotation_marks_is_a_party_and_a_call_is_called() -> None:
    head = "    prohibition: {when: a}\n    responsible: "
    assert clause(f'{head}"督查室"\n').responsible == Responsible(Constant("督查室"))
    assert clause(f"{head}holder('局长')\n").responsible == Responsible(Call("holder", (Constant("局长"),)))


def test_the_vocabulary() -> None:
    policy = read(
        """
in_force: {from: 2010-01-01}
events:
  a:
    title: 受理
    names: [SL, 1]
    recorded: from 2010-01-01 until 2020-01-01
    data: {class: string, outcome: [granted, refused], limit: {type: period, title: 期限}, from: any}
  b: {is: a, if: event.class == "x"}
  c:
  d: 决定
records:
  item: {title: 事项, set_by: [a, c], ended_by: d, data: {limit: period}}
case:
  joint: {type: bool, default: false, title: 联合}
  n: integer
parameters:
  lead:
    type: period
    values:
    - {from: 2015-01-01, value: no limit, cite: x, for: unit.city == "宜昌"}
    - {from: 2010-01-01, until: 2012-01-01, value: 二十日}
  share: {type: number, values: {2010-01-01: 70%, 2011-01-01: {value: 0.5, cite: y}}, note: why}
  which: {type: choice, choices: [week, working], values: {}}
"""
    ).policy
    assert policy is not None
    assert policy.events == {
        "a": EventType(
            "a",
            Text.of("受理"),
            ("SL", "1"),
            InForce(dt.date(2010, 1, 1), dt.date(2020, 1, 1)),
            {
                "class": Field("class", "string"),
                "outcome": Field("outcome", "choice", choices=("granted", "refused")),
                "limit": Field("limit", "period", title=Text.of("期限")),
                "from": Field("from"),
            },
        ),
        "b": EventType(
            "b",
            is_="a",
            if_=Condition(
                'event.class == "x"', Compare(Lookup("event", ("class",)), (("==", Constant("x")),))
            ),
        ),
        "c": EventType("c"),
        "d": EventType("d", Text.of("决定")),
    }
    assert policy.records == {
        "item": RecordKind("item", Text.of("事项"), ("a", "c"), ("d",), {"limit": Field("limit", "period")})
    }
    assert policy.case == {
        "joint": Field("joint", "bool", default=False, title=Text.of("联合")),
        "n": Field("n", "integer"),
    }
    local = Condition('unit.city == "宜昌"', Compare(Lookup("unit", ("city",)), (("==", Constant("宜昌")),)))
    assert policy.parameters == {
        "lead": Parameter(
            "lead",
            "period",
            (
                DatedValue(dt.date(2010, 1, 1), Period.parse("20 days"), dt.date(2012, 1, 1)),
                DatedValue(dt.date(2015, 1, 1), NoLimit(), None, local, "x"),
            ),
        ),
        "share": Parameter(
            "share",
            "number",
            (DatedValue(dt.date(2010, 1, 1), 0.7), DatedValue(dt.date(2011, 1, 1), 0.5, cite="y")),
            note=Text.of("why"),
        ),
        "which": Parameter("which", "choice", choices=("week", "working")),
    }


def test_chinese_keys_say_the_same_as_english_ones() -> None:
    english = """events: [受理, 作出决定, 听证开始, 听证结束]
clauses:
  决定:
    cite: 第四十二条
    duty: {when: 受理, must: 作出决定, within: 二十日, pause: [{from: 听证开始, to: 听证结束}]}
    if: event.unit == "x"
"""
    chinese = """事件: [受理, 作出决定, 听证开始, 听证结束]
条款:
  决定:
    依据: 第四十二条
    义务: {当: 受理, 应当: 作出决定, 期限: 二十日, 中止: [{起: 听证开始, 止: 听证结束}]}
    若: event.unit == "x"
"""
    assert read(english).policy == read(chinese).policy


def test_names_are_compared_in_one_form() -> None:
    policy = read("events: [e\u0301cole]\nclauses:\n  c: {prohibition: {when: e\u0301cole}}\n").policy
    assert policy is not None
    assert list(policy.events) == ["\u00e9cole"]
    assert policy.clauses[0].body == Prohibition(Happens("\u00e9cole"))


def test_places_in_a_folded_condition_are_those_of_the_file() -> None:
    text = HEAD + (
        "clauses:\n  c:\n    requirement:\n      when: a\n      require: >-\n"
        "        happened(b) and\n        happened(丙) or\n        event.x == 'y'\n"
    )
    draft = read_rules(text, file="f")
    assert draft.diagnostics == ()
    found = [(each.name, each.span.line, each.span.column) for each in draft.references]
    assert found == [
        ("a", 7, 13),
        ("event.x", 11, 9),
        ("b", 9, 18),
        ("丙", 10, 18),
        ("event.x", 11, 20),
    ]
