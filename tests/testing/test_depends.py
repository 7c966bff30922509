"""What may change when a clause is taken out or broken: all that leans on it, in one step or several."""

from govrules.rulefile.load import load_text
from govrules.testing.depends import depends_on

RULES = load_text("""govrules: 1
policy: p
calendar: cn
convention: cn-civil-code
time_zone: Asia/Shanghai
measures: {ladder: [admonition], imposed: imposed, dismissed: dismissed}
events: [accepted, told, decided, imposed, dismissed, tolerated]
clauses:
  tell: {duty: {when: accepted, must: told, within: 5 days, on_lapse: {deem: decided}}}
  few: {quota: {count: decided, per: unit, every: year, at_most: 3}}
  answer:
    responsible: trigger.unit
    accountability:
      on: {violation: few}
      answerable: responsible
      propose: admonition
      decided_by: violation.unit
      within: 5 days
  tolerate: {accountability: {on: {all: [{proposed: answer}, tolerated]}, adjust: exempt}}
  silent: {requirement: {when: imposed, require: not violated(answer)}}
  other: {prohibition: {when: told}}
  sooner: {displaces: p/other, prohibition: {when: told}}
""").or_raise()


def test_everything_that_leans_on_a_clause_may_change_with_it() -> None:
    found = {name: depends_on(RULES, f"p/{name}") for name in ("tell", "tolerate", "silent", "sooner")}
    assert {name: {each.removeprefix("p/") for each in names} for name, names in found.items()} == {
        "tell": {"tell", "few", "answer", "tolerate", "silent"},
        "tolerate": {"tolerate", "answer", "silent"},
        "silent": {"silent"},
        "sooner": {"sooner", "other"},
    }
