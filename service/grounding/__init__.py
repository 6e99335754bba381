"""Grounding: what a text claims, span by span, and what of it the ledger does not support."""

from service.grounding.check import Grounds, check, ground, grounds_of
from service.grounding.ledger import Entry, Ledger, Source, may_be_said
from service.grounding.types import Claim, ClaimKind, GroundingReport

__all__ = [
    "Claim",
    "ClaimKind",
    "Entry",
    "GroundingReport",
    "Grounds",
    "Ledger",
    "Source",
    "check",
    "ground",
    "grounds_of",
    "may_be_said",
]
