"""Which form of answer a model can be held to; found out by its first refusal and remembered for the process."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any


class Format(IntEnum):
    """From loosest to strictest; the prompt asks for JSON in any case."""

    TEXT = 0
    JSON = 1
    SCHEMA = 2

    def request(self, name: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        """The `response_format` of a request; None for none."""
        if self is Format.TEXT:
            return None
        if self is Format.JSON:
            return {"type": "json_object"}
        return {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}


@dataclass(frozen=True, slots=True)
class Formats:
    """The strictest format still believed of one model at one address."""

    key: tuple[str, str]
    strictest: Format

    def looser(self) -> "Formats":
        """After a refusal: one step down."""
        return replace(self, strictest=Format(self.strictest - 1))

    def keep(self) -> None:
        """After an answer: later calls begin here. A refusal alone proves nothing; the request may be wrong in other ways."""
        with _lock:
            _known[self.key] = self.strictest


_known: dict[tuple[str, str], Format] = {}
_lock = threading.Lock()


def remembered(model: str, api_base: str, first: Callable[[], Format]) -> Formats:
    """Where to begin with this model; `first` is asked only for one that has not answered yet."""
    with _lock:
        known = _known.get((model, api_base))
    return Formats((model, api_base), known if known is not None else first())


def forget_formats() -> None:
    """Begin anew with every model."""
    with _lock:
        _known.clear()
