"""/api/v1/cases: cases, their briefs, checklists, notes and timeline."""

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.orm import Session

from service.audit.queries import list_events
from service.cases import commands, queries
from service.cases.erasure import MAX_REASON, erase_case
from service.drafting.queries import list_drafts
from service.models import Case, CaseStatus
from service.review.knowledge import take_out_erased
from service.strict import Strict
from service.users import Permission
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import ExpectedVersion, etag, read
from service.web.dependencies import SIGNED_IN, Body, BriefBody, CurrentSettings
from service.web.openapi import BRIEF, body_of, described, refusals

router = APIRouter(prefix="/api/v1", tags=["cases"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 404, 409, 413, 415, 422, 503)


class CaseOut(BaseModel):
    """A case as the queue and its own page show it."""

    id: str
    brand: str
    brand_name: str
    title: str
    kind: str
    jurisdiction: str
    level: str
    status: CaseStatus
    opened_at: datetime
    next_due_at: datetime
    brief_number: int
    version: int


class StepOut(BaseModel):
    """One step of the checklist."""

    id: str
    step: str
    title: str
    owner: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str | None
    answer: str | None


class ChangeOut(BaseModel):
    """One field of the brief, from what to what, as JSON; null is absent."""

    number: int
    path: str
    before: Any
    after: Any


class CaseFull(CaseOut):
    """A case with its brief, checklist and the keys of its drafts."""

    brief: dict[str, Any]
    checklist: list[StepOut]
    drafts: list[str]


class NoteIn(Strict):
    """A privileged note."""

    text: str = Field(min_length=1, max_length=commands.MAX_NOTE)


class NoteOut(BaseModel):
    """A privileged note as lawyers see it."""

    id: str
    author_id: str
    made_at: datetime
    text: str | None


class StepIn(Strict):
    """A step done, or not done after all."""

    done: bool = True
    answer: str = Field(default="", max_length=2000)


class AssignedIn(Strict):
    """Who does a step, and until when; null: no hour."""

    owner: str = Field(min_length=1, max_length=commands.MAX_OWNER)
    due_at: AwareDatetime | None = None


class ErasureIn(Strict):
    """On what ground a case's content is erased, such as the number of a request; it stays, so it should name nobody."""

    reason: str = Field(min_length=1, max_length=MAX_REASON)


class EventOut(BaseModel):
    """One event of the audit chain."""

    number: int
    at: datetime
    actor_id: str
    action: str
    subject_kind: str
    subject_id: str
    detail: dict[str, Any]


@router.post(
    "/cases",
    summary="Open a case from a brief",
    status_code=201,
    openapi_extra=body_of(BRIEF),
    responses={201: {"model": CaseOut}, **_REFUSED},
    operation_id="open_case",
)
def open_case(brief: BriefBody, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The new case."""
    with installation.database().unit_of_work() as session:
        case = commands.open_case(session, principal, brief)
    return _case(case, 201)


@router.get("/cases", summary="The queue", responses={200: {"model": list[CaseOut]}, **refusals(404)}, operation_id="list_cases")
def list_cases(
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    *,
    status: CaseStatus = CaseStatus.OPEN,
    after: Annotated[str, Query(max_length=20)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> JSONResponse:
    """Cases by level, then by what is due first; `after` is the id of the last one seen."""
    with installation.database().reading() as session:
        mark = None
        if after:
            last = queries.get_case(session, principal, after)
            mark = (last.level, last.next_due_at, last.id)
        cases = queries.list_queue(session, principal, status=status, after=mark, limit=limit)
    return JSONResponse([_out(case).model_dump(mode="json") for case in cases])


@router.get(
    "/cases/{case_id}", summary="A case", responses={200: {"model": CaseFull}, **refusals(401, 404)}, operation_id="get_case"
)
def get_case(case_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """The case with the newest brief."""
    with installation.database().reading() as session:
        case = queries.get_case(session, principal, case_id)
        return JSONResponse(_full(session, case), headers=etag(case.version))


@router.put(
    "/cases/{case_id}/brief",
    summary="A new version of the brief",
    openapi_extra=body_of(BRIEF),
    responses={200: {"model": list[ChangeOut]}, **_REFUSED},
    operation_id="change_brief",
)
def change_brief(
    expected: ExpectedVersion,
    case_id: str,
    brief: BriefBody,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    reason: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """What changed. `If-Match` names the version of the case that was read."""
    with installation.database().unit_of_work() as session:
        case, found = commands.change_brief(session, principal, case_id, brief, expected=expected, reason=reason)
    told = [
        ChangeOut(number=case.brief_number, path=c.path, before=_value(c.before), after=_value(c.after)).model_dump(mode="json")
        for c in found
    ]
    return JSONResponse(told, headers=etag(case.version))


@router.get(
    "/cases/{case_id}/changes",
    summary="How the brief changed",
    responses={200: {"model": list[ChangeOut]}, **refusals(401, 404)},
    operation_id="list_changes",
)
def list_changes(case_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """Every changed field, oldest first."""
    with installation.database().reading() as session:
        rows = queries.list_changes(session, queries.get_case(session, principal, case_id))
    return JSONResponse(
        [
            ChangeOut(number=row.number, path=row.path, before=_value(row.before), after=_value(row.after)).model_dump(
                mode="json"
            )
            for row in rows
        ]
    )


@router.post(
    "/cases/{case_id}/close", summary="Close a case", responses={200: {"model": CaseOut}, **_REFUSED}, operation_id="close_case"
)
def close_case(
    expected: ExpectedVersion, case_id: str, principal: CurrentPrincipal, installation: CurrentInstallation
) -> Response:
    """The closed case."""
    with installation.database().unit_of_work() as session:
        case = commands.close_case(session, principal, case_id, expected=expected)
    return _case(case)


@router.post(
    "/cases/{case_id}/reopen",
    summary="Open a closed case again",
    responses={200: {"model": CaseOut}, **_REFUSED},
    operation_id="reopen_case",
)
def reopen_case(
    expected: ExpectedVersion, case_id: str, principal: CurrentPrincipal, installation: CurrentInstallation
) -> Response:
    """The open case."""
    with installation.database().unit_of_work() as session:
        case = commands.reopen_case(session, principal, case_id, expected=expected)
    return _case(case)


@router.post(
    "/steps/{step_id}",
    summary="Mark a step of the checklist",
    openapi_extra=described(StepIn),
    responses={200: {"model": StepOut}, **_REFUSED},
    operation_id="finish_step",
)
def finish_step(step_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """The step."""
    given = read(body, StepIn)
    with installation.database().unit_of_work() as session:
        item = commands.finish_step(session, principal, step_id, answer=given.answer, done=given.done)
    return JSONResponse(StepOut.model_validate(item, from_attributes=True).model_dump(mode="json"))


@router.put(
    "/steps/{step_id}",
    summary="Give a step of the checklist another owner or hour",
    openapi_extra=described(AssignedIn),
    responses={200: {"model": StepOut}, **_REFUSED},
    operation_id="assign_step",
)
def assign_step(step_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """The step."""
    given = read(body, AssignedIn)
    with installation.database().unit_of_work() as session:
        item = commands.assign_step(session, principal, step_id, owner=given.owner, due_at=given.due_at)
    return JSONResponse(StepOut.model_validate(item, from_attributes=True).model_dump(mode="json"))


@router.post(
    "/cases/{case_id}/erase",
    summary="Erase the content of a closed case for good",
    openapi_extra=described(ErasureIn),
    responses={200: {"model": CaseOut}, **_REFUSED},
    operation_id="erase_case",
)
def erase_content(
    case_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation, settings: CurrentSettings
) -> JSONResponse:
    """What is left of the case: what happened, when, by whom, and the digests."""
    given = read(body, ErasureIn)
    with installation.database().unit_of_work() as session:
        case = erase_case(session, principal, case_id, reason=given.reason)
    take_out_erased(installation.database(), settings)
    return _case(case)


@router.get(
    "/cases/{case_id}/notes",
    summary="Privileged notes",
    responses={200: {"model": list[NoteOut]}, **refusals(401, 403, 404)},
    operation_id="list_notes",
)
def list_notes(case_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """For lawyers alone."""
    with installation.database().reading() as session:
        case = queries.get_case(session, principal, case_id)
        principal.demand(Permission.NOTE_READ, case.brand)
        rows = queries.list_notes(session, principal, case)
    return JSONResponse([NoteOut.model_validate(row, from_attributes=True).model_dump(mode="json") for row in rows])


@router.post(
    "/cases/{case_id}/notes",
    summary="Write a privileged note",
    status_code=201,
    openapi_extra=described(NoteIn),
    responses={201: {"model": NoteOut}, **_REFUSED},
    operation_id="write_note",
)
def write_note(case_id: str, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """The note."""
    given = read(body, NoteIn)
    with installation.database().unit_of_work() as session:
        note = commands.write_note(session, principal, case_id, given.text)
    return JSONResponse(NoteOut.model_validate(note, from_attributes=True).model_dump(mode="json"), status_code=201)


@router.get(
    "/cases/{case_id}/timeline",
    summary="What happened",
    responses={200: {"model": list[EventOut]}, **refusals(401, 404, 422)},
    operation_id="list_timeline",
)
def list_timeline(
    case_id: str,
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> JSONResponse:
    """The case's events, newest first."""
    with installation.database().reading() as session:
        case = queries.get_case(session, principal, case_id)
        rows = list_events(session, case_id=case.id, before=before, limit=limit)
    return JSONResponse([EventOut.model_validate(row, from_attributes=True).model_dump(mode="json") for row in rows])


def _out(case: Case) -> CaseOut:
    return CaseOut.model_validate(case, from_attributes=True)


def _case(case: Case, status: int = 200) -> JSONResponse:
    return JSONResponse(_out(case).model_dump(mode="json"), status_code=status, headers=etag(case.version))


def _full(session: Session, case: Case) -> dict[str, Any]:
    version = queries.get_brief_version(session, case)
    return CaseFull(
        **_out(case).model_dump(),
        brief=json.loads(version.content) if version.content is not None else {},
        checklist=[StepOut.model_validate(item, from_attributes=True) for item in queries.list_checklist(session, case)],
        drafts=[draft.id for draft in list_drafts(session, case)],
    ).model_dump(mode="json")


def _value(text: str | None) -> Any:  # noqa: ANN401 - any field of a brief
    return None if text is None else json.loads(text)
