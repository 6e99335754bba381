"""A client on this machine, talking to the application in this process."""

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from service.app import create_app
from service.config import Settings
from service.users.commands import join
from tests.databases import PASSWORD
from tests.indexed import copied

with warnings.catch_warnings():
    # Its client library has a successor that the lock file does not hold yet; the first import says so once.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

    from tests.web.offices import Office, Opened, make_office
    from tests.web.sites import Filed, Site, file_case


@pytest.fixture(scope="session")
def settings(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(model="", lang="", data_dir=copied(indexed, tmp_path_factory.mktemp("data")))


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


@pytest.fixture
def fresh(tmp_path: Path, data_dir: Path, sqlite_template: Path) -> Iterator[Site]:
    """A service nobody was let in to. The knowledge index is shared, the database is its own."""
    place = shutil.copy(sqlite_template, tmp_path / "firstword.db")
    app = create_app(Settings(model="", lang="en", data_dir=data_dir, database_url=f"sqlite:///{place}"))
    yield Site(app)
    app.state.installation.close()


@pytest.fixture
def site(fresh: Site, first_site: Site) -> Site:
    """A service with an administrator."""
    fresh.begin_as(first_site)
    return fresh


@pytest.fixture
def filed(site: Site, first_filed: Filed) -> Filed:
    site.begin_as(first_filed.site)
    return Filed(site, dict(first_filed.ids))


@pytest.fixture(scope="session")
def first_site(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Site:
    """A service made once, whose database each test gets a copy of."""
    made = Site(create_app(_in_english(data_dir, tmp_path_factory.mktemp("site") / "firstword.db")))
    with made.installation.database().unit_of_work() as session:
        join(session, secret=made.link(), password=PASSWORD, login="root", name="Root")
    # The last connection to go brings the write-ahead log into the file.
    made.installation.close()
    return made


@pytest.fixture(scope="session")
def first_filed(tmp_path_factory: pytest.TempPathFactory, data_dir: Path, first_site: Site) -> Filed:
    """The same with a case."""
    site = Site(create_app(_in_english(data_dir, tmp_path_factory.mktemp("filed") / "firstword.db")))
    site.begin_as(first_site)
    made = file_case(site)
    site.installation.close()
    return made


@pytest.fixture(scope="session")
def first_office(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Opened:
    """An office made once, which each test gets a copy of."""
    settings = _in_english(data_dir, tmp_path_factory.mktemp("office") / "office.db")
    made = make_office(create_app(settings), settings)
    opened = Opened.of(made)
    # The last connection to go brings the write-ahead log into the file.
    made.installation.close()
    return opened


@pytest.fixture
def office(tmp_path: Path, data_dir: Path, first_office: Opened) -> Iterator[Office]:
    """A service of its own with people, a case and a draft, in English; the knowledge index is shared."""
    place = Path(shutil.copy(first_office.database, tmp_path / "office.db"))
    made = first_office.again(create_app(_in_english(data_dir, place)))
    yield made
    made.installation.close()


def _in_english(data_dir: Path, database: Path) -> Settings:
    return Settings(model="", lang="en", data_dir=data_dir, database_url=f"sqlite:///{database}")
