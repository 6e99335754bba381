"""A client on this machine, talking to the application in this process."""

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from service.app import create_app
from service.config import Settings

with warnings.catch_warnings():
    # Its client library has a successor that the lock file does not hold yet; the first import says so once.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(model="", lang="", data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def app(settings: Settings) -> FastAPI:
    return create_app(settings)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A program on this machine."""
    with TestClient(app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def samples() -> Path:
    """The briefs shipped with the pages."""
    return Path(__file__).resolve().parents[2] / "service" / "web" / "templates" / "samples"


@pytest.fixture(scope="session")
def brief(samples: Path) -> str:
    """A brief that validates."""
    return (samples / "01-milk-odour.yml").read_text(encoding="utf-8")
