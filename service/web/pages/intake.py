"""The page at /intake: notes in, candidate facts with their places and the draft of a brief out."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.errors import ServiceError
from service.i18n import UiLanguage
from service.intake.extracting import IntakeOptions, read_notes
from service.intake.schemas import intake_request_from_data
from service.users.named_brands import named_brands
from service.web.access import find_principal, get_installation
from service.web.contexts import IntakePage
from service.web.dependencies import ACCESS, Body, CurrentSettings
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.own_brands import only_brand, own_brands
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.templating import render
from service.web.translating import translate

router = APIRouter(include_in_schema=False, dependencies=ACCESS)


@router.api_route("/intake", methods=["GET", "HEAD"])
def show(request: Request, language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The empty page."""
    brands = _brands(request, language)
    page = IntakePage(language=language, text="", brand=only_brand(brands), brands=brands)
    return HTMLResponse(render("intake.html", page, frame))


@router.post("/intake")
def submit(request: Request, body: Body, language: PageLanguage, frame: CurrentFrame, settings: CurrentSettings) -> HTMLResponse:
    """The page with what was read, or with every problem; what was typed stays."""
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    # Browsers send a form's lines with CRLF whatever was typed.
    text = fields.get("text", "").replace("\r\n", "\n")
    page = IntakePage(language=language, text=text, brand=fields.get("brand", ""), brands=_brands(request, language))
    if "switch_lang" in fields and not page.text.strip():
        return HTMLResponse(render("intake.html", page, frame))
    note = {"name": translate(language, "notes"), "text": page.text}
    try:
        asked = intake_request_from_data({"notes": [note], **({"brand": page.brand} if page.brand.strip() else {})})
        result = read_notes(asked, IntakeOptions(), settings, language)
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, language))
        return HTMLResponse(render("intake.html", refused, frame), status_code=error.status_code)
    return HTMLResponse(render("intake.html", replace(page, result=result), frame))


def _brands(request: Request, language: UiLanguage) -> tuple[str, ...]:
    """The brands whoever is signed in opens cases for."""
    principal = find_principal(request)
    if principal is None:
        return ()
    with get_installation(request).database().reading() as session:
        return own_brands(principal, language, named_brands(session))
