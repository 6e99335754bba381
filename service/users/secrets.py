"""Secrets that are shown once: links, sessions, tokens. The database keeps their hashes alone."""

import hashlib
import hmac
import secrets


def new_secret() -> str:
    """256 random bits, fit for an address or a header."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits: a plain hash needs no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token(session_secret: str) -> str:
    """The token that a form of this session carries; it cannot be made without the session's cookie."""
    return hmac.new(session_secret.encode("utf-8", "surrogatepass"), b"csrf", hashlib.sha256).hexdigest()


def is_same(kept: str, given: str) -> bool:
    """Whether two secrets are the same; takes as long when they are not."""
    return hmac.compare_digest(kept.encode("utf-8", "surrogatepass"), given.encode("utf-8", "surrogatepass"))


def is_csrf_token(session_secret: str, given: str) -> bool:
    """Whether a form's token belongs to the session."""
    return is_same(csrf_token(session_secret), given)
