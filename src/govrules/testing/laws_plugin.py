"""A pytest plugin: `@pytest.mark.govrules_laws("rules/")` makes a test of each law.

@pytest.mark.govrules_laws("rules/mine.yaml")
def test_our_rules_keep_the_laws(govrules_law):
    govrules_law.check()
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

# Every run of pytest imports this module, and only some need what reads and evaluates.
if TYPE_CHECKING:
    from govrules.model.policy import Rulebook
    from govrules.testing.checking import Checked

_FIXTURE = "govrules_law"
_MARKER = "govrules_laws(*rules, laws=None, max_examples=50): hold rules (packs or paths) against each law"


class LawOfRules(NamedTuple):
    """One law to hold the rules of a test against."""

    name: str
    rules: tuple[str, ...]
    max_examples: int

    def check(self) -> "Checked":
        """Hold the rules against the law; `LawBrokenError` says what broke it."""
        # The error says all there is to say; where it was raised helps nobody.
        __tracebackhide__ = True
        from govrules.testing.checking import LAWS, check_law

        [law] = [each for each in LAWS if each.name == self.name]
        return check_law(law, _loaded(self.rules), max_examples=self.max_examples)


@cache
def _loaded(rules: tuple[str, ...]) -> "Rulebook":
    from govrules.rulefile.load import load

    return load(*rules).or_raise()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", _MARKER)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marker = metafunc.definition.get_closest_marker("govrules_laws")
    if marker is None:
        return
    if _FIXTURE not in metafunc.fixturenames:
        raise pytest.UsageError(f"{metafunc.function.__name__}: take the argument `{_FIXTURE}`, and check it")
    laws = _laws(marker.args, **marker.kwargs)
    metafunc.parametrize(_FIXTURE, laws, ids=[each.name.replace(" ", "-") for each in laws])


def _laws(
    rules: Sequence[Any], *, laws: Sequence[str] | None = None, max_examples: int = 50
) -> list[LawOfRules]:
    from govrules.testing import law_names

    if not rules:
        raise pytest.UsageError("govrules_laws: name the rules, packs or paths, as its arguments")
    unknown = [each for each in laws or () if each not in law_names()]
    if unknown:
        raise pytest.UsageError(f"govrules_laws: no law is called `{unknown[0]}`")
    wanted = law_names() if laws is None else laws
    return [LawOfRules(name, tuple(str(each) for each in rules), max_examples) for name in wanted]
