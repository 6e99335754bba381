"""The figures at /desk/figures: how fast first statements are, how findings are decided, which promises are kept."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service import clock
from service.cases.desk import count_levels
from service.review.figures import work_figures
from service.web.contexts_cases import FiguresPage
from service.web.dependencies import SIGNED_IN
from service.web.templating import render
from service.web.visits import CurrentVisit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)


@router.get("/desk/figures")
def show(visit: CurrentVisit) -> HTMLResponse:
    """The figures of every case this person may see."""
    now = clock.now()
    with visit.database.reading() as session:
        page = FiguresPage(
            visit.language, count_levels(session, visit.principal, now), work_figures(session, visit.principal, now)
        )
    return HTMLResponse(render("figures.html", page, visit.frame))
