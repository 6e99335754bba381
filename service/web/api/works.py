"""/api/v1/cases/…/drafts and /api/v1/works: kept drafts, their versions, export and release."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from service.briefs import StatementRequest
from service.drafting import commands, queries
from service.drafting.pipeline import DraftOptions
from service.export import commands as export_commands
from service.export.exporting import ExportOrder, export
from service.export.formats import ExportFormat
from service.export.labelling import MAX_ACKNOWLEDGEMENT, LabelChoice
from service.models import Case, Draft, DraftStatus
from service.review.policy import blockers
from service.review.queries import situation_of
from service.strict import Strict
from service.users import Principal
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import ExpectedVersion, etag, read
from service.web.dependencies import SIGNED_IN, Body, CurrentSettings, ReaderLanguage
from service.web.openapi import described, refusals

router = APIRouter(prefix="/api/v1", tags=["works"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 404, 409, 413, 415, 422, 503)


class FindingOut(BaseModel):
    """A finding with its key, and the decision that holds for it."""

    key: str
    finding: dict[str, Any]
    decision: str | None
    reason: str


class WorkOut(BaseModel):
    """A kept draft in its newest version, with all that stands against signing it."""

    id: str
    case_id: str
    statement: str
    audience: str
    channel: str
    language: str
    status: DraftStatus
    number: int
    version: int
    title: str | None
    text: str | None
    digest: str
    author_id: str
    made_at: datetime
    record: dict[str, Any]
    findings: list[FindingOut]
    stale: list[dict[str, Any]]
    required: list[str]
    signed: list[dict[str, str]]
    blockers: list[str]


class TextIn(Strict):
    """The whole new text."""

    title: str = Field(min_length=1, max_length=commands.MAX_TITLE)
    text: str = Field(min_length=1, max_length=commands.MAX_TEXT)


class ExportIn(Strict):
    """Which files, and whether a label of generated content that is wanted is shown. An empty body asks for all files and the label."""

    formats: tuple[ExportFormat, ...] = Field(default=tuple(ExportFormat), min_length=1, max_length=len(ExportFormat))
    label: LabelChoice = LabelChoice.AUTO
    acknowledgement: str = Field(default="", max_length=MAX_ACKNOWLEDGEMENT)


class ReleaseIn(Strict):
    """Where and when the text went out."""

    place: str = Field(min_length=1, max_length=export_commands.MAX_PLACE)
    address: str = Field(default="", max_length=export_commands.MAX_ADDRESS)
    released_at: AwareDatetime


class ReleaseOut(BaseModel):
    """The record of a release."""

    id: str
    draft_id: str
    number: int
    place: str
    address: str
    released_at: datetime
    withdrawn_at: datetime | None
    withdrawal_reason: str | None


class ReasonIn(Strict):
    """Why."""

    reason: str = Field(min_length=1, max_length=2000)


@router.post(
    "/cases/{case_id}/drafts",
    summary="Draft a statement for a case and keep it",
    status_code=201,
    openapi_extra=described(StatementRequest),
    responses={201: {"model": WorkOut}, **_REFUSED},
    operation_id="create_work",
)
def create_work(  # noqa: PLR0913, PLR0917 - what the endpoint depends on
    case_id: str,
    body: Body,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    settings: CurrentSettings,
    language: ReaderLanguage,
    issued_at: Annotated[AwareDatetime | None, Query()] = None,
    *,
    offline: bool = False,
) -> Response:
    """The draft. `issued_at` is the only now of the text; by default the brief's."""
    made = commands.create_draft(
        installation.database(),
        principal,
        case_id,
        read(body, StatementRequest),
        settings=settings,
        options=DraftOptions(offline=offline),
        issued_at=issued_at,
    )
    with installation.database().reading() as session:
        return _work(session, principal, made.id, language, 201)


@router.get(
    "/works/{draft_id}",
    summary="A kept draft",
    responses={200: {"model": WorkOut}, **refusals(401, 404)},
    operation_id="get_work",
)
def get_work(draft_id: str, principal: CurrentPrincipal, installation: CurrentInstallation, language: ReaderLanguage) -> Response:
    """Its newest version, with findings, decisions and what stands against signing it."""
    with installation.database().reading() as session:
        return _work(session, principal, draft_id, language)


@router.put(
    "/works/{draft_id}",
    summary="Edit a kept draft",
    openapi_extra=described(TextIn),
    responses={200: {"model": WorkOut}, **_REFUSED},
    operation_id="revise_work",
)
def revise_work(
    expected: ExpectedVersion,
    draft_id: str,
    body: Body,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    language: ReaderLanguage,
) -> Response:
    """The new version, checked. `If-Match` names the version that was read; what was signed is signed no more."""
    given = read(body, TextIn)
    with installation.database().unit_of_work() as session:
        commands.revise(session, principal, draft_id, title=given.title, text=given.text, expected=expected)
    with installation.database().reading() as session:
        return _work(session, principal, draft_id, language)


