"""What a check says: spans in the text as written, the effect of the context, the advertisement switch, hostile input."""

import subprocess
import sys

import pytest

from service.compliance.checker import check
from service.compliance.schemas import CheckContext
from service.findings import Finding, Layer, Severity

STATEMENT = CheckContext(statement="holding_statement")
COPY = CheckContext()


def only(text: str, context: CheckContext = COPY) -> Finding:
    (finding,) = check(text, context, is_bare=True)
    return finding


def rules(text: str, context: CheckContext = STATEMENT) -> set[str]:
    return {finding.rule for finding in check(text, context)}


class TestQuietSentences:
    @pytest.mark.parametrize(
        "text",
        [
            "原因正在调查，结果以市场监督管理局的通报为准。",
            "已送医治疗，治疗费用由我们垫付。",
            "如您持有该批次产品，请停止食用。",
            "截至3月2日10时，没有收到身体不适的反馈。",
            "对此我们深表歉意，并将依法承担相应责任。",
            "我们第一时间封存了涉事批次，首批样品已送检。",
            "让您用得放心，本来就是我们该做到的。",
            "我们对安全问题零容忍，绝不姑息，坚决防止类似事件再次发生。",
            "请不要公开或转发当事人的个人信息。",
            "本次召回涉及1200台，存在起火风险，可能导致烫伤。",
            "We are sorry for the worry this causes. We do not yet know the cause.",
            "我们注意到，有消费者在网上反映，在南湖店用餐后出现不适。事情发生后，我们立即停业自查，并配合区市场监督管理局调查。受影响的顾客我们已逐一联系，医疗费由公司先行垫付。",
            "关于部分用户数据可能泄露的通知：我们于5月3日发现异常访问，可能涉及姓名、手机号。建议您尽快修改密码，不要点击陌生链接。",
            "自即日起召回2025年1月至3月生产的充电宝共计12000台。因电芯存在缺陷，极端情况下可能起火，请立即停止使用。",
            "我们对罹难员工表示深切哀悼。事故原因由市应急管理局调查，调查结果将依法公布。",
            "针对“使用过期食材”的传言：经市场监督管理局3月4日现场检查，未发现过期食材，检查编号为2026-031。",
            "我们欢迎监督，也请大家以官方通报为准，不信谣、不传谣。",
            "张女士您好，您的退款已办理，请在3个工作日内查收。",
            "本公司保留了当天全部监控，并已提交给警方。",
            "我们会承担患者在医院的检查费用，标准见公告附件。",
            "该员工的言论不代表公司立场，我们已向受害者当面道歉。",
            "感谢医护人员全力救治，目前5名伤者病情稳定，其中2人已康复出院。",
            "我们的首要任务是保障顾客安全，目前已全面暂停该设备运行。",
            "关于大家最关心的退款问题，最迟不超过3月5日办结。",
            "这是我们的错，我们不找借口。",
            "我们希望用最大的诚意，换回大家的信任。",
            "We have paused production while the regulator completes its inspection, and we will share its findings when they are published.",
            "Two employees were injured in the fire. They are being treated in hospital and their families have been told.",
            "If you have any questions, please contact our customer care team at care@example.com.",
            "We understand why customers are upset. They should have heard from us sooner.",
            "The system has been restored. The cause is not yet known and an independent review is under way.",
            "Your data may have been accessed. We recommend that you change your password.",
            "Our top priority is the safety of everyone on site, and we are doing everything we can to prevent this from happening again.",
            "We do not comment on individual customers.",
            "You can have a full refund with the product or a photo.",
            "第一时间、第一步、首次、最近、最终、最初、绝大多数、零售、有效期、百分比",
        ],
    )
    @pytest.mark.parametrize("statement", ["holding_statement", "apology", "faq", None])
    def test_sober_sentences_of_a_statement_give_nothing(self, text: str, statement: str | None) -> None:
        assert check(text, CheckContext(statement=statement)) == []


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("本品绝对安全。", "绝对安全"),
            ("本品绝\u200b对安\u200d全。", "绝\u200b对安\u200d全"),
            ("本品绝 对 安 全。", "绝 对 安 全"),
            ("本品絕·對·安·全。", "絕·對·安·全"),
            ("本品绝🎉对安全。", "绝🎉对安全"),
            ("本品１００％安全。", "１００％安全"),
            ("本品绝\ufe0f对安全。", "绝\ufe0f对安全"),
            ("𠮷牌绝对安全。", "绝对安全"),
        ],
    )
    def test_a_span_is_that_of_the_text_as_written(self, text: str, found: str) -> None:
        finding = only(text)
        assert finding.text == found
        assert text[finding.start : finding.end] == found

    def test_a_list_sign_that_makes_no_word_is_left_alone(self) -> None:
        assert check("水、电、气、网均已恢复。", STATEMENT) == []

    def test_look_alike_letters_are_read_as_latin(self) -> None:
        assert only("Nо.1品牌，值得选择").rule == "ad-absolute-superlative"

    def test_findings_come_by_place_and_not_twice(self) -> None:
        findings = check("我们的奶粉全国销量第一。绝对安全。如有冒犯，敬请谅解。", STATEMENT)
        assert [finding.start for finding in findings] == sorted(finding.start for finding in findings)
        assert len({(f.rule, f.start, f.end) for f in findings}) == len(findings) == 3

    def test_the_layer_and_severities_are_those_of_the_catalogue(self) -> None:
        found = {f.rule: (f.severity, f.layer) for f in check("绝对安全。我们负全部法律责任。如有冒犯，敬请谅解。", STATEMENT)}
        assert found == {
            "unsupported-safety-absolute": (Severity.ERROR, Layer.RULES),
            "premature-liability-admission": (Severity.WARNING, Layer.RULES),
            "conditional-apology": (Severity.SUGGESTION, Layer.RULES),
        }


