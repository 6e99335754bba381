"""A kept brief in pieces that are edited where they stand: one line of the ledger, one promise, the exposure.

A piece is shown as flat text fields and written back into the brief's plain data. What was not touched stays to the byte: a field that is
typed as it was shown keeps its value, and what no field shows is carried along. Nothing is validated here; that is the loader's.
"""

import copy
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from service.web.pages.brief_form import number_value
from service.web.pages.brief_zones import moment_value
from service.web.times import local_moment

Data = Mapping[str, Any]
_Kind = Literal["text", "long", "time", "moment", "number", "flag"]
_NUMBER: _Kind = "number"
_TEXT: _Kind = "text"
_FLAG: _Kind = "flag"


@dataclass(frozen=True, slots=True)
class _Field:
    path: tuple[str, ...]
    kind: _Kind = "text"


def _named(*names: str, kind: _Kind = "text") -> dict[str, _Field]:
    return {name: _Field((name,), kind) for name in names}


_WORDINGS = {language: _Field(("translations", language)) for language in ("zh", "en")}
# Pieces of which a brief has one.
SINGLE: dict[str, dict[str, _Field]] = {
    "incident": {
        **{name: _Field(("incident", name)) for name in ("title", "kind", "jurisdiction")},
        "detected_at": _Field(("incident", "detected_at"), "time"),
        "occurred_at": _Field(("incident", "occurred_at"), "moment"),
        "summary": _Field(("incident", "summary"), "long"),
        **{language: _Field(("incident", "translations", language)) for language in ("zh", "en")},
        "organisation": _Field(("issuer", "organisation")),
        "person": _Field(("issuer", "person")),
        "person_title": _Field(("issuer", "title")),
    },
    "clock": _named("next_update_at", kind="time"),
    "level": _named("level", "level_reason"),
    "exposure": {
        name: _Field(("exposure", name), kind)
        for name, kind in (
            *dict.fromkeys(
                ("people_harmed", "people_hospitalised", "deaths", "people_exposed", "mentions_last_hour"), _NUMBER
            ).items(),
            *dict.fromkeys(("media", "authority_involved"), _TEXT).items(),
            *dict.fromkeys(("minors_affected", "recurrence", "listed_company"), _FLAG).items(),
        )
    },
}
# Pieces of which it has a list. A contact has no id: its place is its key.
LISTED: dict[str, dict[str, _Field]] = {
    "facts": {
        **_named("text", "status", "disclosure", "source", "attribution"),
        **_named("as_of", kind="time"),
        **_WORDINGS,
    },
    "commitments": {**_named("text", "owner"), **_named("due", kind="time"), **_named("approved", kind="flag"), **_WORDINGS},
    "contacts": {**_named("label", "value"), **_WORDINGS},
}
_LETTER = {"facts": "F", "commitments": "C"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a brief. `key` is an id, a contact's place, or empty for a piece that is new or the only one of its kind."""

    section: str
    key: str = ""

    @property
    def is_known(self) -> bool:
        """Whether briefs have such pieces."""
        return self.section in LISTED or (self.section in SINGLE and not self.key)

    @property
    def is_new(self) -> bool:
        """Whether it is to be added."""
        return self.section in LISTED and not self.key

    @property
    def fields(self) -> Mapping[str, _Field]:
        """The fields it is shown as."""
        return LISTED[self.section] if self.section in LISTED else SINGLE[self.section]


def read_piece(data: Data, piece: Piece) -> dict[str, str] | None:
    """The piece as text fields; all empty for a new one, None where the brief has it not."""
    if piece.is_new:
        return dict.fromkeys(piece.fields, "")
    item = _item(data, piece)
    if item is None:
        return None
    offset = offset_of(data)
    return {name: _shown(_at(item, field.path), field.kind, offset) for name, field in piece.fields.items()}


def write_piece(data: Data, piece: Piece, typed: Mapping[str, str], taken: Collection[str] = ()) -> dict[str, Any]:
    """A copy of the data with the piece as typed. Fields that are not in `typed`, or are as they were shown, keep their value.

    Args:
        data: the whole brief.
        piece: which piece; one the brief has.
        typed: its fields.
        taken: ids that a new line may not have, besides those of the brief: what rested on a line that was removed must not seem to
            rest on another.
    """
    made: dict[str, Any] = copy.deepcopy(dict(data))
    shown = read_piece(data, piece) or {}
    if piece.is_new:
        item: dict[str, Any] = {"id": _next_id(data, piece.section, taken)} if piece.section in _LETTER else {}
        made.setdefault(piece.section, []).append(item)
    else:
        item = _item(made, piece) or {}
    offset = offset_of(data)
    for name, field in piece.fields.items():
        if name in typed and typed[name] != shown.get(name):
            _put(item, field.path, _value(typed[name], field.kind, offset))
    return made


def without_piece(data: Data, piece: Piece) -> dict[str, Any]:
    """A copy of the data without one line of a list."""
    made: dict[str, Any] = copy.deepcopy(dict(data))
    gone = _item(made, piece)
    made[piece.section] = [item for item in made[piece.section] if item is not gone]
    return made


def field_of_problem(data: Data, piece: Piece, place: str) -> str | None:
    """The name of the piece's field that a problem of the brief lies in; None where it lies elsewhere."""
    prefix = ""
    if piece.section in LISTED:
        items = list(data[piece.section])
        index = len(items) - 1 if piece.is_new else items.index(_item(data, piece))
        prefix = f"{piece.section}[{index}]."
    return next((name for name, field in piece.fields.items() if place == prefix + ".".join(field.path)), None)


@dataclass(frozen=True, slots=True)
class Merged:
    """What two people typed, put together: `fields` to be shown, `clashes` the fields both changed, with what is kept now."""

    fields: dict[str, str]
    clashes: dict[str, str]


def merge(base: Mapping[str, str], kept: Mapping[str, str], typed: Mapping[str, str]) -> Merged:
    """What was typed from `base`, over what is kept now. A field that was left as it was takes the kept value."""
    fields = {name: typed[name] if name in typed and typed[name] != base.get(name) else old for name, old in kept.items()}
    clashes = {name: old for name, old in kept.items() if old != base.get(name) and fields[name] != old}
    return Merged(fields, clashes)


def offset_of(data: Data) -> str:
    """The offset the brief speaks in, such as +08:00."""
    return _offset(datetime.fromisoformat(str(data["issued_at"])))


def _offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _item(data: Data, piece: Piece) -> Any:  # noqa: ANN401 - plain data of a brief
    if piece.section in SINGLE:
        return data
    items = data.get(piece.section) or []
    if piece.section in _LETTER:
        return next((item for item in items if item.get("id") == piece.key), None)
    place = int(piece.key) if re.fullmatch(r"\d{1,3}", piece.key) else -1
    return items[place] if 0 <= place < len(items) else None


def _next_id(data: Data, section: str, taken: Collection[str]) -> str:
    letter = _LETTER[section]
    used = {str(item.get("id")) for name in _LETTER for item in data.get(name) or []} | set(taken)
    numbers = [int(found.group(1)) for ident in used if (found := re.fullmatch(rf"{letter}(\d{{1,9}})", ident))]
    return f"{letter}{max(numbers, default=0) + 1}"


def _at(item: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 - plain data of a brief
    for name in path:
        item = item.get(name) if isinstance(item, Mapping) else None
    return item


def _put(item: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    *way, last = path
    for name in way:
        item = item.setdefault(name, {})
    if value is None:
        item.pop(last, None)
    else:
        item[last] = value


def _shown(value: object, kind: _Kind, offset: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if kind == "time" or (kind == "moment" and "T" in text):
        moment = datetime.fromisoformat(text)
        local = moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo)
        return local_moment(local) if kind == "time" else local_moment(local).replace("T", " ")
    return text


def _value(typed: str, kind: _Kind, offset: str) -> object:
    text = typed if kind == "long" else typed.strip()
    if not text.strip():
        return None
    if kind in {"time", "moment"}:
        return moment_value(text, offset)
    if kind == "number":
        return number_value(text)
    if kind == "flag":
        return {"true": True, "false": False}.get(text, text)
    return text
