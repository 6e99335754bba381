"""People who sign in by a provider: beginning, coming back, and who of ours that is. Nobody gets a role by it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.errors import Forbidden
from service.i18n import Localized
from service.models import OidcIdentity, OidcRequest, User
from service.oidc import Identity, Started
from service.users.commands import open_session
from service.users.queries import find_user, has_users
from service.users.secrets import digest, is_same, new_secret

REQUEST_LIFE = timedelta(minutes=10)
_MAX_SUBJECT, _MAX_NAME = 255, 200

_STALE = Localized(
    zh="这次登录已过期、已用过，或是在别的浏览器里开始的；请重新登录",
    en="this sign-in is too old, was used already, or was begun in another browser; sign in again",
)
_UNKNOWN = Localized(
    zh="你的账号还没有受邀。请管理员用你的邮箱作登录名邀请你",
    en="your account was not invited yet. Ask an administrator to invite you with your e-mail address as the login",
)
_CLOSED = Localized(zh="你的账号已停用；请找管理员", en="your account was deactivated; ask an administrator")
_FIRST = Localized(
    zh="还没有管理员：请先用启动时给出的链接建立第一位管理员",
    en="there is no administrator yet: use the link printed at start first",
)


@dataclass(frozen=True, slots=True)
class Pending:
    """A sign-in that was begun and came back: what the provider's answer is held against, and where the person wanted to go."""

    nonce: str
    verifier: str
    target: str


def begin_request(session: Session, started: Started, target: str) -> str:
    """Keeps what the answer will be held against; gives the secret for the browser's cookie."""
    now = clock.now()
    secret = new_secret()
    session.execute(delete(OidcRequest).where(OidcRequest.expires_at <= now))
    session.add(
        OidcRequest(
            digest=digest(secret),
            state=started.state,
            nonce=started.nonce,
            verifier=started.verifier,
            target=target,
            expires_at=now + REQUEST_LIFE,
        )
    )
    return secret


def take_request(session: Session, secret: str, state: str) -> Pending | None:
    """What was kept for this browser, which is used up by it; None when nothing counts, and then nothing tells why."""
    query = select(OidcRequest).where(OidcRequest.digest == digest(secret)).with_for_update()
    row = session.scalars(query).first()
    if row is None:
        return None
    session.delete(row)
    if row.expires_at <= clock.now() or not is_same(row.state, state):
        return None
    return Pending(row.nonce, row.verifier, row.target)


def stale_request() -> Forbidden:
    """The refusal for a sign-in that does not count any more."""
    return Forbidden(_STALE)


def sign_in_as(session: Session, identity: Identity, *, may_join: bool) -> str:
    """Signs in the person of a provider's account; gives the secret of the new session.

    Known is whoever signed in by this account before, or was invited with its verified e-mail address as login and has no other
    account of this provider. Whoever else there is, is refused; with `may_join` they become a person without roles.

    Raises:
        Forbidden: unknown, deactivated, or before anybody was let in.
    """
    if not has_users(session):
        raise Forbidden(_FIRST)
    if not identity.subject or len(identity.subject) > _MAX_SUBJECT:
        raise Forbidden(_UNKNOWN)
    linked = session.get(OidcIdentity, (identity.issuer, identity.subject))
    user = session.get_one(User, linked.user_id) if linked is not None else _by_email(session, identity, may_join=may_join)
    if not user.is_active:
        raise Forbidden(_CLOSED)
    if linked is None:
        session.add(OidcIdentity(issuer=identity.issuer, subject=identity.subject, user_id=user.id, linked_at=clock.now()))
        record(
            session,
            Action.USER_LINKED,
            actor_id=user.id,
            subject=Subject("user", user.id),
            detail={"issuer": identity.issuer},
            private={"subject": identity.subject},
        )
    return open_session(session, user, by="oidc")


def _by_email(session: Session, identity: Identity, *, may_join: bool) -> User:
    email = identity.email.strip().casefold()
    user = find_user(session, email) if email else None
    if user is not None:
        # An address can be given to somebody else: one account of a provider is enough for a person.
        taken = select(OidcIdentity.subject).where(OidcIdentity.issuer == identity.issuer, OidcIdentity.user_id == user.id)
        if session.scalar(taken) is not None:
            raise Forbidden(_UNKNOWN)
        return user
    if not may_join or not email or len(email) > _MAX_NAME or not email.isprintable() or " " in email:
        raise Forbidden(_UNKNOWN)
    name = " ".join("".join(c if c.isprintable() else " " for c in identity.name).split())[:_MAX_NAME] or email
    user = User(login=email, name=name, created_at=clock.now())
    session.add(user)
    session.flush()
    record(
        session,
        Action.USER_JOINED,
        actor_id=user.id,
        subject=Subject("user", user.id),
        detail={"by": "oidc"},
        private={"login": user.login, "name": user.name},
    )
    return user