class TestLanguageAroundTheMatch:
    @pytest.mark.parametrize(
        "text",
        [
            "我们不敢说绝对安全。",
            "网传“绝对安全”的说法不属实。",
            "海报使用了“全国销量第一”的字样，我们已删除并道歉。",
            "有网友称我们的产品是全国第一品牌，我们正在核实。",
            "Some posts claim our milk is completely safe; this is not true.",
        ],
    )
    def test_denied_quoted_and_reported_words_are_excused(self, text: str) -> None:
        assert check(text, STATEMENT) == []

    def test_praise_in_quotation_marks_alone_is_not_excused(self) -> None:
        assert rules("顾客都爱“全国最好吃的火锅”！", COPY) == {"ad-absolute-superlative"}

    def test_what_we_say_ourselves_after_a_report_is_not_excused(self) -> None:
        assert rules("有网友称产品有异味，我们的产品绝对安全，正在核实。") == {"unsupported-safety-absolute"}

    def test_a_quotation_that_is_never_closed_is_none(self) -> None:
        assert rules("网传“绝对安全，我们正在调查") <= {"unsupported-safety-absolute"}
        assert rules("“本品绝对安全") == {"unsupported-safety-absolute"}

    def test_a_question_of_an_faq_is_excused_and_its_answer_is_not(self) -> None:
        faq = CheckContext(statement="faq")
        assert check("产品绝对安全吗？\n目前无法答复。", faq) == []
        assert [f.text for f in check("产品绝对安全吗？\n产品绝对安全。", faq)] == ["产品绝对安全"]
        assert [f.text for f in check("问：能吃吗\n答：可放心食用。", faq)] == ["可放心食用"]

    def test_a_question_marked_as_one_is_excused_anywhere(self) -> None:
        assert check("问：这是全国第一品牌吗？", COPY) == []

    def test_a_question_that_persuades_is_not_excused(self) -> None:
        assert rules("谁不想要全国第一品牌？", COPY) == {"ad-absolute-superlative"}

    def test_a_goal_is_no_guarantee(self) -> None:
        assert rules("我们努力确保类似事件不再发生。") == set()
        assert rules("我们确保类似事件不再发生。") == {"unsupported-safety-absolute"}

    def test_not_only_is_no_negation(self) -> None:
        assert rules("它不仅绝对安全，也好喝。", COPY) == {"unsupported-safety-absolute"}


class TestContext:
    def test_evidence_supports_a_claim_it_speaks_of(self) -> None:
        text = "涉事批次检测全部通过。"
        assert rules(text) == {"unsupported-conformity"}
        assert check(text, CheckContext(statement="update", evidence=("检验报告 2026-118",))) == []
        assert rules(text, CheckContext(statement="update", evidence=("门店照片",))) == {"unsupported-conformity"}

    def test_evidence_without_limits_lowers_an_absolute_by_one_step_and_says_why(self) -> None:
        finding = only("产品绝对安全。", CheckContext(statement="update", evidence=("检验报告 2026-118",)))
        assert finding.severity is Severity.WARNING
        assert "限定" in finding.message

    def test_an_approved_promise_is_supported_only_with_its_own_figure(self) -> None:
        text = "所有消费者一律补偿100元。"
        assert check(text, CheckContext(statement="apology", approved=("所有消费者补偿100元",))) == []
        assert rules(text, CheckContext(statement="apology", approved=("所有消费者补偿50元",))) == {"compensation-overpromise"}

    def test_a_concluded_investigation_ends_speculation_and_early_admission(self) -> None:
        text = "事故可能是短路引起的，系我司操作失误所致。"
        assert rules(text) == {"cause-speculation", "premature-liability-admission"}
        assert rules(text, CheckContext(statement="closing_statement", investigation_status="concluded")) == set()
        assert rules(text, CheckContext(statement="update", investigation_status="pending")) == {
            "cause-speculation",
            "premature-liability-admission",
        }

    def test_medical_goods_may_speak_of_illness(self) -> None:
        assert check("本品治疗高血压。", CheckContext(industry="药品")) == []
        assert rules("本品治疗高血压。", CheckContext(industry="食品")) == {"ad-medical-claim"}

    def test_a_recall_notice_names_the_defect(self) -> None:
        text = "涉事产品存在设计缺陷，请停止使用。"
        assert check(text, CheckContext(statement="recall_notice")) == []
        assert rules(text, CheckContext(statement="apology")) == {"premature-liability-admission"}

    def test_messages_follow_the_language_of_the_text_or_the_tag(self) -> None:
        assert "absolute" in only("Our milk is the safest milk in China.").message
        assert "绝对化" in only("我们是全国第一品牌。").message
        assert "absolute" in only("我们是全国第一品牌。", CheckContext(language="en-GB")).message


