"""Quotas, maintenance and accountability as they are read: whole values, in both languages, and in layers."""

from fractions import Fraction
from pathlib import Path

import pytest

from govrules.diagnostics.codes import checks
from govrules.model.accountability import Accountability, Answerable, Ladder, Proposal, Repeated
from govrules.model.clauses import Body, Clause
from govrules.model.conditions import Call, Constant, Lookup
from govrules.model.limits import NamedLimit, NoLimit
from govrules.model.maintenance import Hold, Maintenance, Window
from govrules.model.patterns import AllOf, Happens, OneOf, Proposed, Violated
from govrules.model.period import Period
from govrules.model.quota import Quota, Share
from govrules.model.text import Text
from govrules.rulefile.load import load, load_text

HEAD = """govrules: 1
policy: p
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  most: {type: number, values: {2020-01-01: 3}}
  share: {type: number, values: {2020-01-01: 70%}}
  long: {type: period, values: {2020-01-01: 1 year}}
records:
  unit: {data: {kind: string, quota: integer, supervisor: string}}
  campaign: {data: {counties: list}}
measures:
  ladder: {告诫: 告诫, removal: {zh: 免职, en: Removal}}
  imposed: imposed
  dismissed: dismissed
events:
  held: {data: {unit: string, cost: number, county: string}}
  checked:
  closed:
  started: {data: {unit: string, shift: string}}
  ended: {data: {unit: string, shift: string}}
  found: {data: {measure: any, person: string}}
  imposed:
  dismissed:
clauses:
"""
OTHERS = """
  late: {tags: [slow], responsible: trigger.unit, duty: {when: closed, must: checked, within: 5 days}}
  answer: {accountability: {on: {violation: late}, answerable: responsible, propose: removal}}
"""


def clause(text: str) -> Clause:
    loaded = load_text(f"{HEAD}  it: {text}\n{OTHERS}")
    assert [each.message() for each in loaded.diagnostics if each.severity == "error"] == []
    assert loaded.rulebook is not None
    return loaded.rulebook.clauses[0]


