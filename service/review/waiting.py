"""What waits for one person, per case: texts to review, to sign, to change and to send out, steps whose hour has come."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
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
        reviews: texts without a verdict that a role of the person has still to sign, or that are assigned to the person.
        signatures: keys of approved texts that a role of the person has still to sign.
        outgoing: keys of signed texts that the person may send out.
        changes: texts the person wrote and a reviewer sent back.
        steps: open steps of the checklist whose hour has passed.
    """

    reviews: int = 0
    signatures: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    changes: int = 0
    steps: int = 0

    @property
    def is_anything(self) -> bool:
        """Whether anything waits at all."""
        return bool(self.reviews or self.signatures or self.outgoing or self.changes or self.steps)


def waiting_for(
    session: Session, principal: Principal, now: datetime, cases: Collection[str] | None = None
) -> Mapping[str, Waiting]:
    """What waits for the person, by the case's key; of `cases` alone where given."""
    here = Case.id.in_(cases) if cases is not None else true()
    asked, changes = _asked_of(session, principal, here), _changes(session, principal, here)
    outgoing, steps = _outgoing(session, principal, here), _steps(session, principal, now, here)
    return {
        key: Waiting(
            reviews=len(asked[key].reviews) if key in asked else 0,
            signatures=tuple(asked[key].signatures) if key in asked else (),
            outgoing=tuple(outgoing[key]) if key in outgoing else (),
            changes=changes[key],
            steps=steps[key],
        )
        for key in {*asked, *outgoing, *changes, *steps}
    }


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
    signed = exists().where(Draft.case_id == Case.id, Draft.status == DraftStatus.SIGNED)
    editable, releasable = _where(principal, Permission.CASE_EDIT), _where(principal, Permission.STATEMENT_RELEASE)
    asked = _asked_of(session, principal, true())
    waits = Case.id.in_(list(asked)) | sent_back | (editable & due) | (releasable & signed)
    return (Case.status == CaseStatus.OPEN) & waits


@dataclass(slots=True)
class _Asked:
    """Keys of the texts of one case that a person is asked to review, or to sign."""

    reviews: list[str] = field(default_factory=list)
    signatures: list[str] = field(default_factory=list)


def _where(principal: Principal, permission: Permission) -> ColumnElement[bool]:
    """The condition that the person may do this for a case's brand."""
    brands = [brand for brand in principal.roles if principal.may(permission, brand)]
    return true() if principal.may(permission, EVERY_BRAND) else Case.brand.in_(brands)


def _asked_of(session: Session, principal: Principal, here: ColumnElement[bool]) -> Mapping[str, _Asked]:
    query = (
        select(Draft.id, Case.id, Case.brand, Case.brand_name, Case.level, Review.assigned_to, Review.verdict)
        .join(Case, Case.id == Draft.case_id)
        .join(Review, (Review.draft_id == Draft.id) & (Review.number == Draft.number))
        .join(DraftVersion, (DraftVersion.draft_id == Draft.id) & (DraftVersion.number == Draft.number))
        .where(*_open(principal, here), Draft.status == DraftStatus.IN_REVIEW)
        .where(DraftVersion.author_id != principal.user_id)
        .order_by(Review.place)
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
    found: dict[str, _Asked] = {}
    # Of several rounds of one version the newest counts.
    for draft_id, case_id, brand, brand_name, level, assigned, verdict in {row[0]: row for row in rows}.values():
        have = signed.get(draft_id, [])
        if any(user == principal.user_id for _, user in have) or not principal.may(Permission.REVIEW_DECIDE, brand):
            continue
        missing = Counter(_roles_of(brand_name, level)) - Counter(role for role, _ in have)
        signs = any(role.value in missing for role in principal.roles_for(brand))
        if verdict is None and (signs or assigned == principal.user_id):
            found.setdefault(case_id, _Asked()).reviews.append(draft_id)
        elif verdict is not None and signs:
            found.setdefault(case_id, _Asked()).signatures.append(draft_id)
    return found


def _outgoing(session: Session, principal: Principal, here: ColumnElement[bool]) -> Mapping[str, list[str]]:
    query = (
        select(Case.id, Draft.id)
        .join(Draft, Draft.case_id == Case.id)
        .where(*_open(principal, here), _where(principal, Permission.STATEMENT_RELEASE), Draft.status == DraftStatus.SIGNED)
        .order_by(Draft.id)
    )
    found: dict[str, list[str]] = {}
    for case_id, draft_id in session.execute(query):
        found.setdefault(case_id, []).append(draft_id)
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
def _roles_of(brand_name: str, level: str) -> tuple[str, ...]:
    """The roles a level asks for, as the assessment does: shipped tables, the same as long as the service runs."""
    brand = find_brand(brand_name)
    return load_tables(brand.key if brand is not None else None).response.levels[Level(level)].sign_off
