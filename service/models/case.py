"""A case: our file on one incident, its brief in every version, and what is to be done."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.models.base import Base, Instant, Keyed, closed_list

_CASE = "cases.id"
_USER = "users.id"


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLOSED = "closed"


class Case(Keyed, Base):
    """One case. `brand` is the profile's key, or the folded name of a brand without a profile. `version` counts every change."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_queue", "brand", "status", "level", "next_due_at"),
        Index("ix_cases_open", "status", "level", "next_due_at"),
    )

    brand: Mapped[str] = mapped_column(String(200))
    brand_name: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(500))
    kind: Mapped[str] = mapped_column(String(40))
    jurisdiction: Mapped[str] = mapped_column(String(8))
    level: Mapped[str] = mapped_column(String(4))
    opened_by: Mapped[str] = mapped_column(ForeignKey(_USER))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    next_due_at: Mapped[datetime] = mapped_column(Instant)
    brief_number: Mapped[int]
    status: Mapped[CaseStatus] = mapped_column(closed_list(CaseStatus), default=CaseStatus.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    version: Mapped[int] = mapped_column(init=False)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name


class BriefVersion(Keyed, Base):
    """The brief as it stood. `content` is canonical JSON; None after a lawful erasure, when the digest alone remains."""

    __tablename__ = "brief_versions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    case_id: Mapped[str] = mapped_column(ForeignKey(_CASE))
    number: Mapped[int]
    content: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    made_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")


class BriefChange(Keyed, Base):
    """One field of the brief that a version changed: from what to what. Values are JSON; None is absent."""

    __tablename__ = "brief_changes"
    __table_args__ = (Index("ix_brief_changes_place", "case_id", "number"),)

    case_id: Mapped[str] = mapped_column(ForeignKey(_CASE))
    number: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


class ChecklistItem(Keyed, Base):
    """One step of the playbook for this case."""

    __tablename__ = "checklist_items"
    __table_args__ = (UniqueConstraint("case_id", "step"),)

    case_id: Mapped[str] = mapped_column(ForeignKey(_CASE))
    step: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    done_by: Mapped[str | None] = mapped_column(ForeignKey(_USER), default=None)
    answer: Mapped[str | None] = mapped_column(Text, default=None)


class LegalNote(Keyed, Base):
    """A privileged note of the lawyers: no page for others, no export and no model ever gets it."""

    __tablename__ = "legal_notes"

    case_id: Mapped[str] = mapped_column(ForeignKey(_CASE), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey(_USER))
    made_at: Mapped[datetime] = mapped_column(Instant)
    text: Mapped[str | None] = mapped_column(Text)
