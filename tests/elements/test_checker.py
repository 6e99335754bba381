"""Required elements, and what a finding about a missing one says."""

import pytest

from service.briefs import IncidentBrief, Level, StatementType
from service.elements import check_elements, required_elements
from service.elements.detection import Reading
from service.elements.schemas import ElementName
from service.findings import Finding, Severity
from tests.elements.conftest import MakeBrief
from tests.elements.exemplars import APOLOGY_ZH, FAQ_ZH, HOLDING_EN, HOLDING_ZH

HOLDING = StatementType.HOLDING_STATEMENT
CONTACT = {"label": "helpline", "value": "+44 800 555 0199"}


def rules(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found}


def check(text: str, brief: IncidentBrief, statement: str, *, level: Level = Level.II, language: str = "zh-CN") -> list[Finding]:
    return check_elements(text, brief=brief, statement=statement, level=level, language=language)


def one(found: list[Finding], rule: str) -> Finding:
    (finding,) = [finding for finding in found if finding.rule == rule]
    return finding


class TestRequiredElements:
    def test_grows_with_the_level(self) -> None:
        at_four = [demand.name for demand in required_elements(HOLDING, Level.IV, "zh-CN")]
        at_one = [demand.name for demand in required_elements(HOLDING, Level.I, "zh-CN")]
        assert at_four == ["acknowledgement", "known", "contact", "issuer"]
        assert set(at_one) - set(at_four) == {"unknown", "concern", "instruction", "next_update"}

    def test_describes_in_the_language_asked_for(self) -> None:
        (zh, *_), (en, *_) = (required_elements("rumour_rebuttal", Level.III, tag) for tag in ("zh-HK", "en-US"))
        assert zh.name == en.name == "rumour"
        assert "传言" in zh.description
        assert "claim" in en.description

    def test_names_what_may_stand_instead(self) -> None:
        update = {demand.name: demand.alternatives for demand in required_elements("update", Level.III, "en")}
        assert update["new"] == ("correction", "withdrawn")

    def test_asks_nothing_of_a_text_that_is_no_statement(self) -> None:
        assert required_elements("social_post", Level.I, "zh") == ()

    @pytest.mark.parametrize("statement", list(StatementType))
    def test_knows_every_kind_of_statement(self, statement: StatementType) -> None:
        assert required_elements(statement, Level.I, "en")


