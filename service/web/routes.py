"""The list of routers."""

from fastapi import APIRouter

from service.web.api import (
    assessments,
    cases,
    checks,
    drafts,
    grounding,
    health,
    intake,
    knowledge,
    notices,
    reviews,
    revisions,
    works,
)
from service.web.api import people as people_api
from service.web.pages import (
    account,
    audit,
    case,
    case_acts,
    case_brief,
    case_erase,
    case_statements,
    check,
    desk,
    editor,
    figures,
    ground,
    guides,
    home,
    learning,
    new_case,
    oidc,
    own,
    people,
    releases,
    review,
    revise,
    revision,
)
from service.web.pages import drafts as draft_pages
from service.web.pages import intake as intake_page
from service.web.pages import notices as notice_pages
from service.web.pages import reviews as review_queue


def routers() -> tuple[APIRouter, ...]:
    """Every router of the service, in the order they are asked."""
    return (
        health.router,
        drafts.router,
        intake.router,
        revisions.router,
        checks.router,
        grounding.router,
        assessments.router,
        cases.router,
        works.router,
        reviews.router,
        people_api.router,
        notices.router,
        knowledge.router,
        account.router,
        oidc.router,
        notice_pages.router,
        editor.router,
        own.router,
        people.router,
        audit.router,
        desk.router,
        figures.router,
        new_case.router,
        case.router,
        case_brief.router,
        case_acts.router,
        case_statements.router,
        case_erase.router,
        home.router,
        guides.router,
        check.router,
        ground.router,
        intake_page.router,
        revise.router,
        draft_pages.router,
        revision.router,
        review.router,
        review_queue.router,
        releases.router,
        learning.router,
    )
