"""The brief as a form: flat field names such as `facts[0].text`, kept as typed, and turned into the brief's plain data.

Nothing is validated here: what is typed goes to the brief's own loader, whose problems name the same fields. What a brief holds and no
field shows travels along in the hidden field `carried` (`brief_filling` puts it there).
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.briefs import Audience, Channel, Disclosure, IncidentKind, Jurisdiction, Language, StatementType, Status
from service.web.pages.brief_zones import Offsets, is_local_time, moment_value

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
COUNTS = ("people_harmed", "people_hospitalised", "deaths", "people_exposed", "mentions_last_hour")
CHOICES = ("media", "authority_involved")
FLAGS = ("minors_affected", "recurrence", "listed_company")
_WITH_PREVIOUS = frozenset({"update", "correction", "closing_statement"})
# What the form shows of each part of a brief; the rest is carried.
SHOWN: dict[str, tuple[str, ...]] = {
    "issuer": ("organisation",),
    "incident": ("title", "kind", "jurisdiction", "summary", "occurred_at", "detected_at"),
    "exposure": (*COUNTS, *CHOICES, *FLAGS),
    "facts": ("text", "status", "disclosure", "source", "attribution"),
    "commitments": ("text", "owner", "due", "approved"),
    "contacts": ("label", "value"),
    "requests": ("statement", "audience", "channel", "language"),
}
LISTS = tuple(_FILLED_BY)
_LETTER = {"facts": "F", "commitments": "C"}


@dataclass(frozen=True, slots=True)
class BriefForm:
    """The fields as typed, and how many rows each table shows."""

    values: Mapping[str, str]
    rows: Mapping[str, int]

    def get(self, name: str, default: str = "") -> str:
        """What is typed in a field."""
        return self.values.get(name, default)

    def is_odd_time(self, name: str) -> bool:
        """Whether a field for times holds what a browser would not show, and so would lose."""
        return bool(self.get(name).strip()) and not is_local_time(self.get(name).strip())

    def indices(self, group: str) -> range:
        """The rows of a table."""
        return range(self.rows[group])


def empty_form() -> BriefForm:
    """The form before anything is typed."""
    return BriefForm({}, dict(_FIRST_ROWS))


def form_of(fields: Mapping[str, str]) -> BriefForm:
    """The form as it was sent: blank rows closed up, so that row n is item n of the brief; spare rows at the end.

    `action` = `more:facts` gives that table more rows than it showed, and `more` every table.
    """
    values = {name: value for name, value in fields.items() if _ROW.match(name) is None}
    asked = fields.get("action", "")
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
        if asked in {"more", f"more:{group}"}:
            rows[group] = min(max(rows[group], len(found) + _SPARE_ROWS[group]), _MAX_ROWS + _SPARE_ROWS[group])
    return BriefForm(values, rows)


def brief_data(form: BriefForm) -> dict[str, Any]:
    """The brief's plain data; what is left blank is left out."""
    offsets = Offsets(form.get("offset").strip(), form.get("incident.jurisdiction").strip())
    carried = _carried(form)
    data: dict[str, Any] = {
        **{name: value for name, value in carried.items() if name not in SHOWN},
        "schema": "firstword.brief/1",
        "brand": _text(form, "brand"),
        "issued_at": _time(form, "issued_at", offsets),
        "issuer": _part(carried, "issuer", {"organisation": _text(form, "issuer.organisation")}),
        "incident": _part(
            carried,
            "incident",
            {name: _text(form, f"incident.{name}") for name in ("title", "kind", "jurisdiction")}
            | {"summary": form.get("incident.summary") if _text(form, "incident.summary") else None}
            | {name: _time(form, f"incident.{name}", offsets) for name in ("occurred_at", "detected_at")},
        ),
        "facts": [row | _compact(_fact(typed)) for typed, row in _items(form, "facts", carried)],
        "commitments": [
            row | _compact(_commitment(typed, offsets)) | {"approved": typed.get("approved") == "true"}
            for typed, row in _items(form, "commitments", carried)
        ],
        "contacts": [
            row | _compact({name: typed.get(name) for name in SHOWN["contacts"]})
            for typed, row in _items(form, "contacts", carried)
        ],
        "exposure": _part(carried, "exposure", _exposure(form)),
        "next_update_at": _time(form, "next_update_at", offsets),
        "requests": [row | _request(form, typed, offsets) for typed, row in _items(form, "requests", carried)],
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
    {"brand", "issued_at", "next_update_at"}
    | {f"{part}.{name}" for part in ("issuer", "incident", "exposure") for name in SHOWN[part]}
)