class TestMissingElements:
    @pytest.mark.parametrize(
        ("words", "rule"),
        [
            ("让大家为入口的牛奶担心，我们很抱歉。", "missing-concern"),
            ("下一次说明不晚于今天14时在本账号发布。", "missing-next_update"),
            ("客服热线：400-820-0000。", "missing-contact"),
            ("晨禾乳业\n2026年3月2日10时40分", "missing-issuer"),
            (
                "还在核对的：据反馈，有异味的产品多为2月27日生产。异味的原因目前还不清楚，样品已送第三方检测机构，结果出来之前我们不作推测。",
                "missing-unknown",
            ),
            ("2026年3月2日10时40分", "issuer-undated"),
            ("10时40分", "issuer-undated"),
        ],
    )
    def test_finds_what_was_taken_out_of_a_chinese_statement(self, chenhe: IncidentBrief, words: str, rule: str) -> None:
        assert words in HOLDING_ZH
        found = check(HOLDING_ZH.replace(words, ""), chenhe, HOLDING)
        assert rules(found) == {rule}

    @pytest.mark.parametrize(
        ("words", "rule"),
        [
            ("We are sorry for the worry this causes.", "missing-concern"),
            ("We will publish the next update by 14:00 today, China time.", "missing-next_update"),
            ("Customer line: 400-820-0000.", "missing-contact"),
            ("Chenhe Dairy, 2 March 2026, 10:40", "missing-issuer"),
            (", 10:40", "issuer-undated"),
        ],
    )
    def test_finds_what_was_taken_out_of_an_english_statement(self, chenhe: IncidentBrief, words: str, rule: str) -> None:
        assert words in HOLDING_EN
        found = check(HOLDING_EN.replace(words, ""), chenhe, HOLDING, language="en-GB")
        assert rules(found) == {rule}

    def test_spans_the_sentence_that_announces_the_event(self, chenhe: IncidentBrief) -> None:
        text = "各位用户：\n" + HOLDING_ZH.replace("客服热线：400-820-0000。", "")
        finding = one(check(text, chenhe, HOLDING), "missing-contact")
        assert finding.text == "截至3月2日10时，我们收到6起反馈，反映晨禾鲜奶有异味。"
        assert text[finding.start : finding.end] == finding.text

    def test_spans_nothing_where_no_sentence_announces_the_event(self, chenhe: IncidentBrief) -> None:
        found = check("请大家放心。", chenhe, HOLDING)
        assert {(finding.start, finding.end, finding.text) for finding in found} == {(0, 0, "")}

    def test_prefers_the_body_to_a_heading(self, chenhe: IncidentBrief) -> None:
        text = "关于部分晨禾鲜奶出现异味的情况说明\n\n我们注意到部分晨禾鲜奶出现异味。\n"
        assert one(check(text, chenhe, HOLDING), "missing-contact").text == "我们注意到部分晨禾鲜奶出现异味。"

    def test_says_which_ledger_item_could_fill_it(self, chenhe: IncidentBrief) -> None:
        found = check("我们注意到部分晨禾鲜奶出现异味。", chenhe, HOLDING)
        assert "客服热线 400-820-0000" in one(found, "missing-contact").message
        assert "2026-03-02 14:00" in one(found, "missing-next_update").message
        assert "F1、F3、F4、F6" in one(found, "missing-known").message
        assert "F5" in one(found, "missing-unknown").message
        assert "C1" in one(found, "missing-instruction").message
        assert "C2" not in one(found, "missing-instruction").message
        assert "F7" not in "".join(finding.message for finding in found)

    def test_says_that_the_ledger_has_nothing(self, make_brief: MakeBrief) -> None:
        found = check("We are aware of a problem in our app.", make_brief(), HOLDING, language="en-GB")
        assert "the ledger has nothing to fill it" in one(found, "missing-contact").message
        assert "next_update_at" in one(found, "missing-next_update").message
        assert "needs nothing from the ledger" in one(found, "missing-concern").message

    def test_does_not_ask_for_an_unknown_where_nothing_is_open(self, make_brief: MakeBrief) -> None:
        found = check("We are aware of a problem in our app.", make_brief(), HOLDING, language="en-GB")
        assert "missing-unknown" not in rules(found)

    def test_a_gap_marker_does_not_stand_for_the_thing(self, chenhe: IncidentBrief) -> None:
        text = HOLDING_ZH.replace("400-820-0000", "【待确认：客服热线电话】").replace(
            "不晚于今天14时", "【待确认：今天14时前后的下一次说明时间】"
        )
        assert rules(check(text, chenhe, HOLDING)) == {"missing-contact", "missing-next_update"}

    def test_a_named_segment_counts_as_present(self, chenhe: IncidentBrief) -> None:
        text = HOLDING_ZH.replace("让大家为入口的牛奶担心，我们很抱歉。", "大家辛苦了。")
        at = text.index("大家辛苦了。")
        found = check_elements(
            text, brief=chenhe, statement=HOLDING, level=Level.I, language="zh-CN", segments=[("concern", at, at + 6)]
        )
        assert found == []

    def test_a_named_issuer_without_a_date_is_found_at_its_place(self, make_brief: MakeBrief) -> None:
        text = "We are sorry.\nTeam North"
        found = check_elements(
            text, brief=make_brief(), statement="apology", level=Level.IV, language="en", segments=[("issuer", 14, 24)]
        )
        assert one(found, "issuer-undated").text == "Team North"

    def test_reads_traditional_characters(self, chenhe: IncidentBrief) -> None:
        text = (
            "我們留意到部分晨禾鮮奶出現異味，至今收到6起反饋。讓大家擔心，我們很抱歉。\n2月27日生產的鮮奶已從門店和線上下架、封存。"
            "原因仍在調查。請先不要飲用，致電400-820-0000。我們將於今天14時前再次說明。\n\n晨禾乳業\n2026年3月2日10時40分"
        )
        assert check(text, chenhe, HOLDING, language="zh-HK", level=Level.I) == []

    def test_says_nothing_about_a_text_that_is_no_statement(self, chenhe: IncidentBrief) -> None:
        assert check("春季上新。", chenhe, "social_post") == []

    def test_an_unheard_of_issuer_is_seen_by_its_signature(self, make_brief: MakeBrief) -> None:
        brief = make_brief(brand="海岚酒店", contacts=[CONTACT])
        signed = "We are aware of the claim.\n\nHailan Hotels\n11 May 2026, 09:00"
        assert "missing-issuer" not in rules(check(signed, brief, HOLDING, language="en-GB"))
        beside = "We are aware of the claim.\n\nHailan Hotels, 11 May 2026, 09:00"
        assert "missing-issuer" not in rules(check(beside, brief, HOLDING, language="en-GB"))
        unsigned = "We are aware of the claim.\n\n11 May 2026, 09:00"
        assert "missing-issuer" in rules(check(unsigned, brief, HOLDING, language="en-GB"))


