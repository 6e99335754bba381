"""Chinese grammar of facts and promises."""

from datetime import datetime

import pytest

from service.briefs import Commitment, Fact
from service.drafting.composer import zh
from service.drafting.composer.chinese import Chinese
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line

NOW = datetime.fromisoformat("2026-03-02T10:40:00+08:00")


def _fact(text: str, **changes: object) -> Fact:
    return Fact.model_validate({"id": "F1", "text": text, "status": "confirmed", "disclosure": "public"} | changes)


def _promise(text: str, **changes: object) -> Commitment:
    return Commitment.model_validate({"id": "C1", "text": text, "approved": True} | changes)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("收到6起反馈", "我们收到6起反馈"),
        ("截至3月2日10时，收到6起反馈", "截至3月2日10时，我们收到6起反馈"),
        ("截至3月2日10时收到6起反馈", "截至3月2日10时，我们收到6起反馈"),
        ("3月2日9时10分接到投诉", "3月2日9时10分我们接到投诉"),
        ("21时50分起暂停该管理员的全部社群工作", "21时50分起，我们暂停该管理员的全部社群工作"),
        ("已向市场监督管理局报告", "我们已向市场监督管理局报告"),
        ("没有收到饮用后身体不适的反馈", "我们没有收到饮用后身体不适的反馈"),
        ("正在排查同批次产品", "我们正在排查同批次产品"),
        ("样品已送第三方检测机构", "样品已送第三方检测机构"),
        ("2月27日生产的鲜奶已下架", "2月27日生产的鲜奶已下架"),
        ("公司已启动召回", "公司已启动召回"),
        ("云浦店自7月19日0时20分起停业", "云浦店自7月19日0时20分起停业"),
        ("我们已联系当事人", "我们已联系当事人"),
    ],
)
def test_a_clause_without_a_subject_speaks_of_us_and_no_other(fact: str, said: str) -> None:
    assert zh.with_subject(fact) == said


@pytest.mark.parametrize(
    ("attribution", "said"),
    [
        ("据应急管理局1月15日通报", "据应急管理局1月15日通报，一人受伤"),
        ("应急管理局1月15日通报", "据应急管理局1月15日通报，一人受伤"),
        ("经公安机关调查", "经公安机关调查，一人受伤"),
    ],
)
def test_an_attribution_is_printed_once(attribution: str, said: str) -> None:
    assert zh.statement_of(_fact("一人受伤", attribution=attribution), "一人受伤", NOW).text == said


def test_a_text_that_names_its_source_gets_no_second_one() -> None:
    text = "据应急管理局通报，一人受伤"
    assert zh.statement_of(_fact(text, attribution="应急管理局1月15日通报"), text, NOW).text == text


def test_a_bare_count_gets_its_time_and_a_dated_one_does_not() -> None:
    as_of = "2026-03-02T09:00:00+08:00"
    assert zh.statement_of(_fact("共收到6起投诉", as_of=as_of), "共收到6起投诉", NOW).text == "截至3月2日9时，我们共收到6起投诉"
    dated = "截至3月2日8时，收到5起投诉"
    assert zh.statement_of(_fact(dated, as_of=as_of), dated, NOW).text == "截至3月2日8时，我们收到5起投诉"


def test_neighbours_share_their_as_of_and_their_source() -> None:
    lines = [Line("截至3月2日10时，我们收到6起反馈", ("F1",)), Line("截至3月2日10时，我们没有收到不适的反馈", ("F2",))]
    (one,) = zh.merged(lines)
    assert one == Line("截至3月2日10时，我们收到6起反馈，没有收到不适的反馈", ("F1", "F2"))
    source = [Line("据市监局通报，产品已封存", ("F1",)), Line("据市监局通报，样品已送检", ("F2",))]
    assert [line.text for line in zh.merged(source)] == ["据市监局通报，产品已封存；样品已送检"]


def test_a_fact_of_our_own_is_not_put_into_a_sources_mouth() -> None:
    lines = [Line("据市监局通报，产品已封存", ("F1",)), Line("午餐由我公司配送", ("F2",)), Line("配送已停", ("F3",))]
    assert [line.text for line in zh.merged(lines)] == ["据市监局通报，产品已封存", "午餐由我公司配送；配送已停"]


def test_what_speaks_of_other_things_stands_in_sentences_of_its_own() -> None:
    lines = [Line("监控录像已经封存", ("F1",)), Line("院长于3月1日晚与家属见面", ("F2",)), Line("家属已到医院", ("F3",))]
    assert [line.text for line in zh.merged(lines)] == ["监控录像已经封存", "院长于3月1日晚与家属见面；家属已到医院"]


@pytest.mark.parametrize(
    ("attribution", "text", "said"),
    [
        ("据云浦区市监局现场告知", "云浦区市监局已取样", "据云浦区市监局现场告知，该局已取样"),
        ("云浦区市监局5月3日通报", "云浦区市监局已取样", "据云浦区市监局5月3日通报，该局已取样"),
        ("据云浦区市监局", "云浦区市监局已取样", "据云浦区市监局，云浦区市监局已取样"),
        ("据市监局通报", "市民可以退货", "据市监局通报，市民可以退货"),
    ],
)
def test_a_body_is_named_once(attribution: str, text: str, said: str) -> None:
    assert zh.statement_of(_fact(text, attribution=attribution), text, NOW).text == said


