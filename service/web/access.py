"""Who asks: a person with a session's cookie, a program with a token, or this machine while nobody was ever let in."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.responses import Response

from service.audit.queries import reached
from service.errors import Forbidden, NotSignedIn
from service.i18n import Localized
from service.installation import Installation
from service.users import Permission, Principal
from service.users.commands import SESSION_LONGEST, keep_signed_in
from service.users.queries import is_fading, principal_of_session, principal_of_token
from service.users.secrets import is_csrf_token
from service.web.limits import require_local

_SIGN_IN = Localized(
    zh="请先登录，或带上令牌（Authorization: Bearer …）", en="sign in first, or send a token (Authorization: Bearer …)"
)
_BAD_TOKEN = Localized(zh="令牌无效：不存在、已撤销或已过期", en="the token does not count: unknown, revoked or too old")
_BAD_FORM = Localized(zh="表单已过期，请刷新页面再试", en="the form is out of date; reload the page and try again")
_PLAIN, _SECURE = "firstword_session", "__Host-firstword_session"


def get_installation(request: Request) -> Installation:
    """The installation the application was made for."""
    found = request.app.state.installation
    assert isinstance(found, Installation)
    return found


def session_secret(request: Request) -> str:
    """The secret in the session's cookie; empty without one."""
    return request.cookies.get(_cookie_name(request), "")


def find_principal(request: Request) -> Principal | None:
    """Who asks, by token or by cookie; None when neither is there or the cookie does not count. Looked up once in a request.

    Raises:
        NotSignedIn: a token was sent that does not count.
    """
    # The page and the frame around it both ask.
    if not hasattr(request.state, "principal"):
        request.state.principal = _look_up(request)
    found = request.state.principal
    assert found is None or isinstance(found, Principal)
    return found


def _look_up(request: Request) -> Principal | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    installation = get_installation(request)
    if kind.lower() == "bearer":
        with installation.database().reading() as session:
            found = principal_of_token(session, token.strip(), reached(session))
        if found is None:
            raise NotSignedIn(_BAD_TOKEN)
        return found
    secret = session_secret(request)
    if not secret:
        return None
    with installation.database().reading() as session:
        now = reached(session)
        person = principal_of_session(session, secret, now)
        fades = person is not None and is_fading(session, secret, now)
    if fades:
        with installation.database().unit_of_work() as session:
            keep_signed_in(session, secret)
    return person


def require_principal(request: Request) -> Principal:
    """Who asks.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    found = find_principal(request)
    if found is None:
        raise NotSignedIn(_SIGN_IN)
    return found


def require_access(request: Request) -> None:
    """Lets pass whoever may check texts; while nobody was ever let in, this machine.

    Raises:
        NotSignedIn: there are users, and nobody is signed in.
        Forbidden: signed in without that permission, or from another machine while there are no users.
    """
    found = find_principal(request)
    if found is not None:
        found.demand_anywhere(Permission.TEXT_CHECK)
    elif get_installation(request).has_users():
        raise NotSignedIn(_SIGN_IN)
    else:
        require_local(request)


def require_form_token(request: Request, given: str) -> None:
    """Refuses a form that was not made for this session.

    Raises:
        Forbidden: its token is missing or another's.
    """
    secret = session_secret(request)
    # Without a session anybody could work the token out.
    if not secret or not is_csrf_token(secret, given):
        raise Forbidden(_BAD_FORM)


def set_session(request: Request, response: Response, secret: str) -> None:
    """Gives the browser its cookie: not for scripts, not for other sites, over TLS alone where there is TLS."""
    response.set_cookie(
        _cookie_name(request),
        secret,
        max_age=int(SESSION_LONGEST.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_tls(request),
    )


def end_session(request: Request, response: Response) -> None:
    """Takes the cookie back."""
    response.delete_cookie(_cookie_name(request), path="/", httponly=True, samesite="lax", secure=is_tls(request))


def local_path(target: str) -> str:
    """Where to go after signing in: a path of this site, or the desk."""
    parts = urlsplit(target)
    is_ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return target if is_ours and target.isprintable() else "/"


def _cookie_name(request: Request) -> str:
    # The prefix makes browsers refuse the cookie from any other host; it needs TLS.
    return _SECURE if is_tls(request) else _PLAIN


def is_tls(request: Request) -> bool:
    """Whether the browser speaks to us, or to our proxy, over TLS."""
    return request.url.scheme == "https"


CurrentInstallation = Annotated[Installation, Depends(get_installation)]
CurrentPrincipal = Annotated[Principal, Depends(require_principal)]


def require_manager(principal: CurrentPrincipal) -> Principal:
    """Whoever manages people.

    Raises:
        Forbidden: not for every brand: a role given is a key to that brand's cases.
    """
    principal.demand_for_all(Permission.USERS_MANAGE)
    return principal


def require_audit_reader(principal: CurrentPrincipal) -> Principal:
    """Whoever reads the chain of every brand.

    Raises:
        Forbidden: not for every brand.
    """
    principal.demand_for_all(Permission.AUDIT_READ)
    return principal


Manager = Annotated[Principal, Depends(require_manager)]
AuditReader = Annotated[Principal, Depends(require_audit_reader)]
