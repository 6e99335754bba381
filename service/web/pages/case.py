"""The pages of one case: what is known and drafted, checklist, passages, privileged notes, history."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from service.assessment.assess import assess
from service.audit.queries import list_events
from service.brands import find_brand
from service.briefs import IncidentBrief, StatementRequest
from service.cases.queries import get_brief_version, get_case, is_erased, list_notes
from service.config import Settings
from service.drafting.knowledge import Found, knowledge_for
from service.models import Case
from service.retrieval.passages import Passage
from service.users import Permission
from service.users.queries import names_or_keys
from service.web.case_heads import grouped, head_of
from service.web.case_pages import case_page, edited_piece, language_of, newest_brief
from service.web.case_rows import event_views, version_views
from service.web.contexts_cases import (
    Assigning,
    ChecklistPage,
    ErasedCasePage,
    HistoryPage,
    NotesPage,
    NoteView,
    PassagesPage,
)
from service.web.dependencies import SIGNED_IN
from service.web.pages.brief_sections import Piece
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_EVENTS = 100


@router.get("/cases/{case_id}")
def show(
    case_id: str,
    visit: CurrentVisit,
    edit: Annotated[str, Query(max_length=60)] = "",
    back: Annotated[str, Query(max_length=40)] = "",
    done: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The case; `edit` names the piece of its brief that stands open as a form: `facts:F1`, `facts:` for a new one, `exposure:`.

    `back`: the draft one came from to fill a gap.
    """
    back = back if back.isalnum() and back.isascii() else ""
    with visit.database.reading() as session:
        case = get_case(session, visit.principal, case_id)
        if is_erased(session, case):
            return _erased(session, case, visit)
        editing = None
        if edit:
            visit.principal.demand(Permission.CASE_EDIT, case.brand)
            section, _, key = edit.partition(":")
            _, brief = newest_brief(session, visit.principal, case_id)
            editing = replace(edited_piece(brief, case.brief_number, Piece(section, key)), back=back)
        page = replace(case_page(session, visit, case_id, editing=editing), is_saved=done == "saved", back=back)
    return HTMLResponse(render("cases/case.html", page, visit.frame))


@router.get("/cases/{case_id}/checklist")
def show_checklist(case_id: str, visit: CurrentVisit) -> HTMLResponse:
    """The playbook's steps."""
    with visit.database.reading() as session:
        page = checklist_page(session, visit, case_id)
    return HTMLResponse(render("cases/checklist.html", page, visit.frame))


@router.get("/cases/{case_id}/passages")
def show_passages(case_id: str, visit: CurrentVisit) -> HTMLResponse:
    """What the knowledge base says about incidents like this."""
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        head, _ = head_of(session, visit.principal, case, brief, visit.language)
    found = _passages(brief, visit.settings)
    unique: dict[str, Passage] = {passage.id: passage for passages in found.passages for passage in passages}
    page = PassagesPage(
        language=visit.language,
        head=head,
        tab="passages",
        passages=tuple(unique.values()),
        notes=tuple(note.in_(visit.language) for note in found.notes),
    )
    return HTMLResponse(render("cases/passages.html", page, visit.frame))


@router.get("/cases/{case_id}/notes")
def show_notes(case_id: str, visit: CurrentVisit) -> HTMLResponse:
    """The lawyers' privileged notes.

    Raises:
        Forbidden: not for this person.
    """
    with visit.database.reading() as session:
        page = notes_page(session, visit, case_id)
    return HTMLResponse(render("cases/notes.html", page, visit.frame))


@router.get("/cases/{case_id}/history")
def show_history(case_id: str, visit: CurrentVisit, before: Annotated[int | None, Query(ge=1, le=2**62)] = None) -> HTMLResponse:
    """How the brief changed, and what happened; `before` is the number of the last event seen."""
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        head, _ = head_of(session, visit.principal, case, brief, visit.language)
        zone = brief.issued_at.tzinfo
        events = list_events(session, case_id=case.id, before=before, limit=_EVENTS + 1)
        page = HistoryPage(
            language=visit.language,
            head=head,
            tab="history",
            versions=version_views(session, case, zone, visit.language),
            events=event_views(session, events[:_EVENTS], zone, visit.language),
            older=events[_EVENTS - 1].number if len(events) > _EVENTS else None,
        )
    return HTMLResponse(render("cases/history.html", page, visit.frame))


def checklist_page(
    session: Session, visit: Visit, case_id: str, typed: tuple[str, str] = ("", ""), assigning: Assigning | None = None
) -> ChecklistPage:
    """The checklist; `typed`: a step and its answer that were not written because somebody was quicker; `assigning`: as in the page."""
    case, brief = newest_brief(session, visit.principal, case_id)
    head, steps = head_of(session, visit.principal, case, brief, visit.language)
    return ChecklistPage(
        language=visit.language, head=head, tab="checklist", steps=steps, groups=grouped(steps), typed=typed, assigning=assigning
    )


def notes_page(session: Session, visit: Visit, case_id: str) -> NotesPage:
    """The privileged notes.

    Raises:
        Forbidden: not for this person.
    """
    case, brief = newest_brief(session, visit.principal, case_id)
    visit.principal.demand(Permission.NOTE_READ, case.brand)
    head, _ = head_of(session, visit.principal, case, brief, visit.language)
    rows = list_notes(session, visit.principal, case)
    names = names_or_keys(session, [row.author_id for row in rows])
    notes = tuple(NoteView(names[row.author_id], row.made_at.astimezone(brief.issued_at.tzinfo), row.text) for row in rows)
    return NotesPage(language=visit.language, head=head, tab="notes", notes=notes)


def _passages(brief: IncidentBrief, settings: Settings) -> Found:
    """For what the assessment recommends, without a network where the index is elsewhere: a page is not held up by it."""
    brand = find_brand(brief.brand)
    graded = assess(brief, brand)
    wanted = [StatementRequest(statement=kind, language=language_of(brief)) for kind in graded.recommended]
    return knowledge_for(brief, brand, graded, wanted, settings, offline=True)


def _erased(session: Session, case: Case, visit: Visit) -> HTMLResponse:
    zone = get_brief_version(session, case).made_at.tzinfo
    page = ErasedCasePage(
        language=visit.language,
        id=case.id,
        brand_name=case.brand_name,
        level=case.level,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        versions=version_views(session, case, zone, visit.language),
        events=event_views(session, list_events(session, case_id=case.id, limit=_EVENTS), zone, visit.language),
    )
    return HTMLResponse(render("cases/erased.html", page, visit.frame))
