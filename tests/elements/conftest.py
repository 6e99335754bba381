"""Briefs for the tests."""

from collections.abc import Callable
from typing import Any

import pytest

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data, load_brief
from tests.elements.exemplars import CHENHE

MakeBrief = Callable[..., IncidentBrief]


@pytest.fixture
def chenhe() -> IncidentBrief:
    """The exemplary brief."""
    return load_brief(CHENHE, "chenhe.yml")


@pytest.fixture
def make_brief() -> MakeBrief:
    """A brief of a courier company with only what a test names."""

    def make(**changes: Any) -> IncidentBrief:
        data: dict[str, Any] = {
            "schema": "firstword.brief/1",
            "brand": "Northline Parcel",
            "issued_at": "2026-05-11T09:00:00+01:00",
            "incident": {
                "title": "Customer addresses exposed in the Northline app",
                "kind": "data_breach",
                "jurisdiction": "UK",
                "detected_at": "2026-05-11T06:20:00+01:00",
            },
        }
        return brief_from_data({**data, **changes})

    return make
