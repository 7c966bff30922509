"""Writing a result whole or not at all."""

import codecs
import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from govrules.cli.arguments import mistake
from govrules.diagnostics import DiagnosticsError
from govrules.diagnostics.codes import commands as codes

_REASONS_ZH = {
    "FileNotFoundError": "文件夹不存在",
    "PermissionError": "没有权限",
    "NotADirectoryError": "路径中有文件而非文件夹",
}


def check_target(path: str) -> Path:
    """The file that `--output` names, before any work is done for it.

    Raises:
        DiagnosticsError: a folder (GR630), or one in a folder that does not exist (GR631).
    """
    target = Path(path)
    if target.is_dir() or path.endswith("/"):
        raise mistake(codes.OUTPUT_IS_FOLDER, path=path)
    if not target.parent.is_dir():
        raise failed(path, FileNotFoundError(2, "there is no such folder"))
    return target


def write_whole(target: Path, content: str | bytes | Iterable[str], *, byte_order_mark: bool = False) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Args:
        content: whole, or in pieces, each of which is written before the next is asked for.
        byte_order_mark: put before it.

    Raises:
        DiagnosticsError: the system refuses (GR631); the old file is then as it was.
    """
    import tempfile

    # A link stays a link, and what it points to is replaced.
    target = target.resolve()
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise failed(str(target), error) from None
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if byte_order_mark:
                file.write(codecs.BOM_UTF8)
            for piece in (content,) if isinstance(content, str | bytes) else content:
                file.write(piece.encode() if isinstance(piece, str) else piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        temporary.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise failed(str(target), error) from None
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, else those that the user's own files get."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask


def failed(path: str, error: OSError) -> DiagnosticsError:
    """That the system refuses to write (GR631), with its reason."""
    reason = (error.strerror or type(error).__name__).lower()
    return mistake(
        codes.OUTPUT_FAILED, path=path, reason=reason, reason_zh=_REASONS_ZH.get(type(error).__name__, reason)
    )
