"""What a case owes the public next, and until when: its first statement, then update after update."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.assessment.schemas import Assessment
from service.assessment.tables import load_tables
from service.brands import find_brand
from service.briefs import IncidentBrief
from service.models import Case, Draft, Release


class DueKind(StrEnum):
    """What is due."""

    FIRST_STATEMENT = "first_statement"
    NEXT_UPDATE = "next_update"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due, and when."""

    kind: DueKind
    at: datetime


def due_of(brief: IncidentBrief, graded: Assessment, last_release: datetime | None) -> Due:
    """The first statement by the level's clock; after a release what was promised for the update, else the level's interval."""
    if last_release is None:
        return Due(DueKind.FIRST_STATEMENT, graded.clock.first_statement_due_at)
    if brief.next_update_at is not None and brief.next_update_at > last_release:
        return Due(DueKind.NEXT_UPDATE, brief.next_update_at)
    brand = find_brand(brief.brand)
    response = load_tables(brand.key if brand is not None else None).response.levels[graded.level]
    return Due(DueKind.NEXT_UPDATE, last_release + timedelta(hours=response.next_hours))


def last_release(session: Session, case: Case) -> datetime | None:
    """When a text of the case last went out and was not taken back."""
    query = (
        select(func.max(Release.released_at))
        .join(Draft, Draft.id == Release.draft_id)
        .where(Draft.case_id == case.id, Release.withdrawn_at.is_(None))
    )
    return session.scalar(query)


def wind_clock(session: Session, case: Case, brief: IncidentBrief, graded: Assessment) -> None:
    """Sets when the case is due next; the caller holds the case's lock."""
    due = due_of(brief, graded, last_release(session, case)).at
    if case.next_due_at != due:
        case.next_due_at = due
