"""Text encodings by name."""

import codecs


def encoding_named(name: str) -> str | None:
    """The usual name of a text encoding, or None where there is none of this name.

    >>> encoding_named("UTF8"), encoding_named("GB18030"), encoding_named("zip")
    ('utf-8', 'gb18030', None)
    """
    try:
        # Refused here are the codecs that turn bytes into bytes, as `zip` and `base64`.
        "a".encode(name)
        codecs.getincrementaldecoder(name)
    except (LookupError, ValueError):
        # ValueError: a name with a NUL in it, and the codec that refuses every text.
        return None
    return codecs.lookup(name).name
