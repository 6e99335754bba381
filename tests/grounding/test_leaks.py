"""Hidden facts that show, by their words, their values, their names, or told otherwise."""

import pytest

from service.grounding import Grounds, check, grounds_of, may_be_said
from service.grounding.leaks import secrets_of
from tests.grounding.ledgers import BATTERY, KETTLE, grounds, ledger

ZH, EN = grounds_of(BATTERY), grounds_of(KETTLE)


def leaks(text: str, under: Grounds) -> list[tuple[str | None, str]]:
    return [(item.basis, item.text) for item in check(text, under).findings if item.rule == "confidential-leak"]


class TestWhatShows:
    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ("电芯的隔膜换过材料。", "F8"),
            ("供应商在3月换了材料。", "F8"),
            ("供应商宏远正在配合调查。", "F8"),
            ("今年春天电芯厂家改过隔膜。", "F8"),
            ("我们了解到，供应商更换过隔膜材料，正在核对。", "F8"),
            ("訂單交付可能受影響。", "F11"),
            ("停产会影响交付。", "F11"),
            ("8600辆订单要推迟。", "F11"),
        ],
    )
    def test_in_chinese(self, text: str, fact: str) -> None:
        assert {found for found, _ in leaks(text, ZH)} == {fact}

    @pytest.mark.parametrize(
        ("text", "fact"),
        [
            ("The supplier changed its adhesive in February.", "F8"),
            ("Corbel switched the resin.", "F8"),
            ("Corbel is helping us.", "F8"),
            ("We have spoken to Corbel about it.", "F8"),
            ("Some 8,600 orders are at risk.", "F11"),
            ("Orders in the second quarter may be late.", "F11"),
        ],
    )
    def test_in_english(self, text: str, fact: str) -> None:
        assert {found for found, _ in leaks(text, EN)} == {fact}

    @pytest.mark.parametrize(
        ("text", "under"), [("宏远在3月更换了隔膜材料吗？", ZH), ("Did Corbel switch resin in February?", EN)]
    )
    def test_a_question_tells_as_much(self, text: str, under: Grounds) -> None:
        assert leaks(text, under)

    def test_one_sentence_is_one_leak_and_the_others_none(self) -> None:
        text = "我们很抱歉。宏远在3月更换了隔膜材料。3名用户手部灼伤。"
        ((fact, quote),) = leaks(text, ZH)
        assert fact == "F8"
        assert quote in "宏远在3月更换了隔膜材料。"

    def test_the_message_names_the_fact_and_quotes_none_of_it(self) -> None:
        (finding,) = [item for item in check("电芯的隔膜换过材料。", ZH).findings if item.rule == "confidential-leak"]
        assert "F8" in finding.message
        assert "宏远" not in finding.message
        assert finding.suggestion == "删去。"


class TestWhatDoesNot:
    @pytest.mark.parametrize(
        "text",
        [
            "感谢大家的理解与支持。",
            "3名用户手部灼伤，其中1人住院。",
            "4月20日生产的D7型电池已于5月6日从门店下架。",
            "电池鼓包的原因还不清楚。",
            "我们将为D7型电池的用户免费更换电池。",
            "经销商已收到通知。",
        ],
    )
    def test_public_matter_in_chinese(self, text: str) -> None:
        assert leaks(text, ZH) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Thank you for your patience.",
            "Kettles made in April were withdrawn from shops on 6 May.",
            "We are inspecting the stock in every warehouse.",
            "We will replace every kettle made in April free of charge.",
            "Our warehouses are open.",
        ],
    )
    def test_public_matter_in_english(self, text: str) -> None:
        assert leaks(text, EN) == []

    def test_words_a_public_fact_has_too_leak_nothing(self) -> None:
        under = grounds(("宏远更换了隔膜材料", "confirmed"), ("宏远在3月更换了隔膜材料", "confirmed", "internal"))
        assert leaks("宏远更换了隔膜材料。", under) == []

    def test_a_name_the_public_side_gives_is_no_secret(self) -> None:
        under = grounds(
            ("Corbel supplies our glue", "confirmed"), ("The supplier Corbel switched resin", "confirmed", "internal")
        )
        assert leaks("Corbel is helping us.", under) == []
        assert leaks("Corbel switched its resin.", under)

    def test_without_hidden_facts_nothing_leaks(self) -> None:
        assert leaks("宏远在3月更换了隔膜材料。", grounds(("电池鼓包", "confirmed"))) == []


class TestSecretsOf:
    def test_both_kinds_of_disclosure_are_secret(self) -> None:
        assert [secret.id for secret in secrets_of(BATTERY, may_be_said(BATTERY))] == ["F8", "F11"]

    def test_public_words_and_values_are_taken_out(self) -> None:
        brief = ledger(("电池鼓包14起", "confirmed"), ("鼓包14起，另有9起被压下", "confirmed", "internal"))
        (secret,) = secrets_of(brief, may_be_said(brief))
        assert "鼓包" not in secret.words
        assert {normal for _, normal in secret.values} >= {"9 cases"} or any("9" in normal for _, normal in secret.values)
        assert not any(normal.startswith("14") for _, normal in secret.values)

    def test_a_translation_of_a_secret_is_secret(self) -> None:
        under = grounds(
            {
                "text": "宏远在3月更换了隔膜材料",
                "disclosure": "internal",
                "translations": {"en": "The cell supplier Hongyuan switched the separator material in March"},
            }
        )
        assert leaks("The separator material was switched.", under)
        assert leaks("Hongyuan is helping us.", under)

    def test_names_are_words_with_a_capital_within_the_line_that_are_no_dates(self) -> None:
        brief = ledger(("The adhesive supplier Corbel switched resin in February", "confirmed", "internal"))
        (secret,) = secrets_of(brief, may_be_said(brief))
        assert secret.names == {"corbel"}
