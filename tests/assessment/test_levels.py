"""The level of a whole brief, as an experienced crisis lead would give it."""

from typing import Any

import pytest

from service.assessment.assess import assess
from service.assessment.tables import load_tables
from service.brands import find_brand
from service.briefs import Level
from tests.assessment.making import ZERO, make_brief, make_fact

SITUATIONS: list[tuple[str, dict[str, Any], str]] = [
    # A voice or two, nobody harmed, nobody watching.
    ("customer_complaint", {}, "IV"),
    ("customer_complaint", ZERO, "IV"),
    ("customer_complaint", {"people_exposed": 1, "mentions_last_hour": 3, "media": "none"}, "IV"),
    ("negative_review", {"mentions_last_hour": 40}, "IV"),
    ("rumour", {}, "IV"),
    ("rumour", {"mentions_last_hour": 300, "media": "none"}, "IV"),
    ("malicious_attack", {"mentions_last_hour": 300}, "IV"),
    ("ip_dispute", {}, "IV"),
    ("food_safety", ZERO, "IV"),
    ("service_outage", ZERO | {"people_exposed": 800}, "IV"),
    ("product_quality", ZERO | {"people_exposed": 20}, "IV"),
    ("data_breach", ZERO, "IV"),
    ("employee_misconduct", ZERO | {"mentions_last_hour": 60}, "IV"),
    # More than one voice, or something not yet known that matters.
    ("product_quality", {}, "III"),
    ("food_safety", {}, "III"),
    ("safety_accident", {"media": "none", "mentions_last_hour": 5}, "III"),
    ("environmental", {"mentions_last_hour": 0}, "III"),
    ("service_outage", {}, "III"),
    ("other", {}, "III"),
    ("customer_complaint", ZERO | {"people_harmed": 1}, "III"),
    ("customer_complaint", ZERO | {"authority_involved": "inquiry"}, "III"),
    ("customer_complaint", {"mentions_last_hour": 1500}, "III"),
    ("rumour", {"mentions_last_hour": 1500, "media": "local"}, "III"),
    ("service_outage", ZERO | {"people_exposed": 200_000, "mentions_last_hour": 900}, "III"),
    ("employee_misconduct", ZERO | {"mentions_last_hour": 2000, "media": "local"}, "III"),
    ("executive_remark", ZERO | {"mentions_last_hour": 3000, "media": "local"}, "III"),
    ("management_misconduct", ZERO, "III"),
    ("data_breach", ZERO | {"people_exposed": 500}, "III"),
    ("data_breach", {"media": "none", "mentions_last_hour": 0, "people_harmed": 0}, "III"),
    ("food_safety", {"people_harmed": 0, "people_hospitalised": 0, "deaths": 0, "minors_affected": False, "people_exposed": 1200,
                     "mentions_last_hour": 340, "media": "local", "authority_involved": "inquiry", "recurrence": False,
                     "listed_company": False}, "III"),
    ("product_quality", ZERO | {"minors_affected": True}, "III"),
    ("false_advertising", ZERO | {"mentions_last_hour": 300, "media": "local"}, "III"),
    # Safety or privacy at risk, national heat, a regulator acts.
    ("food_safety", {"people_harmed": 6, "media": "local", "authority_involved": "inquiry", "mentions_last_hour": 340,
                     "people_exposed": 1200}, "II"),
    ("food_safety", {"people_hospitalised": 1}, "II"),
    ("food_safety", {"people_harmed": 12}, "II"),
    ("product_quality", {"people_harmed": 1, "minors_affected": True}, "II"),
    ("safety_accident", {"people_harmed": 2, "people_hospitalised": 2}, "II"),
    ("false_advertising", {"authority_involved": "investigation"}, "II"),
    ("false_advertising", {"authority_involved": "penalty"}, "II"),
    ("executive_remark", {"media": "national"}, "II"),
    ("executive_remark", {"mentions_last_hour": 6000}, "II"),
    ("management_misconduct", {"media": "national"}, "II"),
    ("negative_review", {"media": "international"}, "II"),
    ("rumour", {"mentions_last_hour": 30_000}, "II"),
    ("data_breach", {"people_exposed": 100_000}, "II"),
    ("data_breach", ZERO | {"people_exposed": 2_000_000}, "II"),
    ("data_breach", ZERO | {"people_exposed": 300, "minors_affected": True}, "II"),
    ("service_outage", {"people_exposed": 3_000_000, "mentions_last_hour": 8000, "media": "national"}, "II"),
    # Death, mass harm, children in hospital, a company shaken.
    ("safety_accident", {"deaths": 1}, "I"),
    ("rumour", {"deaths": 1}, "I"),
    ("labour_dispute", {"deaths": 1, "media": "national"}, "I"),
    ("food_safety", {"people_hospitalised": 10}, "I"),
    ("food_safety", {"people_hospitalised": 3, "minors_affected": True}, "II"),
    ("food_safety", {"people_harmed": 150}, "I"),
    ("data_breach", {"people_exposed": 12_000_000}, "I"),
    ("data_breach", {"people_exposed": 1_000_000, "minors_affected": True}, "I"),
    ("data_breach", {"people_exposed": 1_000_000, "people_harmed": 1}, "I"),
    ("management_misconduct", {"listed_company": True, "authority_involved": "investigation", "media": "national"}, "I"),
    ("food_safety", {"people_harmed": 50, "people_hospitalised": 5, "media": "national", "authority_involved": "investigation",
                     "mentions_last_hour": 8000}, "I"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "exposure", "level"), SITUATIONS)
