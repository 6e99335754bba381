"""/audit: what happened, for whoever reads the chain of every brand; held against itself on request."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action
from service.audit.canonical import canonical_json
from service.audit.queries import EventFilter, TimelineEntry, count_events, list_events
from service.audit.verify import read_head, seal, verify_chain
from service.cases.queries import titles_of
from service.errors import InvalidInput, NotFound, Problem
from service.i18n import Localized, UiLanguage
from service.users import Principal
from service.users.commands import SYSTEM
from service.users.queries import list_people
from service.web.access import AuditReader, CurrentInstallation
from service.web.contexts_people import AuditPage, AuditRow, Verified
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.frames import CurrentFrame
from service.web.pages.forms import OwnForm, PageLanguage
from service.web.templating import render

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)

_ROWS = 50
_SYSTEM_NAME = Localized(zh="系统", en="the service")
_TEMPLATE = "audit/audit.html"
_FILTERS = ("case", "actor", "action", "since", "until")


def _filters(request: Request) -> dict[str, str]:
    """What was typed into the filters, empty ones left out."""
    given = {name: request.query_params.get(name, "").strip()[:50] for name in _FILTERS}
    return {name: value for name, value in given.items() if value}


@router.get("/audit")
def show_audit(
    reader: AuditReader,
    language: PageLanguage,
    frame: CurrentFrame,
    installation: CurrentInstallation,
    asked: Annotated[dict[str, str], Depends(_filters)],
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> HTMLResponse:
    """The newest events that fit, or what is wrong with a filter."""
    with installation.database().reading() as session:
        try:
            page = _page(session, reader, language, asked, before)
        except InvalidInput as error:
            problems = tuple(row.message for row in problem_rows(error, language))
            page = _empty(session, language, asked, problems=problems)
            return HTMLResponse(render(_TEMPLATE, page, frame), status_code=error.status_code)
    return HTMLResponse(render(_TEMPLATE, page, frame))


@router.post("/audit/verify")
def submit_verify(
    form: OwnForm, reader: AuditReader, language: PageLanguage, frame: CurrentFrame, installation: CurrentInstallation
) -> HTMLResponse:
    """The page with what does not hold, or that all does. Writes nothing, so a reload does no harm."""
    kept = form.get("head", "").strip()
    with installation.database().reading() as session:
        try:
            head = read_head(kept, "head") if kept else None
        except InvalidInput as error:
            problems = tuple(row.message for row in problem_rows(error, language))
            page = _empty(session, language, {"head": kept[:2000]}, problems=problems)
            return HTMLResponse(render(_TEMPLATE, page, frame), status_code=error.status_code)
        count = count_events(session)
        faults = tuple(fault.message.in_(language) for fault in verify_chain(session, installation.key().public, head))
    verified = Verified(count, faults, with_head=head is not None)
    with installation.database().reading() as session:
        page = _page(session, reader, language, {}, None, verified)
    return HTMLResponse(render(_TEMPLATE, page, frame))


@router.post("/audit/head")
def submit_head(_form: OwnForm, _reader: AuditReader, installation: CurrentInstallation) -> Response:
    """The chain's end, signed now, as a file to keep elsewhere.

    Raises:
        NotFound: nothing happened yet.
    """
    with installation.database().unit_of_work() as session:
        head = seal(session, installation.key())
    if head is None:
        raise NotFound(Localized(zh="还没有任何记录", en="nothing happened yet"))
    headers = {"content-disposition": f'attachment; filename="firstword-audit-{head.number}.json"'}
    return Response(head.as_json(), media_type="application/json", headers=headers)


@router.get("/audit/key.pem")
def show_key(_reader: AuditReader, installation: CurrentInstallation) -> PlainTextResponse:
    """The public key that heads, sign-offs and manifests are verified with."""
    headers = {"content-disposition": 'attachment; filename="firstword-public-key.pem"'}
    return PlainTextResponse(installation.key().public.pem, headers=headers)


def _page(
    session: Session,
    reader: Principal,
    language: UiLanguage,
    asked: Mapping[str, str],
    before: int | None,
    verified: Verified | None = None,
) -> AuditPage:
    only, case = _wanted(asked), asked.get("case") or None
    found = list_events(session, case_id=case, only=only, before=before, limit=_ROWS + 1)
    shown = found[:_ROWS]
    older = urlencode({**asked, "before": shown[-1].number}) if len(found) > _ROWS else ""
    empty = _empty(session, language, asked, older=older, verified=verified)
    names = dict(empty.actors)
    titles = titles_of(session, reader, {entry.case_id for entry in shown if entry.case_id is not None})
    rows = tuple(_row(entry, names, titles) for entry in shown)
    return AuditPage(language, rows, empty.asked, empty.actors, empty.actions, empty.count, older, verified=verified)


def _empty(
    session: Session,
    language: UiLanguage,
    asked: Mapping[str, str],
    *,
    problems: tuple[str, ...] = (),
    older: str = "",
    verified: Verified | None = None,
) -> AuditPage:
    actors = ((SYSTEM, _SYSTEM_NAME.in_(language)), *((person.id, person.name) for person in list_people(session)))
    return AuditPage(language, (), dict(asked), tuple(actors), tuple(Action), count_events(session), older, problems, verified)


def _wanted(asked: Mapping[str, str]) -> EventFilter:
    problems = []
    action = asked.get("action")
    if action is not None and action not in set(Action):
        problems.append(Problem(field="action", code="action", message=Localized(zh="没有这种操作", en="no such action")))
    days: dict[str, datetime] = {}
    for name in ("since", "until"):
        try:
            if name in asked:
                days[name] = _midnight(date.fromisoformat(asked[name]) + timedelta(days=name == "until"))
        except (ValueError, OverflowError):
            message = Localized(
                zh=f"日期“{asked[name]}”不对，请写成 2026-03-02", en=f"'{asked[name]}' is no date such as 2026-03-02"
            )
            problems.append(Problem(field=name, code="date", message=message))
    if problems:
        raise InvalidInput(problems)
    return EventFilter(
        actor_id=asked.get("actor"),
        action=Action(action) if action is not None else None,
        since=days.get("since"),
        until=days.get("until"),
    )


def _midnight(day: date) -> datetime:
    """The day's beginning by this machine's clock, as the page prints times."""
    return datetime.combine(day, time.min, tzinfo=clock.now().astimezone().tzinfo)


def _row(entry: TimelineEntry, names: Mapping[str, str], titles: Mapping[str, str]) -> AuditRow:
    return AuditRow(
        entry,
        actor=names.get(entry.actor_id, entry.actor_id),
        subject=names.get(entry.subject_id, ""),
        case_title=titles.get(entry.case_id or "", ""),
        details=_details(entry),
    )


def _details(entry: TimelineEntry) -> tuple[tuple[str, str], ...]:
    """The event's plain values; personal ones lie apart and are not shown."""
    told = ((name, _plain(value)) for name, value in entry.detail.items() if name != "private")
    return tuple((name, value) for name, value in told if value)


def _plain(value: object) -> str:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return value if isinstance(value, str) else canonical_json(value)
