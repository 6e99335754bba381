"""The page that asks before a case's content is erased for good."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service.cases.erasure import MAX_REASON, erase_case
from service.errors import InvalidInput
from service.review.knowledge import take_out_erased
from service.users import Permission
from service.web.case_heads import head_of
from service.web.case_pages import newest_brief
from service.web.contexts_cases import ConfirmPage
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages.forms import OwnForm
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)


@router.get("/cases/{case_id}/erase")
def show(case_id: str, visit: CurrentVisit) -> HTMLResponse:
    """What is erased, what stays, and the question.

    Raises:
        NotFound, Forbidden: not this person's to do.
    """
    with visit.database.reading() as session:
        page = _page(session, case_id, visit)
    return HTMLResponse(render("cases/erase.html", page, visit.frame))


@router.post("/cases/{case_id}/erase")
def submit(case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """What is left of the case, or the question again.

    Raises:
        NotFound, Forbidden: not this person's to do.
        NotAllowedNow: the case is open, or erased already.
    """
    reason = fields.get("reason", "")
    try:
        with visit.database.unit_of_work() as session:
            erase_case(session, visit.principal, case_id, reason=reason)
    except InvalidInput as error:
        with visit.database.reading() as session:
            page = _page(session, case_id, visit)
        shown = replace(page, reason=reason[: 2 * MAX_REASON], problems=problem_rows(error, visit.language))
        return HTMLResponse(render("cases/erase.html", shown, visit.frame), status_code=422)
    # Where the index cannot be had now, `firstword knowledge accepted` takes the case's knowledge out of it later.
    take_out_erased(visit.database, visit.settings)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


def _page(session: Session, case_id: str, visit: Visit) -> ConfirmPage:
    case, brief = newest_brief(session, visit.principal, case_id)
    visit.principal.demand(Permission.CASE_ERASE, case.brand)
    head, _ = head_of(session, visit.principal, case, brief, visit.language)
    return ConfirmPage(language=visit.language, head=head, tab="case")
