"""/api/v1/notices and /api/v1/account/addresses: one's own notices, and where else one is told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from pydantic import AwareDatetime, BaseModel, Field, model_validator
from sqlalchemy.orm import Session

from service.models import NoticeAddress, NoticeKind
from service.notices.addresses import MAX_ADDRESSES, MAX_URL, masked
from service.notices.commands import mark_read, set_addresses
from service.notices.queries import MAX_LISTED, list_addresses, list_notices
from service.strict import Strict
from service.users.queries import get_user
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import read
from service.web.dependencies import SIGNED_IN, Body, CurrentSettings
from service.web.openapi import described, refusals

router = APIRouter(prefix="/api/v1", tags=["notices"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 413, 415, 422, 503)


class NoticeOut(BaseModel):
    """One notice. `path` is the page to go to, `due` ISO 8601 in the offset of the brief; `number`: the version of the text it is about."""

    id: str
    kind: NoticeKind
    case_id: str
    draft_id: str | None
    case_title: str
    brand_name: str
    level: str
    made_at: datetime
    due: str | None
    read_at: datetime | None
    path: str
    number: int | None


class AddressIn(Strict):
    """An address to keep, by `id`, or a new one, by `url`: an e-mail address, or an Apprise address."""

    id: str | None = Field(default=None, max_length=20)
    url: str | None = Field(default=None, max_length=MAX_URL)

    @model_validator(mode="after")
    def _is_one(self) -> "AddressIn":
        if (self.id is None) == (self.url is None):
            message = "give either id or url"
            raise ValueError(message)
        return self


class AddressesIn(Strict):
    """All addresses one is told at; those not named go. `language`: of what is sent there; null leaves it to the installation."""

    addresses: list[AddressIn] = Field(max_length=MAX_ADDRESSES)
    language: Literal["zh", "en"] | None = None


class AddressOut(BaseModel):
    """An address, masked: it can hold a secret and is never shown in full."""

    id: str
    shown: str
    added_at: datetime


class AddressesOut(BaseModel):
    """One's addresses, and the language of what is sent there."""

    addresses: list[AddressOut]
    language: str | None


@router.get(
    "/notices",
    summary="One's own notices",
    responses={200: {"model": list[NoticeOut]}, **refusals(401, 422)},
    operation_id="list_notices",
)
def get_notices(
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    *,
    unread: bool = False,
    limit: Annotated[int, Query(ge=1, le=MAX_LISTED)] = 50,
    after: Annotated[AwareDatetime | None, Query()] = None,
) -> JSONResponse:
    """Newest first; `after` is `made_at` of the last one seen, to read on."""
    with installation.database().reading() as session:
        rows = list_notices(session, principal, unread=unread, limit=limit, after=after)
    return JSONResponse([NoticeOut.model_validate(row, from_attributes=True).model_dump(mode="json") for row in rows])


@router.post(
    "/notices/{notice_id}/read",
    summary="Mark a notice as read",
    status_code=204,
    responses=refusals(401, 404, 503),
    operation_id="read_notice",
)
def read_notice(notice_id: str, principal: CurrentPrincipal, installation: CurrentInstallation) -> Response:
    """Nothing more to say."""
    with installation.database().unit_of_work() as session:
        mark_read(session, principal, notice_id)
    return Response(status_code=204)


@router.get(
    "/account/addresses",
    summary="Where one is told",
    responses={200: {"model": AddressesOut}, **refusals(401)},
    operation_id="list_addresses",
)
def get_addresses(principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """Masked addresses."""
    with installation.database().reading() as session:
        return _told(session, principal.user_id, list_addresses(session, principal.user_id))


@router.put(
    "/account/addresses",
    summary="Say where one wants to be told",
    openapi_extra=described(AddressesIn),
    responses={200: {"model": AddressesOut}, **_REFUSED},
    operation_id="set_addresses",
)
def put_addresses(
    body: Body, principal: CurrentPrincipal, installation: CurrentInstallation, settings: CurrentSettings
) -> JSONResponse:
    """The addresses that hold from now on, masked."""
    given = read(body, AddressesIn)
    keep = [item.id for item in given.addresses if item.id is not None]
    add = [item.url for item in given.addresses if item.url is not None]
    with installation.database().unit_of_work() as session:
        rows = set_addresses(session, principal, keep=keep, add=add, language=given.language, settings=settings)
        return _told(session, principal.user_id, rows)


def _told(session: Session, user_id: str, rows: Sequence[NoticeAddress]) -> JSONResponse:
    shown = [AddressOut(id=row.id, shown=masked(row.url), added_at=row.added_at) for row in rows]
    made = AddressesOut(addresses=shown, language=get_user(session, user_id).language)
    return JSONResponse(made.model_dump(mode="json"))
