"""Notices and how they get to people."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = ("review_wanted", "changes_requested", "rejected", "signed", "clock_passing", "update_missing", "commitment_due")
_STATES = ("pending", "sent", "failed", "dropped")


def upgrade() -> None:
    """To this revision."""
    op.add_column("users", sa.Column("language", sa.String(length=8), nullable=True))
    _notice_addresses()
    _notices()
    _deliveries()


def _notice_addresses() -> None:
    op.create_table(
        "notice_addresses",
        sa.Column("user_id", sa.String(length=12), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notice_addresses_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_addresses")),
    )
    op.create_index("ix_notice_addresses_user_id", "notice_addresses", ["user_id"], unique=False)


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.String(length=12), nullable=True),
        sa.Column(
            "kind", sa.Enum(*_KINDS, name="noticekind", native_enum=False, create_constraint=True, length=24), nullable=False
        ),
        sa.Column("case_id", sa.String(length=12), nullable=False),
        sa.Column("draft_id", sa.String(length=12), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due", sa.String(length=40), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notices_user_id_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id_cases")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_notices_draft_id_drafts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index("ix_notices_user_id", "notices", ["user_id", "made_at"], unique=False)
    op.create_index("ix_notices_spread_at", "notices", ["spread_at"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("notice_id", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=12), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*_STATES, name="deliverystate", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id_notices")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("notice_id", "address", name=op.f("uq_deliveries_notice_id")),
    )
    op.create_index("ix_deliveries_queue", "deliveries", ["state", "next_attempt_at"], unique=False)
