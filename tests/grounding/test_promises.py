"""Promises against the commitments of a brief, in both languages."""

import time

import pytest

from service.briefs import IncidentBrief
from service.grounding import lexicon
from service.grounding.folding import Sentences
from service.grounding.promises import classes_in, commitments_of, find_promises
from service.grounding.word_patterns import needed_words
from service.language import TextLanguage
from tests.grounding.promise_cases import findings, outcome, outcomes, promises, sample


class TestFindPromises:
    @pytest.mark.parametrize(
        "text",
        [
            "我们将召回全部产品。",
            "我们会尽快公布检测报告。",
            "公司承诺今后不再发生。",
            "我们保证让大家放心。",
            "如有不适，我们来跟进。",
            "医疗费用由我们承担，我们将承担全部费用。",
            "We will publish the test results in full.",
            "We will replace every carton.",
            "We promise to do better.",
            "We are going to install new cameras.",
            "每位用户补偿一箱鲜奶。",
            "我们将给予补偿。",
            "We will compensate every customer.",
            "结果会原样公布，不管它指向哪一个环节。",
            "双倍退款。",
            "2月27日生产的鲜奶，我们将双倍退款。",
            "2月27日生产的鲜奶凭实物或照片全额退款，并赠送一箱酸奶。",
            "十倍赔偿。",
            "所有用户均可全额退款。",
            "无需凭证，2月27日生产的鲜奶全额退款。",
            "2月27日生产的鲜奶凭小票全额退款。",
            "晨禾鲜奶终身免费。",
            "我们会全面整改。",
            "我们将加强供应链管理，杜绝类似事件再次发生。",
            "我们将举一反三，全面排查。",
            "Every customer will get a full refund.",
            "Milk produced on 27 February will be refunded in full, no questions asked.",
            "You can have a full refund plus a voucher.",
            "We'll make it right with a voucher.",
            "We will make sure this never happens again.",
            "We will overhaul our cold chain.",
            "Double refunds for all affected milk.",
            "Anyone can claim a full refund, no receipt needed.",
            "You can have a full refund, and we'll throw in a $10 coupon.",
            "We're giving everyone a free carton.",
            "凡购买过晨禾产品的顾客，一律免费换新。",
            "我们愿意承担由此产生的一切损失。",
            "公司将成立专项基金，用于食品安全研究。",
            "来回的运费也由我们出。",
            "我们将聘请第三方独立审计。",
            "请凭小票到店办理双倍退款。",
            "如果您喝了感到不适，我们将承担全部医疗费用。",
            "If you feel unwell we will pay your medical bills.",
            "检测报告出来后我们会第一时间公布。",
            "涉事员工将被开除。",
            "我们将追究造谣者的法律责任。",
            "我们再送每位顾客一张50元代金券。",
            "2月27日生产的鲜奶退一赔三。",
            "全部产品无条件退货。",
            "今后每一批鲜奶都将公开检测报告。",
            "我们一定会让大家喝上放心奶，否则十倍赔偿。",
            "You have our word that this won't happen again.",
            "We guarantee that every carton is safe.",
            "Customers will receive a year of free milk.",
            "补偿每位顾客一箱牛奶。",
            "您的就医费用由我们全额报销。",
            "我们会安排专人一对一跟进。",
            "晨禾将为每位顾客购买健康保险。",
            "We will be installing sensors in every truck.",
            "The driver will be dismissed.",
            "We will never sell this product again.",
            "全额退款，并补偿两箱。",
            "顾客可获三倍赔偿。",
            "会员可免费领取一箱鲜奶。",
        ],
    )
    def test_one_that_no_commitment_holds_is_an_error(self, milk: IncidentBrief, text: str) -> None:
        assert outcomes(text, milk) & {"error", "unapproved"}

    @pytest.mark.parametrize(
        "text",
        [
            "我们将为您全额退款。",
            "You will get a full refund.",
            "2月27日生产的鲜奶凭实物或照片可以全额退款，3月5日18时前办结。",
            "refunds will be completed by 18:00 on 5 March.",
            "退款由客户服务部负责，3月5日18时前办完。",
            "如果您手里有2月27日生产的鲜奶，我们会全额退款。",
            "受影响的用户都可以全额退款。",
            "Bring the carton or a photo and we'll refund you in full.",
            "购买了2月27日产鲜奶的所有用户都可以全额退款。",
            "带上实物或照片，钱全数退给您。",
            "We'll give you your money back.",
        ],
    )
    def test_one_that_a_commitment_holds_stands_in_any_wording(self, milk: IncidentBrief, text: str) -> None:
        assert "held" in outcomes(text, milk)
        assert findings(text, milk) == []

    @pytest.mark.parametrize(
        "text",
        [
            "能退款吗？",
            "是否补偿，目前无法答复。",
            "监管部门将公布结果。",
            "我们已更换了门锁。",
            "已全额退款。",
            "我们不会猜测。",
            "We will not guess.",
            "如感到不适，请及时就医。",
            "我们会认真对待每一条反馈。",
            "我们会吸取教训。",
            "我们将以此为戒。",
            "We will learn from this.",
            "We will do everything we can to put this right.",
            "我们会尽最大努力。",
            "我们会严格要求自己。",
            "我们将全力配合调查。",
            "We will cooperate fully with the authorities.",
            "14时再向大家报告。",
            "今天下午见。",
            "看这里的更新。",
            "We'll be back at 2 pm.",
            "热线会有人接听。",
            "Our line will be open until 10 pm.",
            "我们会继续核实。",
            "We will keep looking into it.",
            "有结果会在14时的说明里告诉大家。",
            "We will share the results in our next update at 14:00.",
            "我们希望做得更好。",
            "We want to do better.",
            "力争早日查清。",
            "有顾客要求十倍赔偿，我们正在沟通。",
            "网传公司将赔偿十倍，不实。",
            "We have received requests for compensation.",
            "本公司保留追究法律责任的权利。",
            "We reserve all rights.",
            "关于退款，请拨打客服热线。",
            "请保留小票和包装。",
            "We cannot say when the results will be ready.",
            "Samples are with an independent laboratory, and we will not guess before the results.",
            "什么时候恢复销售，目前无法答复。",
            "我们会把知道的都告诉大家。",
            "给大家添麻烦了。",
            "我们会一直在这里。",
            "We will tell you what we know as soon as we can.",
            "Refund policy questions can be sent to the line.",
            "退款进度可以拨打客服热线查询。",
            "会不会补偿，还没有决定。",
            "下一次说明不晚于今天14时在本账号发布。",
            "We will publish the next update by 14:00 today, China time.",
            "门店会照常营业。",
            "这件事让大家失望了，我们会记住。",
            "晨禾会给大家一个交代。",
            "他说公司会赔他十倍。",
            "Some customers say they will ask for compensation.",
            "We are committed to safety.",
            "我们始终坚持质量第一。",
            "牛奶在运输途中。",
            "会员和社会各界的监督我们收到了。",
            "待核实清楚后，我们会再向大家说明。",
            "Thank you; we will read every message.",
        ],
    )
    def test_what_promises_nothing_or_only_the_routine_is_none(self, milk: IncidentBrief, text: str) -> None:
        assert findings(text, milk) == []

    @pytest.mark.parametrize(
        "text",
        [
            "我们会负责到底。",
            "我们会不断改进。",
            "我们会与您保持联系。",
            "We will keep improving.",
            "我们会承担相应的责任。",
            "We will take full responsibility.",
        ],
    )
    def test_a_general_one_is_at_most_doubted(self, milk: IncidentBrief, text: str) -> None:
        assert outcomes(text, milk) <= {"held", "routine", "unsure"}


