"""Exporting a signed text, recording where it went, taking it back, and keeping what it promised."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.keys import SigningKey
from service.audit.verify import seal
from service.cases.queries import brief_of, get_case
from service.drafting.queries import get_version, lock_draft, segments_of
from service.errors import InvalidInput, NotAllowedNow, NotFound, Problem
from service.export.formats import as_html, as_markdown, as_text, file_digest
from service.export.manifest import MANIFEST, PUBLIC_KEY, SIGNATURE, SignedRole, build_manifest, sign_manifest
from service.i18n import Localized
from service.models import BriefVersion, Case, Draft, DraftStatus, DraftVersion, Release, ReleasedCommitment, User
from service.review.queries import list_sign_offs
from service.users import Permission, Principal

MAX_PLACE, MAX_ADDRESS = 80, 2_000
_SIGNED = frozenset({DraftStatus.SIGNED, DraftStatus.RELEASED})
_NOT_SIGNED = Localized(zh="只有签发过的文稿才能导出和发布", en="only a signed text is exported or released")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of an export, by name."""

    files: dict[str, bytes]


def export(session: Session, principal: Principal, draft_id: str, *, key: SigningKey) -> Bundle:
    """The signed text with all that is needed to verify it offline.

    Raises:
        NotAllowedNow: the newest version is not signed.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_EXPORT, case.brand)
    if draft.status not in _SIGNED:
        raise NotAllowedNow([_NOT_SIGNED])
    version = get_version(session, draft)
    if version.title is None or version.text is None:
        raise NotAllowedNow([Localized(zh="文字已依法删除", en="the text was lawfully erased")])
    record(
        session,
        Action.STATEMENT_EXPORTED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": version.number, "digest": version.digest},
    )
    head = seal(session, key)
    contents = {
        "statement.txt": as_text(version.title, version.text),
        "statement.md": as_markdown(version.title, version.text),
        "statement.html": as_html(version.title, version.text, draft.language),
    }
    files = {name: content.encode("utf-8") for name, content in contents.items()}
    manifest = build_manifest(
        statement=_statement(session, case, draft, version),
        files={name: file_digest(content) for name, content in files.items()},
        sign_offs=_signed_roles(session, draft, version),
        segments=[segment.model_dump(mode="json") for segment in segments_of(version)],
        head=head,
    )
    files[MANIFEST] = manifest.encode("utf-8")
    files[SIGNATURE] = (sign_manifest(manifest, key) + "\n").encode("ascii")
    files[PUBLIC_KEY] = key.public.pem.encode("ascii")
    return Bundle(files)


def release(session: Session, principal: Principal, draft_id: str, *, place: str, address: str, released_at: datetime) -> Release:
    """Records that the signed text went out. Its promises enter the ledger of commitments.

    Raises:
        NotAllowedNow: the newest version is not signed.
        InvalidInput: no place, or a moment that lies ahead.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_RELEASE, case.brand)
    if draft.status not in _SIGNED:
        raise NotAllowedNow([_NOT_SIGNED])
    now = clock.now()
    if not place.strip() or len(place) > MAX_PLACE or len(address) > MAX_ADDRESS:
        raise _invalid("place", "请写明发布在哪里", "say where it was released")
    if released_at > now:
        raise _invalid("released_at", "这个时间还没有到", "this moment lies ahead")
    version = get_version(session, draft)
    made = Release(
        draft_id=draft.id,
        number=version.number,
        place=place,
        address=address,
        released_at=released_at,
        user_id=principal.user_id,
        recorded_at=now,
    )
    session.add(made)
    draft.status = DraftStatus.RELEASED
    session.flush()
    _keep_promises(session, case, made, version)
    record(
        session,
        Action.STATEMENT_RELEASED,
        actor_id=principal.user_id,
        subject=Subject("release", made.id, case.id),
        detail={"draft": draft.id, "number": version.number, "digest": version.digest, "place": place},
        private={"address": address},
    )
    return made


