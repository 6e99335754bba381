"""All tables, so that the schema is seen in one place. Rows and nothing else: what may happen to them stands in the features."""

from service.models.audit import AuditEvent, AuditHead, AuditPrivate
from service.models.base import Base
from service.models.case import BriefChange, BriefVersion, Case, CaseStatus, ChecklistItem, LegalNote
from service.models.draft import Draft, DraftStatus, DraftVersion
from service.models.knowledge import KnowledgeKind, KnowledgeProposal, KnowledgeVerdict
from service.models.notice import Delivery, DeliveryState, Notice, NoticeAddress, NoticeKind
from service.models.oidc import OidcIdentity, OidcRequest
from service.models.review import (
    Comment,
    DecisionKind,
    FindingDecision,
    Release,
    ReleasedCommitment,
    Review,
    SignOff,
    Verdict,
)
from service.models.user import ApiToken, Membership, NamedBrand, OneTimeLink, SignInSession, Throttle, User

__all__ = [
    "ApiToken",
    "AuditEvent",
    "AuditHead",
    "AuditPrivate",
    "Base",
    "BriefChange",
    "BriefVersion",
    "Case",
    "CaseStatus",
    "ChecklistItem",
    "Comment",
    "DecisionKind",
    "Delivery",
    "DeliveryState",
    "Draft",
    "DraftStatus",
    "DraftVersion",
    "FindingDecision",
    "KnowledgeKind",
    "KnowledgeProposal",
    "KnowledgeVerdict",
    "LegalNote",
    "Membership",
    "NamedBrand",
    "Notice",
    "NoticeAddress",
    "NoticeKind",
    "OidcIdentity",
    "OidcRequest",
    "OneTimeLink",
    "Release",
    "ReleasedCommitment",
    "Review",
    "SignInSession",
    "SignOff",
    "Throttle",
    "User",
    "Verdict",
]
