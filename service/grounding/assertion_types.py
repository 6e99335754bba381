"""What a sentence may assert beyond its values, and how firmly."""

from dataclasses import dataclass
from enum import StrEnum

from service.grounding.folding import Span


class AssertionKind(StrEnum):
    """What is asserted."""

    CAUSE = "cause"
    BLAME = "blame"
    SAFETY = "safety"
    TEST = "test"
    AUTHORITY = "authority"
    HARM = "harm"
    HISTORY = "history"
    DENIAL = "denial"
    ADMISSION = "admission"


class Stance(StrEnum):
    """How far the writer stands behind it."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    OPEN = "open"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Assertion:
    """One assertion at the clause or phrase that makes it. `rung`: of admission only. `negative`: none, not, never.

    `answers`: the question that a bare 没有 or "No." answers; what is denied stands there.
    """

    kind: AssertionKind
    start: int
    end: int
    stance: Stance
    rung: str | None = None
    negative: bool = False
    answers: Span | None = None