@router.post(
    "/works/{draft_id}/withdraw",
    summary="End a draft that will not be used",
    responses={200: {"model": WorkOut}, **_REFUSED},
    operation_id="withdraw_work",
)
def withdraw_work(
    expected: ExpectedVersion,
    draft_id: str,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    language: ReaderLanguage,
) -> Response:
    """The ended draft."""
    with installation.database().unit_of_work() as session:
        commands.withdraw_draft(session, principal, draft_id, expected=expected)
    with installation.database().reading() as session:
        return _work(session, principal, draft_id, language)


@router.post(
    "/works/{draft_id}/export",
    summary="Export a signed text",
    openapi_extra=described(ExportIn, required=False),
    responses={200: {"content": {"application/zip": {}}}, **_REFUSED},
    operation_id="export_work",
)
def export_work(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """A zip with the files and the signed manifest; `firstword verify` checks it offline. 503 names what PDF lacks on this machine."""
    given = read(body, ExportIn) if body.strip() else ExportIn()
    order = ExportOrder(frozenset(given.formats), given.label, given.acknowledgement)
    bundle = export(installation.database(), principal, draft_id, key=installation.key(), order=order)
    headers = {"content-disposition": f'attachment; filename="{bundle.name}.zip"'}
    return Response(bundle.packed(), media_type="application/zip", headers=headers)


@router.post(
    "/works/{draft_id}/releases",
    summary="Record a release",
    status_code=201,
    openapi_extra=described(ReleaseIn),
    responses={201: {"model": ReleaseOut}, **_REFUSED},
    operation_id="release_work",
)
def release_work(draft_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The record."""
    given = read(body, ReleaseIn)
    with installation.database().unit_of_work() as session:
        made = export_commands.release(
            session, principal, draft_id, place=given.place, address=given.address, released_at=given.released_at
        )
    return JSONResponse(ReleaseOut.model_validate(made, from_attributes=True).model_dump(mode="json"), status_code=201)


@router.post(
    "/releases/{release_id}/withdraw",
    summary="Record that a release was taken back",
    openapi_extra=described(ReasonIn),
    responses={200: {"model": ReleaseOut}, **_REFUSED},
    operation_id="withdraw_release",
)
def withdraw_release(release_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The record."""
    given = read(body, ReasonIn)
    with installation.database().unit_of_work() as session:
        made = export_commands.withdraw(session, principal, release_id, reason=given.reason)
    return JSONResponse(ReleaseOut.model_validate(made, from_attributes=True).model_dump(mode="json"))


@router.post(
    "/commitments/{commitment_id}/kept",
    summary="Record that a promise was kept",
    status_code=204,
    responses=_REFUSED,
    operation_id="keep_commitment",
)
def keep_commitment(commitment_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """Nothing more to say."""
    with installation.database().unit_of_work() as session:
        export_commands.keep_commitment(session, principal, commitment_id)
    return Response(status_code=204)


def _work(session: Session, principal: Principal, draft_id: str, language: str, status: int = 200) -> JSONResponse:
    draft, case = queries.get_draft(session, principal, draft_id)
    told = _told(session, draft, case, "zh" if language == "zh" else "en")
    return JSONResponse(told.model_dump(mode="json"), status_code=status, headers=etag(draft.version))


def _told(session: Session, draft: Draft, case: Case, language: Any) -> WorkOut:  # noqa: ANN401 - narrowed by the caller
    version = queries.get_version(session, draft)
    situation = situation_of(session, case, draft, version)
    return WorkOut(
        **{name: getattr(draft, name) for name in ("id", "case_id", "statement", "audience", "channel", "language", "status")},
        number=draft.number,
        version=draft.version,
        title=version.title,
        text=version.text,
        digest=version.digest,
        author_id=version.author_id,
        made_at=version.made_at,
        record={k: v for k, v in json.loads(version.record).items() if k != "findings"},
        findings=[
            FindingOut(key=row.key, finding=row.finding.model_dump(mode="json"), decision=row.decision, reason=row.reason)
            for row in situation.findings
        ],
        stale=[
            {"start": row.start, "end": row.end, "basis": list(row.basis)}
            for row in queries.stale_sentences(session, case, version)
        ],
        required=list(situation.required),
        signed=[{"role": role, "user_id": user_id} for role, user_id in situation.signed],
        blockers=[reason.in_(language) for reason in blockers(situation)],
    )
