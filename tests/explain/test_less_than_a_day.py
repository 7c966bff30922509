"""An act that comes seconds after a limit in hours is late, by less than a day."""

import datetime as dt

import pytest

from govrules.explaining import explain
from govrules.model.findings import Violation

LATE = Violation("demo/answer/c1", "demo", "answer", "c1", due=dt.date(2025, 3, 4), late_by_days=0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "Late: the office had until 2025-03-04 for “answer”, and by 2025-03-04 it had not come: "
            "less than a day late so far.",
        ),
        (
            "zh",
            "逾期未办结：办理机关的办理期限至2025年3月4日届满，截至2025年3月4日仍未办结“answer”，已逾期不足一日。",
        ),
    ],
)
def test_lateness_within_a_day_is_said_as_such(lang: str, said: str) -> None:
    assert explain(LATE, lang="zh" if lang == "zh" else "en").splitlines()[1] == said
