"""One installation: its settings, its database brought to this version's schema, its signing key. Opened when first asked for."""

import threading
from dataclasses import dataclass, field

from service.audit.keys import SigningKey, signing_key
from service.config import Settings
from service.db import Database, database_url, open_database
from service.migrations import upgrade
from service.users.queries import has_users


@dataclass(slots=True)
class Installation:
    """What commands and pages share. Safe to use from many threads."""

    settings: Settings
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _database: Database | None = field(default=None, repr=False)
    _key: SigningKey | None = field(default=None, repr=False)
    _has_users: bool = False

    def database(self) -> Database:
        """The database with this version's schema.

        Raises:
            InvalidInput: a setting is wrong.
            DatabaseUnavailable: it cannot be reached, or is of a newer version.
        """
        with self._lock:
            if self._database is None:
                found = open_database(database_url(self.settings))
                upgrade(found)
                self._database = found
            return self._database

    def key(self) -> SigningKey:
        """The key of FIRSTWORD_SIGNING_KEY, or the one in DATA_DIR.

        Raises:
            InvalidInput: the file holds no usable key.
        """
        with self._lock:
            if self._key is None:
                self._key = signing_key(self.settings.data_dir, self.settings.signing_key)
            return self._key

    def has_users(self) -> bool:
        """Whether anybody was ever let in; once true it stays true, and is asked no more."""
        if not self._has_users:
            with self.database().reading() as session:
                self._has_users = has_users(session)
        return self._has_users

    def close(self) -> None:
        """Gives the database's connections back."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
