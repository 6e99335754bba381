"""The pages of one's own account: joining by a one-time link, signing in and out (`own` has the rest)."""

from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service import clock
from service.errors import InvalidInput, NotFound, TooManyAttempts
from service.i18n import Localized
from service.oidc import provider_name
from service.users.commands import OpenLink, join, open_link, open_session, sign_in, sign_out
from service.web.access import (
    CurrentInstallation,
    end_session,
    local_path,
    session_secret,
    set_session,
)
from service.web.contexts import JoinPage, SignInPage
from service.web.dependencies import Body, CurrentSettings
from service.web.frames import CurrentFrame
from service.web.limits import require_same_site
from service.web.pages.forms import LANGUAGE_COOKIE, OwnForm, PageLanguage, form_fields, language_of
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_same_site)])

_WRONG = Localized(zh="登录名或密码不对", en="login or password is wrong")
_NO_LINK = Localized(
    zh="链接无效：用过了，或已过期。请向管理员要新的",
    en="the link is not valid: it was used, or is too old. Ask an administrator for a new one",
)
DESK = "/desk"
_Secret = Annotated[str, Path(max_length=100)]


@router.get("/sign-in")
def show_sign_in(
    language: PageLanguage,
    frame: CurrentFrame,
    settings: CurrentSettings,
    target: Annotated[str, Query(alias="next", max_length=2000)] = DESK,
) -> HTMLResponse:
    """The form to sign in."""
    page = SignInPage(language=language, login="", next=_target(target), provider=provider_name(settings))
    return HTMLResponse(render("account/sign_in.html", page, frame))


@router.post("/sign-in")
def submit_sign_in(
    request: Request, body: Body, language: PageLanguage, installation: CurrentInstallation, settings: CurrentSettings
) -> Response:
    """On to where the person wanted to go, or the form again. The answer to a wrong login and to a wrong password is the same.

    Raises:
        TooManyAttempts: with the seconds until the next attempt is heard.
    """
    fields = form_fields(body)
    language = language_of(fields.get("lang", ""), language)
    login, target = fields.get("login", ""), _target(fields.get("next", DESK))
    with installation.database().unit_of_work() as session:
        address = request.client.host if request.client is not None else ""
        outcome = sign_in(session, login=login, password=fields.get("password", ""), address=address)
    refuse_blocked(outcome.blocked_until)
    if outcome.secret is None:
        page = SignInPage(
            language=language, login=login[:200], next=target, refused=_WRONG.in_(language), provider=provider_name(settings)
        )
        return HTMLResponse(render("account/sign_in.html", page), status_code=401)
    response = RedirectResponse(target, status_code=303)
    set_session(request, response, outcome.secret)
    return response


@router.get("/language/{tag}")
def choose_language(
    request: Request,
    tag: Annotated[str, Path(max_length=20)],
    target: Annotated[str, Query(alias="next", max_length=2000)] = DESK,
) -> RedirectResponse:
    """Remembers the language and goes back to the page."""
    response = RedirectResponse(without_language(local_path(target)), status_code=303)
    language = language_of(tag, "zh")
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=31_536_000, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return response


@router.post("/sign-out")
def submit_sign_out(request: Request, _form: OwnForm, installation: CurrentInstallation) -> Response:
    """Ends the session."""
    with installation.database().unit_of_work() as session:
        sign_out(session, session_secret(request))
    response = RedirectResponse("/sign-in", status_code=303)
    end_session(request, response)
    return response


@router.get("/join/{secret}")
def show_join(secret: _Secret, language: PageLanguage, installation: CurrentInstallation) -> HTMLResponse:
    """The form of a link that still counts.

    Raises:
        NotFound: it does not.
    """
    with installation.database().reading() as session:
        link = open_link(session, secret)
    if link is None:
        raise NotFound(_NO_LINK)
    page = JoinPage(language=language, secret=secret, is_first=link.is_first, login=link.login, name=link.name)
    return HTMLResponse(render("account/join.html", page))


@router.post("/join/{secret}")
def submit_join(
    request: Request, secret: _Secret, body: Body, language: PageLanguage, installation: CurrentInstallation
) -> Response:
    """Sets the password and signs in with it, or shows what will not do. Who was signed in here before is signed out.

    Raises:
        NotFound: the link does not count any more.
    """
    fields = form_fields(body)
    language = language_of(fields.get("lang", ""), language)
    login, name = fields.get("login", ""), fields.get("name", "")
    try:
        with installation.database().unit_of_work() as session:
            link = open_link(session, secret)
            user = join(session, secret=secret, password=fields.get("password", ""), login=login, name=name)
            sign_out(session, session_secret(request))
            opened = open_session(session, user, by="link")
    except InvalidInput as error:
        told = tuple(problem.message.in_(language) for problem in error.problems)
        known = link if link is not None and not link.is_first else OpenLink(is_first=True, login=login[:200], name=name[:200])
        page = JoinPage(language, secret, known.is_first, known.login, known.name, told)
        return HTMLResponse(render("account/join.html", page), status_code=error.status_code)
    response = RedirectResponse("/welcome", status_code=303)
    set_session(request, response, opened)
    return response


def without_language(path: str) -> str:
    """The path without `lang`, which would win over what was just chosen."""
    head, _, query = path.partition("?")
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "lang"]
    return f"{head}?{urlencode(kept)}" if kept else head


def refuse_blocked(until: datetime | None) -> None:
    """Lets pass where nothing is blocked.

    Raises:
        TooManyAttempts: with the seconds until the next attempt is heard.
    """
    if until is None:
        return
    seconds = max(1, int((until - clock.now()).total_seconds()))
    minutes = -(-seconds // 60)
    raise TooManyAttempts(
        Localized(
            zh=f"尝试次数太多，请 {minutes} 分钟后再试",
            en=f"too many attempts; try again in {minutes} minute{'s' if minutes > 1 else ''}",
        ),
        seconds,
    )


def _target(value: str) -> str:
    """Where somebody goes on who has signed in: who asked for nothing but the service itself, to their desk."""
    path = local_path(value)
    return DESK if path == "/" else path
