"""Disguises of core words are lifted, ordinary words are not."""

import json

import pytest

from evals.run import BRIEFS
from service.compliance.disguise import lift
from service.compliance.reading import close_up, read


def lifted(text: str) -> list[tuple[str, str]]:
    """What stands in the text, and what it reads as."""
    reading = read(text)
    found = lift(close_up(reading) or reading)
    if found is None:
        return []
    return [(text[slice(*found.original(place))], found.text[slice(*place)]) for place in found.changed if place[0] < place[1]]


class TestLift:
    @pytest.mark.parametrize(
        ("text", "pairs"),
        [
            ("全国蕞好的奶粉", [("蕞好", "最好")]),
            ("这是嘴佳选择", [("嘴佳", "最佳")]),
            ("销量弟一的品牌", [("销量弟一", "销量第一")]),
            ("销量第①", [("销量第①", "销量第一")]),
            ("销量第壹，值得信赖", [("销量第壹", "销量第一")]),
            ("鼎级原料", [("鼎级", "顶级")]),
            ("绝怼安全", [("绝怼安全", "绝对安全")]),
            ("可以治辽失眠", [("治辽", "治疗")]),
            ("zuihao的奶粉", [("zuihao", "最好")]),
            ("zui hao 的奶粉", [("zui hao", "最好")]),
            ("这是zuì hǎo的", [("zuì hǎo", "最好")]),
            ("我们是最hao的", [("最hao", "最好")]),
            ("销量di一", [("销量di一", "销量第一")]),
            ("蕞 好的", [("蕞 好", "最好")]),
            ("the n u m b e r  o n e brand", [("n u m b e r  o n e", "number one")]),
            ("it works p3rfectly", [("p3rfectly", "perfectly")]),
            ("c0mpletely safe", [("c0mpletely", "completely")]),
            ("别家都是拉圾货", [("拉圾", "垃圾")]),
            ("独①无②的酥皮", [("独①无②", "独一无二")]),
            ("史无钱例的低价", [("史无钱例", "史无前例")]),
            ("先领遥遥的配方", [("先领遥遥", "遥遥领先")]),
            ("抱本抱息", [("抱本抱息", "保本保息")]),
            ("玻离心的人", [("玻离心", "玻璃心")]),
            ("国家J工艺", [("国家J", "国家级")]),
            ("让他S差P", [("S差P", "删差评")]),
            ("ZZJSQ归本店", [("ZZJSQ", "最终解释权")]),
            ("都是LJ货", [("LJ", "垃圾")]),
            ("ㄗㄨㄟˋ好的奶粉", [("ㄗㄨㄟˋ好", "最好")]),
            ("z u i 好的奶粉", [("z u i 好", "最好")]),
            ("全镇最女子吃的包子", [("女子", "好")]),
            ("喝了排d又美", [("排d", "排毒")]),
            ("保b保x的项目", [("保b保x", "保本保息")]),
            ("早晚一杯清chang", [("清chang", "清肠")]),
            ("拿来制廖脂肪肝", [("制廖", "治疗")]),
            ("零副作甪", [("副作甪", "副作用")]),
            ("都等着收lsh吧", [("lsh", "律师函")]),
        ],
    )
    def test_a_disguised_core_word_reads_as_what_it_stands_for(self, text: str, pairs: list[tuple[str, str]]) -> None:
        assert lifted(text) == pairs

    @pytest.mark.parametrize(
        "text",
        [
            "兄弟一起来到土地一侧，递一杯水",
            "这块地一直空着，第一批样品已送检",
            "对决的双方都已离场",
            "他的嘴好像受了伤",
            "家长在国家博物馆见到了郭家的人",
            "The best day of the week, hao are you",
            "flight ba2491, batch b2, web3 and covid19",
            "会议由王军军主持，冠均教授出席",
            "决对不了账的订单已退回",
            "及品类调整的说明",
            "专利号ZL 2019 1 0234567.8，型号JSQ-16",
            "持B证的司机，住D级客房，乘K2线",
            "WZ系列水泵，SC证编号，NC系列车床",
            "全国最大的女子学院",
            "骗了一回，人群散了",
            "安排d区值班，图a和图d一起看",
            "型号jsq-16的滤芯，空调里有水",
            "5月中旬，3月底",
            "🈺早八点到晚六点，🈵车位请停后巷",
        ],
    )
    def test_ordinary_words_are_left_alone(self, text: str) -> None:
        assert lifted(text) == []

    def test_no_disguise_gives_no_second_reading(self) -> None:
        assert lift(read("截至3月2日10时，我们收到6起反馈。")) is None

    def test_the_sample_briefs_wear_no_disguise(self) -> None:
        worn = {}
        for path in sorted(BRIEFS.glob("*.yml")):
            found = lifted(path.read_text(encoding="utf-8"))
            if found:
                worn[path.name] = found
        assert json.dumps(worn, ensure_ascii=False) == "{}"


class TestCloseUp:
    @pytest.mark.parametrize(
        ("text", "closed"),
        [
            ("全城（最）香的油", "全城最香的油"),
            ("清洁力【最】强", "清洁力最强"),
            ("清洁力最【强】！", "清洁力最强！"),
            ("清洁力(最)(强)的", "清洁力最强的"),
            ("清洁力最丨强，全国第…一", "清洁力最强，全国第一"),
            ("招牌烤鸭：最\n正\n宗，欢迎", "招牌烤鸭：最正宗，欢迎"),
            ("国⭐家⭐级", "国家级"),
            ("最\\好", "最好"),
            ("稳$赚$不$赔", "稳赚不赔"),
        ],
    )
    def test_what_stands_between_is_taken_out(self, text: str, closed: str) -> None:
        found = close_up(read(text))
        assert found is not None
        assert found.text == closed
        assert found.original((0, len(closed))) == (0, len(text))

    @pytest.mark.parametrize("text", ["\n（一）关于退款", "工作日（周一至周五）", "二○二六年", "春\n夏\n秋冬两季", "甲\n乙方"])
    def test_ordinary_marks_stay(self, text: str) -> None:
        assert close_up(read(text)) is None


@pytest.mark.parametrize("text", ["绝\u0336对\u0336安\u0336全\u0336", "绝×对×安×全", "绝\u0332对\u0332安\u0332全\u0332"])
def test_what_is_drawn_through_or_between_characters_is_taken_out(text: str) -> None:
    plain = read(text)
    assert (close_up(plain) or plain).text == "绝对安全"


def test_accents_stay() -> None:
    assert read("café 喜茶×奈雪").text == "café 喜茶×奈雪"