def _carried(form: BriefForm) -> Mapping[str, Any]:
    """What no field shows; nothing where the hidden field does not hold what this page wrote into it."""
    try:
        found = json.loads(form.get("carried") or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _part(carried: Mapping[str, Any], name: str, typed: dict[str, Any]) -> dict[str, Any]:
    hidden = carried.get(name)
    return (dict(hidden) if isinstance(hidden, dict) else {}) | _compact(typed)


def _items(form: BriefForm, group: str, carried: Mapping[str, Any]) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Each row that is filled in, with what is carried of the item it was made from; a new one has the next free id."""
    hidden = carried.get(group)
    known = [item if isinstance(item, dict) else {} for item in hidden] if isinstance(hidden, list) else []
    used = {str(item.get("id")) for item in known}
    free = (ident for ident in (f"{_LETTER.get(group, '')}{number}" for number in range(1, _MAX_ROWS * 3)) if ident not in used)
    for row in _rows(form, group):
        was = row.get("was", "")
        item = dict(known[int(was)]) if re.fullmatch(r"\d{1,3}", was) and int(was) < len(known) else {}
        if group in _LETTER and not item.get("id"):
            item = {"id": next(free)} | {name: value for name, value in item.items() if name != "id"}
        yield row, item


def _rows(form: BriefForm, group: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for index in form.indices(group):
        prefix = f"{group}[{index}]."
        row = {name.removeprefix(prefix): value for name, value in form.values.items() if name.startswith(prefix)}
        if any(row.get(column, "").strip() for column in _FILLED_BY[group]):
            rows.append(row)
    return rows


def _fact(row: Mapping[str, str]) -> dict[str, Any]:
    return {name: row.get(name) for name in SHOWN["facts"]} | {"text": _line(row.get("text"))}


def _commitment(row: Mapping[str, str], offsets: Offsets) -> dict[str, Any]:
    return {"text": _line(row.get("text")), "owner": row.get("owner"), "due": moment_value(row.get("due"), offsets)}


def _line(text: str | None) -> str | None:
    """What was typed over several lines, as one clause."""
    return (
        re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*|\s*\n\s*(?=[\u3000-\u9fff])", "", text).replace("\n", " ")
        if text
        else text
    )


def _request(form: BriefForm, row: Mapping[str, str], offsets: Offsets) -> dict[str, Any]:
    request = _compact({name: row.get(name) for name in SHOWN["requests"]})
    if row.get("statement") in _WITH_PREVIOUS:
        previous = _compact({"text": form.get("previous.text"), "issued_at": _time(form, "previous.issued_at", offsets)})
        if previous:
            request["previous"] = previous
    return request


def _exposure(form: BriefForm) -> dict[str, Any]:
    exposure: dict[str, Any] = {name: number_value(_text(form, f"exposure.{name}")) for name in COUNTS}
    exposure |= {name: _text(form, f"exposure.{name}") for name in CHOICES}
    return exposure | {name: {"true": True, "false": False}.get(form.get(f"exposure.{name}")) for name in FLAGS}


def number_value(text: str | None) -> int | str | None:
    """Whole numbers as such; anything else as typed, for the loader to refuse."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text) else text


def _text(form: BriefForm, name: str) -> str | None:
    return form.get(name).strip() or None


def _time(form: BriefForm, name: str, offsets: Offsets) -> str | None:
    return moment_value(form.get(name), offsets)


def _compact(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None and value != ""}
