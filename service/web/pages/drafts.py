"""The page of a draft: its text in a form and marked, versions compared, remarks, into review, withdrawn."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service.drafting import commands
from service.drafting.queries import get_draft, get_version
from service.drafting.revisions import differences
from service.errors import Conflict, ServiceError
from service.i18n import UiLanguage
from service.models import BriefVersion, DraftStatus
from service.review import commands as review
from service.review.policy import Situation, blockers
from service.users import Permission, Principal
from service.web.case_rows import version_views
from service.web.contexts_cases import VersionView
from service.web.contexts_review import ComparePage, DraftPage, Refusal
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages import texts
from service.web.pages.asking import CORRECTABLE, Asked, Asking, Key, number_of, seen
from service.web.pages.bilingual import beside, counterpart_form
from service.web.pages.forms import OwnForm
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(prefix="/drafts/{draft_id}", include_in_schema=False, dependencies=SIGNED_IN)

_DONE = {
    "made": mark("The draft is made and kept."),
    "saved": mark("Saved as a new version, and checked."),
    "taken": mark("The variant is the newest version now."),
    "submitted": mark("Given to review."),
    "saved-submitted": mark("Saved as a new version, and given to review."),
    "withdrawn": mark("Withdrawn."),
    "commented": mark("The comment is kept."),
    "resolved": mark("The comment is marked as dealt with."),
}
_ENDED = frozenset({DraftStatus.RELEASED, DraftStatus.WITHDRAWN})
_FOR_REVIEW = frozenset({DraftStatus.WORKING, DraftStatus.CHANGES_REQUESTED})
_ASKED = (
    Permission.DRAFT_WRITE,
    Permission.REVIEW_REQUEST,
    Permission.COMMENT_WRITE,
    Permission.CASE_EDIT,
)


@router.get("")
def show(
    asked: Asked, done: Annotated[str, Query(max_length=20)] = "", at: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """The newest version; `at`: the section that tells what was done."""
    return _page(seen(asked), done=_DONE.get(done, ""), at=at)


@router.post("")
def save(asked: Asked, form: OwnForm) -> Response:
    """The edit as a new version; or the form again, with what was typed, and after a conflict with what the other person wrote."""
    try:
        with asked.database.unit_of_work() as session:
            commands.revise(
                session,
                asked.principal,
                asked.draft_id,
                title=form.get("title", ""),
                text=form.get("text", ""),
                expected=number_of(form, "version"),
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="edit", typed=form)
    return RedirectResponse(f"/drafts/{asked.draft_id}?done=saved", status_code=303)


@router.post("/submit")
def submit(asked: Asked, form: OwnForm) -> Response:
    """Into review, perhaps to one reviewer. What stands otherwise in the form's text is saved first, in the same step."""
    try:
        with asked.database.unit_of_work() as session:
            expected, saved = _save_typed(session, asked, form)
            review.submit(
                session, asked.principal, asked.draft_id, expected=expected, assigned_to=form.get("assigned_to") or None
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="edit" if "text" in form else "submit", typed=form)
    return RedirectResponse(f"/drafts/{asked.draft_id}?done={'saved-submitted' if saved else 'submitted'}", status_code=303)


@router.post("/withdraw")
def withdraw(asked: Asked, form: OwnForm) -> Response:
    """Ends a draft that will not be used."""
    try:
        with asked.database.unit_of_work() as session:
            commands.withdraw_draft(session, asked.principal, asked.draft_id, expected=number_of(form, "version"))
    except CORRECTABLE as error:
        return _page(asked, error=error, form="withdraw", typed=form)
    return RedirectResponse(f"/drafts/{asked.draft_id}?done=withdrawn", status_code=303)


@router.post("/comments")
def comment(asked: Asked, form: OwnForm) -> Response:
    """A remark on a sentence chosen from the list, or on the whole text."""
    try:
        start, end = _span(form.get("place", ""))
        with asked.database.unit_of_work() as session:
            review.write_comment(
                session,
                asked.principal,
                asked.draft_id,
                start=start,
                end=end,
                text=form.get("comment", ""),
                number=number_of(form, "number"),
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="comment", typed=form)
    return RedirectResponse(_back(asked, form, "commented"), status_code=303)


@router.post("/comments/{comment_id}/resolve")
def resolve(asked: Asked, comment_id: Key, form: OwnForm) -> Response:
    """Marks a remark as dealt with."""
    try:
        with asked.database.unit_of_work() as session:
            review.resolve_comment(session, asked.principal, asked.draft_id, comment_id)
    except CORRECTABLE as error:
        return _page(asked, error=error, form="comment", typed=form)
    return RedirectResponse(_back(asked, form, "resolved"), status_code=303)


