"""The review of a draft on one screen: findings decided, changes since last time, verdict, assignment, notes, sign-off."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from service.cases.commands import write_note
from service.cases.queries import list_notes
from service.drafting.queries import findings_of
from service.drafting.revisions import Difference, differences
from service.errors import Conflict, InvalidInput, Problem, ServiceError
from service.findings import Finding, Severity
from service.i18n import Localized, UiLanguage
from service.models import DecisionKind, DraftStatus, Verdict
from service.notices.recipients import holders_of
from service.review import commands
from service.review.grouping import questions
from service.review.policy import DecidedFinding, blockers, keyed, signing_blockers
from service.review.queries import last_approved, last_read, list_decisions
from service.users import Permission, Principal, Role
from service.users.queries import names_or_keys
from service.web.contexts_deciding import NoteRow, Place, ReviewPage, SignChoice, Since
from service.web.contexts_review import Refusal, SignedRow
from service.web.dependencies import SIGNED_IN
from service.web.errors import problem_rows
from service.web.pages import texts
from service.web.pages.asking import CORRECTABLE, Asked, Asking, seen
from service.web.pages.forms import OwnForm
from service.web.pages.moments import moment_of
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(prefix="/drafts/{draft_id}", include_in_schema=False, dependencies=SIGNED_IN)

Value = TypeVar("Value", DecisionKind, Verdict, Role)
_DONE = {
    "decided": mark("The decision is kept."),
    "approved": mark("Approved."),
    "changes_requested": mark("Changes are requested; the author sees your note."),
    "rejected": mark("Rejected."),
    "assigned": mark("The review is assigned."),
    "noted": mark("The privileged note is kept."),
    "signed": mark("Signed. Your signature is bound to exactly this text."),
    "commented": mark("The comment is kept."),
    "resolved": mark("The comment is marked as dealt with."),
}
_ASKED = (
    Permission.REVIEW_DECIDE,
    Permission.REVIEW_REQUEST,
    Permission.FINDING_DECIDE,
    Permission.STATEMENT_SIGN,
    Permission.COMMENT_WRITE,
    Permission.CASE_EDIT,
    Permission.NOTE_WRITE,
    Permission.DRAFT_WRITE,
)
_PLACES: Mapping[Place, str] = {
    "findings": "#findings",
    "verdict": "#verdict-panel",
    "sign": "#sign",
    "notes": "#notes",
    "comments": "#comments",
}
_NOT_SIGNED = Localized(
    zh="没有签发：你看到的文字之后又改过了。下面是新的文字，请看过再签",
    en="Nothing was signed: the text was changed after you saw it. Below is the new text; read it before you sign",
)


@router.get("/review")
def show(
    asked: Asked, done: Annotated[str, Query(max_length=20)] = "", at: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """The newest version with everything there is to decide; `at`: the section that tells what was done, where the reader goes on."""
    return _page(seen(asked), done=_DONE.get(done, ""), at=at)


@router.post("/decisions")
def decide(asked: Asked, form: OwnForm) -> Response:
    """The ticked findings of one group, waived or called wrong with one reason."""
    group = form.get("group", "")
    try:
        with asked.database.unit_of_work() as session:
            kept = texts.keep(session, asked.principal, asked.draft_id)
            commands.decide_findings(
                session,
                asked.principal,
                asked.draft_id,
                findings=[name.removeprefix("finding-") for name in form if name.startswith("finding-")],
                kind=_member(DecisionKind, form.get("kind", ""), "kind"),
                reason=form.get("reason", ""),
                expires_at=moment_of(form.get("expires_at", ""), "expires_at", kept.zone),
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form=f"group-{group}", typed=form)
    return _back(asked, "decided", _next_place(asked))


@router.post("/verdict")
def give_verdict(asked: Asked, form: OwnForm) -> Response:
    """Approved, changes requested or rejected, of exactly the text that was shown."""
    try:
        verdict = _member(Verdict, form.get("verdict", ""), "verdict")
        with asked.database.unit_of_work() as session:
            note = form.get("note", "")
            if verdict is Verdict.CHANGES_REQUESTED and "with_findings" in form:
                note = _with_findings(texts.keep(session, asked.principal, asked.draft_id), note, asked.language)
            commands.give_verdict(
                session, asked.principal, asked.draft_id, digest=form.get("digest", ""), verdict=verdict, note=note
            )
    except CORRECTABLE as error:
        return _page(asked, error=error, form="verdict", typed=form)
    return _back(asked, verdict.value, "sign" if verdict is Verdict.APPROVED else "verdict")


@router.post("/assignment")
def assign(asked: Asked, form: OwnForm) -> Response:
    """To one reviewer, or to nobody in particular."""
    try:
        with asked.database.unit_of_work() as session:
            commands.assign(session, asked.principal, asked.draft_id, assigned_to=form.get("assigned_to") or None)
    except CORRECTABLE as error:
        return _page(asked, error=error, form="assign", typed=form)
    return _back(asked, "assigned", "verdict")


@router.post("/notes")
def note(asked: Asked, form: OwnForm) -> Response:
    """A privileged note on the case."""
    try:
        with asked.database.unit_of_work() as session:
            kept = texts.keep(session, asked.principal, asked.draft_id)
            write_note(session, asked.principal, kept.case.id, form.get("note", ""))
    except CORRECTABLE as error:
        return _page(asked, error=error, form="note", typed=form)
    return _back(asked, "noted", "notes")


@router.post("/sign-offs")
def sign(asked: Asked, form: OwnForm) -> Response:
    """A signature in one role, bound to the digest that was shown; refused where the text is another by now."""
    try:
        role = _member(Role, form.get("role", ""), "role")
        key = asked.installation.key()
        with asked.database.unit_of_work() as session:
            commands.sign_off(session, asked.principal, asked.draft_id, role=role, digest=form.get("digest", ""), key=key)
    except Conflict:
        return _page(asked, error=Conflict(_NOT_SIGNED), form="sign", typed=form)
    except CORRECTABLE as error:
        return _page(asked, error=error, form="sign", typed=form)
    return _back(asked, "signed", "sign")


def _page(
    asked: Asking,
    *,
    error: ServiceError | None = None,
    form: str = "",
    typed: Mapping[str, str] | None = None,
    done: str = "",
    at: str = "",
) -> HTMLResponse:
    language = asked.language
    with asked.database.reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        since, changed = _changes(session, asked.principal, kept)
        rounds = texts.round_rows(kept)
        assigned = kept.reviews[-1].assigned_to if kept.reviews else None
        page = ReviewPage(
            language=language,
            head=texts.head_of(kept),
            text=texts.text_view(session, kept, language),
            questions=questions(kept.situation.findings),
            decided=_deciders(session, kept),
            until={
                row.key: row.expires_at.astimezone(kept.zone) for row in kept.situation.findings if row.expires_at is not None
            },
            since=since,
            differences=changed,
            gone=_gone(kept),
            comments=texts.comment_rows(kept),
            rounds=rounds,
            notes=_notes(session, asked.principal, kept),
            against=tuple(reason.in_(language) for reason in blockers(kept.situation)),
            short=texts.short_of(session, kept, language),
            signs=_signs(session, asked.principal, kept, language),
            reviewers=texts.reviewer_choices(session, kept),
            assigned_to=assigned or "",
            approved=rounds[0] if texts.approval(kept) is not None else None,
            is_author=kept.version.author_id == asked.principal.user_id,
            may=_may(asked.principal, kept),
            refusal=Refusal(form, problem_rows(error, language) if error is not None else (), typed or {}),
            done=done,
            place=next((place for place in _PLACES if place == at), ""),
        )
    return HTMLResponse(render("reviews/review.html", page, asked.frame), status_code=error.status_code if error else 200)


def _may(principal: Principal, kept: texts.Kept) -> frozenset[str]:
    """Which forms are shown: what the person may do, as far as the text's state allows it."""
    may = set(texts.allowed(principal, kept.case, _ASKED))
    if kept.draft.status is not DraftStatus.IN_REVIEW:
        may -= {Permission.REVIEW_DECIDE, Permission.REVIEW_REQUEST}
    if kept.draft.status in {DraftStatus.SIGNED, DraftStatus.RELEASED, DraftStatus.WITHDRAWN}:
        may.discard(Permission.FINDING_DECIDE)
    return frozenset(may)


