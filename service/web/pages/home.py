"""The page at /: a brief as text or by the form in, its assessment and statements out."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data, load_brief
from service.config import Settings
from service.drafting.observing import QUIET, Observer
from service.drafting.pipeline import DraftOptions, draft
from service.errors import InvalidInput, ServiceError
from service.i18n import UiLanguage
from service.web.contexts import HomePage, Mode
from service.web.dependencies import ACCESS, Body, CurrentSettings
from service.web.errors import internal_problem, problem_rows
from service.web.frames import CurrentFrame, Frame
from service.web.pages.brief_filling import filled_form, form_text, problems_in
from service.web.pages.brief_form import OPTIONS, BriefForm, brief_data, empty_form, form_of
from service.web.pages.brief_labels import labelled
from service.web.pages.forms import PageLanguage, form_fields, language_of
from service.web.pages.marking import view_of
from service.web.pages.samples import sample_briefs, sample_text
from service.web.streaming import Event, streamed, wants_stream
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=ACCESS)


@router.api_route("/", methods=["GET", "HEAD"])
def show(
    language: PageLanguage,
    frame: CurrentFrame,
    settings: CurrentSettings,
    mode: Annotated[str, Query(max_length=20)] = "text",
    sample: Annotated[str, Query(max_length=100)] = "",
) -> HTMLResponse:
    """The empty page, or one with a sample in it."""
    text = sample_text(sample) if sample else None
    shown: Mode = "form" if mode == "form" and text is None else "text"
    return HTMLResponse(render("home.html", _page(language, settings, shown, text=text or ""), frame))


@router.post("/")
def submit(request: Request, body: Body, language: PageLanguage, frame: CurrentFrame, settings: CurrentSettings) -> Response:
    """The page with the assessment and the statements, or with every problem of the brief; what was typed stays.

    A script that asks for events gets those of the draft; the last one holds the same page.
    """
    fields = form_fields(body)
    language = language_of(fields.get("switch_lang") or fields.get("lang", ""), language)
    mode: Mode = "form" if fields.get("mode") == "form" else "text"
    form = form_of(fields) if mode == "form" else empty_form()
    page = _page(language, settings, mode, text=fields.get("brief", ""), form=form)
    action = fields.get("action", "")
    if action == "form" and mode == "text":
        return _filled(page, frame)
    if action == "text" and mode == "form":
        page = replace(page, mode="text", text=form_text(form))
    if action.startswith("more") or action == "text":
        return HTMLResponse(render("home.html", page, frame))
    if wants_stream(request):
        return streamed(
            lambda observer: Event("done", {"html": _drafted(page, frame, settings, observer)[0]}),
            Event("error", internal_problem(language)),
        )
    told, status = _drafted(page, frame, settings, QUIET)
    return HTMLResponse(told, status_code=status)


def _drafted(page: HomePage, frame: Frame, settings: Settings, observer: Observer) -> tuple[str, int]:
    """The page as HTML and its status."""
    try:
        brief = _brief(page)
        result = draft(brief, DraftOptions(second_reader=True), settings, observer)
    except ServiceError as error:
        rows = problem_rows(error, page.language)
        if page.mode == "form":
            rows = labelled(rows, page.form, page.language)
        return render("home.html", replace(page, problems=rows), frame), error.status_code
    yaml = form_text(page.form) if page.mode == "form" else ""
    answer = replace(page, result=view_of(result, brief, page.language), yaml=yaml)
    return render("home.html", answer, frame), 200


def _filled(page: HomePage, frame: Frame) -> HTMLResponse:
    """The form with what the text holds, and what is still missing marked."""
    if not page.text.strip():
        return HTMLResponse(render("home.html", replace(page, mode="form"), frame))
    try:
        form = filled_form(page.text)
    except ServiceError as error:
        refused = replace(page, problems=problem_rows(error, page.language))
        return HTMLResponse(render("home.html", refused, frame), status_code=error.status_code)
    lacking = problems_in(form)
    rows = labelled(problem_rows(InvalidInput(lacking), page.language), form, page.language) if lacking else ()
    filled = replace(page, mode="form", form=form, problems=rows, is_filling=True)
    return HTMLResponse(render("home.html", filled, frame))


def _brief(page: HomePage) -> IncidentBrief:
    if page.mode == "form":
        return brief_from_data(brief_data(page.form))
    return load_brief(page.text, "")


def _page(language: UiLanguage, settings: Settings, mode: Mode, text: str = "", form: BriefForm | None = None) -> HomePage:
    return HomePage(
        language=language,
        mode=mode,
        text=text,
        form=form or empty_form(),
        samples=sample_briefs(language),
        writer=settings.model or "composer",
        options=OPTIONS,
    )
