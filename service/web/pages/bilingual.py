"""The same statement in Chinese and English, paragraph by paragraph, for the page of a draft."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.brands import find_brand
from service.briefs import IncidentBrief, Jurisdiction, Language, StatementType
from service.cases.queries import brief_of, get_brief_version
from service.drafting.agreement import disagreements
from service.drafting.claims import Support, supports_of
from service.drafting.composer.compose import composable
from service.drafting.counterparts import Paragraph, counterpart_among, pair, paragraphs
from service.drafting.grounds import grounds_for
from service.drafting.queries import dated_brief, get_version, issued_at_of, list_drafts, request_of, segments_of
from service.drafting.schemas import Inconsistency
from service.drafting.writing import COMPOSER
from service.findings.pieces import cut
from service.i18n import UiLanguage
from service.language import base_language
from service.models import Draft, DraftStatus, DraftVersion
from service.users import Permission, Principal
from service.web.contexts_languages import CounterpartForm, Disagreement, LanguageRow, OtherLanguage, SaidParagraph, SaidPiece
from service.web.pages.texts import Kept
from service.web.times import local_moment

_LIKELIEST = {Jurisdiction.HK: (Language.ZH_HK, Language.EN_GB), Jurisdiction.US: (Language.ZH_CN, Language.EN_US)}
_OFTEN = (Language.ZH_CN, Language.EN_GB)
# Names and times that every text rests on: that one paragraph names them and the other does not says nothing.
_NAMING = frozenset({"incident", "issued_at", "issuer", "next_update_at", "previous"})


@dataclass(frozen=True, slots=True)
class _Said:
    """A kept text as far as its agreement with another goes."""

    statement: StatementType
    language: Language
    text: str


def beside(session: Session, kept: Kept, language: UiLanguage) -> OtherLanguage | None:
    """The counterpart of a draft beside it; None: there is none."""
    other = counterpart_among(list_drafts(session, kept.case), kept.draft)
    if other is None:
        return None
    mine, theirs = kept.version, get_version(session, other)
    brief = dated_brief(session, kept.case, kept.draft)
    said = (_said(kept.draft, mine), _said(other, theirs))
    found = disagreements(said, grounds_for(brief, find_brand(brief.brand)), told_in=language)
    rows = _rows((mine, theirs), found, supports_of(brief, language, str(said[0].language)))
    return OtherLanguage(
        draft_id=other.id,
        language=other.language,
        status=other.status.value,
        number=other.number,
        title=theirs.title or "",
        rows=tuple(rows),
        disagreements=tuple(_told(number, item, said) for number, item in enumerate(found, 1)),
    )


def counterpart_form(session: Session, principal: Principal, kept: Kept) -> CounterpartForm | None:
    """The form that drafts a counterpart; None: not this person's to do, or not to be done now."""
    draft = kept.draft
    if not principal.may(Permission.DRAFT_WRITE, kept.case.brand) or not kept.situation.case_open:
        return None
    if draft.status is DraftStatus.WITHDRAWN:
        return None
    brief = brief_of(get_brief_version(session, kept.case))
    languages = _languages(brief, draft)
    if not languages:
        return None
    made = json.loads(kept.versions[0].record)
    fields = {
        "statement": draft.statement,
        "audience": draft.audience,
        "channel": draft.channel,
        "issued_at": local_moment(issued_at_of(kept.versions[0]).astimezone(brief.issued_at.tzinfo)),
        "writer": "offline" if made["generation"]["model"] == COMPOSER else "model",
    }
    return CounterpartForm(fields | _earlier(session, kept, brief), languages)


def _languages(brief: IncidentBrief, draft: Draft) -> tuple[str, ...]:
    """The languages of the other kind that this statement can be written in, that of the place first."""
    likely = _LIKELIEST.get(brief.incident.jurisdiction, _OFTEN)
    wanted = sorted(Language, key=lambda item: item not in likely)
    return tuple(
        item.value
        for item in wanted
        if base_language(item) != base_language(draft.language) and composable(StatementType(draft.statement), item)
    )


def _earlier(session: Session, kept: Kept, brief: IncidentBrief) -> dict[str, str]:
    """What the statement follows: the counterpart of the draft it follows where that went out, else the same as it does itself."""
    if kept.draft.corrects is not None:
        drafts = list_drafts(session, kept.case)
        followed = next((item for item in drafts if item.id == kept.draft.corrects), None)
        there = counterpart_among(drafts, followed) if followed is not None else None
        is_out = there is not None and there.status is DraftStatus.RELEASED
        return {"previous": there.id if there is not None and is_out else kept.draft.corrects}
    previous = request_of(kept.draft).previous
    if previous is None:
        return {}
    issued_at = local_moment(previous.issued_at.astimezone(brief.issued_at.tzinfo))
    return {"previous_text": previous.text, "previous_issued_at": issued_at}


def _said(draft: Draft, version: DraftVersion) -> _Said:
    return _Said(StatementType(draft.statement), Language(draft.language), version.text or "")


def _told(number: int, item: Inconsistency, said: Sequence[_Said]) -> Disagreement:
    mine, theirs = (said[place.statement].text[place.start : place.end] for place in (item.a, item.b))
    return Disagreement(number, item.message, mine, theirs)


def _rows(
    versions: tuple[DraftVersion, DraftVersion], found: Sequence[Inconsistency], supports: Mapping[str, Support]
) -> Iterator[LanguageRow]:
    texts = [version.text or "" for version in versions]
    spans = [(item.a.start, item.a.end) for item in found], [(item.b.start, item.b.end) for item in found]
    first, second = (paragraphs(text, segments_of(version)) for text, version in zip(texts, versions, strict=True))
    for both in pair(first, second):
        mine, theirs = both.first, both.second
        yield LanguageRow(
            _paragraph(mine, theirs, texts[0], spans[0], supports) if mine is not None else None,
            _paragraph(theirs, mine, texts[1], spans[1], supports) if theirs is not None else None,
        )


def _paragraph(
    paragraph: Paragraph, other: Paragraph | None, text: str, spans: Sequence[tuple[int, int]], supports: Mapping[str, Support]
) -> SaidParagraph:
    within = [(start - paragraph.start, end - paragraph.start) for start, end in spans]
    pieces = tuple(
        SaidPiece(piece.text, bool(piece.covers), tuple(index + 1 for index in piece.ends))
        for piece in cut(text[paragraph.start : paragraph.end], within)
    )
    alone = sorted(paragraph.basis - other.basis - _NAMING) if other is not None else []
    return SaidParagraph(pieces, tuple(supports[ident].line if ident in supports else ident for ident in alone))
