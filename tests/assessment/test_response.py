"""Cluster, strategies, ceiling, clock, signatures and documents of a brief."""

from datetime import datetime
from typing import Any

import pytest

from service.assessment.assess import assess
from service.brands import BrandProfile
from service.briefs import IncidentKind, StatementType
from tests.assessment.making import ZERO, make_brief, make_fact
from tests.samples import milk

REMEMBERED = BrandProfile(key="remembered", names={"en": "Remembered"}, prior_crises=True)
EVENT = make_fact("收到6起反馈")
CAUSE = make_fact("异味系杀菌温度不足所致")
CONDUCT = make_fact("涉事员工违反操作规程")
REFUTED = make_fact("产品含有毒物质", status="refuted")
OPEN = make_fact("异味的原因", status="unknown")


def test_a_typical_brief_is_level_three_with_moral_responsibility() -> None:
    found = assess(milk(), None)
    assert (found.level, found.admission_ceiling, found.cluster) == ("III", "moral_responsibility", "accidental")
    assert found.recommended == (StatementType.HOLDING_STATEMENT, StatementType.FAQ)
    assert found.sign_off == ("pr", "legal")


class TestCluster:
    @pytest.mark.parametrize(
        ("kind", "cluster"),
        [
            ("rumour", "victim"),
            ("malicious_attack", "victim"),
            ("service_outage", "accidental"),
            ("product_quality", "accidental"),
            ("supply_chain", "accidental"),
            ("customer_complaint", "accidental"),
            ("negative_review", "accidental"),
            ("food_safety", "accidental"),
            ("data_breach", "accidental"),
            ("safety_accident", "accidental"),
            ("environmental", "accidental"),
            ("labour_dispute", "accidental"),
            ("ip_dispute", "accidental"),
            ("other", "accidental"),
            ("management_misconduct", "preventable"),
            ("employee_misconduct", "preventable"),
            ("executive_remark", "preventable"),
            ("false_advertising", "preventable"),
        ],
    )
    def test_a_kind_has_its_cluster(self, kind: str, cluster: str) -> None:
        assert assess(make_brief(kind), None).cluster == cluster

    def test_every_kind_is_tried_above(self) -> None:
        assert len(IncidentKind) == 18

    def test_food_that_harmed_is_preventable(self) -> None:
        assert assess(make_brief("food_safety", people_harmed=1), None).cluster == "preventable"
        assert assess(make_brief("food_safety", make_fact("3名顾客食用后呕吐")), None).cluster == "preventable"

    def test_confirmed_conduct_of_ours_is_preventable(self) -> None:
        assert assess(make_brief("service_outage", CONDUCT), None).cluster == "preventable"

    def test_a_breach_by_an_attack_makes_a_victim_that_does_not_deny(self) -> None:
        found = assess(make_brief("data_breach", make_fact("服务器遭到黑客攻击")), None)
        assert (found.cluster, "deny" in found.strategies) == ("victim", False)

    @pytest.mark.parametrize(
        ("kind", "shifted"), [("rumour", "accidental"), ("product_quality", "preventable"), ("false_advertising", "preventable")]
    )
    def test_a_crisis_that_comes_back_or_is_remembered_moves_one_step_up(self, kind: str, shifted: str) -> None:
        again, remembered = assess(make_brief(kind, recurrence=True), None), assess(make_brief(kind), REMEMBERED)
        assert (again.cluster, remembered.cluster) == (shifted, shifted)
        assert any("再次发生" in reason for reason in again.reasons) == (kind != "false_advertising")
        assert any("以往的危机" in reason for reason in remembered.reasons) == (kind != "false_advertising")


