"""From a draft to a signed text: edits, findings, verdicts, sign-offs, and what stands against them."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from service import clock
from service.audit.keys import SigningKey
from service.audit.verify import verify_chain
from service.briefs import IncidentBrief
from service.cases.commands import change_brief
from service.drafting.commands import revise, withdraw_draft
from service.drafting.queries import get_draft, get_version, list_versions, segments_of, stale_sentences
from service.errors import Conflict, Forbidden, InvalidInput, NotAllowedNow, NotFound
from service.models import DecisionKind, DraftStatus, SignOff, Verdict
from service.review import commands
from service.review.policy import blockers
from service.review.queries import last_approved, list_review_queue, list_sign_offs, situation_of
from service.users import EVERY_BRAND, Principal, Role
from tests.desk import Desk

INVENTED = ("9位", "19位")


def _blockers(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        draft, case = get_draft(session, desk.writer, desk.draft_id)
        return [reason.en for reason in blockers(situation_of(session, case, draft, get_version(session, draft)))]


def _open_errors(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        draft, case = get_draft(session, desk.writer, desk.draft_id)
        found = situation_of(session, case, draft, get_version(session, draft)).findings
    return [row.key for row in found if row.is_open and row.finding.severity == "error"]


def _sign(desk: Desk, person: Principal, role: Role, key: SigningKey, digest: str | None = None) -> SignOff:
    wanted = digest or desk.version().digest
    with desk.database.unit_of_work() as session:
        return commands.sign_off(session, person, desk.draft_id, role=role, digest=wanted, key=key)


def _waive(desk: Desk, person: Principal, finding: str, **more: object) -> None:
    with desk.database.unit_of_work() as session:
        commands.decide_finding(
            session,
            person,
            desk.draft_id,
            finding=finding,
            kind=DecisionKind.WAIVED,
            reason="已电话核实",
            **more,  # type: ignore[arg-type]
        )


def _sign_all(desk: Desk, key: SigningKey) -> None:
    for person, role in ((desk.pr, Role.PR), (desk.legal, Role.LEGAL), (desk.owner, Role.BUSINESS_OWNER)):
        _sign(desk, person, role, key)


class TestRevise:
    def test_an_edit_is_checked_and_says_which_sentence_a_person_wrote(self, desk: Desk) -> None:
        version = desk.edit(*INVENTED)
        assert version.number == 2
        assert len(_open_errors(desk)) == 1
        assert [segment.element for segment in segments_of(version) if segment.origin == "person"] == ["acknowledgement"]

    def test_every_version_stays(self, desk: Desk) -> None:
        first = desk.version()
        desk.edit(*INVENTED)
        with desk.database.reading() as session:
            versions = list_versions(session, desk.draft())
        assert [version.number for version in versions] == [1, 2]
        assert versions[0].text == first.text

    def test_the_slower_of_two_editors_loses_no_word_and_overwrites_none(self, desk: Desk) -> None:
        stale = desk.draft().version
        desk.edit("截至", "截止到")
        version = desk.version()
        with pytest.raises(Conflict), desk.database.unit_of_work() as session:
            revise(session, desk.writer, desk.draft_id, title="x", text="y", expected=stale)
        assert desk.version().id == version.id

    @pytest.mark.parametrize(("title", "body"), [("", "x"), ("x", " "), ("x" * 301, "x"), ("x", "x" * 50_001)])
    def test_an_empty_or_endless_text_is_refused(self, desk: Desk, title: str, body: str) -> None:
        from_version = desk.draft().version
        with pytest.raises(InvalidInput), desk.database.unit_of_work() as session:
            revise(session, desk.writer, desk.draft_id, title=title, text=body, expected=from_version)

    def test_who_may_not_write_does_not(self, desk: Desk) -> None:
        with pytest.raises(Forbidden):
            desk.edit(*INVENTED, by=desk.owner)
        with pytest.raises(NotFound):
            desk.edit(*INVENTED, by=desk.house.person("other", ("chenhe", Role.PR)))


class TestBlockers:
    def test_a_text_nobody_gave_to_review_is_not_signed(self, desk: Desk) -> None:
        assert _blockers(desk) == ["this version is not under review"]

    def test_an_open_error_blocks_until_legal_waives_it_with_a_reason(self, desk: Desk) -> None:
        desk.edit(*INVENTED)
        desk.submit()
        assert _blockers(desk) == ["1 error is open (ungrounded-number)"]
        (finding,) = _open_errors(desk)
        with pytest.raises(InvalidInput), desk.database.unit_of_work() as session:
            commands.decide_finding(session, desk.legal, desk.draft_id, finding=finding, kind=DecisionKind.WAIVED, reason="  ")
        with pytest.raises(Forbidden):
            _waive(desk, desk.pr, finding)
        with pytest.raises(NotFound):
            _waive(desk, desk.legal, "no such finding")
        _waive(desk, desk.legal, finding)
        assert _blockers(desk) == []

    def test_what_still_stands_in_the_text_is_not_fixed(self, desk: Desk) -> None:
        desk.edit(*INVENTED)
        (finding,) = _open_errors(desk)
        with pytest.raises(NotAllowedNow), desk.database.unit_of_work() as session:
            commands.decide_finding(session, desk.legal, desk.draft_id, finding=finding, kind=DecisionKind.FIXED, reason="改了")

    def test_a_waiver_runs_out(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        desk.edit(*INVENTED)
        desk.submit()
        (finding,) = _open_errors(desk)
        _waive(desk, desk.legal, finding, expires_at=clock.now() + timedelta(hours=1))
        assert _blockers(desk) == []
        later = clock.now() + timedelta(hours=2)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert _blockers(desk) == ["1 error is open (ungrounded-number)"]

    def test_a_waiver_follows_its_finding_through_edits_elsewhere_and_no_further(self, desk: Desk) -> None:
        desk.edit(*INVENTED)
        (finding,) = _open_errors(desk)
        _waive(desk, desk.legal, finding)
        desk.edit("截至", "截止到")
        assert _open_errors(desk) == []
        desk.edit("19位", "29位")
        assert len(_open_errors(desk)) == 1

    def test_a_changed_fact_makes_what_rests_on_it_stale(self, desk: Desk, brief: IncidentBrief) -> None:
        desk.submit()
        with desk.database.unit_of_work() as session:
            changed = _changed(brief)
            change_brief(session, desk.writer, desk.case.id, changed, expected=desk.case.version)
        assert _blockers(desk) == ["1 sentence rests on facts that have changed; write them anew"]
        with desk.database.reading() as session:
            draft, case = get_draft(session, desk.writer, desk.draft_id)
            (stale,) = stale_sentences(session, case, get_version(session, draft))
        assert stale.basis == (brief.facts[0].id,)

    def test_a_gap_blocks(self, desk: Desk) -> None:
        desk.edit("截至", "【待确认：来源】截至")
        desk.submit()
        assert any("to be confirmed" in reason for reason in _blockers(desk))


class TestVerdict:
    def test_changes_are_asked_for_with_a_reason_and_a_new_version_begins_anew(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        digest = desk.version().digest
        with pytest.raises(InvalidInput), desk.database.unit_of_work() as session:
            commands.give_verdict(session, desk.legal, desk.draft_id, digest=digest, verdict=Verdict.REJECTED)
        with desk.database.unit_of_work() as session:
            commands.give_verdict(
                session, desk.legal, desk.draft_id, digest=digest, verdict=Verdict.CHANGES_REQUESTED, note="第二段语气太硬"
            )
        with pytest.raises(NotAllowedNow):
            _sign(desk, desk.pr, Role.PR, key)
        desk.edit("截至", "截止到")
        desk.submit()
        assert _blockers(desk) == []

    def test_nobody_reviews_their_own_text(self, desk: Desk) -> None:
        desk.submit()
        with pytest.raises(NotAllowedNow), desk.database.unit_of_work() as session:
            commands.give_verdict(session, desk.writer, desk.draft_id, digest=desk.version().digest, verdict=Verdict.APPROVED)

    def test_an_approval_is_what_later_changes_are_shown_against(self, desk: Desk) -> None:
        desk.submit()
        with desk.database.unit_of_work() as session:
            commands.give_verdict(session, desk.legal, desk.draft_id, digest=desk.version().digest, verdict=Verdict.APPROVED)
        desk.edit("截至", "截止到")
        with desk.database.reading() as session:
            assert last_approved(session, desk.draft()) == 1

    def test_a_verdict_on_another_text_is_a_conflict(self, desk: Desk) -> None:
        desk.submit()
        with pytest.raises(Conflict), desk.database.unit_of_work() as session:
            commands.give_verdict(session, desk.legal, desk.draft_id, digest="sha256:0", verdict=Verdict.APPROVED)


class TestSignOff:
    def test_the_last_of_the_roles_makes_it_signed(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        _sign(desk, desk.pr, Role.PR, key)
        _sign(desk, desk.legal, Role.LEGAL, key)
        assert desk.draft().status is DraftStatus.IN_REVIEW
        _sign(desk, desk.owner, Role.BUSINESS_OWNER, key)
        assert desk.draft().status is DraftStatus.SIGNED
        with desk.database.reading() as session:
            assert verify_chain(session, key.public) == []

    def test_the_signature_binds_text_brief_rules_findings_and_prompt(self, desk: Desk, key: SigningKey) -> None:
        desk.edit(*INVENTED)
        (finding,) = _open_errors(desk)
        _waive(desk, desk.legal, finding)
        desk.submit()
        signed = _sign(desk, desk.pr, Role.PR, key)
        assert key.public.holds(signed.payload, signed.signature)
        payload = json.loads(signed.payload)
        version = desk.version()
        assert (payload["digest"], payload["ruleset"], payload["brief"]["number"]) == (version.digest, version.ruleset, 1)
        assert [row["decision"] for row in payload["findings"] if row["finding"] == finding] == ["waived"]
        assert payload["signer"] == desk.pr.user_id

    @pytest.mark.parametrize(
        ("who", "role", "reason"),
        [
            ("writer", Role.PR, "the author does not sign the text"),
            ("legal", Role.PR, "you do not hold the role PR"),
            ("pr", Role.EXECUTIVE, "this level asks for no sign-off by executive"),
        ],
    )
    def test_the_wrong_person_is_told_why(self, desk: Desk, key: SigningKey, who: str, role: Role, reason: str) -> None:
        desk.submit()
        with pytest.raises(NotAllowedNow) as caught:
            _sign(desk, getattr(desk, who), role, key)
        assert reason in [item.en for item in caught.value.reasons]

    def test_one_person_signs_once_whatever_roles_they_hold(self, desk: Desk, key: SigningKey) -> None:
        both = desk.house.person("both", (EVERY_BRAND, Role.PR), (EVERY_BRAND, Role.LEGAL))
        desk.submit()
        _sign(desk, both, Role.PR, key)
        with pytest.raises(NotAllowedNow, match="each person signs once"):
            _sign(desk, both, Role.LEGAL, key)
        with pytest.raises(NotAllowedNow, match="PR has signed already"):
            _sign(desk, desk.pr, Role.PR, key)

    def test_an_edit_ends_it_visibly(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        _sign_all(desk, key)
        desk.edit("截至", "截止到")
        assert desk.draft().status is DraftStatus.WORKING
        with desk.database.reading() as session:
            assert list_sign_offs(session, desk.draft(), 2) == []
            assert len(list_sign_offs(session, desk.draft(), 1)) == 3

    def test_a_sign_off_of_the_text_before_is_a_conflict(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        seen = desk.version().digest
        desk.edit("截至", "截止到")
        desk.submit()
        with pytest.raises(Conflict):
            _sign(desk, desk.pr, Role.PR, key, seen)

    def test_the_database_keeps_it(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        _sign(desk, desk.pr, Role.PR, key)
        for statement in (
            "DELETE FROM sign_offs",
            "UPDATE sign_offs SET digest = 'x'",
            "UPDATE draft_versions SET text = 'x'",
            "UPDATE draft_versions SET record = '{}'",
        ):
            with pytest.raises(IntegrityError, match="append-only"), desk.database.engine.begin() as connection:
                connection.execute(text(statement))

    def test_what_is_withdrawn_is_neither_edited_nor_signed(self, desk: Desk, key: SigningKey) -> None:
        version = desk.draft().version
        with desk.database.unit_of_work() as session:
            withdraw_draft(session, desk.writer, desk.draft_id, expected=version)
        with pytest.raises(NotAllowedNow):
            desk.edit("截至", "截止到")
        with pytest.raises(NotAllowedNow):
            _sign(desk, desk.pr, Role.PR, key)


def test_the_review_queue_shows_what_waits_and_to_whom_it_may_be_shown(desk: Desk) -> None:
    other = desk.house.person("other", ("chenhe", Role.LEGAL))
    with desk.database.reading() as session:
        assert list_review_queue(session, desk.legal) == []
    desk.submit()
    with desk.database.reading() as session:
        (row,) = list_review_queue(session, desk.legal)
        assert (row.draft_id, row.level, row.number) == (desk.draft_id, "II", 1)
        assert list_review_queue(session, other) == []


def test_remarks_lie_within_the_text(desk: Desk) -> None:
    length = len(desk.version().text or "")
    with desk.database.unit_of_work() as session:
        commands.write_comment(session, desk.legal, desk.draft_id, start=0, end=length, text="整体可以")
    for start, end in ((-1, 2), (3, 2), (0, length + 1)):
        with pytest.raises(InvalidInput), desk.database.unit_of_work() as session:
            commands.write_comment(session, desk.legal, desk.draft_id, start=start, end=end, text="x")


@pytest.mark.slow
class TestAtOnce:
    """Two people at the same moment, 200 times: nothing is lost, and exactly one outcome holds."""

    ROUNDS = 200

    def test_two_editors(self, desk: Desk) -> None:
        for number in range(self.ROUNDS):
            draft, last = desk.draft(), desk.version()
            title = str(last.title)
            acts = [partial(_edit_to, desk, draft.version, title, f"{word}{number}") for word in ("甲", "乙")]
            outcomes = _at_once(*acts)
            assert sorted(outcomes) == ["conflict", "done"]
        assert desk.draft().number == self.ROUNDS + 1

    def test_two_sign_offs(self, desk: Desk, key: SigningKey) -> None:
        second = desk.house.person("second", (EVERY_BRAND, Role.PR))
        desk.submit()
        for _ in range(self.ROUNDS // 10):
            outcomes = _at_once(*(partial(_signed, desk, who, key) for who in (desk.pr, second)))
            assert sorted(outcomes) == ["done", "refused"]
            with desk.database.reading() as session:
                signed = session.scalars(select(SignOff.number).where(SignOff.number == desk.draft().number)).all()
            assert len(signed) == 1
            desk.edit("截", "截截")
            desk.submit()


def _at_once(*acts: Callable[[], str]) -> list[str]:
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], str]) -> None:
        start.wait()
        outcomes.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _edit_to(desk: Desk, expected: int, title: str, body: str) -> str:
    try:
        with desk.database.unit_of_work() as session:
            revise(session, desk.writer, desk.draft_id, title=title, text=body, expected=expected)
    except Conflict:
        return "conflict"
    return "done"


def _signed(desk: Desk, who: Principal, key: SigningKey) -> str:
    try:
        _sign(desk, who, Role.PR, key)
    except NotAllowedNow:
        return "refused"
    return "done"


def _changed(brief: IncidentBrief) -> IncidentBrief:
    first = brief.facts[0].model_copy(update={"text": brief.facts[0].text.replace("9位", "12位")})
    return brief.with_changes(facts=(first, *brief.facts[1:]))
