"""Whole statements and single claims, supported in another dress or invented."""

from collections.abc import Callable

import pytest

from service.brands import find_brand
from service.briefs import IncidentBrief
from service.findings import Severity
from service.grounding import ClaimKind, GroundingReport, ground, may_be_said
from tests.samples import sample

Check = Callable[..., GroundingReport]

HOLDING_ZH = """截至3月2日10时，我们收到6起反馈，反映晨禾鲜奶有异味。让大家为入口的牛奶担心，我们很抱歉。

已经确认的：2月27日生产的鲜奶从3月2日10时起已在门店和线上下架、封存；截至10时，没有收到饮用后身体不适的反馈。

还在核对的：据反馈，有异味的产品多为2月27日生产。异味的原因目前还不清楚，样品已送第三方检测机构，结果出来之前我们不作推测。

如果您手里有2月27日生产的晨禾鲜奶，请先不要饮用。凭实物或照片可以全额退款，3月5日18时前办结。客服热线：400-820-0000。

下一次说明不晚于今天14时在本账号发布。

晨禾乳业
2026年3月2日10时40分"""
HOLDING_EN = """Off-odour in some Chenhe fresh milk

By 10:00 on 2 March we had received six reports of an unusual smell in Chenhe fresh milk. We are sorry for the worry this causes.

Milk produced on 27 February has been off sale in shops and online, and held, since 10:00 on 2 March. By that time no one had reported feeling unwell after drinking it.

According to the reports, most of the affected milk was produced on 27 February. We do not yet know the cause. Samples are with an independent laboratory, and we will not guess before the results.

If you have milk produced on 27 February, please do not drink it. You can have a full refund with the product or a photo; refunds will be completed by 18:00 on 5 March. Customer line: 400-820-0000.

We will publish the next update by 14:00 today, China time.

Chenhe Dairy, 2 March 2026, 10:40"""
FAQ = """我家里还有晨禾鲜奶，能喝吗？
2月27日生产的请先不要饮用，可以全额退款。其他日期生产的能不能喝，目前无法答复，今天14时前我们会再次说明进展。

为什么会有异味？
还不清楚。样品已送第三方检测机构，今天14时前会再次说明进展。"""
APOLOGY = """各位用户：

您从我们这里买到的鲜奶有异味，这件事不该发生。对不起。

截至3月2日10时，我们收到6起反馈。没有收到饮用后身体不适的反馈；如果您或家人感到不适，请先就医，并拨打400-820-0000。

异味是怎么产生的，我们还没有答案。样品在第三方检测机构，结果会原样公布，不管它指向哪一个环节。

2月27日生产的鲜奶，凭实物或照片全额退款，3月5日18时前办结，由客户服务部负责。

今天14时前，我们会再次向您说明进展。

晨禾乳业
2026年3月2日"""


def rules(report: GroundingReport) -> list[tuple[str, str]]:
    return [(finding.rule, finding.text) for finding in report.findings]


class TestWholeStatements:
    @pytest.mark.parametrize("text", [HOLDING_ZH, HOLDING_EN, FAQ], ids=["holding zh", "holding en", "faq"])
    @pytest.mark.parametrize("brand", [None, "晨禾乳业"])
    def test_a_true_statement_has_no_finding(self, milk: IncidentBrief, text: str, brand: str | None) -> None:
        assert rules(ground(text, milk, brand=find_brand(brand) if brand else None)) == []

    def test_every_claim_of_a_true_statement_names_its_source(self, on_milk: Check) -> None:
        claims = on_milk(HOLDING_EN).claims
        assert all(claim.supported_by for claim in claims)
        assert ("six reports", ("F1",)) in {(claim.text, claim.supported_by) for claim in claims}

    def test_an_apology_may_not_promise_to_publish_results(self, on_milk: Check) -> None:
        assert rules(on_milk(APOLOGY)) == [("ungrounded-promise", "结果会原样公布")]

    def test_claims_and_findings_quote_the_text_they_point_at(self, on_breach: Check) -> None:
        text = "我们于３月５日向成都市市场监督管理局報告，共有７００名用户受影响。"
        report = on_breach(text)
        assert all(text[claim.start : claim.end] == claim.text for claim in report.claims)
        assert report.findings
        assert all(text[finding.start : finding.end] == finding.text for finding in report.findings)


