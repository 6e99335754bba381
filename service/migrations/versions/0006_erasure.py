"""A lawful erasure of a case reaches every word: reasons, addresses and the records of texts may be emptied too, and nothing else.

The triggers of four tables are made anew. What may be emptied gets one fixed value in the place of its words.
"""

from dataclasses import dataclass

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Colons are escaped: the statements below are read for parameters.
_NO_RECORD = r'{"findings"\:[],"gaps"\:[],"generation"\:null,"passages"\:[],"prompt"\:null,"segments"\:[]}'


@dataclass(frozen=True)
class _Table:
    """`fixed` never change; `erasable` may only become NULL; `emptied` may only become the value beside them."""

    name: str
    fixed: tuple[str, ...]
    erasable: tuple[str, ...]
    emptied: tuple[tuple[str, str], ...]


_TABLES = (
    _Table(
        "brief_versions",
        ("id", "case_id", "number", "digest", "author_id", "made_at"),
        ("content",),
        (("reason", ""),),
    ),
    _Table(
        "draft_versions",
        ("id", "draft_id", "number", "digest", "brief_id", "ruleset", "author_id", "made_at"),
        ("title", "text"),
        (("record", _NO_RECORD),),
    ),
    _Table(
        "finding_decisions",
        ("id", "draft_id", "place", "number", "finding", "rule", "kind", "user_id", "at", "expires_at"),
        (),
        (("reason", ""),),
    ),
    _Table(
        "releases",
        ("id", "draft_id", "number", "place", "released_at", "user_id", "recorded_at"),
        (),
        (("address", ""),),
    ),
)


def upgrade() -> None:
    """To this revision."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _TABLES:
        on = "" if is_sqlite else f" ON {table.name}"
        op.execute(f"DROP TRIGGER {table.name}_unchanged{on}")
        op.execute(_sqlite(table) if is_sqlite else _postgresql(table))


def _sqlite(table: _Table) -> str:
    allowed = [f'OLD."{column}" IS NEW."{column}"' for column in table.fixed]
    allowed += [f'(NEW."{column}" IS NULL OR OLD."{column}" IS NEW."{column}")' for column in table.erasable]
    allowed += [f'(NEW."{column}" = \'{value}\' OR OLD."{column}" IS NEW."{column}")' for column, value in table.emptied]
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table.name}');"
    return (
        f"CREATE TRIGGER {table.name}_unchanged BEFORE UPDATE ON {table.name} "
        f"WHEN NOT ({' AND '.join(allowed)}) BEGIN {refuse} END"
    )


def _postgresql(table: _Table) -> str:
    refused = [f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in table.fixed]
    refused += [f'(NEW."{column}" IS NOT NULL AND OLD."{column}" IS DISTINCT FROM NEW."{column}")' for column in table.erasable]
    refused += [
        f'(NEW."{column}" IS DISTINCT FROM \'{value}\' AND OLD."{column}" IS DISTINCT FROM NEW."{column}")'
        for column, value in table.emptied
    ]
    return (
        f"CREATE TRIGGER {table.name}_unchanged BEFORE UPDATE ON {table.name} FOR EACH ROW "
        f"WHEN ({' OR '.join(refused)}) EXECUTE FUNCTION {table.name}_refuse()"
    )
