"""Names of people, organisations, places and products: what is one, what is none, and which are the same."""

from pathlib import Path

import pytest

from service.errors import DataFault
from service.grounding import places as gazetteer
from service.grounding.folding import fold
from service.grounding.name_words import NameWords, name_words
from service.grounding.names import canonical, find_names, holds, lookup_keys, place_names, same_name, split_suffix
from service.grounding.places import places
from service.grounding.segmentation import segment
from service.grounding.types import ClaimKind, Label


def _found(text: str, *, sure: bool = False) -> set[tuple[str, str]]:
    folded = fold(text)
    mentions = [mention for mention in find_names(folded) if not (sure and mention.unsure)]
    assert all(mention.kind is ClaimKind.NAME for mention in mentions)
    return {
        (mention.value.kind, folded[m.start : m.end])
        for mention in mentions
        for m in [mention]
        if isinstance(mention.value, Label)
    }


class TestPeople:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("董事长邵维川表示歉意", "邵维川"),
            ("副总经理罗既明已赶到现场", "罗既明"),
            ("店长张晓敏和区域经理欧阳子轩都在", "欧阳子轩"),
            ("安全总监林志远将牵头整改", "林志远"),
            ("王建国经理对此致歉", "王建国"),
            ("首席执行官 陈立 签发", "陈立"),
            ("法定代表人：赵一鸣", "赵一鸣"),
            ("伤者陈某某由家属陪同", "陈某某"),
            ("张某甲（女，35岁）报了警", "张某甲"),
            ("张女士来电反映", "张女士"),
            ("刘师傅当晚值班", "刘师傅"),
            ("据王海涛介绍，当时没有明火", "王海涛"),
            ("质量总监阿依古丽·买买提介绍", "阿依古丽·买买提"),
            ("约翰·史密斯出席了会议", "约翰·史密斯"),
            ("炉前班组长周国平遇难", "周国平"),
            ("我们向大家道歉。\n望川童品有限公司 顾明洲\n", "顾明洲"),
            ("陳先生已經出院", "陈先生"),
            ("Chief executive Jane Doe said the line stopped.", "Jane Doe"),
            ("Jane Doe, our head of safety, will lead it.", "Jane Doe"),
            ('"We are sorry," said Tom Harris.', "Tom Harris"),
            ("Signed: Maria Gonzalez", "Maria Gonzalez"),
            ("We have written to Mr Patel.", "Patel"),
            ("Dr. Sarah O'Neill examined the driver.", "Sarah O'Neill"),
            ("Operations Director Priya Nair has stepped down.", "Priya Nair"),
            ("Assistant Chief Constable Mark Evans spoke.", "Mark Evans"),
            ("The driver, Callum Reid, 34, is at home.", "Callum Reid"),
        ],
    )
    def test_a_person_is_found_by_what_stands_beside_the_name(self, text: str, name: str) -> None:
        assert ("person", name) in _found(text, sure=True)

    @pytest.mark.parametrize("text", ["店长小刘已停职", "女孩小雨很害怕"])
    def test_a_nickname_is_a_guess(self, text: str) -> None:
        assert {kind for kind, _ in _found(text)} == {"person"}
        assert not _found(text, sure=True)

    @pytest.mark.parametrize(
        "text",
        [
            "总经理高度重视，负责人方便时安排任何人员，经理于是全体到场。",
            "严肃处理，严格检查，安全第一，关心每一位员工，时间紧迫。",
            "金额较大，高温天气，白色粉末，洪水退去，毛利下降，许可证有效。",
            "各位女士、先生：感谢大家的关心和监督。",
            "包装完好，方案已定，于今日公布，万一不适请就医，左右两侧车门。",
            "Chief Executive Officer, Head of Communications, Duty Manager",
            "Dear Customers, Dear Parents and Carers,",
            "Please call Customer Care or Head Office on Tuesday.",
        ],
    )
    def test_ordinary_words_are_nobody(self, text: str) -> None:
        assert not _found(text)


