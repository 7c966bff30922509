"""Whether durable-rules can be there at all."""

import sys

import pytest

NEEDS_DURABLE_RULES = pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="durable-rules cannot be imported on Python 3.13 and later"
)