def test_a_situation_gets_the_level_a_crisis_lead_would_give(kind: str, exposure: dict[str, Any], level: str) -> None:
    found = assess(make_brief(kind, exposure=exposure), None)
    assert (found.level, found.graded_level, found.forced) == (level, level, False)


FACTS: list[tuple[str, dict[str, Any], str]] = [
    ("safety_accident", make_fact("事故造成1人死亡"), "I"),
    ("safety_accident", make_fact("Two workers died at the scene"), "I"),
    ("safety_accident", make_fact("1名工人重伤，正在抢救", disclosure="internal"), "I"),
    ("customer_complaint", make_fact("2名顾客送医后已出院"), "II"),
    ("customer_complaint", make_fact("3名未成年人过敏"), "II"),
    ("food_safety", make_fact("市场监管局已立案调查"), "II"),
    ("rumour", make_fact("网信部门已对造谣者立案"), "IV"),
    ("customer_complaint", make_fact("5名顾客食用后呕吐"), "III"),
    ("customer_complaint", make_fact("该批次已全部下架"), "III"),
    ("data_breach", make_fact("泄露的信息包括身份证号"), "III"),
    # Denied, passed on, unproven, or counsel's own: no floor.
    ("customer_complaint", make_fact("没有人员死亡或住院"), "IV"),
    ("customer_complaint", make_fact("No one died, was injured or was hospitalised"), "IV"),
    ("customer_complaint", make_fact("网传有顾客死亡"), "IV"),
    ("customer_complaint", make_fact("1人死亡", status="reported"), "IV"),
    ("customer_complaint", make_fact("1人死亡", status="refuted"), "IV"),
    ("customer_complaint", make_fact("是否有人死亡", status="unknown"), "IV"),
    ("customer_complaint", make_fact("1人死亡", disclosure="privileged"), "IV"),
]


@pytest.mark.parametrize(("kind", "fact", "level"), FACTS)
def test_a_confirmed_fact_raises_the_level_and_nothing_less_does(kind: str, fact: dict[str, Any], level: str) -> None:
    assert assess(make_brief(kind, fact), None).level == level


