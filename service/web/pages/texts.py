"""A kept draft as the pages show it: read once, with everything it depends on, and put into words."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from service.brands import find_brand
from service.briefs import IncidentBrief, Level
from service.cases.queries import brief_of, get_brief_version
from service.drafting.claims import supports_of
from service.drafting.grounds import grounds_for, released_before
from service.drafting.queries import gaps_of, get_draft, list_versions, request_of, segments_of, stale_sentences
from service.drafting.schemas import Gap, Segment
from service.elements import ElementState, element_states
from service.elements.data import elements
from service.elements.sentences import split_sentences
from service.grounding import check
from service.i18n import UiLanguage
from service.models import BriefVersion, Case, CaseStatus, Comment, Draft, DraftStatus, DraftVersion, Review, Verdict
from service.notices.recipients import holders_of
from service.review.policy import Situation
from service.review.queries import list_comments, list_reviews, list_sign_offs, situation_of
from service.review.signers import shortfalls
from service.users import Permission, Principal
from service.users.queries import list_who_may, names_or_keys
from service.web.contexts_review import (
    Choice,
    CommentRow,
    DraftHead,
    ElementRow,
    GapRow,
    RoundEnd,
    RoundRow,
    SentenceRow,
    SignedRow,
    TextView,
    VersionRow,
)
from service.web.pages.marking import Cutter, Marks

# The composer's own words for what it lacks; whatever else is lacking is a fact.
_HELD_IN = {
    **dict.fromkeys(("下一次更新时间", "time of the next update"), "clock"),
    **dict.fromkeys(("联系方式", "contact"), "contacts"),
    **dict.fromkeys(("发布主体", "issuing organisation"), "incident"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft with its case, versions and situation, read in one go.

    Attributes:
        brief: what the newest version was held against.
        names: of everybody who did something with it, by key.
    """

    draft: Draft
    case: Case
    versions: Sequence[DraftVersion]
    brief: IncidentBrief
    situation: Situation
    reviews: Sequence[Review]
    comments: Sequence[Comment]
    names: Mapping[str, str]

    @property
    def version(self) -> DraftVersion:
        """The newest."""
        return self.versions[-1]

    @property
    def zone(self) -> tzinfo | None:
        """The brief's."""
        return self.brief.issued_at.tzinfo


def keep(session: Session, principal: Principal, draft_id: str) -> Kept:
    """The draft and all that its pages show.

    Raises:
        NotFound: there is none for this person, or the brief it rests on was erased.
    """
    draft, case = get_draft(session, principal, draft_id)
    versions = list_versions(session, draft)
    version = versions[-1]
    held = session.get(BriefVersion, version.brief_id) or get_brief_version(session, case)
    situation = situation_of(session, case, draft, version)
    reviews, comments = list_reviews(session, draft), list_comments(session, draft)
    people = [
        *(row.author_id for row in versions),
        *(row.author_id for row in comments),
        *(user for _, user in situation.signed),
        *(user for row in reviews for user in (row.submitted_by, row.assigned_to, row.decided_by) if user),
    ]
    return Kept(draft, case, versions, brief_of(held), situation, reviews, comments, names_or_keys(session, people))


def head_of(kept: Kept) -> DraftHead:
    """What the draft is, and where it stands."""
    draft, case, version = kept.draft, kept.case, kept.version
    return DraftHead(
        id=draft.id,
        case_id=case.id,
        case_title=case.title,
        case_open=case.status is CaseStatus.OPEN,
        brand_name=case.brand_name,
        level=case.level,
        statement=draft.statement,
        audience=draft.audience,
        channel=draft.channel,
        language=draft.language,
        status=draft.status.value,
        number=draft.number,
        version=draft.version,
        digest=version.digest,
        author=kept.names[version.author_id],
        writer=_writer(version),
        made_at=version.made_at.astimezone(kept.zone),
        next_due_at=case.next_due_at.astimezone(kept.zone),
        offset=kept.brief.issued_at.isoformat()[-6:],
        is_approved=approval(kept) is not None,
    )


