"""What reviewers do: take a text into review, decide findings, give a verdict, sign. Each leaves one audit event."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import clock
from service.audit import Action, Subject, record
from service.audit.canonical import canonical_json, sha256, stamp
from service.audit.keys import SigningKey
from service.audit.verify import seal
from service.drafting.queries import findings_of, get_version, lock_draft
from service.errors import Conflict, InvalidInput, NotAllowedNow, NotFound, Problem
from service.findings import Finding, Severity
from service.i18n import Localized
from service.models import (
    BriefVersion,
    Case,
    Comment,
    DecisionKind,
    Draft,
    DraftStatus,
    DraftVersion,
    FindingDecision,
    Review,
    SignOff,
    Verdict,
)
from service.review.policy import Situation, keyed, signing_blockers
from service.review.queries import list_sign_offs, next_place, situation_of
from service.review.telling import tell_of_signature, tell_of_submission, tell_of_verdict
from service.users import Permission, Principal, Role
from service.users.queries import list_who_may

MAX_REASON = 4_000
_AFTER = {
    Verdict.APPROVED: DraftStatus.IN_REVIEW,
    Verdict.CHANGES_REQUESTED: DraftStatus.CHANGES_REQUESTED,
    Verdict.REJECTED: DraftStatus.REJECTED,
}


def submit(session: Session, principal: Principal, draft_id: str, *, expected: int, assigned_to: str | None = None) -> Review:
    """Gives the newest version to review; perhaps to one reviewer.

    Raises:
        Conflict: the draft was changed since `expected`.
        InvalidInput: `assigned_to` may not review this brand's texts.
        NotAllowedNow: it is under review, ended, or the version that was sent back: nobody could ever sign that.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.REVIEW_REQUEST, case.brand)
    if draft.version != expected:
        raise Conflict
    if draft.status is DraftStatus.CHANGES_REQUESTED:
        told = Localized(
            zh="这一版已被要求修改，请先改文字再送审", en="changes were requested of this version; edit the text first"
        )
        raise NotAllowedNow([told])
    if draft.status is not DraftStatus.WORKING:
        raise NotAllowedNow([Localized(zh="这份文稿现在不能送审", en="the draft cannot be given to review now")])
    _require_reviewer(session, case, assigned_to)
    draft.status = DraftStatus.IN_REVIEW
    review = Review(
        draft_id=draft.id,
        place=next_place(session, Review, draft),
        number=draft.number,
        submitted_by=principal.user_id,
        submitted_at=clock.now(),
        assigned_to=assigned_to,
    )
    session.add(review)
    session.flush()
    record(
        session,
        Action.REVIEW_REQUESTED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": draft.number, "digest": get_version(session, draft).digest},
    )
    tell_of_submission(session, case, draft, review)
    return review


def assign(session: Session, principal: Principal, draft_id: str, *, assigned_to: str | None) -> Review:
    """Gives the text under review to one reviewer, or to nobody in particular.

    Raises:
        NotAllowedNow: it is not under review.
        InvalidInput: `assigned_to` may not review this brand's texts.
    """
    draft, case = lock_draft(session, principal, draft_id)
    if not principal.may(Permission.REVIEW_REQUEST, case.brand):
        principal.demand(Permission.REVIEW_DECIDE, case.brand)
    review = _open_review(session, draft, draft.number)
    _require_reviewer(session, case, assigned_to)
    review.assigned_to = assigned_to
    record(
        session,
        Action.REVIEW_ASSIGNED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": review.number, "assigned_to": assigned_to},
    )
    tell_of_submission(session, case, draft, review)
    return review


def decide_findings(
    session: Session,
    principal: Principal,
    draft_id: str,
    *,
    findings: Sequence[str],
    kind: DecisionKind,
    reason: str,
    expires_at: datetime | None = None,
) -> Sequence[FindingDecision]:
    """Decides several findings alike, all of them or none; each leaves its own event.

    Raises:
        InvalidInput: none is named; else as for one.
        NotFound, NotAllowedNow: as for one.
    """
    if not findings:
        raise _invalid("finding", "请至少选一条发现", "choose at least one finding")
    return [
        decide_finding(session, principal, draft_id, finding=key, kind=kind, reason=reason, expires_at=expires_at)
        for key in dict.fromkeys(findings)
    ]