class TestKinds:
    def test_a_faq_question_needs_an_answer(self, chenhe: IncidentBrief) -> None:
        text = FAQ_ZH + "\n1. 能退款吗？\n\n还有别的批次吗？\n目前无法答复。请致电400-820-0000。\n"
        assert one(check(text, chenhe, "faq"), "missing-answer").text == "1. 能退款吗？"

    def test_a_faq_without_questions_is_none(self, chenhe: IncidentBrief) -> None:
        assert "missing-question" in rules(check("部分晨禾鲜奶出现异味。", chenhe, "faq"))

    def test_two_questions_on_one_line_share_an_answer(self, chenhe: IncidentBrief) -> None:
        text = "能喝吗？能退吗？\n请先不要饮用，致电400-820-0000。我们今天14时前再次说明。"
        assert check(text, chenhe, "faq") == []

    def test_question_and_answer_marks_are_read(self, make_brief: MakeBrief) -> None:
        text = "Q: What happened?\nA: Some addresses were visible.\n\nQ: Whom do I call?\nA: +44 800 555 0199."
        assert check(text, make_brief(contacts=[CONTACT]), "faq", level=Level.IV, language="en") == []

    def test_a_heading_a_greeting_and_an_answer_are_known(self, make_brief: MakeBrief) -> None:
        text = "Parcel notice\n\nDear customer,\nWhat happened?\nSome addresses were visible."
        reading = Reading(text, make_brief(), "en")
        names: tuple[ElementName, ...] = ("heading", "greeting", "answer")
        assert [getattr(reading.place(name), "text", "") for name in names] == [
            "Parcel notice",
            "Dear customer,",
            "Some addresses were visible.",
        ]
        assert Reading("We are sorry.", make_brief(), "en").place("heading") is None
        titled = Reading("We are sorry.", make_brief(), "en", "Parcel notice")
        assert titled.has("heading")

    def test_an_update_says_what_changed(self, chenhe: IncidentBrief) -> None:
        still = "部分晨禾鲜奶出现异味。我们今天14时前再次说明。\n晨禾乳业\n2026年3月2日12时"
        assert "missing-new" in rules(check(still, chenhe, "update"))
        for words in ("此前说明中的6起有误，应为7起。", "上午的说明中关于批次的内容予以撤回。", "最新进展：检测结果已出。"):
            assert "missing-new" not in rules(check(words + still, chenhe, "update"))

    def test_a_rebuttal_names_the_rumour_and_the_fact(self, make_brief: MakeBrief) -> None:
        brief = make_brief(
            facts=[{"id": "R1", "text": "couriers photograph homes", "status": "refuted", "disclosure": "public"}],
            contacts=[CONTACT],
        )
        found = check("We are a parcel company.", brief, "rumour_rebuttal", language="en")
        assert {"missing-rumour", "missing-facts", "missing-contact"} <= rules(found)
        text = "Posts online claim that couriers photograph homes. This is not true. Call +44 800 555 0199.\nNorthline Parcel, 11 May 2026"
        assert check(text, brief, "rumour_rebuttal", language="en") == []

    def test_an_internal_notice_says_who_speaks(self, chenhe: IncidentBrief) -> None:
        text = "有异味的鲜奶已下架。疑问请联系400-820-0000，今天14时前再次说明。"
        assert "missing-spokesperson" in rules(check(text, chenhe, "internal_notice"))
        assert "missing-spokesperson" not in rules(check(text + "请勿对外评论，媒体来电转品牌部。", chenhe, "internal_notice"))

    def test_an_apology_needs_an_approved_commitment(self, chenhe: IncidentBrief) -> None:
        bare = chenhe.with_changes(commitments=tuple(item for item in chenhe.commitments if not item.approved))
        found = check(APOLOGY_ZH, bare, "apology")
        assert one(found, "apology-without-commitment").severity is Severity.WARNING
        assert "missing-remedy" not in rules(found)
        assert "apology-without-commitment" not in rules(check(APOLOGY_ZH, chenhe, "apology"))

    def test_an_english_apology_without_commitment_says_so_in_english(self, make_brief: MakeBrief) -> None:
        found = check("We are sorry.", make_brief(), "apology", language="en-US")
        assert "no approved commitment" in one(found, "apology-without-commitment").message

    @pytest.mark.parametrize(
        ("text", "language", "subject"),
        [
            ("特此致歉。", "zh", False),
            ("对此深表歉意。", "zh", False),
            ("我们向您道歉。", "zh", True),
            ("对不起。", "zh", True),
            ("晨禾乳业向用户致歉。", "zh", True),
            ("We apologise.", "en", True),
            ("Apologies for this.", "en", False),
        ],
    )
    def test_an_apology_has_a_subject(self, chenhe: IncidentBrief, text: str, language: str, subject: bool) -> None:
        found = check(text, chenhe, "apology", language=language)
        assert ("apology-without-subject" not in rules(found)) is subject
        assert "missing-apology" not in rules(found)

    def test_a_responsible_department_is_no_responsibility(self, chenhe: IncidentBrief) -> None:
        found = check("我们道歉。退款由客户服务部负责。", chenhe, "apology")
        assert "missing-responsibility" in rules(found)


