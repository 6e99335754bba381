"""The installation a command works on: its database, brought to this version's schema, and its signing key."""

from service.audit.keys import SigningKey, signing_key
from service.config import load_settings
from service.db import Database, database_url, open_database
from service.migrations import upgrade


def open_current() -> Database:
    """The installation's database with this version's schema.

    Raises:
        InvalidInput: a setting is wrong.
        DatabaseUnavailable: it cannot be reached, or is of a newer version.
    """
    database = open_database(database_url(load_settings()))
    upgrade(database)
    return database


def installation_key() -> SigningKey:
    """The installation's key: the file of FIRSTWORD_SIGNING_KEY, or the one in DATA_DIR.

    Raises:
        InvalidInput: the file holds no usable key.
    """
    settings = load_settings()
    return signing_key(settings.data_dir, settings.signing_key)
