"""The chain: what is written, what the database refuses, what verification finds."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.audit import Action, Subject, record
from service.audit.keys import SigningKey, public_key, signing_key
from service.audit.queries import list_events
from service.audit.verify import Head, seal, verify_chain
from service.db import Database
from service.errors import InvalidInput
from service.models import AuditEvent, AuditPrivate

SUBJECT = Subject("case", "c1", "c1")


def _fill(database: Database, count: int = 6) -> None:
    with database.unit_of_work() as session:
        for number in range(count):
            record(
                session,
                Action.CASE_OPENED,
                actor_id="u1",
                subject=SUBJECT,
                detail={"number": number},
                private={"title": f"王女士 {number}"},
            )


def _tamper(database: Database, *statements: str) -> None:
    """What somebody can do who owns the database file: the triggers go first."""
    with database.engine.begin() as connection:
        for table in ("audit_events", "audit_private", "audit_heads"):
            for trigger in ("kept", "unchanged"):
                on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
                connection.execute(text(f"DROP TRIGGER {table}_{trigger}{on}"))
        for statement in statements:
            connection.execute(text(statement))


def _faults(database: Database, key: SigningKey, exported: Head | None = None) -> list[str]:
    with database.reading() as session:
        return [fault.message.en for fault in verify_chain(session, key.public, exported)]


class TestRecord:
    def test_numbers_are_without_gaps_and_each_hash_follows_the_one_before(self, database: Database, key: SigningKey) -> None:
        _fill(database)
        with database.reading() as session:
            rows = session.execute(
                select(AuditEvent.number, AuditEvent.previous, AuditEvent.hash).order_by(AuditEvent.number)
            ).all()
        assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
        assert [row.previous for row in rows[1:]] == [row.hash for row in rows[:-1]]
        assert _faults(database, key) == []

    def test_an_event_of_a_unit_of_work_that_fails_never_was(self, database: Database, key: SigningKey) -> None:
        _fill(database, 1)

        def fail() -> None:
            with database.unit_of_work() as session:
                record(session, Action.CASE_CLOSED, actor_id="u1", subject=SUBJECT)
                raise ValueError

        with pytest.raises(ValueError, match=r"^$"):
            fail()
        _fill(database, 1)
        assert _faults(database, key) == []

    def test_many_writers_make_one_chain(self, database: Database, key: SigningKey) -> None:
        threads = [threading.Thread(target=_fill, args=(database, 5)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with database.reading() as session:
            assert len(session.scalars(select(AuditEvent.number)).all()) == 20
        assert _faults(database, key) == []

    def test_personal_values_are_not_in_the_chain(self, database: Database) -> None:
        _fill(database, 1)
        with database.reading() as session:
            assert "王女士" not in session.scalars(select(AuditEvent.detail)).one()

    def test_the_timeline_is_newest_first(self, database: Database) -> None:
        _fill(database, 3)
        with database.reading() as session:
            assert [entry.number for entry in list_events(session, case_id="c1")] == [3, 2, 1]
            assert [entry.number for entry in list_events(session, case_id="c1", before=3, limit=1)] == [2]
            assert list_events(session, case_id="c2") == []


class TestTheDatabase:
    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM audit_events WHERE number = 2",
            "UPDATE audit_events SET detail = '{}' WHERE number = 2",
            "UPDATE audit_private SET value = 'x' WHERE number = 2",
            "DELETE FROM audit_private WHERE number = 2",
            "UPDATE audit_heads SET signature = 'x'",
            "DELETE FROM audit_heads",
        ],
    )
    def test_refuses_to_change_what_happened(self, database: Database, key: SigningKey, statement: str) -> None:
        _fill(database)
        with database.unit_of_work() as session:
            seal(session, key)

        def run() -> None:
            with database.engine.begin() as connection:
                connection.execute(text(statement))

        with pytest.raises(IntegrityError, match="append-only"):
            run()

    def test_lets_a_personal_value_be_erased_and_the_chain_still_holds(self, database: Database, key: SigningKey) -> None:
        _fill(database)
        with database.engine.begin() as connection:
            connection.execute(text("UPDATE audit_private SET value = NULL, salt = NULL WHERE number = 2"))
        assert _faults(database, key) == []


class TestVerifyChain:
    @pytest.mark.parametrize(
        ("statement", "found"),
        [
            ("UPDATE audit_events SET detail = '{}' WHERE number = 3", "event 3: was changed"),
            ("UPDATE audit_events SET actor_id = 'u2' WHERE number = 3", "event 3: was changed"),
            ("DELETE FROM audit_events WHERE number = 3", "event 3: events 3 to 3 are missing"),
            ("UPDATE audit_private SET value = 'x' WHERE number = 4", "event 4: the private value 'title' was changed"),
            ("DELETE FROM audit_private WHERE number = 4", "event 4: has private values missing or replaced"),
        ],
    )
    def test_finds_and_names_what_was_done(self, database: Database, key: SigningKey, statement: str, found: str) -> None:
        _fill(database)
        with database.unit_of_work() as session:
            seal(session, key)
        # What refers to an event goes with it.
        first = ("DELETE FROM audit_private WHERE number = 3",) if statement.startswith("DELETE FROM audit_events") else ()
        _tamper(database, *first, statement)
        assert found in _faults(database, key)

    def test_reordered_events_are_found(self, database: Database, key: SigningKey) -> None:
        _fill(database)
        columns = ("detail", "hash", "previous")
        swap = [
            f"UPDATE audit_events SET {c} = CASE number WHEN 2 THEN (SELECT e.{c} FROM audit_events e WHERE e.number = 3)"
            f" ELSE (SELECT e.{c} FROM audit_events e WHERE e.number = 2) END WHERE number IN (2, 3)"
            for c in columns
        ]
        _tamper(database, *swap)
        assert any(fault.startswith("event 2") for fault in _faults(database, key))

    def test_an_end_signed_with_another_key_is_found(self, database: Database, key: SigningKey, tmp_path: Path) -> None:
        _fill(database)
        with database.unit_of_work() as session:
            seal(session, signing_key(tmp_path))
        assert _faults(database, key) == ["event 6: the signature of this end of the chain does not hold"]

    def test_an_exported_end_finds_a_chain_that_was_cut(self, database: Database, key: SigningKey) -> None:
        _fill(database)
        exported = _sealed(database, key)
        _tamper(
            database,
            "DELETE FROM audit_heads",
            "DELETE FROM audit_private WHERE number > 3",
            "DELETE FROM audit_events WHERE number > 3",
        )
        assert _faults(database, key) == []
        assert _faults(database, key, exported) == ["event 6: the chain was cut before this signed end"]

    def test_a_chain_of_thousands_is_read_in_pieces(self, database: Database, key: SigningKey) -> None:
        _fill(database, 1_050)
        assert _faults(database, key) == []


def _sealed(database: Database, key: SigningKey) -> Head:
    with database.unit_of_work() as session:
        head = seal(session, key)
        assert head is not None
        assert seal(session, key) == head
        return head


class TestKeys:
    def test_the_key_is_made_once_and_only_its_owner_reads_it(self, tmp_path: Path) -> None:
        made = signing_key(tmp_path)
        assert signing_key(tmp_path).public.pem == made.public.pem
        assert (tmp_path / "keys" / "signing.pem").stat().st_mode & 0o077 == 0
        assert [path.name for path in (tmp_path / "keys").iterdir()] == ["signing.pem"]

    def test_a_signature_holds_for_its_text_alone(self, key: SigningKey) -> None:
        signature = key.sign("文稿")
        public = public_key(key.public.pem.encode())
        assert public.holds("文稿", signature)
        assert not public.holds("文稿。", signature)
        assert not public.holds("文稿", "zz")
        assert not public.holds("文稿", signature[:-2])

    @pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"])
    def test_what_is_no_key_is_refused_by_name(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "k.pem"
        path.write_bytes(content)
        for read in _readers(path, content):
            with pytest.raises(InvalidInput):
                read()


def _readers(path: Path, content: bytes) -> tuple[Callable[[], object], ...]:
    return (lambda: signing_key(path.parent, path), lambda: public_key(content))


def test_nothing_is_sealed_before_anything_happened(database: Database, key: SigningKey) -> None:
    with database.unit_of_work() as session:
        assert _seals_nothing(session, key)


def _seals_nothing(session: Session, key: SigningKey) -> bool:
    return seal(session, key) is None and session.scalars(select(AuditPrivate)).first() is None
