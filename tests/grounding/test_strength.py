"""How firmly a text may say what the ledger does not confirm, and which words around a clause hedge it."""

from typing import Any

import pytest

from service.grounding import Grounds
from service.grounding.alignment import Kind
from service.grounding.marks import Mark
from service.grounding.said import Said
from tests.grounding.compared import around, rules, said_in

STATUS, REFUTED = "status-overstated", "refuted-repeated"
# One claim in each language: what is in doubt, and how its topic is named.
CLAIM_ZH = "充电时电池冒烟"
CLAIM_EN = "The battery gave off smoke while charging"


def on(status: str, language: str = "zh", **more: Any) -> Grounds:
    return around((CLAIM_ZH if language == "zh" else CLAIM_EN, status), language=language, **more)


class TestReportedAsFact:
    @pytest.mark.parametrize(
        "text",
        [
            "充电时电池冒烟。",
            "电池在充电时冒了烟。",
            "电池充电时冒烟，我们深感不安。",
            "我们确认，电池在充电时冒烟。",
            "一块电池充电时冒烟，现场一片混乱。",
            "我们很抱歉，充电时电池冒烟。",
            "充电时，电池冒烟了。",
        ],
    )
    def test_it_is_found_in_chinese(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("reported"))

    @pytest.mark.parametrize(
        "text",
        [
            "The battery gave off smoke while charging.",
            "While it was charging, the battery gave off smoke.",
            "We confirm that the battery gave off smoke while charging.",
            "A battery smoked during charging and frightened a family.",
            "Smoke came from the battery while it was charging.",
        ],
    )
    def test_it_is_found_in_english(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("reported", "en"))


class TestReportedAsWhatOthersSay:
    @pytest.mark.parametrize(
        "text",
        [
            "据用户反映，充电时电池冒烟。",
            "有顾客称充电时电池冒烟。",
            "多名网友表示电池在充电时冒烟，我们正在核实。",
            "充电时电池是否冒烟，目前无法确认。",
            "网传电池充电时冒烟。",
            "有没有电池在充电时冒烟，我们仍在了解。",
            "充电时电池冒烟？",
            "如果充电时电池冒烟，请立即断电。",
            "关于电池充电时冒烟的说法，正在核查。",
            "电池充电冒烟一事，尚待查明。",
        ],
    )
    def test_it_is_fine_in_chinese(self, text: str) -> None:
        assert rules(text, on("reported"), STATUS, REFUTED) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Customers have told us that the battery gave off smoke while charging.",
            "According to one user, the battery gave off smoke while charging.",
            "We have seen posts saying the battery gave off smoke while charging.",
            "Whether the battery gave off smoke while charging is not yet known.",
            "It is claimed that the battery gave off smoke while charging.",
            "Did the battery give off smoke while charging?",
            "If the battery gives off smoke while charging, unplug it.",
            "Reports that the battery smoked while charging are being checked.",
        ],
    )
    def test_it_is_fine_in_english(self, text: str) -> None:
        assert rules(text, on("reported", "en"), STATUS, REFUTED) == []


class TestDisputedAndUnknown:
    @pytest.mark.parametrize("text", ["充电时电池冒烟。", "事实是，充电时电池冒烟。"])
    def test_the_disputed_is_no_fact(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("disputed"))

    @pytest.mark.parametrize("text", ["充电时电池是否冒烟，各方说法不一。", "有用户称充电时电池冒烟，正在核查。"])
    def test_it_may_be_told_as_under_review(self, text: str) -> None:
        assert rules(text, on("disputed"), STATUS) == []

    UNKNOWN_ZH = ("是否有乘客受伤", "unknown")
    UNKNOWN_EN = ("whether passengers were injured", "unknown")

    @pytest.mark.parametrize("text", ["有乘客受伤。", "多名乘客受伤。", "据了解，有乘客受伤。"])
    def test_the_unknown_is_no_fact(self, text: str) -> None:
        assert {"status-overstated", "ungrounded-harm"} & {rule for rule, _ in rules(text, around(self.UNKNOWN_ZH))}

    @pytest.mark.parametrize("text", ["Passengers were injured.", "Several passengers were injured in it."])
    def test_nor_in_english(self, text: str) -> None:
        held = around(self.UNKNOWN_EN, language="en")
        assert {"status-overstated", "ungrounded-harm"} & {rule for rule, _ in rules(text, held)}

    @pytest.mark.parametrize(
        "text", ["是否有乘客受伤，目前还不清楚。", "有没有乘客受伤，我们正在了解。", "有乘客受伤吗？目前无法答复。"]
    )
    def test_an_open_question_it_may_be(self, text: str) -> None:
        assert rules(text, around(self.UNKNOWN_ZH), STATUS) == []

    @pytest.mark.parametrize(
        "text", ["We do not yet know whether passengers were injured.", "Whether any passengers were injured is being checked."]
    )
    def test_in_english_too(self, text: str) -> None:
        assert rules(text, around(self.UNKNOWN_EN, language="en"), STATUS) == []

    @pytest.mark.parametrize("text", ["冒烟的原因正在调查。", "我们会公布冒烟的原因。", "冒烟的原因，目前没有结论。"])
    def test_a_topic_may_be_named(self, text: str) -> None:
        assert rules(text, around(("冒烟的原因", "unknown")), STATUS) == []


