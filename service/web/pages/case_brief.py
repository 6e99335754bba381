"""Editing a case's brief piece by piece: each saving is a version, and nobody overwrites what another person wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service.briefs.loader import brief_from_data
from service.cases.changes import path_parts
from service.cases.commands import brief_data, change_brief
from service.cases.queries import brief_of, get_brief_version, list_changes
from service.errors import Conflict, InvalidInput, NotFound, Problem
from service.i18n import Localized, UiLanguage
from service.models import Case
from service.users import Permission
from service.web.case_pages import NO_SUCH_PIECE, case_page, newest_brief
from service.web.case_rows import version_views
from service.web.contexts import ProblemRow
from service.web.contexts_cases import Editing
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages.brief_sections import (
    LISTED,
    Data,
    Piece,
    field_of_problem,
    merge,
    read_piece,
    without_piece,
    write_piece,
)
from service.web.pages.forms import OwnForm
from service.web.templating import render
from service.web.visits import CurrentVisit, Visit

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)
_REASON = Localized(zh="去掉一行要写明理由", en="give a reason for taking a line out")
_LONG = Localized(zh="理由最多 2000 个字符", en="a reason has at most 2,000 characters")
_MAX_REASON = 2_000
_OWN_FIELDS = frozenset({"section", "key", "number", "reason", "action"})


@dataclass(frozen=True, slots=True)
class _Sent:
    """One form as it came: a piece, what was typed, and the version of the brief it was made from."""

    piece: Piece
    typed: dict[str, str]
    number: int
    reason: str
    is_removal: bool


@router.post("/cases/{case_id}/brief")
def submit(case_id: str, fields: OwnForm, visit: CurrentVisit) -> Response:
    """Back to the case with a new version, or the form: with what is wrong, or with what somebody else wrote meanwhile.

    Raises:
        NotFound: there is no such case or piece.
        Forbidden: not this person's to edit.
    """
    sent = _sent(fields)
    status = 409
    try:
        editing = _save(visit, case_id, sent)
        status = 422 if editing is not None and editing.problems else 409
    except Conflict:
        # Between reading and writing somebody was quicker: now the form is older than the brief.
        editing = _clash(visit, case_id, sent)
    back = fields.get("back", "") if fields.get("back", "").isalnum() else ""
    if editing is None:
        came_from = f"&{urlencode({'back': back})}" if back else ""
        return RedirectResponse(f"/cases/{case_id}?done=saved{came_from}#{sent.piece.section}", status_code=303)
    return HTMLResponse(_shown(visit, case_id, replace(editing, back=back)), status_code=status)


def _sent(fields: Mapping[str, str]) -> _Sent:
    piece = Piece(fields.get("section", ""), fields.get("key", "")[:60])
    number = fields.get("number", "")
    if not piece.is_known:
        raise NotFound(NO_SUCH_PIECE)
    return _Sent(
        piece=piece,
        typed={name: fields[name] for name in piece.fields if name in fields and name not in _OWN_FIELDS},
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 8 else 0,
        reason=fields.get("reason", "").strip(),
        is_removal=fields.get("action") == "remove" and piece.section in LISTED and not piece.is_new,
    )


def _save(visit: Visit, case_id: str, sent: _Sent) -> Editing | None:
    """Writes a version; or the form again, when something stands against it."""
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        visit.principal.demand(Permission.CASE_EDIT, case.brand)
        if sent.number != case.brief_number:
            return _merged(session, case, brief_data(brief), sent, visit.language)
        taken = _ids_ever(session, case)
        made_at = get_brief_version(session, case).made_at
        expected = case.version
    data = brief_data(brief)
    shown = read_piece(data, sent.piece)
    if shown is None:
        raise NotFound(NO_SUCH_PIECE)
    editing = Editing(piece=sent.piece, fields={**shown, **sent.typed}, number=sent.number, reason=sent.reason)
    made = without_piece(data, sent.piece) if sent.is_removal else write_piece(data, sent.piece, sent.typed, taken)
    try:
        _require_reason(sent)
        changed = brief_from_data(made, now=made_at)
        with visit.database.unit_of_work() as session:
            change_brief(session, visit.principal, case_id, changed, expected=expected, reason=sent.reason)
    except InvalidInput as error:
        return replace(editing, problems=_problems(error, made, sent.piece, visit.language))
    return None


def _clash(visit: Visit, case_id: str, sent: _Sent) -> Editing:
    with visit.database.reading() as session:
        case, brief = newest_brief(session, visit.principal, case_id)
        return _merged(session, case, brief_data(brief), sent, visit.language)


def _merged(session: Session, case: Case, data: Data, sent: _Sent, language: UiLanguage) -> Editing:
    """The form over what is kept now: one's own words stay, the other's fields are taken over, and both are shown where they clash."""
    base = _base(session, case, sent)
    piece = _where_now(data, base, sent.piece)
    kept = read_piece(data, piece)
    zone = brief_of(get_brief_version(session, case)).issued_at.tzinfo
    meanwhile = version_views(session, case, zone, language, after=min(sent.number, case.brief_number - 1))
    if kept is None:
        # Somebody took the line out: what was typed is offered as a new one.
        fresh = Piece(piece.section)
        fields = {**(read_piece(data, fresh) or {}), **base, **sent.typed}
        return Editing(fresh, fields, case.brief_number, sent.reason, meanwhile=meanwhile, is_gone=True)
    merged = merge(base, kept, sent.typed)
    return Editing(piece, merged.fields, case.brief_number, sent.reason, clashes=merged.clashes, meanwhile=meanwhile)


def _base(session: Session, case: Case, sent: _Sent) -> dict[str, str]:
    """The piece as the form's maker saw it; empty where there is no such version any more."""
    try:
        seen = brief_data(brief_of(get_brief_version(session, case, sent.number)))
    except NotFound:
        return {}
    return read_piece(seen, sent.piece) or {}


def _where_now(data: Data, base: Mapping[str, str], piece: Piece) -> Piece:
    """A contact is known by its place, which another person may have moved: it is where its old words are."""
    if piece.section != "contacts" or piece.is_new or not base:
        return piece
    places = [Piece("contacts", str(index)) for index in range(len(data.get("contacts") or []))]
    return next((place for place in places if read_piece(data, place) == base), piece)


def _ids_ever(session: Session, case: Case) -> frozenset[str]:
    """Ids that lines of this case ever had: one that was removed is not given again."""
    parts = (path_parts(row.path) for row in list_changes(session, case))
    return frozenset(part[1] for part in parts if part[0] in {"facts", "commitments"} and len(part) > 1)


def _require_reason(sent: _Sent) -> None:
    message = _LONG if len(sent.reason) > _MAX_REASON else _REASON if sent.is_removal and not sent.reason else None
    if message is not None:
        raise InvalidInput([Problem(field="reason", code="reason", message=message)])


def _problems(error: InvalidInput, made: Data, piece: Piece, language: UiLanguage) -> tuple[ProblemRow, ...]:
    """The problems, by the names of the form's fields where they lie in the form."""
    found = []
    for row in problem_rows(error, language):
        name = "reason" if row.field == "reason" else field_of_problem(made, piece, row.field)
        found.append(replace(row, field=name or row.field, anchor=f"edit-{name}" if name else None))
    return tuple(found)


def _shown(visit: Visit, case_id: str, editing: Editing) -> str:
    with visit.database.reading() as session:
        page = case_page(session, visit, case_id, editing=editing)
    return render("cases/case.html", page, visit.frame)
