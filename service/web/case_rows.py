"""Rows of a case's pages: ledger, promises, statements, versions, events, each in words."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import clock
from service.audit.queries import TimelineEntry
from service.briefs import IncidentBrief
from service.cases.changes import path_parts
from service.cases.queries import list_changes, list_versions
from service.drafting.queries import get_version, list_drafts, segments_of, stale_sentences
from service.i18n import UiLanguage
from service.models import BriefChange, Case, Draft, DraftStatus, Release, ReleasedCommitment
from service.review.policy import blockers
from service.review.queries import situation_of
from service.users.queries import names_or_keys
from service.vocabulary import name_of
from service.web.contexts_cases import ChangeView, EventView, FactRow, KeptPromise, PromiseRow, StatementRow, VersionView
from service.web.times import deadline, moment_words
from service.web.translating import mark, translate

_GONE = frozenset({DraftStatus.WITHDRAWN, DraftStatus.REJECTED})
_IN_WORK = frozenset({DraftStatus.WORKING, DraftStatus.IN_REVIEW, DraftStatus.CHANGES_REQUESTED})
# What a field of the brief is called in a change; groups of closed lists are called as their field.
_FIELDS = {
    "text": mark("Wording"),
    "status": mark("Status"),
    "disclosure": mark("Disclosure"),
    "source": mark("Source (never printed)"),
    "attribution": mark("Attribution"),
    "as_of": mark("As of"),
    "owner": mark("Owner"),
    "due": mark("Due"),
    "approved": mark("Approved"),
    "label": mark("Label"),
    "value": mark("Value"),
    "zh": mark("Chinese wording"),
    "en": mark("English wording"),
    "title": mark("Title"),
    "kind": mark("Kind"),
    "jurisdiction": mark("Jurisdiction"),
    "detected_at": mark("Detected at"),
    "occurred_at": mark("Occurred at"),
    "summary": mark("Background"),
    "organisation": mark("Signed by"),
    "person": mark("Signing person"),
    "next_update_at": mark("Next update at"),
    "level": mark("Crisis level"),
    "level_reason": mark("Reason for the level"),
    "brand": mark("Brand"),
    "requests": mark("Requested statements"),
}
_PARTS = {
    "incident": mark("Incident"),
    "issuer": mark("Issuer"),
    "exposure": mark("Exposure"),
    "contacts": mark("Contact"),
}
_GROUPS = frozenset({"status", "disclosure", "kind", "jurisdiction", "media", "authority_involved"})


def fact_rows(session: Session, case: Case, brief: IncidentBrief) -> tuple[FactRow, ...]:
    """The ledger, each line with how many texts rest on it."""
    used: Counter[str] = Counter()
    for draft in list_drafts(session, case):
        if draft.status not in _GONE:
            used.update({ident for segment in segments_of(get_version(session, draft)) for ident in segment.basis})
    return tuple(FactRow(fact, used[fact.id]) for fact in brief.facts)


def promise_rows(brief: IncidentBrief, language: UiLanguage) -> tuple[PromiseRow, ...]:
    """The commitments, each with its hour."""
    now = clock.now()
    return tuple(
        PromiseRow(item, deadline(language, item.due, now) if item.due is not None else None) for item in brief.commitments
    )


def kept_promises(session: Session, case: Case, zone: tzinfo | None, language: UiLanguage) -> tuple[KeptPromise, ...]:
    """What released statements promised, what is due first at the top."""
    query = select(ReleasedCommitment).where(ReleasedCommitment.case_id == case.id)
    rows = session.scalars(query.order_by(ReleasedCommitment.due_at, ReleasedCommitment.id)).all()
    names, now = names_or_keys(session, [row.kept_by for row in rows if row.kept_by is not None]), clock.now()
    return tuple(
        KeptPromise(
            id=row.id,
            commitment=row.commitment,
            text=row.text,
            owner=row.owner or "",
            due=deadline(language, row.due_at.astimezone(zone), row.kept_at or now) if row.due_at is not None else None,
            kept_at=row.kept_at.astimezone(zone) if row.kept_at is not None else None,
            kept_by=names.get(row.kept_by or "", ""),
        )
        for row in rows
    )


def statement_rows(session: Session, case: Case, zone: tzinfo | None) -> tuple[StatementRow, ...]:
    """The drafted statements, newest first."""
    drafts = list_drafts(session, case)
    versions = {draft.id: get_version(session, draft) for draft in drafts}
    names = names_or_keys(session, [version.author_id for version in versions.values()])
    released = _released(session, drafts)
    rows = []
    for draft in drafts:
        version = versions[draft.id]
        found = stale_sentences(session, case, version) if draft.status not in _GONE else ()
        text, out_at = version.text or "", released.get(draft.id)
        rows.append(
            StatementRow(
                draft_id=draft.id,
                statement=draft.statement,
                audience=draft.audience,
                channel=draft.channel,
                language=draft.language,
                status=draft.status,
                number=draft.number,
                by=names[version.author_id],
                made_at=version.made_at.astimezone(zone),
                title=version.title or "",
                stale=tuple(text[row.start : row.end].strip() for row in found),
                blockers=blockers(situation_of(session, case, draft, version)) if draft.status in _IN_WORK else (),
                released_at=out_at.astimezone(zone) if out_at is not None else None,
            )
        )
    return tuple(rows)


def version_views(
    session: Session, case: Case, zone: tzinfo | None, language: UiLanguage, *, after: int = 0
) -> tuple[VersionView, ...]:
    """The versions of the brief after one, newest first, each with what it changed."""
    versions = [version for version in list_versions(session, case) if version.number > after]
    names = names_or_keys(session, [version.author_id for version in versions])
    by_version: dict[int, list[BriefChange]] = {}
    for row in list_changes(session, case, since=after):
        by_version.setdefault(row.number, []).append(row)
    return tuple(
        VersionView(
            number=version.number,
            by=names[version.author_id],
            at=version.made_at.astimezone(zone),
            reason=version.reason or "",
            digest=version.digest,
            changes=tuple(change_view(row, language) for row in by_version.get(version.number, [])),
            is_erased=version.content is None,
        )
        for version in reversed(versions)
    )


def change_view(row: BriefChange, language: UiLanguage) -> ChangeView:
    """One change in words: `F1 · Status`, reported, confirmed."""
    head, *rest = path_parts(row.path)
    parts = [
        rest[0] if head in {"facts", "commitments"} and rest else translate(language, _PARTS[head]) if head in _PARTS else ""
    ]
    if head == "contacts" and rest and rest[0].isdigit():
        parts[0] += f" {int(rest[0]) + 1}"
    name = row.path.rpartition(".")[2]
    parts.append(name_of("exposure", name, language) if head == "exposure" else translate(language, _FIELDS.get(name, name)))
    return ChangeView(
        place=" · ".join(part for part in parts if part),
        before=_value(name, row.before, language),
        after=_value(name, row.after, language),
        is_erased=row.before is None and row.after is None,
    )


def event_views(
    session: Session, entries: Iterable[TimelineEntry], zone: tzinfo | None, language: UiLanguage
) -> tuple[EventView, ...]:
    """Events in words, in the order they come."""
    rows = list(entries)
    names = names_or_keys(session, [row.actor_id for row in rows])
    return tuple(
        EventView(
            number=row.number,
            at=row.at.astimezone(zone),
            by=names[row.actor_id],
            action=name_of("action", row.action, language),
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
        )
        for row in rows
    )


def _released(session: Session, drafts: Sequence[Draft]) -> dict[str, datetime]:
    query = (
        select(Release.draft_id, func.max(Release.released_at))
        .where(Release.draft_id.in_([draft.id for draft in drafts]), Release.withdrawn_at.is_(None))
        .group_by(Release.draft_id)
    )
    return {draft_id: at for draft_id, at in session.execute(query)}  # noqa: C416 - dict() takes no rows in mypy's eyes


def _value(name: str, text: str | None, language: UiLanguage) -> str:
    if text is None:
        return ""
    value = json.loads(text)
    if isinstance(value, bool):
        return translate(language, "yes") if value else translate(language, "no")
    if not isinstance(value, str):
        return str(value) if isinstance(value, int) else text
    if name in _GROUPS:
        return name_of(name, value, language)
    if name in {"as_of", "due", "detected_at", "occurred_at", "next_update_at"} and "T" in value:
        return moment_words(datetime.fromisoformat(value))
    return value
