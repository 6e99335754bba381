"""/api/v1/reviews and what reviewers do with a kept draft: findings decided, remarks, verdicts, sign-offs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, Field

from service.audit.queries import list_events
from service.models import DecisionKind, Verdict
from service.review import commands
from service.review.queries import list_review_queue
from service.strict import Strict
from service.users import Permission, Role
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import ExpectedVersion, read
from service.web.api.cases import EventOut
from service.web.dependencies import SIGNED_IN, Body
from service.web.openapi import described, refusals

router = APIRouter(prefix="/api/v1", tags=["reviews"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 404, 409, 413, 415, 422, 503)


class QueuedOut(BaseModel):
    """One text that waits for review."""

    review_id: str
    draft_id: str
    case_id: str
    case_title: str
    brand_name: str
    level: str
    statement: str
    language: str
    number: int
    submitted_at: datetime
    next_due_at: datetime
    assigned_to: str | None


class SubmitIn(Strict):
    """Into review; perhaps to one reviewer."""

    assigned_to: str | None = Field(default=None, max_length=20)


class ReviewOut(BaseModel):
    """One round of review."""

    id: str
    draft_id: str
    number: int
    submitted_by: str
    submitted_at: datetime
    assigned_to: str | None
    verdict: Verdict | None
    decided_by: str | None
    note: str


class DecisionIn(Strict):
    """One finding decided, by its key."""

    finding: str = Field(min_length=1, max_length=80)
    kind: DecisionKind
    reason: str = Field(min_length=1, max_length=commands.MAX_REASON)
    expires_at: AwareDatetime | None = None


class VerdictIn(Strict):
    """A verdict on exactly this text."""

    digest: str = Field(max_length=80)
    verdict: Verdict
    note: str = Field(default="", max_length=commands.MAX_REASON)


class SignOffIn(Strict):
    """A sign-off of exactly this text in one role."""

    digest: str = Field(max_length=80)
    role: Role


class SignOffOut(BaseModel):
    """A sign-off: `payload` is what `signature` covers."""

    id: str
    draft_id: str
    number: int
    role: str
    user_id: str
    digest: str
    payload: str
    signature: str
    at: datetime


class CommentIn(Strict):
    """A remark on `[start, end)` of the newest version, in code points."""

    start: int = Field(ge=0, le=1_000_000)
    end: int = Field(ge=0, le=1_000_000)
    text: str = Field(min_length=1, max_length=commands.MAX_REASON)


class CommentOut(BaseModel):
    """A remark."""

    id: str
    draft_id: str
    number: int
    start: int
    end: int
    text: str | None
    author_id: str
    at: datetime


@router.get(
    "/reviews",
    summary="What waits for review",
    responses={200: {"model": list[QueuedOut]}, **refusals(401, 422)},
    operation_id="list_reviews",
)
def list_reviews(
    principal: CurrentPrincipal, installation: CurrentInstallation, limit: Annotated[int, Query(ge=1, le=200)] = 50
) -> JSONResponse:
    """Gravest level first, then by what is due first."""
    with installation.database().reading() as session:
        rows = list_review_queue(session, principal, limit=limit)
    return JSONResponse([QueuedOut.model_validate(row, from_attributes=True).model_dump(mode="json") for row in rows])


@router.post(
    "/works/{draft_id}/review",
    summary="Give a draft to review",
    status_code=201,
    openapi_extra=described(SubmitIn),
    responses={201: {"model": ReviewOut}, **_REFUSED},
    operation_id="submit_work",
)
def submit_work(
    expected: ExpectedVersion, draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation
) -> Response:
    """The round. `If-Match` names the version that was read."""
    given = read(body, SubmitIn)
    with installation.database().unit_of_work() as session:
        made = commands.submit(session, principal, draft_id, expected=expected, assigned_to=given.assigned_to)
    return _answer(ReviewOut, made, 201)


@router.post(
    "/works/{draft_id}/decisions",
    summary="Decide a finding",
    status_code=204,
    openapi_extra=described(DecisionIn),
    responses=_REFUSED,
    operation_id="decide_finding",
)
def decide_finding(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """Nothing more to say."""
    given = read(body, DecisionIn)
    with installation.database().unit_of_work() as session:
        commands.decide_finding(
            session,
            principal,
            draft_id,
            finding=given.finding,
            kind=given.kind,
            reason=given.reason,
            expires_at=given.expires_at,
        )
    return Response(status_code=204)


@router.post(
    "/works/{draft_id}/verdict",
    summary="Approve, ask for changes, or reject",
    openapi_extra=described(VerdictIn),
    responses={200: {"model": ReviewOut}, **_REFUSED},
    operation_id="give_verdict",
)
def give_verdict(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The round."""
    given = read(body, VerdictIn)
    with installation.database().unit_of_work() as session:
        made = commands.give_verdict(session, principal, draft_id, digest=given.digest, verdict=given.verdict, note=given.note)
    return _answer(ReviewOut, made)


@router.post(
    "/works/{draft_id}/sign-offs",
    summary="Sign a text in one role",
    status_code=201,
    openapi_extra=described(SignOffIn),
    responses={201: {"model": SignOffOut}, **_REFUSED},
    operation_id="sign_off",
)
def sign_off(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The sign-off. A 409 names every reason against it."""
    given, key = read(body, SignOffIn), installation.key()
    with installation.database().unit_of_work() as session:
        made = commands.sign_off(session, principal, draft_id, role=given.role, digest=given.digest, key=key)
    return _answer(SignOffOut, made, 201)


@router.post(
    "/works/{draft_id}/comments",
    summary="Remark on a span",
    status_code=201,
    openapi_extra=described(CommentIn),
    responses={201: {"model": CommentOut}, **_REFUSED},
    operation_id="write_comment",
)
def write_comment(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The remark."""
    given = read(body, CommentIn)
    with installation.database().unit_of_work() as session:
        made = commands.write_comment(session, principal, draft_id, start=given.start, end=given.end, text=given.text)
    return _answer(CommentOut, made, 201)


@router.get(
    "/audit",
    summary="The audit chain",
    responses={200: {"model": list[EventOut]}, **refusals(401, 403, 422)},
    operation_id="list_audit",
)
def list_audit(
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JSONResponse:
    """All events, newest first; for whoever may read it for every brand."""
    principal.demand_for_all(Permission.AUDIT_READ)
    with installation.database().reading() as session:
        rows = list_events(session, before=before, limit=limit)
    return JSONResponse([EventOut.model_validate(row, from_attributes=True).model_dump(mode="json") for row in rows])


def _answer(model: type[BaseModel], row: object, status: int = 200) -> JSONResponse:
    return JSONResponse(model.model_validate(row, from_attributes=True).model_dump(mode="json"), status_code=status)
