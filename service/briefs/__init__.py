"""The brief: its strict models and its loader."""

from service.briefs.models import (
    Commitment,
    Contact,
    Exposure,
    Fact,
    Incident,
    IncidentBrief,
    Issuer,
    Previous,
    StatementRequest,
)
from service.briefs.values import (
    NEEDS_PREVIOUS,
    Audience,
    Channel,
    Disclosure,
    IncidentKind,
    Jurisdiction,
    Language,
    Level,
    StatementType,
    Status,
)

__all__ = [
    "NEEDS_PREVIOUS",
    "Audience",
    "Channel",
    "Commitment",
    "Contact",
    "Disclosure",
    "Exposure",
    "Fact",
    "Incident",
    "IncidentBrief",
    "IncidentKind",
    "Issuer",
    "Jurisdiction",
    "Language",
    "Level",
    "Previous",
    "StatementRequest",
    "StatementType",
    "Status",
]