def text_view(session: Session, kept: Kept, language: UiLanguage) -> TextView:
    """The newest version, marked."""
    version, request = kept.version, request_of(kept.draft)
    findings = tuple(row.finding for row in kept.situation.findings)
    if version.text is None:
        return TextView(version.title, None, (), (), findings, (), (), ())
    text, spoken, segments = version.text, str(request.language), segments_of(version)
    settled = frozenset(index for index, row in enumerate(kept.situation.findings) if not row.is_open)
    stale = {row.start: row.basis for row in stale_sentences(session, kept.case, version)}
    brand = find_brand(kept.brief.brand)
    grounds = grounds_for(kept.brief, brand)
    claims = check(text, grounds, language=spoken, previous=released_before(request), title=version.title or "").claims
    supports = supports_of(kept.brief, language, spoken)
    cutter = Cutter(Marks(text, findings, gaps_of(version), segments, claims, supports, language, frozenset(stale), settled))
    words = {ident: support.line for ident, support in supports.items()}
    states = element_states(
        text,
        brief=kept.brief,
        statement=request.statement,
        level=Level(kept.case.level),
        language=spoken,
        title=version.title or "",
        segments=[(segment.element, segment.start, segment.end) for segment in segments],
        missing={finding.rule for finding in findings},
        told_in=language,
    )
    return TextView(
        title=version.title,
        text=text,
        sentences=cutter.sentences(),
        rows=tuple(_row(number, text, segment, words, stale, language) for number, segment in enumerate(segments, 1)),
        findings=findings,
        gaps=tuple(GapRow(gap.need, _HELD_IN.get(gap.need, "facts")) for gap in gaps_of(version)),
        elements=tuple(_element(state, segments, gaps_of(version)) for state in states),
        used=cutter.used,
        settled=settled,
    )


def version_rows(kept: Kept) -> tuple[VersionRow, ...]:
    """All versions, newest first."""
    return tuple(
        VersionRow(
            number=row.number,
            author=kept.names[row.author_id],
            made_at=row.made_at.astimezone(kept.zone),
            writer=_writer(row),
            digest=row.digest,
            is_newest=row.number == kept.draft.number,
        )
        for row in reversed(kept.versions)
    )


def comment_rows(kept: Kept) -> tuple[CommentRow, ...]:
    """The remarks, open ones first, oldest first."""
    texts = {row.number: row.text or "" for row in kept.versions}
    segments = segments_of(kept.version)
    rows = []
    for item in kept.comments:
        quote = texts.get(item.number, "")[item.start : item.end]
        place = item.start if item.number == kept.draft.number else texts[kept.draft.number].find(quote) if quote else -1
        rows.append(
            CommentRow(
                id=item.id,
                number=item.number,
                quote=quote,
                text=item.text or "",
                author=kept.names[item.author_id],
                at=item.at.astimezone(kept.zone),
                is_resolved=item.resolved_at is not None,
                sentence=_sentence_at(segments, place) if quote and place >= 0 else None,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.is_resolved))


def round_rows(kept: Kept) -> tuple[RoundRow, ...]:
    """The rounds of review, newest first."""
    return tuple(
        RoundRow(
            number=row.number,
            submitted_by=kept.names[row.submitted_by],
            submitted_at=row.submitted_at.astimezone(kept.zone),
            assigned_to=kept.names[row.assigned_to] if row.assigned_to else "",
            verdict=row.verdict.value if row.verdict is not None else "",
            decided_by=kept.names[row.decided_by] if row.decided_by else "",
            decided_at=local(row.decided_at, kept.zone),
            note=row.note,
            ended=_ended(kept, row),
        )
        for row in reversed(kept.reviews)
    )


