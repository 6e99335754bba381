"""Failed attempts: after a few, waiting times that double, by login and by address. Both are kept as hashes."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.models import Throttle
from service.users.secrets import digest

FREE_ATTEMPTS_LOGIN = 5
FREE_ATTEMPTS_ADDRESS = 30
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(hours=24)


def login_subject(login: str) -> str:
    """What attempts on a login are counted under."""
    return digest(f"login:{login.strip().casefold()}")


def address_subject(address: str) -> str:
    """What attempts from an address are counted under."""
    return digest(f"address:{address}")


def blocked_until(session: Session, subjects: tuple[str, ...], now: datetime) -> datetime | None:
    """When the next attempt is heard; None: now."""
    query = select(Throttle.blocked_until).where(Throttle.subject.in_(subjects), Throttle.blocked_until > now)
    return max((moment for moment in session.scalars(query) if moment is not None), default=None)


def count_failure(session: Session, subject: str, free: int, now: datetime) -> bool:
    """Counts a failure; true when it is the one that starts a waiting time."""
    row = session.scalars(select(Throttle).where(Throttle.subject == subject).with_for_update()).first()
    if row is None:
        row = Throttle(subject=subject, failures=0, last_at=now)
        session.add(row)
    elif row.last_at < now - _FORGOTTEN_AFTER:
        row.failures, row.blocked_until = 0, None
    row.failures += 1
    row.last_at = now
    if row.failures < free:
        return False
    row.blocked_until = now + min(_FIRST_WAIT * 2 ** min(row.failures - free, 10), _LONGEST_WAIT)
    return row.failures == free


def forget(session: Session, subject: str, now: datetime) -> None:
    """Forgets the failures of a subject that succeeded, and whatever is a day old."""
    session.execute(delete(Throttle).where((Throttle.subject == subject) | (Throttle.last_at < now - _FORGOTTEN_AFTER)))
