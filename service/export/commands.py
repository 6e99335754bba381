"""Recording where a signed text went, taking it back, and keeping what it promised."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.assessment.assess import assess
from service.audit import Action, Subject, record
from service.brands import find_brand
from service.cases.clocks import wind_clock
from service.cases.queries import brief_of, get_brief_version, get_case, lock_case
from service.drafting.queries import get_version, lock_draft, segments_of
from service.errors import InvalidInput, NotAllowedNow, NotFound, Problem
from service.export.exporting import NOT_SIGNED, SIGNED
from service.i18n import Localized
from service.models import BriefVersion, Case, DraftStatus, DraftVersion, Release, ReleasedCommitment
from service.users import Permission, Principal

MAX_PLACE, MAX_ADDRESS = 80, 2_000


def release(session: Session, principal: Principal, draft_id: str, *, place: str, address: str, released_at: datetime) -> Release:
    """Records that the signed text went out. Its promises enter the ledger of commitments.

    Raises:
        NotAllowedNow: the newest version is not signed.
        InvalidInput: no place, or a moment that lies ahead.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_RELEASE, case.brand)
    if draft.status not in SIGNED:
        raise NotAllowedNow([NOT_SIGNED])
    now = clock.now()
    if not place.strip() or len(place) > MAX_PLACE or len(address) > MAX_ADDRESS:
        raise _invalid("place", "请写明发布在哪里", "say where it was released")
    if released_at > now:
        raise _invalid("released_at", "这个时间还没有到", "this moment lies ahead")
    version = get_version(session, draft)
    made = Release(
        draft_id=draft.id,
        number=version.number,
        place=place,
        address=address,
        released_at=released_at,
        user_id=principal.user_id,
        recorded_at=now,
    )
    session.add(made)
    draft.status = DraftStatus.RELEASED
    session.flush()
    _wind_clock(session, principal, case)
    _keep_promises(session, case, made, version)
    record(
        session,
        Action.STATEMENT_RELEASED,
        actor_id=principal.user_id,
        subject=Subject("release", made.id, case.id),
        detail={"draft": draft.id, "number": version.number, "digest": version.digest, "place": place},
        private={"address": address},
    )
    return made


def withdraw(session: Session, principal: Principal, release_id: str, *, reason: str, draft_id: str | None = None) -> Release:
    """Records that a released text was taken back.

    Raises:
        NotFound: there is no such release for this person, or it is not one of the draft `draft_id`.
        NotAllowedNow: it was taken back already.
        InvalidInput: no reason.
    """
    made = session.get(Release, release_id)
    if made is None or draft_id not in {None, made.draft_id}:
        raise NotFound(Localized(zh="没有这次发布", en="there is no such release"))
    draft, case = lock_draft(session, principal, made.draft_id)
    principal.demand(Permission.STATEMENT_RELEASE, case.brand)
    # Read anew under the lock: of two who take it back at once, the second is told.
    session.refresh(made)
    if made.withdrawn_at is not None:
        raise NotAllowedNow([Localized(zh="已经撤回过了", en="it was taken back already")])
    if not reason.strip():
        raise _invalid("reason", "请写明理由", "give a reason")
    made.withdrawn_at, made.withdrawal_reason = clock.now(), reason
    session.flush()
    _wind_clock(session, principal, case)
    record(
        session,
        Action.STATEMENT_WITHDRAWN,
        actor_id=principal.user_id,
        subject=Subject("release", made.id, case.id),
        detail={"draft": draft.id},
        private={"reason": reason},
    )
    return made


def keep_commitment(session: Session, principal: Principal, commitment_id: str) -> ReleasedCommitment:
    """Records that a promise was kept.

    Raises:
        NotFound: there is no such promise for this person.
        NotAllowedNow: it was kept already.
    """
    promise = session.scalars(select(ReleasedCommitment).where(ReleasedCommitment.id == commitment_id).with_for_update()).first()
    if promise is None:
        raise NotFound(Localized(zh="没有这项承诺", en="there is no such promise"))
    case = get_case(session, principal, promise.case_id)
    principal.demand(Permission.CASE_EDIT, case.brand)
    if promise.kept_at is not None:
        raise NotAllowedNow([Localized(zh="已经记为兑现", en="it was recorded as kept")])
    promise.kept_at, promise.kept_by = clock.now(), principal.user_id
    record(
        session,
        Action.COMMITMENT_KEPT,
        actor_id=principal.user_id,
        subject=Subject("commitment", promise.id, case.id),
        detail={"commitment": promise.commitment},
    )
    return promise


def _wind_clock(session: Session, principal: Principal, case: Case) -> None:
    """What went out, or was taken back, decides what the case owes next."""
    held = lock_case(session, principal, case.id)
    brief = brief_of(get_brief_version(session, held))
    wind_clock(session, held, brief, assess(brief, find_brand(brief.brand)))


def _keep_promises(session: Session, case: Case, made: Release, version: DraftVersion) -> None:
    brief_version = session.get(BriefVersion, version.brief_id)
    assert brief_version is not None
    said = {ident for segment in segments_of(version) for ident in segment.basis}
    session.add_all(
        ReleasedCommitment(
            case_id=case.id, release_id=made.id, commitment=item.id, text=item.text, owner=item.owner, due_at=item.due
        )
        for item in brief_of(brief_version).approved_commitments
        if item.id in said
    )


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code=field, message=Localized(zh=zh, en=en))])
