"""The thesaurus: what it holds, how it is matched, and that paraphrases meet while near misses do not."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from service.datafiles import load_data
from service.errors import DataFault
from service.grounding.clauses import read_sentences
from service.grounding.concepts import (
    Concept,
    Concepts,
    chinese_concepts,
    count_roles,
    date_roles,
    english_phrases,
    english_word,
    table,
)
from service.grounding.folding import Sentences, fold
from service.resources import knowledge_dir

# Narrower words may stand under a wider concept too; more than a few would blur the thesaurus.
MOST_SHARED = 0.03


def concepts_of(text: str) -> frozenset[str]:
    """The concepts a text speaks of, read as a statement or a ledger is."""
    folded = fold(text)
    sentences = read_sentences(folded, Sentences(folded))
    keys = (key for sentence in sentences for clause in sentence.clauses for key in clause.keys)
    return frozenset(key.removeprefix("#") for key in keys if key.startswith("#"))


def shared(one: Concept, other: Concept) -> set[str]:
    return (set(one.zh) & set(other.zh)) | (set(one.en) & set(other.en))


def load(tmp_path: Path, text: str) -> Concepts:
    path = tmp_path / "concepts.yml"
    path.write_text(text, encoding="utf-8")
    return load_data(path, Concepts)


class TestSchema:
    def test_an_unknown_key_of_a_concept_is_refused_with_its_line(self, tmp_path: Path) -> None:
        with pytest.raises(DataFault, match=r"concepts\.yml:3.*counted"):
            load(tmp_path, "concepts:\n  fire: {zh: [起火]}\n  smoke: {counted: true, zh: [冒烟]}\n")

    def test_an_unknown_key_of_the_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DataFault, match="words"):
            load(tmp_path, "words: {}\n")

    def test_a_concept_written_twice_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DataFault):
            load(tmp_path, "concepts:\n  fire: {zh: [起火]}\n  fire: {zh: [着火]}\n")

    def test_a_word_that_is_no_text_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(DataFault, match="fire"):
            load(tmp_path, "concepts:\n  fire: {zh: [12]}\n")


class TestEveryConcept:
    """One test for what all concepts must be, not one for each of six hundred: a failure shows the concepts it is about."""

    def test_it_has_words_in_both_languages(self) -> None:
        assert [name for name, concept in table().items() if not (concept.zh and concept.en)] == []

    def test_its_opposite_exists_and_points_back(self) -> None:
        opposites = {name: concept.opposite for name, concept in table().items() if concept.opposite is not None}
        assert [name for name, other in opposites.items() if opposites.get(other) != name or other == name] == []

    def test_it_shares_no_word_with_its_opposite(self) -> None:
        pairs = [(name, concept, table()[concept.opposite]) for name, concept in table().items() if concept.opposite]
        assert [(name, words) for name, one, other in pairs if (words := shared(one, other))] == []

    def test_no_word_stands_twice_in_it(self) -> None:
        counts = {name: Counter((*concept.zh, *concept.en)) for name, concept in table().items()}
        assert [(name, word) for name, words in counts.items() for word, count in words.items() if count > 1] == []

    def test_no_chinese_word_is_a_single_character(self) -> None:
        assert [(name, word) for name, concept in table().items() for word in concept.zh if len(word) < 2] == []

    def test_every_chinese_word_matches_when_it_stands_alone(self) -> None:
        shadowed = [
            (name, word)
            for name, concept in table().items()
            for word in concept.zh
            if not any(
                (found.start, found.end) == (0, len(word)) and name in found.names for found in chinese_concepts(fold(word))
            )
        ]
        assert shadowed == []

    def test_every_english_word_matches_when_it_stands_alone(self) -> None:
        words = [(name, word) for name, concept in table().items() for word in concept.en]
        assert [(name, word) for name, word in words if name not in concepts_of(f"They say {word}.")] == []

    def test_english_is_written_in_lower_case(self) -> None:
        assert [(name, word) for name, concept in table().items() for word in concept.en if word != word.lower()] == []


class TestTable:
    def test_there_are_concepts_for_every_kind_of_incident(self) -> None:
        assert len(table()) >= 300

    def test_few_words_stand_under_two_concepts(self) -> None:
        words = Counter(word for concept in table().values() for word in (*concept.zh, *concept.en))
        assert sum(count > 1 for count in words.values()) <= MOST_SHARED * len(words)

    def test_no_word_stands_under_three_concepts(self) -> None:
        words = Counter(word for concept in table().values() for word in (*concept.zh, *concept.en))
        assert [word for word, count in words.items() if count > 2] == []

    @pytest.mark.parametrize("word", ["事件", "情况", "公司", "人员", "我们", "进行", "相关"])
    def test_words_of_every_statement_are_no_concept(self, word: str) -> None:
        assert chinese_concepts(word) == []

    @pytest.mark.parametrize("word", ["company", "people", "situation", "incident", "we", "the", "received", "have"])
    def test_english_words_of_every_statement_are_no_concept(self, word: str) -> None:
        assert english_word(word) == ()

    @pytest.mark.parametrize("name", ["death", "hospital_stay", "complaint", "refund", "penalty", "batch", "sold"])
    def test_count_roles_tell_what_a_number_counts(self, name: str) -> None:
        assert name in count_roles()

    @pytest.mark.parametrize("name", ["produce", "withdraw", "notify_authority", "pay_out", "deadline", "maintain"])
    def test_date_roles_tell_what_a_date_is_of(self, name: str) -> None:
        assert name in date_roles()

    def test_the_file_of_the_product_loads(self) -> None:
        assert load_data(knowledge_dir() / "grounding" / "concepts.yml", Concepts).concepts == table()


class TestChineseConcepts:
    @pytest.mark.parametrize(
        ("text", "name", "not_name"),
        [
            ("抽检不合格", "unqualified", "qualified"),
            ("未成年人受到影响", "child", "adult"),
            ("三单未发货", "not_shipped", "ship"),
            ("商品停止销售", "withdraw", "sold"),
            ("恢复营业", "open_place", "restore"),
            ("恢复生产", "resume_production", "produce"),
            ("检测报告已公布", "test_report", "test"),
            ("存在安全隐患", "unsafe", "safe"),
            ("重视食品安全", "food_safety", "safe"),
            ("二手手机", "second_hand", "brand_new"),
            ("仍有生命危险", "critical", "stable"),
            ("没有生命危险", "stable", "critical"),
            ("未经授权访问", "unauthorised", "authorised"),
            ("密码未加密存储", "plaintext", "encrypted"),
            ("医疗费用由我们支付", "medical_cost", "cost"),
            ("收货地址", "address", "deliver"),
            ("上市公司公告", "announcement", "on_sale"),
            ("本规定不适用于此", "", "unwell"),
            ("可直接到店退货", "return_goods", "discover"),
        ],
    )
    def test_the_longer_word_hides_the_shorter_one(self, text: str, name: str, not_name: str) -> None:
        assert not name or name in concepts_of(text)
        assert not_name not in concepts_of(text)

    @pytest.mark.parametrize("text", ["当晚上报警", "10时05分起火", "码头发现漏油", "视频被指使用他人作品"])
    def test_a_run_of_characters_is_not_cut_across_its_words(self, text: str) -> None:
        assert not concepts_of(text) & {"notify_authority", "begin", "foreign_body", "organiser"}

    def test_places_are_given_in_order_and_never_overlap(self) -> None:
        found = chinese_concepts("两名顾客住院，样品送检，门店停业")
        assert all(one.end <= other.start for one, other in pairwise(found))

    def test_a_masked_run_gives_nothing(self) -> None:
        assert [found.names for found in chinese_concepts("不适用")] == []

    def test_a_traditional_text_meets_the_same_concepts(self) -> None:
        assert "refund" in concepts_of("產品全額退還")


class TestEnglishPhrases:
    def test_a_phrase_inside_other_words_is_none(self) -> None:
        assert english_phrases("she took hospital staff offline") == []

    def test_the_longest_phrase_wins(self) -> None:
        text = "it is no longer on sale"
        assert [text[found.start : found.end] for found in english_phrases(text)] == ["no longer on sale"]

    def test_a_longer_phrase_that_does_not_end_at_a_word_hides_no_shorter_one(self) -> None:
        assert [found.names for found in english_phrases("sent for testingly, sent to a labx by phone")] == [("phone_call",)]

    def test_a_phrase_may_end_in_a_plural(self) -> None:
        assert [(found.names, found.end) for found in english_phrases("two car seats")] == [(("child_gear",), 13)]

    def test_a_phrase_at_the_very_start_and_end_is_found(self) -> None:
        assert [found.names for found in english_phrases("off sale")] == [("withdraw",)]


class TestEnglishWord:
    @pytest.mark.parametrize("word", ["refund", "refunds", "refunded", "refunding", "Refund"])
    def test_regular_inflections_are_one(self, word: str) -> None:
        assert english_word(word) == ("refund",)

    @pytest.mark.parametrize(
        ("word", "name"),
        [
            ("stopped", "suspend"),
            ("stopping", "suspend"),
            ("inquiries", "investigate"),
            ("verified", "investigate"),
            ("illnesses", "unwell"),
            ("addresses", "address"),
            ("vomited", "unwell"),
            ("batches", "batch"),
            ("factories", "factory"),
            ("cancelled", "cancel"),
            ("shipping", "ship"),
            ("families", "family"),
        ],
    )
    def test_doubled_letters_and_changed_endings_are_found(self, word: str, name: str) -> None:
        assert name in english_word(word)

    @pytest.mark.parametrize("word", ["care", "plan", "rate", "issue", "found", "bear", "forward", "talk", "market", "listed"])
    def test_everyday_words_that_only_share_a_stem_are_none(self, word: str) -> None:
        assert english_word(word) == ()


SAME = [
    ("涉事批次已经全部撤柜", "该批产品自昨日起停售", "withdraw"),
    ("货架上已看不到这款饼干，门店不再销售", "该款饼干已下架", "withdraw"),
    ("两位老人不治身亡", "事故造成两人死亡", "death"),
    ("一位工友永远离开了我们", "一名工人遇难", "death"),
    ("六位客人上吐下泻", "6名顾客出现腹泻", "gut_illness"),
    ("四个孩子吃完觉得难受", "4名学生身体不适", "unwell"),
    ("三人皮外伤", "三名员工受轻伤", "minor_injury"),
    ("伤者已脱离危险", "伤者生命体征平稳", "stable"),
    ("孩子还在重症监护室", "一名儿童病危", "critical"),
    ("五位食客住进了医院", "5名顾客住院治疗", "hospital_stay"),
    ("两人当天已回家休养", "两名乘客已出院", "discharge"),
    ("看病花的钱我们来出", "医疗费用由公司承担", "medical_cost"),
    ("钱会原路退回", "订单全额退款", "refund"),
    ("门店以过了七天为由拒不退款", "商家拒绝退款", "refund_refused"),
    ("坏的杯子可以换新", "漏水的保温杯可以换货", "replace_goods"),
    ("每位业主发放五百元慰问金", "抚恤金已发到家属手中", "condolence_money"),
    ("铅超过标准三倍", "滤芯铅含量超标", "unqualified"),
    ("样品送往检测机构", "留样已送检", "sample"),
    ("沙门氏菌呈阳性", "产品检出致病菌", "detected_in"),
    ("有网友吃出一根头发", "汤里有异物", "foreign_body"),
    ("牛奶喝起来发酸", "鲜奶有异味", "odour"),
    ("月饼长霉了", "部分月饼变质", "spoiled"),
    ("店里有蟑螂", "后厨发现鼠患", "pest"),
    ("插座冒出火苗，随即着火", "一台充电器起火", "fire"),
    ("凌晨三点火势已控制", "明火于3时扑灭", "extinguish"),
    ("校车与货车相撞", "一辆校车被追尾", "collision"),
    ("所有被困者均已获救", "四人全部救出", "rescue"),
    ("周边住户紧急转移", "附近居民已疏散", "evacuate"),
    ("支付系统瘫痪了两小时", "支付服务中断", "outage"),
    ("晚上九点各项功能恢复正常", "系统已于21时修复", "restore"),
    ("部分用户被扣了两次钱", "出现重复扣款", "duplicate_charge"),
    ("有人私自查看了客户资料", "数据库被未授权访问", "unauthorised"),
    ("手机号码和收货地址流出", "用户联系方式泄露", "phone_no"),
    ("机房遭黑客攻击", "服务器受到网络攻击", "cyberattack"),
    ("客服人员出言不逊", "员工辱骂顾客", "insult"),
    ("保安推搡一名骑手", "一名骑手被保安推倒", "assault"),
    ("涉事经理不再参与日常管理，已调离岗位", "该经理被停职", "suspend_person"),
    ("当天就把他辞退了", "该员工已被开除", "dismiss"),
    ("公司被罚没二十万元", "市监局作出处罚", "penalty"),
    ("区里找我们谈话，行政约谈在周三", "监管部门已约谈公司", "summon"),
    ("我们第一时间报了警", "已向公安机关报案", "report_police"),
    ("单价往下调低了八毛", "配送费下调", "price_down"),
    ("工人几个月没拿到钱，拖欠至今", "公司欠薪三个月", "arrears"),
    ("两位离职的同事打仲裁", "员工申请劳动仲裁", "arbitration"),
    ("页面照搬了她的画", "插画涉嫌抄袭", "infringe"),
    ("这批鞋是山寨的", "售出的鞋子为假货", "fake_goods"),
    ("污水偷排进河里", "废水流入河道", "wastewater"),
    ("仓库那边断货了", "原料供应中断导致缺货", "shortage"),
    ("蛋糕晚了两个小时", "订单延误两小时", "late"),
    ("餐厅昨晚关门整顿", "门店已停业", "close_place"),
    ("车间机器都停下，停线检修", "工厂停产", "stop_production"),
    ("那份报告是伪造的", "检测单系捏造", "forge"),
    ("The biscuits are no longer sold anywhere", "The biscuits were withdrawn on Monday", "withdraw"),
    ("You will not find the chair on our shelves; it is off sale", "We stopped selling the chair", "withdraw"),
    ("Two workers lost their lives", "Two workers were killed", "death"),
    ("Three diners were throwing up overnight", "Three diners had diarrhoea", "gut_illness"),
    ("A boy is in intensive care", "A boy is in a critical condition", "critical"),
    ("Both passengers were allowed home", "Both passengers have been discharged", "discharge"),
    ("Your money will be back with you by Friday", "Customers are refunded by Friday", "refund"),
    ("We'll swap the cup for a new one", "The cup can be exchanged", "replace_goods"),
    ("The lotion made her face itchy", "A customer had a rash", "skin_reaction"),
    ("The lorry and the coach collided", "A crash involving a coach", "collision"),
    ("Firefighters put the fire out at nine", "The blaze was extinguished at nine", "extinguish"),
    ("A scaffold gave way", "The scaffolding collapsed", "collapse"),
    ("The app is working again", "Sign-in was restored", "restore"),
    ("The site went down at noon", "An outage began at noon", "outage"),
    ("Some cards were charged twice", "There were duplicate charges", "duplicate_charge"),
    ("Someone got into the database without permission", "The database was accessed without authorization", "unauthorised"),
    ("A gang is demanding a ransom", "The hackers tried to extort us", "ransom"),
    ("He swore at a guest", "A waiter insulted a guest", "insult"),
    ("The driver was sacked", "The driver has been dismissed", "dismiss"),
    ("She has been placed on leave", "The manager was suspended from duty", "suspend_person"),
    ("Our chief executive is stepping down", "The chief executive resigned", "resign"),
    ("The council has fined us", "We received a penalty", "penalty"),
    ("Hair was found in the soup", "A diner reported foreign objects in the soup", "foreign_body"),
    ("Lead was over the limit", "The water failed the test", "unqualified"),
    ("The sample came back clean", "Listeria was not detected", "not_detected"),
    ("Sewage reached the stream", "Effluent entered the river", "wastewater"),
    ("They claimed the trainers were knock-offs", "The trainers are counterfeit", "fake_goods"),
    ("We told the regulator that evening", "The matter was reported to the board", "notify_authority"),
    ("The page rips off her drawing, a plain case of plagiarism", "The page copies her work", "infringe"),
    ("Thirty couriers walked out", "Couriers went on strike", "strike"),
    ("They were made redundant in May", "There were layoffs in May", "layoff"),
]

DIFFERENT = [
    ("两人住院", "两人投诉"),
    ("三名顾客受伤", "三名工人失联"),
    ("6起投诉", "6起诉讼"),
    ("12人出院", "12人被困"),
    ("罚款5万元", "退款5万元"),
    ("赔偿金三千元", "运费三千元"),
    ("2月27日生产", "2月27日召回"),
    ("3月2日下架", "3月2日到账"),
    ("送检合格", "一批超标"),
    ("仍然在售", "已经停售"),
    ("照常营业", "已经关门"),
    ("病情稳定", "病情危急"),
    ("发放奖金", "拖欠货款"),
    ("账号被盗", "身份证号泄露"),
    ("银行卡号", "手机号"),
    ("服务器宕机", "电梯停运"),
    ("起火", "漏水"),
    ("停职", "辞职"),
    ("辱骂", "殴打"),
    ("公安机关", "消防救援"),
    ("员工", "顾客"),
    ("家属", "记者"),
    ("供应商", "加盟商"),
    ("报案", "上架"),
    ("立案", "约谈"),
    ("过期", "超标"),
    ("异味", "异物"),
    ("未成年人", "成年人"),
    ("未发货", "发货"),
    ("涨价", "降价"),
    ("商标", "专利"),
    ("谣言", "道歉"),
    ("免费", "自费"),
    ("Two in hospital", "Two complaints"),
    ("Three drowned", "Three arrested"),
    ("40 refunds", "40 fines"),
    ("Baked on 3 May", "Recalled on 3 May"),
    ("It passed", "It was substandard"),
    ("It reopened", "It was shut"),
    ("Password", "Passport"),
    ("The outage", "The flood"),
    ("Suspended from duty", "Stepped down"),
    ("Brakes", "Seat belts"),
    ("Bacteria", "Pesticides"),
    ("Journalists", "Shareholders"),
    ("Delivered", "Undelivered"),
    ("Authorised", "Unauthorised"),
    ("A trade mark", "A patent"),
]


class TestParaphrases:
    def test_there_are_enough_of_them(self) -> None:
        assert len(SAME) >= 60
        assert len(DIFFERENT) >= 40

    @pytest.mark.parametrize(("one", "other", "name"), SAME)
    def test_a_paraphrase_shares_the_concept_of_its_fact(self, one: str, other: str, name: str) -> None:
        assert name in concepts_of(one) & concepts_of(other)

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_a_near_pair_shares_no_concept(self, one: str, other: str) -> None:
        mine, theirs = concepts_of(one), concepts_of(other)
        assert mine and theirs and not mine & theirs  # noqa: PT018 - one claim: both have concepts, and none in common

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("抽检合格", "抽检不达标"),
            ("门店照常营业", "门店停业"),
            ("商品在售", "商品已下架"),
            ("病情稳定", "病情危急"),
            ("已退款", "拒绝退款"),
            ("系统恢复", "系统瘫痪"),
            ("电梯正常运行", "电梯停用"),
            ("仍可放心使用", "存在安全隐患"),
            ("on sale", "off sale"),
            ("the shop is open", "the shop is closed"),
            ("the app is up and running", "the app was down"),
            ("it is harmless", "it is dangerous"),
            ("she was reinstated", "she was suspended from duty"),
        ],
    )
    def test_contraries_are_linked_as_opposites(self, one: str, other: str) -> None:
        assert any(table()[name].opposite in concepts_of(other) for name in concepts_of(one))
