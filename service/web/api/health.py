"""Probes: is the process alive, and are the files it cannot work without in order."""

from fastapi import APIRouter

from service import __version__
from service.brands import list_brands
from service.drafting.submitted import check, check_request_from_data

router = APIRouter(tags=["health"])


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="The process answers", operation_id="healthz")
def healthz() -> dict[str, str]:
    """Always ok."""
    return {"status": "ok", "version": __version__}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Rules and brands are loaded", operation_id="readyz")
def readyz() -> dict[str, str]:
    """Ok once rules and brands load; a fault in one of them is answered as the problem it is."""
    list_brands()
    check(check_request_from_data({"text": "我们正在核实。"}))
    return {"status": "ready", "version": __version__}
