"""A signed text as a bundle: gathered from the database, printed outside any transaction, recorded with one event."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from service.audit import Action, Subject, record
from service.audit.keys import SigningKey
from service.audit.verify import seal
from service.brands import BrandProfile, find_brand, load_logo
from service.briefs import IncidentBrief
from service.cases.queries import brief_of
from service.db import Database
from service.drafting.queries import get_draft, get_version, list_versions, lock_draft, segments_of
from service.errors import Conflict, NotAllowedNow
from service.export.documents import Head, SignedDocument, lay_out
from service.export.formats import ExportFormat, render
from service.export.labelling import LabelChoice, Provenance, WrittenVersion, is_shown, label_for, trace
from service.export.manifest import MANIFEST, PUBLIC_KEY, SIGNATURE, SignedRole, build_manifest, file_digest, sign_manifest
from service.export.wording import wording_in
from service.i18n import Localized
from service.language import LanguageTag
from service.models import BriefVersion, Case, Draft, DraftStatus, DraftVersion, SignOff, User
from service.review.queries import list_sign_offs
from service.users import Permission, Principal

SIGNED = frozenset({DraftStatus.SIGNED, DraftStatus.RELEASED})
NOT_SIGNED = Localized(zh="只有签发过的文稿才能导出和发布", en="only a signed text is exported or released")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is asked of an export.

    Attributes:
        formats: which files; the text itself is always among them.
        label: whether the label of generated content is shown where it is wanted.
        acknowledgement: who answers for leaving a wanted label out, and why.
    """

    formats: frozenset[ExportFormat] = frozenset(ExportFormat)
    label: LabelChoice = LabelChoice.AUTO
    acknowledgement: str = ""


