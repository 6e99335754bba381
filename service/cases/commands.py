"""What people do with cases. Each command takes the session of a unit of work and the person, and leaves one audit event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.audit import Action, Subject, record
from service.audit.canonical import canonical_json
from service.brands import BrandProfile, find_brand
from service.briefs import IncidentBrief
from service.cases.changes import Change, changes
from service.cases.checklist import steps_for
from service.cases.clocks import wind_clock
from service.cases.queries import NO_SUCH_STEP, brief_of, content_digest, get_brief_version, is_erased, lock_case
from service.cases.wholeness import require_whole
from service.errors import Conflict, InvalidInput, NotAllowedNow, NotFound, Problem
from service.i18n import Localized
from service.models import BriefChange, BriefVersion, Case, CaseStatus, ChecklistItem, LegalNote
from service.users import Permission, Principal

MAX_NOTE = 20_000
MAX_OWNER = 80
_CLOSED = Localized(zh="案件已结案，先重新打开", en="the case is closed; reopen it first")


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who does a step of the checklist, and until when; None: no hour."""

    owner: str
    due_at: datetime | None

    def to_second(self) -> tuple[str, int | None]:
        """As a form shows it, which has no fractions of a second."""
        return self.owner, int(self.due_at.timestamp()) if self.due_at is not None else None


def brand_key(name: str) -> str:
    """What a brand is called in the database: the profile's key, or the folded name of one without a profile."""
    profile = find_brand(name)
    return profile.key if profile is not None else " ".join(name.split()).casefold()


def open_case(session: Session, principal: Principal, brief: IncidentBrief) -> Case:
    """A new case with version 1 of its brief and the checklist of its playbook.

    Raises:
        NotFound, Forbidden: the person opens no cases for this brand.
        InvalidInput: words in it were read as orders to the drafter.
    """
    key = brand_key(brief.brand)
    principal.demand(Permission.CASE_OPEN, key)
    require_whole(brief)
    graded = assess(brief, _profile(brief))
    now = clock.now()
    case = Case(
        brand=key,
        brand_name=brief.brand,
        title=brief.incident.title,
        kind=brief.incident.kind.value,
        jurisdiction=brief.incident.jurisdiction.value,
        level=graded.level.value,
        opened_by=principal.user_id,
        opened_at=now,
        next_due_at=graded.clock.first_statement_due_at,
        brief_number=1,
    )
    session.add(case)
    session.flush()
    version = _add_version(session, principal, case, brief, reason="")
    _extend_checklist(session, case, brief, graded)
    record(
        session,
        Action.CASE_OPENED,
        actor_id=principal.user_id,
        subject=_subject(case),
        detail={"brief": version.digest, "level": case.level, "kind": case.kind},
        private={"title": case.title},
    )
    return case


def change_brief(
    session: Session, principal: Principal, case_id: str, brief: IncidentBrief, *, expected: int, reason: str = ""
) -> tuple[Case, tuple[Change, ...]]:
    """A new version of the brief, and what changed; nothing is written when nothing changed.

    Args:
        session: of the unit of work.
        principal: who changes it.
        case_id: of which case.
        brief: the whole new brief; its brand stays the case's.
        expected: the case's `version` that the person saw.
        reason: in the person's words.

    Raises:
        Conflict: the case was changed since `expected`.
        NotAllowedNow: the case is closed.
        InvalidInput: another brand, or words were read as orders to the drafter.
    """
    case = lock_case(session, principal, case_id)
    principal.demand(Permission.CASE_EDIT, case.brand)
    _require_version(case, expected)
    _require_open(case)
    require_whole(brief)
    if brand_key(brief.brand) != case.brand:
        message = Localized(zh="案件的品牌不能改；请另开案件", en="a case keeps its brand; open another case")
        raise InvalidInput([Problem(field="brand", code="brand", message=message)])
    before = brief_of(get_brief_version(session, case))
    # The time of issue is that of a text, not of the ledger: a case's brief is as new as its version.
    found = tuple(c for c in changes(brief_data(before), brief_data(brief)) if c.path != "issued_at")
    if not found:
        return case, ()
    graded = assess(brief, _profile(brief))
    case.brief_number += 1
    case.title, case.level = brief.incident.title, graded.level.value
    case.kind, case.jurisdiction = brief.incident.kind.value, brief.incident.jurisdiction.value
    wind_clock(session, case, brief, graded)
    version = _add_version(session, principal, case, brief, reason=reason)
    session.add_all(
        BriefChange(case_id=case.id, number=case.brief_number, path=c.path, before=c.before, after=c.after) for c in found
    )
    _extend_checklist(session, case, brief, graded)
    record(
        session,
        Action.CASE_BRIEF_CHANGED,
        actor_id=principal.user_id,
        subject=_subject(case),
        detail={"brief": version.digest, "number": case.brief_number, "level": case.level, "paths": [c.path for c in found]},
        private={"reason": reason} if reason else None,
    )
    return case, found