class TestRefuted:
    @pytest.mark.parametrize(
        "text", ["充电时电池冒烟。", "充电时，电池冒烟了。", "据用户反映，充电时电池冒烟。", "网传充电时电池冒烟，我们正在核实。"]
    )
    def test_it_is_not_repeated(self, text: str) -> None:
        assert (REFUTED, "F1") in rules(text, on("refuted"))

    @pytest.mark.parametrize(
        "text",
        ["The battery gave off smoke while charging.", "Some users say the battery gave off smoke while charging."],
    )
    def test_nor_in_english(self, text: str) -> None:
        assert (REFUTED, "F1") in rules(text, on("refuted", "en"))

    @pytest.mark.parametrize(
        "text",
        [
            "网传“充电时电池冒烟”不属实。",
            "充电时电池冒烟的说法没有根据。",
            "充电时电池并没有冒烟。",
            "网上有人说充电时电池冒烟，这是谣言。",
            "网传充电时电池冒烟。这一说法不实。",
            "以下内容均为不实信息：\n充电时电池冒烟。",
            "并非如网传所说，充电时电池冒烟。",
        ],
    )
    def test_it_may_be_corrected(self, text: str) -> None:
        assert rules(text, on("refuted"), REFUTED) == []

    @pytest.mark.parametrize(
        "text",
        [
            "The claim that the battery gave off smoke while charging is false.",
            "The battery did not give off smoke while charging.",
            "It is not true that the battery gave off smoke while charging.",
            "Posts say the battery gave off smoke while charging. That is untrue.",
            "The following is incorrect:\nThe battery gave off smoke while charging.",
            "Contrary to rumours, the battery gave off no smoke while charging.",
        ],
    )
    def test_in_english_too(self, text: str) -> None:
        assert rules(text, on("refuted", "en"), REFUTED) == []


class TestHedgesAround:
    @pytest.mark.parametrize(
        "text",
        [
            "以下情况我们正在核实：\n充电时电池冒烟。",
            "网友反映的情况有：\n1. 充电时电池冒烟。",
            "充电时电池冒烟。这一说法我们正在核实。",
            "充电时电池冒烟。该情况尚未证实。",
            "有人发帖称电池有问题。他们说，充电时电池冒烟。",
        ],
    )
    def test_a_colon_or_a_neighbour_that_points_here_hedges(self, text: str) -> None:
        assert rules(text, on("reported"), STATUS) == []

    @pytest.mark.parametrize(
        "text",
        [
            "We are checking the following:\nThe battery gave off smoke while charging.",
            "What customers have told us:\nThe battery gave off smoke while charging.",
            "The battery gave off smoke while charging. This has not been verified.",
            "The battery gave off smoke while charging. That is what customers say, and we are checking it.",
        ],
    )
    def test_in_english_too(self, text: str) -> None:
        assert rules(text, on("reported", "en"), STATUS) == []

    @pytest.mark.parametrize(
        "text",
        [
            "以下情况我们正在核实：\n门店的库存。\n\n充电时电池冒烟。",
            "我们正在核实库存。充电时电池冒烟。",
            "充电时电池冒烟。门店的库存正在核实。",
            "我们已确认以下事实：\n充电时电池冒烟。",
        ],
    )
    def test_one_of_another_matter_or_paragraph_does_not(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("reported"))

    def test_a_question_in_an_faq_asserts_nothing(self) -> None:
        assert rules("问：充电时电池冒烟了吗？\n答：目前无法答复。", on("reported"), STATUS) == []
        assert (
            rules("Q: Did the battery give off smoke while charging?\nA: We cannot say yet.", on("reported", "en"), STATUS) == []
        )

    def test_a_readers_own_line_asserts_nothing(self) -> None:
        text = "我的电池充电时冒烟，怎么办\n请拨打热线。"
        assert rules(text, on("reported"), STATUS) == []


