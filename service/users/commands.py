"""What people do with accounts: inviting, joining, signing in and out, tokens, roles, leaving. Each leaves one audit event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.queries import reached
from service.errors import InvalidInput, NotFound, Problem
from service.i18n import Localized
from service.models import (
    ApiToken,
    AuditEvent,
    AuditPrivate,
    Membership,
    NoticeAddress,
    OidcIdentity,
    OneTimeLink,
    SignInSession,
    User,
)
from service.users import throttling
from service.users.passwords import hash_password, is_password, require_good
from service.users.queries import SEEN_EVERY, find_user, get_user, has_users
from service.users.roles import EVERY_BRAND, Role
from service.users.secrets import digest, new_secret

SYSTEM = "system"
SESSION_IDLE = timedelta(hours=12)
SESSION_LONGEST = timedelta(days=7)
LINK_LIFE = timedelta(hours=72)
FIRST_LINK_LIFE = timedelta(hours=24)
_MAX_LOGIN = 200
FIRST_ADMIN = "first_admin"
_RETURNING = "known_person"


@dataclass(frozen=True, slots=True)
class SignInOutcome:
    """A sign-in: the secret of the new session, or until when no attempt is heard (None: the attempt was heard and is wrong)."""

    secret: str | None = None
    blocked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A one-time link that still counts. The first administrator's has no login yet: that person chooses one."""

    is_first: bool
    login: str = ""
    name: str = ""


def first_admin_link(session: Session) -> str | None:
    """The secret of a one-time link that makes the first administrator; None once somebody was let in. Earlier links end."""
    if has_users(session):
        return None
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == FIRST_ADMIN))
    return _link(session, FIRST_ADMIN, None, FIRST_LINK_LIFE)


def invite(session: Session, *, actor_id: str, login: str, name: str, roles: Sequence[tuple[str, Role]]) -> tuple[User, str]:
    """A new person with roles, and the secret of the link that lets them choose a password.

    Raises:
        InvalidInput: the login is taken, empty or too long; the name is empty.
    """
    user = User(login=_good_login(session, login), name=_good_name(name), created_at=clock.now())
    session.add(user)
    session.flush()
    _set_roles(session, user.id, roles)
    record(
        session,
        Action.USER_INVITED,
        actor_id=actor_id,
        subject=Subject("user", user.id),
        detail={"roles": _shown(roles)},
        private={"login": user.login, "name": user.name},
    )
    return user, _link(session, _RETURNING, user.id, LINK_LIFE)


def new_link(session: Session, *, actor_id: str, user_id: str) -> str:
    """The secret of a link with which a known person chooses a new password. Earlier links end now, open sessions when it is used.

    Raises:
        NotFound: there is no such person.
        InvalidInput: the person was deactivated.
    """
    user = _lock_user(session, user_id)
    if not user.is_active:
        raise _invalid("user", "此人已停用；请先恢复", "this person was deactivated; let them in again first")
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None)))
    record(session, Action.USER_INVITED, actor_id=actor_id, subject=Subject("user", user.id), detail={"again": True})
    return _link(session, _RETURNING, user.id, LINK_LIFE)


def open_link(session: Session, secret: str) -> OpenLink | None:
    """What a link is for, and for whom; None when it does not count any more."""
    link = session.get(OneTimeLink, digest(secret))
    if link is None or link.used_at is not None or link.expires_at <= reached(session):
        return None
    if link.purpose == FIRST_ADMIN:
        return OpenLink(is_first=True)
    user = get_user(session, link.user_id or "")
    return OpenLink(is_first=False, login=user.login, name=user.name)


def join(session: Session, *, secret: str, password: str, login: str = "", name: str = "") -> User:
    """Uses a one-time link: sets the password, and for the first administrator's link also login and name.

    Raises:
        NotFound: the link is unknown, used or too old.
        InvalidInput: password, login or name will not do.
    """
    now = reached(session)
    link = session.scalars(select(OneTimeLink).where(OneTimeLink.digest == digest(secret)).with_for_update()).first()
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound(Localized(zh="链接无效：用过了，或已过期", en="the link is not valid: it was used, or is too old"))
    if link.purpose == FIRST_ADMIN:
        user = User(login=_good_login(session, login), name=_good_name(name), created_at=now)
        session.add(user)
        session.flush()
        _set_roles(session, user.id, [(EVERY_BRAND, Role.ADMIN)])
    else:
        user = get_user(session, link.user_id or "")
    require_good(password, user.login)
    user.password_hash = hash_password(password)
    link.used_at = now
    session.execute(delete(SignInSession).where(SignInSession.user_id == user.id))
    record(session, Action.USER_JOINED, actor_id=user.id, subject=Subject("user", user.id), detail={"by": link.purpose})
    return user


