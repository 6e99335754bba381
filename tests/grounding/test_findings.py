"""Every finding of grounding: where it stands, how grave it is, what it rests on, and what to write instead."""

from typing import NamedTuple

import pytest

from service.drafting.grounds import grounds_for
from service.findings import Finding, Layer, Severity
from service.grounding import Grounds, check
from tests.grounding.ledgers import BATTERY, KETTLE, NOW, grounds, ledger
from tests.samples import milk

ZH, EN = grounds_for(BATTERY, None), grounds_for(KETTLE, None)
ADD_ZH, ADD_EN = "删去，或先把依据写入台账。", "Cut it, or add what it rests on to the ledger first."
APPROVE_ZH, APPROVE_EN = (
    "删去，或先让这项承诺获得批准并写入台账。",
    "Cut it, or have the commitment approved in the ledger first.",
)
AUTHORITY_ZH, AUTHORITY_EN = "删去，或写台账里的机构。", "Cut it, or name the authority the ledger gives."
# Rules whose suggestion stands in the place of what was written.
APPLICABLE = ("ungrounded-number", "ungrounded-date", "ungrounded-contact", "status-overstated", "refuted-repeated")


class Case(NamedTuple):
    """One rule at work."""

    rule: str
    text: str
    span: str
    basis: str | None
    suggestion: str | None
    severity: str = "error"


