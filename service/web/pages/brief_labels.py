"""What a brief's fields are called in front of people, for problems told beside a form: 事实 F2 · 披露范围, never `facts[1].disclosure`."""

import re
from collections.abc import Iterable
from dataclasses import replace

from service.i18n import UiLanguage
from service.vocabulary import name_of
from service.web.contexts import ProblemRow
from service.web.pages.brief_form import BriefForm, anchor_of_problem
from service.web.translating import mark, translate

_ROW = re.compile(r"(?P<group>[a-z]+)\[(?P<row>\d+)\](?:\.(?P<column>.+))?\Z")
_GROUPS = {"facts": mark("Fact"), "commitments": mark("Commitment"), "contacts": mark("Contact"), "requests": mark("Statement")}
_LETTERS = {"facts": "F", "commitments": "C"}
_FIELDS = {
    "brand": mark("Brand"),
    "issued_at": mark("Issued at"),
    "issuer.organisation": mark("Signed by"),
    "next_update_at": mark("Next update at"),
    "incident": mark("Incident"),
    "incident.title": mark("Title of the incident"),
    "incident.kind": mark("Kind"),
    "incident.jurisdiction": mark("Jurisdiction"),
    "incident.summary": mark("Background"),
    "incident.detected_at": mark("Detected at"),
    "incident.occurred_at": mark("Occurred at"),
    "level": mark("Forced level"),
    "level_reason": mark("Reason for the level"),
}
_COLUMNS = {
    "facts.text": mark("Fact"),
    "commitments.text": mark("Commitment"),
    "text": mark("Text"),
    "status": mark("Status"),
    "disclosure": mark("Disclosure"),
    "source": mark("Source"),
    "attribution": mark("Attribution"),
    "owner": mark("Owner"),
    "due": mark("Due"),
    "approved": mark("Approved"),
    "label": mark("Label"),
    "value": mark("Value"),
    "statement": mark("Statement"),
    "audience": mark("Audience"),
    "channel": mark("Channel"),
    "language": mark("Language"),
    "previous": mark("The earlier statement"),
}


def labelled(rows: Iterable[ProblemRow], form: BriefForm, language: UiLanguage) -> tuple[ProblemRow, ...]:
    """The problems with the names of their fields, and where in the form they lie."""
    return tuple(replace(row, label=field_label(row.field, language), anchor=anchor_of_problem(row.field, form)) for row in rows)


def field_label(field: str, language: UiLanguage) -> str:
    """A field's name as the form has it; the field itself where the form has no name for it."""
    match = _ROW.match(field)
    if match is not None and match["group"] in _GROUPS:
        group, column = match["group"], (match["column"] or "").split(".")[0]
        which = f"{translate(language, _GROUPS[group])} {_LETTERS.get(group, '')}{int(match['row']) + 1}"
        name = _COLUMNS.get(f"{group}.{column}") or _COLUMNS.get(column)
        return f"{which} · {translate(language, name)}" if name else which
    if field.startswith("exposure."):
        return name_of("exposure", field.removeprefix("exposure."), language)
    return translate(language, _FIELDS[field]) if field in _FIELDS else field
