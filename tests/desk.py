"""A house with everybody a sign-off can ask for, and a drafted statement."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.briefs import IncidentBrief
from service.cases.commands import open_case
from service.cases.queries import get_case
from service.config import Settings
from service.db import Database, open_database
from service.drafting.commands import create_draft, revise
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft, get_version
from service.models import Case, Draft, DraftVersion
from service.review.commands import submit
from service.users import EVERY_BRAND, Principal, Role
from tests.databases import House, named, open_house, run_sql
from tests.samples import sample

BRIEF = "05-hotpot-food-poisoning"


@dataclass(frozen=True, slots=True)
class Desk:
    """One case of level II (PR, legal and business owner sign) with a holding statement that `writer` asked for."""

    house: House
    case: Case
    draft_id: str
    writer: Principal
    pr: Principal
    legal: Principal
    owner: Principal

    @property
    def database(self) -> Database:
        return self.house.database

    def draft(self) -> Draft:
        with self.database.reading() as session:
            return get_draft(session, self.writer, self.draft_id)[0]

    def version(self) -> DraftVersion:
        with self.database.reading() as session:
            return get_version(session, get_draft(session, self.writer, self.draft_id)[0])

    def edit(self, old: str, new: str, by: Principal | None = None) -> DraftVersion:
        last, draft = self.version(), self.draft()
        assert last.title is not None
        assert last.text is not None
        assert old in last.text
        with self.database.unit_of_work() as session:
            text = last.text.replace(old, new, 1)
            return revise(session, by or self.writer, self.draft_id, title=last.title, text=text, expected=draft.version)

    def submit(self) -> None:
        version = self.draft().version
        with self.database.unit_of_work() as session:
            submit(session, self.writer, self.draft_id, expected=version)


@dataclass(frozen=True, slots=True)
class KeptDesk:
    """A desk in a database that is copied for each test: to draft takes half a second. `place`: its file, or its name on the server."""

    place: str
    admin: Principal
    people: tuple[Principal, ...]
    case_id: str
    draft_id: str

    def opened(self, database: Database) -> Desk:
        """The desk in a copy."""
        writer, pr, legal, owner = self.people
        with database.reading() as session:
            case = get_case(session, writer, self.case_id)
        return Desk(House(database, self.admin), case, self.draft_id, writer, pr, legal, owner)


@pytest.fixture
def brief() -> IncidentBrief:
    return sample(BRIEF)


@pytest.fixture(scope="session")
def sqlite_desk(sqlite_template: Path, data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptDesk:
    place = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("desk")))
    return _kept(f"sqlite:///{place}", str(place), data_dir)


@pytest.fixture(scope="session")
def postgresql_desk(postgresql_server: str, data_dir: Path) -> KeptDesk:
    run_sql(postgresql_server, "CREATE DATABASE desk TEMPLATE migrated")
    return _kept(named(postgresql_server, "desk"), "desk", data_dir)


@pytest.fixture
def desk(request: pytest.FixtureRequest, database: Database) -> Desk:
    kept = request.getfixturevalue(f"{database.engine.dialect.name}_desk")
    assert isinstance(kept, KeptDesk)
    return kept.opened(database)


def _kept(address: str, place: str, data_dir: Path) -> KeptDesk:
    """Nobody may be connected to what is copied, so it is closed again."""
    database = open_database(address)
    house = open_house(database)
    roles = {"writer": Role.PR, "pr": Role.PR, "legal": Role.LEGAL, "owner": Role.BUSINESS_OWNER}
    people = tuple(house.person(login, (EVERY_BRAND, role)) for login, role in roles.items())
    brief = sample(BRIEF)
    with database.unit_of_work() as session:
        case = open_case(session, people[0], brief)
    made = create_draft(
        database,
        people[0],
        case.id,
        brief.requests[0],
        settings=Settings(data_dir=data_dir),
        options=DraftOptions(offline=True),
    )
    database.close()
    return KeptDesk(place, house.admin, people, case.id, made.id)
