"""The brief as a form: flat field names such as `facts[0].text`, kept as typed, and turned into the brief's plain data.

Nothing is validated here: what is typed goes to the brief's own loader, whose problems name the same fields.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.briefs import Audience, Channel, Disclosure, IncidentKind, Jurisdiction, Language, StatementType, Status

# What the closed lists of a brief hold, by the name of their field.
OPTIONS: dict[str, tuple[str, ...]] = {
    "kind": tuple(str(value) for value in IncidentKind),
    "jurisdiction": tuple(str(value) for value in Jurisdiction),
    "status": tuple(str(value) for value in Status),
    "disclosure": tuple(str(value) for value in Disclosure),
    "statement": tuple(str(value) for value in StatementType),
    "audience": tuple(str(value) for value in Audience),
    "channel": tuple(str(value) for value in Channel),
    "language": tuple(str(value) for value in Language),
    "media": ("none", "local", "national", "international"),
    "authority_involved": ("none", "inquiry", "investigation", "penalty"),
}
# Which columns make a row count as filled in; the others have defaults.
_FILLED_BY: dict[str, tuple[str, ...]] = {
    "facts": ("text", "attribution"),
    "commitments": ("text",),
    "contacts": ("label", "value"),
    "requests": ("statement",),
}
_SPARE_ROWS = {"facts": 3, "commitments": 1, "contacts": 1, "requests": 1}
_FIRST_ROWS = {"facts": 4, "commitments": 2, "contacts": 1, "requests": 2}
_MAX_ROWS = 200
_ROW = re.compile(r"(?P<group>[a-z]+)\[(?P<row>\d{1,3})\]\.(?P<column>[a-z_]+)\Z")
_LOCAL_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2}(?::\d{2})?)\Z")
_COUNTS = ("people_harmed", "people_hospitalised", "deaths", "people_exposed", "mentions_last_hour")
_CHOICES = ("media", "authority_involved")
_FLAGS = ("minors_affected", "recurrence", "listed_company")
_WITH_PREVIOUS = frozenset({"update", "correction", "closing_statement"})
DEFAULT_OFFSET = "+08:00"


@dataclass(frozen=True, slots=True)
class BriefForm:
    """The fields as typed, and how many rows each table shows."""

    values: Mapping[str, str]
    rows: Mapping[str, int]

    def get(self, name: str, default: str = "") -> str:
        """What is typed in a field."""
        return self.values.get(name, default)

    def indices(self, group: str) -> range:
        """The rows of a table."""
        return range(self.rows[group])


def empty_form() -> BriefForm:
    """The form before anything is typed."""
    return BriefForm({}, dict(_FIRST_ROWS))


def form_of(fields: Mapping[str, str]) -> BriefForm:
    """The form as it was sent: blank rows closed up, so that row n is item n of the brief; spare rows at the end."""
    values = {name: value for name, value in fields.items() if _ROW.match(name) is None}
    rows: dict[str, int] = {}
    for group, filled_by in _FILLED_BY.items():
        found: dict[int, dict[str, str]] = {}
        for name, value in fields.items():
            if (match := _ROW.match(name)) is not None and match["group"] == group:
                found.setdefault(int(match["row"]), {})[match["column"]] = value
        kept = [row for _, row in sorted(found.items()) if any(row.get(column, "").strip() for column in filled_by)][:_MAX_ROWS]
        for index, row in enumerate(kept):
            values |= {f"{group}[{index}].{column}": value for column, value in row.items()}
        rows[group] = max(_FIRST_ROWS[group], len(kept) + _SPARE_ROWS[group])
    return BriefForm(values, rows)


def brief_data(form: BriefForm) -> dict[str, Any]:
    """The brief's plain data; what is left blank is left out."""
    offset = form.get("offset").strip() or DEFAULT_OFFSET
    data: dict[str, Any] = {
        "schema": "firstword.brief/1",
        "brand": _text(form, "brand"),
        "issued_at": _time(form, "issued_at", offset),
        "issuer": _compact({"organisation": _text(form, "issuer.organisation")}),
        "incident": _compact(
            {name: _text(form, f"incident.{name}") for name in ("title", "kind", "jurisdiction", "summary")}
            | {name: _time(form, f"incident.{name}", offset) for name in ("occurred_at", "detected_at")}
        ),
        "facts": [
            _compact({"id": f"F{index + 1}"} | {name: row.get(name) for name in ("text", "status", "disclosure", "attribution")})
            for index, row in enumerate(_rows(form, "facts"))
        ],
        "commitments": [
            _compact(
                {
                    "id": f"C{index + 1}",
                    "text": row.get("text"),
                    "owner": row.get("owner"),
                    "due": moment_value(row.get("due"), offset),
                }
            )
            | {"approved": row.get("approved") == "true"}
            for index, row in enumerate(_rows(form, "commitments"))
        ],
        "contacts": [_compact({name: row.get(name) for name in ("label", "value")}) for row in _rows(form, "contacts")],
        "exposure": _exposure(form),
        "next_update_at": _time(form, "next_update_at", offset),
        "requests": [_request(form, row, offset) for row in _rows(form, "requests")],
    }
    return {name: value for name, value in data.items() if value not in (None, {}, [])}


