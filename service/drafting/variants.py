"""A kept draft revised by instruction: variants are shown and nothing is kept until a person takes one over.

What is not kept travels with the page, sealed with the installation's key, so that what comes back is what was offered: the words, and
who wrote each sentence of them.
"""

import base64
import binascii
import zlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.audit.canonical import canonical_json
from service.audit.keys import SigningKey
from service.briefs import StatementRequest
from service.cases.queries import brief_of, get_brief_version
from service.config import Settings
from service.db import Database
from service.drafting.commands import Made, add_draft, add_version, require_open, require_working
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft, get_version, issued_at_of, lock_draft, request_of, segments_of
from service.drafting.revising import revise
from service.drafting.revisions import Revision, RevisionRequest, Variant, revision_request_from_data
from service.drafting.schemas import Segment, Statement
from service.errors import Conflict, InvalidInput, Problem
from service.i18n import Localized
from service.models import Draft, DraftVersion
from service.strict import Strict
from service.users import Permission, Principal

# Says what a signature is over, so that one given for a variant is good for nothing else.
_PURPOSE = "firstword.variant/1\n"
_NOT_OURS = Localized(
    zh="这个改写方案不是在这里生成的，或者已被改动；请重新提出修改要求",
    en="this variant was not made here, or was changed; ask for the revision again",
)


class Offer(Strict):
    """One variant of one draft.

    Attributes:
        number: of the version it was made from.
        brief_id: the version of the brief it was held against.
        request: what the variant is; its channel or audience may be others than the draft's.
        issued_at: the draft's.
    """

    draft_id: str
    number: int
    brief_id: str
    request: StatementRequest
    issued_at: datetime
    statement: Statement


@dataclass(frozen=True, slots=True)
class Offered:
    """A revision of a kept draft; `offers` are its variants, sealed, in their order, `version` is the draft's they were made at."""

    revision: Revision
    version: int
    offers: tuple[str, ...]


def offer_variants(
    database: Database,
    principal: Principal,
    draft_id: str,
    instruction: str,
    *,
    settings: Settings,
    key: SigningKey,
    options: DraftOptions | None = None,
) -> Offered:
    """Up to two variants of a draft's newest version. Keeps nothing, and locks nothing while a model writes.

    Raises:
        NotFound, Forbidden: not this person's to do.
        NotAllowedNow: the draft was released or withdrawn, or the case is closed.
        InvalidInput: the instruction is empty, too long, or tells what is internal.
        NotSupported: what is asked takes a model and none is set.
    """
    with database.reading() as session:
        draft, case = get_draft(session, principal, draft_id)
        principal.demand(Permission.DRAFT_WRITE, case.brand)
        require_open(case)
        require_working(draft)
        version, held = get_version(session, draft), get_brief_version(session, case)
        issued_at = issued_at_of(get_version(session, draft, 1))
        seen = draft.version
        brief = brief_of(held).with_changes(issued_at=issued_at)
    data = {
        "text": version.text,
        "title": version.title,
        "segments": [segment.model_dump(mode="json") for segment in segments_of(version)],
        "request": request_of(draft).model_dump(mode="json", exclude_none=True),
        "instruction": instruction,
    }
    request: RevisionRequest = revision_request_from_data(data, brief=brief)
    revision = revise(request, options or DraftOptions(), settings)
    variants = tuple(_with_origins(variant, version) for variant in revision.variants)
    offers = tuple(
        _sealed(
            Offer(
                draft_id=draft.id,
                number=version.number,
                brief_id=held.id,
                request=_request_for(request.request, variant.statement),
                issued_at=issued_at,
                statement=variant.statement,
            ),
            key,
        )
        for variant in variants
    )
    return Offered(revision.model_copy(update={"variants": variants}), seen, offers)


def read_offer(sealed: str, draft_id: str, key: SigningKey) -> Offer:
    """The variant in a seal of ours.

    Raises:
        InvalidInput: the seal is not this installation's over these words, or of another draft.
    """
    packed, _, signature = sealed.partition(".")
    if not key.public.holds(_PURPOSE + packed, signature):
        raise _not_ours()
    try:
        offer = Offer.model_validate_json(zlib.decompress(base64.urlsafe_b64decode(packed)))
    except (ValueError, binascii.Error, zlib.error) as error:
        # Sealed by an older version of the service, whose shape is not ours.
        raise _not_ours() from error
    if offer.draft_id != draft_id:
        raise _not_ours()
    return offer


def take_over(session: Session, principal: Principal, offer: Offer, *, expected: int) -> Draft:
    """The variant as the draft's new version, or, where it is for another channel or audience, as a draft of its own.

    Args:
        session: of the unit of work.
        principal: who chose it.
        offer: from `read_offer`.
        expected: the draft's `version` that the person saw.

    Raises:
        NotFound, Forbidden: not this person's to do.
        Conflict: somebody else changed the draft since.
        NotAllowedNow: it was released or withdrawn, or the case is closed.
    """
    draft, case = lock_draft(session, principal, offer.draft_id)
    principal.demand(Permission.DRAFT_WRITE, case.brand)
    require_open(case)
    if draft.version != expected:
        raise Conflict
    require_working(draft)
    made = Made(offer.statement, offer.brief_id, offer.issued_at)
    if is_of_its_own(offer, draft):
        return add_draft(session, principal, case.id, offer.request, made, follows=draft.corrects)
    add_version(session, principal, draft, made)
    return draft


def is_of_its_own(offer: Offer, draft: Draft) -> bool:
    """Whether the variant is for other readers than the draft, and so becomes a draft of its own."""
    return (offer.request.audience.value, offer.request.channel.value) != (draft.audience, draft.channel)


def _sealed(offer: Offer, key: SigningKey) -> str:
    """The offer as one word: packed, a full stop, and the signature over it."""
    packed = base64.urlsafe_b64encode(zlib.compress(canonical_json(offer.model_dump(mode="json")).encode("utf-8"))).decode(
        "ascii"
    )
    return f"{packed}.{key.sign(_PURPOSE + packed)}"


def _request_for(request: StatementRequest, statement: Statement) -> StatementRequest:
    return request.model_copy(update={"audience": statement.audience, "channel": statement.channel})


def _with_origins(variant: Variant, before: DraftVersion) -> Variant:
    """A sentence that stayed word for word stays whoever's it was, and rests on what it rested on."""
    text = before.text or ""
    wrote = {text[item.start : item.end]: item for item in segments_of(before)}
    statement = variant.statement

    def settled(segment: Segment) -> Segment:
        same = wrote.get(statement.text[segment.start : segment.end])
        return segment.model_copy(update={"origin": same.origin, "basis": same.basis}) if same is not None else segment

    segments = tuple(settled(segment) for segment in statement.segments)
    return variant.model_copy(update={"statement": statement.model_copy(update={"segments": segments})})


def _not_ours() -> InvalidInput:
    return InvalidInput([Problem(field="offer", code="offer", message=_NOT_OURS)], _NOT_OURS)
