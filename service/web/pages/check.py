"""The page at /check: a text in, the text with every finding marked out. With scripts the marks follow as one types."""

from dataclasses import replace
from typing import get_args

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.brands import list_brands
from service.briefs import StatementType
from service.compliance.schemas import Jurisdiction
from service.drafting.submitted import OtherText, check, check_request_from_data
from service.errors import ServiceError
from service.i18n import UiLanguage
from service.web.contexts import CheckPage
from service.web.dependencies import ACCESS, Body
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.pages.marking import checked_view
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=ACCESS)


@router.api_route("/check", methods=["GET", "HEAD"])
def show(language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The empty page."""
    return HTMLResponse(render("check.html", _page(language, {}), frame))


@router.post("/check")
def submit(body: Body, language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The page with the marked text, or with every problem; what was typed stays."""
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    page = _page(language, fields)
    if "switch_lang" in fields and not page.text.strip():
        return HTMLResponse(render("check.html", page, frame))
    asked = {"text": page.text, "statement": page.statement, "jurisdiction": page.jurisdiction, "brand": page.brand}
    try:
        findings = check(check_request_from_data({key: value for key, value in asked.items() if value or key == "text"}))
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, language))
        return HTMLResponse(render("check.html", refused, frame), status_code=error.status_code)
    return HTMLResponse(render("check.html", replace(page, checked=checked_view(page.text, findings, language)), frame))


def _page(language: UiLanguage, fields: dict[str, str]) -> CheckPage:
    return CheckPage(
        language=language,
        # Browsers send a form's lines with CRLF whatever was typed.
        text=fields.get("text", "").replace("\r\n", "\n"),
        statement=fields.get("statement", ""),
        jurisdiction=fields.get("jurisdiction", ""),
        brand=fields.get("brand", ""),
        statements=(*(kind.value for kind in StatementType), *get_args(OtherText)),
        jurisdictions=get_args(Jurisdiction),
        brands=tuple((brand.key, brand.names.get(language, brand.key)) for brand in list_brands()),
    )
