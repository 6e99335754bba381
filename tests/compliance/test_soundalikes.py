"""Words of any rule in foreign dress, and ordinary text that wears none."""

import json

import pytest

from evals.run import BRIEFS
from service.compliance.disguise import lift
from service.compliance.glyphs import Distance
from service.compliance.pack import shipped
from service.compliance.reading import close_up, read
from service.compliance.soundalikes import lexicon
from service.compliance.tables import shipped_tables


def lifted(text: str) -> list[tuple[str, str]]:
    """What stands in the text, and what it reads as."""
    reading = read(text)
    found = lift(close_up(reading) or reading, shipped().lexicon)
    if found is None:
        return []
    return [(text[slice(*found.original(place))], found.text[slice(*place)]) for place in found.changed if place[0] < place[1]]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("三号冷库那批留样今晚钅肖毁掉", ("钅肖", "销")),
        ("就是个言乍马扁犯", ("言乍", "诈")),
        ("日本、韩国、台氵弯、泰国", ("氵弯", "湾")),
        ("是您操莋卟当", ("操莋卟当", "操作不当")),
        ("天天带截奏", ("带截奏", "带节奏")),
        ("这两天ya一ya再说", ("ya一ya", "压一压")),
        ("空腹一瓶，jiang糖又降脂", ("jiang糖", "降糖")),
        ("这ji个别的情况", ("ji个别", "极个别")),
        ("全年业绩不受影晌", ("不受影晌", "不受影响")),
        ("国家兔检产品", ("兔检产品", "免检产品")),
        ("本店即日召囬一批", ("召囬", "召回")),
        ("这批货的zhìliàng一直很好", ("zhìliàng", "质量")),
        ("老师傅手打，quan guo du yi fen，想要的排队", ("quan guo", "全国")),
        ("bao gao里写得清清楚楚", ("bao gao", "报告")),
        ("奶粉诏回一批", ("诏回", "召回")),
        ("投资零烘险", ("零烘险", "零风险")),
        ("清仺甩卖", ("清仺", "清仓")),
        ("他发的qianyi我们不收", ("qianyi", "歉意")),
    ],
)
def test_a_word_of_any_rule_is_read_by_sound_shape_or_parts(text: str, pair: tuple[str, str]) -> None:
    assert pair in lifted(text)


@pytest.mark.parametrize(
    "text",
    [
        "我们已经封存同批次产品，并送第三方检测机构检验。",
        "客服热线每天9点到21点有人接听，请您放心拨打。",
        "女子单打与男子双打的比赛都推迟到下午举行。",
        "会议由王军军主持，冯晓教授出席，石长铁路通车。",
        "罐头开罐即食，包装颜色跟安全无关，更换洗剪吹套餐，摊平之后缓报名。",
        "李工在shanghai出差，Wang Hong与Li Wei留在厂里，网址www.zhiliang.com。",
        "We like the change, she can change 这项安排。",
        "The team said the women could check the VIP list in app.",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert lifted(text) == []


def test_the_sample_briefs_wear_nothing() -> None:
    worn = {path.name: found for path in sorted(BRIEFS.glob("*.yml")) if (found := lifted(path.read_text(encoding="utf-8")))}
    assert json.dumps(worn, ensure_ascii=False) == "{}"


def test_near_sounds_and_near_shapes_share_a_code() -> None:
    known = shipped_tables().glyphs
    assert known.heard[ord("诈")] == known.heard[ord("炸")]
    assert known.heard[ord("顶")] != known.heard[ord("治")]
    assert known.seen[ord("概")] == known.seen[ord("慨")]
    assert known.joined["钅肖"] == "销"


@pytest.mark.parametrize(
    ("written", "own", "distance"),
    [
        ("zhao", "召", Distance.SAME),
        ("诏", "召", Distance.SAME),
        ("造", "召", Distance.NEAR),
        ("冯", "洪", Distance.FAR),
        ("好", "坏", Distance.FAR),
    ],
)
def test_sounds_are_at_a_distance(written: str, own: str, distance: Distance) -> None:
    assert shipped_tables().glyphs.distance(written, own) is distance


def test_only_words_of_their_own_are_looked_for() -> None:
    assert lexicon(["(?:起诉|买了|我们的|法务部)[^，。]{0,8}?追究到底"]) == {"起诉", "法务部", "追究到底"}