HELD, STARTED, ENDED = Happens("held"), Happens("started"), Happens("ended")
RESPONSIBLE = Lookup("responsible")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            "quota: {count: held, every: year, at_most: 3}",
            Quota(HELD, every="year", at_most=Fraction(3)),
        ),
        (
            "quota: {count: held | checked, sum: event.cost, until: closed, at_least: 2.5}",
            Quota(
                OneOf((HELD, Happens("checked"))),
                sum=Lookup("event", ("cost",)),
                until=Happens("closed"),
                at_least=Fraction(5, 2),
            ),
        ),
        (
            "quota: {count: held, distinct: event.county, per: campaign,"
            " at_most: {share: 10%, of: campaign.counties, round: up}}",
            Quota(
                HELD,
                distinct=Lookup("event", ("county",)),
                at_most=Share(Fraction(1, 10), Lookup("campaign", ("counties",)), "up"),
            ),
        ),
        (
            "quota: {count: held, every: quarter, part_period: scale, at_least: unit.quota,"
            " at_most: {share: params.share, of: previous period}}",
            Quota(
                HELD,
                every="quarter",
                part_period="scale",
                at_least=Lookup("unit", ("quota",)),
                at_most=Share(Lookup("params", ("share",)), "previous period"),
            ),
        ),
        (
            "quota: {count: held, every: year, at_least: {share: 120%, of: checked | closed}}",
            Quota(
                HELD,
                every="year",
                at_least=Share(Fraction(6, 5), OneOf((Happens("checked"), Happens("closed")))),
            ),
        ),
        (
            "quota: {count: {violation: any}, per: unit, at_most: trigger.limit}",
            Quota(Violated(), at_most=Lookup("trigger", ("limit",))),
        ),
        ("maintenance: {hold: {from: started, to: ended}}", Maintenance(Hold(STARTED, ENDED))),
        (
            "maintenance: {hold: {from: started, to: ended, per: shift}, throughout: office_hours,"
            " tolerate: 5 minutes}",
            Maintenance(
                Hold(STARTED, ENDED, ("shift",)), Window(office_hours=True), Period.parse("5 minutes")
            ),
        ),
        (
            "maintenance: {hold: {from: started, to: ended}, tolerate: params.long,"
            " throughout: {from: held, to: closed, within: office_hours}}",
            Maintenance(
                Hold(STARTED, ENDED),
                Window(HELD, Happens("closed"), office_hours=True),
                Lookup("params", ("long",)),
            ),
        ),
        (
            "accountability: {on: {violation: [late, 'tag:slow']}, answerable: responsible}",
            Accountability(Violated(("late",), ("slow",)), (Answerable("responsible", RESPONSIBLE),)),
        ),
        (
            "accountability: {on: {all: [{violation: late}, found]}, answerable:"
            " [violation.responsible, 'superior(responsible)', 'holder(\"分管领导\", of=violation.unit)',"
            " '办公室'],"
            " propose: {any_of: [removal, 告诫]}, repeated: {times: 3, over: 1 year, same: responsible},"
            " decided_by: unit.supervisor, within: {normal: 1 month, urgent: no limit}}",
            Accountability(
                AllOf((Violated(("late",)), Happens("found"))),
                (
                    Answerable("responsible", Lookup("violation", ("responsible",))),
                    Answerable("superior", Call("superior", (RESPONSIBLE,))),
                    Answerable(
                        "分管领导",
                        Call(
                            "holder", (Constant("分管领导"),), (("of", Lookup("violation", ("unit",))),)
                        ),
                    ),
                    Answerable("办公室", Constant("办公室")),
                ),
                Proposal(("告诫", "removal")),
                Repeated(3, Period.parse("1 year"), RESPONSIBLE),
                Lookup("unit", ("supervisor",)),
                (NamedLimit("normal", Period.parse("1 month")), NamedLimit("urgent", NoLimit())),
            ),
        ),
        (
            "responsible: trigger.person, accountability: {on: found, answerable: {direct: responsible},"
            " propose: trigger.measure, repeated: {times: params.most, over: calendar quarter}}",
            Accountability(
                Happens("found"),
                (Answerable("direct", RESPONSIBLE),),
                Proposal(named_by=Lookup("trigger", ("measure",))),
                Repeated(Lookup("params", ("most",)), "calendar quarter"),
            ),
        ),
        (
            "accountability: {on: {proposed: answer}, adjust: lower}",
            Accountability(Proposed(("answer",)), adjust="lower"),
        ),
        (
            "accountability: {on: {proposed: any}, adjust: exempt}",
            Accountability(Proposed(), adjust="exempt"),
        ),
    ],
)  # fmt: skip
def test_a_body_is_read_as_written(text: str, body: Body) -> None:
    assert clause(f"{{{text}}}").body == body


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "限额: {计数: held, 合计: event.cost, 每逢: year, 不足期: full,"
            " 最多: {比例: 70%, 限于: 上期, 取整: down}}",
            "quota: {count: held, sum: event.cost, every: year, part_period: full,"
            " at_most: {share: 70%, of: previous period, round: down}}",
        ),
        (
            "限额: {计数: held, 不同: event.county, 至: closed, 至少: 3}",
            "quota: {count: held, distinct: event.county, until: closed, at_least: 3}",
        ),
        (
            "保持: {维持: {起: started, 止: ended, 每: shift}, 容许: 5分钟,"
            " 全程: {起: held, 止: closed, 期限: office_hours}}",
            "maintenance: {hold: {from: started, to: ended, per: shift}, tolerate: 5 minutes,"
            " throughout: {from: held, to: closed, within: office_hours}}",
        ),
        (
            "问责: {于: {违规: late}, 担责: {直接: responsible}, 建议: {择一: [告诫, removal]},"
            " 累计: {次数: 3, 期内: 自然年, 同一: responsible}, 决定机关: violation.unit, 期限: 一个月}",
            "accountability: {on: {violation: late}, answerable: {直接: responsible},"
            " propose: {any_of: [告诫, removal]},"
            " repeated: {times: 3, over: calendar year, same: responsible},"
            " decided_by: violation.unit, within: 1 month}",
        ),
        (
            "问责: {于: {拟处理: any}, 调整: exempt}",
            "accountability: {on: {proposed: any}, adjust: exempt}",
        ),
    ],
)  # fmt: skip
def test_chinese_keys_say_the_same(chinese: str, english: str) -> None:
    assert clause(f"{{{chinese}}}") == clause(f"{{{english}}}")


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("quota: {count: held, at_most: 3}", ("case",)),
        ("quota: {count: held, per: policy, at_most: 3}", ()),
        ("quota: {count: held, per: [unit, county], at_most: 3}", ("unit", "county")),
        ("quota: {count: held, for_each: unit, at_least: 1}", ("unit",)),
        ("quota: {count: held, for_each: {office: [甲局, 乙局]}, every: year, at_least: 1}", ("office",)),
        ("maintenance: {for_each: unit, hold: {from: started, to: ended}}", ("unit",)),
        ("requirement: {for_each: unit, when: in_force, require: given(unit.kind)}", ("case",)),
        ("requirement: {per: policy, when: held, require: count(held) <= 3}", ()),
    ],
)
def test_what_a_clause_is_about(text: str, per: tuple[str, ...]) -> None:
    assert clause(f"{{{text}}}").per == per