CHINESE = [
    Case("ungrounded-number", "我们收到41起反馈。", "41起", "F1", "14起"),
    Case("ungrounded-amount", "涉及金额约30万元。", "30万元", None, "【待确认：金额】"),
    Case("ungrounded-date", "4月2日生产的电池已下架。", "4月2日", "F3", "4月20日"),
    Case("ungrounded-time", "5月6日7时电池已从门店下架。", "5月6日7时", "incident", "5月6日9时"),
    Case("ungrounded-contact", "请拨打400-880-4321。", "400-880-4321", "contact:0", "400-880-1234"),
    Case("ungrounded-identifier", "批号X9-2231的电池请停用。", "X9-2231", None, "【待确认：编号或文件】"),
    Case("ungrounded-name", "样品已送华南质检院。", "华南质检院", None, "【待确认：名称】"),
    Case("ungrounded-cause", "电池鼓包是因为隔膜太薄。", "电池鼓包是因为隔膜太薄", "F1", "原因目前还不清楚"),
    Case("ungrounded-blame", "这是经销商的责任。", "这是经销商的责任", "F5", "原因目前还不清楚"),
    Case("ungrounded-safety", "我们的电池安全可靠。", "我们的电池安全可靠", "F1", "目前还没有结果"),
    Case("ungrounded-test", "检测结果显示电池合格。", "检测结果显示电池合格", "F1", "目前还没有结果"),
    Case("ungrounded-authority", "消防部门已介入。", "消防部门已介入", None, ADD_ZH),
    Case("ungrounded-authority", "消防部门已介入。", "消防", None, AUTHORITY_ZH),
    Case("ungrounded-harm", "没有人因此受伤。", "没有人因此受伤", "F2", ADD_ZH),
    Case("ungrounded-history", "公司成立以来从未发生过类似事件。", "公司成立以来从未发生过类似事件", None, ADD_ZH),
    Case("ungrounded-denial", "我们没有隐瞒任何信息。", "我们没有隐瞒任何信息", None, ADD_ZH, "warning"),
    Case("admission-above-ceiling", "我们违反了产品质量法。", "我们违反了产品质量法", None, ADD_ZH),
    Case("status-overstated", "充电时电池会冒烟。", "充电时电池会冒烟", "F4", "据反馈，充电时电池会冒烟，我们正在核实"),
    Case(
        "refuted-repeated",
        "岚山三个月前就知道电池有缺陷。",
        "岚山三个月前就知道电池有缺陷",
        "F6",
        "“岚山三个月前就知道电池有缺陷”的说法与事实不符",
    ),
    Case("polarity-turned", "有电池起火的反馈。", "起火的反馈", "F10", "截至5月6日18时，没有收到起火的反馈"),
    Case("scope-widened", "所有电池都已于5月6日从门店下架。", "所有", "F3", "删去，或写成台账的范围"),
    Case("modality-changed", "门店库存已排查完毕。", "已排查", "F9", "公司正在逐车排查门店库存"),
    Case("unapproved-promise", "我们将赔偿每位用户500元。", "我们将赔偿每位用户500元", "C2", APPROVE_ZH),
    Case("ungrounded-promise", "我们将公布全部检测报告。", "我们将公布全部检测报告", "C1", APPROVE_ZH),
    Case("confidential-leak", "宏远更换了隔膜材料。", "宏远更换了隔膜材料", "F8", "删去。"),
    Case("ungrounded-act", "我们已解除与经销商的合作。", "我们已解除与经销商的合作", "F5", ADD_ZH),
    Case("unfilled-gap", "联系电话【待确认：客服热线】。", "【待确认：客服热线】", None, None),
]
ENGLISH = [
    Case("ungrounded-number", "We have received 41 reports.", "41 reports", "F1", "14 reports"),
    Case("ungrounded-amount", "The bill may reach £300,000.", "£300,000", None, "[TO CONFIRM: amount]"),
    Case("ungrounded-date", "Kettles were withdrawn on 2 March.", "2 March", "issued_at", "6 May"),
    Case("ungrounded-time", "Kettles were withdrawn at 7 a.m. on 6 May.", "7 a.m. on 6 May", "incident", "09:00 on 6 May"),
    Case("ungrounded-contact", "Please call 0800 496 9999.", "0800 496 9999", "contact:0", "0800 496 0123"),
    Case("ungrounded-identifier", "Stop using batch X9-2231.", "X9-2231", None, "[TO CONFIRM: identifier]"),
    Case("ungrounded-name", "Samples are at the Harwell Institute.", "Harwell Institute", None, "[TO CONFIRM: name]"),
    Case(
        "ungrounded-cause",
        "The handles came loose because the rivets were too thin.",
        "The handles came loose because the rivets were too thin",
        "F1",
        "We do not yet know the cause",
    ),
    Case(
        "ungrounded-blame",
        "The retailer is to blame for the loose handles.",
        "The retailer is to blame for the loose handles",
        "F1",
        "We do not yet know the cause",
    ),
    Case("ungrounded-safety", "Our kettles are safe to use.", "Our kettles are safe to use", "F3", "There are no results yet"),
    Case(
        "ungrounded-test",
        "Tests show that the handles meet the standard.",
        "Tests show that the handles meet the standard",
        "F1",
        "There are no results yet",
    ),
    Case("ungrounded-authority", "The police are looking into it.", "The police are looking into it", None, ADD_EN),
    Case("ungrounded-authority", "The police are looking into it.", "police", None, AUTHORITY_EN),
    Case("ungrounded-harm", "Nobody was hurt.", "Nobody was hurt", "F2", ADD_EN),
    Case(
        "ungrounded-history",
        "Nothing like this has ever happened at Fernhill before.",
        "Nothing like this has ever happened at Fernhill before",
        "F6",
        ADD_EN,
    ),
    Case("ungrounded-denial", "It is not true that a kettle caught fire.", "It is not true that a kettle caught fire", "F3", ADD_EN, "warning"),
    Case("admission-above-ceiling", "We broke the law.", "We broke the law", None, ADD_EN),
    Case(
        "status-overstated",
        "The handle glue softens in hard water.",
        "The handle glue softens in hard water",
        "F4",
        "According to reports, the handle glue softens in hard water; this is being checked",
    ),
    Case(
        "refuted-repeated",
        "Fernhill knew of the fault in January.",
        "Fernhill knew of the fault in January",
        "F6",
        "The claim that Fernhill knew of the fault in January is not true",
    ),
    Case("polarity-turned", "Customers have reported an electric shock.", "reported an electric shock", "F10", "No one has reported an electric shock"),
    Case("scope-widened", "All Fernhill kettles were withdrawn from shops.", "All", "F3", "Cut it, or write the scope the ledger gives"),
    Case(
        "modality-changed",
        "We have finished inspecting the stock in every warehouse.",
        "have finished inspecting",
        "F9",
        "We are inspecting the stock in every warehouse",
    ),
    Case("unapproved-promise", "We will pay each customer £50.", "We will pay each customer £50", "C2", APPROVE_EN),
    Case("ungrounded-promise", "We will publish every test report.", "We will publish every test report", "C1", APPROVE_EN),
    Case("confidential-leak", "Corbel switched the resin.", "Corbel switched the resin", "F8", "Cut it."),
    Case("ungrounded-act", "We have ended our contract with the retailer.", "We have ended our contract with the retailer", "F5", ADD_EN),
    Case("unit-changed", "14 warehouses reported loose handles.", "14 warehouses", "F1", None),
    Case("unfilled-gap", "Call us on [TO CONFIRM: contact].", "[TO CONFIRM: contact]", None, None),
]  # fmt: skip


