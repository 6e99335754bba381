"""The ledger of values: what supports a number, a time or a name, and what only looks as if it did."""

from datetime import date
from decimal import Decimal

import pytest

from service.brands import find_brand
from service.briefs import IncidentBrief
from service.grounding import Claim, check, grounds_of, may_be_said
from service.grounding.entries import alike, equal, group_of, is_whole, moment_key, rounds, same, unique
from service.grounding.sources import build
from service.grounding.types import Amount, Bound, ClaimKind, Moment
from tests.grounding.ledgers import ledger
from tests.samples import milk

COUNTS = ledger(
    ("共有12名员工受伤，其中4人重伤、8人轻伤", "confirmed"),
    ("3家门店停业，2家门店照常营业", "confirmed"),
    ("召回D7型电池1500块，已收回900块", "confirmed"),
    ("事故于5月6日7时30分发生，当日9时险情排除", "confirmed"),
    ("近40名员工接受了询问", "confirmed"),
    ("抽检20批次，5批次不合格", "confirmed"),
    ("向浦江区应急管理局报告", "confirmed"),
    ("产品批号为K2605-A，依据GB 31241生产", "confirmed"),
)


def claims(text: str, brief: IncidentBrief) -> dict[str, tuple[str, ...]]:
    found: tuple[Claim, ...] = check(text, grounds_of(brief)).claims
    return {claim.text: claim.supported_by for claim in found}


def supported(text: str, brief: IncidentBrief = COUNTS) -> bool:
    found = claims(text, brief)
    assert found, text
    return all(found.values())


class TestAmounts:
    @pytest.mark.parametrize(
        "text",
        [
            "12名员工受伤。",
            "十二名员工受伤。",
            "4人重伤。",
            "轻伤的有8人。",
            "召回1,500块电池。",
            "召回一千五百块电池。",
            "约1500块电池被召回。",
            "上千块电池已召回。",
            "不到一千块电池已收回。",
            "近40名员工接受了询问。",
            "还有600块电池没有收回。",
            "共有5家门店。",
            "25%的批次不合格。",
            "四分之一的批次不合格。",
        ],
    )
    def test_a_value_in_another_dress_a_true_rounding_a_sum_or_a_share(self, text: str) -> None:
        assert supported(text)

    @pytest.mark.parametrize(
        "text",
        [
            "21名员工受伤。",
            "召回15000块电池。",
            "近两千块电池被召回。",
            "超过1500块电池被召回。",
            "不足900块电池已收回。",
            "50名员工接受了询问。",
            "35%的批次不合格。",
            "17名员工受伤。",
        ],
    )
    def test_another_value_or_a_false_rounding(self, text: str) -> None:
        assert not supported(text)

    @pytest.mark.parametrize("text", ["8人重伤，4人轻伤。", "3家门店照常营业。"])
    def test_values_that_changed_places(self, text: str) -> None:
        assert not supported(text)

    def test_a_number_of_something_else_is_not_the_ledgers(self) -> None:
        assert not supported("12家门店停业。")

    def test_a_sum_names_both_its_parts(self) -> None:
        brief = ledger(("城东店有3名顾客不适", "confirmed"), ("城西店有4名顾客不适", "confirmed"))
        assert claims("共有7名顾客不适。", brief)["7名"] == ("F1", "F2")

    def test_values_of_two_sources_make_no_sum_where_the_text_adds_nothing(self) -> None:
        brief = ledger(("3名顾客就诊", "confirmed"), ("4名员工辞职", "confirmed"))
        assert claims("7名主播离开。", brief)["7名"] == ()


class TestMoments:
    @pytest.mark.parametrize(
        "text",
        ["5月6日7时30分", "今天早上7点半", "2026年5月6日", "at 07:30 on 6 May", "at half past seven this morning", "上午9时"],
    )
    def test_a_moment_in_another_dress(self, text: str) -> None:
        assert supported(f"It happened {text}." if text.startswith("at") else f"事故发生：{text}。")

    @pytest.mark.parametrize("text", ["5月6日7时13分", "5月16日", "2025年5月6日", "昨天7时30分", "晚上7点半"])
    def test_another_moment(self, text: str) -> None:
        assert not supported(f"事故发生在{text}。")

    def test_a_span_between_two_moments_names_both(self) -> None:
        assert "F4" in claims("险情一个半小时后排除。", COUNTS)["一个半小时"]
        assert claims("险情两个小时后排除。", COUNTS)["两个小时"] == ()

    @pytest.mark.parametrize(("text", "ids"), [("截至5月6日20时", ("issued_at",)), ("5月6日9时得知", ("incident", "F4"))])
    def test_the_briefs_own_times_support(self, text: str, ids: tuple[str, ...]) -> None:
        (found,) = claims(f"{text}。", COUNTS).values()
        assert set(found) & set(ids)

    def test_a_time_given_in_another_offset_may_be_printed_in_either(self) -> None:
        brief = ledger(next_update_at="2026-05-07T04:00:00+00:00")
        assert supported("下一次说明在5月7日12时发布。", brief)
        assert supported("下一次说明在5月7日4时发布。", brief)
        assert not supported("下一次说明在5月7日8时发布。", brief)

    def test_a_weekday_is_that_of_a_day_the_ledger_gives(self) -> None:
        assert supported("The accident was on Wednesday.")
        assert not supported("The accident was on Friday.")


