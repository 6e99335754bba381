"""What travels with an exported text: which files, signed by whom, made from what. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.audit.canonical import canonical_json
from service.audit.keys import PublicKey, SigningKey
from service.audit.verify import Head

SCHEMA = "firstword.bundle/1"
MANIFEST, SIGNATURE, PUBLIC_KEY = "manifest.json", "manifest.sig", "public-key.pem"


@dataclass(frozen=True, slots=True)
class SignedRole:
    """One sign-off as it stands in a manifest: the signed payload and its signature."""

    role: str
    name: str
    payload: str
    signature: str


def build_manifest(
    *,
    statement: Mapping[str, Any],
    files: Mapping[str, str],
    sign_offs: Sequence[SignedRole],
    segments: Sequence[Mapping[str, Any]],
    label: Mapping[str, Any],
    head: Head | None,
) -> str:
    """The manifest as JSON text, readable and stable.

    Args:
        statement: what the text is: case, draft, version, kind, language, digest, brief, ruleset, prompt, generation.
        files: name → SHA-256 of every other file of the bundle.
        sign_offs: in the order they were given.
        segments: per sentence its place, what it rests on, who wrote it (`composer`, `model`, `person`), and which model.
        label: of generated content: whether it is wanted and shown, which models wrote, and what it says.
        head: the audit chain's end when the bundle was made.
    """
    data = {
        "schema": SCHEMA,
        "statement": dict(statement),
        "files": dict(sorted(files.items())),
        "sign_offs": [
            {"role": row.role, "name": row.name, "payload": row.payload, "signature": row.signature} for row in sign_offs
        ],
        "segments": [dict(segment) for segment in segments],
        "label": dict(label),
        "audit_head": None
        if head is None
        else {"number": head.number, "hash": head.hash, "at": head.at, "signature": head.signature},
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def file_digest(content: bytes) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


def sign_manifest(manifest: str, key: SigningKey) -> str:
    """The signature over the manifest's exact text."""
    return key.sign(manifest)


def holds(manifest: str, signature: str, key: PublicKey) -> bool:
    """Whether the signature is the key's over exactly this text."""
    return key.holds(manifest, signature)


def same_payload(payload: str) -> dict[str, Any] | None:
    """A sign-off's payload as data, if it is in canonical form; anything else was not signed by us."""
    try:
        data = json.loads(payload)
    except ValueError:
        return None
    return data if isinstance(data, dict) and canonical_json(data) == payload else None
