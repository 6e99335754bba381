"""Corpora and indexes for the tests of this folder; the database is the real one, embedded."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.config import Settings
from service.retrieval.index import PassageIndex, open_index

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