class TestOrganisations:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("由成都市锦江区市场监督管理局封存送检", "成都市锦江区市场监督管理局"),
            ("据望川县应急管理局通报", "望川县应急管理局"),
            ("已送往临洲市第四医院救治", "临洲市第四医院"),
            ("留样已交望川县疾控中心检验", "望川县疾控中心"),
            ("转到望川县二院", "望川县二院"),
            ("海淀法院已经受理", "海淀法院"),
            ("供应商恒源食品有限公司提供的原料", "恒源食品有限公司"),
            ("临洲炙椒巷餐饮管理有限公司", "临洲炙椒巷餐饮管理有限公司"),
            ("国家市场监督管理总局已介入", "国家市场监督管理总局"),
            ("新华社作了报道", "新华社"),
            ("澎湃新闻报道了此事", "澎湃新闻"),
            ("抖音已下架该视频", "抖音"),
            ("上海市消保委约谈了公司", "上海市消保委"),
            ("The Food Standards Agency has been told.", "Food Standards Agency"),
            ("We told the Health and Safety Executive.", "Health and Safety Executive"),
            ("The FDA is investigating.", "FDA"),
            ("according to St. Brendan Hospital at 2 p.m.", "St. Brendan Hospital"),
            ("We filed it with the State Board of Pharmacy.", "State Board of Pharmacy"),
            ("Our supplier Brightwell Foods Ltd shipped it.", "Brightwell Foods Ltd"),
            ("the Information Commissioner's Office has told us", "Information Commissioner's Office"),
            ("CrowdStrike is helping us.", "CrowdStrike"),
        ],
    )
    def test_an_organisation_is_found_whole(self, text: str, name: str) -> None:
        assert ("organisation", name) in _found(text, sure=True)

    @pytest.mark.parametrize("text", ["我们向恒源食品采购原料。", "网传蜀燕净水停产。", "原料来自锦穗乳业。"])
    def test_a_brand_with_its_trade_is_a_guess(self, text: str) -> None:
        assert {kind for kind, _ in _found(text)} == {"organisation"}
        assert not _found(text, sure=True)

    @pytest.mark.parametrize(
        "text",
        [
            "市市监局、区应急局、当地医院、县公安局、属地市场监管部门、省市场监管局、上级主管部门",
            "我公司、该公司、物流公司、保险公司、母公司、上市公司、第三方检测机构",
            "小学生家长、大学生、银行卡、公司法、实验小学",
            "我们只在抖音、微博和微信公众号发布。",
            "人社部门介入了吗？我市人民医院、两级法院、一家三甲医院",
            "The council has been told. The regulator asked us. Police attended.",
            "Customer Service Department, Quality Assurance Team, Board of Directors",
        ],
    )
    def test_a_kind_without_a_name_is_none(self, text: str) -> None:
        assert not _found(text)


class TestPlaces:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("位于成都的门店", "成都"),
            ("四川省成都市武侯区", "武侯区"),
            ("晴川区万象里店的样品已撤下", "万象里店"),
            ("松岭区书院路店", "书院路"),
            ("炙椒巷火锅云浦店停业", "云浦店"),
            ("人民南路四段12号", "人民南路"),
            ("临洲东站候车厅", "临洲东站"),
            ("地铁2号线停运", "2号线"),
            ("一号车间停产", "一号车间"),
            ("废水流入岷江", "岷江"),
            ("英国伦敦的门店", "伦敦"),
            ("南湖站的骑手", "南湖站"),
            ("Our Leith store is closed.", "Leith"),
            ("the Thames Street branch", "Thames Street"),
            ("It reached the River Wey.", "River Wey"),
            ("near the M25 at noon", "M25"),
            ("customers in Walthamstow were affected", "Walthamstow"),
            ("Three people in Millport are in hospital.", "Millport"),
            ("London is not affected.", "London"),
            ("our offices in New York City", "New York City"),
            ("We stopped Line 3.", "Line 3"),
        ],
    )
    def test_a_place_is_found(self, text: str, name: str) -> None:
        assert ("place", name) in _found(text, sure=True)

    @pytest.mark.parametrize(
        "text",
        [
            "公司网站、线路检修、道路封闭、附近地区、酒店大堂、高速公路、大城市、农村地区",
            "各门店、部分地区、全市范围、生产工厂、物流仓库、小区居民、地铁站、加油站",
            "北京时间3月2日9时，广东话服务，四川火锅底料",
            "3月2号线上发布，日照充足，开封后请冷藏，来宾签到",
            "between 9 a.m. and 10 a.m. China time",
            "Bath time is fun. Nice work. Mobile users can split the bill.",
            "British customers, Chinese suppliers, an English-language line",
        ],
    )
    def test_words_that_only_look_like_places_are_none(self, text: str) -> None:
        assert not _found(text)

    @pytest.mark.parametrize("text", ["sold in China", "在美国销售", "UK customers"])
    def test_a_country_alone_is_never_sure(self, text: str) -> None:
        assert not _found(text, sure=True)


class TestProducts:
    @pytest.mark.parametrize(
        "text", ["“稳稳”W3儿童餐椅", "「小白鲸」系列产品", "the Duvelle yoghurt", "the TrailMaster X2 pushchair"]
    )
    def test_a_quoted_or_capitalised_name_before_a_product_is_a_guess(self, text: str) -> None:
        assert "product" in {kind for kind, _ in _found(text)}
        assert not {kind for kind, _ in _found(text, sure=True)}

    def test_a_model_in_chinese_is_sure(self) -> None:
        assert ("product", "Q50") in _found("Q50已经停售", sure=True)

    @pytest.mark.parametrize(
        "text",
        [
            "网传“已有人死亡”的说法不实",
            "扫描QR码下载APP",
            "送ICU观察，做CT和PCR检测",
            "USB cable, QR code, Wi-Fi, CCTV and the App",
        ],
    )
    def test_quoted_speech_and_common_letters_are_none(self, text: str) -> None:
        assert not _found(text)