class TestAdvertisement:
    TEXT = "我们是全国销量第一的品牌。"

    def basis(self, text: str, context: CheckContext) -> str:
        return only(text, context).basis or ""

    def test_marketing_copy_rests_on_advertising_law(self) -> None:
        assert self.basis(self.TEXT, COPY).startswith("《广告法》第九条第（三）项")

    def test_an_apology_rests_on_competition_and_consumer_law(self) -> None:
        assert (
            self.basis(self.TEXT, CheckContext(statement="apology")) == "《反不正当竞争法》第九条；《消费者权益保护法》第二十条"
        )

    def test_an_apology_that_promotes_is_an_advertisement_as_a_whole(self) -> None:
        findings = check(self.TEXT + "现在下单享优惠。", CheckContext(statement="apology"))
        assert [finding.rule for finding in findings] == ["ad-absolute-superlative", "marketing-in-apology"]
        assert "广告法" in (findings[0].basis or "")

    def test_copy_that_deals_with_an_incident_is_none(self) -> None:
        assert "反不正当竞争法" in self.basis("关于异味的情况说明：" + self.TEXT, COPY)

    def test_the_context_has_the_last_word(self) -> None:
        assert "广告法" in self.basis(self.TEXT, CheckContext(statement="apology", advertisement=True))
        assert "反不正当竞争法" in self.basis(self.TEXT, CheckContext(advertisement=False))

    def test_an_unverified_article_says_so_in_either_language(self) -> None:
        assert "第二条（条号未核）" in self.basis(self.TEXT, COPY)
        assert "art. 2 (article unverified)" in self.basis(self.TEXT, CheckContext(language="en"))

    def test_law_of_the_mainland_is_marked_as_reference_elsewhere(self) -> None:
        assert self.basis(self.TEXT, CheckContext(jurisdiction="HK")).endswith("（中国内地法，供参照）")


class TestHostileInput:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            " ",
            "\n",
            "最",
            "“",
            "\u200b",
            "\ufe0f",
            "\U000e0041",
            "İ",
            "ﷺ",
            "?",
            ".",
            "第一",
            "\u0000",
            "🎉",
            "如",
            "No.",
            "'\"‘“「『",
        ],
    )
    @pytest.mark.parametrize("statement", [None, "faq"])
    def test_odd_little_texts_do_no_harm(self, text: str, statement: str | None) -> None:
        assert isinstance(check(text, CheckContext(statement=statement)), list)

    @pytest.mark.parametrize(
        "unit",
        [
            "最",
            "绝对",
            "“",
            "如果",
            "可能是",
            "全部",
            "第一",
            "a",
            "if you ",
            "we will ",
            "最、",
            "对",
            "岁，",
            "1",
            "消费者",
            "。",
            "no. ",
            "İ",
            "“网传",
        ],
    )
    def test_fifty_thousand_characters_are_read_to_the_end(self, unit: str) -> None:
        text = unit * (50_000 // len(unit)) + "。本品绝对安全。"
        findings = check(text, STATEMENT)
        assert all(text[f.start : f.end] == f.text for f in findings)
        assert any(f.text.endswith("绝对安全") for f in findings)

    def test_every_offset_gives_the_text_in_a_long_mixed_text(self) -> None:
        text = "我們的產品 絕 對 安 全！Our milk is completely safe. ＮＯ．１ 品牌🎉；如有冒犯，敬請諒解。" * 30
        findings = check(text, STATEMENT)
        assert len(findings) >= 90
        assert all(text[f.start : f.end] == f.text for f in findings)


def test_importing_the_package_loads_no_heavy_library() -> None:
    code = "import sys, service.compliance.checker, service.compliance.loader; print([m for m in ('chromadb', 'litellm', 'fastapi') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