def decide_finding(
    session: Session,
    principal: Principal,
    draft_id: str,
    *,
    finding: str,
    kind: DecisionKind,
    reason: str,
    expires_at: datetime | None = None,
) -> FindingDecision:
    """Decides one finding of the newest version, by its key.

    Raises:
        NotFound: the version has no such finding.
        InvalidInput: no reason, or a waiver that has run out already.
        NotAllowedNow: a finding that still stands cannot be called fixed.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.FINDING_DECIDE, case.brand)
    version = get_version(session, draft)
    found = dict(keyed(findings_of(version))).get(finding)
    if found is None:
        raise NotFound(Localized(zh="这一版没有这条发现", en="this version has no such finding"))
    now = clock.now()
    _require_reason(reason, required=True)
    if expires_at is not None and expires_at <= now:
        raise _invalid("expires_at", "期限已经过了", "this moment has passed")
    if kind is DecisionKind.FIXED:
        raise NotAllowedNow(
            [
                Localized(
                    zh="这一处还在文中，改掉以后它自己会消失", en="it still stands in the text; it goes when the text is mended"
                )
            ]
        )
    decision = FindingDecision(
        draft_id=draft.id,
        place=next_place(session, FindingDecision, draft),
        number=version.number,
        finding=finding,
        rule=found.rule,
        kind=kind,
        reason=reason,
        user_id=principal.user_id,
        at=now,
        expires_at=expires_at,
    )
    session.add(decision)
    session.flush()
    record(
        session,
        Action.FINDING_DECIDED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": version.number, "finding": finding, "rule": found.rule, "kind": kind.value},
        private={"reason": reason},
    )
    return decision


def give_verdict(
    session: Session, principal: Principal, draft_id: str, *, digest: str, verdict: Verdict, note: str = ""
) -> Review:
    """Says of the newest version that it is approved, needs changes or is rejected.

    Raises:
        Conflict: the text is not that of `digest` any more.
        NotAllowedNow: it is not under review, or the reviewer wrote it.
        InvalidInput: changes or a rejection without a reason.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.REVIEW_DECIDE, case.brand)
    version = _require_text(session, draft, digest)
    review = _open_review(session, draft, version.number)
    if version.author_id == principal.user_id:
        raise NotAllowedNow([Localized(zh="执笔人不审自己的稿子", en="the author does not review the text")])
    _require_reason(note, required=verdict is not Verdict.APPROVED)
    review.verdict, review.decided_by, review.decided_at, review.note = verdict, principal.user_id, clock.now(), note
    draft.status = _AFTER[verdict]
    record(
        session,
        Action.REVIEW_DECIDED,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": version.number, "digest": version.digest, "verdict": verdict.value},
        private={"note": note} if note else None,
    )
    tell_of_verdict(session, case, draft, review)
    return review


def sign_off(session: Session, principal: Principal, draft_id: str, *, role: Role, digest: str, key: SigningKey) -> SignOff:
    """Signs the newest version in a role. The last role that was missing makes the text signed.

    Raises:
        Conflict: the text is not that of `digest` any more.
        NotAllowedNow: with every reason.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_SIGN, case.brand)
    version = _require_text(session, draft, digest)
    situation = situation_of(session, case, draft, version)
    against = signing_blockers(situation, principal.user_id, role, principal.roles_for(case.brand))
    if against:
        raise NotAllowedNow(against)
    now = clock.now()
    payload = canonical_json(_payload(session, draft, version, situation, role, principal.user_id, now))
    signed = SignOff(
        draft_id=draft.id,
        place=next_place(session, SignOff, draft),
        number=version.number,
        role=role.value,
        user_id=principal.user_id,
        digest=version.digest,
        payload=payload,
        signature=key.sign(payload),
        at=now,
    )
    session.add(signed)
    session.flush()
    if len(situation.missing_roles()) == 1:
        draft.status = DraftStatus.SIGNED
        tell_of_signature(session, case, draft, signed)
    record(
        session,
        Action.STATEMENT_SIGNED_OFF,
        actor_id=principal.user_id,
        subject=Subject("draft", draft.id, case.id),
        detail={"number": version.number, "digest": version.digest, "role": role.value, "payload": sha256(payload)},
    )
    seal(session, key)
    return signed


def write_comment(
    session: Session, principal: Principal, draft_id: str, *, start: int, end: int, text: str, number: int | None = None
) -> Comment:
    """A remark on a span `[start, end)` of the newest version; `number` is that of the version the person saw.

    Raises:
        Conflict: there is a newer version than `number`.
        InvalidInput: the span is not in the text, or the remark is empty or too long.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.COMMENT_WRITE, case.brand)
    version = get_version(session, draft)
    if number is not None and number != version.number:
        raise Conflict
    if not 0 <= start <= end <= len(version.text or ""):
        raise _invalid("start", "不在正文之内", "not within the text")
    _require_reason(text, required=True)
    comment = Comment(
        draft_id=draft.id, number=version.number, start=start, end=end, text=text, author_id=principal.user_id, at=clock.now()
    )
    session.add(comment)
    session.flush()
    record(session, Action.COMMENT_WRITTEN, actor_id=principal.user_id, subject=Subject("comment", comment.id, case.id))
    return comment


