"""The page at /revise: a brief, a statement and an instruction in, variants side by side with their differences out."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.briefs import Audience, Channel, Language, StatementType
from service.briefs.loader import load_brief
from service.drafting.pipeline import DraftOptions
from service.drafting.revising import revise
from service.drafting.revisions import MAX_INSTRUCTION, revision_request_from_data
from service.errors import ServiceError
from service.i18n import UiLanguage
from service.web.contexts import RevisePage, VariantView
from service.web.dependencies import ACCESS, Body, CurrentSettings
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.pages.marking import checked_view
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=ACCESS)
_OPTIONS: dict[str, tuple[str, ...]] = {
    "statement": tuple(item.value for item in StatementType),
    "audience": tuple(item.value for item in Audience),
    "channel": tuple(item.value for item in Channel),
    "language": tuple(item.value for item in Language),
}


@router.api_route("/revise", methods=["GET", "HEAD"])
def show(language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """The empty page."""
    return HTMLResponse(render("revise.html", _page(language, {}), frame))


@router.post("/revise")
def submit(body: Body, language: PageLanguage, frame: CurrentFrame, settings: CurrentSettings) -> HTMLResponse:
    """The page with the variants, or with every problem; what was typed stays."""
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    page = _page(language, fields)
    if "switch_lang" in fields and not (page.text.strip() and page.instruction.strip()):
        return HTMLResponse(render("revise.html", page, frame))
    asked = {"text": page.text, "instruction": page.instruction, "request": page.chosen}
    if page.title.strip():
        asked["title"] = page.title
    try:
        brief = load_brief(page.brief, "")
        revision = revise(revision_request_from_data(asked, brief=brief), DraftOptions(), settings)
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, language))
        return HTMLResponse(render("revise.html", refused, frame), status_code=error.status_code)
    variants = tuple(
        VariantView(number, variant, checked_view(variant.statement.text, variant.statement.findings, language))
        for number, variant in enumerate(revision.variants, 1)
    )
    return HTMLResponse(render("revise.html", replace(page, revision=revision, variants=variants), frame))


def _page(language: UiLanguage, fields: dict[str, str]) -> RevisePage:
    first = {"statement": "holding_statement", "audience": "public", "channel": "web"}
    first["language"] = "zh-CN" if language == "zh" else "en-GB"
    return RevisePage(
        language=language,
        brief=fields.get("brief", ""),
        # Browsers send a form's lines with CRLF whatever was typed.
        text=fields.get("text", "").replace("\r\n", "\n"),
        title=fields.get("title", ""),
        instruction=fields.get("instruction", ""),
        chosen={name: fields.get(name) or first[name] for name in _OPTIONS},
        options=_OPTIONS,
        max_instruction=MAX_INSTRUCTION,
    )