def test_versions_replace_single_keys_of_a_kind() -> None:
    rulebook = load_text(
        HEAD
        + """  it:
    quota: {count: held, every: year, at_most: 3}
    versions:
    - {from: 2020-01-01}
    - {from: 2021-01-01, quota: {at_most: 2}}
"""
    ).or_raise()
    assert [each.body for each in rulebook.clauses] == [
        Quota(HELD, every="year", at_most=Fraction(3)),
        Quota(HELD, every="year", at_most=Fraction(2)),
    ]


LADDER = """govrules: 1
vocabulary: shared
measures:
  ladder: {admonition: {zh: 告诫, en: Admonition}, removal: 免职}
  imposed: imposed
events:
  imposed: {data: {measure: string}}
records:
  unit: {data: {supervisor: string}}
"""
LOCAL = """govrules: 1
policy: q
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
include: shared.yaml
events: [found, dismissed]
measures: {dismissed: dismissed}
clauses:
  answer:
    responsible: trigger.unit
    accountability:
      {on: found, answerable: responsible, propose: admonition, decided_by: unit.supervisor, within: 5 days}
"""


def test_a_vocabulary_holds_the_ladder_and_a_policy_adds_what_decides(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(LADDER, encoding="utf-8")
    (tmp_path / "local.yaml").write_text(LOCAL, encoding="utf-8")
    loaded = load(tmp_path / "local.yaml")
    assert loaded.diagnostics == ()
    (policy,) = loaded.or_raise().policies
    assert policy.ladder == Ladder(("admonition", "removal"), Happens("imposed"), Happens("dismissed"))
    assert policy.measure_titles == {
        "admonition": Text(zh="告诫", en="Admonition"),
        "removal": Text.of("免职"),
    }
    assert policy.ladder.lower("removal") == "admonition"


def test_two_files_that_say_one_part_of_the_measures_are_told(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(LADDER, encoding="utf-8")
    twice = LOCAL.replace("dismissed: dismissed}", "dismissed: dismissed, ladder: [admonition]}")
    (tmp_path / "local.yaml").write_text(twice, encoding="utf-8")
    loaded = load(tmp_path / "local.yaml")
    assert [(each.code, each.values["name"]) for each in loaded.diagnostics if each.severity == "error"] == [
        (checks.DECLARED_TWICE, "ladder")
    ]


def test_names_in_a_vocabulary_are_looked_up_in_the_policy_that_includes_it(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(
        LADDER.replace("imposed: imposed\n", "imposed: impossed\n"), encoding="utf-8"
    )
    (tmp_path / "local.yaml").write_text(LOCAL, encoding="utf-8")
    loaded = load(tmp_path / "local.yaml")
    assert [each.message() for each in loaded.diagnostics] == ["no event `impossed` is declared"]
    assert [(each.span.line, each.span.column) for each in loaded.diagnostics if each.span] == [(5, 12)]


OPEN = """govrules: 1
policy: national
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
parameters:
  often: {type: number, values: {}, note: the text says 多次}
  long: {type: period, values: {}, note: the text says 长期}
  share: {type: number, values: {}}
  reading: {type: choice, choices: [admonition, removal], values: {}}
measures: {ladder: [admonition, removal], imposed: imposed, dismissed: dismissed}
events: [held, imposed, dismissed]
clauses:
  few:
    responsible: trigger.unit
    quota: {count: held, per: unit, every: year, at_most: {share: params.share, of: previous period}}
  answer:
    accountability:
      on: {violation: few}
      answerable: responsible
      repeated: {times: params.often, over: params.long, same: responsible}
      propose: params.reading
      decided_by: violation.unit
      within: params.long
"""
CITY = """govrules: 1
policy: city
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
sets:
  national/params.often: {2020-01-01: 3}
  national/params.long: [{from: 2020-01-01, for: unit.city == "宜昌", value: 1 year, cite: 宜府发〔2020〕1号}]
  national/params.share: {2020-01-01: 70%}
  national/params.reading: {2020-01-01: removal}
events: [checked]
clauses:
  more:
    quota: {count: checked, per: unit, every: quarter, at_least: 1}
  stricter:
    accountability: {on: {violation: national/few}, answerable: '甲局'}
"""


def test_a_local_file_sets_what_the_new_kinds_leave_open_and_adds_clauses(tmp_path: Path) -> None:
    (tmp_path / "national.yaml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    loaded = load(tmp_path / "national.yaml", tmp_path / "city.yaml")
    assert loaded.diagnostics == ()
    city, national = loaded.or_raise().policies
    assert {name: [value.value for value in each.values] for name, each in national.parameters.items()} == {
        "often": [3],
        "long": [Period.parse("1 year")],
        "share": [0.7],
        "reading": ["removal"],
    }
    assert [each.full_id for each in city.clauses] == ["city/more", "city/stricter"]


def test_the_choices_of_a_parameter_that_names_a_measure_stand_on_the_ladder() -> None:
    loaded = load_text(OPEN.replace("choices: [admonition, removal]", "choices: [admonition, dismissal]"))
    assert [each.message() for each in loaded.diagnostics] == ["`dismissal` is no step of the ladder"]


def test_a_local_value_of_another_type_is_told_at_its_place(tmp_path: Path) -> None:
    (tmp_path / "national.yaml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "city.yaml").write_text(
        CITY.replace("{2020-01-01: 3}", "{2020-01-01: many}"), encoding="utf-8"
    )
    loaded = load(tmp_path / "national.yaml", tmp_path / "city.yaml")
    assert [each.message() for each in loaded.diagnostics] == [
        "`many` is no number, which is what `often` holds"
    ]


def test_a_misspelt_previous_period_is_known_for_what_it_means() -> None:
    text = "  it: {quota: {count: held, every: year, at_most: {share: 70%, of: previous perod}}}"
    [told] = [each for each in load_text(f"{HEAD}{text}\n{OTHERS}").diagnostics if each.severity == "error"]
    assert [each.en for each in told.help] == ["did you mean `previous period`?"]