class TestSupportedInAnotherDress:
    @pytest.mark.parametrize(
        "text",
        [
            "3月1日晚上10点20分，账号信息外泄。",
            "昨晚10时20分，账号信息外泄。",
            "3月1日22:20，账号信息外泄。",
            "三月一日二十二时二十分，账号信息外泄。",
            "昨天22时许，账号信息外泄。",
            "At 10:20 p.m. on March 1, records were exposed.",
            "On 1 March 2026 at 22:20 records were exposed.",
            "Last night records were exposed.",
            "2026-03-01 22:20",
            "外泄的有127,000条。",
            "外泄的有十二点七万条。",
            "外泄的有127000条。",
            "127,000 records were exposed.",
            "2名顾客住院。",
            "Two customers are in hospital.",
            "共有5名顾客就诊。",
            "据反映，30%的订单受影响。",
            "据反映，百分之三十的订单受影响。",
            "It is reported that 30 per cent of orders are affected.",
            "据反映，涉及金额45万元。",
            "据反映，金额约为人民币450,000元。",
            "CNY 450,000 is involved.",
            "已接到百余起投诉。",
            "已接到100多起投诉。",
            "We have had more than 100 complaints.",
            "批号A2026-03的产品。",
            "依据 GB 7718 检验。",
            "据锦江区市监局通报。",
            "浦东应急局牵头调查。",
            "请写信至 help@yunshan.example.com，或看 yunshan.example.com/notice 。",
            "我们将在48小时内逐一回复受影响的用户。",
            "We will reply to every affected user within 48 hours.",
            "本说明发布于2026年3月2日23时30分。",
            "3月1日8时我们发现此事。",
        ],
    )
    def test_it_is_no_finding(self, on_breach: Check, text: str) -> None:
        assert rules(on_breach(text)) == []

    def test_a_sum_names_both_its_parts(self, breach: IncidentBrief) -> None:
        claim = ground("共有5名顾客就诊。", breach).claims[0]
        assert (claim.kind, claim.normal, claim.supported_by) == (ClaimKind.QUANTITY, "5 people", ("F2",))


