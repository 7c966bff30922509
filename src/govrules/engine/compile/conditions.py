"""Conditions as Python expressions under Kleene's logic: `True`, `False`, or `None` for unknown.

    event.amount >= 50 and given(event.level)

becomes

    (False if (_1 := level_given[i]) is False
     or (_2 := None if (_3 := amount[i]) is None else _3 >= 50) is False
     else None if _1 is None or _2 is None else True)

What cannot be said in this way for certain is asked of the reference, or the clause is left to it.
"""

import ast
import datetime as dt

import attrs

from govrules.engine.compile.asking import ask
from govrules.engine.compile.asking_clauses import ask_clause
from govrules.engine.compile.codes import (
    FIXED_FIELDS,
    READ_AS,
    SORT_OF,
    Code,
    Reading,
    Sort,
    Writes,
    is_unset,
    sort_in,
    sort_of,
)
from govrules.engine.compile.names import (
    CaseColumn,
    CaseSaid,
    CaseValue,
    FieldColumn,
    Names,
    ParameterTable,
)
from govrules.engine.compile.past import history, moment_of
from govrules.engine.compile.writing import NotCompiledError
from govrules.model.conditions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Constant,
    EventName,
    Expression,
    IfElse,
    ListOf,
    Lookup,
    Negative,
    Not,
    Or,
)
from govrules.model.events import iso_time


