"""Roles and what they may do, as data. A role is held for one brand, or for every brand."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

EVERY_BRAND = "*"


class Role(StrEnum):
    """What a person is for a brand."""

    PR = "pr"
    LEGAL = "legal"
    BUSINESS_OWNER = "business_owner"
    EXECUTIVE = "executive"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """What may be asked of a person before something happens."""

    CASE_VIEW = "case:view"
    CASE_OPEN = "case:open"
    CASE_EDIT = "case:edit"
    CASE_CLOSE = "case:close"
    CASE_ERASE = "case:erase"
    NOTE_READ = "note:read"
    NOTE_WRITE = "note:write"
    DRAFT_WRITE = "draft:write"
    COMMENT_WRITE = "comment:write"
    REVIEW_REQUEST = "review:request"
    REVIEW_DECIDE = "review:decide"
    FINDING_DECIDE = "finding:decide"
    STATEMENT_SIGN = "statement:sign"
    STATEMENT_EXPORT = "statement:export"
    STATEMENT_RELEASE = "statement:release"
    KNOWLEDGE_PROPOSE = "knowledge:propose"
    KNOWLEDGE_ACCEPT = "knowledge:accept"
    TEXT_CHECK = "text:check"
    USERS_MANAGE = "users:manage"
    AUDIT_READ = "audit:read"


_P = Permission
_READS = frozenset({_P.CASE_VIEW, _P.TEXT_CHECK})
_SIGNS = _READS | {_P.COMMENT_WRITE, _P.REVIEW_DECIDE, _P.STATEMENT_SIGN, _P.STATEMENT_EXPORT}

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.PR: _SIGNS
        | {
            _P.CASE_OPEN,
            _P.CASE_EDIT,
            _P.CASE_CLOSE,
            _P.DRAFT_WRITE,
            _P.REVIEW_REQUEST,
            _P.STATEMENT_RELEASE,
            _P.KNOWLEDGE_PROPOSE,
        },
        Role.LEGAL: _SIGNS
        | {_P.CASE_EDIT, _P.NOTE_READ, _P.NOTE_WRITE, _P.FINDING_DECIDE, _P.KNOWLEDGE_PROPOSE, _P.KNOWLEDGE_ACCEPT},
        Role.BUSINESS_OWNER: _SIGNS | {_P.CASE_EDIT},
        Role.EXECUTIVE: _SIGNS,
        # Runs the installation, and signs nothing.
        Role.ADMIN: _READS | {_P.USERS_MANAGE, _P.CASE_ERASE, _P.AUDIT_READ},
        Role.AUDITOR: _READS | {_P.AUDIT_READ, _P.STATEMENT_EXPORT},
    }
)
# The roles a sign-off can be asked of.
SIGNING_ROLES = (Role.PR, Role.LEGAL, Role.BUSINESS_OWNER, Role.EXECUTIVE)
