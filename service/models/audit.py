"""What happened, in one chain. The database itself refuses to change or delete these rows (see the migration's triggers)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import KEY_LENGTH, Base, Instant
from service.models.user import DIGEST_LENGTH


class AuditEvent(Base):
    """One event; `hash` covers all its fields and the hash before it. `detail` is canonical JSON without personal data."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_subject", "subject_kind", "subject_id"),
        Index("ix_audit_events_actor", "actor_id", "number"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Instant)
    actor_id: Mapped[str] = mapped_column(String(KEY_LENGTH))
    action: Mapped[str] = mapped_column(String(48))
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(KEY_LENGTH))
    case_id: Mapped[str | None] = mapped_column(String(KEY_LENGTH), index=True)
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    hash: Mapped[str] = mapped_column(String(DIGEST_LENGTH))


class AuditPrivate(Base):
    """A personal value of an event, apart from it: the chain covers its salted digest, so that erasing the value leaves the chain whole."""

    __tablename__ = "audit_private"

    number: Mapped[int] = mapped_column(ForeignKey("audit_events.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    salt: Mapped[str | None] = mapped_column(String(DIGEST_LENGTH))
    value: Mapped[str | None] = mapped_column(Text)


class AuditHead(Base):
    """The chain's end at a moment, signed with the installation's key."""

    __tablename__ = "audit_heads"

    number: Mapped[int] = mapped_column(ForeignKey("audit_events.number"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(DIGEST_LENGTH))
    at: Mapped[datetime] = mapped_column(Instant)
    signature: Mapped[str] = mapped_column(String(128))
