"""One call for vectors, as the gateway makes it; litellm itself is handed in."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType

from service.config import Settings


@dataclass(frozen=True, slots=True)
class EmbeddingCall:
    """What is asked of whom, until when (on the monotonic clock)."""

    texts: tuple[str, ...]
    model: str
    api_base: str
    api_key: str = field(repr=False)
    ends_at: float

    @property
    def remaining(self) -> float:
        """Seconds left, negative when it is over."""
        return self.ends_at - time.monotonic()


def embedding_call(texts: Sequence[str], settings: Settings, timeout: float) -> EmbeddingCall:
    """The call; API_BASE and API_KEY go along where the chat model, if one is set, is of the same provider."""
    own = not settings.model or _provider(settings.model) == _provider(settings.embedding_model)
    return EmbeddingCall(
        texts=tuple(texts),
        model=settings.embedding_model,
        api_base=settings.api_base if own else "",
        api_key=settings.api_key.get_secret_value() if own else "",
        ends_at=time.monotonic() + timeout,
    )


def ask_for_vectors(litellm: ModuleType, call: EmbeddingCall) -> list[list[float]]:
    """One list of numbers per text, in their order.

    Raises:
        Exception: whatever the provider's code raises; ValueError when what it gives is no list of vectors.
    """
    response = litellm.embedding(
        model=call.model,
        input=list(call.texts),
        api_base=call.api_base or None,
        # Without a key of ours, litellm would send the one it finds in the environment to an address it was not meant for.
        api_key=call.api_key or ("none" if call.api_base else None),
        encoding_format="float",
        timeout=call.remaining,
        max_retries=0,
        num_retries=0,
    )
    rows = sorted(((item["index"], item["embedding"]) for item in response.data), key=lambda pair: int(pair[0]))
    if [index for index, _ in rows] != list(range(len(call.texts))):
        raise ValueError("not one vector for each text")
    return [[float(number) for number in vector] for _, vector in rows]


def _provider(model: str) -> str:
    return model.partition("/")[0] if "/" in model else ""
