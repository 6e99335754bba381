"""The page at /cases/new: a brief in, as text, file or form; a case out, or every problem with line and field."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data, load_brief
from service.cases.commands import open_case
from service.errors import InvalidInput, ServiceError
from service.i18n import UiLanguage
from service.users import Permission
from service.web.contexts import Mode
from service.web.contexts_cases import NewCasePage
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.frames import Frame
from service.web.pages.brief_form import OPTIONS, anchor_of_problem, brief_data, empty_form, form_of
from service.web.pages.forms import OwnForm, OwnUpload, language_of
from service.web.pages.samples import sample_files, sample_text
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_TEMPLATE = "cases/new.html"


@router.get("/cases/new")
def show(
    visit: CurrentVisit, mode: Annotated[str, Query(max_length=20)] = "text", sample: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """The empty page, or one with a sample in it.

    Raises:
        Forbidden: the person opens no cases.
    """
    visit.principal.demand_anywhere(Permission.CASE_OPEN)
    text = sample_text(sample) if sample else None
    shown: Mode = "form" if mode == "form" and text is None else "text"
    return HTMLResponse(render(_TEMPLATE, _page(visit.language, shown, text or ""), visit.frame))


@router.post("/cases/new")
def submit(fields: OwnForm, visit: CurrentVisit) -> Response:
    """On to the new case, or the form with every problem; what was typed stays.

    Raises:
        Forbidden: the person opens no cases.
    """
    visit.principal.demand_anywhere(Permission.CASE_OPEN)
    language = language_of(fields.get("switch_lang", ""), visit.language)
    mode: Mode = "form" if fields.get("mode") == "form" else "text"
    form = form_of(fields) if mode == "form" else empty_form()
    page = replace(_page(language, mode, fields.get("brief", "")), form=form)
    if fields.get("action") == "more" or "switch_lang" in fields:
        return HTMLResponse(render(_TEMPLATE, page, visit.frame))
    try:
        brief = brief_from_data(brief_data(form)) if mode == "form" else load_brief(page.text, "")
        return _opened(visit, brief)
    except ServiceError as error:
        return _refused(page, error, visit.frame)


@router.post("/cases/new/file")
def submit_file(upload: OwnUpload, visit: CurrentVisit) -> Response:
    """As `submit`, with the brief in a file; where it has problems, its text stands in the form to be mended.

    Raises:
        Forbidden: the person opens no cases.
    """
    visit.principal.demand_anywhere(Permission.CASE_OPEN)
    try:
        return _opened(visit, load_brief(upload.content, upload.name))
    except ServiceError as error:
        return _refused(_page(visit.language, "text", upload.content.decode("utf-8", "replace")), error, visit.frame)


def _opened(visit: Visit, brief: IncidentBrief) -> Response:
    with visit.database.unit_of_work() as session:
        case = open_case(session, visit.principal, brief)
    return RedirectResponse(f"/cases/{case.id}", status_code=303)


def _refused(page: NewCasePage, error: ServiceError, frame: Frame) -> Response:
    rows = problem_rows(error, page.language)
    if page.mode == "form" and isinstance(error, InvalidInput):
        rows = tuple(replace(row, anchor=anchor_of_problem(row.field, page.form)) for row in rows)
    return HTMLResponse(render(_TEMPLATE, replace(page, problems=rows), frame), status_code=error.status_code)


def _page(language: UiLanguage, mode: Mode, text: str) -> NewCasePage:
    return NewCasePage(language=language, mode=mode, text=text, form=empty_form(), samples=tuple(sample_files()), options=OPTIONS)
