"""One text being checked: read, cut into sentences and clauses, and aligned with the ledger."""

from dataclasses import replace

from service.findings import Finding, Layer
from service.grounding.clauses import read_sentences
from service.grounding.evidence import Evidence
from service.grounding.extract import read
from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.grounds import Grounds
from service.grounding.ledger import Ledger
from service.grounding.namesakes import find_namesakes
from service.grounding.plainness import is_outright
from service.grounding.readings import Readings
from service.grounding.said import read_clauses, roles_in_clauses, within
from service.grounding.signatures import find_signatures
from service.grounding.suspicion import is_told_anew
from service.grounding.types import Claim, ClaimKind
from service.language import TextLanguage

# Rules on what a sentence says, which depends on how it says it; a figure or a name stands there however it is told.
OF_SENSE = frozenset(
    {
        "polarity-turned", "status-overstated", "refuted-repeated", "modality-changed", "scope-widened", "ungrounded-act",
        "ungrounded-authority", "ungrounded-blame", "ungrounded-cause", "ungrounded-denial", "ungrounded-harm", "ungrounded-history",
        "ungrounded-safety", "ungrounded-statement", "ungrounded-test",
    }
)  # fmt: skip
_OF_PROMISES = frozenset({"ungrounded-promise"})


class CheckedText:
    """A text with everything the checks ask of it. `earlier` is the ledger of a statement released before."""

    def __init__(self, text: str, grounds: Grounds, earlier: Ledger | None, language: TextLanguage) -> None:
        self.text = text
        self.grounds = grounds
        self.earlier = earlier
        self.language: TextLanguage = language
        reading = read(text, grounds.ledger.today)
        # A ledger's line is signed by nobody; a statement may be.
        found = find_signatures(reading.folded, reading.mentions)
        alike = find_namesakes(reading.folded, grounds.issuer, reading.mentions)
        self.reading = replace(reading, mentions=(*reading.mentions, *found, *alike))
        self.contact_starts = frozenset(m.start for m in reading.mentions if m.kind is ClaimKind.CONTACT)
        self.sentences = Sentences(self.reading.folded)
        sentences = read_sentences(self.reading.folded, self.sentences)
        self.said = read_clauses(self.reading.folded, sentences, self.reading.mentions, grounds.board)
        self.roles = roles_in_clauses(self.said)
        self.readings = Readings(self.reading.folded, self.reading.mentions, grounds.ledger)

    def spans(self) -> list[Span]:
        """The sentences that say something."""
        return [trimmed(self.text, span) for span in self.sentences.spans if self.text[span.start : span.end].strip()]

    def claim(self, kind: ClaimKind, start: int, end: int, normal: str, ids: tuple[str, ...]) -> Claim:
        """A claim of this text."""
        return Claim(kind, start, end, self.text[start:end], normal, ids)

    def finding(
        self,
        rule: str,
        span: Span,
        message: str,
        evidence: Evidence,
        *,
        suggestion: str | None = None,
        basis: str | None = None,
    ) -> Finding:
        """A finding on this text, as grave as its evidence makes it."""
        if rule in OF_SENSE or rule in _OF_PROMISES:
            sentence = self.sentences.at(span.start)
            if not is_outright(self.reading.folded, sentence, span, is_promise=rule in _OF_PROMISES):
                evidence = evidence.doubted
            elif rule in _OF_PROMISES and is_told_anew(within(self.said, sentence.start, sentence.end), self.grounds.board):
                # No commitment was found for a part of it; the whole reads like a line of the ledger.
                evidence = evidence.doubted
        return Finding(
            rule=rule,
            severity=evidence.severity,
            start=span.start,
            end=span.end,
            text=self.text[span.start : span.end],
            message=message,
            basis=basis,
            suggestion=self._as_begun(suggestion, span),
            layer=Layer.GROUNDING,
        )

    def _as_begun(self, suggestion: str | None, span: Span) -> str | None:
        """A suggestion with the capital that English gives the beginning of a sentence."""
        if not suggestion or self.language != "en" or "@" in suggestion or not self.text[span.start : span.start + 1].isupper():
            return suggestion
        begins = trimmed(self.text, self.sentences.at(span.start)).start == span.start
        return suggestion[0].upper() + suggestion[1:] if begins else suggestion
