"""An export with a model's words in it: labelled, or not with a name and a reason in the chain; and what goes wrong leaves nothing."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from service.audit.keys import SigningKey
from service.errors import ComponentUnavailable, InvalidInput
from service.export.exporting import ExportOrder, export, get_export_terms
from service.export.formats import ExportFormat
from service.export.labelling import LabelChoice
from service.export.verify import verify_bundle
from service.models import AuditEvent, AuditPrivate
from tests.desk import Desk
from tests.export.conftest import MODEL, sign
from tests.export.documents import unpacked

NOTICE = "本文由人工智能辅助生成，经人工审核并签发"
FEW = frozenset({ExportFormat.TEXT, ExportFormat.HTML, ExportFormat.DOCX})


def _exports(desk: Desk) -> list[AuditEvent]:
    with desk.database.reading() as session:
        return [event for event in session.scalars(select(AuditEvent)) if event.action == "statement.exported"]


class TestModelsWords:
    def test_are_labelled_in_every_file_and_named_sentence_by_sentence(
        self, modelled: Desk, key: SigningKey, tmp_path: Path
    ) -> None:
        modelled.edit("让大家为入口的牛奶担心，我们很抱歉。", "让大家担心了，我们很抱歉。")
        sign(modelled, key)
        made = export(modelled.database, modelled.writer, modelled.draft_id, key=key)
        data = json.loads(made.files["manifest.json"])
        assert [(row["origin"], row["model"]) for row in data["segments"][:3]] == [
            ("model", MODEL),
            ("person", None),
            ("model", MODEL),
        ]
        assert data["label"]["models"] == [MODEL]
        assert data["label"]["declined"] is None
        assert data["label"]["AIGC"]["ContentProducer"] == "晨禾乳业"
        assert made.files["statement.txt"].decode("utf-8").startswith(f"{NOTICE}\n\n关于")
        for name in ("statement.md", "statement.html"):
            assert NOTICE in made.files[name].decode("utf-8")
        assert verify_bundle(unpacked(made, tmp_path / "bundle"), key.public) == []

    def test_a_label_taken_off_the_text_is_found(self, modelled: Desk, key: SigningKey, tmp_path: Path) -> None:
        sign(modelled, key)
        made = export(modelled.database, modelled.writer, modelled.draft_id, key=key, order=ExportOrder(FEW))
        folder = unpacked(made, tmp_path / "bundle")
        path = folder / "statement.txt"
        path.write_text(path.read_text(encoding="utf-8").removeprefix(f"{NOTICE}\n\n"), encoding="utf-8")
        faults = [fault.en for fault in verify_bundle(folder, key.public)]
        assert faults == ["statement.txt: was changed", "statement.txt: lacks the label of generated content"]

    def test_leave_without_a_label_only_with_a_word_that_the_chain_keeps(
        self, modelled: Desk, key: SigningKey, tmp_path: Path
    ) -> None:
        sign(modelled, key)
        with pytest.raises(InvalidInput):
            export(modelled.database, modelled.pr, modelled.draft_id, key=key, order=ExportOrder(FEW, LabelChoice.NONE))
        assert _exports(modelled) == []
        word = "发布平台自行加标识，由品牌公关负责"
        order = ExportOrder(FEW, LabelChoice.NONE, word)
        made = export(modelled.database, modelled.pr, modelled.draft_id, key=key, order=order)
        (event,) = _exports(modelled)
        assert event.actor_id == modelled.pr.user_id
        assert json.loads(event.detail)["label"] == "declined"
        with modelled.database.reading() as session:
            (kept,) = session.scalars(select(AuditPrivate).where(AuditPrivate.number == event.number)).all()
        assert (kept.name, kept.value) == ("acknowledgement", word)
        data = json.loads(made.files["manifest.json"])
        assert data["label"]["notice"] is None
        assert data["label"]["declined"] == {"user": modelled.pr.user_id, "name": modelled.pr.name, "event": event.number}
        assert "AIGC" not in made.files["statement.html"].decode("utf-8")
        assert verify_bundle(unpacked(made, tmp_path / "bundle"), key.public) == []

    def test_are_told_before_anybody_exports(self, modelled: Desk, desk: Desk) -> None:
        with modelled.database.reading() as session:
            terms = get_export_terms(session, modelled.writer, modelled.draft_id)
            composed = get_export_terms(session, desk.writer, desk.draft_id)
        assert (terms.wants_label, terms.models, terms.notice) == (True, (MODEL,), NOTICE)
        assert (composed.wants_label, composed.models) == (False, ())


class TestComposersWords:
    def test_need_no_label_and_no_acknowledgement(self, signed: Desk, key: SigningKey) -> None:
        order = ExportOrder(FEW, LabelChoice.NONE)
        made = export(signed.database, signed.writer, signed.draft_id, key=key, order=order)
        assert sorted(made.files) == [
            "manifest.json", "manifest.sig", "public-key.pem", "statement.docx", "statement.html", "statement.txt",
        ]  # fmt: skip
        label = json.loads(made.files["manifest.json"])["label"]
        assert (label["wanted"], label["notice"], label["declined"]) == (False, None, None)
        assert json.loads(_exports(signed)[0].detail)["label"] == "not wanted"

    def test_the_same_files_twice(self, signed: Desk, key: SigningKey) -> None:
        first, second = (export(signed.database, signed.writer, signed.draft_id, key=key) for _ in range(2))
        statements = [name for name in first.files if name.startswith("statement")]
        assert len(statements) == 5
        assert all(first.files[name] == second.files[name] for name in statements)


@pytest.mark.usefixtures("without_pango")
def test_where_pdf_cannot_be_made_nothing_is_recorded(signed: Desk, key: SigningKey) -> None:
    with pytest.raises(ComponentUnavailable):
        export(signed.database, signed.writer, signed.draft_id, key=key)
    assert _exports(signed) == []