class TestInvented:
    @pytest.mark.parametrize(
        ("text", "rule", "span"),
        [
            ("共有700名用户受影响。", "ungrounded-number", "700名"),
            ("2起投诉与此有关。", "ungrounded-number", "2起"),
            ("近二十名顾客住院。", "ungrounded-number", "二十名"),
            ("数十名顾客住院。", "ungrounded-number", "数十名"),
            ("一人死亡，责任在于十四家门店。", "ungrounded-number", "十四家"),
            ("七成订单受影响。", "ungrounded-number", "七成"),
            ("Some 40% of orders are affected.", "ungrounded-number", "40%"),
            ("Three hundred users are affected.", "ungrounded-number", "Three hundred users"),
            ("涉及金额90万元。", "ungrounded-amount", "90万元"),
            ("The loss is $3 million.", "ungrounded-amount", "$3 million"),
            ("信息于2月14日外泄。", "ungrounded-date", "2月14日"),
            ("信息于2025年3月1日外泄。", "ungrounded-date", "2025年3月1日"),
            ("信息于2月30日外泄。", "ungrounded-date", "2月30日"),
            ("Records were exposed on February 14.", "ungrounded-date", "February 14"),
            ("明天会有结论。", "ungrounded-date", "明天"),
            ("3月1日9时15分信息外泄。", "ungrounded-time", "3月1日9时15分"),
            ("下午4点半信息外泄。", "ungrounded-time", "下午4点半"),
            ("It happened at 4 p.m. that day.", "ungrounded-time", "4 p.m."),
            ("系统中断了六小时。", "ungrounded-time", "六小时"),
            ("Service was down for 90 minutes.", "ungrounded-time", "90 minutes"),
            ("24小时热线为您服务。", "ungrounded-time", "24小时"),
            ("请拨打400-123-4567。", "ungrounded-contact", "400-123-4567"),
            ("请拨打12315。", "ungrounded-contact", "12315"),
            ("请写信至 hello@other.example.com。", "ungrounded-contact", "hello@other.example.com"),
            ("See https://other.example.com/a for details.", "ungrounded-contact", "https://other.example.com/a"),
            ("批号B2026-09的产品。", "ungrounded-identifier", "B2026-09"),
            ("依据沪市监〔2026〕12号处理。", "ungrounded-identifier", "沪市监〔2026〕12号"),
            ("依据《食品安全法》处理。", "ungrounded-identifier", "《食品安全法》"),
            ("成都市市场监督管理局正在核实。", "ungrounded-name", "成都市市场监督管理局"),
            ("样品已送华测检测中心。", "ungrounded-name", "华测检测中心"),
            ("顾客在仁和医院治疗。", "ungrounded-name", "仁和医院"),
            ("王女士已经出院。", "ungrounded-name", "王女士"),
            ("总经理李明表示歉意。", "ungrounded-name", "李明"),
            ("事情发生在成都。", "ungrounded-name", "成都"),
            ("春熙路店已停业。", "ungrounded-name", "春熙路"),
            ("Mr Smith has gone home.", "ungrounded-name", "Smith"),
            ("The incident was in Chengdu.", "ungrounded-name", "Chengdu"),
        ],
    )
    def test_it_is_found_where_it_stands(self, on_breach: Check, text: str, rule: str, span: str) -> None:
        assert (rule, span) in rules(on_breach(text))

    def test_what_only_source_summary_or_hidden_facts_hold_supports_nothing(self, on_milk: Check) -> None:
        for text in ("有88人喝了拉肚子。", "见第77号记录。", "故障持续两小时。", "2月28日送货。"):
            assert on_milk(text).findings, text

    def test_one_life_is_a_number(self, on_milk: Check) -> None:
        assert ("ungrounded-number", "一名") in rules(on_milk("一名顾客死亡。"))

    def test_the_nearest_ledger_item_is_named_and_suggested(self, on_milk: Check) -> None:
        finding = on_milk("我们收到9起反馈。").findings[0]
        assert "F1" in finding.message
        assert (finding.suggestion, finding.basis) == ("6起", "F1")

    @pytest.mark.parametrize(
        ("text", "suggestion"),
        [
            ("我们在3月2日9时12分得知。", "3月2日9时10分"),
            ("我们在3月6日得知。", "3月5日"),
            ("We learned of it at 09:12.", "09:10"),
            ("We learned of it on 6 March.", "5 March"),
            ("We learned of it at 09:12 on 2 March.", "09:10 on 2 March"),
        ],
    )
    def test_a_time_is_suggested_as_the_text_would_print_it(self, on_milk: Check, text: str, suggestion: str) -> None:
        assert [f.suggestion for f in on_milk(text).findings] == [suggestion]

    def test_messages_are_in_the_language_of_the_text(self, on_milk: Check) -> None:
        assert on_milk("We received nine reports.").findings[0].message.startswith("The quantity")
        assert on_milk("收到9起反馈。").findings[0].message.startswith("数量")

    def test_an_english_organisation_is_only_doubted_when_the_ledger_knows_chinese_ones(self, on_breach: Check) -> None:
        text = "We told the Jinjiang Administration for Market Regulation."
        named = [f.severity for f in on_breach(text).findings if f.rule == "ungrounded-name"]
        assert named == [Severity.WARNING]
        english = ground(text, sample("18-uk-park-ride-death")).findings
        assert Severity.ERROR in [f.severity for f in english if f.rule == "ungrounded-name"]


