"""What people do with their notices: read them, and say where else they want to be told."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.config import Settings
from service.errors import InvalidInput, NotFound, Problem
from service.i18n import Localized, UiLanguage
from service.models import Notice, NoticeAddress
from service.notices.addresses import MAX_ADDRESSES, accepted
from service.notices.messages import OF_THE_CASE
from service.notices.queries import list_addresses
from service.users import Permission, Principal
from service.users.queries import get_user

_NO_SUCH = Localized(zh="没有这条通知", en="there is no such notice")
_NO_ADDRESS = Localized(zh="没有这个地址", en="there is no such address")


def mark_read(session: Session, principal: Principal, notice_id: str) -> Notice:
    """Marks one of the person's notices as read; reading it again changes nothing.

    Raises:
        NotFound: the person has no such notice.
    """
    found = session.get(Notice, notice_id)
    if found is None or found.user_id != principal.user_id:
        raise NotFound(_NO_SUCH)
    found.read_at = found.read_at or clock.now()
    return found


def mark_seen(session: Session, principal: Principal, draft_id: str) -> int:
    """Marks as read what the person was told of a text that they have open now; how many there were."""
    seen = (
        select(Notice)
        .where(Notice.user_id == principal.user_id, Notice.draft_id == draft_id, Notice.read_at.is_(None))
        .where(Notice.kind.not_in(OF_THE_CASE))
    )
    rows = session.scalars(seen).all()
    for row in rows:
        row.read_at = clock.now()
    return len(rows)


def mark_all_read(session: Session, principal: Principal) -> None:
    """Marks all of the person's notices as read."""
    unread = (Notice.user_id == principal.user_id) & Notice.read_at.is_(None)
    session.execute(update(Notice).where(unread).values(read_at=clock.now()))


def remove_address(session: Session, principal: Principal, address_id: str) -> None:
    """Takes one of the person's addresses away.

    Raises:
        NotFound: the person has no such address.
    """
    found = session.get(NoticeAddress, address_id)
    if found is None or found.user_id != principal.user_id:
        raise NotFound(_NO_ADDRESS)
    session.delete(found)
    _changed(session, principal, added=0, removed=1)


def set_addresses(
    session: Session,
    principal: Principal,
    *,
    keep: Sequence[str],
    add: Sequence[str],
    language: UiLanguage | None,
    settings: Settings,
) -> Sequence[NoticeAddress]:
    """Gives the person exactly the addresses kept and added, and the language of what is sent there.

    Args:
        session: of the unit of work.
        principal: whose.
        keep: keys of addresses to stay; all others go.
        add: new addresses as they were typed.
        language: None leaves it to FIRSTWORD_LANG.
        settings: which hosts and mail server the installation sends by.

    Raises:
        InvalidInput: an unknown key, an address that will not do, or too many; every one is named by its place.
        Forbidden: the person sees no brand's cases.
    """
    principal.demand_anywhere(Permission.CASE_VIEW)
    held = {row.id: row for row in list_addresses(session, principal.user_id)}
    problems = [Problem(f"addresses[{n}]", _NO_ADDRESS, "address") for n, key in enumerate(keep) if key not in held]
    fresh = []
    for number, url in enumerate(add, len(keep)):
        try:
            fresh.append(accepted(url, settings, f"addresses[{number}]"))
        except InvalidInput as error:
            problems += error.problems
    if len(keep) + len(add) > MAX_ADDRESSES:
        message = Localized(zh=f"最多 {MAX_ADDRESSES} 个地址", en=f"at most {MAX_ADDRESSES} addresses")
        problems.append(Problem("addresses", message, "length"))
    if problems:
        raise InvalidInput(problems)
    gone = [key for key in held if key not in keep]
    session.execute(delete(NoticeAddress).where(NoticeAddress.id.in_(gone)))
    known = {held[key].url for key in keep}
    added = [url for url in dict.fromkeys(fresh) if url not in known]
    session.add_all(NoticeAddress(user_id=principal.user_id, url=url, added_at=clock.now()) for url in added)
    get_user(session, principal.user_id).language = language
    _changed(session, principal, added=len(added), removed=len(gone))
    return list_addresses(session, principal.user_id)


def _changed(session: Session, principal: Principal, *, added: int, removed: int) -> None:
    """One event: how many, never which."""
    record(
        session,
        Action.USER_ADDRESSES_CHANGED,
        actor_id=principal.user_id,
        subject=Subject("user", principal.user_id),
        detail={"added": added, "removed": removed},
    )
    session.flush()
