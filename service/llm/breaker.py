"""A model that fails again and again is left alone for a while, so that nobody waits for it in vain."""

import threading
import time
from collections.abc import Callable

FAILURES = 5
PAUSE_SECONDS = 30.0


class Breaker:
    """Opens after `failures` in a row. After each `pause` (seconds) one call may try; its success closes the breaker."""

    def __init__(
        self, failures: int = FAILURES, pause: float = PAUSE_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._failed = 0
        self._again_at = 0.0
        self._lock = threading.Lock()

    def admits(self) -> bool:
        """Whether a call may be made now; where only one may try, asking takes its place."""
        with self._lock:
            if self._failed < self._most:
                return True
            now = self._clock()
            if now < self._again_at:
                return False
            # A trial that never comes back must not keep the door shut.
            self._again_at = now + self._pause
            return True

    def succeeded(self) -> None:
        """The model answered."""
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        """The model did not answer."""
        with self._lock:
            self._failed += 1
            self._again_at = self._clock() + self._pause


class Breakers:
    """One breaker for each model and address, for the whole process."""

    def __init__(self, make: Callable[[], Breaker] = Breaker) -> None:
        self._make = make
        self._found: dict[tuple[str, str], Breaker] = {}
        self._lock = threading.Lock()

    def of(self, model: str, api_base: str) -> Breaker:
        """The breaker of this model at this address."""
        with self._lock:
            return self._found.setdefault((model, api_base), self._make())

    def clear(self) -> None:
        """Forget every failure."""
        with self._lock:
            self._found.clear()


breakers = Breakers()
