"""What is done with a case besides editing its brief: steps, notes, statements asked for, promises kept, closing and erasing."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.briefs import NEEDS_PREVIOUS, IncidentBrief
from service.briefs.loader import brief_from_data
from service.cases.commands import brief_data, close_case, finish_step, reopen_case, write_note
from service.cases.queries import get_case, get_step
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import NO_SUCH_DRAFT, get_draft, get_version
from service.errors import Conflict, InvalidInput, NotAllowedNow, NotFound, Problem, ServiceError
from service.export.commands import keep_commitment
from service.i18n import Localized
from service.models import Release, ReleasedCommitment
from service.users import Permission, Principal
from service.web.case_pages import Asking, case_page, newest_brief
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages.brief_form import moment_value
from service.web.pages.brief_sections import offset_of
from service.web.pages.case import checklist_page, notes_page
from service.web.pages.forms import OwnForm
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_MAX_ANSWER = 2_000
_ASKED = ("statement", "audience", "channel", "language")
_NO_PROMISE = Localized(zh="没有这项承诺", en="there is no such promise")
_NOT_OUT = Localized(zh="这份文稿没有发布过", en="this text was never released")


@router.post("/cases/{case_id}/steps/{step_id}")
def submit_step(case_id: str, step_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """A step done, or not done after all; back to where the form stood. When somebody was quicker: the list as it is, and the answer typed.

    Raises:
        NotFound: there is no such case or step.
    """
    answer = fields.get("answer", "").strip()[:_MAX_ANSWER]
    was_done = {"1": True, "0": False}.get(fields.get("was_done", ""))
    try:
        with visit.database.unit_of_work() as session:
            step = get_step(session, get_case(session, visit.principal, case_id), step_id)
            finish_step(session, visit.principal, step.id, answer=answer, done=fields.get("done") != "0", was_done=was_done)
    except Conflict:
        with visit.database.reading() as session:
            page = checklist_page(session, visit, case_id, (step_id, answer))
        return HTMLResponse(render("cases/checklist.html", page, visit.frame), status_code=409)
    target = f"/cases/{case_id}" if fields.get("from") == "case" else f"/cases/{case_id}/checklist#step-{step_id}"
    return RedirectResponse(target, status_code=303)


@router.post("/cases/{case_id}/notes")
def submit_note(case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """Back to the notes with a new one.

    Raises:
        NotFound, Forbidden: not for this person.
    """
    text = fields.get("text", "")
    try:
        with visit.database.unit_of_work() as session:
            write_note(session, visit.principal, case_id, text)
    except InvalidInput as error:
        with visit.database.reading() as session:
            page = notes_page(session, visit, case_id)
        shown = replace(page, text=text, problems=problem_rows(error, visit.language))
        return HTMLResponse(render("cases/notes.html", shown, visit.frame), status_code=422)
    return RedirectResponse(f"/cases/{case_id}/notes", status_code=303)


@router.post("/cases/{case_id}/statements")
def submit_statement(case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """On to the new draft, or the form with what is wrong.

    Fields: `statement`, `audience`, `channel`, `language`; `writer` (`offline`: the composer); `issued_at` (blank: now);
    `previous`, the key of the released draft that an update, a correction or a closing statement follows, or else
    `previous_text` and `previous_issued_at`.

    Raises:
        NotFound, Forbidden: not for this person.
        NotAllowedNow: the case is closed.
    """
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        visit.principal.demand(Permission.DRAFT_WRITE, case.brand)
    try:
        with visit.database.reading() as session:
            previous = _previous(session, visit.principal, case_id, fields.get("previous", ""))
        asked = _request(brief, fields, previous)
        made = create_draft(
            visit.database,
            visit.principal,
            case_id,
            asked.requests[0],
            settings=visit.settings,
            options=DraftOptions(offline=fields.get("writer") == "offline"),
            issued_at=asked.issued_at,
            follows=fields.get("previous") if previous else None,
        )
    except NotAllowedNow as error:
        return _told(visit, case_id, error)
    except InvalidInput as error:
        rows = tuple(
            replace(row, field=row.field.removeprefix("requests[0]."), anchor="request-heading")
            for row in problem_rows(error, visit.language)
        )
        with visit.database.reading() as session:
            page = case_page(session, visit, case_id, asking=Asking(fields, rows))
        return HTMLResponse(render("cases/case.html", page, visit.frame), status_code=422)
    return RedirectResponse(f"/drafts/{made.id}", status_code=303)


@router.post("/cases/{case_id}/commitments/{commitment_id}/kept")
def submit_kept(case_id: str, commitment_id: str, _form: OwnForm, visit: CurrentVisit) -> Response:
    """Back to the case with the promise kept; told, where somebody was quicker.

    Raises:
        NotFound: there is no such case or promise.
    """
    try:
        with visit.database.unit_of_work() as session:
            get_case(session, visit.principal, case_id)
            found = session.get(ReleasedCommitment, commitment_id)
            if found is None or found.case_id != case_id:
                raise NotFound(_NO_PROMISE)
            keep_commitment(session, visit.principal, commitment_id)
    except NotAllowedNow as error:
        return _told(visit, case_id, error)
    return RedirectResponse(f"/cases/{case_id}#kept", status_code=303)


@router.post("/cases/{case_id}/status")
def submit_status(case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """The case closed (`status` closed) or opened again; told, where it was changed since the page was made.

    Raises:
        NotFound, Forbidden: not for this person.
    """
    version = fields.get("version", "")
    expected = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    change = close_case if fields.get("status") == "closed" else reopen_case
    try:
        with visit.database.unit_of_work() as session:
            change(session, visit.principal, case_id, expected=expected)
    except (Conflict, NotAllowedNow) as error:
        return _told(visit, case_id, error)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


def _told(visit: Visit, case_id: str, error: ServiceError) -> Response:
    """The case as it is now, and above it why nothing was done."""
    with visit.database.reading() as session:
        page = case_page(session, visit, case_id)
    shown = replace(page, notice=error.message.in_(visit.language))
    return HTMLResponse(render("cases/case.html", shown, visit.frame), status_code=error.status_code)


def _previous(session: Session, principal: Principal, case_id: str, draft_id: str) -> dict[str, str] | None:
    """The text that went out, and when, of a draft of this case; None where none is named."""
    if not draft_id:
        return None
    draft, case = get_draft(session, principal, draft_id)
    if case.id != case_id:
        raise NotFound(NO_SUCH_DRAFT)
    query = select(Release.released_at).where(Release.draft_id == draft.id).order_by(Release.released_at.desc()).limit(1)
    released_at: datetime | None = session.scalar(query)
    if released_at is None:
        raise InvalidInput([Problem(field="previous", code="previous", message=_NOT_OUT)])
    version = get_version(session, draft)
    return {"text": f"{version.title}\n\n{version.text}", "issued_at": released_at.isoformat()}


def _request(brief: IncidentBrief, fields: Mapping[str, str], previous: Mapping[str, str] | None) -> IncidentBrief:
    """The brief with this one request and its time of issue: read as a whole, so that problems are told as those of any brief.

    Raises:
        InvalidInput: every problem of it.
    """
    data = brief_data(brief)
    asked: dict[str, object] = {name: fields[name] for name in _ASKED if fields.get(name)}
    if asked.get("statement") in set(NEEDS_PREVIOUS):
        typed = {
            "text": fields.get("previous_text", ""),
            "issued_at": moment_value(fields.get("previous_issued_at"), offset_of(data)),
        }
        asked["previous"] = previous or {name: value for name, value in typed.items() if value}
    issued_at = moment_value(fields.get("issued_at"), offset_of(data))
    return brief_from_data({**data, "requests": [asked], "issued_at": issued_at})
