"""Reading reviews: the situation of a text, and the queue."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from sqlalchemy import ColumnElement, func, literal, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from service.assessment.assess import assess
from service.audit.queries import reached
from service.brands import find_brand
from service.cases.queries import brief_of, get_brief_version
from service.drafting.queries import findings_of, gaps_of, stale_sentences
from service.models import (
    BriefVersion,
    Case,
    CaseStatus,
    Comment,
    DecisionKind,
    Draft,
    DraftStatus,
    DraftVersion,
    FindingDecision,
    Review,
    SignOff,
    User,
    Verdict,
)
from service.models.base import Instant
from service.review.policy import Decision, Situation, decided, keyed
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
    channel: str
    submitted_by_name: str
    assigned_name: str | None
    is_approved: bool


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What of the queue is wanted. `brand`: a key; `assigned_to`: one reviewer's; `unassigned`: nobody's in particular."""

    brand: str = ""
    assigned_to: str | None = None
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """A place in the queue: that of the text after which to go on."""

    level: str
    due: datetime
    submitted: datetime
    review_id: str


@dataclass(frozen=True, slots=True)
class WrongFinding:
    """A finding that a reviewer called wrong: what the rule said of which words, and why that is wrong."""

    rule: str
    draft_id: str
    brand_name: str
    number: int
    text: str
    message: str
    reason: str
    by: str
    at: datetime


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
        findings=decided(findings_of(version), list_decisions(session, draft), reached(session)),
        gaps=len(gaps_of(version)),
        stale=len(stale_sentences(session, case, version)),
        signed=tuple((Role(row.role), row.user_id) for row in signed),
        verdicts=tuple(row.verdict for row in reviews if row.verdict is not None),
        case_open=case.status is CaseStatus.OPEN,
    )


def list_decisions(session: Session, draft: Draft) -> Sequence[Decision]:
    """What was decided of the draft's findings, oldest first."""
    query = select(FindingDecision).where(FindingDecision.draft_id == draft.id).order_by(FindingDecision.place)
    return [Decision(row.finding, row.kind, row.reason, row.expires_at, row.user_id) for row in session.scalars(query)]


def list_sign_offs(session: Session, draft: Draft, number: int) -> Sequence[SignOff]:
    """The sign-offs of a version, in the order they were given."""
    query = select(SignOff).where(SignOff.draft_id == draft.id, SignOff.number == number).order_by(SignOff.place)
    return session.scalars(query).all()


def list_comments(session: Session, draft: Draft) -> Sequence[Comment]:
    """The remarks on a draft, oldest first."""
    return session.scalars(select(Comment).where(Comment.draft_id == draft.id).order_by(Comment.at, Comment.id)).all()


def last_approved(session: Session, draft: Draft, *, before: int | None = None) -> int | None:
    """The newest version that was approved or signed; of those before version `before`, where it is given.

    What changed since is what a reviewer has to read.
    """
    limit = before if before is not None else draft.number + 1
    approved = select(func.max(Review.number)).where(
        Review.draft_id == draft.id, Review.number < limit, Review.verdict == Verdict.APPROVED
    )
    signed = select(func.max(SignOff.number)).where(SignOff.draft_id == draft.id, SignOff.number < limit)
    found = (session.scalar(approved), session.scalar(signed))
    return max((number for number in found if number is not None), default=None)


def last_read(session: Session, draft: Draft, user_id: str, *, before: int) -> int | None:
    """The newest version before version `before` of which this person gave a verdict, whatever it was, or which they signed."""
    judged = select(func.max(Review.number)).where(
        Review.draft_id == draft.id, Review.number < before, Review.decided_by == user_id
    )
    signed = select(func.max(SignOff.number)).where(
        SignOff.draft_id == draft.id, SignOff.number < before, SignOff.user_id == user_id
    )
    found = (session.scalar(judged), session.scalar(signed))
    return max((number for number in found if number is not None), default=None)


def list_reviews(session: Session, draft: Draft) -> Sequence[Review]:
    """All rounds of a draft, oldest first."""
    return session.scalars(select(Review).where(Review.draft_id == draft.id).order_by(Review.place)).all()


