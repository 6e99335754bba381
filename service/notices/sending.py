"""Apprise, in one place: what an address means, and sending to it. Imported when first needed, for it takes a while to load."""

import logging
import re
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

_LONGEST_SECONDS = 20
# Webhook addresses as these services show them, which the library knows only in its own writing.
_COPIED = (
    (re.compile(r"https://oapi\.dingtalk\.com/robot/send\?access_token=(\w+)"), "dingtalk"),
    (re.compile(r"https://open\.feishu\.cn/open-apis/bot/v2/hook/([\w-]+)/?"), "feishu"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """A service an address leads to. `hosts`: where it connects, for services anybody can run; empty where the service's own."""

    scheme: str
    url: str
    hosts: frozenset[str] = frozenset()


def target_of(url: str) -> Target | None:
    """What an address leads to, in its normal form; None when the library knows no such service. Touches no network."""
    found = _plugin(url)
    if found is None:
        return None
    whole = str(found.url(privacy=False))  # type: ignore[no-untyped-call]
    scheme = whole.partition("://")[0]
    names = (getattr(found, "smtp_host", None), found.host) if scheme in {"mailto", "mailtos", "json", "jsons"} else ()
    return Target(scheme, whole, frozenset(str(name).lower() for name in names if name))


def send(url: str, title: str, body: str) -> bool:
    """Sends plain text; whether the service took it. Redirects are not followed: they would lead where nobody configured."""
    found = _plugin(url)
    return found is not None and bool(found.notify(body=body, title=title, notify_type="info", body_format="text"))


def _plugin(url: str) -> "NotifyBase | None":
    for copied, scheme in _COPIED:
        if (found := copied.fullmatch(url)) is not None:
            url = f"{scheme}://{found.group(1)}"
    library, asset = _library()
    made: NotifyBase | None = library.Apprise.instantiate(url, asset=asset)
    return made


@cache
def _library() -> "tuple[ModuleType, AppriseAsset]":
    import apprise  # noqa: PLC0415 - two seconds, with its services, that only an installation with addresses should pay

    # Its log lines can repeat parts of an address; what failed is kept in the delivery's row.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    return apprise, apprise.AppriseAsset(
        app_id="Firstword",
        app_desc="Firstword",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        http_redirects=False,
        storage_mode="memory",
        service_timeout=_LONGEST_SECONDS,
        pgp_autogen=False,
        pem_autogen=False,
        allow_templates=False,
    )
