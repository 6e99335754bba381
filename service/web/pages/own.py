"""/account: what people do with their own account: tokens for programs, open sessions, the password."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service.audit.queries import reached
from service.config import Settings
from service.errors import InvalidInput, Problem
from service.i18n import Localized, UiLanguage
from service.models import ApiToken, Delivery, NoticeAddress
from service.notices.addresses import MAX_ADDRESSES, masked
from service.notices.queries import last_deliveries, list_addresses
from service.users import Permission, Principal
from service.users.named_brands import named_brands
from service.users.own import LONGEST_TOKEN, change_password, end_sessions, held_permissions, make_token, revoke_token
from service.users.queries import count_sessions, get_person, get_user, list_tokens
from service.web.access import CurrentInstallation, CurrentPrincipal, session_secret
from service.web.contexts_notices import AddressRow, Told
from service.web.contexts_people import AccountPage, TokenRow
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.own_brands import brand_name
from service.web.pages.account import refuse_blocked
from service.web.pages.forms import OwnForm, PageLanguage
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)

_TEMPLATE = "account/account.html"
_SCOPE = "scope."
_WRONG = Localized(zh="现在的密码不对", en="the password now is wrong")
_DONE = {
    "password": mark("The password was changed; other browsers were signed out."),
    "sessions": mark("The other browsers were signed out."),
    "token": mark("The token was revoked."),
    "addresses": mark("Saved."),
}


@router.get("/account")
def show_account(
    principal: CurrentPrincipal,
    language: PageLanguage,
    frame: CurrentFrame,
    installation: CurrentInstallation,
    done: str = "",
) -> HTMLResponse:
    """Who is signed in, with tokens and sessions."""
    page = account_page(installation, principal, language, done=_DONE.get(done, ""))
    return HTMLResponse(render(_TEMPLATE, page, frame))


@router.get("/welcome")
def show_welcome(
    principal: CurrentPrincipal, language: PageLanguage, frame: CurrentFrame, installation: CurrentInstallation
) -> HTMLResponse:
    """After joining: the login for the next time, the roles, and what to do first."""
    page = account_page(installation, principal, language)
    return HTMLResponse(render("account/welcome.html", page, frame))


@router.post("/account/tokens")
def submit_token(
    form: OwnForm, principal: CurrentPrincipal, language: PageLanguage, frame: CurrentFrame, installation: CurrentInstallation
) -> HTMLResponse:
    """The page with the new token, which no later answer holds; or the form again."""
    scopes = [Permission(name.removeprefix(_SCOPE)) for name in form if name.removeprefix(_SCOPE) in set(Permission)]
    try:
        life = _life(form.get("days", ""))
        with installation.database().unit_of_work() as session:
            _, secret = make_token(session, owner=principal, name=form.get("name", ""), scopes=scopes, life=life)
    except InvalidInput as error:
        typed = {name: value[:200] for name, value in form.items()}
        problems = tuple(row.message for row in problem_rows(error, language))
        page = account_page(installation, principal, language, typed=typed, problems=problems)
        return HTMLResponse(render(_TEMPLATE, page, frame), status_code=error.status_code)
    page = account_page(installation, principal, language, secret=secret)
    return HTMLResponse(render(_TEMPLATE, page, frame), status_code=201)


@router.post("/account/tokens/{token_id}/revoke")
def submit_revoke(
    token_id: Annotated[str, Path(max_length=20)], _form: OwnForm, principal: CurrentPrincipal, installation: CurrentInstallation
) -> RedirectResponse:
    """Ends a token at once.

    Raises:
        NotFound: there is none, or it is another's.
    """
    with installation.database().unit_of_work() as session:
        revoke_token(session, owner_id=principal.user_id, token_id=token_id)
    return _back("token")


@router.post("/account/sessions")
def submit_sessions(
    request: Request, _form: OwnForm, principal: CurrentPrincipal, installation: CurrentInstallation
) -> RedirectResponse:
    """Ends every session but this one."""
    with installation.database().unit_of_work() as session:
        end_sessions(session, owner_id=principal.user_id, but=session_secret(request))
    return _back("sessions")


@router.post("/account/password")
def submit_password(
    request: Request,
    form: OwnForm,
    principal: CurrentPrincipal,
    language: PageLanguage,
    frame: CurrentFrame,
    installation: CurrentInstallation,
) -> Response:
    """Changes the password, or shows what will not do.

    Raises:
        TooManyAttempts: with the seconds until the next attempt is heard.
    """
    problems: tuple[str, ...] = (_WRONG.in_(language),)
    try:
        with installation.database().unit_of_work() as session:
            outcome = change_password(
                session,
                owner_id=principal.user_id,
                old=form.get("old", ""),
                new=form.get("new", ""),
                but=session_secret(request),
            )
        refuse_blocked(outcome.blocked_until)
        if outcome.is_changed:
            return _back("password")
    except InvalidInput as error:
        problems = tuple(row.message for row in problem_rows(error, language))
    page = account_page(installation, principal, language, problems=problems)
    return HTMLResponse(render(_TEMPLATE, page, frame), status_code=422)


def account_page(
    installation: CurrentInstallation,
    principal: Principal,
    language: UiLanguage,
    *,
    typed: dict[str, str] | None = None,
    problems: tuple[str, ...] = (),
    secret: str = "",
    done: str = "",
) -> AccountPage:
    """The page of one's own account, whatever was just done or refused on it."""
    with installation.database().reading() as session:
        now = reached(session)
        person = get_person(session, principal.user_id)
        tokens = tuple(_row(token, now) for token in list_tokens(session, principal.user_id))
        sessions = count_sessions(session, principal.user_id, now)
        has_password = get_user(session, principal.user_id).password_hash is not None
        told = _told(session, principal, installation.settings)
        named = named_brands(session)
    return AccountPage(
        language,
        name=person.name,
        login=person.login,
        roles=tuple((brand_name(brand, language, named), role.value) for brand, role in person.roles),
        tokens=tokens,
        sessions=sessions,
        permissions=tuple(held_permissions(principal)),
        has_password=has_password,
        told=told,
        typed=typed or {},
        problems=problems,
        secret=secret,
        done=done,
    )


