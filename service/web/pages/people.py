"""/people: who is let in, with which roles. For whoever manages people for every brand."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.brands import find_brand, list_brands
from service.cases.commands import brand_key
from service.errors import InvalidInput, Problem, ServiceError
from service.i18n import Localized, UiLanguage
from service.models import Membership
from service.users import EVERY_BRAND, Role
from service.users.commands import deactivate, invite, new_link, reactivate, set_role
from service.users.named_brands import name_brand, named_brands
from service.users.queries import get_person, list_people
from service.web.access import CurrentInstallation, Manager
from service.web.contexts_people import PeoplePage, PersonPage
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import OwnForm, PageLanguage
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Asking:
    """What every page here asks for."""

    manager: Manager
    language: PageLanguage
    frame: CurrentFrame
    installation: CurrentInstallation


_Asking = Annotated[Asking, Depends()]
_Id = Annotated[str, Path(max_length=20)]
_SHOWN = 200


@router.get("/people")
def show_people(asking: _Asking) -> HTMLResponse:
    """Everybody."""
    return HTMLResponse(render("people/people.html", _people(asking), asking.frame))


@router.post("/people")
def submit_invitation(request: Request, form: OwnForm, asking: _Asking) -> Response:
    """The new person's page with the link, which no later answer holds; or the form again."""
    try:
        roles = [_role(form)] if form.get("role") else []
        with asking.installation.database().unit_of_work() as session:
            _remember(session, form)
            user, secret = invite(
                session, actor_id=asking.manager.user_id, login=form.get("login", ""), name=form.get("name", ""), roles=roles
            )
            page = _person(session, asking, user.id, link=_address(request, asking, secret))
    except InvalidInput as error:
        refused = _people(asking, form, error)
        return HTMLResponse(render("people/people.html", refused, asking.frame), status_code=error.status_code)
    return HTMLResponse(render("people/person.html", page, asking.frame), status_code=201)


@router.get("/people/{user_id}")
def show_person(user_id: _Id, asking: _Asking) -> HTMLResponse:
    """One person.

    Raises:
        NotFound: there is none.
    """
    with asking.installation.database().reading() as session:
        page = _person(session, asking, user_id)
    return HTMLResponse(render("people/person.html", page, asking.frame))


@router.post("/people/{user_id}/roles")
def submit_role(
    user_id: _Id,
    form: OwnForm,
    asking: _Asking,
) -> Response:
    """Gives one role (`held=yes`), or takes it away."""
    try:
        brand, role = _role(form)
        with asking.installation.database().unit_of_work() as session:
            _remember(session, form)
            set_role(
                session, actor_id=asking.manager.user_id, user_id=user_id, brand=brand, role=role, held=form.get("held") == "yes"
            )
    except InvalidInput as error:
        return _refused(asking, user_id, form, error)
    return _back(user_id)


@router.post("/people/{user_id}/link")
def submit_link(
    request: Request,
    user_id: _Id,
    form: OwnForm,
    asking: _Asking,
) -> Response:
    """The page with a new link; the one before ends."""
    try:
        with asking.installation.database().unit_of_work() as session:
            secret = new_link(session, actor_id=asking.manager.user_id, user_id=user_id)
            page = _person(session, asking, user_id, link=_address(request, asking, secret), is_again=True)
    except InvalidInput as error:
        return _refused(asking, user_id, form, error)
    return HTMLResponse(render("people/person.html", page, asking.frame), status_code=201)


@router.post("/people/{user_id}/deactivate")
def submit_deactivate(
    user_id: _Id,
    form: OwnForm,
    asking: _Asking,
) -> Response:
    """Sessions, tokens and links of the person end at once."""
    try:
        with asking.installation.database().unit_of_work() as session:
            deactivate(session, actor_id=asking.manager.user_id, user_id=user_id)
    except InvalidInput as error:
        return _refused(asking, user_id, form, error)
    return _back(user_id)


@router.post("/people/{user_id}/reactivate")
def submit_reactivate(user_id: _Id, _form: OwnForm, asking: _Asking) -> Response:
    """The person may sign in again.

    Raises:
        NotFound: there is none, or what was known of them was erased.
    """
    with asking.installation.database().unit_of_work() as session:
        reactivate(session, actor_id=asking.manager.user_id, user_id=user_id)
    return _back(user_id)


def brand_names(session: Session, language: UiLanguage) -> tuple[tuple[str, str], ...]:
    """Key and name of each brand somebody described, and of those somebody was given a role for."""
    described = {brand.key: brand.names.get(language, brand.key) for brand in list_brands()}
    held = session.scalars(select(Membership.brand).distinct().order_by(Membership.brand))
    typed = dict(named_brands(session))
    others = {key: typed.get(key, key) for key in (*held, *typed) if key not in described and key != EVERY_BRAND}
    return (*described.items(), *others.items())


def _remember(session: Session, form: dict[str, str]) -> None:
    """How a brand was written that is given by its name."""
    other = form.get("other_brand", "").strip()
    if other and other != EVERY_BRAND and find_brand(other) is None and len(other) <= _SHOWN and form.get("role") in set(Role):
        name_brand(session, brand_key(other), other)


def _role(form: dict[str, str]) -> tuple[str, Role]:
    other = form.get("other_brand", "").strip()
    brand = other or form.get("brand", "")
    if form.get("role") not in set(Role):
        raise InvalidInput([Problem(field="role", code="role", message=Localized(zh="请选择角色", en="choose a role"))])
    if not brand:
        raise InvalidInput([Problem(field="brand", code="brand", message=Localized(zh="请选择品牌", en="choose a brand"))])
    return (brand if brand == EVERY_BRAND else brand_key(brand)), Role(form["role"])


def _people(asking: Asking, typed: dict[str, str] | None = None, error: ServiceError | None = None) -> PeoplePage:
    with asking.installation.database().reading() as session:
        people = tuple(list_people(session))
        brands = brand_names(session, asking.language)
    return PeoplePage(asking.language, people, brands, _kept(typed), _told(error, asking.language))


def _person(
    session: Session,
    asking: Asking,
    user_id: str,
    *,
    typed: dict[str, str] | None = None,
    error: ServiceError | None = None,
    link: str = "",
    is_again: bool = False,
) -> PersonPage:
    return PersonPage(
        asking.language,
        get_person(session, user_id),
        brand_names(session, asking.language),
        _kept(typed),
        _told(error, asking.language),
        link,
        is_again=is_again,
        is_me=user_id == asking.manager.user_id,
    )


def _refused(asking: Asking, user_id: str, typed: dict[str, str], error: ServiceError) -> Response:
    with asking.installation.database().reading() as session:
        page = _person(session, asking, user_id, typed=typed, error=error)
    return HTMLResponse(render("people/person.html", page, asking.frame), status_code=error.status_code)


def _kept(typed: dict[str, str] | None) -> dict[str, str]:
    return {name: value[:_SHOWN] for name, value in (typed or {}).items()}


def _told(error: ServiceError | None, language: UiLanguage) -> tuple[str, ...]:
    return tuple(row.message for row in problem_rows(error, language)) if error is not None else ()


def _back(user_id: str) -> RedirectResponse:
    return RedirectResponse(f"/people/{user_id}", status_code=303)


def _address(request: Request, asking: Asking, secret: str) -> str:
    # The host was held against the names this service answers to before anything else was read.
    told = asking.installation.settings.public_url
    return f"{told}/join/{secret}" if told else str(request.url_for("show_join", secret=secret))
