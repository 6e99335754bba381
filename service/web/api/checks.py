"""POST /api/v1/checks: the `check` object in, findings out; or a list of them, answered one by one."""

import time
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from service.drafting.answers import answer
from service.drafting.submitted import check, check_request_from_data
from service.errors import TooLarge
from service.findings import Finding
from service.i18n import Localized, UiLanguage
from service.structured import parse
from service.web.dependencies import ACCESS, BODY, Body, ReaderLanguage
from service.web.openapi import CHECK, body_of, refusals

router = APIRouter(prefix="/api/v1", tags=["checks"], dependencies=ACCESS)
# One request holds a worker until its last text is checked.
_MAX_BATCH = 200


class CheckAnswer(BaseModel):
    """Findings by place in the text; `id` only where the request had one."""

    id: str | None = None
    findings: list[Finding]
    elapsed_us: int


class CheckRefusal(BaseModel):
    """What is wrong with one object of a list; the others are answered."""

    id: str | int | None
    error: dict[str, str]


@router.post(
    "/checks",
    summary="Check a text, or a list of texts",
    openapi_extra=body_of(CHECK, many=True),
    responses={200: {"model": CheckAnswer | list[CheckAnswer | CheckRefusal]}, **refusals(403, 413, 415, 422)},
    operation_id="create_check",
)
def create_check(body: Body, language: ReaderLanguage) -> JSONResponse:
    """The findings for one text, or an answer to each object of a list, in its order."""
    data = parse(body, BODY).data
    if isinstance(data, list) and data and all(isinstance(item, dict) for item in data):
        return JSONResponse(_answers(data, language))
    started = time.perf_counter_ns()
    request = check_request_from_data(data, BODY)
    findings = check(request)
    told = CheckAnswer(id=request.id, findings=findings, elapsed_us=(time.perf_counter_ns() - started) // 1000)
    return JSONResponse(told.model_dump(mode="json", exclude={"id"} if request.id is None else set()))


def _answers(items: list[object], language: UiLanguage) -> list[dict[str, Any]]:
    if len(items) > _MAX_BATCH:
        raise TooLarge(Localized(f"一次最多检查 {_MAX_BATCH} 段文字", f"at most {_MAX_BATCH} texts are checked at a time"))
    return [answer(item, language).body for item in items]
