"""A signed text leaving the house: exported as files, its releases recorded and taken back, and what may follow it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service import clock
from service.errors import ComponentUnavailable, InvalidInput, Problem, ServiceError
from service.export import commands
from service.export.exporting import SIGNED, ExportOrder, export, get_export_terms
from service.export.formats import ExportFormat
from service.export.labelling import LabelChoice
from service.export.queries import list_releases
from service.i18n import Localized
from service.models import DraftStatus
from service.review.policy import blockers
from service.users import Permission, Principal
from service.users.queries import names_or_keys
from service.web.contexts_review import Choice, LabelTerms, Refusal, ReleasePage, ReleaseRow
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages import texts
from service.web.pages.asking import CORRECTABLE, Asked, Asking, Key
from service.web.pages.forms import OwnForm
from service.web.pages.moments import moment_of
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(prefix="/drafts/{draft_id}", include_in_schema=False, dependencies=SIGNED_IN)

_DONE = {
    "released": mark("The release is recorded; its promises are in the ledger of the case."),
    "taken_back": mark("It is recorded that the release was taken back."),
}
_ASKED = (Permission.STATEMENT_EXPORT, Permission.STATEMENT_RELEASE, Permission.DRAFT_WRITE, Permission.KNOWLEDGE_PROPOSE)


@router.get("/release")
def show(asked: Asked, done: Annotated[str, Query(max_length=20)] = "") -> HTMLResponse:
    """Who signed what, the forms to export and release, and where it went."""
    return _page(asked, done=_DONE.get(done, ""))


@router.post("/export")
def download(asked: Asked, form: OwnForm) -> Response:
    """The bundle as a zip file; or the page with what stands against it."""
    formats = frozenset(item for item in ExportFormat if f"format-{item}" in form)
    try:
        order = ExportOrder(formats, _label(form), form.get("acknowledgement", ""))
        bundle = export(asked.database, asked.principal, asked.draft_id, key=asked.installation.key(), order=order)
    except (*CORRECTABLE, ComponentUnavailable) as error:
        return _page(asked, error=error, form="export", typed=form)
    headers = {"content-disposition": f'attachment; filename="{bundle.name}.zip"'}
    return Response(bundle.packed(), media_type="application/zip", headers=headers)


@router.post("/releases")
def release(asked: Asked, form: OwnForm) -> Response:
    """Records where and when the text went out."""
    try:
        with asked.database.unit_of_work() as session:
            kept = texts.keep(session, asked.principal, asked.draft_id)
            moment = moment_of(form.get("released_at", ""), "released_at", kept.zone)
            if moment is None:
                message = Localized(zh="请写明发布时间", en="say when it was released")
                raise InvalidInput([Problem(field="released_at", code="moment", message=message)])
            commands.release(
                session,
                asked.principal,
                asked.draft_id,
                place=form.get("place", ""),
                address=form.get("address", ""),
                released_at=moment,
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="release", typed=form)
    return _back(asked, "released")


@router.post("/releases/{release_id}/withdraw")
def withdraw(asked: Asked, release_id: Key, form: OwnForm) -> Response:
    """Records that a release was taken back, and why."""
    try:
        with asked.database.unit_of_work() as session:
            texts.keep(session, asked.principal, asked.draft_id)
            commands.withdraw(session, asked.principal, release_id, reason=form.get("reason", ""), draft_id=asked.draft_id)
    except CORRECTABLE as error:
        return _page(asked, error=error, form=f"take-back-{release_id}", typed=form)
    return _back(asked, "taken_back")


def _page(
    asked: Asking, *, error: ServiceError | None = None, form: str = "", typed: Mapping[str, str] | None = None, done: str = ""
) -> HTMLResponse:
    language = asked.language
    with asked.database.reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        may = _may(asked.principal, kept)
        version = kept.version
        page = ReleasePage(
            language=language,
            head=texts.head_of(kept),
            title=version.title,
            text=version.text,
            signed=texts.signed_rows(session, kept) if kept.draft.status in SIGNED else (),
            against=tuple(reason.in_(language) for reason in blockers(kept.situation)),
            missing=tuple(role.value for role in kept.situation.missing_roles()),
            formats=tuple(Choice(item.value, item.value) for item in ExportFormat),
            label=_terms(session, asked, may),
            releases=_releases(session, kept),
            now=clock.now().astimezone(kept.zone),
            stale=texts.text_view(session, kept, language).stale,
            may=may,
            refusal=Refusal(form, problem_rows(error, language) if error is not None else (), typed or {}),
            done=done,
        )
    return HTMLResponse(render("drafts/release.html", page, asked.frame), status_code=error.status_code if error else 200)


def _may(principal: Principal, kept: texts.Kept) -> frozenset[str]:
    """Which forms are shown: what the person may do, as far as the text's state allows it."""
    may = set(texts.allowed(principal, kept.case, _ASKED))
    if kept.draft.status not in SIGNED or kept.version.text is None:
        may -= {Permission.STATEMENT_EXPORT, Permission.STATEMENT_RELEASE}
    if not kept.situation.case_open:
        may.discard(Permission.DRAFT_WRITE)
    if kept.draft.status is not DraftStatus.RELEASED:
        may.discard(Permission.KNOWLEDGE_PROPOSE)
    return frozenset(may)


def _terms(session: Session, asked: Asking, may: frozenset[str]) -> LabelTerms | None:
    """Whether a label of generated content is wanted, and what it would say."""
    if Permission.STATEMENT_EXPORT not in may:
        return None
    terms = get_export_terms(session, asked.principal, asked.draft_id)
    return LabelTerms(terms.wants_label, terms.models, terms.notice)


def _label(form: Mapping[str, str]) -> LabelChoice:
    """When the label is shown; a form without the field leaves it to the text's history.

    Raises:
        InvalidInput: no choice of ours.
    """
    chosen = form.get("label", LabelChoice.AUTO)
    if chosen not in set(LabelChoice):
        message = Localized(zh="请选择何时加生成内容标识", en="choose when the label of generated content is shown")
        raise InvalidInput([Problem(field="label", code="choice", message=message)])
    return LabelChoice(chosen)


def _releases(session: Session, kept: texts.Kept) -> tuple[ReleaseRow, ...]:
    """Where the text went, newest first."""
    rows = list_releases(session, kept.draft)
    names = names_or_keys(session, (row.user_id for row in rows))
    return tuple(
        ReleaseRow(
            id=row.id,
            number=row.number,
            place=row.place,
            address=row.address,
            released_at=row.released_at.astimezone(kept.zone),
            by=names[row.user_id],
            withdrawn_at=texts.local(row.withdrawn_at, kept.zone),
            withdrawal_reason=row.withdrawal_reason or "",
        )
        for row in rows
    )


def _back(asked: Asking, done: str) -> Response:
    return RedirectResponse(f"/drafts/{asked.draft_id}/release?done={done}", status_code=303)
