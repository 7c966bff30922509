"""Whether durable-rules can be there at all."""

import importlib.util
import sys

import pytest

# It comes as source alone, so that a machine without a C compiler cannot install it; `.ci/run` tries to.
NEEDS_DURABLE_RULES = pytest.mark.skipif(
    sys.version_info >= (3, 13) or importlib.util.find_spec("durable") is None,
    reason="durable-rules is not installed, or cannot be imported on this Python (3.13 and later)",
)