def _ended(kept: Kept, row: Review) -> RoundEnd:
    """How a round without a verdict ended; empty: it has one, or still waits."""
    if row.verdict is not None:
        return ""
    if row.number < kept.draft.number:
        return "overtaken"
    if kept.draft.status in {DraftStatus.SIGNED, DraftStatus.RELEASED}:
        return "signed"
    return "" if kept.draft.status is DraftStatus.IN_REVIEW else "withdrawn"


def approval(kept: Kept) -> Review | None:
    """The newest round, where it approved the newest version and nobody has to act on it but the signers."""
    newest = kept.reviews[-1] if kept.reviews else None
    if newest is None or newest.number != kept.draft.number or kept.draft.status is not DraftStatus.IN_REVIEW:
        return None
    return newest if newest.verdict is Verdict.APPROVED else None


def signed_rows(session: Session, kept: Kept) -> tuple[SignedRow, ...]:
    """Who signed the newest version, in the order of signing."""
    rows = list_sign_offs(session, kept.draft, kept.draft.number)
    return tuple(SignedRow(row.role, kept.names[row.user_id], row.at.astimezone(kept.zone)) for row in rows)


def short_of(session: Session, kept: Kept, language: UiLanguage) -> tuple[str, ...]:
    """Signatures nobody is there to give, of a text that has still to be signed."""
    if kept.draft.status not in {DraftStatus.WORKING, DraftStatus.CHANGES_REQUESTED, DraftStatus.IN_REVIEW}:
        return ()
    situation = kept.situation
    roles = situation.missing_roles()
    signed = [user_id for _, user_id in situation.signed]
    found = shortfalls(roles, holders_of(session, kept.case.brand, roles), author=situation.author_id, signed=signed)
    return tuple(reason.in_(language) for reason in found)


def reviewer_choices(session: Session, kept: Kept) -> tuple[Choice, ...]:
    """Who may review this version: whoever may for the brand, its author left out."""
    people = list_who_may(session, Permission.REVIEW_DECIDE, kept.case.brand)
    return tuple(Choice(user.id, user.name or user.login) for user in people if user.id != kept.version.author_id)


def allowed(principal: Principal, case: Case, wanted: Iterable[Permission]) -> frozenset[str]:
    """Which of these a person may do for a case's brand: by these buttons are shown."""
    return frozenset(permission.value for permission in wanted if principal.may(permission, case.brand))


def sentence_texts(version: DraftVersion) -> list[str]:
    """The sentences of a version, its title first."""
    text = version.text or ""
    return [version.title or "", *(text[item.start : item.end] for item in split_sentences(text))]


def local(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    """A moment in the brief's offset."""
    return moment.astimezone(zone) if moment is not None else None


def _writer(version: DraftVersion) -> str:
    """`composer`, `person` or the model's name."""
    made = json.loads(version.record)["generation"]
    return str(made["model"]) if made is not None else "person"


def _row(
    number: int,
    text: str,
    segment: Segment,
    words: Mapping[str, str],
    stale: Mapping[int, tuple[str, ...]],
    language: UiLanguage,
) -> SentenceRow:
    named = {str(name): element for name, element in elements().items()}.get(segment.element)
    return SentenceRow(
        number=number,
        start=segment.start,
        end=segment.end,
        text=text[segment.start : segment.end],
        element=named.name.of(language) if named is not None else segment.element,
        basis=tuple(words.get(ident, ident) for ident in segment.basis),
        origin=segment.origin,
        changed=stale.get(segment.start, ()),
    )


def _element(state: ElementState, segments: Sequence[Segment], gaps: Sequence[Gap]) -> ElementRow:
    number = _sentence_at(segments, state.start)
    segment = segments[number - 1] if number is not None else None
    is_gap = segment is not None and any(segment.start <= gap.start < segment.end for gap in gaps)
    return ElementRow(state, number, is_gap and state.presence == "present")


def _sentence_at(segments: Sequence[Segment], place: int | None) -> int | None:
    """The number of the sentence that holds a place of the text."""
    if place is None:
        return None
    return next((number for number, item in enumerate(segments, 1) if item.start <= place < item.end), None)
