"""A small OpenID provider on loopback: discovery, keys, codes used once, PKCE and the client's secret checked; and it can be told to lie."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from tests.receiving import free_port

CLIENT, SECRET = "firstword-tests", "a secret of thirty-two characters"


@dataclass
class FakeProvider:
    """The provider.

    Attributes:
        person: claims of whoever signs in.
        lies: claims of the next tokens that replace the true ones; None takes the claim away.
        alg: `none`, HS256 (with the client's secret as key), or RS256.
        foreign_key: signs with a key that the provider does not publish.
        issuer_said: what discovery says of the issuer, if not the truth.
    """

    port: int = field(default_factory=free_port)
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u1", "email": "Lin@example.com", "email_verified": True, "name": "Lin"}
    )
    lies: dict[str, Any] = field(default_factory=dict)
    alg: str = "RS256"
    foreign_key: bool = False
    issuer_said: str = ""
    email_in_token: bool = True
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    asked: list[dict[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _server: ThreadingHTTPServer | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def authorize(self, url: str) -> str:
        """What a browser that is sent to `url` comes back with, once its owner has agreed: the address it is sent on to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(query)
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state'], 'iss': self.issuer})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The token endpoint."""
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        plain = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        if authorization not in {expected, plain}:
            return self._refuse("invalid_client")
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return self._refuse("invalid_grant")
        if create_s256_code_challenge(form.get("code_verifier", "")) != asked["code_challenge"]:
            return self._refuse("invalid_grant")
        return 200, {"access_token": "at", "token_type": "Bearer", "expires_in": 60, "id_token": self._id_token(asked["nonce"])}

    def up(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/keys":
                    self._answer(200, {"keys": [provider.key.as_dict(private=False)]})
                elif self.path.startswith("/authorize"):
                    # Whoever comes has agreed.
                    self.send_response(302)
                    self.send_header("location", provider.authorize(self.path))
                    self.send_header("content-length", "0")
                    self.end_headers()
                elif self.path == "/userinfo":
                    self._answer(200, provider.person)
                else:
                    self._answer(200, provider.described())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._answer(*provider.token(form, self.headers.get("authorization", "")))

            def _answer(self, status: int, data: dict[str, Any]) -> None:
                content = json.dumps(data).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Keeps the terminal quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer_said or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _refuse(self, error: str) -> tuple[int, dict[str, Any]]:
        self.refused.append(error)
        return 400, {"error": error}

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        told = self.person if self.email_in_token else {"sub": self.person["sub"]}
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce, **told, **self.lies}
        payload = json.dumps({name: value for name, value in claims.items() if value is not None}).encode()
        if self.alg == "none":
            parts = (json.dumps({"alg": "none"}).encode(), payload, b"")
            return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
        if self.alg == "HS256":
            return jws.serialize_compact({"alg": "HS256", "kid": "k1"}, payload, OctKey.import_key(SECRET))
        key = RSAKey.generate_key(2048, {"kid": "k1"}) if self.foreign_key else self.key
        return jws.serialize_compact({"alg": "RS256", "kid": str(key.kid)}, payload, key)


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    made = FakeProvider()
    made.up()
    yield made
    made.down()
