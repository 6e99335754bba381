"""What waits for review, and what reviewers called wrong about the rules."""

from collections import defaultdict
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from service import clock
from service.errors import Forbidden, InvalidInput, Problem
from service.i18n import Localized
from service.review.knowledge import proposing_brands
from service.review.queries import (
    QueuedReview,
    QueueFilter,
    QueuePlace,
    WrongFinding,
    list_brands_under_review,
    list_review_queue,
    list_wrong_findings,
)
from service.users import EVERY_BRAND, Permission, Principal
from service.web.access import CurrentInstallation, CurrentPrincipal
from service.web.contexts_review import Choice, FeedbackPage, FeedbackRule, QueuePage, QueueRow
from service.web.dependencies import SIGNED_IN
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage
from service.web.templating import render
from service.web.times import deadline

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)

PAGE_SIZE = 25
_MOST_FEEDBACK = 500
# Level, due, submitted, key.
_PARTS = 4
_READS_FEEDBACK = (Permission.FINDING_DECIDE, Permission.USERS_MANAGE)
_NO_FEEDBACK = Localized(
    zh="只有法务和管理员能看规则误报清单", en="the list of findings called wrong is for legal and administrators"
)


@router.get("/reviews")
def show_queue(  # noqa: PLR0917 - what the endpoint depends on
    principal: CurrentPrincipal,
    installation: CurrentInstallation,
    language: PageLanguage,
    frame: CurrentFrame,
    brand: Annotated[str, Query(max_length=200)] = "",
    who: Annotated[str, Query(max_length=10)] = "",
    after: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Texts under review, gravest level first, then by the clock."""
    wanted = QueueFilter(brand=brand, assigned_to=principal.user_id if who == "mine" else None, unassigned=who == "nobody")
    place = _place(after) if after else None
    with installation.database().reading() as session:
        rows = list_review_queue(session, principal, wanted=wanted, after=place, limit=PAGE_SIZE + 1)
        brands = list_brands_under_review(session, principal)
    now = clock.now()
    shown = rows[:PAGE_SIZE]
    page = QueuePage(
        language=language,
        rows=tuple(
            QueueRow(row, deadline(language, row.next_due_at, now), row.assigned_to == principal.user_id) for row in shown
        ),
        brands=tuple(Choice(key, name) for key, name in brands),
        brand=brand,
        who=who if who in {"mine", "nobody"} else "",
        further=_further(shown[-1], brand, who) if len(rows) > PAGE_SIZE else "",
        is_first=place is None,
        may_learn=_feedback_brands(principal) != frozenset(),
        may_propose=proposing_brands(principal) != frozenset(),
    )
    return HTMLResponse(render("reviews/queue.html", page, frame))


@router.get("/reviews/feedback")
def show_feedback(
    principal: CurrentPrincipal, installation: CurrentInstallation, language: PageLanguage, frame: CurrentFrame
) -> HTMLResponse:
    """Findings called wrong, by rule, with reason and words: what those who keep the rules should look at.

    Raises:
        Forbidden: neither legal nor an administrator.
    """
    brands = _feedback_brands(principal)
    if brands == frozenset():
        raise Forbidden(_NO_FEEDBACK)
    with installation.database().reading() as session:
        rows = list_wrong_findings(session, brands, limit=_MOST_FEEDBACK + 1)
    by_rule: dict[str, list[WrongFinding]] = defaultdict(list)
    for row in rows[:_MOST_FEEDBACK]:
        by_rule[row.rule].append(row)
    rules = [FeedbackRule(rule, tuple(found)) for rule, found in by_rule.items()]
    rules.sort(key=lambda item: (-len(item.findings), item.rule))
    page = FeedbackPage(language=language, rules=tuple(rules), is_cut=len(rows) > _MOST_FEEDBACK)
    return HTMLResponse(render("reviews/feedback.html", page, frame))


def _feedback_brands(principal: Principal) -> frozenset[str] | None:
    """The brands whose rule feedback this person reads; None is every brand."""
    if any(principal.may(permission, EVERY_BRAND) for permission in _READS_FEEDBACK):
        return None
    return frozenset(brand for brand in principal.roles if any(principal.may(item, brand) for item in _READS_FEEDBACK))


def _further(last: QueuedReview, brand: str, who: str) -> str:
    """The address of the page after this row."""
    after = f"{last.level}|{last.next_due_at.isoformat()}|{last.submitted_at.isoformat()}|{last.review_id}"
    asked = {"brand": brand, "who": who, "after": after}
    return f"/reviews?{urlencode({name: value for name, value in asked.items() if value})}"


def _place(after: str) -> QueuePlace:
    """The place an address names.

    Raises:
        InvalidInput: it names none.
    """
    parts = after.split("|")
    try:
        moments = [datetime.fromisoformat(part) for part in parts[1:3]]
    except ValueError:
        moments = []
    if len(parts) != _PARTS or len(moments) != 2 or any(moment.tzinfo is None for moment in moments):
        message = Localized(zh="不是队列中的位置", en="no place in the queue")
        raise InvalidInput([Problem(field="after", code="place", message=message)])
    return QueuePlace(parts[0], moments[0], moments[1], parts[3])
