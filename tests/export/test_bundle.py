"""An exported text: complete, verifiable offline, and every changed byte is found and named."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from service import clock
from service.audit.keys import SigningKey, signing_key
from service.errors import InvalidInput, NotAllowedNow
from service.export import commands
from service.export.exporting import export
from service.export.verify import verify_bundle
from service.models import DraftStatus, ReleasedCommitment
from tests.desk import BRIEF, Desk
from tests.export.documents import pdf_words, read_docx
from tests.samples import sample

STATEMENTS = ("statement.txt", "statement.md", "statement.html", "statement.docx", "statement.pdf")
FILES = (*STATEMENTS, "manifest.json", "manifest.sig", "public-key.pem")


class TestExport:
    def test_an_unsigned_text_does_not_leave(self, desk: Desk, key: SigningKey) -> None:
        with pytest.raises(NotAllowedNow):
            export(desk.database, desk.writer, desk.draft_id, key=key)
        with pytest.raises(NotAllowedNow), desk.database.unit_of_work() as session:
            commands.release(session, desk.writer, desk.draft_id, place="weibo", address="", released_at=clock.now())

    def test_the_manifest_says_who_wrote_each_sentence_and_who_signed(self, bundle: Path, signed: Desk) -> None:
        data = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
        assert [row["role"] for row in data["sign_offs"]] == ["pr", "legal", "business_owner"]
        assert {row["origin"] for row in data["segments"]} == {"composer"}
        assert data["statement"]["digest"] == signed.version().digest
        assert sorted(path.name for path in bundle.iterdir()) == sorted(FILES)

    def test_no_privileged_word_is_in_it(self, bundle: Path) -> None:
        hidden = [fact.text for fact in sample(BRIEF).facts if not fact.is_public]
        assert hidden
        documents = {"statement.docx": read_docx, "statement.pdf": pdf_words}
        everything = "".join(
            documents[path.name](path.read_bytes()) if path.name in documents else path.read_text(encoding="utf-8")
            for path in bundle.iterdir()
        )
        assert "牵挂" in everything
        assert not [text for text in hidden if text in everything]


class TestVerifyBundle:
    def test_what_was_exported_holds(self, bundle: Path, key: SigningKey) -> None:
        assert verify_bundle(bundle, key.public) == []
        assert verify_bundle(bundle) == []

    @pytest.mark.parametrize("name", FILES)
    def test_one_changed_byte_is_found_and_its_file_named(self, bundle: Path, key: SigningKey, name: str) -> None:
        path = bundle / name
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 1
        path.write_bytes(bytes(raw))
        faults = [fault.en for fault in verify_bundle(bundle, key.public)]
        assert any(fault.startswith(name.replace("manifest.sig", "manifest.json")) for fault in faults)

    @pytest.mark.parametrize("name", STATEMENTS)
    def test_a_missing_file_is_named(self, bundle: Path, key: SigningKey, name: str) -> None:
        (bundle / name).unlink()
        assert f"{name}: this file is missing" in [fault.en for fault in verify_bundle(bundle, key.public)]

    def test_a_file_too_many_is_named(self, bundle: Path, key: SigningKey) -> None:
        (bundle / "other.txt").write_text("x")
        assert [fault.en for fault in verify_bundle(bundle, key.public)] == ["other.txt: does not belong to the bundle"]

    def test_a_bundle_signed_by_somebody_else_is_not_ours(self, bundle: Path, tmp_path: Path) -> None:
        faults = verify_bundle(bundle, signing_key(tmp_path).public)
        assert len(faults) >= 4

    def test_a_sign_off_of_another_text_is_found(self, bundle: Path, key: SigningKey) -> None:
        path = bundle / "manifest.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        data["statement"]["digest"] = "sha256:0"
        text = json.dumps(data, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        (bundle / "manifest.sig").write_text(key.sign(text))
        assert "manifest.json: pr signed another text" in [fault.en for fault in verify_bundle(bundle, key.public)]

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "firstword.bundle/1", "files": 1}', "[" * 5000])
    def test_a_broken_manifest_is_a_fault_and_no_crash(self, bundle: Path, key: SigningKey, content: str) -> None:
        (bundle / "manifest.json").write_text(content)
        assert "manifest.json: cannot be read" in [fault.en for fault in verify_bundle(bundle, key.public)]

    def test_a_folder_without_a_bundle_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput):
            verify_bundle(tmp_path)


class TestRelease:
    def test_its_promises_enter_the_ledger_and_are_kept_by_somebody(self, signed: Desk) -> None:
        with signed.database.unit_of_work() as session:
            commands.release(session, signed.writer, signed.draft_id, place="weibo", address="@炙椒巷", released_at=clock.now())
        assert signed.draft().status is DraftStatus.RELEASED
        with signed.database.unit_of_work() as session:
            (promise,) = session.scalars(select(ReleasedCommitment)).all()
            commands.keep_commitment(session, signed.writer, promise.id)
        with pytest.raises(NotAllowedNow), signed.database.unit_of_work() as session:
            commands.keep_commitment(session, signed.writer, promise.id)

    def test_is_taken_back_once_with_a_reason(self, signed: Desk) -> None:
        with signed.database.unit_of_work() as session:
            made = commands.release(session, signed.writer, signed.draft_id, place="weibo", address="", released_at=clock.now())
        with pytest.raises(InvalidInput), signed.database.unit_of_work() as session:
            commands.withdraw(session, signed.writer, made.id, reason=" ")
        with signed.database.unit_of_work() as session:
            commands.withdraw(session, signed.writer, made.id, reason="数字有误")
        with pytest.raises(NotAllowedNow), signed.database.unit_of_work() as session:
            commands.withdraw(session, signed.writer, made.id, reason="数字有误")

    def test_lies_not_in_the_future(self, signed: Desk) -> None:
        ahead = clock.now() + timedelta(minutes=5)
        with pytest.raises(InvalidInput), signed.database.unit_of_work() as session:
            commands.release(session, signed.writer, signed.draft_id, place="weibo", address="", released_at=ahead)
