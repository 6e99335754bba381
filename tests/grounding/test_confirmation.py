"""Clauses that call confirmed, or answer yes to, what the ledger does not confirm."""

import pytest

from service.grounding import Grounds
from tests.grounding.compared import around, rules

STATUS, REFUTED, POLARITY = "status-overstated", "refuted-repeated", "polarity-turned"
ANY = (STATUS, REFUTED)
SMOKE_ZH, SMOKE_EN = "充电时电池冒烟", "The battery gave off smoke while charging"


def on(status: str, language: str = "zh") -> Grounds:
    return around((SMOKE_ZH if language == "zh" else SMOKE_EN, status), language=language)


class TestVerified:
    @pytest.mark.parametrize(
        "text",
        [
            "有用户说充电时电池冒烟，我们已核实属实。",
            "有用户反映充电时电池冒烟，经查情况属实。",
            "网友称充电时电池冒烟，该情况已得到证实。",
            "关于充电时电池冒烟的反映，已查证属实。",
            "充电时电池冒烟的情况确有其事。",
            "有顾客说充电时电池冒烟。这一情况我们已经查实。",
            "网传充电时电池冒烟，是真的。",
        ],
    )
    def test_what_is_only_reported_was_not_verified(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("reported"))

    @pytest.mark.parametrize(
        "text",
        [
            "Customers say the battery gave off smoke while charging, and this has been confirmed.",
            "Users report that the battery gave off smoke while charging. We have verified this.",
            "The report that the battery gave off smoke while charging is true.",
            "Reports that the battery gave off smoke while charging turned out to be true.",
        ],
    )
    def test_nor_in_english(self, text: str) -> None:
        assert (STATUS, "F1") in rules(text, on("reported", "en"))

    @pytest.mark.parametrize("text", ["网传充电时电池冒烟，我们已核实属实。", "充电时电池冒烟一事，情况属实。"])
    def test_the_refuted_even_less(self, text: str) -> None:
        assert (REFUTED, "F1") in rules(text, on("refuted"))

    @pytest.mark.parametrize(
        "text",
        [
            "有用户说充电时电池冒烟，是否属实还在核实。",
            "有用户说充电时电池冒烟，目前尚未证实。",
            "有用户说充电时电池冒烟，我们还不能确认。",
            "有用户说充电时电池冒烟，一经核实将立即公布。",
            "有用户说充电时电池冒烟，未经核实，请勿转发。",
            "如果充电时电池冒烟的情况属实，我们会说明。",
        ],
    )
    def test_a_check_under_way_or_to_come_confirms_nothing(self, text: str) -> None:
        assert rules(text, on("reported"), *ANY) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Customers say the battery gave off smoke while charging; whether that is true is being checked.",
            "Customers say the battery gave off smoke while charging, which has not been confirmed.",
            "If it is true that the battery gave off smoke while charging, we will say so.",
        ],
    )
    def test_nor_one_in_english(self, text: str) -> None:
        assert rules(text, on("reported", "en"), *ANY) == []

    @pytest.mark.parametrize(
        "text",
        ["经核实，网传充电时电池冒烟不属实。", "我们已核实，充电时电池冒烟的说法不实。", "网传充电时电池冒烟，经查并非事实。"],
    )
    def test_what_leads_in_a_denial_confirms_the_denial(self, text: str) -> None:
        assert rules(text, on("refuted"), *ANY) == []

    @pytest.mark.parametrize(
        "text", ["充电时电池冒烟，我们已核实属实。", "经核实，充电时电池冒烟。", "充电时电池冒烟，情况属实。"]
    )
    def test_a_confirmed_fact_may_be_called_so(self, text: str) -> None:
        assert rules(text, on("confirmed"), *ANY) == []

    def test_what_an_authority_confirmed_is_its_own_word(self) -> None:
        held = around((SMOKE_ZH, "reported"), ("警方已证实现场没有明火", "confirmed"))
        assert rules("警方已证实现场没有明火。", held, *ANY) == []


class TestAffirmed:
    @pytest.mark.parametrize(
        "text",
        [
            "问：充电时电池冒烟了吗？\n答：是的。",
            "充电时电池会冒烟吗？\n会。",
            "充电时电池冒烟是真的吗？\n是的。",
            "问：充电时电池冒烟，对吗？\n答：对。",
        ],
    )
    def test_yes_repeats_what_the_ledger_refutes(self, text: str) -> None:
        assert (REFUTED, "F1") in rules(text, on("refuted"))

    @pytest.mark.parametrize(
        "text",
        ["Did the battery give off smoke while charging?\nYes.", "Q: Did the battery give off smoke while charging?\nA: Yes."],
    )
    def test_in_english_too(self, text: str) -> None:
        assert (REFUTED, "F1") in rules(text, on("refuted", "en"))

    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("事故没有造成顾客受伤", "有顾客在事故中受伤吗？\n有。"),
            ("顾客的银行卡号没有外泄", "问：顾客的银行卡号外泄了吗？\n答：是的。"),
            ("Card numbers were not exposed", "Were card numbers exposed?\nYes."),
            ("No customer was injured in the fire", "Was any customer injured in the fire?\nYes."),
        ],
    )
    def test_yes_turns_a_negative_fact(self, fact: str, text: str) -> None:
        held = around((fact, "confirmed"), language="en" if text.isascii() else "zh")
        assert (POLARITY, "F1") in rules(text, held)

    @pytest.mark.parametrize(
        ("fact", "text"),
        [
            ("门店已停业", "门店停业了吗？\n是的。"),
            ("门店已停业", "问：门店停业了吗？\n答：是的，门店已停业。"),
            ("The shop is closed", "Is the shop closed?\nYes."),
            ("The shop is closed", "Q: Is the shop closed?\nA: Yes, the shop is closed."),
            ("事故没有造成顾客受伤", "事故没有造成顾客受伤，对吗？\n对。"),
        ],
    )
    def test_yes_to_what_is_confirmed_is_fine(self, fact: str, text: str) -> None:
        held = around((fact, "confirmed"), language="en" if text.isascii() else "zh")
        assert rules(text, held, *ANY, POLARITY) == []

    @pytest.mark.parametrize(
        "text", ["充电时电池冒烟了吗？\n没有。", "充电时电池冒烟了吗？\n不是，这个说法不实。", "我们很抱歉。\n是的。"]
    )
    def test_no_and_a_yes_to_nothing_are_fine(self, text: str) -> None:
        assert rules(text, on("refuted"), *ANY, POLARITY) == []
