"""When to ask a model once more: after failures that pass, with growing and uneven pauses, as long as the deadline allows."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from service.llm.failures import Reason

Result = TypeVar("Result")

# How often to ask in all. A server that is not there will hardly be there in a second; one that is busy may be.
ATTEMPTS: dict[Reason, int] = {"connection": 2, "server": 3, "rate_limit": 5}
FIRST_PAUSE, LONGEST_PAUSE, JITTER = 0.3, 8.0, 0.3


class CallFailed(Exception):
    """One call failed. `retry_after`: seconds the server asks us to wait, if it says."""

    def __init__(self, reason: Reason, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.retry_after = retry_after


def persist(work: Callable[[], Result], remaining: Callable[[], float], sleep: Callable[[float], None] = time.sleep) -> Result:
    """What `work` gives, asked again while that may help and the pause before it fits into the `remaining` seconds.

    Raises:
        CallFailed: the last failure.
    """
    import tenacity  # noqa: PLC0415 - only runs with a model pay for it

    growing = tenacity.wait_exponential(multiplier=FIRST_PAUSE, max=LONGEST_PAUSE) + tenacity.wait_random(0, JITTER)

    def failure(state: tenacity.RetryCallState) -> BaseException | None:
        return state.outcome.exception() if state.outcome is not None else None

    def pause(state: tenacity.RetryCallState) -> float:
        error = failure(state)
        wanted = error.retry_after if isinstance(error, CallFailed) else None
        return growing(state) if wanted is None else wanted

    def enough(state: tenacity.RetryCallState) -> bool:
        error = failure(state)
        most = ATTEMPTS.get(error.reason, 1) if isinstance(error, CallFailed) else 1
        return state.attempt_number >= most or state.upcoming_sleep >= remaining()

    passing = tenacity.retry_if_exception(lambda error: isinstance(error, CallFailed) and error.reason in ATTEMPTS)
    return tenacity.Retrying(retry=passing, wait=pause, stop=enough, sleep=sleep, reraise=True)(work)


def retry_after(error: BaseException) -> float | None:
    """Seconds a provider's error asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date."""
    for headers in _headers(error):
        milliseconds, plain = headers.get("retry-after-ms"), headers.get("retry-after")
        with suppress(TypeError, ValueError):
            return max(0.0, float(milliseconds) / 1000)
        with suppress(TypeError, ValueError):
            return max(0.0, float(plain))
        with suppress(TypeError, ValueError):
            return max(0.0, (parsedate_to_datetime(plain) - datetime.now(UTC)).total_seconds())
    return None


def _headers(error: BaseException) -> Iterator[Any]:
    """The headers of the answer that failed, wherever litellm left them."""
    yield getattr(error, "litellm_response_headers", None) or {}
    yield getattr(getattr(error, "response", None), "headers", None) or {}
