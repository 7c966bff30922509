"""A pytest plugin: scenario files are collected as tests, one for each scenario and date.

It is active where govrules is installed, and does nothing until a file `*.scenarios.yaml` is collected.
`--no-govrules-scenarios`, or `govrules_scenarios = false` in the configuration, turns it off.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

# Every run of pytest imports this module, and only some need what reads and evaluates.
if TYPE_CHECKING:
    from govrules.diagnostics import Language
    from govrules.scenarios.model import Scenario
    from govrules.scenarios.run import Prepared, Result

_SUFFIX = ".scenarios.yaml"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("govrules")
    group.addoption(
        "--no-govrules-scenarios",
        action="store_true",
        default=False,
        help="do not collect *.scenarios.yaml files",
    )
    group.addoption(
        "--govrules-lang",
        choices=("en", "zh"),
        default=None,
        help="language of failing scenarios",
    )
    parser.addini("govrules_scenarios", "collect *.scenarios.yaml files", type="bool", default=True)
    parser.addini("govrules_lang", "language of failing scenarios: en or zh", default="en")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ScenarioModule | None":
    config = parent.config
    if not file_path.name.endswith(_SUFFIX):
        return None
    if config.getoption("--no-govrules-scenarios") or not config.getini("govrules_scenarios"):
        return None
    module: ScenarioModule = ScenarioModule.from_parent(parent, path=file_path)
    return module


class ScenarioModule(pytest.File):
    """A scenario file."""

    _prepared: "Prepared | None" = None

    def collect(self) -> Iterator["ScenarioItem"]:
        from govrules.diagnostics import render_all
        from govrules.scenarios.reader import read_scenarios

        file = read_scenarios(self.path)
        if file.diagnostics:
            raise self.CollectError(render_all(file.diagnostics, lang=language(self.config)))
        for scenario in file.scenarios:
            for label in [check.label for check in scenario.checks] or [""]:
                name = f"{scenario.id}{label}"
                item: ScenarioItem = ScenarioItem.from_parent(self, name=name, scenario=scenario)
                yield item

    def prepared(self) -> "Prepared":
        """The file with its rules, loaded once for all of its scenarios."""
        from govrules.scenarios.reader import read_scenarios
        from govrules.scenarios.run import prepare

        if self._prepared is None:
            self._prepared = prepare(read_scenarios(self.path))
        return self._prepared


class ScenarioFailure(Exception):  # noqa: N818 - the name under which pytest lists it in its summary
    """A scenario that is not as expected; its text is the difference."""


class ScenarioItem(pytest.Item):
    """One scenario as seen at one date."""

    def __init__(self, *, scenario: "Scenario", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scenario = scenario

    def runtest(self) -> None:
        from govrules.diagnostics import render_all
        from govrules.scenarios.render import render_result
        from govrules.scenarios.run import run_scenario

        assert isinstance(self.parent, ScenarioModule)
        prepared = self.parent.prepared()
        lang = language(self.config)
        if not prepared.is_runnable:
            raise ScenarioFailure(render_all(prepared.diagnostics, lang=lang))
        results: tuple[Result, ...] = run_scenario(
            prepared, self.scenario, only=lambda name: name == self.name
        )
        later = [each for each in results if each.status == "todo"]
        wrong = [render_result(each, lang=lang) for each in results if each.status in ("failed", "broken")]
        # A scenario that vanished must not pass: the file may have changed since it was collected.
        if wrong or not results:
            raise ScenarioFailure("\n\n".join(wrong) or self.name)
        if later:
            pytest.xfail(f"todo: {later[0].scenario.todo or 'no expectation is written'}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, ScenarioFailure):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = self.scenario.span.line - 1 if self.scenario.span is not None else None
        return self.path, line, self.name


def language(config: pytest.Config) -> "Language":
    """The language of failing scenarios: the option, else the configuration."""
    return "zh" if (config.getoption("--govrules-lang") or config.getini("govrules_lang")) == "zh" else "en"
