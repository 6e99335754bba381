"""What a crisis taught: nothing proposed is found before legal's yes, and then by its brand alone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from service import clock
from service.audit.keys import SigningKey
from service.config import Settings
from service.drafting.knowledge import open_knowledge
from service.errors import ComponentUnavailable, Forbidden, InvalidInput, NotAllowedNow, NotFound
from service.export.commands import release
from service.i18n import Localized
from service.models import KnowledgeKind, KnowledgeProposal, KnowledgeVerdict
from service.retrieval.retriever import find_passages
from service.review import knowledge
from service.review.commands import sign_off
from service.users import EVERY_BRAND, Role
from tests.desk import Desk

LESSON = "下次一小时内公布各门店的停业安排，并由店长逐一致电住院顾客家属。"


@pytest.fixture
def settings(own_data_dir: Path) -> Settings:
    """An index of its own: what is accepted here is no other test's."""
    return Settings(data_dir=own_data_dir)


def _propose(desk: Desk, text: str = LESSON) -> KnowledgeProposal:
    with desk.database.unit_of_work() as session:
        return knowledge.propose_note(session, desk.writer, desk.case.id, title="复盘：停业安排", text=text)


def _row(desk: Desk, key: str) -> KnowledgeProposal:
    with desk.database.reading() as session:
        found = session.get(KnowledgeProposal, key)
    assert found is not None
    return found


def _found(settings: Settings, brand: str) -> list[str]:
    """What a search for the lesson gives, for one brand; the index is opened anew, as another process would."""
    with open_knowledge(settings) as index:
        found = find_passages("公布各门店的停业安排 逐一致电住院顾客家属", index=index, brand=brand, k=20)
    return [passage.document for passage in found if passage.document.startswith("accepted/")]


def index_down(_settings: Settings) -> object:
    raise ComponentUnavailable(Localized(zh="索引不可用", en="the index is down"))


class TestProposing:
    def test_a_note_needs_title_and_text(self, desk: Desk) -> None:
        with pytest.raises(InvalidInput) as refused, desk.database.unit_of_work() as session:
            knowledge.propose_note(session, desk.writer, desk.case.id, title=" ", text="x" * 20_001)
        assert [problem.field for problem in refused.value.problems] == ["title", "text"]

    def test_a_statement_only_once_it_is_released_and_each_version_once(self, desk: Desk, key: SigningKey) -> None:
        with pytest.raises(NotAllowedNow, match="only a released text"), desk.database.unit_of_work() as session:
            knowledge.propose_statement(session, desk.writer, desk.draft_id)
        desk.submit()
        digest = desk.version().digest
        for person, role in ((desk.pr, Role.PR), (desk.legal, Role.LEGAL), (desk.owner, Role.BUSINESS_OWNER)):
            with desk.database.unit_of_work() as session:
                sign_off(session, person, desk.draft_id, role=role, digest=digest, key=key)
        with desk.database.unit_of_work() as session:
            moment = clock.now() - timedelta(minutes=1)
            release(session, desk.pr, desk.draft_id, place="微博", address="", released_at=moment)
        with desk.database.unit_of_work() as session:
            made = knowledge.propose_statement(session, desk.writer, desk.draft_id)
        assert (made.kind, made.text, made.number) == (KnowledgeKind.STATEMENT, desk.version().text, 1)
        with pytest.raises(NotAllowedNow, match="proposed already"), desk.database.unit_of_work() as session:
            knowledge.propose_statement(session, desk.pr, desk.draft_id)

    def test_is_not_for_every_role_and_no_other_brand(self, desk: Desk) -> None:
        other = desk.house.person("other", ("chenhe", Role.PR))
        for person, refusal in ((desk.owner, Forbidden), (other, NotFound)):
            with pytest.raises(refusal), desk.database.unit_of_work() as session:
                knowledge.propose_note(session, person, desk.case.id, title="x", text="y")


