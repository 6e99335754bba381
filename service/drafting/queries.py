"""Reading drafts, and what of them rests on facts that changed since."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.briefs import IncidentBrief, StatementRequest
from service.cases.changes import Change, changed_ids
from service.cases.queries import brief_of, get_brief_version, get_case, list_changes
from service.drafting.schemas import Gap, Segment
from service.errors import NotFound
from service.findings import Finding
from service.i18n import Localized
from service.models import BriefVersion, Case, Draft, DraftVersion
from service.users import Principal

NO_SUCH_DRAFT = Localized(zh="没有这份文稿", en="there is no such draft")


@dataclass(frozen=True, slots=True)
class StaleSentence:
    """A sentence that rests on something the brief says otherwise by now."""

    start: int
    end: int
    basis: tuple[str, ...]


def get_draft(session: Session, principal: Principal, draft_id: str) -> tuple[Draft, Case]:
    """The draft and its case.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    found = session.get(Draft, draft_id)
    if found is None:
        raise NotFound(NO_SUCH_DRAFT)
    return found, get_case(session, principal, found.case_id)


def lock_draft(session: Session, principal: Principal, draft_id: str) -> tuple[Draft, Case]:
    """The draft, kept from other writers until the unit of work ends, and its case.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    query = select(Draft).where(Draft.id == draft_id).with_for_update().execution_options(populate_existing=True)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound(NO_SUCH_DRAFT)
    return found, get_case(session, principal, found.case_id)


def list_drafts(session: Session, case: Case) -> Sequence[Draft]:
    """The drafts of a case, newest first."""
    return session.scalars(select(Draft).where(Draft.case_id == case.id).order_by(Draft.made_at.desc(), Draft.id)).all()


def get_version(session: Session, draft: Draft, number: int | None = None) -> DraftVersion:
    """A version; the newest by default.

    Raises:
        NotFound: there is no such version.
    """
    wanted = draft.number if number is None else number
    query = select(DraftVersion).where(DraftVersion.draft_id == draft.id, DraftVersion.number == wanted)
    found = session.scalars(query).first()
    if found is None:
        raise NotFound(Localized(zh=f"没有第 {wanted} 版", en=f"there is no version {wanted}"))
    return found


def list_versions(session: Session, draft: Draft) -> Sequence[DraftVersion]:
    """All versions, oldest first."""
    return session.scalars(select(DraftVersion).where(DraftVersion.draft_id == draft.id).order_by(DraftVersion.number)).all()


def request_of(draft: Draft) -> StatementRequest:
    """What the draft was asked to be."""
    return StatementRequest.model_validate_json(draft.request)


def issued_at_of(first: DraftVersion) -> datetime:
    """For when a draft is dated, in the offset it was asked for in. `first`: its version 1."""
    return datetime.fromisoformat(json.loads(first.record)["issued_at"])


def dated_brief(session: Session, case: Case, draft: Draft) -> IncidentBrief:
    """The newest brief of the case with the moment of issue of this draft: every version of a text is held against one moment."""
    brief = brief_of(get_brief_version(session, case))
    return brief.with_changes(issued_at=issued_at_of(get_version(session, draft, 1)))


def segments_of(version: DraftVersion) -> tuple[Segment, ...]:
    """The version's sentences."""
    return tuple(Segment.model_validate(item) for item in json.loads(version.record)["segments"])


def gaps_of(version: DraftVersion) -> tuple[Gap, ...]:
    """The version's open gaps."""
    return tuple(Gap.model_validate(item) for item in json.loads(version.record)["gaps"])


def findings_of(version: DraftVersion) -> tuple[Finding, ...]:
    """What the checks said when the version was made."""
    return tuple(Finding.model_validate(item) for item in json.loads(version.record)["findings"])


def stale_sentences(session: Session, case: Case, version: DraftVersion) -> tuple[StaleSentence, ...]:
    """Sentences that rest on facts, promises or contacts that changed after the version was made."""
    brief = session.get(BriefVersion, version.brief_id)
    assert brief is not None
    rows = list_changes(session, case, since=brief.number)
    touched = changed_ids([Change(row.path, row.before, row.after) for row in rows])
    return tuple(
        StaleSentence(segment.start, segment.end, tuple(sorted(touched & set(segment.basis))))
        for segment in segments_of(version)
        if touched & set(segment.basis)
    )
