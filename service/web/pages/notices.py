"""/notices: what somebody is told, and the part of /account that says where else they want to be told."""

from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.errors import InvalidInput
from service.i18n import UiLanguage
from service.notices.commands import mark_all_read, mark_read, remove_address, set_addresses
from service.notices.messages import path_of
from service.notices.queries import count_unread, list_addresses, list_notices
from service.web.access import CurrentInstallation
from service.web.contexts_notices import NoticesPage
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages.forms import OwnForm
from service.web.pages.own import account_page
from service.web.templating import render
from service.web.visits import CurrentVisit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_PAGE = 50
_Key = Annotated[str, Path(max_length=20)]


@router.get("/notices")
def show_notices(request: Request, visit: CurrentVisit) -> HTMLResponse:
    """One's own notices; `after` of the address reads on, and one that is no moment is as none."""
    after = _moment(request.query_params.get("after", ""))
    with visit.database.reading() as session:
        rows = list_notices(session, visit.principal, limit=_PAGE + 1, after=after)
        unread = count_unread(session, visit.principal)
    shown = tuple(rows[:_PAGE])
    older = urlencode({"after": shown[-1].made_at.isoformat()}) if len(rows) > _PAGE else ""
    return HTMLResponse(render("notices/notices.html", NoticesPage(visit.language, shown, unread, older), visit.frame))


@router.post("/notices/{notice_id}/open")
def open_notice(notice_id: _Key, _form: OwnForm, visit: CurrentVisit) -> RedirectResponse:
    """Marks a notice as read and goes to what it is about.

    Raises:
        NotFound: the person has no such notice.
    """
    with visit.database.unit_of_work() as session:
        found = mark_read(session, visit.principal, notice_id)
        path = path_of(found.kind, found.case_id, found.draft_id)
    return RedirectResponse(path, status_code=303)


@router.post("/notices/read")
def read_all(_form: OwnForm, visit: CurrentVisit) -> RedirectResponse:
    """Marks all of one's notices as read."""
    with visit.database.unit_of_work() as session:
        mark_all_read(session, visit.principal)
    return RedirectResponse("/notices", status_code=303)


@router.post("/account/addresses")
def submit_address(form: OwnForm, visit: CurrentVisit, installation: CurrentInstallation) -> Response:
    """Adds an address and sets the language, or shows what will not do. What was typed is not shown again: it can hold a secret."""
    given = form.get("address", "").strip()
    language: UiLanguage | None = "zh" if form.get("language") == "zh" else "en" if form.get("language") == "en" else None
    try:
        with visit.database.unit_of_work() as session:
            keep = [row.id for row in list_addresses(session, visit.principal.user_id)]
            add = [given] if given else []
            set_addresses(session, visit.principal, keep=keep, add=add, language=language, settings=visit.settings)
    except InvalidInput as error:
        problems = tuple(row.message for row in problem_rows(error, visit.language))
        page = account_page(installation, visit.principal, visit.language, problems=problems)
        return HTMLResponse(render("account/account.html", page, visit.frame), status_code=error.status_code)
    return RedirectResponse("/account?done=addresses#notices", status_code=303)


@router.post("/account/addresses/{address_id}/remove")
def submit_removal(address_id: _Key, _form: OwnForm, visit: CurrentVisit) -> RedirectResponse:
    """Takes an address away.

    Raises:
        NotFound: there is none, or it is another's.
    """
    with visit.database.unit_of_work() as session:
        remove_address(session, visit.principal, address_id)
    return RedirectResponse("/account?done=addresses#notices", status_code=303)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
