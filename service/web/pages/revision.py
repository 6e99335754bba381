"""A kept draft revised by instruction: variants side by side, and the one that a person takes over."""

from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.drafting.queries import segments_of
from service.drafting.revisions import MAX_INSTRUCTION, Variant, differences
from service.drafting.variants import Offer, Offered, is_of_its_own, offer_variants, read_offer, take_over
from service.errors import Conflict, ServiceError
from service.models import Draft, DraftStatus, DraftVersion
from service.users import Permission
from service.web.contexts import VariantView
from service.web.contexts_review import Refusal
from service.web.contexts_revision import OfferView, RevisionPage
from service.web.dependencies import SIGNED_IN, CurrentSettings
from service.web.errors import problem_rows
from service.web.pages import texts
from service.web.pages.asking import CORRECTABLE, Asked, Asking, number_of
from service.web.pages.forms import OwnForm
from service.web.pages.marking import checked_view
from service.web.templating import render

router = APIRouter(prefix="/drafts/{draft_id}/revision", include_in_schema=False, dependencies=SIGNED_IN)
_ENDED = frozenset({DraftStatus.RELEASED, DraftStatus.WITHDRAWN})
_OFFERED = frozenset({"close", "free", "trimmed", "shortest"})


@router.get("")
def show(asked: Asked, settings: CurrentSettings) -> HTMLResponse:
    """The form, and the text it is about.

    Raises:
        NotFound, Forbidden: not this person's to do.
    """
    return _page(asked, has_model=bool(settings.model))


@router.post("")
def ask(asked: Asked, form: OwnForm, settings: CurrentSettings) -> HTMLResponse:
    """Up to two variants, nothing of them kept; or the form with what is wrong.

    Raises:
        NotFound, Forbidden: not this person's to do.
    """
    instruction, has_model = form.get("instruction", ""), bool(settings.model)
    try:
        offered = offer_variants(
            asked.database, asked.principal, asked.draft_id, instruction, settings=settings, key=asked.installation.key()
        )
    except CORRECTABLE as error:
        return _page(asked, has_model=has_model, instruction=instruction, error=error)
    return _page(asked, has_model=has_model, instruction=instruction, offered=offered)


@router.post("/take")
def take(asked: Asked, form: OwnForm, settings: CurrentSettings) -> Response:
    """The variant taken over, and its page; after a conflict the variant again, against what stands now.

    Raises:
        NotFound, Forbidden: not this person's to do.
    """
    offer: Offer | None = None
    try:
        offer = read_offer(form.get("offer", ""), asked.draft_id, asked.installation.key())
        with asked.database.unit_of_work() as session:
            kept = take_over(session, asked.principal, offer, expected=number_of(form, "version"))
            done = "taken" if kept.id == asked.draft_id else "made"
            target = f"/drafts/{kept.id}?done={done}"
    except CORRECTABLE as error:
        again = (offer, form["offer"], form.get("name", "")) if offer is not None and isinstance(error, Conflict) else None
        instruction = form.get("instruction", "")
        return _page(asked, has_model=bool(settings.model), instruction=instruction, again=again, error=error)
    return RedirectResponse(target, status_code=303)


def _page(
    asked: Asking,
    *,
    has_model: bool,
    instruction: str = "",
    offered: Offered | None = None,
    again: tuple[Offer, str, str] | None = None,
    error: ServiceError | None = None,
) -> HTMLResponse:
    with asked.database.reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        asked.principal.demand(Permission.DRAFT_WRITE, kept.case.brand)
        page = RevisionPage(
            language=asked.language,
            head=texts.head_of(kept),
            title=kept.version.title or "",
            text=kept.version.text or "",
            instruction=instruction,
            max_instruction=MAX_INSTRUCTION,
            is_open=kept.situation.case_open and kept.draft.status not in _ENDED,
            has_model=has_model,
            expected=offered.version if offered is not None else kept.draft.version,
            is_conflict=again is not None,
            refusal=Refusal("revision-form", problem_rows(error, asked.language) if error is not None else ()),
        )
        if offered is not None:
            page = replace(page, offers=_offers(asked, offered, kept.draft), note=offered.revision.note or "")
        if again is not None:
            page = replace(page, offers=(_against_now(asked, again, kept.draft, kept.version),))
    return HTMLResponse(render("drafts/revision.html", page, asked.frame), status_code=error.status_code if error else 200)


def _offers(asked: Asking, offered: Offered, draft: Draft) -> tuple[OfferView, ...]:
    return tuple(
        _view(asked, number, variant, sealed, read_offer(sealed, draft.id, asked.installation.key()), draft)
        for number, (variant, sealed) in enumerate(zip(offered.revision.variants, offered.offers, strict=True), 1)
    )


def _against_now(asked: Asking, again: tuple[Offer, str, str], draft: Draft, version: DraftVersion) -> OfferView:
    """The variant compared with what stands now, which is not what it was made from."""
    offer, sealed, name = again
    statement, text = offer.statement, version.text or ""
    now = [text[item.start : item.end] for item in segments_of(version)]
    then = [statement.text[item.start : item.end] for item in statement.segments]
    variant = Variant.model_validate(
        {"name": name if name in _OFFERED else "close", "statement": statement, "differences": differences(now, then)}
    )
    return _view(asked, 1, variant, sealed, offer, draft)


def _view(asked: Asking, number: int, variant: Variant, sealed: str, offer: Offer, draft: Draft) -> OfferView:
    statement = variant.statement
    checked = checked_view(statement.text, statement.findings, asked.language)
    return OfferView(VariantView(number, variant, checked), sealed, is_of_its_own(offer, draft))
