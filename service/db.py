"""The database: engine, sessions, and the one place that commits.

SQLite in DATA_DIR by default, PostgreSQL by FIRSTWORD_DATABASE_URL; the same statements on both. Feature code gets a Session, adds to it
and never commits: `unit_of_work` commits once when its block ends well, and rolls everything back otherwise.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from service.config import Settings
from service.errors import ComponentUnavailable, Conflict, InvalidInput, Problem
from service.i18n import Localized

_BUSY_MILLISECONDS = 10_000
_READING = "firstword_reading"


class DatabaseUnavailable(ComponentUnavailable):
    """The database cannot be reached, or its schema is not this version's."""

    code = "database-unavailable"


@dataclass(frozen=True, slots=True)
class Database:
    """One database and its two kinds of sessions: those that may write and those that only read."""

    engine: Engine
    _writing: sessionmaker[Session]
    _reading: sessionmaker[Session]

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """A session whose changes are committed together when the block ends, or not at all.

        Raises:
            Conflict: somebody else changed the same thing meanwhile.
            DatabaseUnavailable: it cannot be reached; nothing was written.
        """
        session = self._writing()
        try:
            yield session
            session.commit()
        except (StaleDataError, IntegrityError) as error:
            session.rollback()
            raise Conflict from error
        except OperationalError as error:
            session.rollback()
            raise _unavailable() from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state and writes nothing.

        Raises:
            DatabaseUnavailable: it cannot be reached.
        """
        session = self._reading()
        try:
            yield session
        except OperationalError as error:
            raise _unavailable() from error
        finally:
            # Not rolled back by itself: that would empty the rows which the reader takes along.
            session.close()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection in a transaction that is kept when the block ends well: for migrations and backups.

        Raises:
            DatabaseUnavailable: it cannot be reached.
        """
        try:
            with self.engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise _unavailable() from error

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """The database at a SQLAlchemy address.

    Raises:
        InvalidInput: the address is not one of SQLite or PostgreSQL.
    """
    engine = create_engine(_checked(url), pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    reading = engine.execution_options(**{_READING: True})
    return Database(engine, sessionmaker(engine, expire_on_commit=False), sessionmaker(reading, expire_on_commit=False))


def database_url(settings: Settings) -> str:
    """The setting's address, or that of the SQLite file in DATA_DIR, whose folder is made."""
    if settings.database_url:
        return settings.database_url
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(Path(settings.data_dir) / "firstword.db")).render_as_string()


def ping(database: Database) -> None:
    """Asks the database for one row.

    Raises:
        DatabaseUnavailable: no answer.
    """
    with database.reading() as session:
        session.execute(select(1))


def _checked(url: str) -> URL:
    try:
        found = make_url(url)
    except ArgumentError:
        _refuse_url()
    backend = found.get_backend_name()
    if backend == "postgresql":
        return found.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        _refuse_url()
    return found


def _refuse_url() -> NoReturn:
    # The address can hold a password: it is not repeated.
    message = Localized(
        zh="应为 sqlite:/// 或 postgresql:// 开头的地址", en="must be an address that begins with sqlite:/// or postgresql://"
    )
    raise InvalidInput([Problem(field="FIRSTWORD_DATABASE_URL", code="setting", message=message)])


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun below, not by the driver, so that two writers wait for each other instead of failing half-way.
    connection.isolation_level = None
    cursor = connection.cursor()
    # What is lawfully erased leaves no copy in the file's free pages.
    kept = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
    for pragma in (*kept, f"busy_timeout = {_BUSY_MILLISECONDS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _unavailable() -> DatabaseUnavailable:
    # Without the statement and its values, which the library's message holds.
    return DatabaseUnavailable(
        Localized(zh="数据库暂时无法使用，什么也没有写入", en="the database cannot be used now; nothing was written")
    )
