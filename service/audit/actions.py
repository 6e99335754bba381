"""What can happen: `noun.past_verb`, a closed list."""

from enum import StrEnum


class Action(StrEnum):
    """Every event the chain can hold."""

    USER_INVITED = "user.invited"
    USER_JOINED = "user.joined"
    USER_ROLES_CHANGED = "user.roles_changed"
    USER_DEACTIVATED = "user.deactivated"
    USER_REACTIVATED = "user.reactivated"
    USER_ERASED = "user.erased"
    USER_SIGNED_IN = "user.signed_in"
    USER_SIGNED_OUT = "user.signed_out"
    USER_LOCKED_OUT = "user.locked_out"
    USER_SESSIONS_ENDED = "user.sessions_ended"
    USER_PASSWORD_CHANGED = "user.password_changed"  # noqa: S105 - a word
    USER_LINKED = "user.linked"
    USER_ADDRESSES_CHANGED = "user.addresses_changed"
    TOKEN_MADE = "token.made"  # noqa: S105 - a word
    TOKEN_REVOKED = "token.revoked"  # noqa: S105 - a word
    CASE_OPENED = "case.opened"
    CASE_BRIEF_CHANGED = "case.brief_changed"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_ERASED = "case.erased"
    STEP_DONE = "step.done"
    STEP_REOPENED = "step.reopened"
    STEP_ASSIGNED = "step.assigned"
    NOTE_WRITTEN = "note.written"
    DRAFT_GENERATED = "draft.generated"
    DRAFT_REVISED = "draft.revised"
    DRAFT_WITHDRAWN = "draft.withdrawn"
    REVIEW_REQUESTED = "review.requested"
    REVIEW_ASSIGNED = "review.assigned"
    REVIEW_DECIDED = "review.decided"
    FINDING_DECIDED = "finding.decided"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_RESOLVED = "comment.resolved"
    STATEMENT_SIGNED_OFF = "statement.signed_off"
    STATEMENT_EXPORTED = "statement.exported"
    STATEMENT_RELEASED = "statement.released"
    STATEMENT_WITHDRAWN = "statement.withdrawn"
    COMMITMENT_KEPT = "commitment.kept"
    KNOWLEDGE_PROPOSED = "knowledge.proposed"
    KNOWLEDGE_ACCEPTED = "knowledge.accepted"
    KNOWLEDGE_REFUSED = "knowledge.refused"
