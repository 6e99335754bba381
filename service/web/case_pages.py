"""A case's main page put together: for reading, for editing a piece of its brief, for asking for a statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from service import clock
from service.briefs import IncidentBrief, Jurisdiction, Language, StatementType
from service.cases.commands import brief_data
from service.cases.queries import brief_of, get_brief_version, get_case
from service.config import Settings
from service.errors import NotFound
from service.i18n import Localized
from service.language import text_language
from service.models import Case
from service.notices.recipients import holders_of
from service.review.signers import shortfalls
from service.users import Principal, Role
from service.web.case_heads import head_of
from service.web.case_rows import fact_rows, kept_promises, promise_rows, statement_rows
from service.web.contexts import ProblemRow
from service.web.contexts_cases import CaseHead, CasePage, Editing, RequestForm, StatementRow
from service.web.pages.brief_form import OPTIONS
from service.web.pages.brief_sections import Piece, read_piece
from service.web.times import local_moment
from service.web.visits import Visit

NO_SUCH_PIECE = Localized(zh="简报里没有这一项", en="the brief has no such piece")
# A brief older than this is an exercise or a thing of the past: its texts are dated as it is, not today.
_PRESENT = timedelta(days=7)
_ASKED = ("statement", "audience", "channel", "language")
_FOLLOWING = frozenset({StatementType.UPDATE, StatementType.CORRECTION, StatementType.CLOSING_STATEMENT})


@dataclass(frozen=True, slots=True)
class Asking:
    """The form that asks for a statement: what was typed, and what is wrong with it."""

    typed: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[ProblemRow, ...] = ()


def newest_brief(session: Session, principal: Principal, case_id: str) -> tuple[Case, IncidentBrief]:
    """The case and its brief as it stands.

    Raises:
        NotFound: there is no such case for this person, or its content was erased.
    """
    case = get_case(session, principal, case_id)
    return case, brief_of(get_brief_version(session, case))


def case_page(
    session: Session,
    visit: Visit,
    case_id: str,
    *,
    editing: Editing | None = None,
    asking: Asking | None = None,
) -> CasePage:
    """The page; `asking`: the form that asks for a statement, when it was sent in vain.

    Raises:
        NotFound: there is no such case for this person, or its content was erased.
    """
    case, brief = newest_brief(session, visit.principal, case_id)
    head, _ = head_of(session, visit.principal, case, brief, visit.language)
    zone = brief.issued_at.tzinfo
    statements = statement_rows(session, case, zone)
    return CasePage(
        language=visit.language,
        head=head,
        tab="case",
        brief=brief,
        facts=fact_rows(session, case, brief),
        promises=promise_rows(brief, visit.language),
        contacts=brief.contacts,
        kept=kept_promises(session, case, zone, visit.language),
        statements=statements,
        request=_request_form(brief, statements, visit.settings, asking or Asking()),
        options=OPTIONS,
        editing=editing if head.may.edit else None,
        short=_short(session, visit, case, head) if head.may.draft else (),
    )


def _short(session: Session, visit: Visit, case: Case, head: CaseHead) -> tuple[str, ...]:
    """Signatures nobody would be there to give if whoever looks wrote the text."""
    roles = [Role(role) for role in head.assessment.sign_off]
    found = shortfalls(roles, holders_of(session, case.brand, roles), author=visit.principal.user_id)
    return tuple(reason.in_(visit.language) for reason in found)


def edited_piece(brief: IncidentBrief, number: int, piece: Piece) -> Editing:
    """A piece as it stands, in a form made from version `number`.

    Raises:
        NotFound: the brief has it not.
    """
    fields = read_piece(brief_data(brief), piece) if piece.is_known else None
    if fields is None:
        raise NotFound(NO_SUCH_PIECE)
    return Editing(piece=piece, fields=fields, number=number)


def _request_form(
    brief: IncidentBrief,
    statements: Sequence[StatementRow],
    settings: Settings,
    asking: Asking,
) -> RequestForm:
    now = clock.now().astimezone(brief.issued_at.tzinfo)
    out = [row.released_at for row in statements if row.released_at is not None]
    # Nothing is issued before what went out already.
    issued_at = now if now - brief.issued_at < _PRESENT else max(brief.issued_at, *out) if out else brief.issued_at
    wanted = _wanted(brief, statements)
    asked = next((fields for fields in wanted if fields["statement"] not in _FOLLOWING), {})
    first = {
        "statement": _next_kind(statements),
        "audience": "public",
        "channel": "web",
        "language": language_of(brief).value,
        **{name: asked[name] for name in _ASKED if name in asked},
        "issued_at": local_moment(issued_at),
        "writer": "model" if settings.model else "offline",
        "previous": "",
    }
    return RequestForm(
        values={**first, **asking.typed},
        options={name: OPTIONS[name] for name in _ASKED},
        released=tuple(row for row in statements if row.released_at is not None),
        model=settings.model or "",
        problems=asking.problems,
        wanted=wanted,
    )


def language_of(brief: IncidentBrief) -> Language:
    """The language a statement is first asked for in: as the brief asks, else as its incident is told where it happened."""
    if brief.requests:
        return brief.requests[0].language
    if text_language(brief.incident.title) == "zh":
        return Language.ZH_CN
    return Language.EN_US if brief.incident.jurisdiction is Jurisdiction.US else Language.EN_GB


def _wanted(brief: IncidentBrief, statements: Sequence[StatementRow]) -> tuple[dict[str, str], ...]:
    """What the brief asks for and nobody has drafted for that audience, channel and language."""
    drafted = {(row.statement, row.audience, row.channel, row.language) for row in statements}
    found = []
    for request in brief.requests:
        key = (request.statement.value, request.audience.value, request.channel.value, request.language.value)
        if key in drafted:
            continue
        fields = dict(zip(_ASKED, key, strict=True))
        if request.previous is not None:
            earlier = request.previous.issued_at.astimezone(brief.issued_at.tzinfo)
            fields |= {"previous_text": request.previous.text, "previous_issued_at": local_moment(earlier)}
        found.append(fields)
    return tuple(found)


def _next_kind(statements: Sequence[StatementRow]) -> str:
    """Where the brief asks for nothing more: the holding statement, and after something went out the update."""
    if any(row.released_at is not None for row in statements):
        return StatementType.UPDATE.value
    return StatementType.HOLDING_STATEMENT.value