class TestNextUpdate:
    @pytest.mark.parametrize(
        "words",
        ["今天14时", "3月2日14时", "今日下午2点", "14:00", "下午两点前即3月2日14时", "3小时20分钟后，即14时", "今天下午2时整"],
    )
    def test_accepts_every_way_to_write_the_time(self, chenhe: IncidentBrief, words: str) -> None:
        assert check(HOLDING_ZH.replace("今天14时", words), chenhe, HOLDING) == []

    @pytest.mark.parametrize("words", ["今天16时", "明天14时", "3月3日14时", "14时30分", "下午2点半", "晚上10点", "4小时内"])
    def test_finds_another_time(self, chenhe: IncidentBrief, words: str) -> None:
        found = check(HOLDING_ZH.replace("今天14时", words), chenhe, HOLDING)
        assert rules(found) == {"next-update-differs"}
        assert found[0].text in words
        assert "2026-03-02 14:00" in found[0].message

    @pytest.mark.parametrize("words", ["2 pm today", "2 p.m. on 2 March", "14:00 on March 2, 2026", "14:00"])
    def test_accepts_english_times(self, chenhe: IncidentBrief, words: str) -> None:
        assert check(HOLDING_EN.replace("14:00 today", words), chenhe, HOLDING, language="en-US") == []

    @pytest.mark.parametrize("words", ["3 pm today", "noon", "14:00 tomorrow", "14:00 on 3 March", "midnight"])
    def test_finds_another_english_time(self, chenhe: IncidentBrief, words: str) -> None:
        found = check(HOLDING_EN.replace("14:00 today", words), chenhe, HOLDING, language="en-US")
        assert rules(found) == {"next-update-differs"}

    def test_reads_times_by_the_clock_of_the_next_update(self, make_brief: MakeBrief) -> None:
        brief = make_brief(issued_at="2026-05-11T23:30:00+00:00", next_update_at="2026-05-12T09:00:00+08:00")
        found = check("We will publish an update by 9 am today.", brief, "update", language="en")
        assert "next-update-differs" not in rules(found)

    def test_a_time_without_a_ledger_is_found(self, make_brief: MakeBrief) -> None:
        found = check("We will publish an update by 15:00 today.", make_brief(), HOLDING, language="en")
        assert "has no next-update time" in one(found, "next-update-differs").message

    def test_an_approved_promise_keeps_its_own_time(self, chenhe: IncidentBrief) -> None:
        text = HOLDING_ZH.replace("3月5日18时前办结", "3月5日18时前办结并逐一告知")
        assert check(text, chenhe, HOLDING) == []

    @pytest.mark.parametrize(
        "words", ["热线9:00至18:00有人接听，会答复您的问题。", "请在3月6日12时前告知我们订单号。", "公司已于9时30分发布说明。"]
    )
    def test_hours_and_requests_are_no_next_update(self, chenhe: IncidentBrief, words: str) -> None:
        assert check(HOLDING_ZH.replace("客服热线", words + "客服热线"), chenhe, HOLDING) == []

    @pytest.mark.parametrize("words", ["有进展后我们会及时公布。", "我们将持续公布进展。"])
    def test_a_promise_without_a_time_is_no_next_update(self, chenhe: IncidentBrief, words: str) -> None:
        text = HOLDING_ZH.replace("下一次说明不晚于今天14时在本账号发布。", words)
        assert rules(check(text, chenhe, HOLDING)) == {"missing-next_update"}
