"""Finding: one place where a text meets a rule. Offsets are Unicode code points, half-open."""

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    """`error` blocks sign-off until fixed or waived; `warning` goes to legal review; `suggestion` is advice."""

    ERROR = "error"
    WARNING = "warning"
    SUGGESTION = "suggestion"


class Layer(StrEnum):
    """Which check found it."""

    RULES = "rules"
    GROUNDING = "grounding"
    ELEMENTS = "elements"
    CONSISTENCY = "consistency"
    MODEL = "model"


class Finding(BaseModel):
    """One finding, in the shape every interface gives it. `text` is `whole_text[start:end]`."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule: str
    severity: Severity
    start: int
    end: int
    text: str
    message: str
    basis: str | None = None
    suggestion: str | None = None
    layer: Layer


_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """By place in the text, then gravest first; equal findings once."""
    unique = {(f.rule, f.start, f.end, f.layer): f for f in findings}
    return sorted(unique.values(), key=lambda f: (f.start, f.end, _ORDER[f.severity], f.rule))
