"""/api/v1/knowledge: what is proposed as a brand's knowledge, and legal's word on it."""

from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from service.models import KnowledgeKind, KnowledgeVerdict
from service.review import knowledge
from service.strict import Strict
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import read
from service.web.dependencies import SIGNED_IN, Body, CurrentSettings, ReaderLanguage
from service.web.openapi import described, refusals

router = APIRouter(prefix="/api/v1", tags=["knowledge"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 404, 409, 413, 415, 422, 503)


class NoteIn(Strict):
    """An after-action note."""

    title: str = Field(min_length=1, max_length=knowledge.MAX_TITLE)
    text: str = Field(min_length=1, max_length=knowledge.MAX_TEXT)


class RefusalIn(Strict):
    """Why it stays out."""

    reason: str = Field(min_length=1, max_length=knowledge.MAX_REASON)


class ProposalOut(BaseModel):
    """A proposal; `indexed_at` is null until an accepted one can be found."""

    id: str
    case_id: str
    brand: str
    kind: KnowledgeKind
    draft_id: str | None
    number: int | None
    title: str | None
    text: str | None
    proposed_by: str
    proposed_at: datetime
    verdict: KnowledgeVerdict | None
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    indexed_at: datetime | None


class AcceptanceOut(BaseModel):
    """An acceptance; `failure` says why it is not in the index yet."""

    id: str
    failure: str | None


@router.get(
    "/knowledge",
    summary="What was proposed as knowledge",
    responses={200: {"model": list[ProposalOut]}, **refusals(401)},
    operation_id="list_knowledge",
)
def list_knowledge(principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """Undecided first, newest first; of the brands whose knowledge the caller proposes or accepts."""
    with installation.database().reading() as session:
        rows = knowledge.list_proposals(session, principal)
    return JSONResponse([_told(row) for row, _ in rows])


@router.post(
    "/cases/{case_id}/knowledge",
    summary="Propose an after-action note",
    status_code=201,
    openapi_extra=described(NoteIn),
    responses={201: {"model": ProposalOut}, **_REFUSED},
    operation_id="propose_note",
)
def propose_note(case_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """The proposal. Nothing finds it before legal accepts it."""
    given = read(body, NoteIn)
    with installation.database().unit_of_work() as session:
        made = knowledge.propose_note(session, principal, case_id, title=given.title, text=given.text)
    return JSONResponse(_told(made), status_code=201)


@router.post(
    "/works/{draft_id}/knowledge",
    summary="Propose a released text",
    status_code=201,
    responses={201: {"model": ProposalOut}, **_REFUSED},
    operation_id="propose_statement",
)
def propose_statement(draft_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """The proposal. Nothing finds it before legal accepts it."""
    with installation.database().unit_of_work() as session:
        made = knowledge.propose_statement(session, principal, draft_id)
    return JSONResponse(_told(made), status_code=201)


@router.post(
    "/knowledge/{proposal_id}/accept",
    summary="Let a proposal into retrieval",
    responses={200: {"model": AcceptanceOut}, **_REFUSED},
    operation_id="accept_knowledge",
)
def accept_knowledge(
    proposal_id: str,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    settings: CurrentSettings,
    language: ReaderLanguage,
) -> JSONResponse:
    """Found from now on in drafts of this brand; or accepted, and not in the index yet."""
    done = knowledge.accept(installation.database(), principal, proposal_id, settings)
    failure = done.failure.in_(language) if done.failure is not None else None
    return JSONResponse(AcceptanceOut(id=done.proposal_id, failure=failure).model_dump())


@router.post(
    "/knowledge/{proposal_id}/refuse",
    summary="Keep a proposal out",
    status_code=204,
    openapi_extra=described(RefusalIn),
    responses=_REFUSED,
    operation_id="refuse_knowledge",
)
def refuse_knowledge(proposal_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """Nothing more to say."""
    given = read(body, RefusalIn)
    with installation.database().unit_of_work() as session:
        knowledge.refuse(session, principal, proposal_id, reason=given.reason)
    return Response(status_code=204)


def _told(row: object) -> dict[str, object]:
    return ProposalOut.model_validate(row, from_attributes=True).model_dump(mode="json")
