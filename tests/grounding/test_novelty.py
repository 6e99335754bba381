"""Deeds and other matter that no public item holds, and all the talk that claims nothing."""

from collections.abc import Callable

import pytest

from service.briefs import IncidentBrief
from service.briefs.loader import load_brief
from service.datafiles import validate_data
from service.errors import DataFault
from service.grounding import everyday
from service.grounding.alignment import board_of
from service.grounding.clauses import read_sentences
from service.grounding.concepts import table
from service.grounding.everyday import EverydayWords, deeds_in
from service.grounding.evidence import Evidence
from service.grounding.extract import read
from service.grounding.folding import Sentences
from service.grounding.mismatch import Novel
from service.grounding.novelty import novel_statements
from service.grounding.said import read_clauses
from service.structured import parse

RIDE = """
schema: firstword.brief/1
brand: Alder Park
issued_at: 2026-08-29T17:30:00+01:00
incident: {title: Accident on the Heron ride at Alder Park, kind: safety_accident, jurisdiction: UK,
           detected_at: 2026-08-29T15:24:00+01:00}
facts:
  - {id: F1, text: "One guest has died after an accident on the Heron ride", status: confirmed, disclosure: public}
  - {id: F2, text: "Four guests, including a child, have been taken to hospital", status: confirmed, disclosure: public}
  - {id: F3, text: "The park was evacuated and has been closed since 15:45", status: confirmed, disclosure: public}
  - {id: F4, text: "The ride has been handed over to the police", status: confirmed, disclosure: public}
  - {id: F5, text: "The safety bar was replaced in May", status: disputed, disclosure: public}
  - {id: F6, text: "The daily check sheet is missing two signatures", status: confirmed, disclosure: privileged}
commitments:
  - {id: C1, text: "tickets for 29 August will be refunded in full", approved: true}
contacts: [{label: Helpline, value: 0808 157 0633}]
next_update_at: 2026-08-29T20:00:00+01:00
requests: [{statement: holding_statement, language: en-GB}]
"""

Find = Callable[[str], list[Novel]]
# One sentence alone on a line may be a reader's question; statements have more than one.
LEAD_ZH = "各位顾客，鲜奶有异味，我们很抱歉。"
LEAD_EN = "We are deeply sorry. "


def _find(brief: IncidentBrief, text: str) -> list[Novel]:
    board = board_of(brief)
    reading = read(text, brief.issued_at.date())
    sentences = read_sentences(reading.folded, Sentences(reading.folded))
    return list(novel_statements(read_clauses(reading.folded, sentences, reading.mentions, board), board))


@pytest.fixture
def on_milk(milk: IncidentBrief) -> Find:
    return lambda text: _find(milk, text)


@pytest.fixture(scope="session")
def ride() -> IncidentBrief:
    return load_brief(RIDE.encode(), "ride.yml")


@pytest.fixture
def on_ride(ride: IncidentBrief) -> Find:
    return lambda text: _find(ride, text)