@router.get("/versions")
def compare(
    asked: Asked,
    before: Annotated[int, Query(alias="a", ge=1, le=1_000_000)] = 1,
    after: Annotated[int | None, Query(alias="b", ge=1, le=1_000_000)] = None,
) -> HTMLResponse:
    """Any two versions, sentence by sentence.

    Raises:
        NotFound: there is no such version.
    """
    with asked.database.reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        pair = get_version(session, kept.draft, before), get_version(session, kept.draft, after)
        rows = {row.number: row for row in texts.version_rows(kept)}
        page = ComparePage(
            language=asked.language,
            head=texts.head_of(kept),
            before=rows[pair[0].number],
            after=rows[pair[1].number],
            differences=differences(texts.sentence_texts(pair[0]), texts.sentence_texts(pair[1])),
            versions=tuple(rows.values()),
        )
    return HTMLResponse(render("drafts/compare.html", page, asked.frame))


def _save_typed(session: Session, asked: Asking, form: dict[str, str]) -> tuple[int, bool]:
    """Saves the form's text where it is not the newest version's; the draft's `version` then, and whether it was saved."""
    expected = number_of(form, "version")
    draft, _ = get_draft(session, asked.principal, asked.draft_id)
    newest = get_version(session, draft)
    title, text = form.get("title", newest.title or ""), form.get("text", newest.text or "")
    if (title, text) == (newest.title or "", newest.text or ""):
        return expected, False
    commands.revise(session, asked.principal, asked.draft_id, title=title, text=text, expected=expected)
    session.flush()
    return draft.version, True


def _page(
    asked: Asking,
    *,
    error: ServiceError | None = None,
    form: str = "",
    typed: dict[str, str] | None = None,
    done: str = "",
    at: str = "",
) -> HTMLResponse:
    language = asked.language
    with asked.installation.database().reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        other = beside(session, kept, language)
        page = DraftPage(
            language=language,
            head=texts.head_of(kept),
            text=texts.text_view(session, kept, language),
            versions=texts.version_rows(kept),
            comments=texts.comment_rows(kept),
            rounds=texts.round_rows(kept),
            signed=texts.signed_rows(session, kept),
            against=tuple(reason.in_(language) for reason in blockers(_as_reviewed(kept))),
            short=texts.short_of(session, kept, language),
            reviewers=texts.reviewer_choices(session, kept),
            may=_may(asked.principal, kept),
            other=other,
            counterpart=counterpart_form(session, asked.principal, kept) if other is None else None,
            is_conflict=isinstance(error, Conflict) and form == "edit",
            refusal=Refusal(form, problem_rows(error, language) if error is not None else (), typed or {}),
            done=done,
            place="comments" if at == "comments" else "",
            brief_since=_brief_since(session, kept, language),
        )
    return HTMLResponse(render("drafts/draft.html", page, asked.frame), status_code=error.status_code if error else 200)


def _brief_since(session: Session, kept: texts.Kept, language: UiLanguage) -> tuple[VersionView, ...]:
    """How the case's brief changed after this text was made; what has gone out is followed on its own page."""
    held = session.get(BriefVersion, kept.version.brief_id)
    if held is None or kept.draft.status in {DraftStatus.RELEASED, DraftStatus.WITHDRAWN}:
        return ()
    return version_views(session, kept.case, kept.zone, language, after=held.number)


def _as_reviewed(kept: texts.Kept) -> Situation:
    """The situation as it will be under review: that a draft is not there yet is no news to its writer."""
    if kept.draft.status in _FOR_REVIEW:
        return replace(kept.situation, status=DraftStatus.IN_REVIEW)
    return kept.situation


def _may(principal: Principal, kept: texts.Kept) -> frozenset[str]:
    """Which forms are shown: what the person may do, as far as the draft's state allows it."""
    may = set(texts.allowed(principal, kept.case, _ASKED))
    is_open = kept.situation.case_open
    if not is_open or kept.draft.status in _ENDED or kept.version.text is None:
        may.discard(Permission.DRAFT_WRITE)
    if not is_open or kept.draft.status not in _FOR_REVIEW:
        may.discard(Permission.REVIEW_REQUEST)
    return frozenset(may)


def _back(asked: Asking, form: dict[str, str], done: str) -> str:
    """The page a remark was made on: of the draft, or of its review."""
    page = "/review" if form.get("back") == "review" else ""
    return f"/drafts/{asked.draft_id}{page}?done={done}&at=comments#comments"


def _span(value: str) -> tuple[int, int]:
    """`start-end` of a sentence; empty: the whole text, which is no place in it."""
    start, _, end = value.partition("-")
    if not value:
        return 0, 0
    if all(part.isascii() and part.isdigit() and len(part) <= 7 for part in (start, end)):
        return int(start), int(end)
    return -1, -1
