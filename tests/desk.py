"""A house with everybody a sign-off can ask for, and a drafted statement."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from service.briefs import IncidentBrief, StatementRequest
from service.cases.commands import open_case
from service.config import Settings
from service.db import Database
from service.drafting.commands import create_draft, revise
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft, get_version
from service.models import Case, Draft, DraftVersion
from service.review.commands import submit
from service.users import EVERY_BRAND, Principal, Role
from tests.databases import House
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


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def brief() -> IncidentBrief:
    return sample(BRIEF)


@pytest.fixture
def desk(house: House, brief: IncidentBrief, data_dir: Path) -> Desk:
    writer, pr = house.person("writer", (EVERY_BRAND, Role.PR)), house.person("pr", (EVERY_BRAND, Role.PR))
    legal = house.person("legal", (EVERY_BRAND, Role.LEGAL))
    owner = house.person("owner", (EVERY_BRAND, Role.BUSINESS_OWNER))
    with house.database.unit_of_work() as session:
        case = open_case(session, writer, brief)
    request: StatementRequest = brief.requests[0]
    made = create_draft(
        house.database,
        writer,
        case.id,
        request,
        settings=Settings(data_dir=data_dir),
        options=DraftOptions(offline=True),
    )
    return Desk(house, case, made.id, writer, pr, legal, owner)