class TestInventedDeeds:
    @pytest.mark.parametrize(
        "sentence",
        [
            "我们已派出工程师上门。",
            "店长已被停职。",
            "已成立专项工作组。",
            "已连夜召开全国会议。",
            "我们已与该管理员解除劳动合同。",
            "分公司负责人当天就赶到现场鞠躬致歉。",
            "董事长已亲自登门看望每一位用户。",
            "全体员工已重新接受培训。",
            "我司已聘请律师事务所处理此事。",
            "所有冷柜已完成更换。",
            "門店已連夜完成全面消毒。",
            "我们正在更换全部冷柜。",
        ],
    )
    def test_a_deed_no_item_holds_is_an_error(self, on_milk: Find, sentence: str) -> None:
        found = on_milk(LEAD_ZH + sentence)
        assert any(item.is_act and item.evidence is Evidence.ABSENT and item.start >= len(LEAD_ZH) for item in found)

    @pytest.mark.parametrize(
        "sentence",
        [
            "We have disinfected every seat on the ride.",
            "I visited the family this morning.",
            "Our engineers have inspected every ride in the park.",
            "The manager on duty has been dismissed.",
            "We have hired an independent firm.",
            "We have since retrained every member of the team.",
            "Two operators have been suspended.",
            "We are installing new sensors on the track tonight.",
            "We have already signed a backup supplier in case this happens again.",
        ],
    )
    def test_an_english_deed_no_item_holds_is_an_error(self, on_ride: Find, sentence: str) -> None:
        found = on_ride(LEAD_EN + sentence)
        assert any(item.is_act and item.evidence is Evidence.ABSENT and item.start >= len(LEAD_EN) for item in found)

    @pytest.mark.parametrize(
        "sentence",
        ["We have replaced the safety bar.", "All tickets have now been refunded."],
        ids=["only a disputed fact tells of it", "it is only promised"],
    )
    def test_a_deed_that_is_disputed_or_promised_is_a_warning_at_most(self, on_ride: Find, sentence: str) -> None:
        found = on_ride(LEAD_EN + sentence)
        assert found
        assert not any(item.evidence is Evidence.ABSENT for item in found)

    @pytest.mark.parametrize(
        "sentence",
        [
            "2月27日的鲜奶，货架上已经撤了。",
            "这批奶已全部下柜，单独存放。",
            "样品已经寄到检测机构。",
            "我们没有更换冷柜。",
            "是否更换冷柜，还没有定。",
            "我们将更换冷柜。",
            "市场监管局已派出执法人员。",
            "如果您已更换包装，请告诉我们。",
            "冷柜有没有换过？",
            "我们已开通退款热线。",
            "您关心的问题，我们已整理在以下问答里。",
        ],
    )
    def test_facts_in_other_words_and_what_is_not_told_as_done_pass(self, on_milk: Find, sentence: str) -> None:
        assert not any(item.is_act for item in on_milk(LEAD_ZH + sentence))

    @pytest.mark.parametrize(
        "sentence",
        [
            "We emptied the park and shut the gates at a quarter to four.",
            "The police now have the ride.",
            "We have not replaced anything.",
            "We will inspect every ride.",
            "Whether the bar was replaced is still being checked.",
            "The police have interviewed two operators and sealed the ride.",
            "We have set up a helpline for families.",
            "We have put the questions we hear most often on this page.",
            "If you have replaced your ticket, keep the old one.",
        ],
    )
    def test_english_facts_in_other_words_pass(self, on_ride: Find, sentence: str) -> None:
        assert not any(item.evidence is Evidence.ABSENT for item in on_ride(LEAD_EN + sentence))

    def test_a_fact_in_the_other_language_vouches_too(self, on_milk: Find) -> None:
        assert not on_milk("We are sorry. Milk produced on 27 February has been withdrawn from our shops and held.")

    def test_a_readers_own_line_is_never_an_error(self, on_ride: Find) -> None:
        assert not any(
            item.evidence is Evidence.ABSENT for item in on_ride("I have replaced my ticket twice\nPlease call 0808 157 0633.")
        )

    def test_the_span_is_the_clause_and_the_nearest_item_is_named(self, on_milk: Find) -> None:
        text = LEAD_ZH + "2月27日生产的鲜奶，我们已全部销毁。"
        found = [item for item in on_milk(text) if item.is_act]
        assert [text[item.start : item.end] for item in found] == ["我们已全部销毁"]

    def test_what_is_not_public_vouches_for_nothing(self, on_ride: Find) -> None:
        assert on_ride(LEAD_EN + "Two signatures were missing from the daily sheet in the control booth.")


