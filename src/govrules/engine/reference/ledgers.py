"""What one slice or member counts: the events of which a quota speaks, once for all its periods."""

import attrs

from govrules.engine.context import Context
from govrules.engine.happenings import Happening
from govrules.engine.patterns import occurrences
from govrules.engine.reference.measure import Counted, counted
from govrules.engine.rosters import Subject
from govrules.engine.slices import SliceView
from govrules.engine.triggers import Version, context_of
from govrules.model.conditions import Lookup
from govrules.model.patterns import Pattern
from govrules.model.quota import Quota, Share


@attrs.frozen(eq=False)
class Ledger:
    """What one slice or member counts under one version of the clause."""

    version: Version
    body: Quota
    subject: Subject
    context: Context
    memory: dict[Pattern, tuple[Counted, ...]] = attrs.field(factory=dict)

    @classmethod
    def of(cls, version: Version, subject: Subject) -> "Ledger":
        assert isinstance(version.clause.body, Quota)
        view = SliceView(subject.values, subject.entries, subject.opened)
        context = attrs.evolve(context_of(version.scope, view), names=subject.names)
        return cls(version, version.clause.body, subject, context)

    def events(self, pattern: Pattern) -> tuple[Counted, ...]:
        if pattern not in self.memory:
            self.memory[pattern] = counted(pattern, self.body, self.subject, self.version, self.context)
        return self.memory[pattern]

    def first_spoken_of(self) -> Happening | None:
        """The first event that names the slice and of which the clause speaks."""
        lacking = {id(each.happening) for each in self.subject.entries if each.lacks is not None}
        found = [
            each.happening
            for pattern in patterns(self.body)
            for each in occurrences(pattern, self.subject.entries, self.context, self.version.clause)
            if id(each.happening) not in lacking
        ]
        return min(found, key=lambda each: each.order, default=None)

    @property
    def is_unread(self) -> bool:
        """Whether rows that could not be read may hold events of the slice."""
        scope = self.version.scope
        incomplete = scope.view.incomplete
        return bool(incomplete) if scope.case is None else scope.case in incomplete


def patterns(body: Quota) -> tuple[Pattern, ...]:
    """What a quota counts, takes shares of, and is closed by."""
    shares = (each.of for each in (body.at_most, body.at_least) if isinstance(each, Share))
    found = (body.count, *(each for each in shares if not isinstance(each, str | Lookup)))
    return found if body.until is None else (*found, body.until)
