"""Signing in by a provider: off to it, and back. Beside the form with a password, never instead of it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse

from service.config import Settings
from service.errors import Forbidden, NotFound
from service.i18n import Localized
from service.oidc import Provider, provider_of
from service.users.federation import REQUEST_LIFE, begin_request, sign_in_as, stale_request, take_request
from service.web.access import CurrentInstallation, is_tls, local_path, set_session
from service.web.dependencies import CurrentSettings
from service.web.limits import require_same_site

router = APIRouter(include_in_schema=False, dependencies=[Depends(require_same_site)])

CALLBACK = "/sign-in/oidc/callback"
_PLAIN, _SECURE = "firstword_oidc", "__Host-firstword_oidc"
_MAX_CODE = 4_000
_NONE = Localized(zh="这套系统没有接登录服务", en="this installation has no sign-in service")
_NOT_LET_IN = Localized(zh="登录服务没有让你登录", en="the sign-in service did not let you in")


def get_provider(settings: CurrentSettings) -> Provider:
    """The provider of the settings.

    Raises:
        NotFound: there is none.
    """
    found = provider_of(settings)
    if found is None:
        raise NotFound(_NONE)
    return found


CurrentProvider = Annotated[Provider, Depends(get_provider)]


@router.get("/sign-in/oidc")
def begin(
    request: Request,
    provider: CurrentProvider,
    settings: CurrentSettings,
    installation: CurrentInstallation,
    target: Annotated[str, Query(alias="next", max_length=2000)] = "/desk",
) -> RedirectResponse:
    """Off to the provider; what its answer is held against stays here, under a secret that this browser alone gets."""
    started = provider.begin(_callback(request, settings))
    with installation.database().unit_of_work() as session:
        secret = begin_request(session, started, local_path(target))
    response = RedirectResponse(started.url, status_code=303)
    response.set_cookie(
        _cookie_name(request),
        secret,
        max_age=int(REQUEST_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_tls(request),
    )
    return response


@router.get(CALLBACK)
def come_back(  # noqa: PLR0917 - what the provider sends along
    request: Request,
    provider: CurrentProvider,
    settings: CurrentSettings,
    installation: CurrentInstallation,
    code: Annotated[str, Query(max_length=_MAX_CODE)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
    iss: Annotated[str, Query(max_length=500)] = "",
) -> RedirectResponse:
    """Signed in, and on to where the person wanted to go.

    Raises:
        Forbidden: the answer does not belong to a sign-in begun in this browser, does not hold, or is of somebody unknown here.
    """
    with installation.database().unit_of_work() as session:
        # Used up before the provider is asked, so that an answer sent twice finds nothing.
        pending = take_request(session, request.cookies.get(_cookie_name(request), ""), state)
    if pending is None:
        raise stale_request()
    if not code or (iss and iss != provider.issuer):
        raise Forbidden(_NOT_LET_IN)
    identity = provider.finish(
        code=code, redirect_uri=_callback(request, settings), nonce=pending.nonce, verifier=pending.verifier
    )
    with installation.database().unit_of_work() as session:
        secret = sign_in_as(session, identity, may_join=settings.oidc_join)
    path = local_path(pending.target)
    response = RedirectResponse("/desk" if path == "/" else path, status_code=303)
    response.delete_cookie(_cookie_name(request), path="/", httponly=True, samesite="lax", secure=is_tls(request))
    set_session(request, response, secret)
    return response


def _callback(request: Request, settings: Settings) -> str:
    return (settings.public_url or str(request.base_url).rstrip("/")) + CALLBACK


def _cookie_name(request: Request) -> str:
    return _SECURE if is_tls(request) else _PLAIN
