"""Passwords: Argon2id by the library's recommended profile, and the few rules a password has to keep."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import InvalidInput, Problem
from service.i18n import Localized

MIN_LENGTH = 12
MAX_LENGTH = 200
_MIN_DIFFERENT = 5
# A shorter login stands in many a word by chance.
_TELLING = 4


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return _hasher().hash(password)


def is_password(password: str, kept: str | None) -> bool:
    """Whether the password fits. Takes as long when there is no hash, so that time tells nothing of who exists."""
    try:
        fits = _hasher().verify(kept or _nobodys(), password[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return fits and kept is not None


def require_good(password: str, login: str) -> None:
    """Refuses a password that would be guessed.

    Raises:
        InvalidInput: too short, too long, the login itself, or a few letters repeated.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        message = Localized(
            zh=f"密码要 {MIN_LENGTH} 到 {MAX_LENGTH} 个字符", en=f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters"
        )
    elif len(login) >= _TELLING and login.casefold() in password.casefold():
        message = Localized(zh="密码里不要有登录名", en="a password must not contain the login")
    elif len(set(password)) < _MIN_DIFFERENT:
        message = Localized(zh="密码里不同的字符太少", en="a password needs more different characters")
    else:
        return
    raise InvalidInput([Problem(field="password", code="password", message=message)])


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return _hasher().hash("nobody")
