"""Reading cases. Every query takes the person who asks: what another brand has does not exist for them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from service.audit.canonical import sha256
from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data
from service.errors import NotFound
from service.i18n import Localized
from service.models import BriefChange, BriefVersion, Case, CaseStatus, ChecklistItem, LegalNote
from service.users import Permission, Principal

NO_SUCH_CASE = Localized(zh="没有这个案件", en="there is no such case")
NO_SUCH_STEP = Localized(zh="没有这一步", en="there is no such step")
_ERASED = Localized(zh="这一版简报的内容已依法删除", en="the content of this version of the brief was lawfully erased")


def get_case(session: Session, principal: Principal, case_id: str) -> Case:
    """The case.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    case = session.get(Case, case_id)
    if case is None or not principal.may(Permission.CASE_VIEW, case.brand):
        raise NotFound(NO_SUCH_CASE)
    return case


def lock_case(session: Session, principal: Principal, case_id: str) -> Case:
    """The case, kept from other writers until the unit of work ends.

    Raises:
        NotFound: there is none, or none that this person may see.
    """
    found = session.scalars(
        select(Case).where(Case.id == case_id).with_for_update().execution_options(populate_existing=True)
    ).first()
    if found is None or not principal.may(Permission.CASE_VIEW, found.brand):
        raise NotFound(NO_SUCH_CASE)
    return found


def list_queue(
    session: Session,
    principal: Principal,
    *,
    status: CaseStatus = CaseStatus.OPEN,
    after: tuple[str, datetime, str] | None = None,
    limit: int = 50,
) -> Sequence[Case]:
    """Cases by level, then by what is due first. `after` is (level, next_due_at, id) of the last one seen."""
    query = select(Case).where(visible_to(principal), Case.status == status)
    if after is not None:
        level, due, key = after
        query = query.where(
            (Case.level > level)
            | ((Case.level == level) & (Case.next_due_at > due))
            | ((Case.level == level) & (Case.next_due_at == due) & (Case.id > key))
        )
    # I, II, III, IV sort as text.
    return session.scalars(query.order_by(Case.level, Case.next_due_at, Case.id).limit(limit)).all()


def count_by_level(session: Session, principal: Principal) -> dict[str, int]:
    """Open cases per level."""
    query = select(Case.level, func.count()).where(visible_to(principal), Case.status == CaseStatus.OPEN).group_by(Case.level)
    return dict(session.execute(query).all())


def get_brief_version(session: Session, case: Case, number: int | None = None) -> BriefVersion:
    """A version of the brief; the newest by default.

    Raises:
        NotFound: there is no such version.
    """
    wanted = case.brief_number if number is None else number
    found = session.scalars(select(BriefVersion).where(BriefVersion.case_id == case.id, BriefVersion.number == wanted)).first()
    if found is None:
        raise NotFound(Localized(zh=f"没有第 {wanted} 版简报", en=f"there is no version {wanted} of the brief"))
    return found


def brief_of(version: BriefVersion) -> IncidentBrief:
    """The brief that a version holds.

    Raises:
        NotFound: its content was erased.
    """
    if version.content is None:
        raise NotFound(_ERASED)
    return brief_from_data(json.loads(version.content), now=version.made_at)


def is_erased(session: Session, case: Case) -> bool:
    """Whether the case's content was lawfully erased."""
    return get_brief_version(session, case).content is None


def is_whole(version: BriefVersion) -> bool:
    """Whether the content is that of the digest; an erased one is whole."""
    return version.content is None or content_digest(version.content) == version.digest


def content_digest(content: str) -> str:
    """The digest of a brief's canonical JSON."""
    return f"sha256:{sha256(content)}"


def list_changes(session: Session, case: Case, *, since: int = 1) -> Sequence[BriefChange]:
    """What changed in the brief after version `since`, by version and path."""
    query = select(BriefChange).where(BriefChange.case_id == case.id, BriefChange.number > since)
    return session.scalars(query.order_by(BriefChange.number, BriefChange.path)).all()


def list_versions(session: Session, case: Case) -> Sequence[BriefVersion]:
    """All versions of the brief, oldest first."""
    return session.scalars(select(BriefVersion).where(BriefVersion.case_id == case.id).order_by(BriefVersion.number)).all()


def list_checklist(session: Session, case: Case) -> Sequence[ChecklistItem]:
    """The case's checklist, in the playbook's order."""
    return session.scalars(select(ChecklistItem).where(ChecklistItem.case_id == case.id).order_by(ChecklistItem.step)).all()


def get_step(session: Session, case: Case, step_id: str) -> ChecklistItem:
    """A step of this case's checklist.

    Raises:
        NotFound: the case has no such step.
    """
    found = session.get(ChecklistItem, step_id)
    if found is None or found.case_id != case.id:
        raise NotFound(NO_SUCH_STEP)
    return found


def list_notes(session: Session, principal: Principal, case: Case) -> Sequence[LegalNote]:
    """The lawyers' privileged notes, for those who may read them; for everybody else there are none."""
    if not principal.may(Permission.NOTE_READ, case.brand):
        return ()
    return session.scalars(select(LegalNote).where(LegalNote.case_id == case.id).order_by(LegalNote.made_at, LegalNote.id)).all()


def visible_to(principal: Principal) -> ColumnElement[bool]:
    """The condition that a case is one this person may see."""
    brands = principal.visible_brands()
    return true() if brands is None else Case.brand.in_(brands)


def titles_of(session: Session, principal: Principal, case_ids: Iterable[str]) -> dict[str, str]:
    """What these cases are called; those this person may not see are not in it."""
    rows = session.execute(select(Case.id, Case.title, Case.brand).where(Case.id.in_(set(case_ids))))
    return {row.id: row.title for row in rows if principal.may(Permission.CASE_VIEW, row.brand)}
