"""Vectors by setting: a model folder and a model behind HTTP, in an index that remembers whose vectors it holds."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import SecretStr

from service.briefs.loader import brief_from_data
from service.config import Settings
from service.drafting import knowledge as in_use
from service.drafting.knowledge import open_knowledge, search_knowledge
from service.drafting.pipeline import DraftOptions, draft
from service.errors import ComponentUnavailable, InvalidInput
from service.llm.failures import ModelUnavailable
from service.llm.gateway import embed
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.card import OtherEmbedder
from service.retrieval.embedding import Embedder
from service.retrieval.folder_model import FolderEmbedder
from service.retrieval.index import open_index
from service.retrieval.ingestion import Shelving, ingest
from service.retrieval.keeping import PassageKeeper
from service.retrieval.remote import RemoteEmbedder
from service.retrieval.retriever import find_passages
from tests.model_server import ModelServer, Reply
from tests.retrieval.conftest import WriteDocument

TEXTS = ("The kettle catches fire", "An electric jug burns", "Minutes of the board meeting")
SHELVING = Shelving(today=date(2026, 3, 2))


def answer(request: dict[str, Any], embedder: Embedder) -> Reply:
    """What an OpenAI-compatible endpoint says, with real vectors."""
    rows = embedder.embed(request["input"])
    data = [{"object": "embedding", "index": at, "embedding": [float(x) for x in row]} for at, row in enumerate(rows)]
    # The protocol does not promise an order.
    data.reverse()
    whole = {"object": "list", "data": data, "model": request["model"], "usage": {"prompt_tokens": 3, "total_tokens": 3}}
    return Reply(raw=json.dumps(whole).encode())


@pytest.fixture
def endpoint(model_folder: Path) -> Iterator[ModelServer]:
    embedder = FolderEmbedder(model_folder)
    with ModelServer([lambda request: answer(request, embedder)]) as running:
        yield running


@pytest.fixture
def remote(endpoint: ModelServer, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "data",
        chroma_url="",
        embedding_model="openai/some-embedder",
        api_base=endpoint.url,
        api_key=SecretStr("sk-4711"),
        model="",
    )


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No index of another test stays open."""
    monkeypatch.setattr(in_use, "_open", {})
    yield
    for held in in_use._open.values():
        held.index.close()


