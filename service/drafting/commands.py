"""What people do with drafts: make one, edit it, withdraw it. A version is never changed; every one is checked when it is made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.canonical import canonical_json
from service.briefs import IncidentBrief, StatementRequest
from service.cases.queries import brief_of, get_brief_version, get_case
from service.compliance.pack import digest as ruleset_digest
from service.config import Settings
from service.db import Database
from service.drafting.editing import Edited, check_edit
from service.drafting.observing import QUIET, Observer
from service.drafting.pipeline import DraftOptions, draft
from service.drafting.queries import dated_brief, get_version, lock_draft, request_of, segments_of
from service.drafting.schemas import Statement, statement_digest
from service.errors import Conflict, InvalidInput, NotAllowedNow, Problem
from service.i18n import Localized
from service.models import Case, CaseStatus, Draft, DraftStatus, DraftVersion
from service.users import Permission, Principal

MAX_TITLE, MAX_TEXT = 300, 50_000
_ENDED = frozenset({DraftStatus.RELEASED, DraftStatus.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Made:
    """A text that was drafted or revised. `brief_id`: the version of the brief it was held against; `issued_at`: for when it is dated."""

    statement: Statement
    brief_id: str
    issued_at: datetime
    passages: tuple[str, ...] = ()


def create_draft(  # noqa: PLR0913 - all that a draft is made of
    database: Database,
    principal: Principal,
    case_id: str,
    request: StatementRequest,
    *,
    settings: Settings,
    options: DraftOptions | None = None,
    issued_at: datetime | None = None,
    follows: str | None = None,
    observer: Observer = QUIET,
) -> Draft:
    """Drafts one statement for a case and keeps it with all that led to it. `follows`: the draft it updates, corrects or closes.

    `observer` is told while it is made; what it is told is a preview. Takes the database and no session: nothing is locked while a model writes. A brief that changes meanwhile makes the draft stale,
    which shows.

    Raises:
        NotFound, Forbidden: not this person's to do.
        NotAllowedNow: the case is closed.
        NotSupported, ComponentUnavailable: as for `drafting.pipeline.draft`.
    """
    with database.reading() as session:
        case = get_case(session, principal, case_id)
        principal.demand(Permission.DRAFT_WRITE, case.brand)
        require_open(case)
        version = get_brief_version(session, case)
        brief = _for_draft(brief_of(version), request, issued_at)
        brief_id = version.id
    result = draft(brief, options or DraftOptions(), settings, observer)
    passages = tuple(passage.id for passage in result.passages)
    made = Made(result.statements[0], brief_id, brief.issued_at, passages)
    with database.unit_of_work() as session:
        return add_draft(session, principal, case_id, request, made, follows=follows)


def add_draft(
    session: Session, principal: Principal, case_id: str, request: StatementRequest, made: Made, *, follows: str | None = None
) -> Draft:
    """Keeps a text as a draft of its own, with version 1. That the person may is the caller's to have asked."""
    statement = made.statement
    kept = Draft(
        case_id=case_id,
        statement=statement.statement.value,
        audience=statement.audience.value,
        channel=statement.channel.value,
        language=statement.language.value,
        request=request.model_dump_json(exclude_none=True),
        made_at=clock.now(),
        number=1,
        corrects=follows,
    )
    session.add(kept)
    session.flush()
    session.add(_version(kept, made, principal))
    record(
        session,
        Action.DRAFT_GENERATED,
        actor_id=principal.user_id,
        subject=Subject("draft", kept.id, case_id),
        detail=_told_of(statement) | {"statement": kept.statement, "digest": statement.digest},
    )
    return kept


def add_version(session: Session, principal: Principal, draft_row: Draft, made: Made) -> DraftVersion:
    """Keeps a text as a draft's newest version; what was signed before is signed no more. That the person may is the caller's to have asked."""
    draft_row.number += 1
    was_signed = draft_row.status is DraftStatus.SIGNED
    draft_row.status = DraftStatus.WORKING
    version = _version(draft_row, made, principal)
    session.add(version)
    record(
        session,
        Action.DRAFT_REVISED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft_row.id, draft_row.case_id),
        detail=_told_of(made.statement) | {"number": version.number, "digest": version.digest, "was_signed": was_signed},
    )
    return version


