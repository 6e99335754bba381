"""Briefs for the tests, as short as a situation can be told."""

from typing import Any

from service.briefs import IncidentBrief
from service.briefs.loader import brief_from_data

ZERO: dict[str, Any] = {
    "people_harmed": 0, "people_hospitalised": 0, "deaths": 0, "minors_affected": False, "people_exposed": 0,
    "mentions_last_hour": 0, "media": "none", "authority_involved": "none", "recurrence": False, "listed_company": False,
}  # fmt: skip


def make_fact(text: str, status: str = "confirmed", disclosure: str = "public", ident: str = "F1") -> dict[str, Any]:
    return {"id": ident, "text": text, "status": status, "disclosure": disclosure}


def make_brief(
    kind: str, *facts: dict[str, Any], title: str = "某产品事件", jurisdiction: str = "CN", summary: str = "", **rest: Any
) -> IncidentBrief:
    """A brief of `kind`; keys of the exposure and of the brief itself may be given by name."""
    exposure = rest.pop("exposure", {}) | {key: rest.pop(key) for key in tuple(rest) if key in ZERO}
    numbered = [fact | {"id": f"F{index}"} for index, fact in enumerate(facts, start=1)]
    incident = {
        "title": title,
        "kind": kind,
        "jurisdiction": jurisdiction,
        "detected_at": "2026-03-02T09:10:00+08:00",
        "summary": summary,
    }
    data = {
        "schema": "firstword.brief/1",
        "brand": "某公司",
        "issued_at": "2026-03-02T10:40:00+08:00",
        "incident": incident,
        "facts": numbered,
        "exposure": exposure,
    }
    return brief_from_data(data | rest)
