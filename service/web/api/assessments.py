"""POST /api/v1/assessments: a brief in, its assessment out."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import find_brand
from service.web.dependencies import ACCESS, BriefBody
from service.web.openapi import BRIEF, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["assessments"], dependencies=ACCESS)


@router.post(
    "/assessments",
    summary="Level, strategy, clock and sign-off of a brief",
    openapi_extra=body_of(BRIEF),
    responses={200: {"model": Assessment}, **refusals(403, 413, 415, 422)},
    operation_id="create_assessment",
)
def create_assessment(brief: BriefBody) -> JSONResponse:
    """The assessment alone; nothing is drafted."""
    return JSONResponse(assess(brief, find_brand(brief.brand)).model_dump(mode="json"))
