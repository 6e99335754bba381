"""What happened stays: the database refuses to change or delete audit events, versions, decisions and sign-offs.

Text that can hold personal data may be emptied (a lawful erasure), and nothing else.
"""

from dataclasses import dataclass

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


@dataclass(frozen=True)
class _Table:
    """`fixed` never change; `erasable` may only become NULL; columns in neither may change."""

    name: str
    fixed: tuple[str, ...]
    erasable: tuple[str, ...] = ()


_TABLES = (
    _Table(
        "audit_events",
        ("number", "at", "actor_id", "action", "subject_kind", "subject_id", "case_id", "detail", "previous", "hash"),
    ),
    _Table("audit_heads", ("number", "hash", "at", "signature")),
    _Table("audit_private", ("number", "name", "digest"), ("salt", "value")),
    _Table("brief_versions", ("id", "case_id", "number", "digest", "author_id", "made_at", "reason"), ("content",)),
    _Table("brief_changes", ("id", "case_id", "number", "path"), ("before", "after")),
    _Table(
        "draft_versions",
        ("id", "draft_id", "number", "digest", "record", "brief_id", "ruleset", "author_id", "made_at"),
        ("title", "text"),
    ),
    _Table(
        "finding_decisions",
        ("id", "draft_id", "place", "number", "finding", "rule", "kind", "reason", "user_id", "at", "expires_at"),
    ),
    _Table("sign_offs", ("id", "draft_id", "place", "number", "role", "user_id", "digest", "payload", "signature", "at")),
    _Table("legal_notes", ("id", "case_id", "author_id", "made_at"), ("text",)),
    _Table("releases", ("id", "draft_id", "number", "place", "address", "released_at", "user_id", "recorded_at")),
)


def upgrade() -> None:
    """To this revision."""
    create = _create_sqlite if op.get_bind().dialect.name == "sqlite" else _create_postgresql
    for table in _TABLES:
        for statement in create(table):
            op.execute(statement)


def _create_sqlite(table: _Table) -> tuple[str, ...]:
    same = [f'OLD."{column}" IS NEW."{column}"' for column in table.fixed]
    emptied = [f'(NEW."{column}" IS NULL OR OLD."{column}" IS NEW."{column}")' for column in table.erasable]
    refuse = f"SELECT RAISE(ABORT, 'append-only: {table.name}');"
    kept = f"CREATE TRIGGER {table.name}_kept BEFORE DELETE ON {table.name} BEGIN {refuse} END"
    condition = f"NOT ({' AND '.join(same + emptied)})"
    return kept, f"CREATE TRIGGER {table.name}_unchanged BEFORE UPDATE ON {table.name} WHEN {condition} BEGIN {refuse} END"


def _create_postgresql(table: _Table) -> tuple[str, ...]:
    changed = [f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in table.fixed]
    refilled = [f'(NEW."{column}" IS NOT NULL AND OLD."{column}" IS DISTINCT FROM NEW."{column}")' for column in table.erasable]
    refuse = f"RAISE EXCEPTION 'append-only: {table.name}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"EXECUTE FUNCTION {table.name}_refuse()"
    condition = " OR ".join(changed + refilled)
    return (
        f"CREATE FUNCTION {table.name}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$",
        f"CREATE TRIGGER {table.name}_kept BEFORE DELETE ON {table.name} FOR EACH ROW {body}",
        f"CREATE TRIGGER {table.name}_whole BEFORE TRUNCATE ON {table.name} FOR EACH STATEMENT {body}",
        f"CREATE TRIGGER {table.name}_unchanged BEFORE UPDATE ON {table.name} FOR EACH ROW WHEN ({condition}) {body}",
    )
