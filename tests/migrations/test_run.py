"""The schema's history: linear, pinned, the same as the tables, and never run over a newer database."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from service.db import Database, DatabaseUnavailable, open_database
from service.migrations import require_current, upgrade
from service.migrations.run import head
from service.models import Base
from tests.samples import ROOT

FOLDER = ROOT / "service" / "migrations"
PINNED_HEAD = "0009"


def test_the_revisions_are_numbered_and_linear() -> None:
    scripts = ScriptDirectory(str(FOLDER))
    names = [revision.revision for revision in scripts.walk_revisions()][::-1]
    assert names == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert scripts.get_heads() == [PINNED_HEAD]


def test_the_migrated_schema_is_that_of_the_tables(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_running_it_again_changes_nothing(database: Database) -> None:
    upgrade(database)
    require_current(database)


def test_an_empty_database_is_refused_until_it_is_migrated(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(DatabaseUnavailable, match="empty"):
        require_current(database)
    upgrade(database)
    require_current(database)
    database.close()


def test_a_newer_database_is_left_alone(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnavailable, match="newer"):
        upgrade(database)
    with pytest.raises(DatabaseUnavailable, match=head()):
        require_current(database)
