"""Writing notices. They are part of the caller's unit of work: what happened and who is to be told are kept together or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.models import Notice, NoticeKind

_HOUSE = "house"


@dataclass(frozen=True, slots=True)
class About:
    """What a notice tells of.

    Attributes:
        event: key of what happened (a review, a release, a promise): with the kind it tells one event from another.
        due: ISO 8601 in the offset of the brief, for what is due.
    """

    kind: NoticeKind
    event: str
    case_id: str
    draft_id: str | None = None
    due: str | None = None


def tell(session: Session, about: About, to: Iterable[str]) -> int:
    """One notice for each person and one for the installation's addresses; gives the number of new ones.

    Who was told of the same event before is not told again.

    Args:
        session: of the unit of work that does the thing.
        about: what to tell.
        to: keys of people.
    """
    wanted: dict[str, str | None] = {_key(about, user_id): user_id for user_id in sorted(set(to))}
    wanted[_key(about, _HOUSE)] = None
    known = frozenset(session.scalars(select(Notice.key).where(Notice.key.in_(tuple(wanted)))))
    fresh = [
        Notice(
            key=key,
            user_id=user_id,
            kind=about.kind,
            case_id=about.case_id,
            draft_id=about.draft_id,
            made_at=clock.now(),
            due=about.due,
        )
        for key, user_id in wanted.items()
        if key not in known
    ]
    session.add_all(fresh)
    session.flush()
    return len(fresh)


def is_told(session: Session, about: About) -> bool:
    """Whether this was told before."""
    return session.scalar(select(Notice.id).where(Notice.key == _key(about, _HOUSE))) is not None


def _key(about: About, to: str) -> str:
    return f"{about.kind}:{about.event}:{to}"
