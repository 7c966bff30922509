"""Which clauses are judged apart from the programs: over the whole log, by the reference, and only they.

A clause that crosses cases may be about any of them. It has to be judged over the whole log, together with
what hears of it; all other clauses keep their programs, since nothing that these say hangs on it.
"""

from collections.abc import Iterable, Mapping

import attrs

from govrules.declaring import frozen
from govrules.engine.calendar_days import calendar_patterns
from govrules.engine.compile.silence import is_heard
from govrules.engine.compile.touched import Touched
from govrules.engine.compile.waking import wakes
from govrules.engine.concerned import ClauseVersions, clauses_of, patterns_waited_for
from govrules.engine.happenings import LAPSE, PROPOSED, VIOLATION
from govrules.engine.slices import crosses_cases
from govrules.engine.strata import order_of
from govrules.engine.triggers import when_of
from govrules.engine.view import View
from govrules.model.accountability import Accountability
from govrules.model.clauses import Body, Clause, Duty
from govrules.model.dependence import dependence
from govrules.model.patterns import AllOf, Begins, Every, Happens, InOrder, OnDate, OneOf, Pattern
from govrules.model.policy import Policy, Rulebook
from govrules.model.records import Record
from govrules.model.remembered import remembered


@frozen
class Apart:
    """The clauses of a rulebook that are judged apart."""

    clauses: frozenset[str] = frozenset()
    """`policy/clause`"""
    asleep: frozenset[str] = frozenset()
    """those that would be, but can find nothing in this log"""
    over_all: frozenset[str] = frozenset()
    """those of the clauses that may be about any case, or hear of what is"""
    listens: bool = False
    """whether any of the clauses may hear what others bring about"""
    hears_lapses: bool = False
    """whether it may hear of a lapse, or of what silence deems"""
    everywhere: bool = False
    """whether any of them may be about every case"""
    touched: tuple[Touched, ...] = ()
    """about which cases each of the clauses may be, as far as events tell"""
    answering: "Apart | None" = None
    """those of the clauses that say who answers and bring about nothing of which any other hears: no breach
    and no obligation hangs on them"""
    others: "Apart | None" = None
    """the clauses but for those; None where there is nothing to part"""

    @classmethod
    def of(
        cls,
        rulebook: Rulebook,
        views: tuple[View, ...],
        types: Iterable[str] | None,
        stated: tuple[Record, ...] = (),
    ) -> "Apart":
        """Those that have to be judged over all cases, with what hears of them.

        Args:
            types: the event types of the log, as it writes them; None where nothing is known of it.
            stated: the records that are known besides.
        """
        known = _known(rulebook)
        if known is None:
            return _NOBODY
        types = None if types is None else frozenset(types)
        key = (types, frozenset(each.kind for each in stated))
        kept = known.get(key)
        if kept is None:
            if len(known) >= _MOST:
                known.clear()
            kept = known[key] = cls._of(rulebook, views, *key)
        return kept

    @classmethod
    def _of(
        cls,
        rulebook: Rulebook,
        views: tuple[View, ...],
        types: frozenset[str] | None,
        records: frozenset[str],
    ) -> "Apart":
        over_all = {
            each.full_id: each
            for each in clauses_of(views)
            if any(_over_all_cases(clause) for clause, _, _ in each.versions)
        }
        awake = set(over_all)
        if types is not None:
            occurring = _Occurring.of(rulebook, views, types, records)
            awake = {name for name, each in over_all.items() if occurring.wakes(each)}
        found = _with_hearers(awake, rulebook)
        return cls(frozenset(found), frozenset(over_all.keys() - found), frozenset(found))

    def with_left_out(
        self,
        left_out: frozenset[str],
        rulebook: Rulebook,
        views: tuple[View, ...],
        clauses: tuple[ClauseVersions, ...],
    ) -> "Apart":
        """With those clauses that have no program and of which none with a program hears.

        Args:
            clauses: of the whole rulebook.
        """
        names = set(self.clauses)
        for name in left_out - names - self.asleep:
            group = _with_hearers({name}, rulebook)
            names |= group if group <= left_out else set()
        every = self._judging(names, rulebook, views, clauses)
        answering = _answering(names, clauses, order_of(rulebook).reached)
        if not answering:
            return every
        own, others = (
            self._judging(each, rulebook, views, clauses) for each in (answering, names - answering)
        )
        return attrs.evolve(every, answering=own, others=others)

    def _judging(
        self,
        names: set[str],
        rulebook: Rulebook,
        views: tuple[View, ...],
        clauses: tuple[ClauseVersions, ...],
    ) -> "Apart":
        awake = [each for each in clauses if each.full_id in names]
        always = frozenset(each.full_id for each in awake if any(one.always for _, one in wakes(each)))
        ears, deeming = order_of(rulebook).ears, any(map(_deems, rulebook.clauses))
        lapses = any(LAPSE in ears[name].kinds for name in names) or _hears_of_silence(names, clauses)
        return Apart(
            frozenset(names),
            self.asleep,
            self.over_all | always,
            listens=lapses or any(ears[name].kinds for name in names),
            hears_lapses=lapses,
            everywhere=bool(always),
            touched=tuple(Touched.by(each, views, deeming=deeming) for each in awake),
        )

    def leaves(self, clause: str) -> bool:
        """Whether a clause is judged case by case."""
        return clause not in self.clauses and clause not in self.asleep


