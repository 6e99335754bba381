"""Sending what was written: at least once, by any number of machines, never while somebody waits for a page.

`spread` makes the deliveries of new notices, `claim` takes some that are due, `settle` writes down how it went. Whoever claims a delivery
counts its attempts up and moves its next attempt beyond the time a sending can take: if the process dies in between, the delivery comes up
again by itself. It may then have arrived already, once; the message names its notice, so that a second copy is known as one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from service.config import Settings
from service.db import Database
from service.i18n import UiLanguage, ui_language
from service.models import Case, Delivery, DeliveryState, Notice, NoticeAddress, User
from service.notices.addresses import sendable
from service.notices.messages import Message, Told, message_of
from service.notices.queries import list_addresses
from service.users import Permission
from service.users.queries import principal_of

BATCH = 10
# Longer than a batch can take, each step of a sending being bounded by the library's own limits (fifteen seconds at most).
LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVEN_UP_AFTER = timedelta(days=3)

Send = Callable[[str, str, str], bool]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery this process sends now. `attempt` counts from 1 and tells this claim from a later one."""

    id: str
    attempt: int
    url: str
    message: Message


def spread(database: Database, house: Mapping[str, str], now: datetime, limit: int = 100) -> int:
    """Makes the deliveries of notices that have none yet; gives the number of notices. People without addresses get none.

    Args:
        database: where.
        house: the installation's addresses by name.
        now: when the first attempt may be made.
        limit: at most so many notices in one unit of work.
    """
    query = select(Notice).where(Notice.spread_at.is_(None)).order_by(Notice.made_at, Notice.id).limit(limit)
    if not _any(database, query):
        return 0
    with database.unit_of_work() as session:
        notices = session.scalars(query.with_for_update(skip_locked=True)).all()
        for notice in notices:
            names = list(house) if notice.user_id is None else _names_of(session, notice)
            session.add_all(Delivery(notice_id=notice.id, address=name, next_attempt_at=now) for name in names)
            notice.spread_at = now
        return len(notices)


def claim(
    database: Database, settings: Settings, house: Mapping[str, str], now: datetime, limit: int = BATCH
) -> Sequence[Claimed]:
    """Takes deliveries that are due, so that no other process takes them for the time of LEASE.

    What cannot be sent any more, because its address or its person went away, is dropped on the way.
    """
    claimed: list[Claimed] = []
    query = (
        select(Delivery)
        .where(Delivery.state == DeliveryState.PENDING, Delivery.next_attempt_at <= now)
        .order_by(Delivery.next_attempt_at, Delivery.id)
        .limit(limit)
    )
    if not _any(database, query):
        return claimed
    with database.unit_of_work() as session:
        # SQLite knows no row locks; there the unit of work holds the only write lock.
        for row in session.scalars(query.with_for_update(skip_locked=True)):
            ready = _sendable(session, row, settings, house)
            if ready is None:
                row.state = DeliveryState.DROPPED
                continue
            row.attempts += 1
            row.next_attempt_at = now + LEASE
            claimed.append(Claimed(row.id, row.attempts, *ready))
    return claimed


def attempt(one: Claimed, send: Send) -> str | None:
    """Sends one; None when the service took it, else a word for what went wrong. Never raises: one address must not hold up the others."""
    try:
        return None if send(one.url, one.message.title, one.message.body) else "refused"
    except Exception as error:  # noqa: BLE001 - whatever a service's library does
        return type(error).__name__[:40]


def settle(database: Database, one: Claimed, error: str | None, now: datetime) -> None:
    """Writes down how an attempt went, unless another process has claimed the delivery since."""
    with database.unit_of_work() as session:
        mine = (Delivery.id == one.id) & (Delivery.attempts == one.attempt) & (Delivery.state == DeliveryState.PENDING)
        if error is None:
            session.execute(update(Delivery).where(mine).values(state=DeliveryState.SENT, sent_at=now, error=None))
            return
        made_at = session.scalar(
            select(Notice.made_at).join(Delivery, Delivery.notice_id == Notice.id).where(Delivery.id == one.id)
        )
        is_over = made_at is not None and now - made_at >= GIVEN_UP_AFTER
        state = DeliveryState.FAILED if is_over else DeliveryState.PENDING
        session.execute(
            update(Delivery).where(mine).values(state=state, error=error, next_attempt_at=now + wait_after(one.attempt))
        )


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts in vain: twice as long each time, an hour at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def _any(database: Database, query: Select[Notice] | Select[Delivery]) -> bool:
    """Whether there is anything: asked without the write lock, which every round would otherwise take for nothing."""
    with database.reading() as session:
        return session.scalars(query.limit(1)).first() is not None


def _names_of(session: Session, notice: Notice) -> list[str]:
    return [row.id for row in list_addresses(session, notice.user_id or "")]


def _sendable(session: Session, row: Delivery, settings: Settings, house: Mapping[str, str]) -> tuple[str, Message] | None:
    """Address and message; None when there is no such address, or nobody behind it who may know of the case."""
    notice = session.get_one(Notice, row.notice_id)
    case = session.get_one(Case, notice.case_id)
    if notice.user_id is None:
        url, language = house.get(row.address), ui_language(settings.lang)
    else:
        url, language = _personal(session, row, notice.user_id, case, settings)
    if url is None:
        return None
    told = Told(
        notice_id=notice.id,
        kind=notice.kind,
        case_id=case.id,
        draft_id=notice.draft_id,
        level=case.level,
        brand_name=case.brand_name,
        due=notice.due,
        case_title=case.title if settings.notice_titles else "",
        origin=settings.public_url,
    )
    return url, message_of(told, language)


def _personal(session: Session, row: Delivery, user_id: str, case: Case, settings: Settings) -> tuple[str | None, UiLanguage]:
    user, address = session.get_one(User, user_id), session.get(NoticeAddress, row.address)
    language = ui_language(user.language or settings.lang)
    # Somebody who lost the brand since is told nothing more of it.
    is_known = user.is_active and principal_of(session, user).may(Permission.CASE_VIEW, case.brand)
    return (sendable(address.url, settings) if address is not None and is_known else None), language
