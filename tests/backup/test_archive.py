"""A backup goes from either database to either, whole or not at all, and the chain still holds."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select, text

from service.audit.keys import SigningKey
from service.audit.verify import verify_chain
from service.backup import back_up, restore
from service.db import Database, open_database
from service.errors import InvalidInput, NotAllowedNow
from service.models import Base
from service.review.commands import sign_off
from service.users import Role
from tests.desk import Desk


def _everything(database: Database) -> dict[str, list[str]]:
    with database.engine.connect() as connection:
        return {
            table.name: [repr(tuple(row)) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def other(sqlite_template: Path, tmp_path: Path) -> Database:
    path = tmp_path / "other.db"
    shutil.copy(sqlite_template, path)
    return open_database(f"sqlite:///{path}")


@pytest.fixture
def archive(desk: Desk, key: SigningKey, tmp_path: Path) -> Path:
    desk.submit()
    with desk.database.unit_of_work() as session:
        sign_off(session, desk.pr, desk.draft_id, role=Role.PR, digest=desk.version().digest, key=key)
    path = tmp_path / "backup.zip"
    assert back_up(desk.database, path) > 10
    return path


def test_what_is_restored_is_what_was_kept(desk: Desk, archive: Path, other: Database, key: SigningKey) -> None:
    restore(other, archive)
    assert _everything(other) == _everything(desk.database)
    with other.reading() as session:
        assert verify_chain(session, key.public) == []
    other.close()


def test_a_restored_database_still_refuses_changes(archive: Path, other: Database) -> None:
    restore(other, archive)
    with pytest.raises(Exception, match="append-only"), other.engine.begin() as connection:
        connection.execute(text("DELETE FROM sign_offs"))
    other.close()


def test_nothing_is_restored_over_something(desk: Desk, archive: Path) -> None:
    with pytest.raises(NotAllowedNow):
        restore(desk.database, archive)


def test_a_changed_archive_is_refused_and_nothing_of_it_stays(archive: Path, other: Database, tmp_path: Path) -> None:
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"writer", b"writes") if name == "users.jsonl" else content)
    with pytest.raises(InvalidInput):
        restore(other, changed)
    assert not any(_everything(other).values())
    other.close()


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"{}"])
def test_what_is_no_backup_is_refused(other: Database, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(InvalidInput):
        restore(other, path)
    other.close()


def test_a_backup_of_another_schema_is_refused(archive: Path, other: Database, tmp_path: Path) -> None:
    changed = tmp_path / "old.zip"
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "about.json":
                content = json.dumps({**json.loads(content), "revision": "0000"}).encode()
            target.writestr(name, content)
    with pytest.raises(InvalidInput, match="problem"):
        restore(other, changed)
    other.close()


def test_a_file_that_exists_is_not_overwritten(desk: Desk, archive: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(InvalidInput):
        back_up(desk.database, archive)
    assert archive.read_bytes() == before