class TestStrategies:
    def test_each_cluster_has_its_own(self) -> None:
        assert assess(make_brief("rumour", REFUTED), None).strategies == ("instructing", "adjusting", "deny", "bolster")
        assert assess(make_brief("service_outage"), None).strategies == ("instructing", "adjusting", "diminish", "bolster")
        assert assess(make_brief("false_advertising"), None).strategies == ("instructing", "adjusting", "rebuild")

    @pytest.mark.parametrize(
        "brief",
        [
            make_brief("rumour", REFUTED, recurrence=True),
            make_brief("rumour", REFUTED, people_harmed=2),
            make_brief("rumour", REFUTED, make_fact("2名顾客食用后呕吐")),
            make_brief("rumour", REFUTED, CONDUCT),
            make_brief("malicious_attack", REFUTED, deaths=1),
        ],
    )
    def test_denial_is_dropped_where_something_contradicts_it(self, brief: Any) -> None:
        found = assess(brief, None)
        assert "deny" not in found.strategies
        assert any("不采用否认" in reason for reason in found.reasons)

    def test_denial_with_nothing_refuted_is_warned_of(self) -> None:
        assert any("不要否认" in warning for warning in assess(make_brief("rumour"), None).warnings)
        assert not any("不要否认" in warning for warning in assess(make_brief("rumour", REFUTED), None).warnings)

    def test_harm_and_level_one_take_bolstering_away(self) -> None:
        harmed = assess(make_brief("safety_accident", people_harmed=2), None)
        forced = assess(make_brief("service_outage", level="I", level_reason="x"), None)
        assert "bolster" not in harmed.strategies + forced.strategies
        assert any("不可淡化" in warning for warning in harmed.warnings)


CEILINGS: list[tuple[str, str, tuple[dict[str, Any], ...], str | None, str]] = [
    ("CN", "product_quality", (), None, "concern"),
    ("CN", "product_quality", (OPEN, make_fact("有人反映异味", status="reported")), None, "concern"),
    ("CN", "product_quality", (make_fact("收到6起反馈", disclosure="internal"),), None, "concern"),
    ("CN", "product_quality", (EVENT,), None, "moral_responsibility"),
    ("HK", "product_quality", (EVENT,), None, "moral_responsibility"),
    ("US", "product_quality", (EVENT,), None, "concern"),
    ("UK", "product_quality", (EVENT,), "III", "moral_responsibility"),
    ("EU", "product_quality", (EVENT,), "II", "concern"),
    ("UK", "product_quality", (EVENT,), "I", "concern"),
    ("CN", "product_quality", (EVENT,), "II", "moral_responsibility"),
    ("CN", "product_quality", (EVENT,), "I", "concern"),
    ("CN", "product_quality", (), "I", "concern"),
    ("CN", "product_quality", (EVENT, CAUSE), None, "factual_responsibility"),
    ("CN", "product_quality", (CAUSE,), "I", "factual_responsibility"),
    ("CN", "product_quality", (EVENT, CONDUCT), None, "factual_responsibility"),
    ("US", "service_outage", (make_fact("The outage was caused by a faulty configuration"),), None, "factual_responsibility"),
    ("CN", "product_quality", (EVENT, CAUSE | {"disclosure": "internal"}), None, "moral_responsibility"),
    ("CN", "product_quality", (EVENT, CAUSE | {"status": "reported"}), None, "moral_responsibility"),
    ("CN", "product_quality", (EVENT, make_fact("停电系台风所致")), None, "moral_responsibility"),
    ("CN", "rumour", (), None, "regret"),
    ("CN", "rumour", (EVENT,), None, "concern"),
    ("CN", "rumour", (CONDUCT,), None, "factual_responsibility"),
    ("CN", "malicious_attack", (), None, "concern"),
]


@pytest.mark.parametrize(("jurisdiction", "kind", "facts", "level", "rung"), CEILINGS)
def test_the_ceiling_follows_facts_jurisdiction_level_and_kind(
    jurisdiction: str, kind: str, facts: tuple[dict[str, Any], ...], level: str | None, rung: str
) -> None:
    forced = {"level": level, "level_reason": "x"} if level else {}
    found = assess(make_brief(kind, *facts, jurisdiction=jurisdiction, **forced), None)
    assert found.admission_ceiling == rung


def test_hong_kong_names_its_ordinance_and_level_one_its_two_lawyers() -> None:
    assert any("道歉条例" in reason for reason in assess(make_brief("other", EVENT, jurisdiction="HK"), None).reasons)
    english = assess(make_brief("other", EVENT, title="Fire at the depot", level="I", level_reason="x"), None)
    assert any("two people of legal" in reason for reason in english.reasons)


