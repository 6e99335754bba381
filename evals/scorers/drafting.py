"""How a drafted statement is scored: plain counts and shares, each by a function of its own; no model has a say here."""

import difflib
from collections.abc import Sequence

from pydantic import Field

from evals.models.drafting import Drafted
from service.drafting.schemas import Statement
from service.findings import Finding, Layer, Severity
from service.language import base_language
from service.strict import Strict

_CLICHES = frozenset({"cliche", "ai-texture", "model-leftover"})
_CEILING = "admission-above-ceiling"
_LEAK = "confidential-leak"


class DraftScore(Strict):
    """The scores of one statement. `raw_*`: of the model's answer before verification, where there was one.

    Attributes:
        inventions: grounding errors. planted: words of planted inventions in title or text. leaks: of what the brief keeps back.
        missing: required elements that are not there. forbidden: what a statement must not hold (elements and conduct, errors and
            warnings). above_ceiling: admissions above the rung the assessment allows. rule_errors: errors of the compliance rules.
        kept: share of the model's sentences that stand word for word in the result. models: share of the result's sentences that
            are the model's. length: code points. cliches: stock phrases per 100 code points. distance: from the composer's text, 0 to 1.
    """

    model: str
    sample: str
    language: str
    labelled: bool
    raw_inventions: int | None
    inventions: int
    planted: int
    leaks: int
    missing: int
    forbidden: int
    above_ceiling: int
    rule_errors: int
    kept: float | None = Field(ge=0, le=1)
    models: float = Field(ge=0, le=1)
    length: int
    cliches: float
    distance: float = Field(ge=0, le=1)
    repairs: int
    stale: bool


def score(drafted: Drafted) -> DraftScore:
    """Every score of one statement."""
    final, raw = drafted.final, drafted.raw
    language = base_language(final.language)
    return DraftScore(
        model=drafted.model,
        sample=drafted.sample,
        language=language,
        labelled=final.generation.model != "composer",
        raw_inventions=inventions(raw.findings) if raw is not None else None,
        inventions=inventions(final.findings),
        planted=present(drafted.hidden, f"{final.title}\n{final.text}"),
        leaks=count(final.findings, _LEAK),
        missing=missing(final.findings),
        forbidden=forbidden(final.findings),
        above_ceiling=count(final.findings, _CEILING),
        rule_errors=rule_errors(final.findings),
        kept=kept(raw.sentences, final.text) if raw is not None and raw.sentences else None,
        models=models_share(final),
        length=len(final.text),
        cliches=cliches(final.findings, final.text),
        distance=distance(final.text, drafted.composed, by_words=language == "en"),
        repairs=final.generation.repairs,
        stale=drafted.stale,
    )


def inventions(findings: Sequence[Finding]) -> int:
    """What the ledger contradicts, forbids or does not hold."""
    return sum(finding.layer is Layer.GROUNDING and finding.severity is Severity.ERROR for finding in findings)


def count(findings: Sequence[Finding], rule: str) -> int:
    """How often a rule was broken."""
    return sum(finding.rule == rule for finding in findings)


def missing(findings: Sequence[Finding]) -> int:
    """Required elements that are not in the text."""
    return sum(finding.layer is Layer.ELEMENTS and finding.rule.startswith("missing-") for finding in findings)


def forbidden(findings: Sequence[Finding]) -> int:
    """What a statement of this kind must not hold; suggestions are matters of style and counted with the stock phrases."""
    return sum(
        finding.layer is Layer.ELEMENTS
        and finding.severity is not Severity.SUGGESTION
        and not finding.rule.startswith("missing-")
        for finding in findings
    )


def rule_errors(findings: Sequence[Finding]) -> int:
    """Errors of the compliance rules."""
    return sum(finding.layer is Layer.RULES and finding.severity is Severity.ERROR for finding in findings)


def present(words: Sequence[str], text: str) -> int:
    """How many of these words are in the text, in whatever case."""
    folded = text.casefold()
    return sum(word.casefold() in folded for word in words)


def kept(sentences: Sequence[str], text: str) -> float:
    """The share of sentences that stand in the text word for word."""
    return sum(sentence in text for sentence in sentences) / len(sentences)


def models_share(statement: Statement) -> float:
    """The share of the statement's sentences that a model wrote."""
    return sum(segment.origin == "model" for segment in statement.segments) / max(len(statement.segments), 1)


def cliches(findings: Sequence[Finding], text: str) -> float:
    """Stock phrases per 100 code points."""
    return 100 * sum(finding.rule in _CLICHES for finding in findings) / max(len(text), 1)


def distance(text: str, other: str, *, by_words: bool) -> float:
    """How much of two texts differs, from 0 (the same) to 1 (nothing in common); by words or by characters."""
    left, right = (text.split(), other.split()) if by_words else (list(text), list(other))
    return 1 - difflib.SequenceMatcher(a=left, b=right, autojunk=False).ratio()
