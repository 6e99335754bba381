import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from service.config import Settings
from service.errors import ComponentUnavailable, DataFault, InvalidInput
from service.retrieval.builtin import BuiltinEmbedder
from service.retrieval.corpus import find_corpus_files
from service.retrieval.embedding import Vectors
from service.retrieval.index import PassageIndex, open_index
from service.retrieval.retriever import find_passages
from service.retrieval.shelves import Shelf
from tests.retrieval.chroma_server import free_port, running_server
from tests.retrieval.conftest import WriteDocument

BODY = "## 做法\n\n先向顾客道歉，再了解经过，最后办理退款。\n"
PLAYBOOKS = Shelf("playbooks")


class CountingEmbedder(BuiltinEmbedder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return super().embed(texts)


class OtherEmbedder(BuiltinEmbedder):
    """The same vectors under another name."""

    name = "other-1"


def texts(index: PassageIndex, shelf: Shelf = PLAYBOOKS) -> set[str]:
    vector = index.embedder.embed(["顾客 退款"])[0]
    return {hit.entry.text for hit in index.search(shelf, vector, 50)}


class TestOpenIndex:
    def test_the_shipped_corpus_is_searchable_in_a_folder_that_did_not_exist(self, settings: Settings) -> None:
        with open_index(settings) as index:
            assert {"playbooks", "incidents", "law", "standards", "brands"} == {shelf.collection for shelf in index.shelves()}
            assert find_passages("召回", index=index, k=1)

    def test_an_unchanged_corpus_is_neither_cut_nor_embedded_again(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", BODY)
        open_index(settings, knowledge=knowledge).close()
        embedder = CountingEmbedder()
        with open_index(settings, knowledge=knowledge, embedder=embedder) as index:
            assert embedder.texts == []
            assert texts(index) == {BODY.split("\n\n")[1].strip()}

    def test_only_changed_documents_are_written(self, settings: Settings, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/a.md", BODY)
        write("corpus/playbooks/b.md", "## 热线\n\n热线二十四小时值守。\n")
        open_index(settings, knowledge=knowledge).close()
        write("corpus/playbooks/b.md", "## 热线\n\n热线工作日值守。\n")
        embedder = CountingEmbedder()
        with open_index(settings, knowledge=knowledge, embedder=embedder) as index:
            assert "热线工作日值守。" in embedder.texts
            assert not any("道歉" in text for text in embedder.texts)
            assert "热线二十四小时值守。" not in texts(index)

    def test_a_removed_document_leaves_and_an_empty_collection_with_it(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", BODY)
        gone = write("corpus/standards/b.md", BODY, collection="standards")
        open_index(settings, knowledge=knowledge).close()
        gone.unlink()
        open_index(settings, knowledge=knowledge).close()
        with open_index(settings, knowledge=knowledge) as index:
            assert index.shelves() == (PLAYBOOKS,)

    def test_a_document_that_became_shorter_leaves_no_old_passages(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/law/a.md", "## 第一条\n\n甲。\n\n## 第二条\n\n乙。\n", collection="law")
        open_index(settings, knowledge=knowledge).close()
        write("corpus/law/a.md", "## 第一条\n\n丙。\n", collection="law")
        with open_index(settings, knowledge=knowledge) as index:
            assert texts(index, Shelf("law")) == {"丙。"}

    def test_what_another_origin_put_there_stays(self, settings: Settings, knowledge: Path, write: WriteDocument) -> None:
        write("corpus/playbooks/a.md", BODY)
        added = write("corpus/playbooks/added.md", "## 自有\n\n自有资料。\n")
        ingested = [file for file in find_corpus_files(knowledge) if file.id.endswith("added")]
        added.unlink()
        with open_index(settings, knowledge=knowledge) as index:
            assert index.sync(ingested, origin="ingested") == 1
            assert index.sync(ingested, origin="ingested") == 0
        write("corpus/playbooks/a.md", BODY + "\n补充。\n")
        with open_index(settings, knowledge=knowledge) as index:
            assert "自有资料。" in texts(index)

    def test_another_embedder_starts_afresh_beside_the_first(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", BODY)
        open_index(settings, knowledge=knowledge).close()
        with open_index(settings, knowledge=knowledge, embedder=OtherEmbedder()) as index:
            assert len(texts(index)) == 1

    def test_two_processes_may_start_at_once(self, tmp_path: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from service.config import Settings;"
            "from service.retrieval.index import open_index; from service.retrieval.retriever import find_passages\n"
            "with open_index(Settings(data_dir=Path(sys.argv[1]))) as index: print(find_passages('召回', index=index, k=1)[0].id)"
        )
        command = [sys.executable, "-W", "error", "-c", code, str(tmp_path / "data")]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        answers = [process.communicate(timeout=120) for process in both]
        assert [process.returncode for process in both] == [0, 0], answers
        assert len({out for out, _ in answers}) == 1

    def test_a_wrong_document_is_named_and_nothing_is_written(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", BODY)
        wrong = write("corpus/playbooks/b.md", BODY, unknown="1")
        with pytest.raises(DataFault, match=r"b\.md"):
            open_index(settings, knowledge=knowledge)
        wrong.unlink()
        with open_index(settings, knowledge=knowledge) as index:
            assert len(texts(index)) == 1

    def test_a_data_folder_that_is_a_file_is_a_component_that_is_unavailable(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("", encoding="utf-8")
        with pytest.raises(ComponentUnavailable):
            open_index(Settings(data_dir=tmp_path / "data"))

    def test_a_lock_file_that_is_no_lock_is_named(self, tmp_path: Path) -> None:
        settings = Settings(data_dir=tmp_path / "data")
        folder = settings.data_dir / "chroma"
        folder.mkdir(parents=True)
        (folder / "writer.lock").write_text("not a database at all, but long enough to be taken for one" * 20, encoding="utf-8")
        with pytest.raises(ComponentUnavailable):
            open_index(settings)

    @pytest.mark.parametrize("url", ["localhost", "ftp://localhost:8000", "http://", "http://localhost:port"])
    def test_an_address_that_is_none_is_refused(self, tmp_path: Path, url: str) -> None:
        with pytest.raises(InvalidInput) as refusal:
            open_index(Settings(data_dir=tmp_path, chroma_url=url))
        assert refusal.value.problems[0].field == "FIRSTWORD_CHROMA_URL"

    @pytest.mark.enable_socket
    def test_a_server_that_is_down_is_a_component_that_is_unavailable(self, tmp_path: Path) -> None:
        with pytest.raises(ComponentUnavailable) as refusal:
            open_index(Settings(data_dir=tmp_path, chroma_url=f"http://127.0.0.1:{free_port()}"))
        assert "Chroma" in refusal.value.message.zh


class TestSearch:
    def test_a_shelf_too_large_for_memory_gives_the_same_from_chroma(self, shipped_index: PassageIndex) -> None:
        asked = PassageIndex(shipped_index._store, BuiltinEmbedder(), shipped_index._lexical, in_memory=3)
        asked.sync(find_corpus_files())
        vector = BuiltinEmbedder().embed(["食品召回"])[0]
        in_memory = shipped_index.search(Shelf("law"), vector, 5)
        from_chroma = asked.search(Shelf("law"), vector, 5)
        assert [hit.entry for hit in from_chroma] == [hit.entry for hit in in_memory]
        assert [hit.similarity for hit in from_chroma] == pytest.approx([hit.similarity for hit in in_memory], abs=1e-4)

    def test_a_database_that_has_gone_is_a_component_that_is_unavailable(
        self, settings: Settings, knowledge: Path, write: WriteDocument
    ) -> None:
        write("corpus/playbooks/a.md", BODY)
        with open_index(settings, knowledge=knowledge) as index:
            index._store._client.delete_collection(index._store._collections[PLAYBOOKS].name)
            with pytest.raises(ComponentUnavailable):
                texts(index)

    def test_chroma_is_not_imported_before_an_index_is_opened(self) -> None:
        code = "import sys, service.retrieval, service.retrieval.retriever; print('chromadb' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "False\n"


@pytest.mark.slow
@pytest.mark.enable_socket
def test_a_server_is_filled_searched_and_missed_when_it_goes(tmp_path: Path, shipped_index: PassageIndex) -> None:
    with running_server(tmp_path / "server") as (url, process):
        settings = Settings(data_dir=tmp_path / "data", chroma_url=url)
        open_index(settings).close()
        embedder = CountingEmbedder()
        with open_index(settings, embedder=embedder) as index:
            assert embedder.texts == []
            assert find_passages("个人信息泄露", index=index) == find_passages("个人信息泄露", index=shipped_index)
            assert not (tmp_path / "data" / "chroma").exists()
            process.terminate()
            process.wait(timeout=30)
            index._loaded.clear()
            with pytest.raises(ComponentUnavailable):
                find_passages("个人信息泄露", index=index)
