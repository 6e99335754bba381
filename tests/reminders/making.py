"""A worker over the desk's database, and addresses for its people."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr
from sqlalchemy import select

from service import clock
from service.config import Settings
from service.installation import Installation
from service.models import Delivery, DeliveryState
from service.notices.commands import set_addresses
from service.reminders.worker import Tick, Worker
from service.users import Principal
from tests.desk import Desk
from tests.receiving import Hook, Mailbox


@dataclass
class Post:
    """The installation's worker and its receivers."""

    desk: Desk
    address: str
    mailbox: Mailbox
    hook: Hook
    more: dict[str, Any] = field(default_factory=dict)

    def settings(self) -> Settings:
        given = {
            "database_url": self.address,
            "notice_mail": SecretStr(self.mailbox.server),
            "notice_hosts": "127.0.0.1",
            "lang": "en",
            **self.more,
        }
        return Settings(**given)

    def worker(self) -> Worker:
        return Worker(Installation(self.settings()))

    def subscribe(self, person: Principal, *urls: str, language: Any = None) -> None:
        with self.desk.database.unit_of_work() as session:
            set_addresses(session, person, keep=(), add=urls, language=language, settings=self.settings())

    def run(self, now: datetime | None = None, worker: Worker | None = None) -> Tick:
        """Rounds until nothing is left to do at this moment."""
        made = worker or self.worker()
        found = sent = failed = 0
        while True:
            done = made.tick(now or clock.now())
            found, sent, failed = found + done.found, sent + done.sent, failed + done.failed
            if not done.is_more:
                break
        if worker is None:
            made.installation.close()
        return Tick(found, sent, failed)

    def states(self) -> list[tuple[DeliveryState, int, str | None]]:
        with self.desk.database.reading() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.id)).all()
        return [(row.state, row.attempts, row.error) for row in rows]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
