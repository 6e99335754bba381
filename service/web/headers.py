"""The layer around every answer: which host names are answered, and the headers that keep a page to itself."""

from collections.abc import Callable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Forbidden, ServiceError
from service.i18n import Localized
from service.web.limits import is_known_host

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Pages lower this to same-origin for themselves: under no-referrer browsers send `Origin: null` with a form.
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
# Probes ask by address, from wherever the machine is watched.
_ANY_HOST = frozenset({"/healthz", "/readyz"})

Refuse = Callable[[Request, ServiceError], Response]


class Guard:
    """ASGI middleware: refuses foreign host names, adds the security headers."""

    def __init__(self, app: ASGIApp, *, hosts: Sequence[str], refuse: Refuse) -> None:
        self._app = app
        self._hosts = tuple(hosts)
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        request = Request(scope, receive)
        asked = request.headers.get("host", "")
        if scope["path"] in _ANY_HOST or any(is_known_host(asked, host) for host in self._hosts):
            await self._app(scope, receive, send_guarded)
            return
        error = Forbidden(Localized(zh="不以这个主机名提供服务", en="this host name is not served here"))
        await self._refuse(request, error)(scope, receive, send_guarded)
