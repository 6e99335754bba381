"""Looking people up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from service.errors import NotFound
from service.i18n import Localized
from service.models import ApiToken, Membership, OidcIdentity, SignInSession, User
from service.users.principal import Principal
from service.users.roles import EVERY_BRAND, GRANTS, Permission, Role
from service.users.secrets import digest

# How often a session's use is written down.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the roles per brand; `has_joined`: has a password, or an account at a provider."""

    id: str
    login: str
    name: str
    is_active: bool
    has_joined: bool
    roles: tuple[tuple[str, Role], ...]
    is_erased: bool = False


def has_users(session: Session) -> bool:
    """Whether anybody was ever let in: until then the service answers on loopback without asking who it is."""
    return bool(session.scalar(select(exists().where(User.password_hash.is_not(None)))))


def find_user(session: Session, login: str) -> User | None:
    """The person of this login, however it is spelled."""
    return session.scalars(select(User).where(User.login == login.strip().casefold())).first()


def get_user(session: Session, user_id: str) -> User:
    """The person.

    Raises:
        NotFound: there is none.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFound(Localized(zh="没有这个人", en="there is no such person"))
    return user


def list_people(session: Session) -> Sequence[Person]:
    """Everybody, by login."""
    roles: dict[str, list[tuple[str, Role]]] = {}
    for row in session.scalars(select(Membership).order_by(Membership.brand, Membership.role)):
        roles.setdefault(row.user_id, []).append((row.brand, Role(row.role)))
    linked = frozenset(session.scalars(select(OidcIdentity.user_id)))
    people = session.scalars(select(User).order_by(User.login))
    return [_person(user, roles.get(user.id, ()), is_linked=user.id in linked) for user in people]


def get_person(session: Session, user_id: str) -> Person:
    """One person with the roles per brand.

    Raises:
        NotFound: there is none.
    """
    user = get_user(session, user_id)
    query = select(Membership).where(Membership.user_id == user.id).order_by(Membership.brand, Membership.role)
    held = [(row.brand, Role(row.role)) for row in session.scalars(query)]
    return _person(user, held, is_linked=has_joined(session, user))


def names_of(session: Session, user_ids: Iterable[str]) -> dict[str, str]:
    """What these people are called; whose name was erased, and who is no person, is not in it."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(set(user_ids)), User.name != ""))
    return {row.id: row.name for row in rows}


def names_or_keys(session: Session, user_ids: Iterable[str]) -> Mapping[str, str]:
    """What these people are called; the key itself stands for one without a name."""
    wanted = set(user_ids)
    known = names_of(session, wanted)
    return {user_id: known.get(user_id, user_id) for user_id in wanted}


def list_who_may(session: Session, permission: Permission, brand: str) -> Sequence[User]:
    """The active people who may do this for the brand, by name."""
    query = select(User, Membership.role).join(Membership, Membership.user_id == User.id)
    query = query.where(User.is_active, Membership.brand.in_((EVERY_BRAND, brand)))
    found = {user.id: user for user, role in session.execute(query) if permission in GRANTS[Role(role)]}
    return sorted(found.values(), key=lambda user: (user.name, user.login))


def principal_of(session: Session, user: User, scopes: frozenset[Permission] | None = None) -> Principal:
    """The person as the rest of the service sees one."""
    roles: dict[str, set[Role]] = {}
    for row in session.scalars(select(Membership).where(Membership.user_id == user.id)):
        roles.setdefault(row.brand, set()).add(Role(row.role))
    return Principal(user.id, user.name, {brand: frozenset(held) for brand, held in roles.items()}, scopes)


def principal_of_session(session: Session, secret: str, now: datetime) -> Principal | None:
    """Who is signed in with this cookie; None when it is unknown, too old, or its owner was removed."""
    row = session.get(SignInSession, digest(secret))
    if row is None or row.expires_at <= now:
        return None
    user = session.get(User, row.user_id)
    return principal_of(session, user) if user is not None and user.is_active else None


def is_fading(session: Session, secret: str, now: datetime) -> bool:
    """Whether the session's end should be moved on: its owner was last seen a while ago."""
    row = session.get(SignInSession, digest(secret))
    return row is not None and now - row.seen_at >= SEEN_EVERY


def principal_of_token(session: Session, secret: str, now: datetime) -> Principal | None:
    """Whose token this is; None when it is unknown, revoked, too old, or its owner was removed."""
    row = session.scalars(select(ApiToken).where(ApiToken.digest == digest(secret))).first()
    if row is None or row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= now):
        return None
    user = session.get(User, row.user_id)
    if user is None or not user.is_active:
        return None
    return principal_of(session, user, frozenset(Permission(scope) for scope in row.scopes.split()))


def list_tokens(session: Session, user_id: str) -> Sequence[ApiToken]:
    """A person's tokens, newest first."""
    return session.scalars(select(ApiToken).where(ApiToken.user_id == user_id).order_by(ApiToken.created_at.desc())).all()


def count_sessions(session: Session, user_id: str, now: datetime) -> int:
    """How many browsers are signed in as this person."""
    query = select(func.count()).where(SignInSession.user_id == user_id, SignInSession.expires_at > now)
    return session.scalar(query) or 0


def has_joined(session: Session, user: User) -> bool:
    """Whether the person ever proved who they are: has a password, or an account at a provider."""
    linked = select(exists().where(OidcIdentity.user_id == user.id))
    return user.password_hash is not None or bool(session.scalar(linked))


def _person(user: User, roles: Iterable[tuple[str, Role]], *, is_linked: bool) -> Person:
    return Person(
        user.id,
        user.login,
        user.name,
        user.is_active,
        user.password_hash is not None or is_linked,
        tuple(roles),
        is_erased=user.erased_at is not None,
    )