class TestHeadings:
    @pytest.mark.parametrize(
        "text", ["What We Know So Far", "# Wrong-Strength Tablets Dispensed At Two Stores", "Frequently Asked Questions"]
    )
    def test_a_heading_names_nothing(self, text: str) -> None:
        assert not _found(text)


class TestSameName:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("锦江区市监局", "锦江区市场监管局"),
            ("锦江区市场监管局", "锦江区市场监督管理局"),
            ("成都市锦江区市场监督管理局", "锦江区市监局"),
            ("浦东市监局", "浦东新区市场监管局"),
            ("望川县第二人民医院", "望川县二院"),
            ("晨禾乳业有限公司", "晨禾乳业"),
            ("临洲市消费者权益保护委员会", "临洲市消保委"),
            ("Larkmoor Pharmacy, Inc.", "Larkmoor Pharmacy"),
            ("the Brightwell Foods Limited's", "BRIGHTWELL FOODS"),
            ("Marks & Co", "Marks and Co"),
            ("FDA", "the Food and Drug Administration"),
            ("成都市", "Chengdu"),
            ("Leeds", "利兹"),
        ],
    )
    def test_one_name_in_two_dresses(self, one: str, other: str) -> None:
        assert same_name(one, other)
        assert same_name(other, one)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("锦江区市监局", "青羊区市监局"),
            ("锦江区市监局", "锦江区应急局"),
            ("临洲市第二医院", "临洲市第四医院"),
            ("岚桥县应急管理局", "望川县应急管理局"),
            ("涌泉市儿童医院", "临洲市儿童医院"),
            ("Larkmoor Pharmacy", "Larkmoor Dental"),
            ("成都", "重庆"),
        ],
    )
    def test_two_names(self, one: str, other: str) -> None:
        assert not same_name(one, other)


class TestLookUp:
    def test_a_generic_rest_is_no_key(self) -> None:
        assert lookup_keys(Label("涌泉市儿童医院", "organisation")) == ("涌泉市儿童医院",)

    def test_a_place_is_looked_up_in_both_languages(self) -> None:
        assert {"成都市", "成都", "chengdu"} <= set(lookup_keys(Label("成都市", "place")))
        assert place_names("chengdu") == ("chengdu", "成都")

    def test_a_suffix_is_split_off(self) -> None:
        assert split_suffix(canonical("锦江区市场监管局")) == ("锦江区", "市监局")
        assert split_suffix("晨禾") == ("晨禾", "")

    def test_latin_keys_hold_as_whole_words_only(self) -> None:
        text = canonical("The unicorn of Leithwood told the ICO about 成都Yaohua工厂.")
        assert holds(text, "ico")
        assert not holds(text, "leith")
        assert holds(text, "yaohua")
        assert holds(text, "成都")


class TestData:
    def test_the_words_of_a_text_cover_it(self) -> None:
        text = "锦江区市监局王建国经理\nJane Doe said 好\x1e\n\x00\x00末"
        tokens = segment(text)
        assert "".join(token.word for token in tokens) == text
        assert all(text[token.start : token.end] == token.word for token in tokens)

    def test_everyday_words_are_no_places(self) -> None:
        assert not {"Reading", "Bath", "Nice", "Mobile", "Split"} & places().english
        assert not {"开封", "日照", "和平", "光明"} & places().chinese

    def test_a_broken_line_of_places_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "grounding").mkdir()
        (tmp_path / "grounding" / "places.tsv").write_text("# head\nLeeds\n", encoding="utf-8")
        monkeypatch.setattr(gazetteer, "knowledge_dir", lambda: tmp_path)
        with pytest.raises(DataFault, match=r"places\.tsv:2"):
            gazetteer.places.__wrapped__()

    def test_a_list_with_one_word_twice_is_refused(self) -> None:
        data = {"zh": {"authorities": "市监局, 市监局"}, "en": {}}
        with pytest.raises(ValueError, match="twice"):
            NameWords.model_validate(data)

    def test_the_word_lists_load(self) -> None:
        assert "市监局" in name_words().zh.authorities


@pytest.mark.parametrize("piece", ["王", "公司", "区店", "·王", "Jane Doe, ", "Bank of ", "A and ", "“", "第二", "x\n"])
def test_endless_repetition_is_read_in_linear_time(piece: str) -> None:
    find_names(piece * (100_000 // len(piece)))
