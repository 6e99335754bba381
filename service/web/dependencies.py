"""What endpoints ask for: settings, the reader's language, the body, a brief."""

from typing import Annotated

from fastapi import Depends, Request

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.config import Settings
from service.i18n import UiLanguage
from service.web.access import require_access, require_principal
from service.web.limits import read_body, require_same_site

# A body's name in messages; without a suffix, so that its first character tells JSON from YAML.
BODY = "body"
# While nobody was ever let in this means this machine; afterwards whoever is signed in or sends a token.
ACCESS = [Depends(require_access), Depends(require_same_site)]
SIGNED_IN = [Depends(require_principal), Depends(require_same_site)]


def get_settings(request: Request) -> Settings:
    """The settings the application was made with."""
    found = request.app.state.settings
    assert isinstance(found, Settings)
    return found


def reader_language(request: Request) -> UiLanguage:
    """The language for messages: the setting, else the best one the browser names."""
    return get_settings(request).ui_language(_by_preference(request.headers.get("accept-language", "")))


CurrentSettings = Annotated[Settings, Depends(get_settings)]
ReaderLanguage = Annotated[UiLanguage, Depends(reader_language)]
Body = Annotated[bytes, Depends(read_body)]


def brief_of_body(body: Body) -> IncidentBrief:
    """The brief in the body, YAML or JSON.

    Raises:
        InvalidInput: every problem of the brief.
    """
    return load_brief(body, BODY)


BriefBody = Annotated[IncidentBrief, Depends(brief_of_body)]


def _by_preference(header: str) -> str:
    """An Accept-Language header's tags, best first."""

    def weight(part: str) -> float:
        try:
            return float(part.partition(";q=")[2] or 1)
        except ValueError:
            return 0.0

    parts = [part.strip().replace(" ", "") for part in header.split(",")[:20]]
    return ",".join(sorted((part for part in parts if weight(part) > 0), key=weight, reverse=True))
