"""POST /api/v1/drafts: a brief in, the result out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.drafting.pipeline import DraftOptions, draft
from service.drafting.schemas import DraftResult
from service.web.dependencies import LOCAL_ONLY, BriefBody, CurrentSettings
from service.web.openapi import BRIEF, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["drafts"], dependencies=LOCAL_ONLY)


@router.post(
    "/drafts",
    summary="Draft every statement a brief requests",
    openapi_extra=body_of(BRIEF),
    responses={200: {"model": DraftResult}, **refusals(403, 413, 415, 422, 503)},
    operation_id="create_draft",
)
def create_draft(
    brief: BriefBody,
    settings: CurrentSettings,
    *,
    offline: bool = False,
    fallback: bool = True,
) -> JSONResponse:
    """The result, `firstword.result/1`. `offline` uses the built-in composer; without `fallback` an unreachable model is a 503."""
    result = draft(brief, DraftOptions(offline=offline, fallback=fallback), settings)
    return JSONResponse(result.to_json())
