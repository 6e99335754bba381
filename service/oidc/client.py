"""The client's side of the authorization code flow with PKCE, state and nonce, by Authlib; imported when somebody first signs in so."""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from service.config import Settings, is_safe_origin
from service.errors import ComponentUnavailable, Forbidden
from service.i18n import Localized

# Signatures by a key of the provider alone: no `none`, and no HMAC, whose key would be our own secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384")
_SCOPE = "openid email profile"
_SECONDS = 10.0
_KEPT_SECONDS = 600.0
_LEEWAY_SECONDS = 30
_MAX_BYTES = 1_000_000
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

_UNREACHABLE = Localized(
    zh="登录服务暂时无法使用；请稍后再试，或用密码登录",
    en="the sign-in service cannot be used now; try again later, or sign in with a password",
)
_REFUSED = Localized(
    zh="登录服务的答复不可信，没有让你登录；请从头再试一次",
    en="the answer of the sign-in service cannot be trusted and did not sign you in; begin again",
)


class ProviderUnavailable(ComponentUnavailable):
    """The provider cannot be reached, or does not describe itself as it should."""

    code = "sign-in-unavailable"


class AnswerRefused(Forbidden):
    """The provider's answer does not hold: wrong signature, issuer, audience, time, nonce, or a code it does not know."""

    code = "sign-in-refused"


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in that was begun: where the browser goes, and what is kept to hold the answer against."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who signed in, by the provider's word. `email` is empty unless the provider says that it is verified."""

    issuer: str
    subject: str
    email: str
    name: str


@dataclass(slots=True)
class Provider:
    """One provider as its settings name it. Safe to use from many threads; what it says of itself is kept for ten minutes."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _metadata: Mapping[str, Any] | None = field(default=None, repr=False)
    _keys: Mapping[str, Any] | None = field(default=None, repr=False)
    _read_at: float = field(default=0.0, repr=False)

    def begin(self, redirect_uri: str) -> Started:
        """Begins a sign-in.

        Raises:
            ProviderUnavailable: it cannot be asked.
        """
        metadata, _ = self._described()
        state, nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        with self._session(redirect_uri) as session:
            url, _ = session.create_authorization_url(
                metadata["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        return Started(str(url), state, nonce, verifier)

    def finish(self, *, code: str, redirect_uri: str, nonce: str, verifier: str) -> Identity:
        """Exchanges the code and holds the answer against what was kept.

        Raises:
            ProviderUnavailable: it cannot be asked.
            AnswerRefused: the code or the token does not hold.
        """
        metadata, _ = self._described()
        with self._session(redirect_uri, metadata) as session:
            try:
                token = session.fetch_token(
                    metadata["token_endpoint"], code=code, code_verifier=verifier, timeout=_SECONDS, allow_redirects=False
                )
            except _library().OAuthError as error:
                raise AnswerRefused(_REFUSED) from error
            except (_library().RequestException, ValueError) as error:
                raise ProviderUnavailable(_UNREACHABLE) from error
            claims = self._verified(token, nonce)
            more = self._more_of(session, metadata, claims) if not claims.get("email") else claims
        is_verified = more.get("email_verified") is True
        return Identity(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            email=str(more.get("email") or "") if is_verified else "",
            name=str(more.get("name") or more.get("preferred_username") or more.get("email") or claims["sub"]),
        )

    def _verified(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """The claims of the ID token, whose signature, issuer, audience, times, nonce and link to the access token hold."""
        library = _library()
        raw = token.get("id_token")
        if not isinstance(raw, str):
            raise AnswerRefused(_REFUSED)
        try:
            decoded = self._decoded(raw)
            claims = library.CodeIDToken(
                decoded.claims,
                decoded.header,
                {"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
                {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(time.time()), leeway=_LEEWAY_SECONDS)
        except (library.JoseError, ValueError, TypeError, KeyError) as error:
            raise AnswerRefused(_REFUSED) from error
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise AnswerRefused(_REFUSED)
        found: Mapping[str, Any] = claims
        return found

    def _decoded(self, raw: str) -> Any:  # noqa: ANN401 - the library's token
        """The token by a key of the provider; when no key fits, once more with its newest keys, for keys change."""
        library = _library()
        try:
            return library.decode(raw, library.import_key_set(self._described()[1]), algorithms=list(ALGORITHMS))
        except (library.JoseError, ValueError):
            self._forget()
            return library.decode(raw, library.import_key_set(self._described()[1]), algorithms=list(ALGORITHMS))

    def _more_of(self, session: Any, metadata: Mapping[str, Any], claims: Mapping[str, Any]) -> Mapping[str, Any]:  # noqa: ANN401
        """What the provider tells of the person apart from the token, if it does and means the same person."""
        address = metadata.get("userinfo_endpoint")
        if not isinstance(address, str) or not is_safe_origin(address):
            return claims
        try:
            answer = session.get(address, timeout=_SECONDS, allow_redirects=False)
            told = answer.json() if answer.status_code == 200 and len(answer.content) <= _MAX_BYTES else {}
        except (_library().RequestException, _library().OAuthError, ValueError):
            return claims
        return told if isinstance(told, dict) and told.get("sub") == claims["sub"] else claims

    def _described(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """What the provider says of itself, and its keys."""
        with self._lock:
            if self._metadata is None or self._keys is None or time.monotonic() - self._read_at > _KEPT_SECONDS:
                metadata = self._read(f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
                is_whole = all(is_safe_origin(str(metadata.get(name, ""))) for name in _ENDPOINTS)
                if metadata.get("issuer") != self.issuer or not is_whole:
                    raise ProviderUnavailable(_UNREACHABLE)
                self._keys, self._metadata = self._read(metadata["jwks_uri"]), metadata
                self._read_at = time.monotonic()
            return self._metadata, self._keys

    def _forget(self) -> None:
        with self._lock:
            self._metadata = self._keys = None

    def _read(self, address: str) -> dict[str, Any]:
        with self._session("") as session:
            try:
                answer = session.get(address, withhold_token=True, timeout=_SECONDS, allow_redirects=False)
                found = answer.json() if answer.status_code == 200 and len(answer.content) <= _MAX_BYTES else None
            except (_library().RequestException, ValueError) as error:
                raise ProviderUnavailable(_UNREACHABLE) from error
        if not isinstance(found, dict):
            raise ProviderUnavailable(_UNREACHABLE)
        return found

    def _session(self, redirect_uri: str, metadata: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401 - the library has no types
        methods = (metadata or {}).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        return _library().OAuth2Session(
            self.client_id,
            self.client_secret or None,
            scope=_SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            leeway=0,
            token_endpoint_auth_method=method if self.client_secret else "none",
        )


def provider_of(settings: Settings) -> Provider | None:
    """The provider of the settings; None when none is set."""
    if not settings.oidc_issuer:
        return None
    return _provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret.get_secret_value())


def provider_name(settings: Settings) -> str:
    """What people call the provider of the settings; empty when none is set."""
    return (settings.oidc_name or urlsplit(settings.oidc_issuer).hostname or "") if settings.oidc_issuer else ""


@cache
def _provider(issuer: str, client_id: str, client_secret: str) -> Provider:
    return Provider(issuer, client_id, client_secret)


@cache
def _library() -> ModuleType:
    return import_module("service.oidc.library")