def resolve_comment(session: Session, principal: Principal, draft_id: str, comment_id: str) -> Comment:
    """Marks a remark as dealt with.

    Raises:
        NotFound: the draft has no such remark for this person.
        NotAllowedNow: it was marked so already.
    """
    draft, case = lock_draft(session, principal, draft_id)
    principal.demand(Permission.COMMENT_WRITE, case.brand)
    comment = session.get(Comment, comment_id)
    if comment is None or comment.draft_id != draft.id:
        raise NotFound(Localized(zh="没有这条批注", en="there is no such comment"))
    if comment.resolved_at is not None:
        raise NotAllowedNow([Localized(zh="已经处理过了", en="it was dealt with already")])
    comment.resolved_at = clock.now()
    record(session, Action.COMMENT_RESOLVED, actor_id=principal.user_id, subject=Subject("comment", comment.id, case.id))
    return comment


def _payload(  # noqa: PLR0917 - all of it is bound
    session: Session, draft: Draft, version: DraftVersion, situation: Situation, role: Role, signer: str, at: datetime
) -> dict[str, object]:
    """Everything the signature binds: the text, what was found in it and decided, and what it was made from."""
    brief = session.get(BriefVersion, version.brief_id)
    assert brief is not None
    made = json.loads(version.record)
    return {
        "schema": "firstword.signoff/1",
        "case": draft.case_id,
        "draft": draft.id,
        "version": version.number,
        "digest": version.digest,
        "role": role.value,
        "signer": signer,
        "signed_at": stamp(at),
        "required": [item.value for item in situation.required],
        "brief": {"number": brief.number, "digest": brief.digest},
        "ruleset": version.ruleset,
        "prompt": made["prompt"],
        "generation": made["generation"],
        "findings": [_finding_line(row.key, row.finding, row.decision) for row in situation.findings],
        "earlier": [{"role": row.role, "signer": row.user_id} for row in list_sign_offs(session, draft, version.number)],
    }


def _finding_line(key: str, finding: Finding, decision: DecisionKind | None) -> dict[str, object]:
    open_word = "open" if finding.severity is not Severity.ERROR else "error"
    return {
        "finding": key,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "decision": decision.value if decision is not None else open_word,
    }


def _open_review(session: Session, draft: Draft, number: int) -> Review:
    if draft.status is not DraftStatus.IN_REVIEW:
        raise NotAllowedNow([Localized(zh="这一版没有在审核中", en="this version is not under review")])
    query = select(Review).where(Review.draft_id == draft.id, Review.number == number)
    return session.scalars(query.order_by(Review.place.desc()).limit(1)).one()


def _require_reviewer(session: Session, case: Case, user_id: str | None) -> None:
    if user_id is None:
        return
    if user_id not in {user.id for user in list_who_may(session, Permission.REVIEW_DECIDE, case.brand)}:
        raise _invalid("assigned_to", "这个人不能审核这个品牌的文稿", "this person does not review texts of this brand")


def _require_text(session: Session, draft: Draft, digest: str) -> DraftVersion:
    version = get_version(session, draft)
    if version.digest != digest:
        raise Conflict
    return version


def _require_reason(text: str, *, required: bool) -> None:
    if (required and not text.strip()) or len(text) > MAX_REASON:
        raise _invalid("reason", f"请写明理由，最多 {MAX_REASON} 个字符", f"give a reason of at most {MAX_REASON} characters")


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field=field, code=field, message=Localized(zh=zh, en=en))])
