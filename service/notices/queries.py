"""Reading one's own notices."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from service.models import BriefVersion, Case, Delivery, Notice, NoticeAddress, NoticeKind, Review, SignOff
from service.notices.messages import path_of
from service.users import Principal

MAX_LISTED = 200


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as its reader sees it. Times are in the offset of the case's brief, UTC where that was erased.

    Attributes:
        due: in ISO 8601.
        path: the page to go to.
        number: of the version of the text that it is about; None: it is about none.
    """

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
    number: int | None = None

    @property
    def due_at(self) -> datetime | None:
        """`due` as a moment."""
        return datetime.fromisoformat(self.due) if self.due is not None else None


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
    rows = session.execute(query).all()
    zones = _zones(session, {case.id for _, case in rows})
    numbers = _numbers(session, [_event(notice) for notice, _ in rows])
    return [
        NoticeLine(
            id=notice.id,
            kind=notice.kind,
            case_id=case.id,
            draft_id=notice.draft_id,
            case_title=case.title,
            brand_name=case.brand_name,
            level=case.level,
            made_at=notice.made_at.astimezone(zones.get(case.id, UTC)),
            due=notice.due,
            read_at=notice.read_at,
            path=path_of(notice.kind, case.id, notice.draft_id),
            number=numbers.get(_event(notice)),
        )
        for notice, case in rows
    ]


def _zones(session: Session, cases: Collection[str]) -> Mapping[str, tzinfo]:
    """The offset that the newest brief of each case gives."""
    query = (
        select(Case.id, BriefVersion.content)
        .join(BriefVersion, (BriefVersion.case_id == Case.id) & (BriefVersion.number == Case.brief_number))
        .where(Case.id.in_(cases))
    )
    zones: dict[str, tzinfo] = {}
    for key, content in session.execute(query):
        if content is None:
            continue
        zone = datetime.fromisoformat(json.loads(content)["issued_at"]).tzinfo
        if zone is not None:
            zones[key] = zone
    return zones


def _event(notice: Notice) -> str:
    """The key of what it tells of, which stands second in its own key."""
    return notice.key.split(":")[1]


def _numbers(session: Session, events: Collection[str]) -> Mapping[str, int]:
    """Of rounds of review and of signatures: which version they are about."""
    rounds = select(Review.id, Review.number).where(Review.id.in_(events))
    signed = select(SignOff.id, SignOff.number).where(SignOff.id.in_(events))
    return {key: number for query in (rounds, signed) for key, number in session.execute(query)}


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
