"""A zip with one JSON-lines file a table, in the order of their references, and a digest of each.

It holds everything the database holds, password hashes and personal values included: whoever keeps it keeps it like the database. The
signing key is not in it.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from service import clock
from service.db import Database
from service.errors import InvalidInput, NotAllowedNow, Problem
from service.i18n import Localized
from service.migrations.run import head
from service.models import Base
from service.models.base import Instant

SCHEMA = "firstword.backup/1"
_ABOUT = "about.json"
_BATCH = 500
_MAX_BYTES = 20_000_000_000


def back_up(database: Database, path: Path) -> int:
    """Writes the archive, whole or not at all; gives the number of rows.

    Raises:
        InvalidInput: the file exists already, or cannot be written.
    """
    if path.exists():
        raise _refused(path, "已经存在，不会覆盖", "exists already and is not overwritten")
    fresh = path.with_name(path.name + ".part")
    count = 0
    try:
        with database.connection() as connection, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            _one_state(connection)
            digests = {}
            for table in Base.metadata.sorted_tables:
                lines, content = 0, hashlib.sha256()
                with archive.open(f"{table.name}.jsonl", "w") as stream:
                    for row in _rows(connection, table):
                        line = (json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "surrogatepass")
                        stream.write(line)
                        content.update(line)
                        lines += 1
                digests[table.name] = {"rows": lines, "sha256": content.hexdigest()}
                count += lines
            about = {"schema": SCHEMA, "revision": head(), "made_at": clock.now().isoformat(), "tables": digests}
            archive.writestr(_ABOUT, json.dumps(about, indent=1))
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise _refused(path, "无法写入", "cannot be written") from error
    fresh.replace(path)
    return count


def restore(database: Database, path: Path) -> int:
    """Fills an empty, migrated database from an archive, whole or not at all; gives the number of rows.

    Raises:
        InvalidInput: the file is no archive, was changed, or is of another schema.
        NotAllowedNow: the database is not empty.
    """
    try:
        with zipfile.ZipFile(path) as archive, database.connection() as connection:
            about = json.loads(archive.read(_ABOUT))
            if about["schema"] != SCHEMA or about["revision"] != head():
                raise _refused(
                    path,
                    f"来自结构 {about['revision']}，本版本是 {head()}",
                    f"is of schema {about['revision']}, this is {head()}",
                )
            _require_empty(connection)
            return sum(
                _fill(connection, archive, table, about["tables"][table.name], path) for table in Base.metadata.sorted_tables
            )
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise _refused(path, "不是可用的备份", "is no usable backup") from error


def _one_state(connection: Connection) -> None:
    """Everything is read as of one moment, while others write."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    result = connection.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key.columns))
    for row in result:
        yield {column.name: _plain(value) for column, value in zip(table.columns, row, strict=True)}


def _fill(connection: Connection, archive: zipfile.ZipFile, table: Table, about: dict[str, Any], path: Path) -> int:
    name = f"{table.name}.jsonl"
    if archive.getinfo(name).file_size > _MAX_BYTES:
        raise _refused(path, "太大", "is too large")
    content, count, batch = hashlib.sha256(), 0, list[dict[str, Any]]()
    with archive.open(name) as raw:
        for line in raw:
            content.update(line)
            batch.append(_row(table, json.loads(line)))
            count += 1
            if len(batch) == _BATCH:
                connection.execute(insert(table), batch)
                batch = []
    if batch:
        connection.execute(insert(table), batch)
    if content.hexdigest() != about["sha256"] or count != about["rows"]:
        raise _refused(path, f"{name} 被改动过", f"{name} was changed")
    return count


def _row(table: Table, data: dict[str, Any]) -> dict[str, Any]:
    row = {}
    for column in table.columns:
        value = data[column.name]
        is_time = isinstance(column.type, Instant) and value is not None
        row[column.name] = datetime.fromisoformat(value).astimezone(UTC) if is_time else value
    return row


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _require_empty(connection: Connection) -> None:
    full = [t.name for t in Base.metadata.sorted_tables if connection.scalar(select(func.count()).select_from(t))]
    if full:
        shown = ", ".join(full)
        raise NotAllowedNow([Localized(zh=f"数据库不是空的（{shown}）", en=f"the database is not empty ({shown})")])


def _refused(path: Path, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field="", code="backup", message=Localized(zh=zh, en=en), file=path.name)])
