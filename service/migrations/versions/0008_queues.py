"""Indexes for what is listed: open cases of every brand, drafts under review, a reviewer's rounds, a person's events.

Keys of people have none otherwise: a person's row is never deleted, so that nothing looks for them by that key.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_cases_open", "cases", ("status", "level", "next_due_at")),
    ("ix_drafts_queue", "drafts", ("status", "case_id")),
    ("ix_reviews_assigned_to", "reviews", ("assigned_to",)),
    ("ix_audit_events_actor", "audit_events", ("actor_id", "number")),
)


def upgrade() -> None:
    """To this revision."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, list(columns), unique=False)
