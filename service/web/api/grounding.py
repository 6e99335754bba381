"""POST /api/v1/grounding: a text and a brief in, every claim with what supports it out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.drafting.claims import GroundingResult, ground_request_from_data, ground_text
from service.structured import parse
from service.web.dependencies import ACCESS, BODY, Body
from service.web.openapi import GROUND, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["grounding"], dependencies=ACCESS)


@router.post(
    "/grounding",
    summary="Say what each claim of a text rests on",
    openapi_extra=body_of(GROUND),
    responses={200: {"model": GroundingResult}, **refusals(403, 413, 415, 422)},
    operation_id="create_grounding",
)
def create_grounding(body: Body) -> JSONResponse:
    """The text held against the brief, `firstword.grounding/1`."""
    request = ground_request_from_data(parse(body, BODY).data, BODY)
    return JSONResponse(ground_text(request).to_json())
