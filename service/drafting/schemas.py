"""The result of a draft, `firstword.result/1`: typed, immutable, in the shape every interface prints."""

import hashlib
import unicodedata
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from service.assessment.schemas import Assessment
from service.briefs import Audience, Channel, Language, StatementType
from service.findings import Finding
from service.llm.schemas import Origin
from service.retrieval.passages import Note, Passage
from service.strict import Strict


class Segment(Strict):
    """One sentence of the text: its place, the element it serves, what it rests on, and who wrote it."""

    start: int
    end: int
    element: str
    basis: tuple[str, ...] = ()
    origin: Origin = "composer"


class Gap(Strict):
    """A gap marker in the text and what would fill it."""

    start: int
    end: int
    need: str


class PromptRecord(Strict):
    """Which prompt, in which version and with which digest, led to a text."""

    id: str
    version: int
    digest: str


class GenerationUsage(Strict):
    """Tokens used, and their cost in US dollars where the price is known."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None = None


class GenerationRecord(Strict):
    """Who wrote the text: `composer` or a model; `fallback` when it is not the writer that was asked for, with the reason."""

    model: str
    fallback: bool = False
    repairs: int = 0
    latency_ms: int = 0
    usage: GenerationUsage | None = None
    reason: str | None = None


class Statement(Strict):
    """One statement: text, segments, gaps, findings, and how it was made."""

    statement: StatementType
    audience: Audience
    channel: Channel
    language: Language
    title: str
    text: str
    digest: str
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...] = ()
    findings: tuple[Finding, ...] = ()
    passages: tuple[str, ...] = ()
    blocked: bool
    prompt: PromptRecord | None = None
    generation: GenerationRecord


class TextPlace(Strict):
    """A span in one of the result's statements."""

    statement: int
    start: int
    end: int


class Inconsistency(Strict):
    """Two places that contradict each other."""

    kind: str
    a: TextPlace
    b: TextPlace
    message: str


class DraftResult(Strict):
    """Everything one `draft` gives back."""

    schema_: Literal["firstword.result/1"] = Field(default="firstword.result/1", alias="schema")
    issued_at: datetime
    assessment: Assessment
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]
    consistency: tuple[Inconsistency, ...] = ()
    notes: tuple[Note, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data in the contract's shape."""
        return self.model_dump(mode="json", by_alias=True)


def statement_digest(title: str, text: str) -> str:
    """`sha256:…` of title, blank line and text: UTF-8, NFC, LF."""
    whole = unicodedata.normalize("NFC", f"{title}\n\n{text}".replace("\r\n", "\n").replace("\r", "\n"))
    return "sha256:" + hashlib.sha256(whole.encode("utf-8")).hexdigest()
