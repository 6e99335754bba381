"""One visit of a signed-in person to a page: who, in which language, within which frame, of which installation."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from service.config import Settings
from service.db import Database
from service.i18n import UiLanguage
from service.users import Principal
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.dependencies import CurrentSettings
from service.web.frames import CurrentFrame, Frame
from service.web.pages.forms import PageLanguage


@dataclass(frozen=True, slots=True)
class Visit:
    """What most pages need besides their own path and form."""

    principal: Principal
    database: Database
    settings: Settings
    language: UiLanguage
    frame: Frame


def visit_of(
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    settings: CurrentSettings,
    language: PageLanguage,
    frame: CurrentFrame,
) -> Visit:
    """The visit.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    return Visit(principal, installation.database(), settings, language, frame)


CurrentVisit = Annotated[Visit, Depends(visit_of)]
