"""The page at /ground: a text and a brief in, the text with every claim marked out."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from service.briefs.loader import load_brief
from service.drafting.claims import ground_request_from_data, ground_text
from service.errors import ServiceError
from service.i18n import UiLanguage
from service.web.contexts import GroundPage
from service.web.dependencies import ACCESS, Body
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.pages.marking import grounded_view
from service.web.pages.samples import sample_briefs, sample_text
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=ACCESS)


@router.api_route("/ground", methods=["GET", "HEAD"])
def show(language: PageLanguage, frame: CurrentFrame, sample: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """The empty page, or one with a sample's brief in it."""
    return HTMLResponse(render("ground.html", _page(language, "", sample_text(sample) or "" if sample else ""), frame))


@router.post("/ground")
def submit(body: Body, language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The page with the marked text, or with every problem; what was typed stays."""
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    # Browsers send a form's lines with CRLF whatever was typed.
    page = _page(language, fields.get("text", "").replace("\r\n", "\n"), fields.get("brief", ""))
    if "switch_lang" in fields and not (page.text.strip() and page.brief.strip()):
        return HTMLResponse(render("ground.html", page, frame))
    try:
        request = ground_request_from_data({"text": page.text}, brief=load_brief(page.brief, ""))
        view = grounded_view(request, ground_text(request), language)
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, language))
        return HTMLResponse(render("ground.html", refused, frame), status_code=error.status_code)
    return HTMLResponse(render("ground.html", replace(page, grounded=view), frame))


def _page(language: UiLanguage, text: str, brief: str) -> GroundPage:
    return GroundPage(language=language, text=text, brief=brief, samples=sample_briefs(language))
