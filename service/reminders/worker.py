"""The worker: finds what is due, spreads new notices over addresses, sends. A thread of `serve`, or `firstword notices run`."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from service import clock
from service.db import Database
from service.errors import Conflict, ServiceError
from service.installation import Installation
from service.notices import is_told, tell
from service.notices.addresses import house_addresses
from service.notices.delivering import Claimed, Send, attempt, claim, settle, spread
from service.notices.recipients import holders
from service.notices.sending import send
from service.reminders.finding import find_due

EVERY_SECONDS = 5.0
# A service that does not answer holds up its own deliveries and one of these.
_SENDERS = 4
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """What one round did: new notices of what is due, deliveries that went out, deliveries to be tried again, and whether more wait."""

    found: int = 0
    sent: int = 0
    failed: int = 0
    is_more: bool = False


@dataclass(slots=True)
class Worker:
    """Runs rounds until it is stopped; `sender` is replaced in tests alone."""

    installation: Installation
    sender: Send = send
    every: float = EVERY_SECONDS
    _stopped: threading.Event = field(default_factory=threading.Event, repr=False)
    _thread: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts the thread. The first round waits, so that a service that is only asked for its state opens no database."""
        self._thread = threading.Thread(target=self.run, name="notices", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread after the batch it is at."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def run(self) -> None:
        """Rounds until stopped. A failure is logged, and the next round tries again."""
        is_more = False
        while not self._stopped.wait(0 if is_more else self.every):
            is_more = False
            try:
                is_more = self.tick(clock.now()).is_more
            except ServiceError as error:
                _log.warning("notices: %s", error)
            except Exception:  # noqa: BLE001 - a thread that ends would end all notices
                _log.exception("notices: a round failed")

    def tick(self, now: datetime) -> Tick:
        """One round at the moment `now`: what is due is told, new notices are spread over addresses, one batch is sent.

        Raises:
            InvalidInput: a setting names no usable address.
            DatabaseUnavailable: it cannot be reached; nothing is lost.
        """
        database, settings = self.installation.database(), self.installation.settings
        house = house_addresses(settings)
        found = _remind(database, now)
        spread_now = spread(database, house, now)
        batch = claim(database, settings, house, now)
        failed = 0
        with ThreadPoolExecutor(_SENDERS, thread_name_prefix="notices-send") as pool:
            for one, error in zip(batch, pool.map(self._attempt, batch), strict=True):
                settle(database, one, error, now)
                if error is not None:
                    failed += 1
                    _log.warning("notices: delivery %s, attempt %d: %s", one.id, one.attempt, error)
        return Tick(found, len(batch) - failed, failed, is_more=bool(batch) or spread_now > 0)

    def _attempt(self, one: Claimed) -> str | None:
        return attempt(one, self.sender)


def _remind(database: Database, now: datetime) -> int:
    found = 0
    with database.reading() as session:
        due = [item for item in find_due(session, now) if not is_told(session, item.about)]
    for item in due:
        try:
            with database.unit_of_work() as session:
                found += tell(session, item.about, holders(session, item.brand, item.roles))
        except Conflict:
            # Another machine told of it at the same moment.
            continue
    return found
