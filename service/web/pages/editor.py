"""What the editor of a statement asks while one types: findings, gaps and sentences of an unsaved text, and changes to take over."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from pydantic import Field

from service.drafting.claims import supports_of
from service.drafting.commands import MAX_TEXT, MAX_TITLE
from service.drafting.editing import Edited
from service.drafting.fixes import Fix
from service.drafting.trying import Tried, tried
from service.i18n import UiLanguage
from service.strict import Strict
from service.vocabulary import name_of
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.api.bodies import read
from service.web.dependencies import SIGNED_IN, Body
from service.web.pages.forms import PageLanguage

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_DraftId = Annotated[str, Path(max_length=40)]


class Typed(Strict):
    """The whole text as it stands in the editor."""

    title: str = Field(max_length=MAX_TITLE)
    text: str = Field(max_length=MAX_TEXT)


@router.post("/drafts/{draft_id}/check")
def check_typed(
    draft_id: _DraftId, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation, language: PageLanguage
) -> JSONResponse:
    """Findings, gaps and sentences. Every offset counts code points."""
    given = read(body, Typed)
    with installation.database().reading() as session:
        against = tried(session, principal, draft_id)
    return JSONResponse(_told(against, against.check(given.title, given.text), language))


@router.post("/drafts/{draft_id}/fixes")
def offer_fixes(draft_id: _DraftId, body: Body, principal: CurrentPrincipal, installation: CurrentInstallation) -> JSONResponse:
    """Changes that were tried on the text; asked for after its findings are shown."""
    given = read(body, Typed)
    with installation.database().reading() as session:
        against = tried(session, principal, draft_id)
    return JSONResponse([_fix(fix) for fix in against.fixes(given.title, given.text)])


def _told(against: Tried, edited: Edited, language: UiLanguage) -> dict[str, Any]:
    supports = supports_of(against.brief, language, str(against.request.language))
    return {
        "findings": [finding.model_dump(mode="json") for finding in edited.findings],
        "gaps": [gap.model_dump() for gap in edited.gaps],
        "sentences": [
            {
                "start": segment.start,
                "end": segment.end,
                "element": name_of("element", segment.element, language) if segment.element else "",
                "origin": segment.origin,
                "basis": [supports[ident].line if ident in supports else ident for ident in segment.basis],
            }
            for segment in edited.segments
        ],
        "blocked": edited.has_errors or bool(edited.gaps),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {name: getattr(fix, name) for name in ("kind", "start", "end", "replacement", "finding", "gap")}