class TestOtherNewMatter:
    @pytest.mark.parametrize(
        "sentence",
        [
            "另一位老人摔伤了手腕，已经打上石膏。",
            "这是同行为了抢生意雇水军散播的。",
            "冷链车司机当时喝醉了酒。",
            "一名婴儿喝完以后一直昏迷不醒。",
            "车间的墙角发现过老鼠。",
        ],
    )
    def test_persons_things_and_events_the_ledger_does_not_know_are_a_warning(self, on_milk: Find, sentence: str) -> None:
        found = on_milk(LEAD_ZH + sentence)
        assert found
        assert not any(item.evidence is Evidence.ABSENT for item in found)

    @pytest.mark.parametrize(
        "sentence",
        [
            "The lock had been broken for months.",
            "Witnesses wept as helicopters circled the lake.",
            "A similar coaster in Spain collapsed in 2019.",
            "Another guest suffered a stroke.",
            "Vandals had loosened the bolts.",
        ],
    )
    def test_english_matter_the_ledger_does_not_know_is_a_warning(self, on_ride: Find, sentence: str) -> None:
        found = on_ride(LEAD_EN + sentence)
        assert found
        assert not any(item.evidence is Evidence.ABSENT for item in found)

    @pytest.mark.parametrize(
        "sentence",
        [
            "换作是我，也会生气。",
            "我们欠大家一个解释。",
            "把入口的东西交给我们，是一份沉甸甸的信任，我们辜负了这份信任。",
            "对外只讲三点，其余不猜测、不议论。",
            "感谢每一位提醒我们的朋友。",
            "原因没有查明，我们不拿猜测搪塞大家。",
            "有顾客说冰柜里长了霉，这一点我们正在核实。",
            "网传有婴儿昏迷，与事实不符。",
            "请您先别喝，把瓶身上的日期拍下来发给我们。",
            "谁都不愿意自己的孩子喝到这样的牛奶。",
            "祝各位平安。",
        ],
    )
    def test_talk_that_claims_nothing_passes(self, on_milk: Find, sentence: str) -> None:
        assert on_milk(LEAD_ZH + sentence) == []

    @pytest.mark.parametrize(
        "sentence",
        [
            "We owe you an explanation.",
            "This is not the evening anyone planned.",
            "You planned your weekend around it, and we let you down.",
            "I cannot imagine what you are going through.",
            "We are writing to tell you what we know.",
            "Please look after one another tonight.",
            "Visitors say a carriage came loose; we are checking that.",
            "We will not guess, and we ask you not to share what you cannot confirm.",
            "There are no words that make this better.",
            "Nobody should have to see what some of you saw.",
            "Is the ride insured?",
        ],
    )
    def test_english_talk_that_claims_nothing_passes(self, on_ride: Find, sentence: str) -> None:
        assert on_ride(LEAD_EN + sentence) == []

    @pytest.mark.parametrize(
        "text",
        [
            "# 关于奶站运营班组轮值表的说明\n\n我们很抱歉。",
            "我们很抱歉。\n\n晨禾乳业品控车间班组\n轮值厂长",
            "We are sorry.\n\nAnvil Works Dockside Logistics\nFleet Superintendent",
        ],
    )
    def test_titles_and_signatures_are_no_claims(self, on_milk: Find, text: str) -> None:
        assert on_milk(text) == []

    def test_nothing_is_found_in_nothing(self, on_milk: Find) -> None:
        assert on_milk("") == []


class TestDeedsIn:
    def test_deeds_are_found_where_they_stand(self) -> None:
        assert [(place.start, place.deed) for place in deeds_in("我们已派出工程师上门")] == [(3, "dispatch"), (8, "call_on")]

    def test_english_deeds_are_whole_words(self) -> None:
        assert deeds_in("an unrepaired, replaceable part") == []


class TestEverydayWords:
    @pytest.mark.parametrize("word", ["抱歉", "组给", "据云", "sorry", "apologies", "thirty-one"])
    def test_everyday_words_and_what_the_segmenter_left_of_them_carry_nothing(self, word: str) -> None:
        assert everyday.is_everyday(word, whole=False)

    @pytest.mark.parametrize("word", ["石膏", "骗走", "vandal"])
    def test_matter_is_not_everyday(self, word: str) -> None:
        assert not everyday.is_everyday(word, whole=True)

    def test_the_lists_are_as_wide_as_statements_are(self) -> None:
        keys = everyday.keys()
        assert sum(not key.isascii() for key in keys) >= 700
        assert sum(key.isascii() and key[0] != "#" for key in keys) >= 600

    def test_no_word_is_both_everyday_and_grave(self) -> None:
        assert everyday.keys().isdisjoint(everyday.grave())

    def test_every_concept_named_exists(self) -> None:
        given = everyday.lists()
        named = {name for line in (*given.concepts, *given.grave.concepts) for name in line}
        named |= {name for deed in given.deeds.values() for name in deed.concepts}
        assert named <= set(table())

    def test_an_unknown_key_is_refused_with_its_line(self) -> None:
        with pytest.raises(DataFault, match=r"everyday\.yml:1"):
            validate_data(parse(b"wordz: []\n", "everyday.yml"), EverydayWords)
