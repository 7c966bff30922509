"""Files that kill other readers: run apart, since the worst of them would take this process along."""

import subprocess
import sys

import pytest

_CHILD = """
import sys
from govrules.rulefile.composer import compose
text = eval(sys.argv[1])
for use_c in (True, False):
    composed = compose(text, file="hostile.yaml", use_c=use_c)
    print(composed.root is None, *(each.code.name for each in composed.diagnostics))
"""

_HOSTILE = {
    "nested brackets": ("'[' * 100_000", "too-deep"),
    "nested and closed brackets": ("'a: ' + '[' * 60_000 + ']' * 60_000", "too-deep"),
    "nested braces": ("'{a: ' * 100_000", "too-deep"),
    "nested lists by dashes": ("'- ' * 100_000", "too-deep"),
    "nested mappings by indentation": (
        "'\\n'.join(' ' * each + 'a:' for each in range(1_300))",
        "too-deep",
    ),
    "nested question marks": ("'? ' * 100_000", "too-deep"),
    "billion laughs": (
        "'a0: &a0 [x, x]\\n' + '\\n'.join(f'a{n}: &a{n} [*a{n-1}, *a{n-1}]' for n in range(1, 50))",
        "too-many-nodes",
    ),
    "deep by aliases": (
        "'a0: &a0 [x]\\n' + '\\n'.join(f'a{n}: &a{n} [*a{n-1}]' for n in range(1, 500))",
        "too-deep",
    ),
    "huge": ("'a: b\\n' * 300_000", "file-too-large"),
    "one long line": ("'a: [' + 'x, ' * 250_000", "too-many-nodes"),
    "many anchors": ("'[' + '&a b,' * 150_000", "not-closed"),
}


@pytest.mark.parametrize("name", list(_HOSTILE))
def test_a_hostile_file_gets_one_diagnostic_and_the_process_lives(name: str) -> None:
    text, code = _HOSTILE[name]
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, text], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, f"True {code}\n" * 2, "")