def sign_in(session: Session, *, login: str, password: str, address: str) -> SignInOutcome:
    """Tries a password. Never raises for a wrong one, so that the failure is counted in the same unit of work."""
    now = reached(session)
    by_login, by_address = throttling.login_subject(login), throttling.address_subject(address)
    blocked = throttling.blocked_until(session, (by_login, by_address), now)
    if blocked is not None:
        return SignInOutcome(blocked_until=blocked)
    user = find_user(session, login)
    if not is_password(password, user.password_hash if user is not None else None) or user is None or not user.is_active:
        locked = throttling.count_failure(session, by_login, throttling.FREE_ATTEMPTS_LOGIN, now)
        throttling.count_failure(session, by_address, throttling.FREE_ATTEMPTS_ADDRESS, now)
        if locked and user is not None:
            record(session, Action.USER_LOCKED_OUT, actor_id=SYSTEM, subject=Subject("user", user.id))
        return SignInOutcome()
    throttling.forget(session, by_login, now)
    return SignInOutcome(secret=open_session(session, user, by="password"))


def open_session(session: Session, user: User, *, by: str) -> str:
    """The secret of a new session of somebody who proved who they are; `by`: how, a word for the audit trail."""
    now = clock.now()
    secret = new_secret()
    session.execute(delete(SignInSession).where(SignInSession.expires_at <= now))
    session.add(SignInSession(digest=digest(secret), user_id=user.id, created_at=now, seen_at=now, expires_at=now + SESSION_IDLE))
    record(session, Action.USER_SIGNED_IN, actor_id=user.id, subject=Subject("user", user.id), detail={"by": by})
    return secret


def keep_signed_in(session: Session, secret: str) -> None:
    """Moves the session's end on, at most to its longest life; writes only every few minutes."""
    now = reached(session)
    row = session.get(SignInSession, digest(secret))
    if row is None or row.expires_at <= now or now - row.seen_at < SEEN_EVERY:
        return
    row.seen_at = now
    row.expires_at = min(now + SESSION_IDLE, row.created_at + SESSION_LONGEST)


def sign_out(session: Session, secret: str) -> None:
    """Ends the session, if there is one."""
    row = session.get(SignInSession, digest(secret))
    if row is not None:
        record(session, Action.USER_SIGNED_OUT, actor_id=row.user_id, subject=Subject("user", row.user_id))
        session.delete(row)


def change_roles(session: Session, *, actor_id: str, user_id: str, roles: Sequence[tuple[str, Role]]) -> None:
    """Gives a person exactly these roles.

    Raises:
        NotFound: there is no such person.
        InvalidInput: nobody would be left who manages people.
    """
    user = _lock_user(session, user_id)
    session.execute(delete(Membership).where(Membership.user_id == user.id))
    _set_roles(session, user.id, roles)
    _roles_changed(session, actor_id, user.id, roles)


def set_role(session: Session, *, actor_id: str, user_id: str, brand: str, role: Role, held: bool) -> None:
    """Gives a person one role, or takes it away; the others stay. Two people who do this at once lose neither change.

    Args:
        session: of a unit of work.
        actor_id: who does it.
        user_id: whose role.
        brand: key of a brand as cases hold it, or `*`.
        role: which role.
        held: whether the person has it afterwards.

    Raises:
        NotFound: there is no such person.
        InvalidInput: nobody would be left who manages people; the brand is empty or too long.
    """
    user = _lock_user(session, user_id)
    if not brand or len(brand) > _MAX_LOGIN or not brand.isprintable():
        raise _invalid("brand", "品牌不能为空或超过 200 个字符", "a brand is not empty and has at most 200 characters")
    row = session.get(Membership, (user.id, brand, role.value))
    if (row is not None) is held:
        return
    if row is None:
        session.add(Membership(user_id=user.id, brand=brand, role=role.value))
    else:
        session.delete(row)
    session.flush()
    rows = session.scalars(select(Membership).where(Membership.user_id == user.id))
    _roles_changed(session, actor_id, user.id, [(one.brand, Role(one.role)) for one in rows])


