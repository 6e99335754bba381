"""The page at /intake: notes in, candidate facts with their places and the draft of a brief out."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.errors import ServiceError
from service.i18n import UiLanguage
from service.intake.extracting import IntakeOptions, read_notes
from service.intake.schemas import intake_request_from_data
from service.web.contexts import IntakePage
from service.web.dependencies import ACCESS, Body, CurrentSettings
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.templating import render
from service.web.translating import translate

router = APIRouter(include_in_schema=False, dependencies=ACCESS)


@router.api_route("/intake", methods=["GET", "HEAD"])
def show(language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The empty page."""
    return HTMLResponse(render("intake.html", _page(language, {}), frame))


@router.post("/intake")
def submit(body: Body, language: PageLanguage, frame: CurrentFrame, settings: CurrentSettings) -> HTMLResponse:
    """The page with what was read, or with every problem; what was typed stays."""
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    page = _page(language, fields)
    if "switch_lang" in fields and not page.text.strip():
        return HTMLResponse(render("intake.html", page, frame))
    note = {"name": translate(language, "notes"), "text": page.text}
    try:
        request = intake_request_from_data({"notes": [note], **({"brand": page.brand} if page.brand.strip() else {})})
        result = read_notes(request, IntakeOptions(), settings, language)
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, language))
        return HTMLResponse(render("intake.html", refused, frame), status_code=error.status_code)
    return HTMLResponse(render("intake.html", replace(page, result=result), frame))


def _page(language: UiLanguage, fields: dict[str, str]) -> IntakePage:
    # Browsers send a form's lines with CRLF whatever was typed.
    return IntakePage(language=language, text=fields.get("text", "").replace("\r\n", "\n"), brand=fields.get("brand", ""))