class TestSpans:
    @pytest.mark.parametrize(
        ("text", "span"),
        [
            ("2月27日生产的鲜奶全额退款并赠送一箱酸奶。", "赠送一箱酸奶"),
            ("2月27日生产的鲜奶凭实物或照片全额退款，并赠送一箱酸奶。", "赠送一箱酸奶"),
            ("You can have a full refund plus a voucher.", "a voucher"),
            ("无需凭证，2月27日生产的鲜奶全额退款。", "无需凭证"),
            ("Milk produced on 27 February will be refunded in full, no questions asked.", "no questions asked"),
            ("为表歉意，我们还将赠送代金券。", "我们还将赠送代金券"),
            ("We are sorry, and we will replace every carton.", "we will replace every carton"),
            ("如果您喝了感到不适，我们将承担全部医疗费用。", "我们将承担全部医疗费用"),
        ],
    )
    def test_only_what_no_commitment_holds_is_pointed_at(self, milk: IncidentBrief, text: str, span: str) -> None:
        assert [said for _, said in findings(text, milk)] == [span]


class TestUnapproved:
    @pytest.mark.parametrize(
        ("brief", "text", "ident"),
        [
            ("lift", "2号楼的老人下个月住院里，床位的钱一分不收。", "C3"),
            ("cake", "每位会员都可以到店领一个六寸蛋糕。", "C2"),
            ("hotpot", "住院的客人，我们各送上两万块慰问。", "C2"),
            ("payments", "We're adding twenty-five dollars to the account of everyone caught up in this.", "C2"),
            ("river", "New fish will be put back in the water at our expense.", "C3"),
            ("pharmacy", "If you were affected, your prescriptions are on us for the next twelve months.", "C3"),
            ("dental", "Every patient will get free credit monitoring.", "C2"),
            ("school", "本学期的餐费会全部退给家长。", "C2"),
        ],
    )
    def test_it_is_known_in_other_words(self, brief: str, text: str, ident: str) -> None:
        assert {promise.unapproved for promise in promises(text, sample(brief))} == {ident}


