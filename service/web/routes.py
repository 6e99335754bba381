"""The list of routers."""

from fastapi import APIRouter

from service.web.api import assessments, checks, drafts, grounding, health
from service.web.pages import check, ground, home


def routers() -> tuple[APIRouter, ...]:
    """Every router of the service, in the order they are asked."""
    return (
        health.router,
        drafts.router,
        checks.router,
        grounding.router,
        assessments.router,
        home.router,
        check.router,
        ground.router,
    )
