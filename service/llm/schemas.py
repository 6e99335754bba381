"""What writes a statement gives back, be it a model or the composer, so that the pipeline cannot tell them apart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from service.language import TextLanguage

Origin = Literal["composer", "model", "person"]
Purpose = Literal["draft", "repair", "review", "intake"]
Value = TypeVar("Value")


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
class Read(Generic[Value]):
    """What an answer was read as, and whether its end was cut off and only whole parts of it were kept."""

    value: Value
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Shape(Generic[Value]):
    """What a model is asked for: a JSON schema with its name, and the reader of answers, which raises AnswerRefused."""

    name: str
    schema: dict[str, Any]
    read: Callable[[str, TextLanguage | None], Read[Value]]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one or more model calls, and their cost where the price is known."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None = None

    def __add__(self, other: "Usage") -> "Usage":
        costs = [usage.cost_usd for usage in (self, other) if usage.cost_usd is not None]
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            sum(costs) if costs else None,
        )


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question to one model and what came back, kept with the draft.

    `messages` are `(role, content)` as sent, `answer` is what came back, unread. Neither is shown when the record is printed, so
    that no log holds them. `failure` says why the answer was not used.
    """

    model: str
    purpose: Purpose
    messages: tuple[tuple[str, str], ...] = field(repr=False)
    answer: str = field(repr=False)
    failure: str | None
    latency_ms: int
    usage: Usage | None
    parameters: dict[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Answer(Generic[Value]):
    """What a chain of models answered: the value, whose it is, and why those before it in the chain gave none."""

    value: Value
    model: str
    failures: tuple[str, ...]
    latency_ms: int
    usage: Usage | None
    cut_off: bool
    exchanges: tuple[Exchange, ...]


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
    exchanges: tuple[Exchange, ...] = ()
