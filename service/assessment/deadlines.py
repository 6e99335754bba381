"""The level's own clock: internal, never printed in a statement."""

from datetime import timedelta

from service.assessment.schemas import Clock
from service.assessment.tables import LevelResponse
from service.briefs import IncidentBrief


def set_clock(brief: IncidentBrief, response: LevelResponse) -> Clock:
    """Both deadlines, in the offset of `issued_at`.

    Readers count the wait for an update from the statement they have read, so it runs from its issue; it is never due before the
    first statement itself.
    """
    zone = brief.issued_at.tzinfo
    first = (brief.incident.detected_at + timedelta(hours=response.first_hours)).astimezone(zone)
    following = brief.issued_at + timedelta(hours=response.next_hours)
    return Clock(first_statement_due_at=first, next_update_due_at=max(first, following))


def is_late(brief: IncidentBrief, clock: Clock) -> bool:
    """Whether the first statement's deadline had passed at `issued_at`."""
    return brief.issued_at > clock.first_statement_due_at
