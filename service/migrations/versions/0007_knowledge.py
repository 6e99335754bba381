"""Knowledge proposed by people, and legal's word on it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KINDS = ("statement", "note")
_VERDICTS = ("accepted", "refused")


def upgrade() -> None:
    """To this revision."""
    kind = sa.Enum(*_KINDS, name="knowledgekind", native_enum=False, create_constraint=True, length=24)
    verdict = sa.Enum(*_VERDICTS, name="knowledgeverdict", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "knowledge_proposals",
        sa.Column("case_id", sa.String(length=12), nullable=False),
        sa.Column("brand", sa.String(length=200), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("draft_id", sa.String(length=12), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.String(length=12), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", verdict, nullable=True),
        sa.Column("decided_by", sa.String(length=12), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_knowledge_proposals_case_id_cases")),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_knowledge_proposals_draft_id_drafts")),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_knowledge_proposals_proposed_by_users")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_knowledge_proposals_decided_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_proposals")),
    )
    op.create_index("ix_knowledge_proposals_case_id", "knowledge_proposals", ["case_id"], unique=False)
    op.create_index("ix_knowledge_proposals_brand", "knowledge_proposals", ["brand", "verdict"], unique=False)