def _signs(session: Session, principal: Principal, kept: texts.Kept, language: UiLanguage) -> tuple[SignChoice, ...]:
    """Every role the level asks for, in its order; one asked for twice stands twice, and each person is asked once."""
    signed: list[SignedRow] = list(texts.signed_rows(session, kept))
    held = principal.roles_for(kept.case.brand)
    may_sign = principal.may(Permission.STATEMENT_SIGN, kept.case.brand)
    has_signed = any(user_id == principal.user_id for _, user_id in kept.situation.signed)
    asked: set[Role] = set()
    names = _signers(session, kept)
    rows = []
    for role in kept.situation.required:
        done = next((row for row in signed if row.role == role), None)
        if done is not None:
            signed.remove(done)
            rows.append(SignChoice(role.value, done, is_mine=False))
            continue
        is_mine = role in held and may_sign and not has_signed and role not in asked
        asked.add(role)
        against = signing_blockers(kept.situation, principal.user_id, role, held) if is_mine else ()
        told = tuple(reason.in_(language) for reason in against)
        rows.append(SignChoice(role.value, None, is_mine, told, names[role]))
    return tuple(rows)


def _signers(session: Session, kept: texts.Kept) -> Mapping[Role, tuple[str, ...]]:
    """Who may still sign, by role: neither the author nor who has signed."""
    barred = {kept.situation.author_id, *(user_id for _, user_id in kept.situation.signed)}
    people = {role: held - barred for role, held in holders_of(session, kept.case.brand, kept.situation.missing_roles()).items()}
    names = names_or_keys(session, frozenset().union(*people.values()))
    return {role: tuple(sorted(names[user_id] for user_id in held)) for role, held in people.items()}


