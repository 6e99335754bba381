"""The terminal: its streams, its language, reading what a command is given, and saying why it cannot be done."""

import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from service.errors import InvalidInput, Problem, ServiceError
from service.i18n import Localized, UiLanguage, ui_language
from service.structured import MAX_BYTES

STDIN = "<stdin>"
# Also read by service.config; read here once more because pydantic-settings would cost `check` a tenth of a second.
_LANGUAGE_VARIABLES = ("FIRSTWORD_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_OS_ERRORS: dict[type[OSError], Localized] = {
    FileNotFoundError: Localized(zh="找不到这个文件", en="no such file"),
    IsADirectoryError: Localized(zh="这是文件夹，不是文件", en="is a folder, not a file"),
    NotADirectoryError: Localized(zh="路径中有一段不是文件夹", en="a part of the path is not a folder"),
    PermissionError: Localized(zh="没有读取权限", en="permission denied"),
}


def terminal_language(environ: Mapping[str, str] = os.environ) -> UiLanguage:
    """The user's language; Chinese when the locale says nothing (`C` and `POSIX` say nothing)."""
    return ui_language(",".join(environ.get(name, "") for name in _LANGUAGE_VARIABLES))


def say(zh: str, en: str) -> str:
    """One of two wordings, in the user's language."""
    return Localized(zh=zh, en=en).in_(terminal_language())


def prepare_streams() -> None:
    """UTF-8 out, whatever the locale; what UTF-8 cannot hold is written as an escape that is also valid in JSON."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str) -> None:
    """The command's result, on stdout."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def note(text: str) -> None:
    """Progress and remarks, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def read_input(name: str) -> bytes:
    """The bytes of a file, or of stdin for `-`; one byte more than the limit at most, so that nothing endless is read.

    Raises:
        InvalidInput: it cannot be read.
    """
    with input_stream(name) as stream:
        try:
            return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise unreadable(name, error) from error


@contextmanager
def input_stream(name: str) -> Iterator[BinaryIO]:
    """The file, or stdin for `-`, as a binary stream.

    Raises:
        InvalidInput: it cannot be opened.
    """
    if name == "-":
        if sys.stdin is None:
            raise unreadable(name, OSError("closed"))
        yield sys.stdin.buffer
        return
    try:
        stream = Path(name).open("rb")  # noqa: SIM115 - opened apart, so that only opening is answered as unreadable
    except (OSError, ValueError) as error:
        raise unreadable(name, error) from error
    with stream:
        yield stream


def shown(name: str) -> str:
    """The name of an input as messages show it."""
    return STDIN if name == "-" else name


def unreadable(name: str, error: Exception) -> InvalidInput:
    """The refusal for an input that the system does not give out."""
    reason = str(getattr(error, "strerror", None) or error)
    known = next((text for kind, text in _OS_ERRORS.items() if isinstance(error, kind)), None)
    message = known or Localized(zh=f"无法读取（{reason}）", en=f"cannot be read ({reason})")
    return InvalidInput([Problem(field="", code="unreadable", message=message, file=shown(name))])


def describe(error: ServiceError, language: UiLanguage) -> Iterable[str]:
    """A refusal as lines for a terminal: one per problem."""
    if isinstance(error, InvalidInput) and error.problems:
        return [problem.describe(language) for problem in error.problems]
    return [f"firstword: {error.message.in_(language)}"]