def deactivate(session: Session, *, actor_id: str, user_id: str) -> None:
    """Lets a person in no more: sessions and tokens end at once.

    Raises:
        NotFound: there is no such person.
        InvalidInput: nobody would be left who manages people.
    """
    user = _lock_user(session, user_id)
    user.is_active = False
    session.execute(delete(SignInSession).where(SignInSession.user_id == user.id))
    session.execute(
        update(ApiToken).where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None)).values(revoked_at=clock.now())
    )
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None)))
    record(session, Action.USER_DEACTIVATED, actor_id=actor_id, subject=Subject("user", user.id))
    _require_an_admin(session)


def reactivate(session: Session, *, actor_id: str, user_id: str) -> None:
    """Lets a person in again, with the password and roles held before; sessions and tokens stay ended.

    Raises:
        NotFound: there is no such person, or what was known of them was erased.
    """
    user = _lock_user(session, user_id)
    if user.erased_at is not None:
        raise NotFound(Localized(zh="没有这个人", en="there is no such person"))
    if not user.is_active:
        user.is_active = True
        record(session, Action.USER_REACTIVATED, actor_id=actor_id, subject=Subject("user", user.id))


def erase(session: Session, *, actor_id: str, user_id: str) -> None:
    """Deactivates a person and erases login and name everywhere; the chain keeps salted digests alone.

    Raises:
        NotFound: there is no such person.
        InvalidInput: nobody would be left who manages people.
    """
    deactivate(session, actor_id=actor_id, user_id=user_id)
    user = get_user(session, user_id)
    user.login, user.name, user.password_hash, user.erased_at = f"erased:{user.id}", "", None, clock.now()
    user.language = None
    session.execute(delete(OidcIdentity).where(OidcIdentity.user_id == user.id))
    session.execute(delete(NoticeAddress).where(NoticeAddress.user_id == user.id))
    erased = record(session, Action.USER_ERASED, actor_id=actor_id, subject=Subject("user", user.id))
    about = select(AuditEvent.number).where(
        AuditEvent.subject_kind == "user", AuditEvent.subject_id == user.id, AuditEvent.number <= erased.number
    )
    session.execute(update(AuditPrivate).where(AuditPrivate.number.in_(about)).values(salt=None, value=None))


def _link(session: Session, purpose: str, user_id: str | None, life: timedelta) -> str:
    secret = new_secret()
    session.add(OneTimeLink(digest=digest(secret), user_id=user_id, purpose=purpose, expires_at=reached(session) + life))
    return secret


def _lock_user(session: Session, user_id: str) -> User:
    """The person, kept from other writers until the unit of work ends."""
    query = select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first() or get_user(session, user_id)


def _roles_changed(session: Session, actor_id: str, user_id: str, roles: Sequence[tuple[str, Role]]) -> None:
    detail = {"roles": _shown(roles)}
    record(session, Action.USER_ROLES_CHANGED, actor_id=actor_id, subject=Subject("user", user_id), detail=detail)
    # After the record, whose lock makes writers wait: two administrators who remove each other at once are seen here.
    _require_an_admin(session)


def _set_roles(session: Session, user_id: str, roles: Sequence[tuple[str, Role]]) -> None:
    session.add_all(Membership(user_id=user_id, brand=brand, role=role.value) for brand, role in dict.fromkeys(roles))
    session.flush()


def _require_an_admin(session: Session) -> None:
    query = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.brand == EVERY_BRAND, Membership.role == Role.ADMIN.value, User.is_active, User.password_hash.is_not(None)
        )
    )
    if session.scalars(query.limit(1)).first() is None:
        raise _invalid("roles", "至少要留一位管理员", "at least one administrator has to stay")


def _good_login(session: Session, login: str) -> str:
    folded = login.strip().casefold()
    if not folded or len(folded) > _MAX_LOGIN or any(not character.isprintable() or character.isspace() for character in folded):
        raise _invalid(
            "login", "登录名不能为空、含空格或超过 200 个字符", "a login is not empty, has no spaces and at most 200 characters"
        )
    if find_user(session, folded) is not None:
        raise _invalid("login", "这个登录名已有人用", "this login is taken")
    return folded


def _good_name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > _MAX_LOGIN or not shown.isprintable():
        raise _invalid("name", "名字不能为空或超过 200 个字符", "a name is not empty and has at most 200 characters")
    return shown


def _shown(roles: Sequence[tuple[str, Role]]) -> list[str]:
    return sorted(f"{brand}:{role.value}" for brand, role in roles)


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code=field, message=Localized(zh=zh, en=en))])