def found(text: str, under: Grounds) -> list[Finding]:
    return list(check(text, under).findings)


def _holds(case: Case, under: Grounds) -> None:
    items = [item for item in found(case.text, under) if item.rule == case.rule and item.text == case.span]
    assert items, [(item.rule, item.text) for item in found(case.text, under)]
    (item,) = items
    assert case.text[item.start : item.end] == case.span
    assert item.layer is Layer.GROUNDING
    assert (str(item.severity), item.basis, item.suggestion) == (case.severity, case.basis, case.suggestion)
    assert item.message


class TestEveryRule:
    @pytest.mark.parametrize("case", CHINESE, ids=lambda case: f"{case.rule} {case.span}")
    def test_in_chinese(self, case: Case) -> None:
        _holds(case, ZH)

    @pytest.mark.parametrize("case", ENGLISH, ids=lambda case: f"{case.rule} {case.span}")
    def test_in_english(self, case: Case) -> None:
        _holds(case, EN)

    @pytest.mark.parametrize("case", CHINESE, ids=lambda case: f"{case.rule} {case.span}")
    def test_a_finding_points_at_the_same_words_inside_a_longer_text(self, case: Case) -> None:
        before = "各位用户：\n\n让大家担心了，对不起。\n\n"
        items = [item for item in found(before + case.text, ZH) if item.rule == case.rule]
        assert case.span in [(before + case.text)[item.start : item.end] for item in items]


class TestSuggestionsThatCanBeApplied:
    """Where a value or a sentence is offered, the text with it in place has the finding no more."""

    @pytest.mark.parametrize("case", [case for case in CHINESE if case.rule in APPLICABLE], ids=lambda case: case.rule)
    def test_in_chinese(self, case: Case) -> None:
        self._applied(case, ZH)

    @pytest.mark.parametrize("case", [case for case in ENGLISH if case.rule in APPLICABLE], ids=lambda case: case.rule)
    def test_in_english(self, case: Case) -> None:
        self._applied(case, EN)

    def _applied(self, case: Case, under: Grounds) -> None:
        item = next(item for item in found(case.text, under) if item.rule == case.rule)
        assert item.suggestion is not None
        text = case.text[: item.start] + item.suggestion + case.text[item.end :]
        assert [other.rule for other in found(text, under)] == [], text

    def test_the_cause_is_said_not_to_be_known(self) -> None:
        assert found("原因目前还不清楚。", ZH) == []
        assert found("We do not yet know the cause.", EN) == []

    def test_a_suggestion_begins_as_its_place_does(self) -> None:
        (item,) = found("We are sorry: the handle glue softens in hard water.", EN)
        assert item.suggestion == "according to reports, the handle glue softens in hard water; this is being checked"

    def test_words_in_another_language_are_never_offered(self) -> None:
        under = grounds(("公司正在排查门店库存", "confirmed"), {"text": "电池冒烟", "status": "reported", "attribution": "据市消防局通报", "translations": {"en": "The battery smoked"}})  # fmt: skip
        for item in found("We have finished inspecting the stock in our shops. The battery smoked.", under):
            assert item.suggestion is None or item.suggestion.isascii()


