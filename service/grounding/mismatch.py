"""What may be found in a clause: what it does to the line of the ledger it speaks of, and what it tells that no line does."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from service.grounding.alignment import Item
from service.grounding.evidence import Evidence
from service.grounding.folding import Span


class Discrepancy(StrEnum):
    """What a clause does with its line. Values are rule ids."""

    STATUS = "status-overstated"
    REFUTED = "refuted-repeated"
    POLARITY = "polarity-turned"
    SCOPE = "scope-widened"
    MODALITY = "modality-changed"
    ROLE = "values-swapped"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One discrepancy: the smallest rewritable span, and the line's id and words."""

    rule: Discrepancy
    span: Span
    item: Item | None
    evidence: Evidence = Evidence.CONTRADICTED

    def moved(self, by: int) -> Self:
        """The same, `by` characters further on."""
        return type(self)(self.rule, Span(self.span.start + by, self.span.end + by), self.item, self.evidence)


@dataclass(frozen=True, slots=True)
class Novel:
    """A place that tells what no public item holds, and the item nearest to it."""

    start: int
    end: int
    nearest: Item | None
    is_act: bool
    evidence: Evidence = Evidence.UNFOUND

    def moved(self, by: int) -> Self:
        """The same, `by` characters further on."""
        return type(self)(self.start + by, self.end + by, self.nearest, self.is_act, self.evidence)
