"""A brief's text as the filled form: what intake drafted or somebody pasted is gone on with in fields, and nothing of it is lost."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import yaml

from service.briefs.loader import brief_from_data
from service.errors import InvalidInput, Problem
from service.structured import parse
from service.web.pages.brief_form import LISTS, SHOWN, BriefForm, brief_data, form_of
from service.web.pages.brief_zones import is_local_time

_PARTS = ("issuer", "incident", "exposure")
_TIMES = frozenset({"issued_at", "next_update_at", "incident.detected_at", "incident.occurred_at", "due", "previous.issued_at"})
_SINGLE = ("brand", "issued_at", "next_update_at")
_OFFSET = re.compile(r"[+-]\d{2}:\d{2}\Z")
# Longer than any list a form shows.
_LONGEST = 200


def filled_form(text: str) -> BriefForm:
    """The form of a brief that need not be whole yet.

    Raises:
        InvalidInput: it does not parse, or is built so that no form could show it; every problem.
        TooLarge: over the size limit.
    """
    data = parse(text, "").data
    if not _is_fit(data):
        brief_from_data(data)
    return form_of(_fields(data))


def form_text(form: BriefForm) -> str:
    """The form's brief as YAML; empty while nothing was typed."""
    data = brief_data(form)
    if not set(data) - {"schema"}:
        return ""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)


def problems_in(form: BriefForm) -> tuple[Problem, ...]:
    """What the form's brief still lacks."""
    try:
        brief_from_data(brief_data(form))
    except InvalidInput as error:
        return tuple(error.problems)
    return ()


def _is_fit(data: Any) -> bool:  # noqa: ANN401 - plain data of anything
    if not isinstance(data, Mapping):
        return False
    lists = {name: data.get(name) or [] for name in LISTS}
    if not all(isinstance(items, list) and len(items) <= _LONGEST for items in lists.values()):
        return False
    pieces = [(SHOWN[name], data.get(name) or {}) for name in _PARTS]
    pieces += [(SHOWN[name], item) for name, items in lists.items() for item in items]
    pieces.append((_SINGLE, data))
    return all(
        isinstance(piece, Mapping) and not any(isinstance(piece.get(name), Mapping | list) for name in shown)
        for shown, piece in pieces
    )


def _fields(data: Mapping[str, Any]) -> dict[str, str]:
    """Every field the form shows, and `carried` with what it does not."""
    offset = _offset(data)
    fields = {name: _shown(data.get(name), offset, name in _TIMES) for name in _SINGLE}
    carried: dict[str, Any] = {
        name: value for name, value in data.items() if name not in {*SHOWN, *_SINGLE, "schema"} and value is not None
    }
    for part in _PARTS:
        item = data.get(part) or {}
        fields |= {f"{part}.{name}": _shown(item.get(name), offset, f"{part}.{name}" in _TIMES) for name in SHOWN[part]}
        carried[part] = _rest(item, SHOWN[part])
    for group in LISTS:
        items = data.get(group) or []
        for index, item in enumerate(items):
            row = {name: _shown(item.get(name), offset, name in _TIMES) for name in SHOWN[group]}
            fields |= {f"{group}[{index}].{name}": value for name, value in (row | {"was": str(index)}).items()}
        carried[group] = [_rest(item, SHOWN[group]) for item in items]
    fields |= _previous(carried["requests"], offset)
    return fields | {"offset": offset, "carried": json.dumps(carried, ensure_ascii=False, default=str)}


def _previous(requests: list[dict[str, Any]], offset: str) -> dict[str, str]:
    """The one earlier statement; of several each stays with its request, for the form has place for one."""
    holding = [item for item in requests if isinstance(item.get("previous"), Mapping)]
    if len(holding) != 1 or set(holding[0]["previous"]) - {"text", "issued_at"}:
        return {}
    previous = holding[0].pop("previous")
    return {f"previous.{name}": _shown(previous.get(name), offset, name == "issued_at") for name in ("text", "issued_at")}


def _rest(item: Mapping[str, Any], shown: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in shown and value is not None}


def _offset(data: Mapping[str, Any]) -> str:
    """The offset the brief's times are given in; empty where it gives none."""
    incident = data.get("incident") or {}
    for value in (incident.get("detected_at"), data.get("issued_at"), incident.get("occurred_at"), data.get("next_update_at")):
        moment = _moment(value)
        if moment is not None and (found := _OFFSET.search(moment.isoformat())) is not None:
            return found.group()
    return ""


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _shown(value: object, offset: str, is_time: bool) -> str:  # noqa: FBT001
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(getattr(value, "written", value))
    moment = _moment(text) if is_time else None
    if moment is None or not offset:
        return text
    if not moment.isoformat().endswith(offset):
        # In an offset of its own: with it, or another hour would stand there.
        return text
    shown = moment.strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")
    return shown if is_local_time(shown) else text
