"""The nearest known word, for "did you mean"."""

import unicodedata
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` most likely stands for, or None where none is near.

    Case, full-width forms and the choice between `_`, `-` and a space are no difference.

    >>> nearest("respnsible", ["responsible", "require"])
    'responsible'
    >>> nearest("Within", ["within", "when"])
    'within'
    >>> nearest("义物", ["释义", "义务"])
    '义务'
    >>> nearest("colour", ["within", "when"]) is None
    True
    """
    candidates = {_fold(each): each for each in known}
    folded = _fold(word)
    if folded in candidates:
        return candidates[folded]
    # Needed for mistakes alone, and no small import.
    import difflib

    # Short words differ by one letter in a large share of themselves, so the bar falls with length.
    cutoff = 0.6 if len(folded) > 3 else 0.5
    found = difflib.get_close_matches(folded, sorted(candidates), n=3, cutoff=cutoff)
    if not found:
        return None
    # In words of two signs every known one that shares a sign is equally near: the first sign decides.
    likeness = {each: difflib.SequenceMatcher(None, each, folded).ratio() for each in found}
    best = max(found, key=lambda each: (likeness[each], each[:1] == folded[:1]))
    return candidates[best]


def _fold(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("-", "_").replace(" ", "_")
