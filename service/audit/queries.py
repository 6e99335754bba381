"""Reading the chain: a case's timeline, or the newest events."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import AuditEvent


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event for a reader."""

    number: int
    at: datetime
    actor_id: str
    action: str
    subject_kind: str
    subject_id: str
    detail: Mapping[str, object]


def list_events(
    session: Session, *, case_id: str | None = None, before: int | None = None, limit: int = 200
) -> Sequence[TimelineEntry]:
    """The newest events first; of one case, or of all."""
    query = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(limit)
    if case_id is not None:
        query = query.where(AuditEvent.case_id == case_id)
    if before is not None:
        query = query.where(AuditEvent.number < before)
    return [
        TimelineEntry(row.number, row.at, row.actor_id, row.action, row.subject_kind, row.subject_id, json.loads(row.detail))
        for row in session.scalars(query)
    ]
