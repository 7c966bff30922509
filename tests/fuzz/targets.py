"""Every target by its name."""

from tests.fuzz import (
    counting_files,
    csv_logs,
    expressions,
    json_logs,
    mapping_files,
    periods,
    rule_files,
    scenario_files,
    workbooks,
)
from tests.fuzz.target import Target

TARGETS: dict[str, Target] = {
    each.name: each
    for each in (
        rule_files.TARGET,
        expressions.TARGET,
        periods.TARGET,
        json_logs.TARGET,
        csv_logs.TARGET,
        workbooks.TARGET,
        mapping_files.TARGET,
        counting_files.TARGET,
        scenario_files.TARGET,
    )
}