@dataclass(frozen=True, slots=True)
class ExportTerms:
    """What a person has to know before exporting: whether a label is wanted, for which models' words, and what it says."""

    wants_label: bool
    models: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of an export, by name. `name`: of the folder they are in where they are packed."""

    files: dict[str, bytes]
    signed_at: datetime
    name: str

    def packed(self) -> bytes:
        """The files in one folder as a zip archive: unpacked anywhere, they lie among nothing else."""
        moment = self.signed_at.astimezone(UTC).timetuple()
        date = (moment.tm_year, moment.tm_mon, moment.tm_mday, moment.tm_hour, moment.tm_min, moment.tm_sec)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files.items():
                entry = zipfile.ZipInfo(f"{self.name}/{name}", date)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, content)
        return packed.getvalue()


@dataclass(frozen=True, slots=True)
class _Material:
    """All that a bundle is made of, read in one state of the database."""

    document: SignedDocument
    provenance: Provenance
    statement: dict[str, Any]
    segments: tuple[dict[str, Any], ...]
    sign_offs: tuple[SignedRole, ...]


def export(
    database: Database, principal: Principal, draft_id: str, *, key: SigningKey, order: ExportOrder | None = None
) -> Bundle:
    """The signed text with all that is needed to verify it offline. Nothing is recorded unless every file could be made.

    Takes the database and no session: nothing is locked while pages are printed.

    Raises:
        NotAllowedNow: the newest version is not signed, or its words were erased.
        InvalidInput: a wanted label was declined without acknowledgement, or a format cannot show a character.
        ComponentUnavailable: PDF was asked for and a system library or font is missing.
        Conflict: the draft was changed meanwhile.
    """
    wanted = order or ExportOrder()
    with database.reading() as session:
        material = _gather(session, principal, draft_id, wanted)
    files = render(material.document, wanted.formats)
    shown = material.document.label is not None
    waived = material.provenance.wants_label and not shown
    with database.unit_of_work() as session:
        draft, case = lock_draft(session, principal, draft_id)
        if draft.status not in SIGNED or draft.number != material.document.number:
            raise Conflict
        event = record(
            session,
            Action.STATEMENT_EXPORTED,
            actor_id=principal.user_id,
            subject=Subject("draft", draft.id, case.id),
            detail={
                "number": material.document.number,
                "digest": material.document.digest,
                "files": {name: file_digest(content) for name, content in files.items()},
                "label": "shown" if shown else "declined" if waived else "not wanted",
                "models": list(material.provenance.models),
            },
            private={"acknowledgement": wanted.acknowledgement} if waived else None,
        )
        head = seal(session, key)
    label = {
        "wanted": material.provenance.wants_label,
        "models": list(material.provenance.models),
        "notice": material.document.label.notice if material.document.label else None,
        "AIGC": dict(material.document.label.fields) if material.document.label else None,
        "declined": {"user": principal.user_id, "name": principal.name, "event": event.number} if waived else None,
    }
    manifest = build_manifest(
        statement=material.statement,
        files={name: file_digest(content) for name, content in files.items()},
        sign_offs=material.sign_offs,
        segments=material.segments,
        label=label,
        head=head,
    )
    files[MANIFEST] = manifest.encode("utf-8")
    files[SIGNATURE] = (sign_manifest(manifest, key) + "\n").encode("ascii")
    files[PUBLIC_KEY] = key.public.pem.encode("ascii")
    return Bundle(files, material.document.signed_at, f"firstword-{draft_id}")


def get_export_terms(session: Session, principal: Principal, draft_id: str) -> ExportTerms:
    """What the label of this draft would be.

    Raises:
        NotFound, Forbidden: not this person's to export.
    """
    draft, case = get_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_EXPORT, case.brand)
    provenance = _provenance(session, draft)
    return ExportTerms(provenance.wants_label, provenance.models, wording_in(_language(draft)).notice)


def _gather(session: Session, principal: Principal, draft_id: str, order: ExportOrder) -> _Material:
    draft, case = get_draft(session, principal, draft_id)
    principal.demand(Permission.STATEMENT_EXPORT, case.brand)
    if draft.status not in SIGNED:
        raise NotAllowedNow([NOT_SIGNED])
    version = get_version(session, draft)
    if version.title is None or version.text is None:
        raise NotAllowedNow([Localized(zh="文字已依法删除", en="the text was lawfully erased")])
    provenance = _provenance(session, draft)
    brief_version = session.get(BriefVersion, version.brief_id)
    assert brief_version is not None
    signed = list_sign_offs(session, draft, version.number)
    shown = is_shown(provenance, order.label, order.acknowledgement)
    segments = segments_of(version)
    return _Material(
        document=_document(case, draft, version, brief_of(brief_version), signed[-1].at, labelled=shown),
        provenance=provenance,
        statement=_statement(case, draft, version, brief_version, signed),
        segments=tuple(
            {**segment.model_dump(mode="json"), "model": model}
            for segment, model in zip(segments, provenance.sentences, strict=True)
        ),
        sign_offs=tuple(_signed_role(session, row) for row in signed),
    )


def _document(
    case: Case, draft: Draft, version: DraftVersion, brief: IncidentBrief, signed_at: datetime, *, labelled: bool
) -> SignedDocument:
    language = _language(draft)
    profile = find_brand(case.brand) or find_brand(case.brand_name)
    head = _head(profile, language) or Head(brief.issuer.organisation or case.brand_name)
    code = profile.letterhead.code if profile is not None and profile.letterhead is not None else ""
    identifier = f"{draft.id}/{version.number}"
    title, text = version.title or "", version.text or ""
    return SignedDocument(
        title=title,
        text=text,
        language=language,
        digest=version.digest,
        number=version.number,
        signed_at=signed_at.astimezone(brief.issued_at.tzinfo).replace(microsecond=0),
        identifier=identifier,
        head=head,
        blocks=lay_out(text, segments_of(version)),
        label=label_for(language, producer=code or head.organisation, identifier=identifier, digest=version.digest)
        if labelled
        else None,
    )


def _head(profile: BrandProfile | None, language: LanguageTag) -> Head | None:
    letterhead = profile.letterhead if profile is not None else None
    if profile is None or letterhead is None or not letterhead.organisation_in(language):
        return None
    return Head(letterhead.organisation_in(language), letterhead.address_in(language), load_logo(profile.key, letterhead.logo))


def _provenance(session: Session, draft: Draft) -> Provenance:
    versions = []
    for row in list_versions(session, draft):
        generation = json.loads(row.record)["generation"]
        versions.append(WrittenVersion(row.text or "", segments_of(row), generation["model"] if generation else None))
    return trace(versions)


def _language(draft: Draft) -> LanguageTag:
    return cast("LanguageTag", draft.language)


def _statement(case: Case, draft: Draft, version: DraftVersion, brief: BriefVersion, signed: Sequence[SignOff]) -> dict[str, Any]:
    made = json.loads(version.record)
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
        "required": json.loads(signed[0].payload)["required"] if signed else [],
        "brief": {"number": brief.number, "digest": brief.digest},
        "ruleset": version.ruleset,
        "prompt": made["prompt"],
        "generation": made["generation"],
    }


def _signed_role(session: Session, row: SignOff) -> SignedRole:
    user = session.get(User, row.user_id)
    return SignedRole(row.role, user.name if user is not None else "", row.payload, row.signature)
