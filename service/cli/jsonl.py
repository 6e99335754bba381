"""`check --jsonl`: one object a line in, one a line out, in the same order; a bad line is answered with an error and the run goes on.

With several workers lines travel in chunks and only a few chunks are under way at a time, so memory stays bounded however
long the input is.
"""

import json
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from service.briefs import IncidentBrief
from service.cli import console
from service.drafting.answers import answer, refused
from service.errors import ServiceError, TooLarge
from service.findings import Severity
from service.i18n import Localized, UiLanguage
from service.structured import MAX_BYTES, parse

_CHUNK = 64
_CHUNKS_PER_WORKER = 2
# Read as JSON whatever it begins with; never shown.
_NAME = "line.json"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output, and which severities its findings have."""

    line: str
    severities: frozenset[Severity] = frozenset()


def run_lines(stream: BinaryIO, brief: IncidentBrief | None, workers: int, grave: frozenset[Severity]) -> bool:
    """Answer every line of `stream` on stdout; true when any line has a finding of these severities.

    Args:
        stream: lines of UTF-8 JSON.
        brief: used for lines that bring none.
        grave: severities that count.
        workers: processes; 1 works in this one and answers each line at once.

    Raises:
        ServiceError: a worker process died.
    """
    language = console.terminal_language()
    answers = _serial(stream, brief, language) if workers == 1 else _parallel(stream, brief, language, workers)
    fails = False
    for line in answers:
        sys.stdout.write(line.line + "\n")
        sys.stdout.flush()
        fails |= not grave.isdisjoint(line.severities)
    return fails


def answer_line(raw: bytes | None, brief: IncidentBrief | None, language: UiLanguage) -> Line:
    """The answer to one line; None is a line over the limit. Never raises."""
    try:
        answered = answer(_parse(raw), language, brief)
    except ServiceError as error:
        answered = refused(None, error, language)
    return Line(json.dumps(answered.body, ensure_ascii=False, separators=(",", ":")), answered.severities)


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines without their ends; None for one over the limit, which is skipped without being held in memory."""
    first = True
    while raw := stream.readline(MAX_BYTES + 2):
        if len(raw) > MAX_BYTES + 1 or (len(raw) == MAX_BYTES + 1 and not raw.endswith(b"\n")):
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_BYTES)
            yield None
        else:
            # The mark of a file saved with one; inside the run it would be a fault.
            yield (raw.removeprefix(b"\xef\xbb\xbf") if first else raw).rstrip(b"\r\n")
        first = False


def _serial(stream: BinaryIO, brief: IncidentBrief | None, language: UiLanguage) -> Iterator[Line]:
    return (answer_line(raw, brief, language) for raw in lines_of(stream))


def _parallel(stream: BinaryIO, brief: IncidentBrief | None, language: UiLanguage, workers: int) -> Iterator[Line]:
    lines = lines_of(stream)
    pending: deque[Future[list[Line]]] = deque()
    with ProcessPoolExecutor(workers, initializer=_ignore_interrupt) as pool:
        try:
            while chunk := list(islice(lines, _CHUNK)):
                pending.append(pool.submit(_answer_chunk, chunk, brief, language))
                if len(pending) >= workers * _CHUNKS_PER_WORKER:
                    yield from pending.popleft().result()
            while pending:
                yield from pending.popleft().result()
        except BrokenProcessPool as error:
            raise ServiceError(Localized(zh="一个检查进程意外结束", en="a worker process ended unexpectedly")) from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _answer_chunk(chunk: list[bytes | None], brief: IncidentBrief | None, language: UiLanguage) -> list[Line]:
    return [answer_line(raw, brief, language) for raw in chunk]


def _ignore_interrupt() -> None:
    """Ctrl-C reaches the whole group; the parent alone decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _parse(raw: bytes | None) -> object:
    if raw is None:
        limit = MAX_BYTES // 1024
        raise TooLarge(Localized(zh=f"这一行超过 {limit} KiB 的上限", en=f"the line is over the limit of {limit} KiB"))
    return parse(raw, _NAME).data
