"""`firstword export`: a signed text into a new folder that verifies, by somebody who may."""

import json
from pathlib import Path

import pytest

from service.__main__ import main
from service.briefs import Channel, Language, StatementRequest, StatementType
from service.cases.commands import open_case
from service.config import load_settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft, get_version
from service.installation import Installation
from service.models import User
from service.review.commands import sign_off, submit
from service.review.queries import situation_of
from service.users import EVERY_BRAND, Principal, Role
from service.users.commands import SYSTEM, invite, join
from service.users.queries import principal_of
from tests.databases import PASSWORD
from tests.demand import printer
from tests.samples import milk


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTWORD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FIRSTWORD_LANG", "en")


def _person(installation: Installation, login: str, role: Role) -> Principal:
    with installation.database().unit_of_work() as session:
        user, secret = invite(session, actor_id=SYSTEM, login=login, name=login.title(), roles=[(EVERY_BRAND, role)])
        join(session, secret=secret, password=PASSWORD)
        found = session.get(User, user.id)
        assert found is not None
        return principal_of(session, found)


@pytest.fixture
def draft_id() -> str:
    """A statement in the installation of FIRSTWORD_DATA_DIR, signed by all whose sign-off it needs."""
    installation = Installation(load_settings())
    people = {
        role: _person(installation, role.value, role) for role in (Role.PR, Role.LEGAL, Role.BUSINESS_OWNER, Role.EXECUTIVE)
    }
    writer = _person(installation, "lin", Role.PR)
    database = installation.database()
    with database.unit_of_work() as session:
        case = open_case(session, writer, milk())
    request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=Language.ZH_CN, channel=Channel.WEIBO)
    settings = installation.settings
    made = create_draft(database, writer, case.id, request, settings=settings, options=DraftOptions(offline=True))
    with database.unit_of_work() as session:
        submit(session, writer, made.id, expected=made.version)
    with database.reading() as session:
        draft, case = get_draft(session, writer, made.id)
        version = get_version(session, draft)
        required, digest = situation_of(session, case, draft, version).required, version.digest
    for role in required:
        with database.unit_of_work() as session:
            sign_off(session, people[role], made.id, role=role, digest=digest, key=installation.key())
    installation.close()
    return made.id


class TestExport:
    def test_makes_a_folder_that_verifies(self, draft_id: str, tmp_path: Path) -> None:
        printer()
        to = tmp_path / "out" / "bundle"
        assert main(["export", draft_id, "--to", str(to), "--as", "lin"]) == 0
        assert sorted(path.name for path in to.iterdir() if path.name.startswith("statement")) == [
            "statement.docx", "statement.html", "statement.md", "statement.pdf", "statement.txt",
        ]  # fmt: skip
        assert main(["verify", str(to)]) == 0
        assert json.loads((to / "manifest.json").read_text(encoding="utf-8"))["label"]["wanted"] is False
        assert [path.name for path in to.parent.iterdir()] == ["bundle"]

    def test_formats_are_chosen(self, draft_id: str, tmp_path: Path) -> None:
        to = tmp_path / "bundle"
        assert main(["export", draft_id, "--to", str(to), "--as", "lin", "--format", "docx", "--label", "none"]) == 0
        assert len(list(to.iterdir())) == 5

    def test_what_is_wrong_is_named_and_nothing_written(
        self, draft_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
        for to, login, draft, said in (
            ("full", "lin", draft_id, "--to: "),
            ("new", "nobody", draft_id, "no login 'nobody'"),
            ("new", "lin", "no-such-draft", "there is no such draft"),
            ("full/x/new", "lin", draft_id, "--to: cannot be written"),
        ):
            assert main(["export", draft, "--to", str(tmp_path / to), "--as", login, "--format", "html"]) == 2
            assert said in capsys.readouterr().err
        assert not (tmp_path / "new").exists()
