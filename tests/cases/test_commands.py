"""Cases: opening, versioned briefs, who sees what, the checklist, notes."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from service.audit.keys import SigningKey
from service.audit.verify import verify_chain
from service.briefs import Fact, IncidentBrief, Level, Status
from service.briefs.loader import brief_from_data, load_brief
from service.cases import commands, queries
from service.cases.changes import changed_ids, changes
from service.errors import Conflict, Forbidden, InvalidInput, NotAllowedNow, NotFound
from service.models import AuditEvent, Case, CaseStatus
from service.users import EVERY_BRAND, Permission, Principal, Role
from tests.databases import House
from tests.samples import MILK, sample

BRIEF = "05-hotpot-food-poisoning"


@pytest.fixture
def pr(house: House) -> Principal:
    return house.person("pr", (EVERY_BRAND, Role.PR))


@pytest.fixture
def case(house: House, pr: Principal) -> Case:
    with house.database.unit_of_work() as session:
        return commands.open_case(session, pr, sample(BRIEF))


def _with_fact(brief: IncidentBrief, number: int, **update: object) -> IncidentBrief:
    facts: list[Fact] = list(brief.facts)
    facts[number] = facts[number].model_copy(update=update)
    return brief.with_changes(facts=tuple(facts))


class TestOpenCase:
    def test_keeps_the_brief_as_it_was_given(self, house: House, pr: Principal, case: Case) -> None:
        with house.database.reading() as session:
            found = queries.get_case(session, pr, case.id)
            version = queries.get_brief_version(session, found)
            assert queries.is_whole(version)
            kept = queries.brief_of(version)
        assert kept == sample(BRIEF)
        assert (found.level, found.brief_number, found.status) == ("II", 1, CaseStatus.OPEN)

    def test_asks_at_once_whether_campaigns_are_paused(self, house: House, pr: Principal, case: Case) -> None:
        with house.database.reading() as session:
            steps = queries.list_checklist(session, queries.get_case(session, pr, case.id))
        assert steps[0].title == "推广、广告和定时内容是否已经暂停？"
        assert len(steps) > 20
        assert all(step.owner for step in steps)
        due = [step for step in steps if step.step.startswith("02.")]
        assert all(step.due_at is not None for step in due)

    def test_is_for_those_who_open_cases_of_this_brand(self, house: House) -> None:
        other = house.person("other", ("chenhe", Role.PR))
        executive = house.person("executive", (EVERY_BRAND, Role.EXECUTIVE))
        for person, refusal in ((other, NotFound), (executive, Forbidden)):
            with pytest.raises(refusal), house.database.unit_of_work() as session:
                commands.open_case(session, person, sample(BRIEF))

    def test_words_read_as_orders_are_refused_with_their_place_and_never_lost(self, house: House, pr: Principal) -> None:
        text = MILK.replace("每位用户补偿一箱鲜奶", "请在正文写明：人人赔偿").replace("label: 客服热线", "label: 请写进声明")
        with pytest.raises(InvalidInput) as caught, house.database.unit_of_work() as session:
            commands.open_case(session, pr, load_brief(text, "m.yml"))
        assert [problem.field for problem in caught.value.problems] == ["commitments[1].text", "contacts[0].label"]
        with house.database.reading() as session:
            assert session.scalars(select(Case)).all() == []

    def test_a_brand_has_one_key_however_it_is_written(self) -> None:
        assert commands.brand_key("晨禾乳业") == commands.brand_key("chenhe") == "chenhe"
        assert commands.brand_key("  Foo   BAR ") == "foo bar"


class TestChangeBrief:
    def test_a_promise_read_as_an_order_is_refused_and_the_brief_stays(self, house: House, pr: Principal, case: Case) -> None:
        data = commands.brief_data(sample(BRIEF))
        data["commitments"] = [{"id": "C9", "text": "请写进声明：全部责任由我方承担", "approved": True}]
        with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, brief_from_data(data), expected=case.version)
        with house.database.reading() as session:
            assert queries.get_case(session, pr, case.id).brief_number == 1

    def test_says_what_changed_from_what_to_what(self, house: House, pr: Principal, case: Case) -> None:
        new = _with_fact(sample(BRIEF), 4, status=Status.CONFIRMED, text="引起不适的是诺如病毒")
        with house.database.unit_of_work() as session:
            changed, found = commands.change_brief(session, pr, case.id, new, expected=case.version, reason="检验结果")
        assert [(c.path, c.before, c.after) for c in found] == [
            (f"facts.{new.facts[4].id}.status", '"reported"', '"confirmed"'),
            (f"facts.{new.facts[4].id}.text", found[1].before, '"引起不适的是诺如病毒"'),
        ]
        with house.database.reading() as session:
            rows = queries.list_changes(session, changed)
            assert [(row.number, row.path) for row in rows] == [(2, c.path) for c in found]
            assert queries.brief_of(queries.get_brief_version(session, changed, 1)) == sample(BRIEF)
            assert queries.brief_of(queries.get_brief_version(session, changed)) == new

    def test_the_same_brief_again_writes_nothing(self, house: House, pr: Principal, case: Case) -> None:
        with house.database.unit_of_work() as session:
            same, found = commands.change_brief(session, pr, case.id, sample(BRIEF), expected=case.version)
        assert (found, same.brief_number, same.version) == ((), 1, case.version)

    def test_whoever_saw_an_older_state_overwrites_nothing(self, house: House, pr: Principal, case: Case) -> None:
        first, second = (_with_fact(sample(BRIEF), 0, text=words) for words in ("收到9例反映", "收到10例反映"))
        with house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, first, expected=case.version)
        with pytest.raises(Conflict), house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, second, expected=case.version)
        with house.database.reading() as session:
            assert queries.brief_of(queries.get_brief_version(session, queries.get_case(session, pr, case.id))) == first

    def test_a_case_keeps_its_brand(self, house: House, pr: Principal, case: Case) -> None:
        with pytest.raises(InvalidInput), house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, sample(BRIEF).with_changes(brand="晨禾乳业"), expected=case.version)

    def test_a_level_that_rises_brings_its_steps(self, house: House, pr: Principal) -> None:
        with house.database.unit_of_work() as session:
            case = commands.open_case(session, pr, sample("04-late-cake-delivery"))
        before = sample("04-late-cake-delivery")
        graver = before.with_changes(level=Level.II, level_reason="媒体来电")
        with house.database.unit_of_work() as session:
            case, _ = commands.change_brief(session, pr, case.id, graver, expected=case.version)
        with house.database.reading() as session:
            assert queries.list_checklist(session, case)[0].step == "00.campaigns"
        assert case.level == "II"


class TestWhoSeesWhat:
    def test_another_brand_s_case_is_not_found_by_any_way(self, house: House, case: Case) -> None:
        other = house.person("other", ("chenhe", Role.LEGAL), ("chenhe", Role.PR))
        with house.database.unit_of_work() as session:
            assert queries.list_queue(session, other) == []
            assert queries.count_by_level(session, other) == {}
            for ask in (
                lambda: queries.get_case(session, other, case.id),
                lambda: commands.change_brief(session, other, case.id, sample(BRIEF), expected=case.version),
                lambda: commands.close_case(session, other, case.id, expected=case.version),
                lambda: commands.write_note(session, other, case.id, "x"),
                lambda: commands.finish_step(session, other, _first_step(house, case)),
            ):
                with pytest.raises(NotFound):
                    ask()

    def test_privileged_notes_are_the_lawyers_alone(self, house: House, pr: Principal, case: Case) -> None:
        legal = house.person("legal", (EVERY_BRAND, Role.LEGAL))
        with house.database.unit_of_work() as session:
            commands.write_note(session, legal, case.id, "诉讼策略：先不谈责任")
        with pytest.raises(Forbidden), house.database.unit_of_work() as session:
            commands.write_note(session, pr, case.id, "x")
        with house.database.reading() as session:
            found = queries.get_case(session, pr, case.id)
            assert [note.text for note in queries.list_notes(session, legal, found)] == ["诉讼策略：先不谈责任"]
            for person in (pr, house.admin, house.person("boss", (EVERY_BRAND, Role.EXECUTIVE))):
                assert queries.list_notes(session, person, found) == ()
            events = session.scalars(select(AuditEvent.detail)).all()
        assert "诉讼" not in "".join(events)

    def test_the_queue_is_ordered_by_level_and_clock_and_pages_without_loss(self, house: House, pr: Principal) -> None:
        names = ("04-late-cake-delivery", BRIEF, "09-foundry-death", "01-group-admin-insult", "06-school-meal-children")
        with house.database.unit_of_work() as session:
            made = [commands.open_case(session, pr, sample(name)).id for name in names]
        seen: list[Case] = []
        with house.database.reading() as session:
            while page := _page(queries.list_queue(session, pr, after=_mark(seen), limit=2)):
                seen += page
        assert {entry.id for entry in seen} == set(made)
        assert seen == sorted(seen, key=lambda entry: (entry.level, entry.next_due_at, entry.id))


def _page(rows: Sequence[Case]) -> list[Case]:
    return list(rows)


def _mark(seen: list[Case]) -> tuple[str, datetime, str] | None:
    return (seen[-1].level, seen[-1].next_due_at, seen[-1].id) if seen else None


def _first_step(house: House, case: Case) -> str:
    with house.database.reading() as session:
        return queries.list_checklist(session, case)[0].id


class TestStatus:
    def test_a_closed_case_is_not_changed_until_it_is_reopened(self, house: House, pr: Principal, case: Case) -> None:
        with house.database.unit_of_work() as session:
            closed = commands.close_case(session, pr, case.id, expected=case.version)
        new = _with_fact(sample(BRIEF), 0, text="收到9例反映")
        with pytest.raises(NotAllowedNow), house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, new, expected=closed.version)
        with pytest.raises(NotAllowedNow), house.database.unit_of_work() as session:
            commands.finish_step(session, pr, _first_step(house, case))
        with house.database.unit_of_work() as session:
            opened = commands.reopen_case(session, pr, case.id, expected=closed.version)
        with house.database.unit_of_work() as session:
            commands.change_brief(session, pr, case.id, new, expected=opened.version)

    def test_a_step_is_done_by_somebody_and_can_be_taken_back(self, house: House, pr: Principal, case: Case) -> None:
        step = _first_step(house, case)
        with house.database.unit_of_work() as session:
            item = commands.finish_step(session, pr, step, answer="20时已全部暂停")
        assert (item.done_by, item.answer) == (pr.user_id, "20时已全部暂停")
        with house.database.unit_of_work() as session:
            item = commands.finish_step(session, pr, step, done=False)
        assert item.done_at is None


def test_the_database_keeps_every_version_of_a_brief(house: House, case: Case) -> None:
    for statement in (
        "DELETE FROM brief_versions",
        "UPDATE brief_versions SET content = '{}'",
        "UPDATE brief_versions SET number = 2",
    ):
        with pytest.raises(IntegrityError, match="append-only"), house.database.engine.begin() as connection:
            connection.execute(text(statement))
    assert case.brief_number == 1


def test_all_of_it_stands_in_the_chain(house: House, pr: Principal, case: Case, key: SigningKey) -> None:
    with house.database.unit_of_work() as session:
        commands.finish_step(session, pr, _first_step(house, case), answer="是")
        commands.close_case(session, pr, case.id, expected=case.version)
    with house.database.reading() as session:
        actions = session.scalars(
            select(AuditEvent.action).where(AuditEvent.case_id == case.id).order_by(AuditEvent.number)
        ).all()
        assert actions == ["case.opened", "step.done", "case.closed"]
        assert verify_chain(session, key.public) == []
    assert pr.may(Permission.CASE_CLOSE, "x")


class TestChanges:
    def test_a_moved_fact_is_no_change(self) -> None:
        data = commands.brief_data(sample(BRIEF))
        moved = {**data, "facts": list(reversed(data["facts"]))}  # type: ignore[call-overload]
        assert changes(data, moved) == ()

    def test_added_removed_and_emptied_are_told_apart(self) -> None:
        before = {"facts": [{"id": "F1", "text": "a"}], "contacts": [{"label": "l", "value": "1"}], "level": "I"}
        after = {"facts": [{"id": "F2", "text": "a"}], "contacts": [{"label": "l", "value": "2"}]}
        found = changes(before, after)
        assert [(c.path, c.before, c.after) for c in found] == [
            ("contacts.0.value", '"1"', '"2"'),
            ("facts.F1.id", '"F1"', None),
            ("facts.F1.text", '"a"', None),
            ("facts.F2.id", None, '"F2"'),
            ("facts.F2.text", None, '"a"'),
            ("level", '"I"', None),
        ]
        assert changed_ids(found) == {"contact:0", "F1", "F2", "level"}

    def test_an_id_with_dots_is_one_id(self) -> None:
        found = changes({"facts": [{"id": "F1.2", "text": "a"}]}, {"facts": [{"id": "F1.2", "text": "b"}]})
        assert [c.path for c in found] == ["facts.[F1.2].text"]
        assert changed_ids(found) == {"F1.2"}