class TestOverdue:
    def test_a_passed_due_date_is_told_where_it_is_printed(self) -> None:
        late = ledger(
            ("电池鼓包", "confirmed"),
            issued_at=NOW.replace("05-06", "05-21"),
            commitments=[{"id": "C1", "text": "免费更换电池", "approved": True, "due": "2026-05-20T18:00:00+08:00"}],
        )
        (item,) = [
            item
            for item in found("我们将在5月20日18时前免费更换电池。", grounds_for(late, None))
            if item.rule == "promise-overdue"
        ]
        assert (item.text, item.basis, str(item.severity)) == ("我们将在5月20日18时前免费更换电池", "C1", "error") or (
            item.text,
            item.basis,
            str(item.severity),
        ) == ("我们将在5月20日18时前免费更换电池。", "C1", "error")

    def test_a_passed_update_is_told_without_a_place(self) -> None:
        late = ledger(("The handles came loose", "confirmed"), next_update_at="2026-05-06T12:00:00+08:00")
        (item,) = found("We are sorry.", grounds_for(late, None))
        assert (item.rule, item.start, item.end, item.basis) == ("promise-overdue", 0, 0, "next_update_at")

    def test_an_unapproved_promise_is_never_overdue(self) -> None:
        wish = [{"id": "C1", "text": "免费更换电池", "approved": False, "due": "2026-05-01T18:00:00+08:00"}]
        assert found("我们很抱歉。", grounds(("电池鼓包", "confirmed"), commitments=wish)) == []


class TestContradictingFacts:
    def test_the_first_is_the_basis_and_both_are_named(self) -> None:
        (item,) = found("收到14起反馈。", grounds(("收到14起反馈", "confirmed"), ("收到41起反馈", "confirmed")))
        assert (item.rule, item.text, str(item.severity)) == ("facts-contradict", "14起", "warning")
        assert item.basis in {"F1", "F2"}
        assert "F1" in item.message
        assert "F2" in item.message


class TestMessages:
    @pytest.mark.parametrize("case", CHINESE, ids=lambda case: case.rule)
    def test_a_chinese_text_gets_chinese_words(self, case: Case) -> None:
        for item in found(case.text, ZH):
            assert any("\u4e00" <= char <= "\u9fff" for char in item.message)

    @pytest.mark.parametrize("case", ENGLISH, ids=lambda case: case.rule)
    def test_an_english_text_gets_english_words(self, case: Case) -> None:
        for item in found(case.text, EN):
            assert not any("\u4e00" <= char <= "\u9fff" for char in item.message)

    def test_a_statement_without_an_error_has_none_of_all_this(self) -> None:
        assert found("让大家担心了，我们很抱歉。截至5月6日18时，收到14起电池鼓包的反馈。电池鼓包的原因还不清楚。", ZH) == []
        assert (
            found(
                "We are sorry. By 6 p.m. on 6 May we had received 14 reports of loose handles. We do not yet know the cause.", EN
            )
            == []
        )


class TestTheExemplaryApology:
    """A fluent text with two traps in it: a promise no commitment holds, and "all" where the ledger does not say so."""

    TEXT = (
        "截至3月2日10时，我们收到6起反馈。2月27日生产的鲜奶从当天10时起已全部下架、封存。没有收到饮用后身体不适的反馈；"
        "如果您或家人感到不适，请先就医，并拨打400-820-0000，我们来跟进。\n\n异味是怎么产生的，我们还没有答案。"
        "样品在第三方检测机构，结果会原样公布，不管它指向哪一个环节。\n\n今天14时前，我们会再次向您说明进展。"
    )

    def test_both_traps_are_found_and_nothing_else(self) -> None:
        found = check(self.TEXT, grounds_for(milk(), None), language="zh").findings
        assert [(f.rule, f.text, f.severity) for f in found] == [
            ("scope-widened", "全部", Severity.ERROR),
            ("ungrounded-promise", "结果会原样公布", Severity.ERROR),
        ]
