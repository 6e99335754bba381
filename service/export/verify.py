"""Holding an exported bundle against itself, offline: files, digests, sign-offs, the manifest's signature."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.audit.keys import PublicKey, public_key
from service.drafting.schemas import statement_digest
from service.errors import InvalidInput, Problem
from service.export.manifest import MANIFEST, PUBLIC_KEY, SCHEMA, SIGNATURE, file_digest, same_payload
from service.export.unpacking import unpacked
from service.i18n import Localized

MAX_FILE_BYTES = 50_000_000
_BOUND = ("digest", "draft", "version", "case")


def verify_bundle(bundle: Path, key: PublicKey | None = None) -> list[Localized]:
    """Everything that does not hold, each with the file it is in; empty when all does. `bundle`: the folder, or its zip file.

    Without `key` the bundle's own public key is used: that proves that the files belong together, not who made them.

    Raises:
        InvalidInput: it holds no bundle.
    """
    if bundle.is_file():
        with unpacked(bundle) as folder:
            return _verify(folder, key)
    return _verify(bundle, key)


def _verify(folder: Path, key: PublicKey | None) -> list[Localized]:
    raw = _read(folder / MANIFEST)
    signature = _read(folder / SIGNATURE).decode("ascii", "replace").strip()
    trusted = key or public_key(_read(folder / PUBLIC_KEY))
    text = raw.decode("utf-8", "replace")
    faults = []
    if not trusted.holds(text, signature):
        faults.append(
            _in(
                MANIFEST,
                "签名不成立：清单被改动过，或不是这把钥匙签的",
                "the signature does not hold: changed, or signed with another key",
            )
        )
    data = _data(text)
    if data is None:
        return [*faults, _in(MANIFEST, "无法读取", "cannot be read")]
    if key is not None and _read(folder / PUBLIC_KEY).decode("ascii", "replace") != key.pem:
        faults.append(_in(PUBLIC_KEY, "与给定的公钥不同", "differs from the given key"))
    return [*faults, *_file_faults(folder, data), *_text_faults(folder, data), *_sign_off_faults(data, trusted)]


def _file_faults(folder: Path, data: dict[str, Any]) -> Iterator[Localized]:
    listed = data["files"]
    for name, digest in listed.items():
        path = folder / name
        if Path(name).name != name or not path.is_file() or path.is_symlink():
            yield _in(name, "缺少这个文件", "this file is missing")
        elif file_digest(_read(path)) != digest:
            yield _in(name, "被改动过", "was changed")
    for path in sorted(folder.iterdir()):
        if path.name not in {*listed, MANIFEST, SIGNATURE, PUBLIC_KEY}:
            yield _in(path.name, "不属于这一包", "does not belong to the bundle")


def _text_faults(folder: Path, data: dict[str, Any]) -> Iterator[Localized]:
    path = folder / "statement.txt"
    if not path.is_file():
        return
    whole = _read(path).decode("utf-8", "replace")
    notice = data.get("label", {}).get("notice")
    if notice:
        above = f"{notice}\n\n"
        if not whole.startswith(above):
            yield _in(path.name, "缺少人工智能生成内容的标识", "lacks the label of generated content")
        whole = whole.removeprefix(above)
    title, _, text = whole.partition("\n\n")
    if statement_digest(title, text.removesuffix("\n")) != data["statement"]["digest"]:
        yield _in(path.name, "不是签发的那份文字", "is not the text that was signed")


def _sign_off_faults(data: dict[str, Any], key: PublicKey) -> Iterator[Localized]:
    statement = data["statement"]
    signed: list[str] = []
    for row in data["sign_offs"]:
        payload = same_payload(row["payload"])
        if payload is None or not key.holds(row["payload"], row["signature"]):
            yield _in(MANIFEST, f"“{row['role']}”的签发不成立", f"the sign-off by {row['role']} does not hold")
        elif any(payload[name] != statement[name] for name in _BOUND) or payload["role"] != row["role"]:
            yield _in(MANIFEST, f"“{row['role']}”签的是另一份文字", f"{row['role']} signed another text")
        else:
            signed.append(row["role"])
    if sorted(signed) != sorted(statement["required"]):
        yield _in(MANIFEST, "该签的角色没有签全", "not every role that has to sign has signed")


def _data(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
        whole = (
            data["schema"] == SCHEMA
            and isinstance(data["files"], dict)
            and isinstance(data.get("label", {}), dict)
            and all(isinstance(row["payload"], str) and isinstance(row["signature"], str) for row in data["sign_offs"])
            and all(name in data["statement"] for name in (*_BOUND, "required"))
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return data if whole else None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _no_bundle(path.name, "文件太大", "the file is too large")
        return path.read_bytes()
    except OSError as error:
        raise _no_bundle(path.name, "无法读取", "cannot be read") from error


def _no_bundle(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput([Problem(field="", code="bundle", message=Localized(zh=zh, en=en), file=name)])


def _in(name: str, zh: str, en: str) -> Localized:
    return Localized(zh=f"{name}：{zh}", en=f"{name}: {en}")
