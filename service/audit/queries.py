"""Reading the chain: a case's timeline, or the newest events."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from service import clock
from service.audit.actions import Action
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
    case_id: str | None = None


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted; what is None does not narrow.

    Attributes:
        since: not before this moment.
        until: before this moment.
    """

    actor_id: str | None = None
    action: Action | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = EventFilter()


def list_events(
    session: Session,
    *,
    case_id: str | None = None,
    only: EventFilter = EVERYTHING,
    before: int | None = None,
    limit: int = 200,
) -> Sequence[TimelineEntry]:
    """The newest events first, of one case or of all, at most `limit`; `before` is the number of the last one seen."""
    query = select(AuditEvent).order_by(AuditEvent.number.desc()).limit(limit)
    if case_id is not None:
        query = query.where(AuditEvent.case_id == case_id)
    if before is not None:
        query = query.where(AuditEvent.number < before)
    return [
        TimelineEntry(
            row.number, row.at, row.actor_id, row.action, row.subject_kind, row.subject_id, json.loads(row.detail), row.case_id
        )
        for row in session.scalars(query.where(*_conditions(only)))
    ]


def count_events(session: Session) -> int:
    """How many events the chain has."""
    return session.scalar(select(func.max(AuditEvent.number))) or 0


def reached(session: Session) -> datetime:
    """The latest moment known: the clock's, or the newest event's where the clock was set back since.

    Whatever runs out (sessions, links, tokens, waivers, waiting times) is held against this, so that a clock set back brings nothing to life.
    """
    newest = session.scalar(select(AuditEvent.at).order_by(AuditEvent.number.desc()).limit(1))
    return max(clock.now(), newest) if newest is not None else clock.now()


def _conditions(only: EventFilter) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool] | None] = [
        AuditEvent.actor_id == only.actor_id if only.actor_id is not None else None,
        AuditEvent.action == only.action.value if only.action is not None else None,
        AuditEvent.at >= only.since if only.since is not None else None,
        AuditEvent.at < only.until if only.until is not None else None,
    ]
    return [condition for condition in wanted if condition is not None]