def revise(session: Session, principal: Principal, draft_id: str, *, title: str, text: str, expected: int) -> DraftVersion:
    """A person's edit as a new version, held against the newest brief. What was signed before is signed no more.

    Args:
        session: of the unit of work.
        principal: who edits.
        draft_id: which draft.
        title: the whole new title.
        text: the whole new text.
        expected: the draft's `version` that the person saw.

    Raises:
        Conflict: somebody else changed the draft since.
        NotAllowedNow: it was released or withdrawn, or the case is closed.
        InvalidInput: title or text is empty or too long.
    """
    found, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.DRAFT_WRITE, case.brand)
    require_open(case)
    if found.version != expected:
        raise Conflict
    require_working(found)
    require_size(title, text)
    last = get_version(session, found)
    brief_version = get_brief_version(session, case)
    request = request_of(found)
    brief = dated_brief(session, case, found)
    edited = check_edit(title, text, brief, request, last.text or "", segments_of(last))
    found.number += 1
    was_signed = found.status is DraftStatus.SIGNED
    found.status = DraftStatus.WORKING
    made = _edited_version(found, edited, title, text, brief_version.id, principal)
    session.add(made)
    record(
        session,
        Action.DRAFT_REVISED,
        actor_id=principal.user_id,
        subject=Subject("draft", found.id, case.id),
        detail={"number": made.number, "digest": made.digest, "was_signed": was_signed},
    )
    return made


def withdraw_draft(session: Session, principal: Principal, draft_id: str, *, expected: int) -> Draft:
    """Ends a draft that will not be used.

    Raises:
        Conflict: somebody else changed the draft since.
        NotAllowedNow: it was released; a release is withdrawn as such.
    """
    found, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.DRAFT_WRITE, case.brand)
    if found.version != expected:
        raise Conflict
    if found.status in _ENDED:
        raise NotAllowedNow([Localized(zh="文稿已发布或已撤下", en="the draft was released or withdrawn already")])
    found.status = DraftStatus.WITHDRAWN
    record(session, Action.DRAFT_WITHDRAWN, actor_id=principal.user_id, subject=Subject("draft", found.id, case.id))
    return found


def require_size(title: str, text: str) -> None:
    """Lets pass what a draft can hold.

    Raises:
        InvalidInput: title or text is empty or too long.
    """
    problems = [
        Problem(
            field=name,
            code="length",
            message=Localized(zh=f"不能为空，最多 {most} 个字符", en=f"not empty, at most {most} characters"),
        )
        for name, value, most in (("title", title, MAX_TITLE), ("text", text, MAX_TEXT))
        if not value.strip() or len(value) > most
    ]
    if problems:
        raise InvalidInput(problems)


def require_open(case: Case) -> None:
    """Lets pass what is done to an open case.

    Raises:
        NotAllowedNow: it is closed.
    """
    if case.status is not CaseStatus.OPEN:
        raise NotAllowedNow([Localized(zh="案件已结案，先重新打开", en="the case is closed; reopen it first")])


def require_working(draft_row: Draft) -> None:
    """Lets pass what changes a draft that may still be changed.

    Raises:
        NotAllowedNow: it was released or withdrawn.
    """
    if draft_row.status in _ENDED:
        told = Localized(
            zh="已发布或撤下的文稿不能再改；请另起一份", en="what was released or withdrawn stays; start another draft"
        )
        raise NotAllowedNow([told])


def _version(kept: Draft, made: Made, author: Principal) -> DraftVersion:
    statement = made.statement
    data = statement.model_dump(mode="json")
    content = {key: data[key] for key in ("segments", "gaps", "findings", "prompt", "generation")}
    return DraftVersion(
        draft_id=kept.id,
        number=kept.number,
        title=statement.title,
        text=statement.text,
        digest=statement.digest,
        record=canonical_json({**content, "passages": list(made.passages), "issued_at": made.issued_at.isoformat()}),
        brief_id=made.brief_id,
        ruleset=ruleset_digest(),
        author_id=author.user_id,
        made_at=clock.now(),
    )


def _told_of(statement: Statement) -> dict[str, object]:
    """What the chain keeps of how a text was made."""
    return {
        "model": statement.generation.model,
        "prompt": statement.prompt.model_dump(mode="json") if statement.prompt is not None else None,
    }


def _edited_version(draft_row: Draft, edited: Edited, title: str, text: str, brief_id: str, author: Principal) -> DraftVersion:
    kept = {
        "segments": [segment.model_dump(mode="json") for segment in edited.segments],
        "gaps": [gap.model_dump(mode="json") for gap in edited.gaps],
        "findings": [finding.model_dump(mode="json") for finding in edited.findings],
    }
    return DraftVersion(
        draft_id=draft_row.id,
        number=draft_row.number,
        title=title,
        text=text,
        digest=statement_digest(title, text),
        record=canonical_json({**kept, "prompt": None, "generation": None, "passages": []}),
        brief_id=brief_id,
        ruleset=ruleset_digest(),
        author_id=author.user_id,
        made_at=clock.now(),
    )


def _for_draft(brief: IncidentBrief, request: StatementRequest, issued_at: datetime | None) -> IncidentBrief:
    changed = brief.with_changes(requests=(request,))
    return changed.with_changes(issued_at=issued_at) if issued_at is not None else changed