def withdraw(session: Session, principal: Principal, release_id: str, *, reason: str) -> Release:
    """Records that a released text was taken back.

    Raises:
        NotFound: there is no such release for this person.
        NotAllowedNow: it was taken back already.
        InvalidInput: no reason.
    """
    made = session.get(Release, release_id)
    if made is None:
        raise NotFound(Localized(zh="没有这次发布", en="there is no such release"))
    draft, case = lock_draft(session, principal, made.draft_id)
    principal.demand(Permission.STATEMENT_RELEASE, case.brand)
    if made.withdrawn_at is not None:
        raise NotAllowedNow([Localized(zh="已经撤回过了", en="it was taken back already")])
    if not reason.strip():
        raise _invalid("reason", "请写明理由", "give a reason")
    made.withdrawn_at, made.withdrawal_reason = clock.now(), reason
    record(
        session,
        Action.STATEMENT_WITHDRAWN,
        actor_id=principal.user_id,
        subject=Subject("release", made.id, case.id),
        detail={"draft": draft.id},
        private={"reason": reason},
    )
    return made


def keep_commitment(session: Session, principal: Principal, commitment_id: str) -> ReleasedCommitment:
    """Records that a promise was kept.

    Raises:
        NotFound: there is no such promise for this person.
        NotAllowedNow: it was kept already.
    """
    promise = session.scalars(select(ReleasedCommitment).where(ReleasedCommitment.id == commitment_id).with_for_update()).first()
    if promise is None:
        raise NotFound(Localized(zh="没有这项承诺", en="there is no such promise"))
    case = get_case(session, principal, promise.case_id)
    principal.demand(Permission.CASE_EDIT, case.brand)
    if promise.kept_at is not None:
        raise NotAllowedNow([Localized(zh="已经记为兑现", en="it was recorded as kept")])
    promise.kept_at, promise.kept_by = clock.now(), principal.user_id
    record(
        session,
        Action.COMMITMENT_KEPT,
        actor_id=principal.user_id,
        subject=Subject("commitment", promise.id, case.id),
        detail={"commitment": promise.commitment},
    )
    return promise


def _keep_promises(session: Session, case: Case, made: Release, version: DraftVersion) -> None:
    brief_version = session.get(BriefVersion, version.brief_id)
    assert brief_version is not None
    said = {ident for segment in segments_of(version) for ident in segment.basis}
    session.add_all(
        ReleasedCommitment(
            case_id=case.id, release_id=made.id, commitment=item.id, text=item.text, owner=item.owner, due_at=item.due
        )
        for item in brief_of(brief_version).approved_commitments
        if item.id in said
    )


def _statement(session: Session, case: Case, draft: Draft, version: DraftVersion) -> dict[str, object]:
    brief = session.get(BriefVersion, version.brief_id)
    assert brief is not None
    made = json.loads(version.record)
    signed = list_sign_offs(session, draft, version.number)
    required = json.loads(signed[0].payload)["required"] if signed else []
    return {
        "case": case.id,
        "draft": draft.id,
        "version": version.number,
        "statement": draft.statement,
        "audience": draft.audience,
        "channel": draft.channel,
        "language": draft.language,
        "brand": case.brand_name,
        "digest": version.digest,
        "required": required,
        "brief": {"number": brief.number, "digest": brief.digest},
        "ruleset": version.ruleset,
        "prompt": made["prompt"],
        "generation": made["generation"],
    }


def _signed_roles(session: Session, draft: Draft, version: DraftVersion) -> list[SignedRole]:
    rows = []
    for row in list_sign_offs(session, draft, version.number):
        user = session.get(User, row.user_id)
        rows.append(SignedRole(row.role, user.name if user is not None else "", row.payload, row.signature))
    return rows


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code=field, message=Localized(zh=zh, en=en))])
