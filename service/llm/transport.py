"""The connection to an OpenAI-compatible endpoint, with an end: an answer that never stops is cut, by size and by the clock."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

# An answer of MAX_ANSWER_BYTES in which every character is escaped, with room for the envelope.
MAX_BODY_BYTES = 2_000_000


class BodyTooLarge(Exception):
    """The endpoint sent more than any answer needs."""


class BodyTooSlow(TimeoutError):
    """The endpoint kept the connection open past the call's time, a few bytes at a time."""


def bounded_client() -> "httpx.Client":
    """An HTTP client whose read timeout holds for the whole body, not for each piece of it."""
    import httpx  # noqa: PLC0415 - a tenth of a second that only a run with a model should pay

    class Bounded(httpx.SyncByteStream):
        def __init__(self, stream: httpx.SyncByteStream, ends_at: float) -> None:
            self.stream, self.ends_at = stream, ends_at

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for piece in self.stream:
                size += len(piece)
                if size > MAX_BODY_BYTES:
                    raise BodyTooLarge
                if time.monotonic() > self.ends_at:
                    raise BodyTooSlow
                yield piece

        def close(self) -> None:
            self.stream.close()

    def bound(response: httpx.Response) -> None:
        seconds = response.request.extensions.get("timeout", {}).get("read")
        if isinstance(response.stream, httpx.SyncByteStream):
            ends_at = time.monotonic() + seconds if seconds is not None else float("inf")
            response.stream = Bounded(response.stream, ends_at)

    return httpx.Client(follow_redirects=True, event_hooks={"response": [bound]})
