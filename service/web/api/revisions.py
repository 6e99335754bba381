"""POST /api/v1/revisions: a statement and an instruction in, up to two variants out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.drafting.pipeline import DraftOptions
from service.drafting.revising import revise
from service.drafting.revisions import Revision, revision_request_from_data
from service.structured import parse
from service.web.dependencies import ACCESS, BODY, Body, CurrentSettings
from service.web.openapi import REVISION, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["revisions"], dependencies=ACCESS)


@router.post(
    "/revisions",
    summary="Revise a statement as an instruction asks",
    openapi_extra=body_of(REVISION),
    responses={200: {"model": Revision}, **refusals(403, 413, 415, 422, 503)},
    operation_id="create_revision",
)
def create_revision(body: Body, settings: CurrentSettings, *, offline: bool = False, fallback: bool = True) -> JSONResponse:
    """The text as it stood and its variants with their differences, `firstword.revision/1`."""
    request = revision_request_from_data(parse(body, BODY).data, BODY)
    return JSONResponse(revise(request, DraftOptions(offline=offline, fallback=fallback), settings).to_json())
