"""What hypothesis calls when it starts, so that `st.from_type(Calendar)` and annotations just work."""

from typing import Any

from hypothesis import strategies as st


def register() -> None:
    """Tell hypothesis how to make the package's own types."""
    from govrules.counting.pauses import Pause
    from govrules.counting.result import Extension
    from govrules.model.calendar import Calendar
    from govrules.model.conditions import Condition
    from govrules.model.convention import Convention
    from govrules.model.period import Part, Period
    from govrules.model.policy import Rulebook

    # Strategies are made when they are asked for: most programs that use hypothesis never do.
    st.register_type_strategy(Calendar, lambda _: _face().calendars(hours=True, horizon=True))
    st.register_type_strategy(Condition, lambda _: _face().conditions())
    st.register_type_strategy(Convention, lambda _: _face().conventions())
    st.register_type_strategy(Extension, lambda _: _any_period().one_extension())
    st.register_type_strategy(Part, lambda _: _any_period().parts())
    st.register_type_strategy(Pause, lambda _: _any_period().one_pause())
    st.register_type_strategy(Period, lambda _: _face().periods(to_month_end=True))
    st.register_type_strategy(Rulebook, lambda _: _face().rulebooks())


def _face() -> Any:
    import govrules.testing

    return govrules.testing


def _any_period() -> Any:
    from govrules.testing import any_period

    return any_period
