"""What people do with their own account: tokens for programs, open sessions, the password. Each leaves one audit event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.queries import reached
from service.errors import InvalidInput, NotFound, Problem
from service.i18n import Localized
from service.models import ApiToken, SignInSession, User
from service.users import throttling
from service.users.passwords import hash_password, is_password, require_good
from service.users.principal import Principal
from service.users.queries import get_user, has_joined
from service.users.roles import EVERY_BRAND, Permission
from service.users.secrets import digest, new_secret

MAX_TOKEN_NAME = 200
LONGEST_TOKEN = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class PasswordOutcome:
    """Whether the old password was right; or until when no attempt is heard."""

    is_changed: bool = False
    blocked_until: datetime | None = None


def held_permissions(owner: Principal) -> list[Permission]:
    """What the person may for at least one brand: all that a token of theirs can be given."""
    return [p for p in Permission if any(owner.may(p, brand) for brand in (*owner.roles, EVERY_BRAND))]


def make_token(
    session: Session, *, owner: Principal, name: str, scopes: Sequence[Permission], life: timedelta | None
) -> tuple[ApiToken, str]:
    """A token for programs, and its secret.

    Raises:
        InvalidInput: no name, no scope, a scope its owner has for no brand, or an owner who has not joined or was removed.
    """
    user = get_user(session, owner.user_id)
    if not has_joined(session, user) or not user.is_active:
        raise _invalid("login", "此人还没有设密码，或已停用", "this person has not joined yet, or was deactivated")
    held = held_permissions(owner)
    lacking = [s for s in scopes if s not in held]
    if not scopes or lacking:
        shown = ", ".join(lacking) or "-"
        raise _invalid("scopes", f"没有这些权限：{shown}", f"you do not have: {shown}")
    secret = new_secret()
    now = reached(session)
    token = ApiToken(
        user_id=owner.user_id,
        name=_good_name(name),
        digest=digest(secret),
        scopes=" ".join(sorted(set(scopes))),
        created_at=now,
        expires_at=now + life if life is not None else None,
    )
    session.add(token)
    session.flush()
    record(
        session, Action.TOKEN_MADE, actor_id=owner.user_id, subject=Subject("token", token.id), detail={"scopes": token.scopes}
    )
    return token, secret


def revoke_token(session: Session, *, owner_id: str, token_id: str) -> None:
    """Ends a token of the person's own.

    Raises:
        NotFound: there is none, or it is another's.
    """
    token = session.get(ApiToken, token_id)
    if token is None or token.user_id != owner_id:
        raise NotFound(Localized(zh="没有这个令牌", en="there is no such token"))
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record(session, Action.TOKEN_REVOKED, actor_id=owner_id, subject=Subject("token", token.id))


def end_sessions(session: Session, *, owner_id: str, but: str = "") -> int:
    """Ends every session of the person, save that of the secret `but`; how many there were."""
    query = delete(SignInSession).where(SignInSession.user_id == owner_id, SignInSession.digest != digest(but))
    done = session.execute(query)
    assert isinstance(done, CursorResult)
    if done.rowcount:
        record(
            session,
            Action.USER_SESSIONS_ENDED,
            actor_id=owner_id,
            subject=Subject("user", owner_id),
            detail={"count": done.rowcount},
        )
    return int(done.rowcount)


def change_password(session: Session, *, owner_id: str, old: str, new: str, but: str) -> PasswordOutcome:
    """A new password; every session ends, save that of the secret `but`. A wrong old one counts as a failed sign-in.

    Never raises for a wrong old password, so that the failure is counted in the same unit of work.

    Raises:
        InvalidInput: the new one will not do.
    """
    now = reached(session)
    user = session.scalars(select(User).where(User.id == owner_id).with_for_update()).one()
    by_login = throttling.login_subject(user.login)
    blocked = throttling.blocked_until(session, (by_login,), now)
    if blocked is not None:
        return PasswordOutcome(blocked_until=blocked)
    if not is_password(old, user.password_hash):
        throttling.count_failure(session, by_login, throttling.FREE_ATTEMPTS_LOGIN, now)
        return PasswordOutcome()
    require_good(new, user.login)
    throttling.forget(session, by_login, now)
    user.password_hash = hash_password(new)
    session.execute(delete(SignInSession).where(SignInSession.user_id == user.id, SignInSession.digest != digest(but)))
    record(session, Action.USER_PASSWORD_CHANGED, actor_id=user.id, subject=Subject("user", user.id))
    return PasswordOutcome(is_changed=True)


def _good_name(name: str) -> str:
    shown = " ".join(name.split())
    if not shown or len(shown) > MAX_TOKEN_NAME or not shown.isprintable():
        raise _invalid("name", "用途不能为空或超过 200 个字符", "say what it is for, in at most 200 characters")
    return shown


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code=field, message=Localized(zh=zh, en=en))])