class TestOrdinaryProse:
    @pytest.mark.parametrize(
        "text",
        [
            "我们一直把大家放在心上，一起把这件事弄清楚。",
            "第一，我们停了线；第二，我们查了库。",
            "有关部门和监管部门正在了解，请以当地医院意见为准。",
            "第三方检测机构会给出意见。",
            "下一次，我们进一步统一口径，一次说明白。",
            "千万不要食用，十分抱歉，万一不适请就医。",
            "以下三点请您留意：\n1. 停止使用；\n2. 保留包装；\n3. 联系我们。",
            "为每一位用户负责，任何一名用户都重要。",
            "请到就近门店办理，超市和社区的朋友也可以来。",
            "One of our customers told us; once we knew, we stopped.",
            "No one should have to go through this, not even one time.",
            "The regulator and a third-party laboratory have the samples.",
            "If you feel unwell, please see a doctor at your local hospital.",
            "May we ask you to stop using it.",
            "The Company is sorry. Our Customer Service team is here.",
            "我们不作推测，也不会回避。",
            "We will not speculate. We are cooperating with the authorities.",
            "我们将全力配合有关部门的调查。",
            "5G和4K机型都可以打开这个页面。",
            "如遇冒充客服的电话，请向公安机关报案。",
            "我们已第一时间联系有关部门，目前正在核实原因。",
            "在这一过程中，局面得到控制，大学生也很关心。",
            "The regulator will publish its findings.",
        ],
    )
    def test_it_raises_no_alarm(self, on_milk: Check, text: str) -> None:
        assert rules(on_milk(text)) == []


class TestPromises:
    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("我们将召回全部产品。", "我们将召回全部产品"),
            ("我们会尽快公布检测报告。", "我们会尽快公布检测报告"),
            ("公司承诺今后不再发生。", "公司承诺今后不再发生"),
            ("我们保证让大家放心。", "我们保证让大家放心"),
            ("如有不适，我们来跟进。", "我们来跟进"),
            ("医疗费用由我们承担，我们将承担全部费用。", "我们将承担全部费用"),
            ("We will publish the test results in full.", "We will publish the test results in full"),
            ("We will replace every carton.", "We will replace every carton"),
            ("We promise to do better.", "We promise to do better"),
            ("We are going to install new cameras.", "We are going to install new cameras"),
        ],
    )
    def test_one_without_a_commitment_is_an_error(self, on_milk: Check, text: str, span: str) -> None:
        assert ("ungrounded-promise", span) in rules(on_milk(text))

    @pytest.mark.parametrize("text", ["每位用户补偿一箱鲜奶。", "我们将给予补偿。", "We will compensate every customer."])
    def test_one_that_is_not_approved_is_named(self, on_milk: Check, text: str) -> None:
        finding = on_milk(text).findings[0]
        assert (finding.rule, finding.basis) == ("unapproved-promise", "C2")

    @pytest.mark.parametrize(
        "text",
        [
            "我们将为您全额退款。",
            "You will get a full refund.",
            "能退款吗？",
            "是否补偿，目前无法答复。",
            "监管部门将公布结果。",
            "我们已更换了门锁。",
        ],
    )
    def test_a_held_an_open_or_a_foreign_one_is_none(self, on_milk: Check, text: str) -> None:
        assert not [found for found in rules(on_milk(text)) if "promise" in found[0]]

    def test_an_update_at_a_time_needs_next_update_at(self, on_breach: Check) -> None:
        found = on_breach("我们将于3月2日23时30分更新进展。").findings
        assert [(f.rule, f.suggestion) for f in found] == [("ungrounded-promise", "【待确认：下一次说明的时间】")]
        assert on_breach("有进展我们会及时说明。").findings == ()


