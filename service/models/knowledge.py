"""What people proposed as knowledge of a brand, and what legal said of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Instant, Keyed, closed_list

_USER = "users.id"


class KnowledgeKind(StrEnum):
    """What is proposed."""

    STATEMENT = "statement"
    NOTE = "note"


class KnowledgeVerdict(StrEnum):
    """What legal said."""

    ACCEPTED = "accepted"
    REFUSED = "refused"


class KnowledgeProposal(Keyed, Base):
    """A released statement, or a note written after the crisis. It enters retrieval only once it is accepted.

    `indexed_at` is None until an accepted one is in the index; `title` and `text` become None by a lawful erasure.
    """

    __tablename__ = "knowledge_proposals"
    __table_args__ = (Index("ix_knowledge_proposals_brand", "brand", "verdict"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    brand: Mapped[str] = mapped_column(String(200))
    kind: Mapped[KnowledgeKind] = mapped_column(closed_list(KnowledgeKind))
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("drafts.id"))
    number: Mapped[int | None]
    title: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(ForeignKey(_USER))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    verdict: Mapped[KnowledgeVerdict | None] = mapped_column(closed_list(KnowledgeVerdict), default=None)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey(_USER), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    indexed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