def list_review_queue(
    session: Session, principal: Principal, *, wanted: QueueFilter | None = None, after: QueuePlace | None = None, limit: int = 50
) -> Sequence[QueuedReview]:
    """Texts under review, gravest level first, then by what is due first; those after the place `after`. One query.

    Times are in the offset of the case's brief.
    """
    wanted = wanted or QueueFilter()
    order = (Case.level, Case.next_due_at, Review.submitted_at, Review.id)
    # A version that was given to review again is there once, in its newest round.
    newest = select(func.max(Review.place)).where(Review.draft_id == Draft.id).correlate(Draft).scalar_subquery()
    # Sorted by keys alone: with the briefs' words in every row ten thousand cases take a second.
    page = (
        select(Review.id)
        .join(Draft, Draft.id == Review.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .where(
            Draft.status == DraftStatus.IN_REVIEW,
            Review.place == newest,
            Case.status == CaseStatus.OPEN,
            _visible(principal),
            *_wanted(wanted),
            *_after(after),
        )
        .order_by(*order)
        .limit(limit)
        .subquery()
    )
    submitter, reviewer = aliased(User), aliased(User)
    query = (
        select(Review, Draft, Case, submitter.name, reviewer.name, BriefVersion.content)
        .join(page, page.c.id == Review.id)
        .join(Draft, Draft.id == Review.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .join(submitter, submitter.id == Review.submitted_by)
        .outerjoin(reviewer, reviewer.id == Review.assigned_to)
        .outerjoin(BriefVersion, (BriefVersion.case_id == Case.id) & (BriefVersion.number == Case.brief_number))
        .order_by(*order)
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
            submitted_at=review.submitted_at.astimezone(_zone(content)),
            next_due_at=case.next_due_at.astimezone(_zone(content)),
            assigned_to=review.assigned_to,
            channel=draft.channel,
            submitted_by_name=submitted_by,
            assigned_name=assigned,
            is_approved=review.verdict is Verdict.APPROVED,
        )
        for review, draft, case, submitted_by, assigned, content in session.execute(query)
    ]


def list_brands_under_review(session: Session, principal: Principal) -> Sequence[tuple[str, str]]:
    """Key and name of the brands that have texts under review, by name."""
    query = (
        select(Case.brand, func.min(Case.brand_name))
        .join(Draft, Draft.case_id == Case.id)
        .where(Draft.status == DraftStatus.IN_REVIEW, Case.status == CaseStatus.OPEN, _visible(principal))
        .group_by(Case.brand)
        .order_by(func.min(Case.brand_name))
    )
    return [(key, name) for key, name in session.execute(query)]


def _zone(content: str | None) -> tzinfo | None:
    """The offset a kept brief gives; UTC where its content was erased."""
    if content is None:
        return UTC
    return datetime.fromisoformat(json.loads(content)["issued_at"]).tzinfo


def _visible(principal: Principal) -> ColumnElement[bool]:
    brands = principal.visible_brands()
    return true() if brands is None else Case.brand.in_(brands)


def _wanted(wanted: QueueFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.brand:
        yield Case.brand == wanted.brand
    if wanted.assigned_to is not None:
        yield Review.assigned_to == wanted.assigned_to
    elif wanted.unassigned:
        yield Review.assigned_to.is_(None)


def _after(place: QueuePlace | None) -> Iterator[ColumnElement[bool]]:
    if place is not None:
        columns = tuple_(Case.level, Case.next_due_at, Review.submitted_at, Review.id)
        yield columns > tuple_(
            literal(place.level), literal(place.due, Instant), literal(place.submitted, Instant), literal(place.review_id)
        )


def list_wrong_findings(session: Session, brands: Collection[str] | None, *, limit: int = 200) -> Sequence[WrongFinding]:
    """Findings that reviewers called wrong, newest first; `brands` None: of every brand."""
    query = (
        select(FindingDecision, DraftVersion, Case, User.name)
        .join(Draft, Draft.id == FindingDecision.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .join(
            DraftVersion,
            (DraftVersion.draft_id == FindingDecision.draft_id) & (DraftVersion.number == FindingDecision.number),
        )
        .join(User, User.id == FindingDecision.user_id)
        .where(FindingDecision.kind == DecisionKind.WRONG, true() if brands is None else Case.brand.in_(brands))
        .order_by(FindingDecision.at.desc(), FindingDecision.place.desc(), FindingDecision.id)
        .limit(limit)
    )
    rows = []
    for decision, version, case, name in session.execute(query):
        # The version's words may have been erased; then the finding's stay out too.
        found = dict(keyed(findings_of(version))).get(decision.finding) if version.text is not None else None
        rows.append(
            WrongFinding(
                rule=decision.rule,
                draft_id=decision.draft_id,
                brand_name=case.brand_name,
                number=decision.number,
                text=found.text if found is not None else "",
                message=found.message if found is not None else "",
                reason=decision.reason,
                by=name,
                at=decision.at,
            )
        )
    return rows


def next_place(session: Session, table: type[FindingDecision | Review | SignOff], draft: Draft) -> int:
    """The place of a draft's next row of this table; the caller holds the draft's lock."""
    return (session.scalar(select(func.max(table.place)).where(table.draft_id == draft.id)) or 0) + 1
