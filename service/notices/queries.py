"""Reading one's own notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from service.models import Case, Delivery, Notice, NoticeAddress, NoticeKind
from service.notices.messages import path_of
from service.users import Principal

MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its reader sees it; `path` is the page to go to, `due` ISO 8601 in the offset of the brief."""

    id: str
    kind: NoticeKind
    case_id: str
    draft_id: str | None
    case_title: str
    brand_name: str
    level: str
    made_at: datetime
    due: str | None
    read_at: datetime | None
    path: str


def list_notices(
    session: Session, principal: Principal, *, unread: bool = False, limit: int = 50, after: datetime | None = None
) -> Sequence[NoticeLine]:
    """The person's notices, newest first, of brands still visible to them.

    Args:
        session: to read with.
        principal: whose.
        unread: only those not read yet.
        limit: at most so many, up to 200.
        after: only those older than this moment, to read on.
    """
    query = (
        select(Notice, Case)
        .join(Case, Case.id == Notice.case_id)
        .where(
            Notice.user_id == principal.user_id,
            _visible(principal),
            Notice.read_at.is_(None) if unread else true(),
            Notice.made_at < after if after is not None else true(),
        )
        .order_by(Notice.made_at.desc(), Notice.id)
        .limit(min(limit, MAX_LISTED))
    )
    return [
        NoticeLine(
            id=notice.id,
            kind=notice.kind,
            case_id=case.id,
            draft_id=notice.draft_id,
            case_title=case.title,
            brand_name=case.brand_name,
            level=case.level,
            made_at=notice.made_at,
            due=notice.due,
            read_at=notice.read_at,
            path=path_of(notice.kind, case.id, notice.draft_id),
        )
        for notice, case in session.execute(query)
    ]


def count_unread(session: Session, principal: Principal) -> int:
    """How many notices the person has not read."""
    query = select(func.count()).select_from(Notice).where(Notice.user_id == principal.user_id, Notice.read_at.is_(None))
    # Every page asks this: cases are read only for whoever does not see them all.
    if principal.visible_brands() is not None:
        query = query.join(Case, Case.id == Notice.case_id).where(_visible(principal))
    return session.scalar(query) or 0


def list_addresses(session: Session, user_id: str) -> Sequence[NoticeAddress]:
    """A person's addresses, oldest first. `url` can hold a secret: pages and API show `addresses.masked`."""
    query = select(NoticeAddress).where(NoticeAddress.user_id == user_id).order_by(NoticeAddress.added_at, NoticeAddress.id)
    return session.scalars(query).all()


def last_deliveries(session: Session, addresses: Sequence[NoticeAddress]) -> Mapping[str, Delivery]:
    """The newest delivery to each address that had one."""
    query = (
        select(Delivery)
        .join(Notice, Notice.id == Delivery.notice_id)
        .where(Delivery.address.in_([row.id for row in addresses]))
        .order_by(Notice.made_at, Delivery.id)
    )
    return {row.address: row for row in session.scalars(query)}


def _visible(principal: Principal) -> ColumnElement[bool]:
    brands = principal.visible_brands()
    return true() if brands is None else Case.brand.in_(brands)