def close_case(session: Session, principal: Principal, case_id: str, *, expected: int) -> Case:
    """Closes a case.

    Raises:
        Conflict: it was changed since `expected`.
        NotAllowedNow: it is closed.
    """
    return _set_status(session, principal, case_id, expected, CaseStatus.CLOSED)


def reopen_case(session: Session, principal: Principal, case_id: str, *, expected: int) -> Case:
    """Opens a closed case again.

    Raises:
        Conflict: it was changed since `expected`.
        NotAllowedNow: it is open.
    """
    return _set_status(session, principal, case_id, expected, CaseStatus.OPEN)


def finish_step(
    session: Session, principal: Principal, item_id: str, *, answer: str = "", done: bool = True, was_done: bool | None = None
) -> ChecklistItem:
    """Marks a step of the checklist as done, or takes that back.

    Args:
        session: of the unit of work.
        principal: who does it.
        item_id: which step.
        answer: in the person's words.
        done: done, or not done after all.
        was_done: what the person saw; None where nobody looked.

    Raises:
        NotFound: there is no such step for this person.
        Conflict: it is not as the person saw it.
        NotAllowedNow: the case is closed.
    """
    item, case = _lock_step(session, principal, item_id)
    if was_done is not None and was_done is not (item.done_at is not None):
        raise Conflict
    item.done_at = clock.now() if done else None
    item.done_by = principal.user_id if done else None
    item.answer = answer or None
    record(
        session,
        Action.STEP_DONE if done else Action.STEP_REOPENED,
        actor_id=principal.user_id,
        subject=Subject("step", item.id, case.id),
        detail={"step": item.step},
        private={"answer": answer} if answer else None,
    )
    return item


def assign_step(
    session: Session, principal: Principal, item_id: str, *, owner: str, due_at: datetime | None, seen: Assigned | None = None
) -> ChecklistItem:
    """Changes who does a step of the checklist and until when.

    Args:
        session: of the unit of work.
        principal: who changes it.
        item_id: which step.
        owner: a role or a name.
        due_at: until when; None: no hour.
        seen: what the person saw, to the second; None where nobody looked.

    Raises:
        NotFound: there is no such step for this person.
        InvalidInput: no owner, or too long a one.
        Conflict: it is not as the person saw it.
        NotAllowedNow: the case is closed.
    """
    item, case = _lock_step(session, principal, item_id)
    owner = " ".join(owner.split())
    if not owner or len(owner) > MAX_OWNER:
        message = Localized(zh=f"请写明负责人，最多 {MAX_OWNER} 个字符", en=f"say who does it, in at most {MAX_OWNER} characters")
        raise InvalidInput([Problem(field="owner", code="length", message=message)])
    before = Assigned(item.owner, item.due_at)
    if seen is not None and seen.to_second() != before.to_second():
        raise Conflict
    item.owner, item.due_at = owner, due_at
    record(
        session,
        Action.STEP_ASSIGNED,
        actor_id=principal.user_id,
        subject=Subject("step", item.id, case.id),
        detail={"step": item.step, "due_from": _told(before.due_at), "due_to": _told(due_at)},
        private={"owner_from": before.owner, "owner_to": owner},
    )
    return item


