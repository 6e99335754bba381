"""Data folders with the index of the shipped knowledge in them: built once, then copied, since to build it costs more than a draft."""

import shutil
from pathlib import Path

import pytest

from service.config import Settings
from service.drafting.knowledge import open_knowledge


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index and nothing else. To be copied: whoever writes into it writes into everybody's."""
    folder = tmp_path_factory.mktemp("indexed")
    open_knowledge(Settings(data_dir=folder)).close()
    return folder


@pytest.fixture(scope="session")
def data_dir(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For tests that only read knowledge, or keep their database elsewhere."""
    return copied(indexed, tmp_path_factory.mktemp("data"))


@pytest.fixture
def own_data_dir(indexed: Path, tmp_path: Path) -> Path:
    """For a test that keeps something in it."""
    return copied(indexed, tmp_path / "data")


def copied(indexed: Path, to: Path) -> Path:
    """The folder, filled."""
    return Path(shutil.copytree(indexed, to, dirs_exist_ok=True))
