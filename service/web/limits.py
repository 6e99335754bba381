"""Who may ask, and how much: this machine only while no users exist, no other site's pages, bodies of bounded size."""

import ipaddress
from urllib.parse import urlsplit

from starlette.requests import Request

from service.errors import Forbidden, ServiceError, TooLarge
from service.i18n import Localized
from service.structured import MAX_BYTES

# Kinds of body that are read as YAML or JSON. The form type is what curl says unless told otherwise.
_READABLE = frozenset(
    {
        "",
        "application/json",
        "application/octet-stream",
        "application/x-www-form-urlencoded",
        "application/x-yaml",
        "application/yaml",
        "text/json",
        "text/plain",
        "text/x-yaml",
        "text/yaml",
    }
)


class MediaNotSupported(ServiceError):
    """The body is of a kind nobody here reads."""

    status_code = 415
    code = "unsupported-media-type"


def is_loopback(name: str) -> bool:
    """Whether an address or host name means this machine."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def host_name(header: str) -> str:
    """The name in a Host header, without port and brackets; empty when it is not one."""
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def is_known_host(header: str, configured: str) -> bool:
    """Whether a Host header means this machine or the configured host; any other is a rebound name of somebody else's site."""
    name = host_name(header)
    return bool(name) and (is_loopback(name) or name == configured.lower().strip("[]"))


def require_local(request: Request) -> None:
    """Refuses callers from other machines.

    Raises:
        Forbidden: the client's address is not loopback.
    """
    if request.client is None or not is_loopback(request.client.host):
        raise Forbidden(
            Localized(
                zh="尚未建立用户，只回答本机的请求", en="no users exist yet, so only requests from this machine are answered"
            )
        )


def require_same_site(request: Request) -> None:
    """Refuses what another site's page makes a browser send; a link from there is no harm. Programs send neither header and pass.

    Raises:
        Forbidden: the request was started by another origin.
    """
    if request.method in {"GET", "HEAD"}:
        return
    fetch_site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if fetch_site is not None:
        foreign = fetch_site not in {"same-origin", "none"}
    elif origin is not None:
        foreign = urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    else:
        foreign = False
    if foreign:
        raise Forbidden(Localized(zh="不接受其他网站发起的请求", en="requests started by another site are refused"))


async def read_body(request: Request) -> bytes:
    """The body, counted while it comes in.

    Raises:
        TooLarge: over the limit, by its Content-Length or by what was sent.
        MediaNotSupported: compressed, or neither YAML nor JSON by its type.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity" or not (media in _READABLE or media.endswith(("+json", "+yaml"))):
        raise MediaNotSupported(
            Localized(
                zh=f"不支持这种正文（{media if encoding == 'identity' else encoding}），请发送 JSON 或 YAML",
                en=f"cannot read this kind of body ({media if encoding == 'identity' else encoding}); send JSON or YAML",
            )
        )
    return await read_bounded(request)


async def read_bounded(request: Request) -> bytes:
    """The body, of whatever kind, counted while it comes in.

    Raises:
        TooLarge: over the limit, by its Content-Length or by what was sent.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared) > MAX_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise _too_large()
    return bytes(body)


def _too_large() -> TooLarge:
    limit = MAX_BYTES // 1024
    return TooLarge(Localized(zh=f"正文超过 {limit} KiB 的上限", en=f"the body is over the limit of {limit} KiB"))
