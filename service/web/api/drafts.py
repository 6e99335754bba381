"""POST /api/v1/drafts: a brief in, the result out, whole or as events while it is made."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from service.drafting.observing import Observer
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import DraftResult
from service.errors import ServiceError
from service.web.dependencies import ACCESS, BriefBody, CurrentSettings, ReaderLanguage
from service.web.errors import internal_problem, problem_of
from service.web.openapi import BRIEF, body_of, refusals
from service.web.streaming import MEDIA_TYPE, Event, streamed, wants_stream

router = APIRouter(prefix="/api/v1", tags=["drafts"], dependencies=ACCESS)
_EVENTS: dict[str, Any] = {
    "schema": {
        "type": "string",
        "description": "Events `stage`, `sentence`, `finding`, then `done` (the result) or `error` (a problem document).",
    }
}


@router.post(
    "/drafts",
    summary="Draft every statement a brief requests",
    openapi_extra=body_of(BRIEF),
    responses={200: {"model": DraftResult, "content": {MEDIA_TYPE: _EVENTS}}, **refusals(403, 413, 415, 422, 503)},
    operation_id="create_draft",
)
def create_draft(
    request: Request,
    brief: BriefBody,
    settings: CurrentSettings,
    language: ReaderLanguage,
    *,
    offline: bool = False,
    fallback: bool = True,
) -> Response:
    """The result, `firstword.result/1`; with `Accept: text/event-stream` the events on the way to it.

    `offline` uses the built-in composer; without `fallback` an unreachable model is a 503.
    """
    options = DraftOptions(offline=offline, fallback=fallback, second_reader=True)
    if not wants_stream(request):
        return JSONResponse(draft(brief, options, settings).to_json())

    def work(observer: Observer) -> Event:
        try:
            return Event("done", draft(brief, options, settings, observer).to_json())
        except ServiceError as error:
            return Event("error", problem_of(error, language))

    return streamed(work, Event("error", internal_problem(language)))