class TestDeciding:
    def test_nothing_is_found_before_the_yes_and_then_by_its_brand_alone(self, desk: Desk, settings: Settings) -> None:
        made = _propose(desk)
        assert _found(settings, desk.case.brand_name) == []
        done = knowledge.accept(desk.database, desk.legal, made.id, settings)
        assert done.failure is None
        assert _found(settings, desk.case.brand_name) == [f"accepted/{made.id}"]
        assert _found(settings, "chenhe") == []
        assert _found(settings, "") == []
        assert _row(desk, made.id).indexed_at is not None

    def test_indexing_again_changes_nothing(self, desk: Desk, settings: Settings) -> None:
        made = _propose(desk)
        knowledge.accept(desk.database, desk.legal, made.id, settings)
        assert knowledge.index_accepted(desk.database, settings) == 0

    def test_an_index_that_is_down_leaves_it_accepted_and_the_next_one_brings_it_in(
        self, desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = _propose(desk), _propose(desk, "第二条教训：先通知监管部门，再发布说明。")
        with monkeypatch.context() as down:
            down.setattr(knowledge, "open_knowledge", index_down)
            done = knowledge.accept(desk.database, desk.legal, first.id, settings)
            assert done.failure is not None
            assert done.failure.en == "the index is down"
        row = _row(desk, first.id)
        assert (row.verdict, row.indexed_at) == (KnowledgeVerdict.ACCEPTED, None)
        with desk.database.reading() as session:
            assert knowledge.waits_for_index(session)
        knowledge.accept(desk.database, desk.legal, second.id, settings)
        assert _row(desk, first.id).indexed_at is not None
        with desk.database.reading() as session:
            assert not knowledge.waits_for_index(session)

    def test_what_was_erased_is_taken_out(self, desk: Desk, settings: Settings) -> None:
        made = _propose(desk)
        knowledge.accept(desk.database, desk.legal, made.id, settings)
        with desk.database.unit_of_work() as session:
            row = session.get(KnowledgeProposal, made.id)
            assert row is not None
            row.title = row.text = None
        assert knowledge.take_out_erased(desk.database, settings) is None
        assert _found(settings, desk.case.brand_name) == []
        with desk.database.reading() as session:
            assert not knowledge.waits_for_index(session)

    @pytest.mark.parametrize("verdict", ["accept", "refuse"])
    def test_is_not_for_who_proposed_it_nor_for_others_than_legal(self, desk: Desk, settings: Settings, verdict: str) -> None:
        with desk.database.unit_of_work() as session:
            made = knowledge.propose_note(session, desk.legal, desk.case.id, title="x", text="y")
        decide = _decider(desk, settings, verdict)
        with pytest.raises(NotAllowedNow, match="whoever proposed it does not decide it"):
            decide("legal", made.id)
        with pytest.raises(Forbidden):
            decide("pr", made.id)
        with pytest.raises(NotFound):
            decide("legal", "nonsense")
        assert _row(desk, made.id).verdict is None

    def test_is_done_once_and_a_refusal_says_why(self, desk: Desk, settings: Settings) -> None:
        made = _propose(desk)
        with pytest.raises(InvalidInput), desk.database.unit_of_work() as session:
            knowledge.refuse(session, desk.legal, made.id, reason=" ")
        with desk.database.unit_of_work() as session:
            knowledge.refuse(session, desk.legal, made.id, reason="涉及未结案的赔偿")
        with pytest.raises(NotAllowedNow, match="decided already"):
            knowledge.accept(desk.database, desk.legal, made.id, settings)
        assert knowledge.index_accepted(desk.database, settings) == 0


def test_the_list_shows_each_brand_s_to_its_own_people(desk: Desk) -> None:
    made = _propose(desk)
    elsewhere = desk.house.person("elsewhere", ("chenhe", Role.LEGAL))
    everywhere = desk.house.person("everywhere", (EVERY_BRAND, Role.LEGAL))
    with desk.database.reading() as session:
        assert [row.id for row, _ in knowledge.list_proposals(session, everywhere)] == [made.id]
        assert knowledge.list_proposals(session, elsewhere) == []
        assert knowledge.list_proposals(session, desk.owner) == []


def _decider(desk: Desk, settings: Settings, verdict: str) -> Callable[[str, str], None]:
    def decide(login: str, key: str) -> None:
        person = {"legal": desk.legal, "pr": desk.pr}[login]
        if verdict == "accept":
            knowledge.accept(desk.database, person, key, settings)
            return
        with desk.database.unit_of_work() as session:
            knowledge.refuse(session, person, key, reason="x")

    return decide
