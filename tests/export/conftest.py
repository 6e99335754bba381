"""Signed drafts: one by the composer, one by a model, edited since."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from service.audit.keys import SigningKey
from service.briefs import Channel, Language, StatementRequest, StatementType
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.queries import get_draft, get_version
from service.export.exporting import export
from service.review.commands import sign_off
from service.review.queries import situation_of
from service.users import Principal, Role
from tests.demand import printer
from tests.desk import Desk
from tests.drafting.answers import GOOD, answered
from tests.export.documents import unpacked
from tests.model_server import ModelServer, Reply
from tests.samples import milk

MODEL = "openai/scripted"


@pytest.fixture(autouse=True, scope="session")
def _printer() -> None:
    printer()


def sign(desk: Desk, key: SigningKey) -> Desk:
    """Into review, and signed by every role the text asks for."""
    desk.submit()
    with desk.database.reading() as session:
        draft, case = get_draft(session, desk.writer, desk.draft_id)
        required = situation_of(session, case, draft, get_version(session, draft)).required
    signers: dict[Role, Principal] = {Role.PR: desk.pr, Role.LEGAL: desk.legal, Role.BUSINESS_OWNER: desk.owner}
    for role in required:
        with desk.database.unit_of_work() as session:
            sign_off(session, signers[role], desk.draft_id, role=role, digest=desk.version().digest, key=key)
    return desk


@pytest.fixture
def signed(desk: Desk, key: SigningKey) -> Desk:
    return sign(desk, key)


@pytest.fixture
def bundle(signed: Desk, key: SigningKey, tmp_path: Path) -> Path:
    return unpacked(export(signed.database, signed.writer, signed.draft_id, key=key), tmp_path / "bundle")


@pytest.fixture
def modelled(desk: Desk, data_dir: Path) -> Desk:
    """A draft that a model wrote; the model answers with the exemplary text."""
    with ModelServer([Reply(answered(GOOD))]) as server:
        with desk.database.unit_of_work() as session:
            case = open_case(session, desk.writer, milk())
        request = StatementRequest(statement=StatementType.HOLDING_STATEMENT, language=Language.ZH_CN, channel=Channel.WEIBO)
        # The longest there is: what is tested is whose words they are, not how fast a busy machine is.
        settings = Settings(model=MODEL, api_base=server.url, data_dir=data_dir, draft_deadline=600)
        made = create_draft(desk.database, desk.writer, case.id, request, settings=settings)
    return replace(desk, case=case, draft_id=made.id)


@pytest.fixture
def without_pango(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which weasyprint's import fails as it does without the system's libraries."""
    folder = tmp_path / "without_pango"
    folder.mkdir()
    (folder / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")\n", encoding="utf-8")
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(folder)
