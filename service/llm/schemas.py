"""What writes a statement gives back, be it a model or the composer, so that the pipeline cannot tell them apart."""

from dataclasses import dataclass, field
from typing import Literal

Origin = Literal["composer", "model"]


@dataclass(frozen=True, slots=True)
class Sentence:
    r"""One sentence of a statement.

    Attributes:
        text: the sentence with its final stop; may hold a gap marker.
        element: which part of the statement it is, e.g. `acknowledgement`.
        basis: ids the sentence rests on: facts, commitments, `contact:0`, `incident`, `issued_at`, `issuer`, `next_update_at`,
            `passage:<id>`; empty for greeting, heading, regret and signature words.
        before: what stands between the sentence before and this one: "", " ", "\n" or "\n\n".
        origin: who wrote it.
    """

    text: str
    element: str
    basis: tuple[str, ...] = ()
    before: str = ""
    origin: Origin = "composer"


@dataclass(frozen=True, slots=True)
class Composition:
    """A title (not repeated in the text) and the sentences in order."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more model calls, and their cost where the price is known."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """A composition with the record of how it came about."""

    composition: Composition
    model: str
    fallback: bool = False
    reason: str | None = None
    repairs: int = 0
    latency_ms: int = 0
    usage: Usage | None = None
    parameters: dict[str, float | int | str] = field(default_factory=dict)
