"""What was worked out before, by all it depends on: an editor changes one sentence, and the rest was seen.

Whatever belongs to a brief is remembered by an object of that brief (`Board`, `Ledger`) and goes when it does.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_MOST = 4096


class Remembered(Generic[K, V]):
    """A bounded memory. Full, it is emptied and begun anew, which costs less than to keep an order.

    Safe between threads: two that miss at once both work the same answer out.
    """

    __slots__ = ("_held", "_known", "_most")

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held = 0
        self._known: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V], size: Callable[[V], int] | None = None) -> V:
        """The answer to `key`, made if it is not known. `size`: how many places it takes, one where none is given."""
        try:
            return self._known[key]
        except KeyError:
            found = make()
        if self._held >= self._most:
            self._known.clear()
            self._held = 0
        self._held += 1 if size is None else 1 + size(found)
        self._known[key] = found
        return found
