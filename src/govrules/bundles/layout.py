"""What stands where in a bundle."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import attrs

FORMAT = 1
"""the version of the layout: changes when an older govrules could not replay it"""

MANIFEST = "manifest.json"
FINDINGS = "findings.json"
EVENTS = "events.jsonl"
RECORDS = "records.jsonl"
RULES = "rules"


@attrs.frozen
class Arguments:
    """With what an evaluation was asked for."""

    as_of: dt.date | dt.datetime | None = None
    known_at: dt.date | None = None
    unannounced: Literal["project", "raise"] = "project"

    def to_dict(self) -> dict[str, object]:
        """As the manifest holds it."""
        return {
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "known_at": None if self.known_at is None else self.known_at.isoformat(),
            "unannounced": self.unannounced,
        }

    @classmethod
    def of(cls, plain: Mapping[str, object]) -> "Arguments":
        """From the manifest.

        Raises:
            ValueError: a value is none that `to_dict` writes.
        """
        as_of, known_at, unannounced = (plain.get(each) for each in ("as_of", "known_at", "unannounced"))
        if unannounced not in ("project", "raise"):
            raise ValueError("unannounced")
        return cls(
            _time(as_of),
            None if known_at is None else dt.date.fromisoformat(str(known_at)),
            "raise" if unannounced == "raise" else "project",
        )


def _time(text: object) -> dt.date | dt.datetime | None:
    if text is None:
        return None
    written = str(text)
    return dt.datetime.fromisoformat(written) if "T" in written else dt.date.fromisoformat(written)


def hash_of(content: bytes) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(content).hexdigest()


def files_in(folder: Path) -> dict[str, Path]:
    """Every file of a bundle but its manifest, by its path within."""
    found = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*") if each.is_file()}
    found.pop(MANIFEST, None)
    return dict(sorted(found.items()))