def write_note(session: Session, principal: Principal, case_id: str, text: str) -> LegalNote:
    """A privileged note of the lawyers.

    Raises:
        InvalidInput: empty or too long.
        Forbidden: the person writes no such notes.
    """
    case = lock_case(session, principal, case_id)
    principal.demand(Permission.NOTE_WRITE, case.brand)
    if not text.strip() or len(text) > MAX_NOTE:
        message = Localized(zh=f"内容不能为空，最多 {MAX_NOTE} 个字符", en=f"not empty, at most {MAX_NOTE} characters")
        raise InvalidInput([Problem(field="text", code="length", message=message)])
    note = LegalNote(case_id=case.id, author_id=principal.user_id, made_at=clock.now(), text=text)
    session.add(note)
    session.flush()
    record(session, Action.NOTE_WRITTEN, actor_id=principal.user_id, subject=Subject("note", note.id, case.id))
    return note


def brief_data(brief: IncidentBrief) -> dict[str, object]:
    """A brief as plain data, absent keys left out: what is kept and compared."""
    data: dict[str, object] = brief.model_dump(mode="json", by_alias=True, exclude_none=True)
    return data


def _add_version(session: Session, principal: Principal, case: Case, brief: IncidentBrief, *, reason: str) -> BriefVersion:
    content = canonical_json(brief_data(brief))
    version = BriefVersion(
        case_id=case.id,
        number=case.brief_number,
        content=content,
        digest=content_digest(content),
        author_id=principal.user_id,
        made_at=clock.now(),
        reason=reason,
    )
    session.add(version)
    session.flush()
    return version


def _lock_step(session: Session, principal: Principal, item_id: str) -> tuple[ChecklistItem, Case]:
    """A step of an open case, kept from other writers.

    Raises:
        NotFound, Forbidden: not this person's to change.
        NotAllowedNow: the case is closed.
    """
    item = session.get(ChecklistItem, item_id)
    if item is None:
        raise NotFound(NO_SUCH_STEP)
    case = lock_case(session, principal, item.case_id)
    principal.demand(Permission.CASE_EDIT, case.brand)
    _require_open(case)
    # Read anew under the case's lock: the row may be older than the lock.
    session.refresh(item)
    return item, case


def _told(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _extend_checklist(session: Session, case: Case, brief: IncidentBrief, graded: Assessment) -> None:
    """Adds the steps that the present kind and level ask for and the case does not have; none is taken away."""
    known = set(_step_names(session, case))
    session.add_all(
        ChecklistItem(case_id=case.id, step=step.step, title=step.title, owner=step.owner, due_at=step.due_at)
        for step in steps_for(brief, graded.level)
        if step.step not in known
    )
    session.flush()


def _step_names(session: Session, case: Case) -> Sequence[str]:
    return session.scalars(select(ChecklistItem.step).where(ChecklistItem.case_id == case.id)).all()


def _set_status(session: Session, principal: Principal, case_id: str, expected: int, status: CaseStatus) -> Case:
    case = lock_case(session, principal, case_id)
    principal.demand(Permission.CASE_CLOSE, case.brand)
    _require_version(case, expected)
    if case.status is status:
        raise NotAllowedNow([Localized(zh="案件已经是这个状态", en="the case is in this state already")])
    if status is CaseStatus.OPEN and is_erased(session, case):
        raise NotAllowedNow(
            [Localized(zh="内容已依法删除，不能重新打开", en="its content was lawfully erased; it is not opened again")]
        )
    case.status = status
    case.closed_at = clock.now() if status is CaseStatus.CLOSED else None
    action = Action.CASE_CLOSED if status is CaseStatus.CLOSED else Action.CASE_REOPENED
    record(session, action, actor_id=principal.user_id, subject=_subject(case))
    return case


def _require_version(case: Case, expected: int) -> None:
    if case.version != expected:
        raise Conflict


def _require_open(case: Case) -> None:
    if case.status is not CaseStatus.OPEN:
        raise NotAllowedNow([_CLOSED])


def _subject(case: Case) -> Subject:
    return Subject("case", case.id, case.id)


def _profile(brief: IncidentBrief) -> BrandProfile | None:
    return find_brand(brief.brand)
