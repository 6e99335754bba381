"""What is due now, read from the database alone: the same answer on every machine, and told once by its key."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from service.drafting.queries import segments_of
from service.models import (
    BriefVersion,
    Case,
    CaseStatus,
    Draft,
    DraftVersion,
    NoticeKind,
    Release,
    ReleasedCommitment,
)
from service.notices import About
from service.users import Role

# A level-I clock gives an hour; what is left then is enough to sign what is written.
CLOCK_LEAD = timedelta(minutes=20)
COMMITMENT_LEAD = timedelta(hours=2)
# What ran out while nothing ran is still told; an installation taken over with old cases is not flooded.
OLDEST = timedelta(days=7)
_UPDATE = "next_update_at"


@dataclass(frozen=True, slots=True)
class Due:
    """Something to tell, and the roles of the brand that are told."""

    about: About
    brand: str
    roles: frozenset[Role]


def find_due(session: Session, now: datetime) -> tuple[Due, ...]:
    """Everything due at `now`, also what was told already: `notices.tell` knows."""
    return (*_clocks(session, now), *_updates(session, now), *_commitments(session, now))


def _clocks(session: Session, now: datetime) -> Iterator[Due]:
    """Open cases whose first statement, or next update, is due soon; a release moves the case's clock on."""
    query = select(Case).where(
        Case.status == CaseStatus.OPEN, Case.next_due_at <= now + CLOCK_LEAD, Case.next_due_at > now - OLDEST
    )
    for case in session.scalars(query):
        due = case.next_due_at
        about = About(NoticeKind.CLOCK_PASSING, f"{case.id}:{due:%Y%m%dT%H%M%S}", case.id, due=_shown(session, case, due))
        yield Due(about, case.brand, frozenset({Role.PR}))


def _updates(session: Session, now: datetime) -> Iterator[Due]:
    """Released texts that say when more will be known, where that moment is over and nothing was released since."""
    later, other = aliased(Release), aliased(Draft)
    came = exists().where(
        other.case_id == Draft.case_id,
        later.draft_id == other.id,
        later.withdrawn_at.is_(None),
        later.released_at > Release.released_at,
    )
    query = (
        select(Release, Draft, Case, DraftVersion, BriefVersion)
        .join(Draft, Draft.id == Release.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .join(DraftVersion, (DraftVersion.draft_id == Draft.id) & (DraftVersion.number == Release.number))
        .join(BriefVersion, BriefVersion.id == DraftVersion.brief_id)
        .where(Case.status == CaseStatus.OPEN, Release.withdrawn_at.is_(None), ~came)
    )
    for release, draft, case, version, brief in session.execute(query):
        promised = json.loads(brief.content).get(_UPDATE) if brief.content is not None else None
        if promised is None or not any(_UPDATE in segment.basis for segment in segments_of(version)):
            continue
        if now - OLDEST < datetime.fromisoformat(promised) <= now:
            about = About(NoticeKind.UPDATE_MISSING, release.id, case.id, draft.id, _minute(datetime.fromisoformat(promised)))
            yield Due(about, case.brand, frozenset({Role.PR}))


def _commitments(session: Session, now: datetime) -> Iterator[Due]:
    """Promises that went out, fall due soon or did so, and are not kept."""
    query = (
        select(ReleasedCommitment, Release, Case)
        .join(Release, Release.id == ReleasedCommitment.release_id)
        .join(Case, Case.id == ReleasedCommitment.case_id)
        .where(
            ReleasedCommitment.kept_at.is_(None),
            ReleasedCommitment.due_at <= now + COMMITMENT_LEAD,
            ReleasedCommitment.due_at > now - OLDEST,
            Release.withdrawn_at.is_(None),
        )
    )
    for promise, release, case in session.execute(query):
        about = About(NoticeKind.COMMITMENT_DUE, promise.id, case.id, release.draft_id, due=_shown(session, case, promise.due_at))
        yield Due(about, case.brand, frozenset({Role.PR, Role.BUSINESS_OWNER}))


def _shown(session: Session, case: Case, moment: datetime | None) -> str | None:
    """The moment in the offset in which the brief tells when the incident was detected."""
    if moment is None:
        return None
    query = select(BriefVersion.content).where(BriefVersion.case_id == case.id, BriefVersion.number == case.brief_number)
    content = session.scalar(query)
    if content is None:
        return _minute(moment)
    return _minute(moment.astimezone(datetime.fromisoformat(json.loads(content)["incident"]["detected_at"]).tzinfo))


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
