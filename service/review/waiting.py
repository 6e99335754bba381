"""What waits for one person, per case: texts to review or sign, own texts to change, steps whose hour has come."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import Session

from service.assessment.tables import load_tables
from service.brands import find_brand
from service.briefs import Level
from service.cases.queries import visible_to
from service.models import Case, CaseStatus, ChecklistItem, Draft, DraftStatus, DraftVersion, Review, SignOff
from service.users import EVERY_BRAND, Permission, Principal

_TO_CHANGE = (DraftStatus.CHANGES_REQUESTED, DraftStatus.REJECTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in one case.

    Attributes:
        reviews: texts under review that a role of the person has still to sign, or that are assigned to the person.
        changes: texts the person wrote and a reviewer sent back.
        steps: open steps of the checklist whose hour has passed.
    """

    reviews: int = 0
    changes: int = 0
    steps: int = 0

    @property
    def is_anything(self) -> bool:
        """Whether anything waits at all."""
        return bool(self.reviews or self.changes or self.steps)


def waiting_for(
    session: Session, principal: Principal, now: datetime, cases: Collection[str] | None = None
) -> Mapping[str, Waiting]:
    """What waits for the person, by the case's key; of `cases` alone where given."""
    here = Case.id.in_(cases) if cases is not None else true()
    reviews, changes = _reviews(session, principal, here), _changes(session, principal, here)
    steps = _steps(session, principal, now, here)
    return {key: Waiting(reviews[key], changes[key], steps[key]) for key in {*reviews, *changes, *steps}}


def is_waiting(session: Session, principal: Principal, now: datetime) -> ColumnElement[bool]:
    """The condition that something waits for the person in a case: as `waiting_for`, left to the database where cases are many."""
    sent_back = exists().where(
        Draft.case_id == Case.id,
        Draft.status.in_(_TO_CHANGE),
        DraftVersion.draft_id == Draft.id,
        DraftVersion.number == Draft.number,
        DraftVersion.author_id == principal.user_id,
    )
    due = exists().where(ChecklistItem.case_id == Case.id, ChecklistItem.done_at.is_(None), ChecklistItem.due_at <= now)
    edits = principal.may(Permission.CASE_EDIT, EVERY_BRAND)
    brands = [brand for brand in principal.roles if principal.may(Permission.CASE_EDIT, brand)]
    editable = true() if edits else Case.brand.in_(brands)
    to_review = _reviews(session, principal, true())
    return (Case.status == CaseStatus.OPEN) & (Case.id.in_(list(to_review)) | sent_back | (editable & due))


def _reviews(session: Session, principal: Principal, here: ColumnElement[bool]) -> Counter[str]:
    query = (
        select(Draft.id, Case.id, Case.brand, Case.brand_name, Case.level, Review.assigned_to)
        .join(Case, Case.id == Draft.case_id)
        .join(Review, (Review.draft_id == Draft.id) & (Review.number == Draft.number))
        .join(DraftVersion, (DraftVersion.draft_id == Draft.id) & (DraftVersion.number == Draft.number))
        .where(*_open(principal, here), Draft.status == DraftStatus.IN_REVIEW, Review.verdict.is_(None))
        .where(DraftVersion.author_id != principal.user_id)
    )
    rows = session.execute(query).all()
    signed: dict[str, list[tuple[str, str]]] = {}
    given = (
        select(SignOff.draft_id, SignOff.role, SignOff.user_id)
        .join(Draft, (Draft.id == SignOff.draft_id) & (Draft.number == SignOff.number))
        .join(Case, Case.id == Draft.case_id)
        .where(*_open(principal, here), Draft.status == DraftStatus.IN_REVIEW)
    )
    for draft_id, role, user_id in session.execute(given):
        signed.setdefault(draft_id, []).append((role, user_id))
    found: Counter[str] = Counter()
    for draft_id, case_id, brand, brand_name, level, assigned in {row[0]: row for row in rows}.values():
        have = signed.get(draft_id, [])
        if any(user == principal.user_id for _, user in have) or not principal.may(Permission.REVIEW_DECIDE, brand):
            continue
        missing = Counter(_asked(brand_name, level)) - Counter(role for role, _ in have)
        if assigned == principal.user_id or any(role.value in missing for role in principal.roles_for(brand)):
            found[case_id] += 1
    return found


def _changes(session: Session, principal: Principal, here: ColumnElement[bool]) -> Counter[str]:
    query = (
        select(Case.id, func.count())
        .join(Draft, Draft.case_id == Case.id)
        .join(DraftVersion, (DraftVersion.draft_id == Draft.id) & (DraftVersion.number == Draft.number))
        .where(*_open(principal, here), Draft.status.in_(_TO_CHANGE), DraftVersion.author_id == principal.user_id)
        .group_by(Case.id)
    )
    return Counter({key: count for key, count in session.execute(query)})  # noqa: C416 - dict() takes no rows in mypy's eyes


def _steps(session: Session, principal: Principal, now: datetime, here: ColumnElement[bool]) -> Counter[str]:
    query = (
        select(Case.id, Case.brand, func.count())
        .join(ChecklistItem, ChecklistItem.case_id == Case.id)
        .where(*_open(principal, here), ChecklistItem.done_at.is_(None), ChecklistItem.due_at <= now)
        .group_by(Case.id, Case.brand)
    )
    rows = session.execute(query)
    return Counter({case_id: count for case_id, brand, count in rows if principal.may(Permission.CASE_EDIT, brand)})


def _open(principal: Principal, here: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return visible_to(principal), Case.status == CaseStatus.OPEN, here


@cache
def _asked(brand_name: str, level: str) -> tuple[str, ...]:
    """The roles a level asks for, as the assessment does: shipped tables, the same as long as the service runs."""
    brand = find_brand(brand_name)
    return load_tables(brand.key if brand is not None else None).response.levels[Level(level)].sign_off
