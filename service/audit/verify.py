"""Holding the chain against itself, its signed ends, and an end that was exported before.

What it proves: no event was changed, removed, added between or reordered before a signed end. What it cannot: that the newest events,
after the last end kept outside this database, were not cut off by somebody who holds both database and key.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.audit.canonical import canonical_json, event_hash, stamp
from service.audit.keys import PublicKey, SigningKey
from service.audit.record import FIRST_PREVIOUS, hashed_fields, private_digest
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.models import AuditEvent, AuditHead, AuditPrivate

_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold, at the event of this number (0: the chain as a whole)."""

    number: int
    message: Localized


@dataclass(frozen=True, slots=True)
class Head:
    """An end of the chain: number and hash of its last event, signed."""

    number: int
    hash: str
    at: str
    signature: str

    def as_json(self) -> str:
        """The file in which an end is kept elsewhere; `read_head` reads it."""
        return json.dumps({"number": self.number, "hash": self.hash, "at": self.at, "signature": self.signature}, indent=1) + "\n"

    def payload(self) -> str:
        """What the signature covers."""
        return canonical_json({"at": self.at, "hash": self.hash, "number": self.number})


def read_head(text: str | bytes, field: str, file: str = "") -> Head:
    """The end of the chain that a file holds.

    Raises:
        InvalidInput: it holds none; `field` names where it was given.
    """
    try:
        data = json.loads(text)
        return Head(number=int(data["number"]), hash=str(data["hash"]), at=str(data["at"]), signature=str(data["signature"]))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        message = Localized(zh="不是链尾文件", en="this is no end of a chain")
        raise InvalidInput([Problem(field=field, code="head", message=message, file=file)]) from error


def seal(session: Session, key: SigningKey) -> Head | None:
    """Signs the chain's present end and keeps it; None while nothing happened."""
    last = session.execute(select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)).first()
    if last is None:
        return None
    known = session.get(AuditHead, last.number)
    if known is not None:
        return _head(known)
    at = clock.now()
    head = Head(number=last.number, hash=last.hash, at=stamp(at), signature="")
    signed = Head(number=head.number, hash=head.hash, at=head.at, signature=key.sign(head.payload()))
    session.add(AuditHead(number=signed.number, hash=signed.hash, at=at, signature=signed.signature))
    return signed


def verify_chain(session: Session, key: PublicKey, exported: Head | None = None) -> list[Fault]:
    """Everything that does not hold, in order of the events; empty when all does."""
    faults: list[Fault] = []
    hashes: dict[int, str] = {}
    previous, expected = FIRST_PREVIOUS, 1
    for event, private in _events(session):
        faults += _gap(expected, event.number)
        if event.previous != previous:
            faults.append(_fault(event.number, "与前一条不相接", "does not follow the event before it"))
        if event.hash != event_hash(hashed_fields(event), event.previous):
            faults.append(_fault(event.number, "内容被改动过", "was changed"))
        faults += _private_faults(event, private)
        previous, expected = event.hash, event.number + 1
        hashes[event.number] = event.hash
    heads = [_head(row) for row in session.scalars(select(AuditHead).order_by(AuditHead.number))]
    for head in (*heads, *((exported,) if exported else ())):
        faults += _head_faults(head, hashes, key)
    return faults


def _events(session: Session) -> Iterator[tuple[AuditEvent, list[AuditPrivate]]]:
    after = -1
    while True:
        events = list(
            session.scalars(select(AuditEvent).where(AuditEvent.number > after).order_by(AuditEvent.number).limit(_BATCH))
        )
        if not events:
            return
        first, after = events[0].number, events[-1].number
        rows = session.scalars(select(AuditPrivate).where(AuditPrivate.number.between(first, after)))
        private: dict[int, list[AuditPrivate]] = {}
        for row in rows:
            private.setdefault(row.number, []).append(row)
        for event in events:
            yield event, private.get(event.number, [])
        session.expunge_all()


def _gap(expected: int, found: int) -> list[Fault]:
    if found == expected:
        return []
    return [_fault(expected, f"第 {expected} 至 {found - 1} 条不见了", f"events {expected} to {found - 1} are missing")]


def _private_faults(event: AuditEvent, rows: list[AuditPrivate]) -> list[Fault]:
    try:
        detail = json.loads(event.detail)
    except ValueError:
        return [_fault(event.number, "内容无法读取", "cannot be read")]
    sealed = detail.get("private", {}) if isinstance(detail, dict) else {}
    faults = []
    if {row.name: row.digest for row in rows} != sealed:
        faults.append(_fault(event.number, "单独存放的内容缺少或被替换", "has private values missing or replaced"))
    for row in rows:
        kept = row.salt is not None and row.value is not None
        erased = row.salt is None and row.value is None
        whole = kept and private_digest(str(row.salt), str(row.value)) == row.digest
        if not (erased or whole):
            faults.append(_fault(event.number, f"“{row.name}”被改动过", f"the private value '{row.name}' was changed"))
    return faults


def _head_faults(head: Head, hashes: dict[int, str], key: PublicKey) -> list[Fault]:
    faults = []
    if not key.holds(head.payload(), head.signature):
        faults.append(_fault(head.number, "链尾签名不成立", "the signature of this end of the chain does not hold"))
    if head.number not in hashes:
        faults.append(_fault(head.number, "链在签过名的末端之前被截断", "the chain was cut before this signed end"))
    elif hashes[head.number] != head.hash:
        faults.append(_fault(head.number, "与签过名的末端不一致", "differs from the signed end"))
    return faults


def _head(row: AuditHead) -> Head:
    return Head(number=row.number, hash=row.hash, at=stamp(row.at), signature=row.signature)


def _fault(number: int, zh: str, en: str) -> Fault:
    return Fault(number, Localized(zh=f"第 {number} 条：{zh}", en=f"event {number}: {en}"))
