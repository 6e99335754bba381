"""What a clause may do to the line of the ledger it speaks of."""

from dataclasses import dataclass
from enum import StrEnum

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
