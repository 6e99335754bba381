"""What the templates of notices receive."""

from dataclasses import dataclass
from datetime import datetime

from service.notices.queries import NoticeLine
from service.web.contexts import Page


@dataclass(frozen=True, slots=True)
class NoticesPage(Page):
    """One's own notices, newest first.

    Attributes:
        unread: how many are not read yet.
        older: query of the next page; empty on the last.
    """

    notices: tuple[NoticeLine, ...]
    unread: int
    older: str = ""


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address, masked, and how the last message fared: a DeliveryState, or empty before the first."""

    id: str
    shown: str
    state: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Where somebody is told besides the pages.

    Attributes:
        language: of what is sent; None leaves it to the installation.
        has_mail: whether the installation sends e-mail.
        hosts: where it sends JSON to.
        may_add: whether there is room for one more.
    """

    addresses: tuple[AddressRow, ...]
    language: str | None
    has_mail: bool
    hosts: tuple[str, ...]
    may_add: bool