@pytest.fixture
def small(knowledge: Path, write: WriteDocument, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of three documents in the place of the shipped one: a large model would take minutes over that."""
    write(
        "corpus/playbooks/leak.md", "## Notice\n\nTell the people whose data leaked first.\n", language="en", title="Data leaks"
    )
    write("corpus/playbooks/fire.md", "## Stop\n\nStop selling the kettle that burns.\n", language="en", title="Fires")
    write("corpus/playbooks/staff.md", "## 员工骂人\n\n群管理员骂人，先停职，再向被骂的人道歉。\n", title="员工骂人怎么处理")
    monkeypatch.setattr("service.retrieval.corpus.knowledge_dir", lambda: knowledge)


class TestFolder:
    def test_like_texts_lie_near_and_every_row_has_length_one(self, model_folder: Path) -> None:
        rows = FolderEmbedder(model_folder).embed(TEXTS)
        assert rows.shape == (3, 384)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)
        assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2

    def test_it_reads_as_the_built_in_model_does(self, model_folder: Path) -> None:
        assert FolderEmbedder(model_folder).embed(TEXTS) == pytest.approx(BuiltinEmbedder().embed(TEXTS)[:, 100:], abs=1e-4)

    def test_many_texts_of_all_lengths_keep_their_order(self, model_folder: Path) -> None:
        embedder = FolderEmbedder(model_folder)
        texts = [f"Item {n} " + "again and " * (n % 40) for n in range(70)]
        together = embedder.embed(texts)
        for at in (0, 33, 69):
            assert together[at] @ embedder.embed([texts[at]])[0] > 0.98

    def test_the_first_token_is_taken_where_the_folder_says_so(self, model_folder: Path) -> None:
        mean = FolderEmbedder(model_folder)
        (model_folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}', encoding="utf-8")
        first = FolderEmbedder(model_folder)
        assert first.name != mean.name
        assert not np.allclose(first.embed(TEXTS), mean.embed(TEXTS), atol=0.05)

    def test_the_name_follows_the_content_and_not_the_place(self, model_folder: Path, tmp_path: Path) -> None:
        shutil.copytree(model_folder, tmp_path / "copy")
        copied = FolderEmbedder(tmp_path / "copy")
        assert copied.name == FolderEmbedder(model_folder).name
        (tmp_path / "copy" / "sentence_bert_config.json").write_text('{"max_seq_length": 64}', encoding="utf-8")
        assert FolderEmbedder(tmp_path / "copy").name != copied.name

    @pytest.mark.parametrize(
        ("spoil", "words"),
        [
            (lambda folder: (folder / "model.onnx").unlink(), "model.onnx"),
            (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json"),
            (lambda folder: (folder / "1_Pooling/config.json").write_text('{"pooling_mode_lasttoken": true}'), "lasttoken"),
            (lambda folder: (folder / "1_Pooling/config.json").write_text("{"), "1_Pooling/config.json"),
        ],
    )
    def test_a_folder_that_cannot_serve_is_refused(self, model_folder: Path, spoil: Callable[[Path], object], words: str) -> None:
        spoil(model_folder)
        with pytest.raises(InvalidInput) as refusal:
            FolderEmbedder(model_folder)
        assert refusal.value.problems[0].field == "FIRSTWORD_EMBEDDING_MODEL"
        assert words in refusal.value.problems[0].message.en

    def test_files_that_are_no_model_are_refused(self, model_folder: Path) -> None:
        (model_folder / "model.onnx").unlink()
        (model_folder / "model.onnx").write_bytes(b"nothing of the kind")
        with pytest.raises(InvalidInput, match="problem"):
            FolderEmbedder(model_folder).embed(TEXTS)

    @pytest.mark.parametrize("name", ["/nowhere/at/all", "./nowhere", "~/nowhere-at-all"])
    def test_a_path_that_leads_nowhere_is_no_model_name(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(InvalidInput):
            open_knowledge(Settings(data_dir=tmp_path, chroma_url="", embedding_model=name))

    @pytest.mark.usefixtures("small")
    def test_a_set_folder_is_searched_with(self, model_folder: Path, tmp_path: Path) -> None:
        settings = Settings(data_dir=tmp_path / "data", chroma_url="", embedding_model=str(model_folder))
        found = search_knowledge("customer data leaked, who must be told", settings=settings, k=5)
        assert not found.notes
        assert found.first[0].document == "playbooks/leak"
        with open_knowledge(settings) as index:
            assert (index.card.dimension, index.card.embedder) == (384, FolderEmbedder(model_folder).name)
            assert 0 < index.floor < 0.9


@pytest.fixture(scope="module")
def warm() -> None:
    """The import of litellm must not eat the deadlines below."""
    one = Reply(raw=b'{"object": "list", "data": [{"index": 0, "embedding": [1.0]}], "model": "m"}')
    with ModelServer([one]) as running:
        embed(["a"], settings=Settings(embedding_model="openai/m", api_base=running.url, model=""), timeout=300)


@pytest.mark.enable_socket
@pytest.mark.usefixtures("warm")
class TestRemote:
    def test_vectors_come_in_the_order_of_the_texts(self, remote: Settings, endpoint: ModelServer, model_folder: Path) -> None:
        rows = np.array(embed(TEXTS, settings=remote, timeout=60), dtype=np.float32)
        assert rows == pytest.approx(FolderEmbedder(model_folder).embed(TEXTS), abs=1e-5)
        assert endpoint.keys == ["sk-4711"]
        assert endpoint.requests[0]["encoding_format"] == "float"

    def test_the_key_of_another_provider_stays_here(self, remote: Settings, endpoint: ModelServer) -> None:
        # The chat model is somebody else's: its address and key are not the embedder's.
        other = remote.model_copy(update={"model": "anthropic/some-model"})
        with pytest.raises(ModelUnavailable):
            embed(TEXTS, settings=other, timeout=5)
        assert endpoint.requests == []

    def test_a_server_that_errs_once_is_asked_again(self, remote: Settings, model_folder: Path) -> None:
        embedder = FolderEmbedder(model_folder)
        with ModelServer([Reply("busy", status=503), lambda request: answer(request, embedder)]) as running:
            settings = remote.model_copy(update={"api_base": running.url})
            assert len(embed(TEXTS, settings=settings, timeout=60)) == 3

    @pytest.mark.parametrize(
        ("reply", "reason"),
        [
            (Reply("no", status=401), "auth"),
            (Reply("no", status=404), "not_found"),
            (Reply(raw=b'{"object": "list", "data": []}'), "bad_answer"),
            (Reply(raw=b"<html>"), None),
            (Reply(raw=b'{"object": "list", "data": [{"index": 0, "embedding": [1]}]}'), "bad_answer"),
        ],
    )
    def test_what_is_no_answer_is_a_model_that_is_unavailable(self, remote: Settings, reply: Reply, reason: str | None) -> None:
        with ModelServer([reply]) as running, pytest.raises(ModelUnavailable) as refusal:
            embed(TEXTS, settings=remote.model_copy(update={"api_base": running.url}), timeout=20)
        assert reason in (None, refusal.value.reason)
        assert "sk-4711" not in str(refusal.value)

    def test_a_server_that_hangs_ends_in_time(self, remote: Settings) -> None:
        embed_warm = remote.model_copy(update={"embedding_model": "openai/x"})
        with ModelServer([Reply("", delay=30)]) as running, pytest.raises(ModelUnavailable) as refusal:
            embed(TEXTS, settings=embed_warm.model_copy(update={"api_base": running.url}), timeout=0.5)
        assert refusal.value.reason == "timeout"

    @pytest.mark.parametrize("rows", [[[1.0], [1.0, 2.0]], [["a"], ["b"]], [[]], [[1.0]], [[float("nan")], [1.0]]])
    def test_lists_that_are_no_vectors_are_refused(self, rows: Any) -> None:
        with pytest.raises(ComponentUnavailable):
            RemoteEmbedder("m", lambda _: rows).embed(["a", "b"])

    def test_texts_go_out_a_few_at_a_time_and_blank_ones_not_at_all(self) -> None:
        calls: list[int] = []

        def call(texts: Any) -> list[list[float]]:
            calls.append(len(texts))
            return [[3.0, 4.0]] * len(texts)

        rows = RemoteEmbedder("m", call).embed(["a"] * 40 + [" "])
        assert max(calls) <= 16
        assert sum(calls) == 40
        assert rows[0] == pytest.approx([0.6, 0.8])
        assert not rows[40].any()

    @pytest.mark.usefixtures("small")
    def test_the_corpus_is_searched_by_it(self, remote: Settings, endpoint: ModelServer) -> None:
        found = search_knowledge("customer data leaked, who must be told", settings=remote, k=5)
        assert not found.notes
        assert found.first[0].document == "playbooks/leak"
        asked = len(endpoint.requests)
        search_knowledge("a second question", settings=remote)
        assert len(endpoint.requests) == asked + 1

    @pytest.mark.usefixtures("small")
    def test_when_it_is_gone_words_go_on_and_say_so(self, remote: Settings, endpoint: ModelServer) -> None:
        search_knowledge("recall", settings=remote)
        endpoint.replies[:] = [Reply("gone", status=500)]
        found = search_knowledge("群管理员骂人怎么处理", settings=remote)
        assert [note.code for note in found.notes] == ["words-only"]
        assert "some-embedder" in found.notes[0].en
        assert [passage.document for passage in found.first] == ["playbooks/staff"]

    @pytest.mark.usefixtures("small")
    def test_what_is_personal_stays_here(self, remote: Settings, endpoint: ModelServer) -> None:
        incident = {
            "title": "会员资料外泄",
            "kind": "data_breach",
            "jurisdiction": "CN",
            "detected_at": "2026-03-02T09:10:00+08:00",
            "summary": "顾客来电，号码13812345678，说收到陌生人电话。",
        }
        told = {"schema": "firstword.brief/1", "brand": "某公司", "issued_at": "2026-03-02T10:40:00+08:00", "incident": incident}
        draft(brief_from_data(told), DraftOptions(), remote)
        search_knowledge("13812345678 打电话来投诉", settings=remote)
        sent = json.dumps([request["input"] for request in endpoint.requests], ensure_ascii=False)
        assert "会员资料外泄" in sent
        assert "13812345678" not in sent


class TestMixing:
    BODY = "## 交接\n\n夜班钥匙放在保安室，由店长签收。\n"

    def fill(self, settings: Settings, knowledge: Path, tmp_path: Path) -> None:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / "keys.md").write_text(self.BODY, encoding="utf-8")
        with open_index(settings, knowledge=knowledge) as index:
            assert [item.state for item in ingest([tmp_path / "in"], PassageKeeper(index), SHELVING)] == ["added"]

    def test_files_read_in_by_another_embedder_are_refused_until_they_are_built_anew(
        self, settings: Settings, knowledge: Path, write: WriteDocument, tmp_path: Path, model_folder: Path
    ) -> None:
        write("corpus/playbooks/a.md", "## Steps\n\nCall the duty manager first.\n", language="en")
        self.fill(settings, knowledge, tmp_path)
        other = FolderEmbedder(model_folder)
        with pytest.raises(OtherEmbedder) as refusal:
            open_index(settings, knowledge=knowledge, embedder=other)
        assert "knowledge reindex" in refusal.value.message.zh
        assert BuiltinEmbedder.name in refusal.value.message.en
        with open_index(settings, knowledge=knowledge, embedder=other, rebuild=True) as index:
            assert len(index) == 2
            assert index.card.dimension == 384
        with open_index(settings, knowledge=knowledge, embedder=other) as index:
            assert index.words("夜班钥匙", index.shelves(), 5)
            held = PassageKeeper(index).holdings()
            assert all(item.is_whole for item in held.values())
            assert len(held) == 2
            # What was read in is known as such: the same folder changes nothing.
            assert [item.state for item in ingest([tmp_path / "in"], PassageKeeper(index), SHELVING)] == ["unchanged"]
        with pytest.raises(OtherEmbedder):
            open_index(settings, knowledge=knowledge)

    def test_the_shipped_corpus_alone_needs_no_such_step(
        self, settings: Settings, knowledge: Path, write: WriteDocument, model_folder: Path
    ) -> None:
        write("corpus/playbooks/a.md", "## Steps\n\nCall the duty manager first.\n", language="en")
        open_index(settings, knowledge=knowledge).close()
        with open_index(settings, knowledge=knowledge, embedder=FolderEmbedder(model_folder)) as index:
            assert find_passages("who is the duty manager", index=index)

    def test_building_anew_with_the_same_embedder_changes_nothing_to_be_seen(
        self, settings: Settings, knowledge: Path, write: WriteDocument, tmp_path: Path
    ) -> None:
        write("corpus/playbooks/a.md", "## 做法\n\n先向顾客道歉。\n")
        self.fill(settings, knowledge, tmp_path)
        with open_index(settings, knowledge=knowledge) as index:
            before = find_passages("夜班钥匙", index=index), index.card.generation
        with open_index(settings, knowledge=knowledge, rebuild=True) as index:
            assert index.card.generation == before[1] + 1
        with open_index(settings, knowledge=knowledge) as index:
            assert find_passages("夜班钥匙", index=index) == before[0]

    def test_a_build_that_is_stopped_leaves_the_old_one_in_use(
        self, settings: Settings, knowledge: Path, write: WriteDocument, tmp_path: Path, model_folder: Path
    ) -> None:
        write("corpus/playbooks/a.md", "## 做法\n\n先向顾客道歉。\n")
        self.fill(settings, knowledge, tmp_path)

        class Failing(FolderEmbedder):
            def embed(self, texts: Any) -> Any:
                if any("夜班" in text for text in texts):
                    raise KeyboardInterrupt
                return super().embed(texts)

        with pytest.raises(KeyboardInterrupt):
            open_index(settings, knowledge=knowledge, embedder=Failing(model_folder), rebuild=True)
        with open_index(settings, knowledge=knowledge) as index:
            assert find_passages("夜班钥匙", index=index)
        with open_index(settings, knowledge=knowledge, embedder=FolderEmbedder(model_folder), rebuild=True) as index:
            assert len(index) == 2

    def test_a_model_that_gives_longer_vectors_than_before_is_refused(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", "## 做法\n\n先向顾客道歉。\n")
        open_index(settings, knowledge=knowledge, embedder=RemoteEmbedder("m", lambda t: [[1.0, 2.0]] * len(t))).close()
        with (
            open_index(
                settings, knowledge=knowledge, embedder=RemoteEmbedder("m", lambda t: [[1.0, 2.0, 3.0]] * len(t))
            ) as index,
            pytest.raises(OtherEmbedder, match="reindex"),
        ):
            find_passages("道歉", index=index)
