"""A model's answer as it comes in, piece by piece."""

from collections.abc import Callable, Iterable
from typing import Any

from service.llm.schemas import Usage
from service.llm.transport import MAX_BODY_BYTES, BodyTooLarge

OnText = Callable[[str], None]
# What a request says besides, to be answered so.
ASKING: dict[str, Any] = {"stream": True, "stream_options": {"include_usage": True}}


def gather(chunks: Iterable[Any], on_text: OnText) -> tuple[str, Usage | None, bool]:
    """The whole text, its usage where the provider says, and whether it ran out of tokens; `on_text` is told the text so far.

    Raises:
        BodyTooLarge: it goes on for longer than any answer needs.
    """
    text, usage, stopped_early = "", None, False
    for chunk in chunks:
        counted = getattr(chunk, "usage", None)
        if counted is not None:
            usage = Usage(getattr(counted, "prompt_tokens", 0) or 0, getattr(counted, "completion_tokens", 0) or 0)
        for choice in chunk.choices[:1]:
            stopped_early = stopped_early or choice.finish_reason == "length"
            piece = getattr(choice.delta, "content", None)
            if isinstance(piece, str) and piece:
                text += piece
                if len(text) > MAX_BODY_BYTES:
                    raise BodyTooLarge
                on_text(text)
    return text, usage, stopped_early
