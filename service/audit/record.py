"""Writing one event. It is part of the caller's unit of work: what was done and the record of it are kept together or not at all."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from service import clock
from service.audit.actions import Action
from service.audit.canonical import canonical_json, event_hash, sha256, stamp
from service.models import AuditEvent, AuditPrivate

FIRST_PREVIOUS = "0" * 64
# The chain has one end: writers of it wait for each other.
_CHAIN_LOCK = 4_702_611


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about: audit knows things only by kind and key."""

    kind: str
    id: str
    case_id: str | None = None


def record(
    session: Session,
    action: Action,
    *,
    actor_id: str,
    subject: Subject,
    detail: Mapping[str, object] | None = None,
    private: Mapping[str, str] | None = None,
) -> AuditEvent:
    """Appends an event to the chain.

    Args:
        session: of the unit of work that does the thing.
        action: what was done.
        actor_id: the person's key; `system` for the service itself.
        subject: to what.
        detail: plain values without personal data; kept for good.
        private: values that hold or may hold personal data; can be erased without breaking the chain.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    session.flush()
    last = session.execute(
        select(AuditEvent.number, AuditEvent.hash, AuditEvent.at).order_by(AuditEvent.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last is not None else (1, FIRST_PREVIOUS)
    sealed = {name: _sealed(number, name, value) for name, value in (private or {}).items()}
    event = AuditEvent(
        number=number,
        # A clock that was set back does not make the chain's times run back.
        at=max(clock.now(), last.at) if last is not None else clock.now(),
        actor_id=actor_id,
        action=action.value,
        subject_kind=subject.kind,
        subject_id=subject.id,
        case_id=subject.case_id,
        detail=canonical_json(
            {**(detail or {}), **({"private": {n: row.digest for n, row in sealed.items()}} if sealed else {})}
        ),
        previous=previous,
        hash="",
    )
    event.hash = event_hash(hashed_fields(event), previous)
    session.add(event)
    session.flush()
    session.add_all(sealed.values())
    session.flush()
    return event


def hashed_fields(event: AuditEvent) -> dict[str, object]:
    """What an event's hash covers."""
    return {
        "number": event.number,
        "at": stamp(event.at),
        "actor": event.actor_id,
        "action": event.action,
        "subject": [event.subject_kind, event.subject_id],
        "case": event.case_id,
        "detail": event.detail,
    }


def private_digest(salt: str, value: str) -> str:
    """What the chain keeps of a personal value: without the salt nobody can try values until one fits."""
    return sha256(f"{salt}\n{value}")


def _sealed(number: int, name: str, value: str) -> AuditPrivate:
    salt = secrets.token_hex(32)
    return AuditPrivate(number=number, name=name, digest=private_digest(salt, value), salt=salt, value=value)
