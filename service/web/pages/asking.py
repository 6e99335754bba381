"""Who asks about which draft, and in which frame the answer stands: what every page of a draft depends on."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Path

from service.db import Database
from service.drafting.queries import get_draft
from service.errors import Conflict, InvalidInput, NotAllowedNow, Problem
from service.i18n import Localized, UiLanguage
from service.installation import Installation
from service.notices.commands import mark_seen
from service.users import Principal
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.frames import CurrentFrame, Frame
from service.web.pages.forms import PageLanguage

Key = Annotated[str, Path(max_length=40)]
# What a person may correct and send again; any other refusal is a page of its own.
CORRECTABLE = (InvalidInput, Conflict, NotAllowedNow)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks, in which frame."""

    installation: Installation
    principal: Principal
    language: UiLanguage
    frame: Frame

    @property
    def database(self) -> Database:
        """The installation's."""
        return self.installation.database()


@dataclass(frozen=True, slots=True)
class Asking(Asker):
    """Who looks at which draft."""

    draft_id: str


def asker_of(
    principal: CurrentPrincipal, installation: CurrentInstallation, language: PageLanguage, frame: CurrentFrame
) -> Asker:
    """The request, as far as every page depends on it."""
    return Asker(installation, principal, language, frame)


def asking_of(
    draft_id: Key, principal: CurrentPrincipal, installation: CurrentInstallation, language: PageLanguage, frame: CurrentFrame
) -> Asking:
    """The request, as far as every page of a draft depends on it."""
    return Asking(installation, principal, language, frame, draft_id)


Asked = Annotated[Asking, Depends(asking_of)]
AskedBy = Annotated[Asker, Depends(asker_of)]


def seen(asked: Asking) -> Asking:
    """Marks as read what the person was told of the draft they have open; the frame counts what is left."""
    if not asked.frame.unread:
        return asked
    with asked.database.unit_of_work() as session:
        get_draft(session, asked.principal, asked.draft_id)
        read = mark_seen(session, asked.principal, asked.draft_id)
    return replace(asked, frame=replace(asked.frame, unread=asked.frame.unread - read))


def number_of(form: dict[str, str], field: str) -> int:
    """A number the page put into its form: of the draft, or of the version that was seen.

    Raises:
        InvalidInput: it is missing, or no number.
    """
    value = form.get(field, "")
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        message = Localized(
            zh="表单缺少版本号，请刷新页面再提交", en="the form lacks its version; reload the page and send it again"
        )
        raise InvalidInput([Problem(field=field, code="number", message=message)])
    return int(value)