def _changes(session: Session, principal: Principal, kept: texts.Kept) -> tuple[Since | None, tuple[Difference, ...]]:
    """The version the reader last decided on, else the last approved one, and what is different since, sentence by sentence."""
    own = last_read(session, kept.draft, principal.user_id, before=kept.draft.number)
    number = own or last_approved(session, kept.draft, before=kept.draft.number)
    if number is None:
        return None, ()
    earlier = next(row for row in kept.versions if row.number == number)
    said = [row for row in kept.reviews if row.number == number and row.decided_by == principal.user_id]
    since = Since(number, own is not None, said[-1].note if said else "")
    return since, differences(texts.sentence_texts(earlier), texts.sentence_texts(kept.version))


def _next_place(asked: Asking) -> Place:
    """Where a reader goes on: what is still open, else the verdict where they give one and none is given, else the signatures."""
    with asked.database.reading() as session:
        kept = texts.keep(session, asked.principal, asked.draft_id)
        asks = questions(kept.situation.findings)
        may_judge = Permission.REVIEW_DECIDE in _may(asked.principal, kept) and kept.version.author_id != asked.principal.user_id
        if asks.first:
            return "findings"
        return "verdict" if may_judge and texts.approval(kept) is None else "sign"


def _gone(kept: texts.Kept) -> tuple[Finding, ...]:
    """Findings of the version before that are no more: what was fixed."""
    if len(kept.versions) < 2:
        return ()
    now = {key for key, _ in keyed(findings_of(kept.version))}
    before = keyed(findings_of(kept.versions[-2]))
    return tuple(found for key, found in before if key not in now and found.severity is not Severity.SUGGESTION)


def _deciders(session: Session, kept: texts.Kept) -> Mapping[str, str]:
    """Who made the newest decision of each finding, by its key."""
    by = {row.key: row.user_id for row in list_decisions(session, kept.draft)}
    names = names_or_keys(session, by.values())
    return {key: names[user_id] for key, user_id in by.items()}


def _notes(session: Session, principal: Principal, kept: texts.Kept) -> tuple[NoteRow, ...] | None:
    if not principal.may(Permission.NOTE_READ, kept.case.brand):
        return None
    notes = list_notes(session, principal, kept.case)
    names = names_or_keys(session, (row.author_id for row in notes))
    return tuple(NoteRow(names[row.author_id], row.made_at.astimezone(kept.zone), row.text or "") for row in notes)


def _with_findings(kept: texts.Kept, written: str, language: UiLanguage) -> str:
    """The note followed by the findings that are open, a line each."""
    opened = [row for row in kept.situation.findings if row.is_open and row.finding.severity is not Severity.SUGGESTION]
    note = written.strip()
    for row in opened:
        longer = f"{note}\n{_line(row, language)}".strip()
        if len(longer) > commands.MAX_REASON:
            break
        note = longer
    return note


def _line(row: DecidedFinding, language: UiLanguage) -> str:
    found = row.finding
    quoted = found.text if len(found.text) <= 60 else f"{found.text[:60]}…"
    mended = f" → {found.suggestion}" if found.suggestion else ""
    place = (f"“{quoted}”：" if language == "zh" else f"“{quoted}”: ") if quoted else ""
    return f"- {place}{found.message}{mended}"


def _member(kind: type[Value], value: str, field: str) -> Value:
    try:
        return kind(value)
    except ValueError:
        wanted = ", ".join(kind)
        message = Localized(zh=f"请选择 {wanted} 之一", en=f"choose one of {wanted}")
        raise InvalidInput([Problem(field=field, code="enum", message=message)]) from None


def _back(asked: Asking, done: str, place: Place) -> Response:
    return RedirectResponse(f"/drafts/{asked.draft_id}/review?done={done}&at={place}{_PLACES[place]}", status_code=303)
