"""Review, sign-off and what became of the text. Sign-offs are append only; one is ended by a later text, never by deletion.

`place` counts a draft's rows of a table: two of the same second have an order, and two at the same moment cannot both be kept.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Instant, Keyed, closed_list

_DRAFT = "drafts.id"
_USER = "users.id"


class DecisionKind(StrEnum):
    """What a reviewer decided of one finding."""

    FIXED = "fixed"
    WAIVED = "waived"
    WRONG = "wrong"


class Verdict(StrEnum):
    """What a reviewer decided of a text."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"


class FindingDecision(Keyed, Base):
    """One finding decided. It is known by `finding` (rule, quoted text, how often before), so that it survives edits elsewhere."""

    __tablename__ = "finding_decisions"
    __table_args__ = (UniqueConstraint("draft_id", "place"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey(_DRAFT))
    place: Mapped[int]
    number: Mapped[int]
    finding: Mapped[str] = mapped_column(String(80))
    rule: Mapped[str] = mapped_column(String(80))
    kind: Mapped[DecisionKind] = mapped_column(closed_list(DecisionKind))
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Review(Keyed, Base):
    """One round: a version given to review, and what was said of it."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("draft_id", "place"),)

    draft_id: Mapped[str] = mapped_column(ForeignKey(_DRAFT))
    place: Mapped[int]
    number: Mapped[int]
    submitted_by: Mapped[str] = mapped_column(ForeignKey(_USER))
    submitted_at: Mapped[datetime] = mapped_column(Instant)
    assigned_to: Mapped[str | None] = mapped_column(ForeignKey(_USER), index=True, default=None)
    verdict: Mapped[Verdict | None] = mapped_column(closed_list(Verdict), default=None)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey(_USER), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    note: Mapped[str] = mapped_column(Text, default="")


class Comment(Keyed, Base):
    """A remark on a span `[start, end)` of a version, in code points."""

    __tablename__ = "comments"

    draft_id: Mapped[str] = mapped_column(ForeignKey(_DRAFT), index=True)
    number: Mapped[int]
    start: Mapped[int]
    end: Mapped[int]
    text: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class SignOff(Keyed, Base):
    """One role's approval of one digest. `payload` is canonical JSON of all it rests on, `signature` the installation's over it."""

    __tablename__ = "sign_offs"
    __table_args__ = (
        UniqueConstraint("draft_id", "number", "user_id", name="uq_sign_offs_signer"),
        UniqueConstraint("draft_id", "place", name="uq_sign_offs_place"),
    )

    draft_id: Mapped[str] = mapped_column(ForeignKey(_DRAFT))
    place: Mapped[int]
    number: Mapped[int]
    role: Mapped[str] = mapped_column(String(24))
    user_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    digest: Mapped[str] = mapped_column(String(80))
    payload: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(Instant)


class Release(Keyed, Base):
    """A signed text that went out: where, when, to which address, by whom."""

    __tablename__ = "releases"

    draft_id: Mapped[str] = mapped_column(ForeignKey(_DRAFT), index=True)
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(Text)
    released_at: Mapped[datetime] = mapped_column(Instant)
    user_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    withdrawal_reason: Mapped[str | None] = mapped_column(Text, default=None)


class ReleasedCommitment(Keyed, Base):
    """A promise that went out with a statement, and whether it was kept."""

    __tablename__ = "released_commitments"
    __table_args__ = (UniqueConstraint("release_id", "commitment"), Index("ix_released_commitments_due", "case_id", "due_at"))

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    release_id: Mapped[str] = mapped_column(ForeignKey("releases.id"))
    commitment: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(String(200))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    kept_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    kept_by: Mapped[str | None] = mapped_column(ForeignKey(_USER), default=None)