_NOBODY = Apart()
_MOST = 256
"""so many answers of one rulebook are kept: which clauses are awake hangs on the types of events in a log"""


def _none_yet(
    rulebook: Rulebook,
) -> dict[tuple[frozenset[str] | None, frozenset[str]], Apart] | None:
    """None where no clause has to be judged apart, whatever a log holds."""
    return {} if any(map(_over_all_cases, rulebook.clauses)) else None


_known = remembered(_none_yet)


def numbers_of(policies: Iterable[Policy]) -> dict[tuple[str, str], int]:
    """The place of each clause in the rulebook, by its full id and its kind, in which findings are told."""
    found: dict[tuple[str, str], int] = {}
    for policy in policies:
        for clause in policy.clauses:
            if clause.kind != "not_checkable":
                found.setdefault((clause.full_id, clause.kind), len(found))
    return found


def _over_all_cases(clause: Clause) -> bool:
    """Whether a clause crosses cases, or days of the calendar trigger it, in any case or without one."""
    when = when_of(clause)
    return crosses_cases(clause) or (when is not None and bool(calendar_patterns(when)))


def _deems(clause: Clause) -> bool:
    """Whether the silence of a clause deems an event, which any other may see."""
    return isinstance(clause.body, Duty) and any(rule.deem is not None for rule in clause.body.on_lapse)


def _answering(
    names: set[str], clauses: tuple[ClauseVersions, ...], reached: Mapping[str, frozenset[str]]
) -> set[str]:
    """The clauses that say who answers, and on which nothing depends but others of them."""
    found = {
        each.full_id
        for each in clauses
        if each.full_id in names and all(_obliges_nobody(clause.body) for clause, _, _ in each.versions)
    }
    left = True
    while left:
        needed = set[str]().union(*(reached[name] for name in names - found if name in reached))
        left = bool(found & needed)
        found -= needed
    return found


def _obliges_nobody(body: Body) -> bool:
    """Whether it says who answers, and nobody has a duty to decide on what is proposed."""
    return isinstance(body, Accountability) and body.decided_by is None and not body.within


def _hears_of_silence(names: set[str], clauses: tuple[ClauseVersions, ...]) -> bool:
    """Whether any of some clauses may hear of an event that the silence of any clause deems."""
    listening = tuple(each for each in clauses if each.full_id in names)
    deeming = [
        (clause, rule)
        for each in clauses
        for clause, _, _ in each.versions
        if listening and isinstance(clause.body, Duty)
        for rule in clause.body.on_lapse
        if rule.deem is not None
    ]
    return any(is_heard(rule, clause, listening) for clause, rule in deeming)


@frozen(eq=False)
class _Occurring:
    """What occurs in a log."""

    types: Mapping[int, frozenset[str]]
    """for each view, by its identity and in its words: of the events, and of those that silence may deem"""
    records: frozenset[str]
    """the kinds of records of which some are stated"""

    @classmethod
    def of(
        cls, rulebook: Rulebook, views: Iterable[View], types: Iterable[str], records: frozenset[str]
    ) -> "_Occurring":
        deeming = (each.body.on_lapse for each in rulebook.clauses if isinstance(each.body, Duty))
        names = {*types, *(rule.deem for rules in deeming for rule in rules if rule.deem is not None)}
        # What others bring about may always happen.
        derived = frozenset({VIOLATION, LAPSE, PROPOSED})
        by_view = {id(view): derived | set(map(view.vocabulary.resolve, names)) for view in views}
        return cls(by_view, records)

    def wakes(self, each: ClauseVersions) -> bool:
        """Whether a clause may find anything: what it waits for occurs, or time alone brings it about."""
        if each.concerned_types is not None:
            return any(each.concerned_types & self.types[id(view)] for _, view, _ in each.versions)
        return any(not self._is_of_nobody(clause, view) for clause, view, _ in each.versions)

    def _is_of_nobody(self, clause: Clause, view: View) -> bool:
        """Whether time alone can bring it about, for each record of a kind, of which there is none."""
        if clause.for_each is None or clause.for_each.records is None:
            return False
        if not all(self._never_happens(each, view) for each in patterns_waited_for(clause) or ()):
            return False
        kind = view.policy.records.get(clause.for_each.records)
        if kind is None or kind.name in self.records:
            return False
        resolve, occurring = view.vocabulary.resolve, self.types[id(view)]
        return not any(resolve(each) in occurring for each in (*kind.set_by, *kind.ended_by))

    def _never_happens(self, pattern: Pattern, view: View) -> bool:
        """Whether no event of the log is part of a pattern; days of the calendar are none."""
        match pattern:
            case Happens(name):
                return view.vocabulary.meaning(name)[0] not in self.types[id(view)]
            case OneOf(parts) | AllOf(parts) | InOrder(parts):
                return all(self._never_happens(each, view) for each in parts)
        return isinstance(pattern, OnDate | Every | Begins)


def _with_hearers(start: set[str], rulebook: Rulebook) -> set[str]:
    """These clauses, all that depend on them, and those whose obligations these ask about.

    A program does not tell what became of an obligation that was kept to whoever asks whether it was.
    """
    asks, order = dependence(rulebook).asks, order_of(rulebook)
    found: set[str] = set()
    left = start
    while left:
        found |= left
        found |= {name for name, others in order.reached.items() if not found.isdisjoint(others)}
        left = {other for name in found for other in asks[name]} - found
    return found
