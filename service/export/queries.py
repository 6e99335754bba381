"""Reading what went out."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Draft, Release


def list_releases(session: Session, draft: Draft) -> Sequence[Release]:
    """Where a draft's texts went, newest first."""
    query = select(Release).where(Release.draft_id == draft.id)
    return session.scalars(query.order_by(Release.released_at.desc(), Release.id)).all()
