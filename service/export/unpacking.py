"""The archive of an export as a folder for a while, so that what was downloaded is verified as it came."""

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from service.errors import InvalidInput, Problem
from service.i18n import Localized

MAX_UNPACKED_BYTES = 200_000_000
MAX_FILES = 100
# What a damaged, locked or foreign archive raises on reading.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """The files of an export, in a folder that goes again.

    Raises:
        InvalidInput: it is no archive of one folder of files, or too large.
    """
    with tempfile.TemporaryDirectory(prefix="firstword-verify-") as made:
        folder = Path(made)
        for name, content in _contents(archive):
            (folder / name).write_bytes(content)
        yield folder


def _contents(archive: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(archive) as source:
            entries = [entry for entry in source.infolist() if not entry.is_dir()]
            if len(entries) > MAX_FILES:
                raise _refused(archive, "文件太多", "it holds too many files")
            _require_one_folder(archive, [entry.filename for entry in entries])
            left = MAX_UNPACKED_BYTES
            for entry in entries:
                with source.open(entry) as stream:
                    # The size an entry states may be untrue.
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _refused(archive, "解开后太大", "it is too large unpacked")
                yield PurePosixPath(entry.filename).name, content
    except InvalidInput:
        raise
    except _UNREADABLE as error:
        raise _refused(archive, "不是能读的 zip 文件", "it is no readable zip file") from error


def _require_one_folder(archive: Path, names: list[str]) -> None:
    """Lets pass names of one folder, or of none, each once: what was put beside them would go unseen otherwise."""
    places = [PurePosixPath(name) for name in names]
    odd = any(
        "\\" in name or place.is_absolute() or len(place.parts) > 2 or not place.name or ".." in place.parts
        for name, place in zip(names, places, strict=True)
    )
    if odd or len({place.parent for place in places}) > 1 or len({place.name.casefold() for place in places}) != len(places):
        raise _refused(archive, "里面不是一个导出的文件夹", "it is not one folder of an export")


def _refused(archive: Path, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field="", code="bundle", message=Localized(zh=zh, en=en), file=archive.name)])
