"""POST /api/v1/intake: notes in, the draft of a brief out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.intake.extracting import IntakeOptions, read_notes
from service.intake.schemas import IntakeResult, intake_request_from_data
from service.structured import parse
from service.web.dependencies import ACCESS, BODY, Body, CurrentSettings, ReaderLanguage
from service.web.openapi import INTAKE, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["intake"], dependencies=ACCESS)


@router.post(
    "/intake",
    summary="Make the draft of a brief from notes",
    openapi_extra=body_of(INTAKE),
    responses={200: {"model": IntakeResult}, **refusals(403, 413, 415, 422, 503)},
    operation_id="create_intake",
)
def create_intake(
    body: Body, language: ReaderLanguage, settings: CurrentSettings, *, offline: bool = False, fallback: bool = True
) -> JSONResponse:
    """Candidates with their places, contradictions, open questions and the draft, `firstword.intake/1`. Nothing in it is confirmed."""
    request = intake_request_from_data(parse(body, BODY).data, BODY)
    options = IntakeOptions(offline=offline, fallback=fallback)
    return JSONResponse(read_notes(request, options, settings, language).to_json())
