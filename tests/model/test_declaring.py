"""Values declared here are those of attrs in all that can be seen of them."""

import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from govrules import declaring
from govrules.declaring import evolve
from govrules.diagnostics import Span

DECLARING: tuple[tuple[Any, Any], ...] = (
    (declaring.frozen, attrs.frozen),
    (declaring.define, attrs.define),
)


def made(declared: Any, *values: object, **named: object) -> Any:
    """A value of a class that no type checker can know."""
    return declared(*values, **named)


def plain(declare: Any) -> Any:
    @declare
    class Value:
        number: int
        text: str = "x"
        unseen: int = attrs.field(default=3, repr=False, eq=False)
        unhashed: list[int] = attrs.field(factory=list, hash=False)
        short: str = attrs.field(default="long", repr=lambda value: value[:1])
        _private: int = 5

    return made(Value, 1)


def unset(declare: Any) -> Any:
    @declare
    class Value:
        later: int = attrs.field(init=False)

    return made(Value)


def own(declare: Any) -> Any:
    @declare
    class Value:
        number: int

        def __repr__(self) -> str:
            return f"<{self.number}>"

    return made(Value, 1)


def with_options(declare: Any) -> Any:
    @declare(eq=False, kw_only=True)
    class Value:
        number: int

    return made(Value, number=1)


def inherited(declare: Any) -> Any:
    @declare
    class Base:
        number: int

    @declare
    class Value(Base):
        text: str

    return made(Value, 1, "a")


def inside_itself(declare: Any) -> Any:
    @declare
    class Value:
        items: list[object]

    items: list[object] = []
    value = made(Value, items)
    items.append(value)
    return value


@pytest.mark.parametrize(("ours", "theirs"), DECLARING, ids=["frozen", "define"])
@pytest.mark.parametrize("make", [plain, unset, own, with_options, inherited, inside_itself])
def test_a_value_is_shown_as_attrs_shows_it(make: Callable[[Any], Any], ours: Any, theirs: Any) -> None:
    assert repr(make(ours)) == repr(make(theirs))


@pytest.mark.parametrize(("ours", "theirs"), DECLARING, ids=["frozen", "define"])
def test_the_fields_are_those_that_attrs_makes(ours: Any, theirs: Any) -> None:
    found, expected = type(plain(ours)), type(plain(theirs))
    seen = [(each.name, each.alias, each.type, each.default, each.eq) for each in attrs.fields(found)]
    assert seen == [
        (each.name, each.alias, each.type, each.default, each.eq) for each in attrs.fields(expected)
    ]


def empty(declare: Any) -> Any:
    @declare
    class Value:
        pass

    return made(Value)


def one(declare: Any) -> Any:
    @declare
    class Value:
        items: tuple[int, ...]

    return made(Value, (1, 2))


def by_identity(declare: Any) -> Any:
    @declare(eq=False)
    class Value:
        number: int

    return made(Value, 1)


def by_one_field(declare: Any) -> Any:
    @declare
    class Value:
        number: int
        text: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Value) and other.number == self.number

        def __hash__(self) -> int:
            return hash(self.number)

    return made(Value, 1, "a")


def told(question: Callable[[], object]) -> object:
    """What it says, or the kind of its refusal."""
    try:
        return question()
    except TypeError as error:
        return type(error)


@pytest.mark.parametrize(("ours", "theirs"), DECLARING, ids=["frozen", "define"])
@pytest.mark.parametrize("make", [plain, empty, one, with_options, inherited, by_identity, by_one_field])
def test_values_are_compared_as_attrs_compares_them(
    make: Callable[[Any], Any], ours: Any, theirs: Any
) -> None:
    assert _comparisons(make, ours) == _comparisons(make, theirs)


def _comparisons(make: Callable[[Any], Any], declare: Any) -> list[object]:
    value = make(declare)
    same, of_another_class = attrs.evolve(value), make(declare)
    every = [value, same, of_another_class, "text", None]
    every += [attrs.evolve(value, **{each.alias: "another"}) for each in attrs.fields(type(value))]
    return [
        *(value == each for each in every),
        *(value != each for each in every),
        *(told(lambda each=each: hash(value) == hash(each)) for each in every[:2]),  # type: ignore[misc]
        told(lambda: value < same),
        value.__eq__("text"),
    ]


def test_a_field_that_is_compared_in_its_own_way_is_left_to_attrs() -> None:
    class Value:
        text: str = attrs.field(eq=str.lower)

    with pytest.raises(TypeError, match="Value compares a field in a way of its own"):
        declaring.frozen(Value)


def test_values_are_equal_hashed_and_sent_as_ever() -> None:
    value = Span("a.yaml", 3, 7, 14, "when: acepted")
    assert value == attrs.evolve(value) != attrs.evolve(value, line=4)
    assert len({value, attrs.evolve(value)}) == 1
    assert pickle.loads(pickle.dumps(value)) == value
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.line = 4  # type: ignore[misc]
    assert repr(value) == "Span(file='a.yaml', line=3, column=7, end_column=14, source='when: acepted')"


def test_a_changed_copy_is_the_one_that_attrs_makes() -> None:
    @attrs.frozen
    class Two:
        number: int
        text: str

    @attrs.frozen
    class More(Two):
        """What is more than what is given: converted, named otherwise, by keyword alone, not given at all."""

        size: int = attrs.field(converter=int, default=0)
        _own: int = 1

    @attrs.frozen(kw_only=True)
    class Named:
        number: int
        text: str

    @attrs.frozen
    class Single:
        number: int

    for value in (Two(1, "a"), More(1, "a", "3"), Named(number=1, text="a"), Single(1)):
        for _ in range(2):
            assert evolve(value) == attrs.evolve(value) == value
            assert evolve(value, number=2) == attrs.evolve(value, number=2) != value
    assert evolve(More(1, "a", "3"), size="4", own=2) == More(1, "a", 4, 2)