class TestClock:
    @pytest.mark.parametrize(
        ("level", "first", "following"),
        [
            ("I", "2026-03-02T10:10:00+08:00", "2026-03-02T14:40:00+08:00"),
            ("II", "2026-03-02T11:10:00+08:00", "2026-03-02T22:40:00+08:00"),
            ("III", "2026-03-02T13:10:00+08:00", "2026-03-03T10:40:00+08:00"),
            ("IV", "2026-03-03T09:10:00+08:00", "2026-03-05T10:40:00+08:00"),
        ],
    )
    def test_deadlines_count_from_detection_and_from_issue(self, level: str, first: str, following: str) -> None:
        clock = assess(make_brief("other", level=level, level_reason="x"), None).clock
        assert (clock.first_statement_due_at.isoformat(), clock.next_update_due_at.isoformat()) == (first, following)

    def test_times_are_in_the_offset_of_the_issue(self) -> None:
        found = assess(make_brief("other", issued_at="2026-03-02T02:40:00+00:00", level="III", level_reason="x"), None)
        assert found.clock.first_statement_due_at.isoformat() == "2026-03-02T05:10:00+00:00"

    def test_an_update_is_never_due_before_the_first_statement(self) -> None:
        found = assess(make_brief("other", issued_at="2026-02-01T00:00:00+08:00", level="I", level_reason="x"), None)
        assert found.clock.next_update_due_at == datetime.fromisoformat("2026-03-02T10:10:00+08:00")

    def test_a_missed_first_deadline_is_warned_of(self) -> None:
        assert any("时限" in warning for warning in assess(make_brief("other", deaths=1), None).warnings)
        assert not any("时限" in warning for warning in assess(make_brief("other"), None).warnings)


@pytest.mark.parametrize(
    ("level", "roles"),
    [
        ("IV", ("pr",)),
        ("III", ("pr", "legal")),
        ("II", ("pr", "legal", "business_owner")),
        ("I", ("pr", "legal", "legal", "executive")),
    ],
)
def test_a_level_needs_its_signatures(level: str, roles: tuple[str, ...]) -> None:
    assert assess(make_brief("other", level=level, level_reason="x"), None).sign_off == roles


DOCUMENTS: list[tuple[str, tuple[dict[str, Any], ...], str, list[str]]] = [
    ("customer_complaint", (EVENT,), "IV", ["faq"]),
    ("product_quality", (EVENT,), "III", ["holding_statement", "faq"]),
    ("product_quality", (EVENT,), "II", ["holding_statement", "apology", "faq", "internal_notice"]),
    ("product_quality", (OPEN,), "II", ["holding_statement", "faq", "internal_notice"]),
    ("product_quality", (EVENT,), "I", ["holding_statement", "faq", "customer_letter", "internal_notice"]),
    ("product_quality", (CONDUCT,), "I", ["holding_statement", "apology", "faq", "customer_letter", "internal_notice"]),
    ("product_quality", (make_fact("该批次已启动召回"),), "III", ["holding_statement", "recall_notice", "faq"]),
    ("product_quality", (make_fact("该批次已启动召回", status="reported"),), "III", ["holding_statement", "faq"]),
    ("data_breach", (EVENT,), "III", ["holding_statement", "breach_notice", "faq"]),
    ("rumour", (REFUTED,), "IV", ["rumour_rebuttal", "faq"]),
    ("rumour", (REFUTED,), "III", ["rumour_rebuttal", "faq"]),
    ("rumour", (REFUTED, OPEN), "III", ["holding_statement", "rumour_rebuttal", "faq"]),
    ("malicious_attack", (OPEN,), "III", ["holding_statement", "faq"]),
    ("rumour", (REFUTED, EVENT), "II", ["holding_statement", "rumour_rebuttal", "faq", "internal_notice"]),
    ("product_quality", (REFUTED,), "III", ["holding_statement", "faq"]),
]


@pytest.mark.parametrize(("kind", "facts", "level", "documents"), DOCUMENTS)
def test_documents_follow_level_kind_and_facts(
    kind: str, facts: tuple[dict[str, Any], ...], level: str, documents: list[str]
) -> None:
    found = assess(make_brief(kind, *facts, exposure=ZERO, level=level, level_reason="x"), None)
    assert list(found.recommended) == documents