@attrs.define(eq=False)
class Conditions:
    """Writes expressions; the variables that they need are fresh within one line of the source."""

    names: Names
    reading: Reading
    _number: int = 0

    def test(self, expression: Expression) -> Code:
        """An expression that is true, false or unknown.

        Raises:
            NotCompiledError: it asks for something that only the reference knows.
        """
        forget = self.names.forgetting()
        try:
            if (found := self._as(expression, "bool")).sort == "bool":
                return found
            raise NotCompiledError("a condition that is no condition")
        except NotCompiledError:
            forget()
            if (asked := ask(expression, self.reading, self.names)) is None:
                raise
            return asked

    def value(self, expression: Expression) -> Code:
        match expression:
            case Constant(bool() as value):
                return Code(repr(value), "bool", certain=True, atom=True)
            case Constant(str() as value):
                return Code(repr(value), "text", certain=True, atom=True)
            case Constant(int() as value):
                return Code(repr(value), "integer", certain=True, atom=True)
            case Constant(float() as value):
                return Code(repr(value), "number", certain=True, atom=True)
            case Lookup():
                return self._look_up(expression)
            case Not(operand):
                return self._not(self.test(operand))
            case And(operands):
                return self.both([self.test(each) for each in operands])
            case Or(operands):
                return self._either([self.test(each) for each in operands])
            case Compare(first, rest):
                return self._comparisons(first, rest)
            case Arithmetic(sign, left, right):
                return self._arithmetic(self.value(left), sign, self.value(right), right)
            case Negative(operand):
                return self._negative(self.value(operand))
            case IfElse():
                return self._if_else(expression)
            case Call():
                return self._call(expression)
        raise NotCompiledError("a form of condition that is left to the reference")

    def _fresh(self) -> str:
        self._number += 1
        return f"_{self._number}"

    # -- connectives -----------------------------------------------------------------------------------

    def _not(self, operand: Code) -> Code:
        if operand.certain:
            return Code(f"(not {operand.text})", "bool", certain=True)
        name = self._fresh()
        return Code(f"(None if ({name} := {operand.text}) is None else not {name})", "bool")

    def both(self, operands: list[Code]) -> Code:
        return self._joined(operands, "and", "False", "True")

    def _either(self, operands: list[Code]) -> Code:
        return self._joined(operands, "or", "True", "False")

    def _joined(self, operands: list[Code], word: str, decisive: str, otherwise: str) -> Code:
        """`and` is false as soon as one is false, `or` true as soon as one is true; else unknown counts."""
        if all(each.certain for each in operands):
            joined = f" {word} ".join(each.text for each in operands)
            return Code(f"({joined})", "bool", certain=True)
        tests: list[str] = []
        unknown: list[str] = []
        # What is certain decides without a look at the rest.
        for each in sorted(operands, key=lambda one: (not one.certain, one.asked)):
            if each.certain:
                tests.append(each.text if decisive == "True" else f"not {each.text}")
                continue
            name = self._fresh()
            tests.append(f"({name} := {each.text}) is {decisive}")
            unknown.append(f"{name} is None")
        text = f"({decisive} if {' or '.join(tests)} else None if {' or '.join(unknown)} else {otherwise})"
        return Code(text, "bool")

    # -- comparison ------------------------------------------------------------------------------------

    def _comparisons(self, first: Expression, rest: tuple[tuple[str, Expression], ...]) -> Code:
        if len(rest) != 1:
            pairs = zip([first, *(each for _, each in rest)], rest, strict=False)
            return self.both([self._comparisons(left, (then,)) for left, then in pairs])
        sign, operand = rest[0]
        if sign in {"in", "not in"}:
            return self._contained(self._as(first, "text"), sign, operand)
        left, right = self.value(first), self.value(operand)
        if left.sort == "other":
            left = self._as(first, right.sort)
        elif right.sort == "other":
            right = self._as(operand, left.sort)
        if "day" in {left.sort, right.sort}:
            left, right = self._day(left), self._day(right)
        return self._compared(left, sign, right)

    def _day(self, operand: Code) -> Code:
        """A day as its ordinal: of a moment the local one, of a text that spells a date that date."""
        if operand.sort == "moment":
            return self._with([operand], lambda names: f"day[({names[0]} + shift) // unit]", "day")
        if operand.sort == "text" and operand.atom:
            found = iso_time(ast.literal_eval(operand.text))
            if isinstance(found, dt.date) and not isinstance(found, dt.datetime):
                return Code(str(found.toordinal()), "day", certain=True, atom=True)
        return operand

    def _if_else(self, expression: IfElse) -> Code:
        """Where the condition is unknown, so is the value, unless it is the same either way.

        (a if _1 else b) if (_1 := amount[i]) is not None else (_2 if (_2 := a) == b else None)
        """
        value, otherwise = self.value(expression.value), self.value(expression.otherwise)
        if value.sort != otherwise.sort or value.sort == "other":
            raise NotCompiledError("a choice between values of several kinds")
        condition = self.test(expression.condition)
        if condition.certain:
            certain = value.certain and otherwise.certain
            return Code(f"({value.text} if {condition.text} else {otherwise.text})", value.sort, certain)
        name, either = self._fresh(), self._fresh()
        known = f"({value.text} if {name} else {otherwise.text}) if ({name} := {condition.text}) is not None"
        same = f"({either} if ({either} := {value.text}) == {otherwise.text} else None)"
        return Code(f"({known} else {same})", value.sort)

    def _as(self, expression: Expression, sort: Sort) -> Code:
        """A value whose kind nobody declared, where only one kind can be compared; any other is unknown."""
        if isinstance(expression, Lookup) and expression.root in {"event", "trigger"} and sort != "moment":
            if self._is_period(expression):
                raise NotCompiledError("a comparison of periods")
            return self._of_data(expression, given=False, taken_as=sort)
        if is_unset(expression, self.names.view.policy):
            return Code("None", sort)
        return self.value(expression)

    def _is_period(self, lookup: Lookup) -> bool:
        """Whether an event holds a period there, which compares by its length and not as it is written."""
        field_in, reading = self.names.view.vocabulary.field, self.reading
        types = reading.event_types if lookup.root == "event" else reading.trigger_types
        declared = (field_in(each, lookup.path[0]) for each in types if len(lookup.path) == 1)
        return any(each is not None and each.type == "period" for each in declared)

    def _compared(self, left: Code, sign: str, right: Code) -> Code:
        numbers = {"integer", "number"}
        alike = left.sort == right.sort or {left.sort, right.sort} <= numbers
        if not alike or left.sort == "other" or (left.sort == "bool" and sign not in {"==", "!="}):
            raise NotCompiledError("a comparison of values of which the kinds are not known beforehand")
        return self._with([left, right], lambda names: f"{names[0]} {sign} {names[1]}", "bool")

    def _contained(self, left: Code, sign: str, container: Expression) -> Code:
        if not isinstance(container, ListOf) or not container.items:
            raise NotCompiledError("`in` something else than a written list")
        items = [self.value(each) for each in container.items]
        if left.sort != "text" or any(each.sort != "text" or not each.atom for each in items):
            raise NotCompiledError("`in` a list of something else than text")
        written = "(" + ", ".join(each.text for each in items) + ",)"
        return self._with([left], lambda names: f"{names[0]} {sign} {written}", "bool")

    def _with(self, operands: list[Code], write: "Writes", sort: Sort) -> Code:
        """An expression over operands, unknown as soon as one of them is."""
        tests: list[str] = []
        names: list[str] = []
        for each in operands:
            if each.certain:
                names.append(each.text)
                continue
            name = self._fresh()
            tests.append(f"({name} := {each.text}) is None")
            names.append(name)
        inner = write(names)
        if not tests:
            return Code(f"({inner})", sort, certain=True)
        # `or` looks at the second only where the first is known, and only then is the second used.
        return Code(f"(None if {' or '.join(tests)} else {inner})", sort)

    # -- arithmetic ------------------------------------------------------------------------------------

    def _arithmetic(self, left: Code, sign: str, right: Code, divisor: Expression) -> Code:
        if left.sort != "integer" or right.sort != "integer" or sign == "/":
            raise NotCompiledError("arithmetic with something else than whole numbers")
        if sign in {"//", "%"} and not (isinstance(divisor, Constant) and divisor.value):
            raise NotCompiledError("a division by what may be nothing")
        return self._with([left, right], lambda names: f"{names[0]} {sign} {names[1]}", "integer")

    def _negative(self, operand: Code) -> Code:
        if operand.sort != "integer":
            raise NotCompiledError("the negative of something else than a whole number")
        return self._with([operand], lambda names: f"-{names[0]}", "integer")

    # -- what the data say -----------------------------------------------------------------------------

    def _look_up(self, lookup: Lookup) -> Code:
        return self._of_data(lookup, given=False)

    def _of_data(
        self, lookup: Lookup, *, given: bool, taken_as: Sort | None = None, read_as: Sort | None = None
    ) -> Code:
        """Args: taken_as: what it is if nobody declared it; read_as: what it is read as in any case."""
        policy = self.names.view.policy
        root, path = lookup.root, lookup.path
        if root in self.names.parts:
            raise NotCompiledError(f"it asks for `{lookup}`")
        if root in {"event", "trigger"} and len(path) == 1:
            return self._of_event(root, path[0], given=given, taken_as=taken_as, read_as=read_as)
        if root == "case" and len(path) == 1 and path[0] != "id":
            return self._of_case(path[0], given=given)
        known = root in FIXED_FIELDS and root not in policy.records and not self.reading.alone
        if known and not path and not given:
            return self._of_event("trigger" if self.reading.trigger else "event", root, given=given)
        if root == "params" and len(path) == 1 and not given:
            return self._of_parameter(path[0], read_as)
        raise NotCompiledError(f"it asks for `{lookup}`")

    def looked_up(self, lookup: Lookup, sort: Sort) -> str:
        """A value that is no operand: a limit or a day, or whatever stands for one; None where it is unknown.

        Raises:
            NotCompiledError: it asks for something that only the reference knows.
        """
        declared = self.names.view.policy.case.get(lookup.path[0]) if lookup.path else None
        if lookup.root == "case" and declared is not None and declared.type not in READ_AS[sort]:
            raise NotCompiledError(f"`{lookup}` is declared as something else")
        return self._of_data(lookup, given=False, read_as=sort).text

    def _of_parameter(self, name: str, read_as: Sort | None) -> Code:
        """Its value on the day of the trigger, or where there is none of the event."""
        declared = self.names.view.policy.parameters.get(name)
        if declared is not None and not declared.values and read_as is None:
            return Code("None", "other")
        if declared is None or self.reading.alone or any(each.for_ is not None for each in declared.values):
            raise NotCompiledError(f"it asks for `params.{name}`")
        sorts: set[Sort] = {SORT_OF.get(type(each.value), "other") for each in declared.values}
        sort: Sort = next(iter(sorts)) if len(sorts) == 1 else "other"
        if read_as is not None:
            sort = read_as
        if sort == "other":
            raise NotCompiledError(f"it asks for `params.{name}`, of which the kind is not known beforehand")
        table = self.names.of(ParameterTable(name, sort), f"{name}_of_params")
        at = self.reading.trigger or self.reading.event
        return Code(f"{table}[day[(T[{at}] + shift) // unit]]", sort)

    def _of_event(
        self,
        root: str,
        field: str,
        *,
        given: bool,
        taken_as: Sort | None = None,
        read_as: Sort | None = None,
    ) -> Code:
        place = self.reading.event if root == "event" else self.reading.trigger
        types = self.reading.event_types if root == "event" else self.reading.trigger_types
        if field == "date" and place is not None and not given and read_as is None:
            return self._date_of(place, types)
        if place is None or field in {"time", "date", "case", "type"}:
            raise NotCompiledError(f"it asks for `{root}.{field}`")
        sorts = {sort_in(self.names.view.vocabulary, each, field) for each in types}
        if len(sorts) != 1 and read_as is None:
            raise NotCompiledError(f"`{root}.{field}` is of several kinds")
        sort = next(iter(sorts)) if read_as is None else read_as
        if sort == "other" and not given:
            sort = taken_as or ("text" if field in FIXED_FIELDS else "other")
        if sort == "other" and not given:
            return Code("None", "other")
        column = FieldColumn(field, types, "given" if given else sort)
        wanted = f"{field}_given" if given else f"{field}_of_{'_or_'.join(sorted(types))}"
        return Code(f"{self.names.of(column, wanted)}[{place}]", "bool" if given else sort)

    def _date_of(self, place: str, types: frozenset[str]) -> Code:
        """The local day of an event; where its data say another, the case is left to the reference."""
        vocabulary = self.names.view.vocabulary
        if any(vocabulary.field(each, "date") is not None for each in types):
            raise NotCompiledError("it asks for a field that is called `date`")
        said = self.names.of(FieldColumn("date", types, "none"), "date_said")
        return Code(f"(None if {said}[{place}] is not None else day[(T[{place}] + shift) // unit])", "day")

    def _of_case(self, attribute: str, *, given: bool) -> Code:
        """The latest value by now; a function of the program looks for it.

        def case_grade(a, b, now, at):
            i = last_grade_of_case(1, a, past(T, now, a, b))
            if T[at] > now and grade_of_case[at] is not None:
                i = at
            if i < 0:
                return None
            value = grade_of_case[i]
            return None if value is UNREADABLE else value
        """
        declared = self.names.view.policy.case.get(attribute)
        if declared is None:
            raise NotCompiledError(f"`case.{attribute}` is not declared")
        ended = self.reading.ended
        key = f"{'given_' if given else ''}case_{attribute}{'_said' if ended else ''}"
        name = self.names.of(CaseColumn(attribute), f"{attribute}_of_case")
        last = self.names.of(CaseSaid(attribute), f"last_{attribute}_of_case")
        if key not in self.names.functions:
            default = "False" if given else "None"
            if declared.default is not None:
                default = "True" if given else repr(declared.default)
                if not isinstance(declared.default, bool | int | str):
                    raise NotCompiledError(f"the default of `case.{attribute}`")
            look = [
                f"def {key}(a, b, now, at):",
                f"    i = {last}(1, a, past(T, now, a, b))",
                f"    if T[at] > now and {name}[at] is not None:",
                "        i = at",
            ]
            self.names.case_values[key] = CaseValue(attribute, given, declared.default)
            self.names.functions[key] = [
                *([f"def {key}(a, b):", f"    i = {last}(1, a, b)"] if ended else look),
                "    if i < 0:",
                f"        return {default}",
                f"    value = {name}[i]",
                f"    return None if value is UNREADABLE else {'not is_blank(value)' if given else 'value'}",
            ]
        text = f"{key}(a, b)" if ended else f"{key}(a, b, {self.reading.past}, {self.reading.event})"
        return Code(text, "bool" if given else sort_of(declared))

    # -- calls -----------------------------------------------------------------------------------------

    def _call(self, call: Call) -> Code:
        match call:
            case Call("given", arguments, ()) if arguments and all(
                isinstance(each, Lookup) for each in arguments
            ):
                return self.both(
                    [self._of_data(each, given=True) for each in arguments if isinstance(each, Lookup)]
                )
            case Call("happened" | "count", (EventName() | Constant(str()) | Lookup() as event,), ()):
                name = event.name if isinstance(event, EventName) else str(getattr(event, "value", event))
                return history(call.function, name, self.reading, self.names, self._fresh)
            case Call("first" | "last", (EventName(name),), ()):
                return moment_of(call.function, name, self.reading, self.names, self._fresh)
            case Call("met" | "violated", (_, *_), ()):
                return ask_clause(call, self.reading, self.names)
            case Call("len", (Lookup("event" | "trigger") as list_,), ()):
                return attrs.evolve(self._of_data(list_, given=False, read_as="length"), sort="integer")
            case Call("days_between", (start, end), ()):
                days = [self._day(self.value(each)) for each in (start, end)]
                if all(each.sort == "day" for each in days):
                    return self._with(days, lambda names: f"{names[1]} - {names[0]}", "integer")
        raise NotCompiledError(f"it calls `{call.function}`")
