"""Erasing a case: no word is left, the chain and the signatures hold, and nothing else may be emptied or refilled."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from service import clock
from service.audit.keys import SigningKey
from service.audit.verify import verify_chain
from service.briefs import IncidentBrief
from service.cases.commands import assign_step, change_brief, close_case, finish_step, reopen_case, write_note
from service.cases.erasure import EMPTY_RECORD, erase_case
from service.cases.queries import get_case, is_erased, list_checklist
from service.drafting.queries import findings_of, gaps_of, segments_of
from service.errors import Forbidden, InvalidInput, NotAllowedNow
from service.export.commands import release
from service.models import Base, DecisionKind
from service.review.commands import decide_finding, sign_off, write_comment
from service.review.knowledge import propose_note
from service.review.queries import situation_of
from service.users import Principal, Role
from tests.desk import Desk

SECRET = "张三丰"


@dataclass(frozen=True)
class Full:
    """A closed case with words of every kind in it, and the administrator who may erase it."""

    desk: Desk
    admin: Principal

    def erase(self, reason: str = "DSR-17") -> None:
        with self.desk.database.unit_of_work() as session:
            erase_case(session, self.admin, self.desk.case.id, reason=reason)


@pytest.fixture
def full(desk: Desk, brief: IncidentBrief, key: SigningKey) -> Full:
    database, case = desk.database, desk.case
    with database.reading() as session:
        version, step = get_case(session, desk.writer, case.id).version, list_checklist(session, case)[0]
    changed = brief.with_changes(incident=brief.incident.model_copy(update={"summary": SECRET}))
    with database.unit_of_work() as session:
        change_brief(session, desk.writer, case.id, changed, expected=version, reason=SECRET)
        assign_step(session, desk.writer, step.id, owner=SECRET[:80], due_at=None)
        finish_step(session, desk.writer, step.id, answer=SECRET)
        write_note(session, desk.legal, case.id, SECRET)
        propose_note(session, desk.legal, case.id, title=SECRET, text=SECRET)
    desk.edit("9位", "19位")
    with database.unit_of_work() as session:
        write_comment(session, desk.legal, desk.draft_id, number=desk.draft().number, start=0, end=2, text=SECRET)
    _sign_and_release(desk, key)
    with database.unit_of_work() as session:
        close_case(session, desk.writer, case.id, expected=get_case(session, desk.writer, case.id).version)
    return Full(desk, desk.house.admin)


def test_no_word_is_left_in_any_table_and_the_chain_holds(full: Full, key: SigningKey) -> None:
    assert _where(full.desk, SECRET)
    full.erase()
    assert _where(full.desk, SECRET) == []
    assert _where(full.desk, "云浦店") == []
    with full.desk.database.reading() as session:
        assert verify_chain(session, key.public) == []
        case = get_case(session, full.admin, full.desk.case.id)
        assert is_erased(session, case)
        version = full.desk.version()
        assert (segments_of(version), gaps_of(version), findings_of(version)) == ((), (), ())
        assert version.digest.startswith("sha256:")


# PostgreSQL forgets when it vacuums.
@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_the_file_of_the_database_forgets_it_too(full: Full) -> None:
    database = full.desk.database
    full.erase()
    # The last connection to go brings the write-ahead log into the file.
    database.close()
    path = Path(str(database.engine.url.database))
    assert SECRET.encode() not in path.read_bytes()


class TestWhen:
    def test_only_a_closed_case_and_only_once(self, full: Full, desk: Desk) -> None:
        full.erase()
        with pytest.raises(NotAllowedNow):
            full.erase()
        with desk.database.reading() as session:
            version = get_case(session, desk.writer, desk.case.id).version
        with pytest.raises(NotAllowedNow), desk.database.unit_of_work() as session:
            reopen_case(session, desk.writer, desk.case.id, expected=version)

    def test_an_open_case_is_not_erased(self, desk: Desk) -> None:
        with pytest.raises(NotAllowedNow), desk.database.unit_of_work() as session:
            erase_case(session, desk.house.admin, desk.case.id, reason="x")

    @pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
    def test_a_ground_is_asked_for(self, full: Full, reason: str) -> None:
        with pytest.raises(InvalidInput):
            full.erase(reason)

    def test_it_is_the_administrators_alone(self, full: Full) -> None:
        with pytest.raises(Forbidden), full.desk.database.unit_of_work() as session:
            erase_case(session, full.desk.legal, full.desk.case.id, reason="x")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE draft_versions SET record = '{}'",
        "UPDATE draft_versions SET digest = 'x'",
        "UPDATE finding_decisions SET reason = 'another'",
        "UPDATE releases SET address = 'elsewhere'",
        "UPDATE brief_versions SET reason = 'another'",
        "UPDATE sign_offs SET payload = ''",
    ],
)
def test_the_database_lets_words_be_emptied_and_never_replaced(full: Full, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), full.desk.database.engine.begin() as connection:
        connection.execute(text(statement))


def test_what_was_emptied_is_not_filled_again(full: Full) -> None:
    full.erase()
    for statement in (
        "UPDATE draft_versions SET record = '{}'",
        "UPDATE draft_versions SET text = 'x'",
        "UPDATE releases SET address = 'x'",
    ):
        with pytest.raises(IntegrityError, match="append-only"), full.desk.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert EMPTY_RECORD.count("[]") == 4


def _sign_and_release(desk: Desk, key: SigningKey) -> None:
    database = desk.database
    desk.submit()
    with database.reading() as session:
        case = get_case(session, desk.writer, desk.case.id)
        situation = situation_of(session, case, desk.draft(), desk.version())
    for row in situation.findings:
        with database.unit_of_work() as session:
            decide_finding(session, desk.legal, desk.draft_id, finding=row.key, kind=DecisionKind.WRONG, reason=SECRET)
    for person, role in ((desk.pr, Role.PR), (desk.legal, Role.LEGAL), (desk.owner, Role.BUSINESS_OWNER)):
        with database.unit_of_work() as session:
            sign_off(session, person, desk.draft_id, digest=desk.version().digest, role=role, key=key)
    with database.unit_of_work() as session:
        release(session, desk.writer, desk.draft_id, place="weibo", address=SECRET, released_at=clock.now())


def _where(desk: Desk, words: str) -> list[str]:
    """Tables and columns in which these words stand."""
    found = []
    with desk.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(table.select()).mappings():
                found += [
                    f"{table.name}.{name}" for name, value in row.items() if isinstance(value, str) and re.search(words, value)
                ]
    return found
