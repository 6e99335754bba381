"""POST /api/v1/checks: the `check` object in, findings out."""

import time

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.drafting.checking import check, check_request_from_data
from service.findings import Finding
from service.structured import parse
from service.web.dependencies import BODY, LOCAL_ONLY, Body
from service.web.openapi import CHECK, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["checks"], dependencies=LOCAL_ONLY)


class CheckAnswer(BaseModel):
    """Findings by place in the text; `id` only where the request had one."""

    id: str | None = None
    findings: list[Finding]
    elapsed_us: int


@router.post(
    "/checks",
    summary="Check a text",
    openapi_extra=body_of(CHECK),
    responses={200: {"model": CheckAnswer}, **refusals(403, 413, 415, 422)},
    operation_id="create_check",
)
def create_check(body: Body) -> JSONResponse:
    """The findings for one text."""
    data = parse(body, BODY).data
    started = time.perf_counter_ns()
    request = check_request_from_data(data, BODY)
    findings = check(request)
    answer = CheckAnswer(id=request.id, findings=findings, elapsed_us=(time.perf_counter_ns() - started) // 1000)
    return JSONResponse(answer.model_dump(mode="json", exclude={"id"} if request.id is None else set()))