class TestLabels:
    @pytest.mark.parametrize("text", ["批号K2605-A的电池", "依据GB31241生产", "浦江区应急局正在核查"])
    def test_a_name_or_number_in_a_shorter_dress(self, text: str) -> None:
        assert supported(f"{text}。")

    @pytest.mark.parametrize("text", ["批号K260的电池", "批号K2605-B的电池", "依据GB 3124生产", "滨江区应急局正在核查"])
    def test_a_piece_of_it_or_another(self, text: str) -> None:
        assert not supported(f"{text}。")


class TestWhatMayBeSaid:
    def test_every_public_text_is_a_source_and_nothing_else_is(self) -> None:
        ids = {source.id for source in may_be_said(milk()).sources}
        assert ids == {"F1", "F2", "F3", "F4", "F5", "F6", "C1", "contact:0", "incident", "issuer"}

    def test_the_brand_profile_and_passages_are_sources(self) -> None:
        brief = milk()
        led = may_be_said(brief, brand=find_brand(brief.brand), passages=["依照《产品质量法》第四十条办理"])
        assert "passage:0" in {source.id for source in led.sources}

    def test_source_and_summary_of_the_brief_support_nothing(self) -> None:
        brief = ledger(
            {"text": "电池鼓包", "source": "第77号工单"},
            incident={
                "title": "电池鼓包",
                "kind": "product_quality",
                "jurisdiction": "CN",
                "detected_at": "2026-05-06T09:00:00+08:00",
                "summary": "有88人投诉",
            },
        )
        assert not supported("88人投诉。", brief)
        assert not supported("见第77号工单。", brief)

    def test_an_attribution_a_translation_an_owner_and_a_title_support(self) -> None:
        brief = ledger(
            {
                "text": "电池鼓包",
                "attribution": "据浦江区应急管理局5月6日通报",
                "translations": {"en": "Forty batteries swelled"},
            },
            commitments=[{"id": "C1", "text": "全额退款", "approved": True, "owner": "客户服务部"}],
        )
        assert claims("据浦江区应急管理局通报。", brief)["浦江区应急管理局"] == ("F1",)
        assert supported("Forty batteries swelled.", brief)

    def test_a_ledger_of_no_sources_supports_nothing(self) -> None:
        empty = build([], [], date(2026, 5, 6))
        assert empty.entries == ()
        assert not supported("3名用户受伤。", ledger())


class TestEntries:
    def test_moments_are_equal_where_both_speak(self) -> None:
        assert equal(Moment(month=5, day=6), Moment(month=5, day=6, hour=9))
        assert not equal(Moment(month=5, day=6), Moment(month=5, day=7))
        assert not equal(Moment(day=6), Amount(Decimal(6)))
        assert equal(Amount(Decimal(6)), Amount(Decimal("6.0")))

    def test_like_stands_for_like(self) -> None:
        people, goods = Amount(Decimal(1), frozenset({"people"})), Amount(Decimal(2), frozenset({"goods"}))
        assert alike(people, people)
        assert not alike(people, goods)
        assert alike(Amount(Decimal(1)), goods)
        assert not alike(Moment(month=5, day=6), Moment(hour=6))
        assert not alike(people, Moment(hour=6))

    def test_the_hour_alone_is_looked_up_without_its_minute(self) -> None:
        assert moment_key(Moment(hour=9)) == (("hour", 9), ("minute", 0))
        assert moment_key(Moment(hour=9, minute=30, about=True)) == (("hour", 9),)

    def test_a_stricter_bound_than_the_ledgers_is_no_support(self) -> None:
        exact, over = Amount(Decimal(6)), Amount(Decimal(6), bound=Bound.OVER)
        assert same(exact, exact)
        assert same(exact, over)
        assert not same(over, exact)
        assert not same(Amount(Decimal(6), frozenset({"ordinal"})), exact)
        assert not same(exact, "6")

    def test_roundings(self) -> None:
        over = Amount(Decimal(100), bound=Bound.OVER)
        assert rounds(over, Amount(Decimal(102)))
        assert not rounds(over, Amount(Decimal(100)))
        assert not rounds(over, Amount(Decimal(900)))

    def test_kinds_looked_up_together(self) -> None:
        assert group_of(ClaimKind.NUMBER) == group_of(ClaimKind.QUANTITY) == "count"
        assert group_of(ClaimKind.DATE) == group_of(ClaimKind.DATETIME) == "moment"
        assert group_of(ClaimKind.MONEY) == "money"

    def test_a_whole_key_is_no_piece_of_a_longer_one(self) -> None:
        assert is_whole("gb7718", "依据gb7718检验")
        assert is_whole("12", "112 12")
        assert not is_whole("gb771", "依据gb7718检验")
        assert not is_whole("12", "112")

    def test_ids_once_and_in_order(self) -> None:
        assert unique(["F2", "F1", "F2"]) == ("F2", "F1")