def _told(session: Session, principal: Principal, settings: Settings) -> Told | None:
    """Where the person is told; None for somebody who sees no case, and so is told of none."""
    if principal.visible_brands() == frozenset():
        return None
    rows = list_addresses(session, principal.user_id)
    last = last_deliveries(session, rows)
    return Told(
        addresses=tuple(_address(row, last.get(row.id)) for row in rows),
        language=get_user(session, principal.user_id).language,
        has_mail=bool(settings.notice_mail.get_secret_value()),
        hosts=tuple(host.strip() for host in settings.notice_hosts.split(",") if host.strip()),
        may_add=len(rows) < MAX_ADDRESSES,
    )


def _address(row: NoticeAddress, last: Delivery | None) -> AddressRow:
    shown = masked(row.url)
    return AddressRow(row.id, shown, last.state.value, last.sent_at) if last is not None else AddressRow(row.id, shown)


def _row(token: ApiToken, now: datetime) -> TokenRow:
    is_live = token.revoked_at is None and (token.expires_at is None or token.expires_at > now)
    scopes = tuple(token.scopes.split())
    return TokenRow(token.id, token.name, scopes, token.created_at, token.expires_at, is_live)


def _life(days: str) -> timedelta:
    if days.isascii() and days.isdigit() and len(days) < 6 and timedelta() < timedelta(days=int(days)) <= LONGEST_TOKEN:
        return timedelta(days=int(days))
    message = Localized(zh=f"天数是 1 到 {LONGEST_TOKEN.days} 的整数", en=f"days are a number from 1 to {LONGEST_TOKEN.days}")
    raise InvalidInput([Problem(field="days", code="days", message=message)])


def _back(done: str) -> RedirectResponse:
    return RedirectResponse(f"/account?done={done}", status_code=303)
