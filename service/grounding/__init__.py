"""Grounding: what a text claims, span by span, and what of it the ledger does not support."""

from service.grounding.admissions import Admission, apologies, highest_admission
from service.grounding.check import check, ground, read_statement
from service.grounding.consistency import Conflict, Contradiction, contradictions, left_out
from service.grounding.entries import Entry, Source
from service.grounding.grounds import Grounds, grounds_of
from service.grounding.ledger import Ledger
from service.grounding.sources import may_be_said
from service.grounding.types import Claim, ClaimKind, GroundingReport

__all__ = [
    "Admission",
    "Claim",
    "ClaimKind",
    "Conflict",
    "Contradiction",
    "Entry",
    "GroundingReport",
    "Grounds",
    "Ledger",
    "Source",
    "apologies",
    "check",
    "contradictions",
    "ground",
    "grounds_of",
    "highest_admission",
    "left_out",
    "may_be_said",
    "read_statement",
]
