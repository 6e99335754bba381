"""Running migrations from within the service: no configuration file, no second way to name the database."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from service.db import Database, DatabaseUnavailable
from service.i18n import Localized

_FOLDER = Path(__file__).resolve().parent
# Two processes that start at once must not both migrate.
_MIGRATION_LOCK = 4_702_612


def upgrade(database: Database) -> None:
    """Brings the schema to this version's; does nothing if it is there.

    Raises:
        DatabaseUnavailable: the schema is of a newer version, or the database cannot be reached.
    """
    with database.connection() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        found = MigrationContext.configure(connection).get_current_revision()
        _refuse_newer(found)
        if found != head():
            command.upgrade(_config(connection), "head")


def require_current(database: Database) -> None:
    """Refuses a database whose schema is not this version's.

    Raises:
        DatabaseUnavailable: it is older, newer or empty.
    """
    with database.connection() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found != head():
        message = Localized(
            zh=f"数据库结构是 {found or '空'}，本版本需要 {head()}；请先运行 firstword serve 或 firstword migrate",
            en=f"the database schema is {found or 'empty'}, this version needs {head()}; run firstword serve or firstword migrate first",
        )
        raise DatabaseUnavailable(message)


def head() -> str:
    """The newest revision of this version."""
    return _revisions()[0]


@cache
def _revisions() -> tuple[str, ...]:
    """What this version knows, newest first. Reading them means importing every migration."""
    return tuple(revision.revision for revision in ScriptDirectory(str(_FOLDER)).walk_revisions())


def _refuse_newer(found: str | None) -> None:
    if found is not None and found not in _revisions():
        message = Localized(
            zh=f"数据库结构 {found} 来自更新的版本，本版本不会改动它",
            en=f"the database schema {found} is of a newer version; this one leaves it alone",
        )
        raise DatabaseUnavailable(message)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
