"""Where people may be told: which addresses are accepted, what is shown of them, and what an e-mail address becomes when something is sent."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlsplit

from service.config import Settings
from service.errors import InvalidInput, Problem
from service.i18n import Localized
from service.models.base import KEY_LENGTH
from service.notices.sending import target_of

MAX_ADDRESSES = 5
MAX_URL = 500
# Chat services with hosts of their own: no address of these can be turned against a machine inside.
_CHATS = frozenset({"wecombot", "dingtalk", "feishu", "lark", "slack"})
_WEBHOOKS = frozenset({"json", "jsons"})
_MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
# What the services' own webhook addresses carry. All else (templates, keys, other servers) is for the installation alone.
_OWN_KEYS = frozenset({"key", "access_token"})
_SHOWN_END = 4

_UNKNOWN = Localized(
    zh="不是可用的地址：请填电子邮箱，或 wecombot://、dingtalk://、feishu://、slack://、jsons:// 开头的地址，或群机器人的 https 地址",
    en="not a usable address: give an e-mail address, one that begins with wecombot://, dingtalk://, feishu://, slack:// or jsons://, or the https address of a chat robot",
)
_NO_MAIL = Localized(
    zh="这套系统没有配置邮件服务器（FIRSTWORD_NOTICE_MAIL）", en="this installation has no mail server (FIRSTWORD_NOTICE_MAIL)"
)
_HOST = Localized(
    zh="这套系统不向这台主机发送（FIRSTWORD_NOTICE_HOSTS）",
    en="this installation sends nothing to that host (FIRSTWORD_NOTICE_HOSTS)",
)
_OPTIONS = Localized(zh="地址里不要带其他参数", en="an address has no further options")


def accepted(given: str, settings: Settings, field: str) -> str:
    """A person's address in its normal form.

    Raises:
        InvalidInput: no address, or one this installation does not send to. The message does not repeat it.
    """
    url = given.strip()
    if len(url) > MAX_URL or not url.isprintable():
        raise _refused(field, _UNKNOWN)
    if _MAIL.fullmatch(url):
        if not settings.notice_mail.get_secret_value():
            raise _refused(field, _NO_MAIL)
        return url
    try:
        keys = {name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    except ValueError:
        raise _refused(field, _UNKNOWN) from None
    if not keys <= _OWN_KEYS:
        raise _refused(field, _OPTIONS)
    target = target_of(url)
    if target is None or target.scheme not in _CHATS | _WEBHOOKS:
        raise _refused(field, _UNKNOWN)
    allowed = {host.strip().lower() for host in settings.notice_hosts.split(",") if host.strip()}
    if target.scheme in _WEBHOOKS and not target.hosts <= allowed:
        raise _refused(field, _HOST)
    return target.url


def masked(url: str) -> str:
    """What may be shown of an address: enough to tell it from others, not enough to use it."""
    if _MAIL.fullmatch(url):
        name, _, domain = url.rpartition("@")
        return f"{name[0]}…@{domain}"
    parts = urlsplit(url)
    if parts.scheme in _WEBHOOKS:
        return f"{parts.scheme}://{parts.hostname or ''}/…"
    return f"{parts.scheme}://…{(parts.netloc + parts.path).rstrip('/')[-_SHOWN_END:]}"


def sendable(url: str, settings: Settings) -> str | None:
    """What Apprise is given for an accepted address; None when the mail server it needs is gone."""
    if not _MAIL.fullmatch(url):
        return url
    server = settings.notice_mail.get_secret_value()
    if not server:
        return None
    return f"{server}{'&' if '?' in server else '?'}to={quote(url, safe='')}"


def house_addresses(settings: Settings) -> Mapping[str, str]:
    """The installation's addresses by what they are called in deliveries.

    Raises:
        InvalidInput: one is not an Apprise address; it is named by its place, for it can hold a secret.
    """
    found = {}
    for number, url in enumerate(settings.notice_urls.get_secret_value().split(), 1):
        if target_of(url) is None:
            message = Localized(
                zh=f"第 {number} 个不是可用的 Apprise 地址", en=f"number {number} is not a usable Apprise address"
            )
            raise _refused("FIRSTWORD_NOTICE_URLS", message)
        found[hashlib.sha256(url.encode()).hexdigest()[:KEY_LENGTH]] = url
    return found


def require_usable(settings: Settings) -> None:
    """Refuses settings that name no usable address; loads nothing where none are set.

    Raises:
        InvalidInput: FIRSTWORD_NOTICE_URLS or FIRSTWORD_NOTICE_MAIL.
    """
    house_addresses(settings)
    server = settings.notice_mail.get_secret_value()
    if server:
        target = target_of(server)
        if target is None or target.scheme not in {"mailto", "mailtos"}:
            message = Localized(
                zh="应为 mailto:// 或 mailtos:// 开头的 Apprise 地址",
                en="must be an Apprise address that begins with mailto:// or mailtos://",
            )
            raise _refused("FIRSTWORD_NOTICE_MAIL", message)


def _refused(field: str, message: Localized) -> InvalidInput:
    return InvalidInput([Problem(field=field, code="address", message=message)])
