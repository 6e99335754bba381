"""A draft and its versions. A version is never changed: the database refuses it, save for the erasure of its words."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import KEY_LENGTH, Base, Instant, Keyed, closed_list


class DraftStatus(StrEnum):
    """Where a draft stands on its way out of the house."""

    WORKING = "working"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    SIGNED = "signed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Draft(Keyed, Base):
    """The work on one statement. `number` is that of its newest version; `request` is the whole request as JSON, `version` counts every change of the row."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_queue", "status", "case_id"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    statement: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(8))
    request: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Instant)
    number: Mapped[int]
    status: Mapped[DraftStatus] = mapped_column(closed_list(DraftStatus), default=DraftStatus.WORKING)
    corrects: Mapped[str | None] = mapped_column(String(KEY_LENGTH), default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class DraftVersion(Keyed, Base):
    """One text with all that led to it. `record` is canonical JSON: segments, gaps, findings, prompt, generation."""

    __tablename__ = "draft_versions"
    __table_args__ = (UniqueConstraint("draft_id", "number"), Index("ix_draft_versions_brief", "brief_id"))

    draft_id: Mapped[str] = mapped_column(ForeignKey("drafts.id"))
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(80))
    record: Mapped[str] = mapped_column(Text)
    brief_id: Mapped[str] = mapped_column(ForeignKey("brief_versions.id"))
    ruleset: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