class TestWhatIsKnownBesides:
    def test_a_confirmed_fact_of_the_same_words_wins(self) -> None:
        held = around(("5月6日一块电池在门店冒烟", "confirmed"), ("电池冒烟是因为改装", "disputed"))
        assert rules("5月6日，一块电池在门店冒烟。", held, STATUS) == []
        assert ("status-overstated", "F2") in rules("电池冒烟是因为改装。", held)

    def test_the_title_names_the_event_without_a_hedge(self) -> None:
        assert rules("对部分岚山电池鼓包，我们很抱歉。", around(("岚山电池鼓包是设计缺陷所致", "reported")), STATUS) == []


class TestSaid:
    FACTS = (("门店已停业", "confirmed"), ("有员工受伤", "reported"), ("冷链车出了故障", "confirmed", "internal"))

    def only(self, text: str) -> Said:
        found = said_in(text, *self.FACTS)
        assert len(found) == 1
        return found[0]

    @pytest.mark.parametrize("text", ["门店已停业。", "据说有员工受伤。", "The shop has been closed."])
    def test_a_statement_is_a_claim(self, text: str) -> None:
        assert self.only(text).is_claim

    @pytest.mark.parametrize(
        "text",
        [
            "门店停业了吗？",
            "如果门店停业，请联系我们",
            "请不要前往门店。",
            "我的门店停业了怎么办",
            "Please call us.",
            "Is it shut?",
        ],
    )
    def test_a_question_a_condition_or_a_request_is_none(self, text: str) -> None:
        assert not said_in(text, *self.FACTS)[0].is_claim

    def test_the_best_match_is_of_the_kind_asked_for(self) -> None:
        said = self.only("门店已停业。")
        certain, doubtful = said.best(Kind.FACT, certain=True), said.best(Kind.FACT, certain=False)
        assert certain is not None
        assert certain.item.id == "F1"
        assert doubtful is None
        assert said.best(Kind.LAW) is None

    def test_it_speaks_of_a_line_it_repeats(self) -> None:
        said = self.only("门店已停业。")
        match = said.best(Kind.FACT)
        assert match is not None
        assert said.speaks_of(match)

    def test_one_shared_word_is_not_enough(self) -> None:
        said = self.only("门店的空调、灯箱和招牌上周刚刚翻新。")
        match = said.best(Kind.FACT)
        assert match is None or not said.speaks_of(match)

    def test_marks_of_a_lead_in_hold_up_to_an_empty_line(self) -> None:
        found = said_in("我们正在核实：\n有员工受伤。\n\n门店已停业。", *self.FACTS)
        marks = {said.folded[said.start : said.end].strip(): said.marks for said in found}
        assert next(mark for text, mark in marks.items() if "受伤" in text) & Mark.OPEN
        assert not next(mark for text, mark in marks.items() if "停业" in text) & Mark.OPEN


class TestAnswersToWhatIsOpen:
    """A line that asks who did something, and a clause that has somebody in that place."""

    @pytest.mark.parametrize("text", ["影片由旺角店员工拍摄。", "影片由旺角店拍摄。", "这段影片由一名离职员工拍摄。"])
    def test_it_is_found(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, around(("影片由谁拍摄", "unknown")))

    @pytest.mark.parametrize(
        "text",
        [
            "影片由谁拍摄，目前还不清楚。",
            "影片是否由员工拍摄，正在核实。",
            "影片由谁拍摄？",
            "影片的拍摄者，我们还不掌握。",
            "影片并非由本店员工拍摄的说法，正在核查。",
        ],
    )
    def test_it_is_fine(self, text: str) -> None:
        assert rules(text, around(("影片由谁拍摄", "unknown")), STATUS) == []
