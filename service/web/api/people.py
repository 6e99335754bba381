"""/api/v1/people: who is let in, with which roles. For whoever manages people for every brand."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from service.cases.commands import brand_key
from service.strict import Strict
from service.users import EVERY_BRAND, Role
from service.users.commands import deactivate, invite, new_link, reactivate, set_role
from service.users.queries import Person, get_person, list_people
from service.web.access import CurrentInstallation, Manager
from service.web.api.bodies import read
from service.web.dependencies import SIGNED_IN, Body
from service.web.openapi import described, refusals

router = APIRouter(prefix="/api/v1/people", tags=["people"], dependencies=SIGNED_IN)
_REFUSED = refusals(401, 403, 404, 409, 413, 415, 422, 503)
_Id = Annotated[str, Path(max_length=20)]


class RoleItem(Strict):
    """A role for one brand, by its key or a name of it; `*` is every brand."""

    brand: str = Field(min_length=1, max_length=200)
    role: Role


class PersonOut(BaseModel):
    """A person."""

    id: str
    login: str
    name: str
    is_active: bool
    has_joined: bool
    is_erased: bool
    roles: list[RoleItem]


class InvitedOut(PersonOut):
    """A person just invited; `link` is the path where they choose a password, told this once."""

    link: str


class LinkOut(BaseModel):
    """The path where a person chooses a password; told this once, works once."""

    link: str


class InviteIn(Strict):
    """A person to invite."""

    login: str = Field(min_length=1, max_length=200)
    name: str = Field(min_length=1, max_length=200)
    roles: list[RoleItem] = Field(default_factory=list, max_length=100)


class RoleIn(RoleItem):
    """A role given, or taken away."""

    held: bool = True


@router.get(
    "",
    summary="Everybody",
    responses={200: {"model": list[PersonOut]}, **refusals(401, 403, 503)},
    operation_id="list_people",
)
def list_all(_manager: Manager, installation: CurrentInstallation) -> JSONResponse:
    """By login."""
    with installation.database().reading() as session:
        people = list_people(session)
    return JSONResponse([_out(person).model_dump(mode="json") for person in people])


@router.post(
    "",
    summary="Invite somebody",
    status_code=201,
    openapi_extra=described(InviteIn),
    responses={201: {"model": InvitedOut}, **_REFUSED},
    operation_id="invite_person",
)
def invite_person(body: Body, manager: Manager, installation: CurrentInstallation) -> JSONResponse:
    """The person, with the link to hand over."""
    given = read(body, InviteIn)
    roles = [(_brand(item), item.role) for item in given.roles]
    with installation.database().unit_of_work() as session:
        user, secret = invite(session, actor_id=manager.user_id, login=given.login, name=given.name, roles=roles)
        person = get_person(session, user.id)
    told = InvitedOut(**_out(person).model_dump(), link=_link(secret))
    return JSONResponse(told.model_dump(mode="json"), status_code=201)


@router.get("/{user_id}", summary="One person", responses={200: {"model": PersonOut}, **_REFUSED}, operation_id="get_person")
def get_one(user_id: _Id, _manager: Manager, installation: CurrentInstallation) -> JSONResponse:
    """The person with the roles held now."""
    return _person(installation, user_id)


@router.post(
    "/{user_id}/roles",
    summary="Give a role, or take it away",
    openapi_extra=described(RoleIn),
    responses={200: {"model": PersonOut}, **_REFUSED},
    operation_id="set_role",
)
def change_role(user_id: _Id, body: Body, manager: Manager, installation: CurrentInstallation) -> JSONResponse:
    """The person afterwards. Other roles stay; doing it twice changes nothing."""
    given = read(body, RoleIn)
    with installation.database().unit_of_work() as session:
        set_role(session, actor_id=manager.user_id, user_id=user_id, brand=_brand(given), role=given.role, held=given.held)
    return _person(installation, user_id)


@router.post(
    "/{user_id}/link",
    summary="A new link to choose a password",
    status_code=201,
    responses={201: {"model": LinkOut}, **_REFUSED},
    operation_id="make_link",
)
def make_link(user_id: _Id, manager: Manager, installation: CurrentInstallation) -> JSONResponse:
    """The link; earlier ones end."""
    with installation.database().unit_of_work() as session:
        secret = new_link(session, actor_id=manager.user_id, user_id=user_id)
    return JSONResponse({"link": _link(secret)}, status_code=201)


@router.post(
    "/{user_id}/deactivate",
    summary="Let a person in no more",
    status_code=204,
    responses=_REFUSED,
    operation_id="deactivate_person",
)
def deactivate_person(user_id: _Id, manager: Manager, installation: CurrentInstallation) -> Response:
    """Sessions, tokens and links end at once."""
    with installation.database().unit_of_work() as session:
        deactivate(session, actor_id=manager.user_id, user_id=user_id)
    return Response(status_code=204)


@router.post(
    "/{user_id}/reactivate",
    summary="Let a person in again",
    status_code=204,
    responses=_REFUSED,
    operation_id="reactivate_person",
)
def reactivate_person(user_id: _Id, manager: Manager, installation: CurrentInstallation) -> Response:
    """With the password and roles held before."""
    with installation.database().unit_of_work() as session:
        reactivate(session, actor_id=manager.user_id, user_id=user_id)
    return Response(status_code=204)


def _person(installation: CurrentInstallation, user_id: str) -> JSONResponse:
    with installation.database().reading() as session:
        person = get_person(session, user_id)
    return JSONResponse(_out(person).model_dump(mode="json"))


def _out(person: Person) -> PersonOut:
    return PersonOut(
        id=person.id,
        login=person.login,
        name=person.name,
        is_active=person.is_active,
        has_joined=person.has_joined,
        is_erased=person.is_erased,
        roles=[RoleItem(brand=brand, role=role) for brand, role in person.roles],
    )


def _brand(item: RoleItem) -> str:
    return item.brand if item.brand == EVERY_BRAND else brand_key(item.brand)


def _link(secret: str) -> str:
    return f"/join/{secret}"
