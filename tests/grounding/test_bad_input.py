"""Ledgers and texts nobody would write: empty, endless, in another language, out of range, full of control characters."""

import time

import pytest

from service.findings import Finding
from service.grounding import Grounds, check, grounds_of, read_statement
from service.language import text_language
from tests.grounding.ledgers import BATTERY, KETTLE, grounds, ledger

EMPTY = grounds_of(ledger())
ZH, EN = grounds_of(BATTERY), grounds_of(KETTLE)
PARAGRAPH_ZH = (
    "截至5月6日18时，收到14起电池鼓包的反馈，3名用户手部灼伤，其中1人住院。我们已于3月9日约谈王女士，共有700名用户受影响，"
    "涉及金额90万元；检测结果显示电池合格，市场监管局认定与公司无关。我们将赔偿每位用户500元。电池会起火吗？没有。\n"
)
PARAGRAPH_EN = (
    "By 6 p.m. on 6 May we had received 14 reports of loose handles and Three customers were scalded. On 9 March we met Mr Smith, and "
    "700 customers are affected, which costs £90,000; tests show that every kettle is safe and the police have cleared us. We will pay "
    "each customer £50. Was there a fire? No.\n"
)


def rules(text: str, under: Grounds) -> set[str]:
    return {finding.rule for finding in check(text, under).findings}


def well_formed(text: str, under: Grounds) -> list[Finding]:
    report = check(text, under)
    places = [(item.start, item.end, item.text) for item in report.claims]
    places += [(item.start, item.end, item.text) for item in report.findings]
    for start, end, words in places:
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == words
    for sentence in report.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
    return list(report.findings)


class TestEmptyLedger:
    @pytest.mark.parametrize(
        "text",
        [
            "收到14起反馈。",
            "事发于5月3日9时。",
            "涉及金额90万元。",
            "请拨打400-123-4567。",
            "批号B2026-09的产品。",
            "成都市市场监督管理局正在核实。",
            "电池鼓包是因为受潮。",
            "没有人受伤。",
            "我们将全额退款。",
            "We have received 14 reports.",
            "It happened on 3 March.",
            "Please call 0800 496 0999.",
            "The handles came loose because the glue was thin.",
            "Nobody was hurt.",
            "We will refund everyone.",
        ],
    )
    def test_every_claim_is_ungrounded(self, text: str) -> None:
        findings = well_formed(text, EMPTY)
        assert findings
        assert not [claim for claim in check(text, EMPTY).claims if claim.supported_by]

    @pytest.mark.parametrize(
        "text", ["我们很抱歉。", "各位用户，让大家担心了。", "We are sorry.", "Thank you for your patience."]
    )
    def test_what_claims_nothing_has_no_finding(self, text: str) -> None:
        assert well_formed(text, EMPTY) == []

    def test_a_long_statement_has_findings_all_along(self) -> None:
        findings = well_formed(PARAGRAPH_ZH * 5, EMPTY)
        assert findings[-1].start > len(PARAGRAPH_ZH) * 4

    def test_it_can_be_compared_with_another(self) -> None:
        assert read_statement(PARAGRAPH_ZH, EMPTY).clauses


class TestFactsInAnotherLanguage:
    BARE = grounds(("3名用户手部灼伤", "confirmed"), ("D7型电池已于5月6日从门店下架", "confirmed"), ("电池冒烟", "reported"))
    WORDED = grounds(
        {"text": "3名用户手部灼伤", "translations": {"en": "Three customers burned their hands"}},
        {"text": "D7型电池已于5月6日从门店下架", "translations": {"en": "D7 batteries were withdrawn from shops on 6 May"}},
        {"text": "电池冒烟", "status": "reported", "translations": {"en": "A battery gave off smoke"}},
    )

    @pytest.mark.parametrize("text", ["Three customers burned their hands.", "D7 batteries were withdrawn from shops on 6 May."])
    @pytest.mark.parametrize("under", [BARE, WORDED], ids=["bare", "worded"])
    def test_a_faithful_text_has_no_finding_either_way(self, text: str, under: Grounds) -> None:
        assert well_formed(text, under) == []
        assert all(claim.supported_by for claim in check(text, under).claims)

    @pytest.mark.parametrize(
        "text",
        ["Nine customers burned their hands.", "D7 batteries were withdrawn from shops on 9 May.", "Please call 0800 496 0999."],
    )
    @pytest.mark.parametrize("under", [BARE, WORDED], ids=["bare", "worded"])
    def test_another_value_is_found_either_way(self, text: str, under: Grounds) -> None:
        assert [finding for finding in well_formed(text, under) if finding.severity == "error"]

    def test_a_translation_is_held_against_its_status(self) -> None:
        assert "status-overstated" in rules("A battery gave off smoke.", self.WORDED)
        assert rules("There are reports that a battery gave off smoke, which we are checking.", self.WORDED) == set()

    def test_a_chinese_text_under_an_english_ledger(self) -> None:
        assert "ungrounded-number" in rules("9名顾客被烫伤。", EN)
        assert "ungrounded-number" not in rules("3名顾客被烫伤。", EN)

    def test_a_text_in_both_languages(self) -> None:
        text = "3名用户手部灼伤。\n\nThree customers burned their hands."
        assert well_formed(text, self.WORDED) == []
        assert "ungrounded-number" in rules(text.replace("Three", "Nine"), self.WORDED)


