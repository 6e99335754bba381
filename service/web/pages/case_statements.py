"""A statement asked for on a page of its case: drafted, kept, and told while it is made to whoever watches."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.briefs import NEEDS_PREVIOUS, IncidentBrief
from service.briefs.loader import brief_from_data
from service.cases.commands import brief_data
from service.drafting.commands import create_draft
from service.drafting.observing import QUIET, Observer
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import NO_SUCH_DRAFT, get_draft, get_version, segments_of
from service.errors import InvalidInput, NotAllowedNow, NotFound, Problem, ServiceError
from service.i18n import Localized
from service.models import Draft, Release
from service.users import Permission, Principal
from service.web.case_pages import Asking, case_page, newest_brief
from service.web.dependencies import SIGNED_IN
from service.web.errors import internal_problem, problem_of, problem_rows
from service.web.pages.brief_sections import offset_of
from service.web.pages.brief_zones import moment_value
from service.web.pages.case_acts import told_above
from service.web.pages.forms import OwnForm
from service.web.streaming import Event, streamed, wants_stream
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_ASKED = ("statement", "audience", "channel", "language")
_NOT_OUT = Localized(zh="这份文稿没有发布过", en="this text was never released")
_Making = Callable[[Observer], Draft]


@router.post("/cases/{case_id}/statements")
def submit_statement(request: Request, case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """On to the new draft, or the form with what is wrong.

    Fields: `statement`, `audience`, `channel`, `language`; `writer` (`offline`: the composer); `issued_at` (blank: now);
    `previous`, the key of the released draft that an update, a correction or a closing statement follows, or else
    `previous_text` and `previous_issued_at`.

    A script that asks for events gets those of the draft; the last one holds the kept text and its address.

    Raises:
        NotFound, Forbidden: not for this person.
    """
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        visit.principal.demand(Permission.DRAFT_WRITE, case.brand)
    try:
        making = _making(visit, case_id, brief, fields)
        if wants_stream(request):
            return streamed(lambda observer: _watched(visit, making, observer), Event("error", internal_problem(visit.language)))
        made = making(QUIET)
    except NotAllowedNow as error:
        return told_above(visit, case_id, error)
    except InvalidInput as error:
        rows = tuple(
            replace(row, field=row.field.removeprefix("requests[0]."), anchor="request-heading")
            for row in problem_rows(error, visit.language)
        )
        with visit.database.reading() as session:
            page = case_page(session, visit, case_id, asking=Asking(fields, rows))
        return HTMLResponse(render("cases/case.html", page, visit.frame), status_code=422)
    return RedirectResponse(_address(made), status_code=303)


def _making(visit: Visit, case_id: str, brief: IncidentBrief, fields: Mapping[str, str]) -> _Making:
    """What drafts and keeps the statement asked for, once what was asked holds.

    Raises:
        NotFound: another case's draft is named as the earlier one.
        InvalidInput: every problem of what was asked.
    """
    with visit.database.reading() as session:
        previous = _previous(session, visit.principal, case_id, fields.get("previous", ""))
    asked = _request(brief, fields, previous)

    def make(observer: Observer) -> Draft:
        return create_draft(
            visit.database,
            visit.principal,
            case_id,
            asked.requests[0],
            settings=visit.settings,
            options=DraftOptions(offline=fields.get("writer") == "offline"),
            issued_at=asked.issued_at,
            follows=fields.get("previous") if previous else None,
            observer=observer,
        )

    return make


def _watched(visit: Visit, making: _Making, observer: Observer) -> Event:
    """The end of the stream: what is kept, sentence by sentence, and where; or why nothing is."""
    try:
        made = making(observer)
    except ServiceError as error:
        return Event("error", problem_of(error, visit.language))
    with visit.database.reading() as session:
        version = get_version(session, made)
    text = version.text or ""
    segments = segments_of(version)
    ends = (0, *(segment.end for segment in segments))
    kept = [
        {"before": text[end : item.start], "text": text[item.start : item.end], "origin": item.origin}
        for end, item in zip(ends, segments, strict=False)
    ]
    return Event("done", {"location": _address(made), "language": made.language, "sentences": kept})


def _address(made: Draft) -> str:
    return f"/drafts/{made.id}?done=made"


def _previous(session: Session, principal: Principal, case_id: str, draft_id: str) -> dict[str, str] | None:
    """The text that went out, and when, of a draft of this case; None where none is named."""
    if not draft_id:
        return None
    draft, case = get_draft(session, principal, draft_id)
    if case.id != case_id:
        raise NotFound(NO_SUCH_DRAFT)
    query = select(Release.released_at).where(Release.draft_id == draft.id).order_by(Release.released_at.desc()).limit(1)
    released_at: datetime | None = session.scalar(query)
    if released_at is None:
        raise InvalidInput([Problem(field="previous", code="previous", message=_NOT_OUT)])
    version = get_version(session, draft)
    return {"text": f"{version.title}\n\n{version.text}", "issued_at": released_at.isoformat()}


def _request(brief: IncidentBrief, fields: Mapping[str, str], previous: Mapping[str, str] | None) -> IncidentBrief:
    """The brief with this one request and its time of issue: read as a whole, so that problems are told as those of any brief.

    Raises:
        InvalidInput: every problem of it.
    """
    data = brief_data(brief)
    asked: dict[str, object] = {name: fields[name] for name in _ASKED if fields.get(name)}
    if asked.get("statement") in set(NEEDS_PREVIOUS):
        typed = {
            "text": fields.get("previous_text", ""),
            "issued_at": moment_value(fields.get("previous_issued_at"), offset_of(data)),
        }
        asked["previous"] = previous or {name: value for name, value in typed.items() if value}
    issued_at = moment_value(fields.get("issued_at"), offset_of(data))
    return brief_from_data({**data, "requests": [asked], "issued_at": issued_at})
