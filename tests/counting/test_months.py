"""How many days a month has."""

import calendar

from govrules.counting.months import days_in_month


def test_months_have_the_days_that_the_standard_library_says() -> None:
    every = [(year, month) for year in range(1, 10_000) for month in range(1, 13)]
    assert [days_in_month(*each) for each in every] == [calendar.monthrange(*each)[1] for each in every]
