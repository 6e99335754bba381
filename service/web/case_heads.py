"""What stands above every page of a case: level, clock, who signs and speaks, what is asked of whoever looks at it."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from service import clock
from service.assessment.assess import LATE, assess
from service.brands import find_brand
from service.briefs import IncidentBrief
from service.cases.checklist import PAUSE_STEP
from service.cases.clocks import DueKind, due_of, last_release
from service.cases.queries import list_checklist
from service.drafting.queries import get_version, list_drafts, stale_sentences
from service.i18n import UiLanguage
from service.models import Case, CaseStatus, DraftStatus
from service.users import Permission, Principal
from service.users.queries import names_or_keys
from service.web.contexts_cases import CaseHead, CaseMay, StepView
from service.web.times import deadline

_FIRST = 6


def head_of(
    session: Session, principal: Principal, case: Case, brief: IncidentBrief, language: UiLanguage
) -> tuple[CaseHead, tuple[StepView, ...]]:
    """The head of a case's pages, and the steps of its checklist."""
    brand = find_brand(brief.brand)
    graded = assess(brief, brand)
    now = clock.now()
    due = due_of(brief, graded, last_release(session, case))
    steps = steps_of(session, case, brief, language)
    is_open = case.status is CaseStatus.OPEN
    level = graded.level.value
    # Once something went out, nobody is to hurry the first statement.
    is_out = due.kind is not DueKind.FIRST_STATEMENT
    return (
        CaseHead(
            id=case.id,
            title=case.title,
            brand_name=case.brand_name,
            kind=case.kind,
            jurisdiction=case.jurisdiction,
            status=case.status,
            level=level,
            version=case.version,
            number=case.brief_number,
            opened_at=case.opened_at.astimezone(brief.issued_at.tzinfo),
            opened_by=names_or_keys(session, [case.opened_by])[case.opened_by],
            assessment=graded,
            warnings=tuple(text for text in graded.warnings if not (is_out and text in {LATE.zh, LATE.en})),
            due_kind=due.kind.value,
            due=deadline(language, due.at.astimezone(brief.issued_at.tzinfo), now) if is_open else None,
            spokesperson=brand.spokespeople.get(level, "") if brand is not None else "",
            escalation=brand.escalation.get(level, ()) if brand is not None else (),
            pause=_pause(steps) if is_open else None,
            stale=_stale(session, case),
            steps_left=sum(step.done_at is None for step in steps),
            steps_late=sum(
                step.done_at is None and step.due is not None and step.due.is_late and not step.is_overtaken for step in steps
            ),
            may=may_of(principal, case),
        ),
        steps,
    )


def may_of(principal: Principal, case: Case) -> CaseMay:
    """What the person may do with the case as it stands: what is closed is only read and opened again."""
    is_open = case.status is CaseStatus.OPEN

    def may(permission: Permission) -> bool:
        return principal.may(permission, case.brand)

    return CaseMay(
        edit=is_open and may(Permission.CASE_EDIT),
        keep=may(Permission.CASE_EDIT),
        draft=is_open and may(Permission.DRAFT_WRITE),
        close=may(Permission.CASE_CLOSE),
        read_notes=may(Permission.NOTE_READ),
        write_notes=may(Permission.NOTE_WRITE),
        erase=not is_open and may(Permission.CASE_ERASE),
    )


def steps_of(session: Session, case: Case, brief: IncidentBrief, language: UiLanguage) -> tuple[StepView, ...]:
    """The checklist with names and hours in the brief's offset."""
    items = list_checklist(session, case)
    names = names_or_keys(session, [item.done_by for item in items if item.done_by is not None])
    zone, now = brief.issued_at.tzinfo, clock.now()
    return tuple(
        StepView(
            id=item.id,
            title=item.title,
            owner=item.owner,
            due=deadline(language, item.due_at.astimezone(zone), now) if item.due_at is not None else None,
            done_at=item.done_at.astimezone(zone) if item.done_at is not None else None,
            done_by=names.get(item.done_by or "", ""),
            answer=item.answer or "",
            is_pause=item.step == PAUSE_STEP,
            is_overtaken=item.due_at is not None and item.due_at <= case.opened_at,
        )
        for item in items
    )


def grouped(steps: Iterable[StepView]) -> tuple[tuple[StepView, ...], ...]:
    """What comes first, by its hour; what comes after; what is done. Thirty steps at once are read by nobody."""
    known = tuple(steps)
    left = sorted((step for step in known if step.done_at is None), key=_hour)
    return tuple(left[:_FIRST]), tuple(left[_FIRST:]), tuple(step for step in known if step.done_at is not None)


def _hour(step: StepView) -> float:
    return step.due.at.timestamp() if step.due is not None else float("inf")


def _pause(steps: tuple[StepView, ...]) -> StepView | None:
    """The question about campaigns while nobody has answered it; it is asked of grave cases alone."""
    return next((step for step in steps if step.is_pause and step.done_at is None), None)


def _stale(session: Session, case: Case) -> int:
    return sum(
        len(stale_sentences(session, case, get_version(session, draft)))
        for draft in list_drafts(session, case)
        if draft.status is not DraftStatus.WITHDRAWN
    )
