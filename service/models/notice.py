"""Notices: what somebody is to be told, and how it gets to them. Written with the event itself, sent afterwards."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import KEY_LENGTH, Base, Instant, Keyed, closed_list

_USER = "users.id"


class NoticeKind(StrEnum):
    """What is told."""

    REVIEW_WANTED = "review_wanted"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    SIGNED = "signed"
    CLOCK_PASSING = "clock_passing"
    UPDATE_MISSING = "update_missing"
    COMMITMENT_DUE = "commitment_due"


class DeliveryState(StrEnum):
    """Where a delivery stands; `dropped`: the address or the person went away before it could be sent."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class NoticeAddress(Keyed, Base):
    """An address a person is told at: an Apprise address, or an e-mail address. It can hold a secret and is never shown in full."""

    __tablename__ = "notice_addresses"
    __table_args__ = (Index("ix_notice_addresses_user_id", "user_id"),)

    user_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    url: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Instant)


class Notice(Keyed, Base):
    """One thing for one person; without a person it is for the addresses of the whole installation.

    `key` names event and recipient, so that nothing is told twice. `due` is ISO 8601 in the offset of the brief. `spread_at`: when its
    deliveries were made.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_notices_user_id", "user_id", "made_at"),
        Index("ix_notices_spread_at", "spread_at"),
    )

    key: Mapped[str] = mapped_column(String(120))
    user_id: Mapped[str | None] = mapped_column(ForeignKey(_USER))
    kind: Mapped[NoticeKind] = mapped_column(closed_list(NoticeKind))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("drafts.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    due: Mapped[str | None] = mapped_column(String(40), default=None)
    read_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    spread_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Delivery(Keyed, Base):
    """One notice to one address.

    `address` is the key of a NoticeAddress, or the digest of one of the installation's. Whoever claims the row counts `attempts` up and
    moves `next_attempt_at` on before sending; `error` is a word of ours, never a library's message.
    """

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("notice_id", "address"), Index("ix_deliveries_queue", "state", "next_attempt_at"))

    notice_id: Mapped[str] = mapped_column(ForeignKey("notices.id"))
    address: Mapped[str] = mapped_column(String(KEY_LENGTH))
    next_attempt_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[DeliveryState] = mapped_column(closed_list(DeliveryState), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(40), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
