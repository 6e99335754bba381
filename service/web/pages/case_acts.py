"""What is done with a case besides editing its brief: steps, notes, promises kept, closing."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.cases.commands import Assigned, assign_step, close_case, finish_step, reopen_case, write_note
from service.cases.queries import get_case, get_step
from service.errors import Conflict, InvalidInput, NotAllowedNow, NotFound, ServiceError
from service.export.commands import keep_commitment
from service.i18n import Localized
from service.models import ReleasedCommitment
from service.web.case_pages import case_page, newest_brief
from service.web.contexts_cases import Assigning
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages.case import checklist_page, notes_page
from service.web.pages.forms import OwnForm
from service.web.pages.moments import moment_of
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_MAX_ANSWER = 2_000
_NO_PROMISE = Localized(zh="没有这项承诺", en="there is no such promise")


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


@router.post("/cases/{case_id}/steps/{step_id}/assign")
def submit_assignment(case_id: str, step_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """A step with another owner or hour (`owner`, `due_at`; `seen_owner`, `seen_due` are what the form showed), or the form with what is wrong.

    Raises:
        NotFound, Forbidden: not this person's to do.
    """
    try:
        with visit.database.unit_of_work() as session:
            case, brief = newest_brief(session, visit.principal, case_id)
            zone = brief.issued_at.tzinfo
            seen = Assigned(fields.get("seen_owner", ""), moment_of(fields.get("seen_due", ""), "due_at", zone))
            due = moment_of(fields.get("due_at", ""), "due_at", zone)
            step = get_step(session, case, step_id)
            assign_step(session, visit.principal, step.id, owner=fields.get("owner", ""), due_at=due, seen=seen)
    except (InvalidInput, Conflict, NotAllowedNow) as error:
        typed = Assigning(step_id, fields.get("owner", ""), fields.get("due_at", ""), problem_rows(error, visit.language))
        with visit.database.reading() as session:
            page = checklist_page(session, visit, case_id, assigning=typed)
        return HTMLResponse(render("cases/checklist.html", page, visit.frame), status_code=error.status_code)
    return RedirectResponse(f"/cases/{case_id}/checklist#step-{step_id}", status_code=303)


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
        return told_above(visit, case_id, error)
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
        return told_above(visit, case_id, error)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


def told_above(visit: Visit, case_id: str, error: ServiceError) -> Response:
    """The case as it is now, and above it why nothing was done."""
    with visit.database.reading() as session:
        page = case_page(session, visit, case_id)
    shown = replace(page, notice=error.message.in_(visit.language))
    return HTMLResponse(render("cases/case.html", shown, visit.frame), status_code=error.status_code)
