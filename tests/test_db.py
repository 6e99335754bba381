"""The one place that commits."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text

from service import clock
from service.config import Settings
from service.db import Database, DatabaseUnavailable, database_url, open_database, ping
from service.errors import Conflict, InvalidInput
from service.models import User


def _user(login: str) -> User:
    return User(login=login, name=login, created_at=clock.now())


class TestUnitOfWork:
    def test_keeps_what_was_done_when_the_block_ends(self, database: Database) -> None:
        with database.unit_of_work() as session:
            session.add(_user("a"))
        with database.reading() as session:
            assert session.scalars(select(User.login)).all() == ["a"]

    def test_keeps_nothing_when_the_block_fails(self, database: Database) -> None:
        def fail() -> None:
            with database.unit_of_work() as session:
                session.add(_user("a"))
                session.flush()
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fail()
        with database.reading() as session:
            assert session.scalars(select(User.login)).all() == []

    def test_a_broken_constraint_is_a_conflict_and_tells_no_values(self, database: Database) -> None:
        with database.unit_of_work() as session:
            session.add(_user("a"))

        def again() -> None:
            with database.unit_of_work() as session:
                session.add(_user("a"))

        with pytest.raises(Conflict) as caught:
            again()
        assert "INSERT" not in str(caught.value)

    def test_writers_wait_for_each_other(self, database: Database) -> None:
        with database.unit_of_work() as session:
            session.add(_user("0"))

        def count_up() -> None:
            for _ in range(10):
                with database.unit_of_work() as session:
                    user = session.scalars(select(User).with_for_update()).one()
                    user.login = str(int(user.login) + 1)

        threads = [threading.Thread(target=count_up) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.reading() as session:
            assert session.scalars(select(User.login)).one() == "40"

    def test_a_moment_keeps_its_instant(self, database: Database) -> None:
        now = clock.now()
        with database.unit_of_work() as session:
            session.add(_user("a"))
        with database.reading() as session:
            kept = session.scalars(select(User.created_at)).one()
        assert kept.utcoffset() is not None
        assert abs((kept - now).total_seconds()) < 5


class TestReading:
    def test_reads_while_somebody_writes(self, database: Database) -> None:
        with database.unit_of_work() as writer:
            writer.add(_user("a"))
            writer.flush()
            with database.reading() as reader:
                assert reader.scalars(select(User.login)).all() == []


class TestOpenDatabase:
    @pytest.mark.parametrize("url", ["mysql://h/d", "nonsense", "file.db"])
    def test_refuses_what_is_neither_sqlite_nor_postgresql(self, url: str) -> None:
        with pytest.raises(InvalidInput) as caught:
            open_database(url)
        assert caught.value.problems[0].field == "FIRSTWORD_DATABASE_URL"

    def test_a_server_that_is_down_is_unavailable_and_its_password_stays_unsaid(self) -> None:
        database = open_database("postgresql://u:very-secret@127.0.0.1:1/none")
        with pytest.raises(DatabaseUnavailable) as caught:
            ping(database)
        assert "very-secret" not in str(caught.value)

    def test_sqlite_is_durable_and_holds_its_references(self, tmp_path: Path) -> None:
        database = open_database(f"sqlite:///{tmp_path / 'x.db'}")
        with database.engine.connect() as connection:
            read = {
                name: connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys")
            }
        database.close()
        assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}

    def test_by_default_it_lies_in_the_data_folder(self, tmp_path: Path) -> None:
        assert database_url(Settings(data_dir=tmp_path / "d")) == f"sqlite:///{tmp_path / 'd' / 'firstword.db'}"
        assert (tmp_path / "d").is_dir()