class TestResultsAndUpdates:
    def test_results_may_be_promised_for_the_time_of_the_next_update_only(self, milk: IncidentBrief) -> None:
        assert outcomes("检测结果会在今天14时公布。", milk) == {"held"}
        assert outcomes("检测结果3月5日18时前公布。", milk) == {"error"}

    def test_an_update_at_a_time_needs_next_update_at(self, breach: IncidentBrief) -> None:
        found = promises("我们将于3月2日23时30分更新进展。", breach)
        assert [(promise.nearest, outcome(promise)) for promise in found] == [("next_update_at", "error")]

    def test_a_manned_line_needs_a_contact(self, milk: IncidentBrief) -> None:
        assert outcomes("我们的热线会有人接听。", milk.with_changes(contacts=())) == {"unsure"}


class TestWidth:
    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("cake", "这11笔订单全额退款。"),
            ("thermos", "所有保温杯都能退。"),
            ("highchair", "任何一款餐椅都可以全额退款。"),
            ("highchair", "We will pay the child's medical costs for life."),
            ("payments", "All customers will have their charges reversed, whatever the reason."),
            ("livestream", "6月5日该场直播的精华套装订单可申请双倍退款。"),
        ],
    )
    def test_a_promise_wider_than_its_commitment_is_an_error(self, brief: str, text: str) -> None:
        assert outcomes(text, sample(brief)) & {"error", "unapproved"}

    @pytest.mark.parametrize(
        ("brief", "text"),
        [
            ("cake", "配送费全部退还，货款退一半。"),
            ("highchair", "批号WW2601的所有餐椅都可以全额退款。"),
            ("kit", "Everyone who got an incomplete kit will be refunded in full."),
            ("livestream", "6月5日直播间的所有精华套装订单都可以全额退款。"),
        ],
    )
    def test_the_same_words_within_the_commitment_stand(self, brief: str, text: str) -> None:
        assert findings(text, sample(brief)) == []


class TestClassesIn:
    @pytest.mark.parametrize(
        ("text", "name"), [("全额退款", "refund"), ("Full Refund", "refund"), ("运费我们出", "costs"), ("on the house", "free")]
    )
    def test_it_reads_both_languages(self, text: str, name: str) -> None:
        assert name in classes_in(text)


class TestNeededWords:
    @pytest.mark.parametrize(
        ("pattern", "words"),
        [
            ("refund\\w*", {"refund"}),
            ("(?<![不务])必(?![要须])", {"必"}),
            ("(?:free|no) charge", {" charge"}),
            ("退(?:还)?(?:一半|半价)", {"一半", "半价"}),
            ("a?b?", None),
            ("[元块]", None),
            ("(?P<asked>[\u4e00-\u9fff])[不没](?P=asked)", None),
        ],
    )
    def test_one_of_them_stands_wherever_the_pattern_matches(self, pattern: str, words: set[str] | None) -> None:
        found = needed_words(pattern)
        assert found == (frozenset(words) if words is not None else None)

    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_nothing_can_promise_without_one(self, language: TextLanguage) -> None:
        data = lexicon.promises()
        lists = [data.future_markers, data.strong_markers, *(item for item in data.actions.values() if item.remedy)]
        parts = [part for given in lists for part in given.in_(language)]
        assert [part for part in parts if needed_words(part) is None] == []


class TestHostileInput:
    @pytest.mark.parametrize("text", ["我们将全额退款" * 14000, "we will pay " * 8000, "(免费 " * 30000, "承担" * 50000])
    def test_a_long_text_takes_linear_time(self, milk: IncidentBrief, text: str) -> None:
        started = time.process_time()
        list(find_promises(text, Sentences(text), commitments_of(milk), []))
        assert time.process_time() - started < 3