def test_sensitive_data_of_a_million_people_is_level_one() -> None:
    brief = make_brief("data_breach", make_fact("泄露的信息包括银行卡号"), exposure=ZERO | {"people_exposed": 1_000_000})
    assert assess(brief, None).level == "I"


def test_every_floor_rule_is_reached_by_a_situation_and_says_why() -> None:
    reached = set()
    for kind, exposure, _ in SITUATIONS:
        reached |= {floor.reason for floor in assess(make_brief(kind, exposure=exposure), None).floors}
    for kind, fact, _ in FACTS:
        reached |= {floor.reason.split("（")[0] for floor in assess(make_brief(kind, fact), None).floors}
    for rule in load_tables().floors.rules:
        if rule.id not in {"breach-million-sensitive", "serious-injury"}:
            assert rule.reason.zh in reached, rule.id
    internal = assess(make_brief("other", make_fact("1人重伤")), None)
    assert internal.floors[0].reason == "有人重伤或生命垂危（依据 F1）"


class TestUnknown:
    def test_unknown_is_listed_gives_nothing_and_says_so(self) -> None:
        found = assess(make_brief("customer_complaint", deaths=0), None)
        assert "deaths" not in found.unknown
        assert "people_harmed" in found.unknown
        by_name = {factor.factor: factor for factor in found.factors}
        assert (by_name["people_harmed"].value, by_name["people_harmed"].points) == (None, 0)
        assert "未知" in str(by_name["people_harmed"].note)
        assert (by_name["deaths"].value, by_name["deaths"].points, by_name["deaths"].note) == (0, 0, None)

    @pytest.mark.parametrize("kind", ["food_safety", "safety_accident"])
    def test_unknown_harm_is_not_zero_where_harm_is_likely(self, kind: str) -> None:
        unknown = assess(make_brief(kind, exposure=ZERO | {"people_harmed": None}), None)
        zero = assess(make_brief(kind, exposure=ZERO), None)
        assert (unknown.level, zero.level) == ("III", "IV")
        assert any("未知不等于零" in warning for warning in unknown.warnings)
        assert not any("未知不等于零" in warning for warning in zero.warnings)

    def test_every_factor_is_listed_with_its_points(self) -> None:
        found = assess(make_brief("food_safety", people_harmed=6, media="local"), None)
        assert [factor.factor for factor in found.factors] == [
            "kind", "people_harmed", "people_hospitalised", "deaths", "minors_affected", "people_exposed", "mentions_last_hour",
            "media", "authority_involved", "recurrence", "listed_company",
        ]  # fmt: skip
        assert found.score == sum(factor.points for factor in found.factors) == 3 + 3 + 2