def anchor(field: str) -> str:
    """The HTML id of a field."""
    return "f-" + re.sub(r"[^a-z0-9_]+", "-", field.lower()).strip("-")


def anchor_of_problem(field: str, form: BriefForm) -> str | None:
    """The id of the form field a problem lies in; None where the form has no such field."""
    if field.startswith("requests[") and ".previous" in field:
        return anchor("previous.text")
    match = _ROW.match(field)
    if match is not None:
        shown = int(match["row"]) < form.rows.get(match["group"], 0) and match["column"] != "id"
        return anchor(field) if shown else None
    return anchor(field) if field in _FIELDS else None


_FIELDS = frozenset(
    {"brand", "issued_at", "next_update_at", "issuer.organisation"}
    | {f"incident.{name}" for name in ("title", "kind", "jurisdiction", "summary", "occurred_at", "detected_at")}
    | {f"exposure.{name}" for name in (*_COUNTS, *_CHOICES, *_FLAGS)}
)


def _rows(form: BriefForm, group: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for index in form.indices(group):
        prefix = f"{group}[{index}]."
        row = {name.removeprefix(prefix): value for name, value in form.values.items() if name.startswith(prefix)}
        if any(row.get(column, "").strip() for column in _FILLED_BY[group]):
            rows.append(row)
    return rows


def _request(form: BriefForm, row: Mapping[str, str], offset: str) -> dict[str, Any]:
    request = _compact({name: row.get(name) for name in ("statement", "audience", "channel", "language")})
    if row.get("statement") in _WITH_PREVIOUS:
        previous = _compact({"text": form.get("previous.text"), "issued_at": _time(form, "previous.issued_at", offset)})
        if previous:
            request["previous"] = previous
    return request


def _exposure(form: BriefForm) -> dict[str, Any]:
    exposure: dict[str, Any] = {name: number_value(_text(form, f"exposure.{name}")) for name in _COUNTS}
    exposure |= {name: _text(form, f"exposure.{name}") for name in _CHOICES}
    exposure |= {name: {"true": True, "false": False}.get(form.get(f"exposure.{name}")) for name in _FLAGS}
    return _compact(exposure)


def number_value(text: str | None) -> int | str | None:
    """Whole numbers as such; anything else as typed, for the loader to refuse."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text) else text


def _text(form: BriefForm, name: str) -> str | None:
    return form.get(name).strip() or None


def _time(form: BriefForm, name: str, offset: str) -> str | None:
    return moment_value(form.get(name), offset)


def moment_value(value: str | None, offset: str) -> str | None:
    """A time as browsers send it, given the form's offset; anything else as typed."""
    text = (value or "").strip()
    if (match := _LOCAL_TIME.match(text)) is None:
        return text or None
    clock = match[2].zfill(5) if len(match[2]) <= 5 else match[2].zfill(8)
    return f"{match[1]}T{clock if len(clock) == 8 else clock + ':00'}{offset}"


def _compact(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None and value != ""}
