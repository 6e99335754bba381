"""Reading reviews: the situation of a text, and the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from service import clock
from service.assessment.assess import assess
from service.brands import find_brand
from service.cases.queries import brief_of, get_brief_version
from service.drafting.queries import findings_of, gaps_of, stale_sentences
from service.models import (
    Case,
    CaseStatus,
    Comment,
    Draft,
    DraftStatus,
    DraftVersion,
    FindingDecision,
    Review,
    SignOff,
    Verdict,
)
from service.review.policy import Decision, Situation, decided
from service.users import Principal, Role


@dataclass(frozen=True, slots=True)
class QueuedReview:
    """One text that waits for review."""

    review_id: str
    draft_id: str
    case_id: str
    case_title: str
    brand_name: str
    level: str
    statement: str
    language: str
    number: int
    submitted_at: datetime
    next_due_at: datetime
    assigned_to: str | None


def situation_of(session: Session, case: Case, draft: Draft, version: DraftVersion) -> Situation:
    """All that a sign-off of this version depends on, now."""
    brief = brief_of(get_brief_version(session, case))
    required = assess(brief, find_brand(brief.brand)).sign_off
    signed = list_sign_offs(session, draft, version.number)
    reviews = session.scalars(select(Review).where(Review.draft_id == draft.id, Review.number == version.number))
    return Situation(
        status=draft.status,
        author_id=version.author_id,
        required=tuple(Role(role) for role in required),
        findings=decided(findings_of(version), list_decisions(session, draft), clock.now()),
        gaps=len(gaps_of(version)),
        stale=len(stale_sentences(session, case, version)),
        signed=tuple((Role(row.role), row.user_id) for row in signed),
        verdicts=tuple(row.verdict for row in reviews if row.verdict is not None),
        case_open=case.status is CaseStatus.OPEN,
    )


def list_decisions(session: Session, draft: Draft) -> Sequence[Decision]:
    """What was decided of the draft's findings, oldest first."""
    query = select(FindingDecision).where(FindingDecision.draft_id == draft.id).order_by(FindingDecision.place)
    return [Decision(row.finding, row.kind, row.reason, row.expires_at) for row in session.scalars(query)]


def list_sign_offs(session: Session, draft: Draft, number: int) -> Sequence[SignOff]:
    """The sign-offs of a version, in the order they were given."""
    query = select(SignOff).where(SignOff.draft_id == draft.id, SignOff.number == number).order_by(SignOff.place)
    return session.scalars(query).all()


def list_comments(session: Session, draft: Draft) -> Sequence[Comment]:
    """The remarks on a draft, oldest first."""
    return session.scalars(select(Comment).where(Comment.draft_id == draft.id).order_by(Comment.at, Comment.id)).all()


def last_approved(session: Session, draft: Draft) -> int | None:
    """The newest version that was approved or signed; what changed since is what a reviewer has to read."""
    approved = session.scalar(
        select(Review.number)
        .where(Review.draft_id == draft.id, Review.verdict == Verdict.APPROVED)
        .order_by(Review.number.desc())
        .limit(1)
    )
    signed = session.scalar(select(SignOff.number).where(SignOff.draft_id == draft.id).order_by(SignOff.number.desc()).limit(1))
    return max((number for number in (approved, signed) if number is not None), default=None)


def list_review_queue(session: Session, principal: Principal, *, limit: int = 50) -> Sequence[QueuedReview]:
    """Texts under review, gravest level first, then by what is due first."""
    brands = principal.visible_brands()
    query = (
        select(Review, Draft, Case)
        .join(Draft, Draft.id == Review.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .where(
            Draft.status == DraftStatus.IN_REVIEW,
            Review.number == Draft.number,
            Case.status == CaseStatus.OPEN,
            true() if brands is None else Case.brand.in_(brands),
        )
        .order_by(Case.level, Case.next_due_at, Review.submitted_at)
        .limit(limit)
    )
    return [
        QueuedReview(
            review_id=review.id,
            draft_id=draft.id,
            case_id=case.id,
            case_title=case.title,
            brand_name=case.brand_name,
            level=case.level,
            statement=draft.statement,
            language=draft.language,
            number=review.number,
            submitted_at=review.submitted_at,
            next_due_at=case.next_due_at,
            assigned_to=review.assigned_to,
        )
        for review, draft, case in session.execute(query)
    ]


def next_place(session: Session, table: type[FindingDecision | Review | SignOff], draft: Draft) -> int:
    """The place of a draft's next row of this table; the caller holds the draft's lock."""
    return (session.scalar(select(func.max(table.place)).where(table.draft_id == draft.id)) or 0) + 1
