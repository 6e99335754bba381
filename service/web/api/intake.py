"""POST /api/v1/intake: notes in, the draft of a brief out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.intake.briefing import take_in
from service.intake.schemas import IntakeResult, intake_request_from_data
from service.structured import parse
from service.web.dependencies import BODY, LOCAL_ONLY, Body, ReaderLanguage
from service.web.openapi import INTAKE, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["intake"], dependencies=LOCAL_ONLY)


@router.post(
    "/intake",
    summary="Make the draft of a brief from notes",
    openapi_extra=body_of(INTAKE),
    responses={200: {"model": IntakeResult}, **refusals(403, 413, 415, 422)},
    operation_id="create_intake",
)
def create_intake(body: Body, language: ReaderLanguage) -> JSONResponse:
    """Candidates with their places, contradictions, open questions and the draft, `firstword.intake/1`. Nothing in it is confirmed."""
    request = intake_request_from_data(parse(body, BODY).data, BODY)
    return JSONResponse(take_in(request, language).to_json())
