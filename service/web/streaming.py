"""Server-sent events while a draft is made: the one asynchronous place of the service.

The draft runs in a thread of its own and tells what happens; the events wait in a bounded queue for whoever reads them. A reader who
leaves or is slow holds up nothing: previews are dropped, the draft goes on, and only its last event is always kept.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from service.drafting.observing import Observer
from service.findings import Finding
from service.llm.schemas import Sentence

MEDIA_TYPE = "text/event-stream"
# Previews that wait for one reader; what comes beyond is dropped.
MAX_WAITING = 512
HEARTBEAT_SECONDS = 10.0
# Drafts made at once for readers of streams; more wait their turn.
_THREADS = ThreadPoolExecutor(max_workers=32, thread_name_prefix="draft-stream")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its name, and data that become one line of JSON."""

    name: str
    data: Mapping[str, Any]

    def encoded(self) -> bytes:
        """As it goes over the wire."""
        return format_sse_event(event=self.name, data_str=json.dumps(self.data, ensure_ascii=False, separators=(",", ":")))


Work = Callable[[Observer], Event]


def wants_stream(request: Request) -> bool:
    """Whether the caller asks for events."""
    return MEDIA_TYPE in request.headers.get("accept", "").lower()


def streamed(work: Work, failed: Event) -> EventSourceResponse:
    """The events of `work`, ending with the one it gives; with `failed` where it raises."""
    return EventSourceResponse(_events(work, failed), headers={"x-accel-buffering": "no"})


async def _events(work: Work, failed: Event) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[Event | None] = asyncio.Queue()

    def put(event: Event | None) -> None:
        if event is None or event.name in {"done", "error"} or waiting.qsize() < MAX_WAITING:
            waiting.put_nowait(event)

    def tell(event: Event | None) -> None:
        try:
            loop.call_soon_threadsafe(put, event)
        except RuntimeError:
            # The server is closing and its loop with it: nobody is left to be told.
            return

    def run() -> None:
        try:
            tell(work(_Telling(tell)))
        except Exception:  # noqa: BLE001 - whatever failed, the reader is told so and the server goes on
            _LOG.exception("a streamed draft failed")
            tell(failed)
        finally:
            tell(None)

    yield Event("stage", {"stage": "accepted"}).encoded()
    loop.run_in_executor(_THREADS, run)
    while True:
        try:
            event = await asyncio.wait_for(waiting.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            yield KEEPALIVE_COMMENT
            continue
        if event is None:
            return
        yield event.encoded()


class _Telling:
    """What the draft tells, as events; `statement` counts from 0, as in the result."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._statement = -1

    def on_stage(self, name: str) -> None:
        """`write 1/3 holding_statement zh-CN` begins a statement; every other name is a stage by itself."""
        stage, _, rest = name.partition(" ")
        data: dict[str, Any] = {"stage": stage}
        if stage == "write":
            self._statement += 1
            place, kind, language = rest.split(" ")
            data |= {"of": int(place.partition("/")[2]), "kind": kind, "language": language}
        if self._statement >= 0:
            data["statement"] = self._statement
        self._tell(Event("stage", data))

    def on_sentence(self, sentence: Sentence) -> None:
        """A sentence that holds."""
        told = {"text": sentence.text, "element": sentence.element, "basis": list(sentence.basis), "before": sentence.before}
        self._tell(Event("sentence", {"statement": self._statement, **told, "origin": sentence.origin}))

    def on_finding(self, finding: Finding) -> None:
        """A finding on the statement's whole text."""
        self._tell(Event("finding", {"statement": self._statement, "finding": finding.model_dump(mode="json")}))
