"""A program at work on a log: what it names is bound when it is first asked for."""

from collections.abc import Callable, Iterable
from typing import Any

from govrules.engine.compile.logs import PolicyLog
from govrules.engine.compile.reach import Reach

_LONG = 3_000_000


class Working(dict[str, Any]):
    """By name the functions of a program, and what they name.

    Cases that are judged by columns need but some of it; the functions that walk cases need all.
    """

    def __init__(
        self,
        write: Callable[..., dict[str, Any]],
        log: PolicyLog,
        reach: Reach,
        bare: bool,
        put: Callable[..., None],
        hand_over: Callable[[int], None],
        odd: Callable[[int], None],
        use: Callable[..., None],
        answer: Callable[..., None],
    ) -> None:
        """Args: write: the function of the source that gives those of the program."""
        super().__init__(
            starts=log.columns.starts,
            ends=reach.ends,
            K=log.kinds,
            day=log.days(bare=bare),
            put=put,
            hand_over=hand_over,
            odd=odd,
            use=use,
            answer=answer,
        )
        self.write = write
        self.log = log
        self.bare = bare
        self.as_of = reach.as_of
        self.apart: dict[str, Any] = write.__globals__
        """the functions that need nothing of the program"""
        self.few = False
        """whether the functions that walk cases are asked for few of all"""
        self._all = False

    def __missing__(self, name: str) -> Any:
        if name == "T":
            times = self.log.columns.times
            # A list gives back its numbers, an array makes them anew each time; of a very long log that is
            # too much.
            self[name] = times = list(times) if len(times) <= _LONG and not self.few else times
            return times
        try:
            self[name] = found = self.log.bound(name, bare=self.bare, as_of=self.as_of)
        except KeyError:
            if self._all:
                raise
            self._bind()
            return self[name]
        return found

    def _bind(self) -> None:
        self._all = True
        bound = self.log.bind(bare=self.bare, as_of=self.as_of, few=self.few)
        given = (self[name] for name in ("starts", "ends", "K", "T", "day"))
        told = (self[name] for name in ("put", "hand_over", "odd", "use", "answer"))
        self.update(self.write(*given, self.bare, *told, bound))

    @property
    def doubtful(self) -> Iterable[int]:
        """The cases of which the functions that walk cases cannot be certain, as far as these were needed."""
        return self.log.doubtful(bare=self.bare, as_of=self.as_of) if self._all else ()
