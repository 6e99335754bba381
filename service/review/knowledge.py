"""What a crisis taught: a released statement or a note, proposed as knowledge of the brand; legal lets it into retrieval or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.canonical import sha256
from service.briefs import IncidentKind, Jurisdiction
from service.cases.queries import lock_case
from service.config import Settings
from service.db import Database
from service.drafting.knowledge import open_knowledge
from service.drafting.queries import get_version, lock_draft
from service.errors import ComponentUnavailable, InvalidInput, NotAllowedNow, NotFound, Problem
from service.i18n import Localized
from service.language import text_language
from service.models import Case, DraftStatus, KnowledgeKind, KnowledgeProposal, KnowledgeVerdict
from service.retrieval.corpus import Document, FrontMatter, PublishedSource
from service.retrieval.keeping import PassageKeeper
from service.retrieval.learning import shelve
from service.users import Permission, Principal

ORIGIN = "accepted"
COLLECTION = "brands"
MAX_TITLE, MAX_TEXT, MAX_REASON = 200, 20_000, 2_000
_REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What an acceptance came to. `failure`: why it is not in the index yet; the next acceptance or the command tries again."""

    proposal_id: str
    failure: Localized | None = None


def propose_statement(session: Session, principal: Principal, draft_id: str) -> KnowledgeProposal:
    """Proposes the released text of a draft.

    Raises:
        NotAllowedNow: it is not released, its words were erased, or this version was proposed already.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.KNOWLEDGE_PROPOSE, case.brand)
    version = get_version(session, draft)
    if draft.status is not DraftStatus.RELEASED or version.title is None or version.text is None:
        raise NotAllowedNow([Localized(zh="只有发布过的文稿才能提议入库", en="only a released text is proposed as knowledge")])
    query = select(KnowledgeProposal.id).where(KnowledgeProposal.draft_id == draft.id, KnowledgeProposal.number == version.number)
    if session.scalar(query) is not None:
        raise NotAllowedNow([Localized(zh="这一版已经提议过了", en="this version was proposed already")])
    made = _proposal(case, principal, KnowledgeKind.STATEMENT, version.title[:MAX_TITLE], version.text)
    made.draft_id, made.number = draft.id, version.number
    return _kept(session, case, made)


def propose_note(session: Session, principal: Principal, case_id: str, *, title: str, text: str) -> KnowledgeProposal:
    """Proposes an after-action note on a case: what went well, what to do otherwise.

    Raises:
        InvalidInput: title or text is empty or too long.
    """
    case = lock_case(session, principal, case_id)
    principal.demand(Permission.KNOWLEDGE_PROPOSE, case.brand)
    wrong = [
        Problem(
            field=name,
            code="length",
            message=Localized(zh=f"不能为空，最多 {most} 个字符", en=f"not empty, at most {most} characters"),
        )
        for name, value, most in (("title", title, MAX_TITLE), ("text", text, MAX_TEXT))
        if not value.strip() or len(value) > most
    ]
    if wrong:
        raise InvalidInput(wrong)
    return _kept(session, case, _proposal(case, principal, KnowledgeKind.NOTE, title.strip(), text.strip()))


def refuse(session: Session, principal: Principal, proposal_id: str, *, reason: str) -> KnowledgeProposal:
    """Keeps a proposal out of retrieval.

    Raises:
        InvalidInput: no reason.
        NotAllowedNow: it was decided already, or by who proposed it.
    """
    return _decide(session, principal, proposal_id, KnowledgeVerdict.REFUSED, reason)


def accept(database: Database, principal: Principal, proposal_id: str, settings: Settings) -> Acceptance:
    """Lets a proposal into retrieval for its brand alone.

    Takes the database and no session: nothing is locked while the index writes. Where the index cannot be had the proposal stays
    accepted, and the next acceptance or `firstword knowledge accepted` brings it in.

    Raises:
        NotAllowedNow: it was decided already, or by who proposed it.
    """
    with database.unit_of_work() as session:
        _decide(session, principal, proposal_id, KnowledgeVerdict.ACCEPTED, "")
    try:
        index_accepted(database, settings)
    except ComponentUnavailable as error:
        return Acceptance(proposal_id, error.message)
    return Acceptance(proposal_id)


def index_accepted(database: Database, settings: Settings) -> int:
    """Brings everything that was accepted into the index, and takes out what was erased since; gives how many were written.

    Raises:
        ComponentUnavailable: the index cannot be had; nothing is marked as being in it.
    """
    with database.reading() as session:
        query = (
            select(KnowledgeProposal, Case)
            .join(Case, Case.id == KnowledgeProposal.case_id)
            .where(KnowledgeProposal.verdict == KnowledgeVerdict.ACCEPTED, KnowledgeProposal.text.is_not(None))
            .order_by(KnowledgeProposal.proposed_at, KnowledgeProposal.id)
        )
        rows = [(row, _document(row, case)) for row, case in session.execute(query)]
    with open_knowledge(settings) as index:
        written = shelve([document for _, document in rows], PassageKeeper(index), ORIGIN)
    with database.unit_of_work() as session:
        accepted = select(KnowledgeProposal).where(KnowledgeProposal.verdict == KnowledgeVerdict.ACCEPTED).with_for_update()
        there = {row.id for row, _ in rows}
        for row in session.scalars(accepted.where(_is_behind())):
            row.indexed_at = clock.now() if row.id in there else None
    return written


def take_out_erased(database: Database, settings: Settings) -> Localized | None:
    """Takes out of the index what was erased since; gives why that could not be done, until the command does it."""
    with database.reading() as session:
        if not waits_for_index(session):
            return None
    try:
        index_accepted(database, settings)
    except ComponentUnavailable as error:
        return error.message
    return None


def list_proposals(session: Session, principal: Principal, *, limit: int = 100) -> Sequence[tuple[KnowledgeProposal, Case]]:
    """What was proposed for the brands whose knowledge this person proposes or accepts; undecided first, newest first."""
    brands = proposing_brands(principal)
    query = (
        select(KnowledgeProposal, Case)
        .join(Case, Case.id == KnowledgeProposal.case_id)
        .where(true() if brands is None else KnowledgeProposal.brand.in_(brands))
        .order_by(KnowledgeProposal.verdict.is_not(None), KnowledgeProposal.proposed_at.desc(), KnowledgeProposal.id)
        .limit(limit)
    )
    return [(row, case) for row, case in session.execute(query)]


def proposing_brands(principal: Principal) -> frozenset[str] | None:
    """The brands whose knowledge this person proposes or accepts; None is every brand."""
    wanted = (Permission.KNOWLEDGE_PROPOSE, Permission.KNOWLEDGE_ACCEPT)
    if any(principal.may(permission, "*") for permission in wanted):
        return None
    return frozenset(brand for brand in principal.roles if any(principal.may(permission, brand) for permission in wanted))


def waits_for_index(session: Session) -> bool:
    """Whether something accepted is not in the index yet, or something erased still is."""
    query = select(KnowledgeProposal.id).where(KnowledgeProposal.verdict == KnowledgeVerdict.ACCEPTED, _is_behind())
    return session.scalar(query.limit(1)) is not None


def _is_behind() -> ColumnElement[bool]:
    """Of accepted rows: those whose words and index differ."""
    return KnowledgeProposal.text.is_(None) != KnowledgeProposal.indexed_at.is_(None)


def _proposal(case: Case, principal: Principal, kind: KnowledgeKind, title: str, text: str) -> KnowledgeProposal:
    return KnowledgeProposal(
        case_id=case.id,
        brand=case.brand,
        kind=kind,
        draft_id=None,
        number=None,
        title=title,
        text=text,
        proposed_by=principal.user_id,
        proposed_at=clock.now(),
    )


def _kept(session: Session, case: Case, made: KnowledgeProposal) -> KnowledgeProposal:
    session.add(made)
    session.flush()
    record(
        session,
        Action.KNOWLEDGE_PROPOSED,
        actor_id=made.proposed_by,
        subject=Subject("knowledge", made.id, case.id),
        detail={"kind": made.kind.value, "draft": made.draft_id, "number": made.number, "digest": sha256(made.text or "")},
    )
    return made


def _decide(
    session: Session, principal: Principal, proposal_id: str, verdict: KnowledgeVerdict, reason: str
) -> KnowledgeProposal:
    row = session.scalars(select(KnowledgeProposal).where(KnowledgeProposal.id == proposal_id).with_for_update()).first()
    if row is None:
        raise NotFound(Localized(zh="没有这条提议", en="there is no such proposal"))
    principal.demand(Permission.KNOWLEDGE_ACCEPT, row.brand)
    if row.verdict is not None or row.text is None:
        raise NotAllowedNow([Localized(zh="这条提议已经处理过了", en="it was decided already")])
    if row.proposed_by == principal.user_id:
        raise NotAllowedNow([Localized(zh="提议人不能自己批准或拒绝", en="whoever proposed it does not decide it")])
    if (verdict is KnowledgeVerdict.REFUSED and not reason.strip()) or len(reason) > MAX_REASON:
        message = Localized(zh=f"请写明理由，最多 {MAX_REASON} 个字符", en=f"give a reason of at most {MAX_REASON} characters")
        raise InvalidInput([Problem(field="reason", code="reason", message=message)])
    row.verdict, row.decided_by, row.decided_at, row.reason = verdict, principal.user_id, clock.now(), reason
    action = Action.KNOWLEDGE_ACCEPTED if verdict is KnowledgeVerdict.ACCEPTED else Action.KNOWLEDGE_REFUSED
    record(
        session,
        action,
        actor_id=principal.user_id,
        subject=Subject("knowledge", row.id, row.case_id),
        private={"reason": reason} if reason else None,
    )
    return row


def _document(row: KnowledgeProposal, case: Case) -> Document:
    """The proposal as a document of the brand's own shelf."""
    title, text = row.title or case.title, row.text or ""
    day = row.proposed_at.date()
    front = FrontMatter(
        title=title,
        collection=COLLECTION,
        language=text_language(text),
        jurisdiction=Jurisdiction(case.jurisdiction),
        kinds=(IncidentKind(case.kind),),
        # A lawyer has read it and said yes.
        verified=True,
        source=(PublishedSource(publisher=case.brand_name, title=case.title, date=day.isoformat()),),
        owner=case.brand_name,
        review_due=day + _REVIEW_AFTER,
    )
    # A brand nobody has described has a name of any kind, which no file could have.
    return Document(
        id=f"{ORIGIN}/{row.id}",
        front=front.model_copy(update={"brand": row.brand}),
        body=f"# {title}\n\n{text}\n",
        digest=sha256(f"{row.brand}\n{title}\n{text}"),
    )
