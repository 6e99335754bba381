"""The desk at /desk: open cases by level and clock, and what waits for whoever looks."""

from dataclasses import asdict
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from service import clock
from service.briefs import Level
from service.cases.desk import PAGE, DeskFilter, DeskRow, Sort, count_levels, list_case_brands, list_desk
from service.i18n import UiLanguage
from service.models import CaseStatus
from service.review.figures import work_figures
from service.review.waiting import Waiting, is_waiting, waiting_for
from service.users import Principal
from service.web.contexts_cases import DeskAsked, DeskCase, DeskPage
from service.web.dependencies import SIGNED_IN
from service.web.frames import may_open_cases
from service.web.templating import render
from service.web.times import deadline
from service.web.visits import CurrentVisit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_MAX_TEXT = 200


@router.get("/desk")
def show(request: Request, visit: CurrentVisit) -> HTMLResponse:
    """The cases asked for. A filter nobody knows asks for nothing: an old or mistyped address still answers."""
    asked, page = _asked(request), _page_number(request)
    with visit.database.reading() as session:
        shown = _desk(session, visit.principal, visit.language, asked, page)
    return HTMLResponse(render("desk.html", shown, visit.frame))


def _desk(session: Session, principal: Principal, language: UiLanguage, asked: DeskAsked, page: int) -> DeskPage:
    now = clock.now()
    mine = is_waiting(session, principal, now) if asked.mine else None
    sort: Sort = "clock" if asked.sort == "clock" else "level"
    wanted = DeskFilter(CaseStatus(asked.status), asked.brand, asked.level, asked.text, sort, mine)
    rows, total = list_desk(session, principal, wanted, page=page)
    keys = [row.case.id for row in rows]
    waiting = waiting_for(session, principal, now, keys)
    brands = tuple(list_case_brands(session, principal))
    return DeskPage(
        language=language,
        asked=asked,
        cases=tuple(_shown(row, waiting.get(row.case.id, Waiting()), language) for row in rows),
        total=total,
        figures=count_levels(session, principal, now),
        work=work_figures(session, principal, now),
        brands=brands,
        may_open=may_open_cases(principal),
        is_new=not brands,
        newer=_address(asked, page - 1) if page > 1 else "",
        older=_address(asked, page + 1) if page * PAGE < total else "",
    )


def _shown(row: DeskRow, waiting: Waiting, language: UiLanguage) -> DeskCase:
    case = row.case
    return DeskCase(
        id=case.id,
        title=case.title,
        brand_name=case.brand_name,
        kind=case.kind,
        level=case.level,
        due_kind=row.due.kind.value,
        due=deadline(language, row.due.at, clock.now()) if case.status is CaseStatus.OPEN else None,
        waiting=waiting,
    )


def _asked(request: Request) -> DeskAsked:
    sent = request.query_params
    return DeskAsked(
        status=sent.get("status", "") if sent.get("status") in set(CaseStatus) else CaseStatus.OPEN.value,
        brand=sent.get("brand", "")[:_MAX_TEXT],
        level=sent.get("level", "") if sent.get("level") in set(Level) else "",
        mine="1" if sent.get("mine") else "",
        text=sent.get("text", "").strip()[:_MAX_TEXT],
        sort="clock" if sent.get("sort") == "clock" else "level",
    )


def _page_number(request: Request) -> int:
    text = request.query_params.get("page", "1")
    return min(max(int(text), 1), 1_000_000) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _address(asked: DeskAsked, page: int) -> str:
    default = asdict(DeskAsked())
    kept = {name: value for name, value in asdict(asked).items() if value != default[name]}
    return "/desk?" + urlencode({**kept, "page": page})
