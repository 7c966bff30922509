"""What is forbidden within a window, and what excuses it, is said by the programs."""

from tests.engine.compile.same import assert_compiled, assert_same_of_many
from tests.engine.rules import at, on, rules

WINDOWS = """
case: {urgent: bool}
events:
  opened: {data: {level: integer}}
  closed: {}
  visited: {data: {urgent: bool}}
  urgent_one: {is: opened, if: event.level > 1}
  fined: {}
  warned: {}
  listed: {}
clauses:
  no_visit:
    prohibition: {when: visited, during: {from: opened, to: closed | warned}}
    unless: case.urgent
  no_fine:
    prohibition: {when: fined, during: {from: urgent_one}}
    strength: should
  no_second:
    prohibition: {when: fined, during: {from: warned, to: end of month}}
    if: not happened(closed)
"""


def test_a_prohibition_may_hold_within_a_window() -> None:
    book = rules(WINDOWS)
    assert_compiled(
        book,
        on(at(2, 9), "opened", level=1),
        on(at(3, 9), "visited", urgent=False),
        on(at(4, 9), "closed"),
        on(at(5, 9), "visited", urgent=True),
        on(at(6, 9), "opened", level=2),
        on(at(7, 9), "visited"),
        on(at(8, 9), "fined"),
    )
    assert_compiled(book, on(2, "opened", level=2), on(2, "fined"), on(3, "warned"), on(4, "fined"))


def test_both_say_the_same_of_any_windows() -> None:
    kinds = ("opened", "closed", "visited", "visited", "fined", "warned", "listed")
    said = {"level": (1, 2), "urgent": (None, None, True, False)}
    assert assert_same_of_many(rules(WINDOWS), kinds, said, number=120) > 20
