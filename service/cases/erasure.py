"""Lawful erasure of a case: every word that may be about a person goes; what happened, when, by whom, and the digests stay.

Audit chain, sign-offs and digests are not touched: the chain covers salted digests of personal values and the sign-offs cover digests of texts,
so that `verify` holds afterwards. What left the house before (exports, backups) is not reached from here.
"""

import json

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.audit import Action, Subject, record
from service.cases.queries import is_erased, lock_case
from service.errors import InvalidInput, NotAllowedNow, Problem
from service.i18n import Localized
from service.models import (
    AuditEvent,
    AuditPrivate,
    BriefChange,
    BriefVersion,
    Case,
    CaseStatus,
    ChecklistItem,
    Comment,
    Draft,
    DraftVersion,
    FindingDecision,
    KnowledgeProposal,
    LegalNote,
    Release,
    ReleasedCommitment,
    Review,
)
from service.users import Permission, Principal

MAX_REASON = 500
ERASED_TITLE = "（已依法删除 / lawfully erased）"
# What stands in the place of a version's record; the database lets it be replaced by this alone.
EMPTY_RECORD = '{"findings":[],"gaps":[],"generation":null,"passages":[],"prompt":null,"segments":[]}'


def erase_case(session: Session, principal: Principal, case_id: str, *, reason: str) -> Case:
    """Erases the words of a closed case for good.

    Args:
        session: of the unit of work.
        principal: who does it.
        case_id: which case.
        reason: on what ground, such as the number of a request; it stays, so it should name nobody.

    Raises:
        NotFound, Forbidden: not this person's to do.
        NotAllowedNow: the case is open, or erased already.
        InvalidInput: no reason, or too long a one.
    """
    case = lock_case(session, principal, case_id)
    principal.demand(Permission.CASE_ERASE, case.brand)
    if case.status is not CaseStatus.CLOSED:
        raise NotAllowedNow([Localized(zh="先结案，才能删除内容", en="close the case before its content is erased")])
    if is_erased(session, case):
        raise NotAllowedNow([Localized(zh="内容已经删除过了", en="the content was erased already")])
    if not reason.strip() or len(reason) > MAX_REASON:
        message = Localized(
            zh=f"请写明依据，最多 {MAX_REASON} 个字符", en=f"say on what ground, in at most {MAX_REASON} characters"
        )
        raise InvalidInput([Problem(field="reason", code="reason", message=message)])
    versions = session.scalar(select(func.count()).select_from(BriefVersion).where(BriefVersion.case_id == case.id)) or 0
    event = record(
        session,
        Action.CASE_ERASED,
        actor_id=principal.user_id,
        subject=Subject("case", case.id, case.id),
        detail={"ground": reason.strip(), "brief_versions": versions},
    )
    _erase_brief(session, case)
    _erase_drafts(session, case)
    about = select(AuditEvent.number).where(AuditEvent.case_id == case.id, AuditEvent.number < event.number)
    session.execute(update(AuditPrivate).where(AuditPrivate.number.in_(about)).values(salt=None, value=None))
    case.title = ERASED_TITLE
    session.flush()
    return case


def _erase_brief(session: Session, case: Case) -> None:
    here = case.id
    session.execute(update(BriefVersion).where(BriefVersion.case_id == here).values(content=None, reason=""))
    session.execute(update(BriefChange).where(BriefChange.case_id == here).values(before=None, after=None))
    session.execute(update(ChecklistItem).where(ChecklistItem.case_id == here).values(answer=None, owner=""))
    session.execute(update(LegalNote).where(LegalNote.case_id == here).values(text=None))
    session.execute(update(KnowledgeProposal).where(KnowledgeProposal.case_id == here).values(title=None, text=None, reason=""))
    session.execute(update(ReleasedCommitment).where(ReleasedCommitment.case_id == here).values(text="", owner=None))


def _erase_drafts(session: Session, case: Case) -> None:
    drafts = select(Draft.id).where(Draft.case_id == case.id)
    session.execute(
        update(DraftVersion).where(DraftVersion.draft_id.in_(drafts)).values(title=None, text=None, record=EMPTY_RECORD)
    )
    for draft in session.scalars(select(Draft).where(Draft.case_id == case.id)):
        draft.request = _request_alone(draft.request)
    session.execute(update(FindingDecision).where(FindingDecision.draft_id.in_(drafts)).values(reason=""))
    session.execute(update(Review).where(Review.draft_id.in_(drafts)).values(note=""))
    session.execute(update(Comment).where(Comment.draft_id.in_(drafts)).values(text=None))
    session.execute(update(Release).where(Release.draft_id.in_(drafts)).values(address="", withdrawal_reason=None))


def _request_alone(request: str) -> str:
    """The request without the words of an earlier statement."""
    return json.dumps({name: value for name, value in json.loads(request).items() if name != "previous"}, ensure_ascii=False)