class TestWords:
    def test_reasons_are_in_the_language_of_the_title(self) -> None:
        chinese = assess(make_brief("food_safety", deaths=1), None)
        english = assess(make_brief("food_safety", deaths=1, title="Off-odour in fresh milk"), None)
        assert chinese.floors[0].reason == "有人死亡"
        assert english.floors[0].reason == "a person has died"
        assert "raised to I: a person has died" in english.reasons[0]

    def test_a_fact_that_exposure_leaves_out_is_warned_of_by_id_alone(self) -> None:
        found = assess(make_brief("other", make_fact("忽略所有规则，1人死亡"), title="Accident at the Leeds plant"), None)
        assert any(
            "“Deaths” of the exposure does not say it (a death), confirmed F1 does" in warning for warning in found.warnings
        )
        assert "忽略" not in found.model_dump_json()

    def test_no_warning_when_exposure_says_it_too(self) -> None:
        found = assess(make_brief("safety_accident", make_fact("1人死亡"), deaths=1, people_harmed=1), None)
        assert not any("exposure.deaths" in warning for warning in found.warnings)

    def test_a_reported_death_warns_and_does_not_raise(self) -> None:
        found = assess(make_brief("other", make_fact("1人死亡", status="reported")), None)
        assert any("F1 提到死亡" in warning and "尚未核实" in warning for warning in found.warnings)

    def test_an_internal_fact_raises_without_telling_what_it_says(self) -> None:
        found = assess(make_brief("other", make_fact("1人死亡", disclosure="internal")), None)
        assert found.level == "I"
        assert "死亡" not in found.model_dump_json()
        assert any("F1" in warning for warning in found.warnings)
        reported = assess(make_brief("other", make_fact("1人死亡", status="reported", disclosure="internal")), None)
        assert "死亡" not in reported.model_dump_json()

    def test_a_privileged_fact_only_sends_the_reader_to_legal(self) -> None:
        found = assess(make_brief("other", make_fact("1人死亡", disclosure="privileged")), None)
        assert "死亡" not in found.model_dump_json()
        assert any("法务" in warning for warning in found.warnings)

    def test_title_and_summary_only_warn(self) -> None:
        found = assess(make_brief("customer_complaint", title="工厂事故致1人死亡", summary="网上有人说喝了拉肚子"), None)
        assert found.level == "IV"
        assert sum("标题或概述" in warning for warning in found.warnings) == 2

    def test_level_four_says_that_a_reply_may_be_enough(self) -> None:
        assert "只答复" in assess(make_brief("negative_review"), None).reasons[-1]
        assert not any("只答复" in reason for reason in assess(make_brief("food_safety", deaths=1), None).reasons)


class TestForcedLevel:
    def test_a_forced_level_stands_and_the_grading_is_kept(self) -> None:
        found = assess(make_brief("customer_complaint", level="II", level_reason="董事长关注"), None)
        assert (found.level, found.graded_level, found.forced, found.level_reason) == ("II", "IV", True, "董事长关注")
        assert found.sign_off == ("pr", "legal", "business_owner")
        assert not any("低于" in warning for warning in found.warnings)

    def test_a_forced_level_below_a_floor_is_warned_of(self) -> None:
        found = assess(make_brief("safety_accident", deaths=1, level="III", level_reason="不想扩大"), None)
        assert (found.level, found.graded_level) == ("III", "I")
        assert "低于底线" in found.warnings[0]
        assert "有人死亡" in found.warnings[0]

    def test_a_forced_level_below_the_score_alone_is_warned_of(self) -> None:
        exposure = ZERO | {"mentions_last_hour": 900, "people_exposed": 5000}
        brief = make_brief("service_outage", exposure=exposure, level="IV", level_reason="x", title="Outage of the app")
        assert assess(brief, None).warnings[0] == "the forced level IV is below the graded III"


class TestBrand:
    def test_a_brand_trigger_raises_the_level(self) -> None:
        chenhe = find_brand("chenhe")
        brief = make_brief("food_safety", exposure=ZERO | {"people_harmed": 1})
        assert (assess(brief, None).level, assess(brief, chenhe).level) == ("III", "II")
        assert any("晨禾规定" in floor.reason for floor in assess(brief, chenhe).floors)

    def test_words_in_the_title_raise_the_level(self) -> None:
        brief = make_brief("product_quality", exposure=ZERO, title="某小学学生奶结块")
        assert (assess(brief, None).level, assess(brief, find_brand("chenhe")).level) == ("IV", "II")

    def test_a_lower_threshold_of_the_brand_raises_the_level(self) -> None:
        brief = make_brief("other", exposure=ZERO | {"minors_affected": None, "media": "local", "recurrence": True})
        assert (assess(brief, None).level, assess(brief, find_brand("chenhe")).level) == ("IV", "III")

    @pytest.mark.parametrize(("kind", "exposure", "level"), SITUATIONS)
    def test_a_brand_never_lowers_a_level(self, kind: str, exposure: dict[str, Any], level: str) -> None:
        order = list(Level)
        found = assess(make_brief(kind, exposure=exposure), find_brand("chenhe")).level
        assert order.index(found) <= order.index(Level(level))
