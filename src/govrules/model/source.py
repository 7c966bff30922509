"""Where a statement comes from, and how far its text was read."""

from typing import Literal

from govrules.declaring import frozen


@frozen
class Source:
    """How far the text was read: only a text that was `read` may be quoted."""

    status: Literal["read", "secondary", "none"] = "none"
    address: str | None = None
