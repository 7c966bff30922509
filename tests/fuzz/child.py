"""One target under atheris, in a process of its own, which `tests.fuzz.run` starts and watches.

An exception does not end the process: its example is kept under the name of what was raised and where, and
the search goes on. Only what cannot be caught ends it: a crash, an end of memory, a run without end.
"""

import hashlib
import importlib
import pkgutil
import re
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore]

SLOW = 5.0
"""seconds of the processor for one small example; to be watched makes everything about three times as slow"""
_ROOMS = ("diagnostics", "model", "counting", "rulefile", "engine", "explaining", "formats", "scenarios")


def _instrumented(packages: Sequence[str]) -> ModuleType:
    """The targets, with the modules of some packages watched, also those that are imported late."""
    # Showing what is wrong has few branches, and would be most of the work.
    with atheris.instrument_imports(include=[*packages], exclude=["govrules.diagnostics.render"]):
        for room in _ROOMS:
            package = importlib.import_module(f"govrules.{room}")
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                importlib.import_module(module.name)
        for each in packages:
            importlib.import_module(each)
        return importlib.import_module("tests.fuzz.targets")


def signature(error: BaseException) -> str:
    """What was raised and by which function of the package, as the name of a file."""
    frames = [each for each in traceback.extract_tb(error.__traceback__) if "/govrules/" in each.filename]
    where = f"{Path(frames[-1].filename).stem}-{frames[-1].name}" if frames else "target"
    said = str(error).split(":")[-1] if type(error).__name__ == "FindingError" else ""
    name = f"{type(error).__name__}-{where}-{said}" if said else f"{type(error).__name__}-{where}"
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:90]


def keep(folder: Path, name: str, data: bytes, what: str) -> None:
    """The smallest example of each kind, with the traceback beside it."""
    path = folder / name
    if path.exists() and path.stat().st_size <= len(data):
        return
    path.write_bytes(data)
    path.with_name(f"{name}.why").write_text(what, encoding="utf-8", errors="replace")


def main(arguments: Sequence[str]) -> None:
    name, found, watched, *rest = arguments
    folder = Path(found)
    # Named by the caller: asking the target itself would import what is to be watched.
    target = _instrumented(watched.split(",")).TARGETS[name]

    def one(data: bytes) -> None:
        started = time.process_time()
        try:
            target.run(data)
        except Exception as error:
            keep(folder, signature(error), data, traceback.format_exc())
        took = time.process_time() - started
        if took > SLOW:
            digest = hashlib.sha256(data).hexdigest()[:8]
            keep(folder, f"slow-{digest}", data, f"{took:.1f} seconds")

    more: dict[str, Any] = {}
    if target.mutation is not None:
        mutation = target.mutation

        def other(data: bytes, most: int, seed: int) -> bytes:
            # Every third time as the fuzzer itself would: some mistakes are a matter of bytes.
            changed: bytes = atheris.Mutate(data, most) if seed % 3 == 0 else mutation(data, most, seed)
            return changed

        more["custom_mutator"] = other
    atheris.Setup([sys.argv[0], *rest], one, **more)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
