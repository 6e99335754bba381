"""Untrusted text between fences: what a brief or a passage says can neither close its fence nor pass for the model's own markup."""

import re
import secrets
from collections.abc import Mapping, Sequence

from pydantic import BaseModel

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OPENING, _CLOSING = re.compile(r"[<\uff1c]{3,}"), re.compile(r"[>\uff1e]{3,}")
# What chat templates of common models use to mark a new speaker; some servers read them inside a message too.
_SPEAKERS = re.compile(r"<\|[^|>]{0,40}\|>|</?s>|\[/?INST\]|<</?SYS>>|<(?:start|end)_of_turn>", re.IGNORECASE)
_TICKS = re.compile(r"`{3,}|~{3,}")
MASK = "□"


def new_fence() -> str:
    """A token no text can have foreseen."""
    return secrets.token_hex(6)


def neutralise(text: str, fence: str) -> str:
    """The text without the fence token, runs that look like a fence, speaker marks, and control characters."""
    text = _SPEAKERS.sub(MASK, _CONTROLS.sub("", text.replace("\r\n", "\n")))
    text = _TICKS.sub("'''", _CLOSING.sub("››", _OPENING.sub("‹‹", text)))
    # Last: what was taken out above may have stood inside the token.
    return re.sub(re.escape(fence), MASK, text, flags=re.IGNORECASE) if fence else text


def plain(value: object, fence: str) -> object:
    """Models as mappings, sequences as tuples, every text in them neutralised; numbers and None stay."""
    if isinstance(value, str):
        return neutralise(value, fence)
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name), fence) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {name: plain(item, fence) for name, item in value.items()}
    if isinstance(value, Sequence):
        return tuple(plain(item, fence) for item in value)
    return value


def quoted(text: str) -> str:
    """Every line behind a bar, so that no line of the text can pass for a line of the prompt."""
    return "\n".join(f"| {line}".rstrip() for line in text.strip().splitlines())
