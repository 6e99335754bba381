"""The page at /cases/new: a brief in, as text, file or form; a case out, or every problem with line and field."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data, load_brief
from service.cases.commands import open_case
from service.errors import InvalidInput, ServiceError
from service.users import Permission
from service.users.named_brands import named_brands
from service.web.contexts import Mode
from service.web.contexts_cases import NewCasePage
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.frames import Frame
from service.web.own_brands import only_brand, own_brands, require_own_brand
from service.web.pages.brief_filling import filled_form, form_text, problems_in
from service.web.pages.brief_form import OPTIONS, brief_data, empty_form, form_of
from service.web.pages.brief_labels import labelled
from service.web.pages.forms import OwnForm, OwnUpload, language_of
from service.web.pages.samples import sample_briefs, sample_text
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
    return HTMLResponse(render(_TEMPLATE, _page(visit, shown, text or ""), visit.frame))


@router.post("/cases/new")
def submit(fields: OwnForm, visit: CurrentVisit) -> Response:
    """On to the new case, or the form with every problem; what was typed stays, also from text to form and back.

    Raises:
        Forbidden: the person opens no cases.
    """
    visit.principal.demand_anywhere(Permission.CASE_OPEN)
    page = _sent(fields, visit)
    action = fields.get("action", "")
    if action == "form" and page.mode == "text":
        return _filled(page, visit)
    if action == "text" and page.mode == "form":
        page = replace(page, mode="text", text=form_text(page.form))
    if action.startswith("more") or action == "text" or "switch_lang" in fields:
        return HTMLResponse(render(_TEMPLATE, page, visit.frame))
    try:
        brief = brief_from_data(brief_data(page.form)) if page.mode == "form" else load_brief(page.text, "")
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
        return _refused(_page(visit, "text", upload.content.decode("utf-8", "replace")), error, visit.frame)


def _sent(fields: Mapping[str, str], visit: Visit) -> NewCasePage:
    language = language_of(fields.get("switch_lang", ""), visit.language)
    mode: Mode = "form" if fields.get("mode") == "form" else "text"
    page = replace(_page(visit, mode, fields.get("brief", "")), language=language)
    return replace(page, form=form_of(fields)) if mode == "form" else page


def _filled(page: NewCasePage, visit: Visit) -> Response:
    """The form with what the text holds, and what is still missing marked."""
    if not page.text.strip():
        return HTMLResponse(render(_TEMPLATE, replace(page, mode="form"), visit.frame))
    try:
        form = filled_form(page.text)
    except ServiceError as error:
        return _refused(page, error, visit.frame)
    brand = form.get("brand").strip() or only_brand(page.brands)
    # Who signs is mostly the brand; it stands in the form to be changed.
    signed = form.get("issuer.organisation").strip() or brand
    form = replace(form, values={**form.values, "brand": brand, "issuer.organisation": signed})
    lacking = problems_in(form)
    rows = labelled(problem_rows(InvalidInput(lacking), page.language), form, page.language) if lacking else ()
    filled = replace(page, mode="form", form=form, problems=rows, is_filling=True)
    return HTMLResponse(render(_TEMPLATE, filled, visit.frame))


def _opened(visit: Visit, brief: IncidentBrief) -> Response:
    require_own_brand(visit.principal, brief.brand, _brands(visit))
    with visit.database.unit_of_work() as session:
        case = open_case(session, visit.principal, brief)
    return RedirectResponse(f"/cases/{case.id}", status_code=303)


def _refused(page: NewCasePage, error: ServiceError, frame: Frame) -> Response:
    rows = problem_rows(error, page.language)
    if page.mode == "form" and isinstance(error, InvalidInput):
        rows = labelled(rows, page.form, page.language)
    return HTMLResponse(render(_TEMPLATE, replace(page, problems=rows), frame), status_code=error.status_code)


def _brands(visit: Visit) -> tuple[str, ...]:
    with visit.database.reading() as session:
        return own_brands(visit.principal, visit.language, named_brands(session))


def _page(visit: Visit, mode: Mode, text: str) -> NewCasePage:
    brands = _brands(visit)
    only = only_brand(brands)
    form = replace(empty_form(), values={"brand": only, "issuer.organisation": only})
    return NewCasePage(visit.language, mode, text, form, sample_briefs(visit.language), options=OPTIONS, brands=brands)
