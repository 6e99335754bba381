"""One process at a time opens and fills the embedded index."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.config import Settings
from service.errors import ComponentUnavailable
from service.i18n import Localized

_LOCK_SECONDS = 60.0


@contextmanager
def sole_writer(settings: Settings) -> Iterator[None]:
    """Waits until nobody else fills the index; SQLite's own lock ends with the process that holds it."""
    if settings.chroma_url:
        # A server takes care of itself, and writing the same passages twice changes nothing.
        yield
        return
    folder = settings.data_dir / "chroma"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / "writer.lock", timeout=_LOCK_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _folder_fault(folder, error) from error
    try:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            raise _folder_fault(folder, error) from error
        yield
    finally:
        lock.close()


def _folder_fault(folder: Path, error: Exception) -> ComponentUnavailable:
    return ComponentUnavailable(
        Localized(zh=f"无法使用知识库索引目录 {folder}：{error}", en=f"Cannot use the knowledge index in {folder}: {error}")
    )
