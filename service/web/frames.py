"""The frame around every page: who is signed in, where they may go, and the token that proves a form is theirs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from service.errors import NotSignedIn
from service.notices.queries import count_unread
from service.users import EVERY_BRAND, Permission, Principal
from service.users.secrets import csrf_token
from service.web.access import find_principal, get_installation, session_secret
from service.web.translating import mark

# Whoever manages people, or reads the chain, does so for every brand.
_FOR_EVERY_BRAND = frozenset({Permission.USERS_MANAGE, Permission.AUDIT_READ})
# Path, English name (translated in the template), and the permission without which it is not shown.
_PLACES: tuple[tuple[str, str, Permission], ...] = (
    ("/desk", mark("Desk"), Permission.CASE_VIEW),
    ("/reviews", mark("Review"), Permission.CASE_VIEW),
    ("/", mark("Draft"), Permission.TEXT_CHECK),
    ("/check", mark("Check"), Permission.TEXT_CHECK),
    ("/people", mark("People"), Permission.USERS_MANAGE),
    ("/audit", mark("Audit"), Permission.AUDIT_READ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the main menu."""

    path: str
    name: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the layout needs besides the page.

    Attributes:
        asked: path and query of this page, to come back to after changing the language.
        person: name of who is signed in; empty: nobody.
        form_token: goes into every form that changes something, as the hidden field `form_token`.
        unread: notices not read yet.
        may_open: whether this person opens cases for any brand.
    """

    asked: str = "/"
    person: str = ""
    places: tuple[Place, ...] = ()
    form_token: str = ""
    unread: int = 0
    may_open: bool = False


NOBODY = Frame()


def frame_of(request: Request) -> Frame:
    """The frame for whoever asks; a token that does not count is nobody's."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    try:
        principal = find_principal(request)
    except NotSignedIn:
        principal = None
    if principal is None:
        return Frame(asked=asked)
    return Frame(
        asked=asked,
        person=principal.name,
        places=_places(principal, request.url.path),
        form_token=csrf_token(session_secret(request)),
        unread=_unread(request, principal),
        may_open=may_open_cases(principal),
    )


def _unread(request: Request, principal: Principal) -> int:
    with get_installation(request).database().reading() as session:
        return count_unread(session, principal)


def may_open_cases(principal: Principal) -> bool:
    """Whether the person opens cases for any brand."""
    return any(principal.may(Permission.CASE_OPEN, brand) for brand in (*principal.roles, EVERY_BRAND))


def _places(principal: Principal, path: str) -> tuple[Place, ...]:
    return tuple(
        Place(target, name, path == target or (target != "/" and path.startswith(f"{target}/")))
        for target, name, permission in _PLACES
        if _is_open(principal, permission)
    )


def _is_open(principal: Principal, permission: Permission) -> bool:
    brands = (EVERY_BRAND,) if permission in _FOR_EVERY_BRAND else (*principal.roles, EVERY_BRAND)
    return any(principal.may(permission, brand) for brand in brands)


CurrentFrame = Annotated[Frame, Depends(frame_of)]