def test_an_owner_follows_who_pays_without_stumbling() -> None:
    item = _promise("寄回的运费由某店承担", owner="售后部")
    assert zh.promise(item, item.text, NOW, owner=True).text == "寄回的运费由某店承担，售后部负责办理"


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("全额退款", "我们会全额退款"),
        ("为受影响会员办理全额退款", "我们会为受影响会员办理全额退款"),
        ("将为顾客办理退款", "我们将为顾客办理退款"),
        ("我们会公布检测结果", "我们会公布检测结果"),
        ("2月27日生产的鲜奶全额退款，3月5日18时前办结", "2月27日生产的鲜奶全额退款，3月5日18时前办结"),
        ("8月12日18时前在公众号公布检测报告", "8月12日18时前，我们会在公众号公布检测报告"),
    ],
)
def test_a_promise_reads_as_one(promise: str, said: str) -> None:
    assert zh.promise(_promise(promise), promise, NOW, owner=False).text == said


def test_due_and_owner_are_added_where_the_text_lacks_them() -> None:
    item = _promise("全额退款", due="2026-03-05T18:00:00+08:00", owner="客户服务部")
    assert zh.promise(item, item.text, NOW, owner=True).text == "我们会全额退款，不晚于3月5日18时落实，由客户服务部负责"


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("有异味的产品多为2月27日生产", True),
        ("午餐使用了隔夜鸡肉", False),
        ("有人喝了鲜奶后腹泻", False),
        ("已有37起异味反馈", False),
        ("鲜奶异味是运输造成的", False),
    ],
)
def test_an_unproven_claim_stands_in_its_own_words_only_when_they_add_nothing(claim: str, quoted: bool) -> None:
    supported = "2月27日生产的鲜奶已下架\n部分晨禾鲜奶出现异味\n收到6起关于晨禾鲜奶有异味的产品反馈"
    assert zh.may_be_quoted(claim, supported) is quoted


def test_unknowns_are_said_plainly_in_their_own_grammar() -> None:
    items = [(_fact("异味的原因"), "异味的原因"), (_fact("涉及的数量"), "涉及的数量"), (_fact("x"), "是否有其他批次受影响")]
    assert [line.text for line in zh.unknowns(items)] == ["目前还不清楚的有：异味的原因和涉及的数量；是否有其他批次受影响"]
    assert [line.text for line in zh.unknowns(items[:2], final=True)] == ["异味的原因和涉及的数量到现在还不清楚"]


def test_what_nobody_has_decided_is_not_called_unknown() -> None:
    items = [(_fact("门店是否会重新开业"), "门店是否会重新开业"), (_fact("停业的原因"), "停业的原因")]
    assert [line.text for line in zh.unknowns(items)] == ["停业的原因目前还不清楚", "门店是否会重新开业，目前还没有确定"]


class TestSentences:
    grammar = Chinese(brand="晨禾乳业")

    def test_a_refuted_claim_is_quoted_without_who_says_it(self) -> None:
        item = Worded(_fact("网传“老板”跑路"), "网传“老板”跑路")
        assert self.grammar.refuted(item).text == "“‘老板’跑路”的说法不属实"

    @pytest.mark.parametrize(
        ("fact", "product"),
        [
            ("2月27日生产的鲜奶已于3月2日下架", "2月27日生产的鲜奶"),
            ("批次号A2026-03的坚果礼盒已封存", "批次号A2026-03的坚果礼盒"),
            ("一台Q20移动电源在候车厅起火", "Q20移动电源"),
            ("收到6起反馈", None),
        ],
    )
    def test_the_product_is_named_as_the_ledger_names_it(self, fact: str, product: str | None) -> None:
        assert self.grammar.product([fact]) == product

    @pytest.mark.parametrize(
        ("title", "about"),
        [("关于部分鲜奶出现异味的情况说明", "部分鲜奶出现异味"), ("门店冲突一事", "门店冲突"), ("系统故障", "系统故障")],
    )
    def test_a_title_stands_in_a_sentence_without_its_frame(self, title: str, about: str) -> None:
        assert self.grammar.about(title) == about

    @pytest.mark.parametrize(
        ("at", "said"),
        [
            ("2026-03-02T14:00:00+08:00", "今天14时"),
            ("2026-03-03T09:30:00+08:00", "明天（3月3日）9时30分"),
            ("2026-03-05T18:00:00+08:00", "3月5日18时"),
            ("2027-01-01T09:00:00+08:00", "2027年1月1日9时"),
            ("2026-03-02T06:00:00+00:00", "今天14时"),
        ],
    )
    def test_a_time_is_printed_in_the_briefs_offset(self, at: str, said: str) -> None:
        assert said in self.grammar.when(datetime.fromisoformat(at), NOW)


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        ("重新开售前至少提前48小时公告", "重新开售前我们会至少提前48小时公告"),
        ("每个工作日18时在微信公众号公布退费进度", "每个工作日18时，我们会在微信公众号公布退费进度"),
        ("收到病理检查结果后向主人作书面说明", "收到病理检查结果后，我们会向主人作书面说明"),
        ("恢复正常供水前，每天9时和16时给独居住户送水上门", "恢复正常供水前，我们会每天9时和16时给独居住户送水上门"),
        ("为受影响的用户提供售后服务", "我们会为受影响的用户提供售后服务"),
    ],
)
def test_the_time_of_a_promise_stands_before_who_keeps_it(promise: str, said: str) -> None:
    assert zh.promise(Commitment(id="C1", text=promise, approved=True), promise, NOW, owner=False).text == said
