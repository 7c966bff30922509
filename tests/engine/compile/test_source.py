"""The source of a small policy as a whole: what a reader of `govrules compile --show` sees."""

from govrules.engine.compile.programs import programs_without_log
from govrules.rulefile.load import load_text
from tests.cli.golden import assert_golden

POLICY = """\
govrules: 1
policy: office
title: {en: Office rules}
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
events:
  accepted: {data: {urgent: bool}}
  decided: {}
  paused: {}
  resumed: {}
  fee_asked: {data: {amount: integer}}
clauses:
  decide:
    cite: Article 1
    if: event.urgent
    duty: {when: accepted, must: decided, within: 5 working days, pause: {from: paused, to: resumed}}
  no_large_fee:
    cite: Article 2
    if: event.amount > 100
    prohibition: {when: fee_asked}
  accept_first:
    cite: Article 3
    requirement: {when: decided, require: happened(accepted)}
"""


def test_the_source_of_a_small_policy() -> None:
    [program] = programs_without_log(load_text(POLICY).or_raise())
    assert program.left_out == ()
    assert_golden("compiled-policy.txt", program.source)