class TestLength:
    @pytest.mark.parametrize(
        ("paragraph", "under"),
        [
            (PARAGRAPH_ZH, ZH),
            (PARAGRAPH_EN, EN),
            (PARAGRAPH_ZH.replace("。", "，").replace("\n", ""), ZH),
            (PARAGRAPH_EN.replace(". ", ", ").replace("\n", " "), EN),
            ("批号K2605-A、K2605-B，", ZH),
            ("没有", ZH),
            ("不仅因为，", ZH),
            ("not because of it, ", EN),
            ("14起反馈", ZH),
            ("ก", ZH),
            ("岚山知道有缺陷，", ZH),
            ("Fernhill knew of the fault, ", EN),
            ("宏远更换材料", ZH),
            ("5月6日", ZH),
            ("我们将赔偿", ZH),
            ("所有", ZH),
            ("because ", EN),
            ("第", ZH),
            ("(", EN),
            ("“", ZH),
        ],
        ids=lambda value: value[:16] if isinstance(value, str) else "",
    )
    def test_time_grows_with_length_and_no_faster(self, paragraph: str, under: Grounds) -> None:
        check("收到9起反馈。 We received 9 reports.", under)
        short, long = (self._seconds((paragraph * (size // len(paragraph) + 1))[:size], under) for size in (20_000, 100_000))
        # Five times the text; the rest is for a busy machine. What grows with the square takes twenty-five times as long.
        assert long < max(14 * short, 3.0)

    def _seconds(self, text: str, under: Grounds) -> float:
        started = time.process_time()
        check(text, under)
        return time.process_time() - started

    def test_a_ledger_of_two_thousand_facts_is_fine(self) -> None:
        facts = [(f"{number}号门店5月{number % 28 + 1}日收到{number}起反馈", "confirmed") for number in range(2000)]
        under = grounds(*facts)
        assert well_formed("收到5001起反馈。", under)


class TestOtherScripts:
    @pytest.mark.parametrize(
        "text",
        [
            "แบตเตอรี่บวม 14 ก้อน",
            "تورمت 14 بطارية",
            "Батареи вздулись: 14 случаев",
            "バッテリーが膨張しました",
            "배터리가 부풀었습니다",
            "🔥🔋💥" * 50,
            "👨‍👩‍👧‍👦 3 👍🏽",
            "𠮷野家𡃁仔收到14起反馈。",
            "ﬁre ﬀ ½ ² ① ⅷ ㈠ ㍿",
            "e\u0301\u0301\u0301 cafe\u0301",
            "\u202e反馈起14到收\u202c",
        ],
    )
    def test_a_text_in_neither_language_is_read_without_harm(self, text: str) -> None:
        for under in (ZH, EN, EMPTY):
            well_formed(text, under)

    def test_a_number_in_it_is_still_a_claim(self) -> None:
        assert "ungrounded-number" in rules("แบตเตอรี่บวม 777 ก้อน", ZH)

    def test_a_ledger_in_it_is_a_ledger(self) -> None:
        under = grounds(("แบตเตอรี่บวม 14 ก้อน", "confirmed"), ("تورمت البطارية", "reported"), ("🔥", "refuted"))
        well_formed("收到14起反馈。🔥", under)
        assert "ungrounded-number" not in rules("14", under)

    def test_astral_characters_do_not_shift_a_span(self) -> None:
        text = "🔥𠮷：我们收到41起反馈。"
        assert ("ungrounded-number", "41起") in {(item.rule, item.text) for item in well_formed(text, ZH)}

    def test_language_falls_back_to_english(self) -> None:
        assert text_language("แบตเตอรี่") == "en"


class TestNumbersAndDates:
    @pytest.mark.parametrize("digits", ["9" * 300, "1" + "0" * 400, "0." + "0" * 300 + "1", "1," * 200 + "000", "-" + "7" * 200])
    @pytest.mark.parametrize(
        "shape", ["收到{}起反馈。", "金额{}元。", "{}%的订单。", "We received {} reports.", "It costs ${}.", "{} hours"]
    )
    def test_numbers_of_hundreds_of_digits(self, digits: str, shape: str) -> None:
        for under in (ZH, EMPTY):
            well_formed(shape.format(digits), under)

    def test_such_a_number_in_the_ledger_supports_itself_and_no_other(self) -> None:
        huge = "7" * 200
        under = grounds((f"收到{huge}起反馈", "confirmed"))
        assert rules(f"收到{huge}起反馈。", under) == set()
        assert {rule for rule in rules(f"收到{huge[:-1]}8起反馈。", under) if rule.startswith("ungrounded-")}

    @pytest.mark.parametrize(
        "moment",
        [
            "2月30日", "13月1日", "5月32日", "0月0日", "99月99日99时99分", "25时61分", "公元0年", "9999年12月31日", "10000年1月1日", "2026-13-45",
            "30 February", "32 May", "31 June 2026", "May 0", "25:61", "13:00 p.m.", "0000-00-00", "year 99999", "last week of 9999",
        ],
    )  # fmt: skip
    def test_dates_that_never_were(self, moment: str) -> None:
        for text in (f"事发于{moment}。", f"It happened on {moment}.", moment):
            for under in (ZH, EN, EMPTY):
                well_formed(text, under)

    @pytest.mark.parametrize("moment", ["2月30日", "5月32日"])
    def test_they_are_supported_by_nothing(self, moment: str) -> None:
        assert not [claim for claim in check(f"事发于{moment}。", ZH).claims if claim.supported_by]

    def test_they_do_no_harm_in_a_ledger(self) -> None:
        under = grounds(("事发于2月30日25时", "confirmed"), ("It happened on 32 May", "confirmed"))
        well_formed("事发于2月30日25时，历时三小时。", under)

    def test_the_ends_of_the_calendar_a_brief_allows(self) -> None:
        brief = ledger(
            ("电池鼓包", "confirmed"), issued_at="2100-12-31T23:00:00+08:00", next_update_at="2100-12-31T23:30:00+08:00"
        )
        well_formed("明天和下周三，后天上午9时，我们将说明。", grounds_of(brief))
        brief = ledger(("电池鼓包", "confirmed"), issued_at="2000-01-01T09:00:00+08:00")
        well_formed("昨天和上周三，前天上午9时，我们收到反馈。", grounds_of(brief))


class TestControlCharacters:
    @pytest.mark.parametrize(
        "text",
        ["", " ", "\n", "\x00", "\x00收到41起反馈。\x00", "\x1e\n\x1e", "\ufeff收到41起反馈。", "\u200b41\u200b起", "\r\n\r\n", "\u2028\u2029", "\ud7ff\ue000\uffff", "null", "None", "NaN", "undefined", "nil", "{}", "[]", "{{}}", "【】", "[TO CONFIRM]", "\\", "%s %d {0}", "<script>alert(1)</script>"],
    )  # fmt: skip
    def test_they_are_read_without_harm(self, text: str) -> None:
        for under in (ZH, EN, EMPTY):
            well_formed(text, under)

    def test_a_line_break_of_any_kind_does_not_hide_a_claim(self) -> None:
        for ending in ("\n", "\r\n", "\r", "\u2028"):
            assert "ungrounded-number" in rules(f"我们很抱歉。{ending}我们收到41起反馈。{ending}", ZH)

    def test_an_invisible_character_does_not_hide_a_leak(self) -> None:
        assert "confidential-leak" in rules("宏远\u200b更换了\ufeff隔膜材料。", ZH)

    def test_words_that_stand_for_nothing_claim_nothing(self) -> None:
        for text in ("null", "None", "undefined"):
            assert well_formed(text, ZH) == []