class TestLeaksGapsAndTime:
    @pytest.mark.parametrize(
        "text",
        [
            "原因是冷链车的温控。",
            "2月28日有车辆停了两小时。",
            "On 28 February a truck stopped for two hours.",
            "冷链车温控出了故障。",
        ],
    )
    def test_a_hidden_fact_that_shows_is_a_leak(self, on_milk: Check, text: str) -> None:
        assert ("confidential-leak", "F7") in {(f.rule, f.basis) for f in on_milk(text).findings}

    def test_an_exact_hidden_figure_is_a_leak(self, on_breach: Check) -> None:
        assert "confidential-leak" in {f.rule for f in on_breach("共有951,234条记录。").findings}

    @pytest.mark.parametrize("text", ["设备已检修。", "门店工作人员正在检查产品。", "牛奶在运输途中。"])
    def test_common_words_leak_nothing(self, on_milk: Check, text: str) -> None:
        assert "confidential-leak" not in {f.rule for f in on_milk(text).findings}

    def test_nothing_hidden_is_quoted_in_a_message(self, on_milk: Check) -> None:
        for finding in on_milk("送货车停了5小时，2月26日。").findings:
            assert "两小时" not in finding.message
            assert "2月28日" not in finding.message

    @pytest.mark.parametrize(
        "text", ["电话【待确认：客服热线】。", "原因【待核实】。", "Call [TO CONFIRM: contact].", "at [TBC]"]
    )
    def test_an_open_gap_is_an_error(self, on_milk: Check, text: str) -> None:
        assert [f.rule for f in on_milk(text).findings] == ["unfilled-gap"]

    def test_an_overdue_promise_points_at_the_sentence_that_prints_it(self, milk: IncidentBrief) -> None:
        late = milk.with_changes(issued_at=milk.issued_at.replace(day=6))
        found = ground("我们很抱歉。鲜奶全额退款，3月5日18时前办结。", late).findings
        assert ("promise-overdue", "鲜奶全额退款，3月5日18时前办结") in [(f.rule, f.text) for f in found]
        assert ("promise-overdue", "") in [(f.rule, f.text) for f in found]


class TestOptions:
    def test_an_earlier_statement_supports_only_what_is_marked_as_earlier(self, on_milk: Check) -> None:
        previous = "截至3月2日9时，收到4起反馈。"
        assert rules(on_milk("此前的说明写的是4起，现在是6起。", previous=previous)) == []
        assert rules(on_milk("现在是4起。", previous=previous)) == [("ungrounded-number", "4起")]

    def test_a_passage_of_law_supports_its_articles(self, on_milk: Check) -> None:
        text = "依照《食品安全法》第六十三条办理。"
        assert len(on_milk(text).findings) == 2
        claims = on_milk(text, passages=["《中华人民共和国食品安全法》第六十三条 国家建立食品召回制度"]).claims
        assert {claim.supported_by for claim in claims} == {("passage:0",)}

    def test_a_wrong_title_is_reported_at_the_beginning(self, on_milk: Check) -> None:
        finding = on_milk("我们很抱歉。", title="关于12起投诉的说明").findings[0]
        assert (finding.start, finding.end, finding.text) == (0, 0, "")
        assert finding.message.startswith("标题：")

    def test_a_brand_name_the_profile_knows_is_supported(self, milk: IncidentBrief) -> None:
        assert ground("晨禾公司向大家致歉。", milk).findings == ()

    def test_the_ledger_lists_values_with_their_ids(self, milk: IncidentBrief) -> None:
        entries = {(entry.source, entry.text) for entry in may_be_said(milk).entries}
        assert ("F1", "6起") in entries
        assert "F7" not in {source for source, _ in entries}
        assert "C2" not in {source for source, _ in entries}


class TestHostileInput:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "\n" * 1000,
            "9" * 20_000,
            "亿" * 20_000,
            "十" * 20_000,
            "我们将" * 10_000,
            "A-1" * 5_000,
            "(" * 5_000,
            "99月99日99时99分",
            "a@" * 5_000,
            "2026-13-45 25:61",
            "百余" * 5000,
            "\x00\x1e",
        ],
        ids=[
            "empty",
            "lines",
            "digits",
            "scales",
            "tens",
            "promises",
            "codes",
            "brackets",
            "no date",
            "at signs",
            "iso",
            "vague",
            "controls",
        ],
    )
    def test_no_text_brings_it_down(self, on_milk: Check, text: str) -> None:
        assert all(0 <= c.start <= c.end <= len(text) for c in on_milk(text).claims)

    def test_a_long_text_and_an_empty_ledger_are_fine(self, milk: IncidentBrief) -> None:
        bare = milk.with_changes(facts=(), commitments=(), contacts=(), next_update_at=None)
        text = "3月9日，王女士向成都市市场监督管理局投诉，共有700名用户受影响，我们将退款。\n" * 1000
        assert len(ground(text, bare).findings) >= 4000
