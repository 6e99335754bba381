"""What a crisis taught: proposed as knowledge of the brand on one page, accepted or refused by legal."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.cases.erasure import ERASED_TITLE
from service.cases.queries import list_queue
from service.errors import Forbidden, ServiceError
from service.i18n import Localized
from service.models import CaseStatus, KnowledgeVerdict
from service.review import knowledge
from service.users import Permission
from service.users.queries import names_or_keys
from service.web.contexts_review import Choice, LearningPage, ProposalRow, Refusal
from service.web.dependencies import SIGNED_IN, CurrentSettings
from service.web.errors import problem_rows
from service.web.pages.asking import CORRECTABLE, AskedBy, Asker
from service.web.pages.forms import OwnForm
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(include_in_schema=False, dependencies=SIGNED_IN)

_DONE = {
    "proposed": mark("Proposed; legal decides."),
    "accepted": mark("Accepted: drafts of this brand find it from now on."),
    "waiting": mark(
        "Accepted, but the index cannot be had now; the next acceptance brings it in, or firstword knowledge accepted."
    ),
    "refused": mark("Refused; it stays out of retrieval."),
}
_NOT_YOURS = Localized(zh="你的角色不参与知识入库", en="your role has no part in proposing or accepting knowledge")
_ProposalKey = Annotated[str, Path(max_length=40)]
_MOST_CASES = 100


@router.get("/reviews/knowledge")
def show(
    asked: AskedBy, done: Annotated[str, Query(max_length=20)] = "", case: Annotated[str, Query(max_length=40)] = ""
) -> HTMLResponse:
    """What is proposed, undecided first.

    Raises:
        Forbidden: the person neither proposes nor accepts knowledge.
    """
    return _page(asked, done=_DONE.get(done, ""), case_id=case)


@router.post("/reviews/knowledge")
def propose_note(asked: AskedBy, form: OwnForm) -> Response:
    """An after-action note on a case."""
    try:
        with asked.database.unit_of_work() as session:
            knowledge.propose_note(
                session, asked.principal, form.get("case", ""), title=form.get("title", ""), text=form.get("text", "")
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="note", typed=form)
    return RedirectResponse("/reviews/knowledge?done=proposed", status_code=303)


@router.post("/drafts/{draft_id}/knowledge")
def propose_statement(asked: AskedBy, draft_id: _ProposalKey, _form: OwnForm) -> Response:
    """The released text of a draft."""
    try:
        with asked.database.unit_of_work() as session:
            knowledge.propose_statement(session, asked.principal, draft_id)
    except CORRECTABLE as error:
        return _page(asked, error=error, form="statement")
    return RedirectResponse("/reviews/knowledge?done=proposed", status_code=303)


@router.post("/reviews/knowledge/{proposal_id}/accept")
def accept(asked: AskedBy, proposal_id: _ProposalKey, _form: OwnForm, settings: CurrentSettings) -> Response:
    """Lets it into retrieval for its brand."""
    try:
        done = knowledge.accept(asked.database, asked.principal, proposal_id, settings)
    except CORRECTABLE as error:
        return _page(asked, error=error, form=f"p-{proposal_id}")
    return RedirectResponse(f"/reviews/knowledge?done={'waiting' if done.failure else 'accepted'}", status_code=303)


@router.post("/reviews/knowledge/{proposal_id}/refuse")
def refuse(asked: AskedBy, proposal_id: _ProposalKey, form: OwnForm) -> Response:
    """Keeps it out, with a reason."""
    try:
        with asked.database.unit_of_work() as session:
            knowledge.refuse(session, asked.principal, proposal_id, reason=form.get("reason", ""))
    except CORRECTABLE as error:
        return _page(asked, error=error, form=f"p-{proposal_id}", typed=form)
    return RedirectResponse("/reviews/knowledge?done=refused", status_code=303)


def _page(
    asked: Asker,
    *,
    error: ServiceError | None = None,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    done: str = "",
    case_id: str = "",
) -> HTMLResponse:
    principal, language = asked.principal, asked.language
    if knowledge.proposing_brands(principal) == frozenset():
        raise Forbidden(_NOT_YOURS)
    with asked.database.reading() as session:
        found = knowledge.list_proposals(session, principal)
        names = names_or_keys(session, (key for row, _ in found for key in (row.proposed_by, row.decided_by) if key))
        cases = [
            case
            for status in (CaseStatus.OPEN, CaseStatus.CLOSED)
            for case in list_queue(session, principal, status=status, limit=_MOST_CASES)
            if principal.may(Permission.KNOWLEDGE_PROPOSE, case.brand) and case.title != ERASED_TITLE
        ]
    page = LearningPage(
        language=language,
        proposals=tuple(
            ProposalRow(
                id=row.id,
                kind=row.kind.value,
                title=row.title,
                text=row.text,
                brand_name=case.brand_name,
                case_id=case.id,
                case_title=case.title,
                draft_id=row.draft_id,
                proposed_by=names[row.proposed_by],
                proposed_at=row.proposed_at,
                verdict=row.verdict.value if row.verdict is not None else "",
                decided_by=names[row.decided_by] if row.decided_by else "",
                decided_at=row.decided_at,
                reason=row.reason,
                waits=row.verdict is KnowledgeVerdict.ACCEPTED and row.indexed_at is None,
                may_decide=row.verdict is None
                and row.text is not None
                and row.proposed_by != principal.user_id
                and principal.may(Permission.KNOWLEDGE_ACCEPT, row.brand),
                is_own=row.proposed_by == principal.user_id,
            )
            for row, case in found
        ),
        cases=tuple(Choice(case.id, f"{case.title} · {case.brand_name}") for case in cases),
        case_id=case_id,
        refusal=Refusal(form, problem_rows(error, language) if error is not None else (), typed or {}),
        done=done,
    )
    return HTMLResponse(render("reviews/knowledge.html", page, asked.frame), status_code=error.status_code if error else 200)
