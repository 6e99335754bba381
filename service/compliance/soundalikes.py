"""Words of the rules written with characters that sound or look like theirs: 律湿函, jiang糖, 购麦链结, 起拆, 言乍骗.

Every character is read as its sound without tone, and as the part it shares with look-alikes; the words of all rules are looked for among
both. What is found counts only where no ordinary word explains what is written, so that ordinary text has nothing to lift.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from service.compliance.codes import SIZE, Codes, Flags, codes_of, members_of, text_of, within
from service.compliance.glyphs import BARE, Distance, Glyphs
from service.compliance.reading import Reading, Span
from service.compliance.spoken import Spoken
from service.compliance.wordindex import WordIndex

_AROUND = 8
_LONGEST, _SHORT = 6, 2
# A word so long is known by the rest of it, one of the core a character sooner.
_TELLING = 4
# The most common characters, the commonest first. Such ones stand beside anything; a disguise is written with characters that strike the eye.
_COMMON = (
    "的是不一了有我在人这国大个上到中和要来房没为间就本以书会店年很说好也还们酒时看地出多家发后对作都务可过住经下能得生么小实点行服他理业日当前天工电用开去子进方新面部全于自里现成定而民员次同月道事但入然市分觉者之感太差学高主"
    "建所如其心水内问给重文样政价只关长买想设比最等度动外合那话加总着明程意台公产客些法力机提两什展第体知元种果从结情无区起门三通与已场收因常打真平化位再社才单制十济题美品此星报车记性应强几非正别费让又各你东早将华表解特并评把"
    "望格金级己二西改更系议利较调餐资名晚北气施且量回活老容论相万质网管手该少接被交安求企海代任女导由农目完先今张直路基近口信期读委标及携党反办受欢京使向喜四做决般放物科难达订见拉干教原立处世认保军推便取领怎楼统南术际件头写风"
    "空钱视共五送联技象计失增持馆错整候司商快她货根值节走孩义思像界选宾据精省极准床半算换告观局至带深广治态连儿字步组何山式职院它府户友马居条每预队形音装团身周村边确江爱指查味志数您规育优色热旧吃退清环找示卫续革集变流满首声或"
    "众投战传境却吧离卡语亚神修举英套李克光许讲拿项供简需运待央远洗希造白证城啊效影专必况包历百协族消研故花号兴图争始困排引游显斯支适助线具竟营乡型陈钟岁备易贵县转充春页责群言版积响识诉副创复段请呢朋剧低医置乐考尔致层严听势纪"
    "谈站参越德布坚米翻究股景王史印类饭构林融切按帮速厅旅宝跟列益则除叫超批虽织率仅断另银八贫销刚千州艺命冷约隔划睡双随亲功落足份负菜灾息权眼画堂谢席片够维士演款照巴午未破夜火香港补富师浴策注采讯继往素亿罗笑班河搞防票免尽阿择"
    "习温荐九购愿临红模停介倒初养窗伊源缺案终乱留绝稳赛围乎获健石范黑令紧球脏硬配青纸即招洲否普善承黄须依武六毛吗趣古死铁底良室宣料余存刷久坏飞称验靠刘检付绍突遇油章烈龙卖男升厂词阳答礼警培牌售护均财迎似胡镇占担假器贸律病脑吵"
    "苦块恶误细抓震促食哪掉救核泽访土控试害欧念降净努斗吸康敢夫句础例庆刻属药赶彩街哈独灯七校宁慢角姐荣察针闻汇监云限奇典官届尼奖兰曾疑甚丰顾岗略帐训域笔偏怀巾杂俄冲挺篇执福宜述谓轻减衣烟肯危梯税波藏航措宽阅园派雪兵竞韩签顿浪"
    "谁挥封座献挂左租童湖险编唯既密状烂额楚劳冰鲜板仍币虑豪舞妈折询骗映激岸扶止索庭伟券登歌右暖呵邮桥巨诚某胜虎阶苏符急馈醒懂歉静邓顺材异盘幅澡舒田短著托汉损悔遍括亮丹距尚怕忙释尤脱附互怪湾糟审扩毯烦祖罪弄录犯赞恩扬忍击血休涉"
    "塔戏雨估彻繁呼予树母秀抗序坐奋纳冬奥私账曲孙败污霉束散判伤皮络闷晕借盛泰疗移顶讨压丽毕木墙召概忘尊屋背摄锦授壁署拥洁沙架逐永祝鼓探津矿齐炒玲庄微玉综垃汽麻圾扫册迹播郁幸潮盟晨盗洋朗贯吉兼寄朝拖厚威廊劲启浅含呀恐库草智泛拍"
    "博船归貌乏驻宏累旁追茶敬艰途叶冒摆脚劣穿露季莫享递遗杨川淡佳牛脸薄透闹鸡绩沉纯松淋测泉梅零绿桶违忽纷吹廉障征浓妇延练励桌督输诺践痛固蛋吴惯贺俗课钢饮喝洞跑寒贷鱼糕岛捐守键愤箱泳赵徐惠肉伴振旗瑞仪弟鲁跳轮暗贡伍毫誉寻惊慰灵"
    "碰迟默榜码敏玩旦迷跨鉴父畅档染绕析凡腐贴扰伯描虚操秘幕插胞坦聊蒙盖贝避昌筑鹏哥废铺弱伙粮啦萨债唱闭若抱拜宗忠申夏粗雷摩森刊漫亩漏晓迅幼悉挑熟冠拒聚野籍趋勇梁混末啥锁阵勤烧塑凌译握遭陆赠乌荡扣掌朱赔拼押龄端珠拓壮姓昨抢圣辑"
    "毒梦杯湿奉载怖臭抽欺柜腾耐滑雄软偿井恢圆稍噪仁抵爽冻陋塞杀衡裁灰植袋沟攻勒黎孔渐肥吨援辞糊伪欣亏筹嫌沿盾杜奶扎間篮惜郑邦迫媒患咨乘阴倍跌宿瓦卢婚瓶阁舍凭厕赏卷鞋池伦暴悠颜辛骨禁凑谋罢侨涨辉杰缸轨频拨牙唉耳堆斑捷捧坛隆祥琛"
    "兄残撤触秋欠跃劝妹煤刺搬殊缓鸣圈坡佛鼠幽氛厦玻佩桑览皇悦倡莱辩沈勉牵巧罚替邀盆遥戴璃竹棉豆娱刑戒珍矛缩羊陪蛮憾澳汗丝洪栏仔裂泡搭潜射秦泥钻雅凉峰猪垫扔辆番曼丁旨蚊滥愉吓截夺帜骚丢储赴磨迪弃摇浩堪径诞斤浮饱峡漂姑灭琴润恭滨"
    "辽崇疆仿剩颇昆赚淑寓颗闲甘亡爆陷墨姆赖狗君液慎夸傅慧奈哦唐迈嘉址暂啡剂偶遵涂洛汤咖悲厌衷荒岳忆刀嘴弹敦详敌诸肤狂穴横娘尝"
)
# So are the names of families, which stand beside any given name.
_FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_PLAINEST, PLAIN, FAMILIAR = frozenset(_COMMON[:60]), frozenset(_COMMON[:400]), frozenset(_COMMON[:1400] + _FAMILIES)
# Short words with one of these are no words of their own: 买了, 在家.
_PARTICLES = frozenset(
    "了的着在是这那一不有个也都就还又把被让给和与或及到得地们我你他她它您其某该此些么吗吧呢啊来去上下里中前后内外时年月日次每多少两几先再已才只更很太大小好人要会能可做用看说想吃住走问打对为从向以于"
)
# What holds one of these is a phrase, which too much ordinary text sounds like.
_PRONOUNS = frozenset("我你您他她它们自")
_WORDS = re.compile(r"([\u4e00-\u9fff]{2,8})(\??)")
_LATIN_WORDS, _ESCAPES = re.compile(r"[a-z]{3,24}"), re.compile(r"\\.|\(\?P<\w+>")
_CLASSES = re.compile(r"\[[^\]]{0,400}\]")


class _Look:
    """Words in one disguise, by the codes that characters share."""

    def __init__(self, table: Codes, words: Sequence[str]) -> None:
        self._index = WordIndex(words, table)
        self._table = table

    def text(self, codes: Codes) -> str:
        """The text in this disguise."""
        return text_of(self._table[codes]) if codes.max(initial=0) < SIZE else text_of(codes)

    def all(self, coded: str) -> Iterator[tuple[int, int, str]]:
        """Every word in a text of codes."""
        yield from self._index.found(codes_of(coded))

    def odd(self, codes: Codes, strange: Flags) -> Iterator[tuple[int, int, str]]:
        """Every word that is written otherwise; of the short ones those at places where one may strike the eye."""
        codes = within(codes)
        yield from self._index.found(self._table[codes], codes, strange)


@cache
def _unfamiliar() -> Flags:
    return ~members_of(FAMILIAR)


def _near_strange(codes: Codes) -> Flags:
    """The places of characters that few texts hold, and those beside them."""
    here = _unfamiliar()[within(codes)]
    near = here.copy()
    near[1:] |= here[:-1]
    near[:-1] |= here[1:]
    return near


@dataclass(frozen=True, slots=True)
class _Holders:
    """The words that hold a character, and what stands in them before and behind it."""

    words: tuple[str, ...]
    before: frozenset[str]
    behind: frozenset[str]


@dataclass(frozen=True)
class Soundalikes:
    """The words of the rules as they sound and look. `core`: words that may be written with no character of theirs."""

    glyphs: Glyphs
    words: frozenset[str]
    core: frozenset[str]

    @cached_property
    def _ordered(self) -> list[str]:
        return sorted(self.words)

    @cached_property
    def _heard(self) -> _Look:
        return _Look(self.glyphs.heard, self._ordered)

    @cached_property
    def _seen(self) -> _Look:
        return _Look(self.glyphs.seen, self._ordered)

    @cached_property
    def _spoken(self) -> Spoken:
        return Spoken(self.glyphs, self.core)

    @cached_property
    def _holders(self) -> dict[str, _Holders]:
        """What was asked so far."""
        return {}

    def _holding(self, char: str) -> _Holders:
        known = self._holders.get(char)
        if known is None:
            words = tuple(word for word in self.words if char in word)
            known = self._holders[char] = _Holders(
                words,
                frozenset(left for word in words for left, right in pairwise(word) if right == char),
                frozenset(right for word in words for left, right in pairwise(word) if left == char),
            )
        return known

    def parted(self, low: str, codes: Codes) -> dict[Span, str]:
        """Characters taken apart: two parts that make one of a word with what stands around them."""
        joined, (lefts, rights) = self.glyphs.joined, self.glyphs.halves
        near = within(codes)
        places = (lefts[near[:-1]] & rights[near[1:]]).nonzero()[0].tolist()
        pairs = [(at, char) for at in places if (char := joined.get(low[at : at + 2])) is not None]
        beside = {at + step for at, _ in pairs for step in (-2, 2)}
        pairs = [(at, char) for at, char in pairs if at in beside or self._may_stand(low, at, char)]
        if not pairs:
            return {}
        found: dict[Span, str] = {}
        last = 0
        whole: list[str] = []
        made: list[tuple[int, int, str]] = []
        for at, char in pairs:
            if at >= last and (low[at] in BARE or self._makes_core(low, at, char) or not _is_word(low, at, at + 2)):
                whole.append(low[last:at])
                made.append((at, at - len(made), char))
                whole.append(char)
                last = at + 2
        text = "".join(whole) + low[last:]
        for at, here, char in made:
            if any(_stands(word, text, here, char) for word in self._holding(char).words):
                found[at, at + 2] = char
        # Two side by side are taken apart on purpose, whatever they stand for: 月巴月力.
        for (at, _, char), (other, _, second) in pairwise(made):
            if other == at + 2:
                found |= {(at, other): char, (other, other + 2): second}
        return found

    def _may_stand(self, low: str, at: int, char: str) -> bool:
        """Whether a word has the character that two parts make beside one that stands beside them."""
        holding = self._holding(char)
        return low[at - 1 : at] in holding.before or low[at + 2 : at + 3] in holding.behind

    def _makes_core(self, low: str, at: int, char: str) -> bool:
        """Whether the character that two parts make completes a word of the core with what stands beside them."""
        return not _PLAINEST.issuperset(low[at : at + 2]) and any(
            low.startswith(word[:offset], at - offset) and low.startswith(word[offset + 1 :], at + 2)
            for word in self._holding(char).words
            if word in self.core
            for offset, own in enumerate(word)
            if own == char and at >= offset
        )

    def found(self, reading: Reading) -> Iterator[tuple[Span, str]]:
        """Every place that reads as a word of the rules and as no ordinary one."""
        low, codes = reading.low, reading.codes
        strange = _near_strange(codes)
        hits: list[tuple[tuple[bool, bool, int], Span, str]] = []
        for look in (self._seen, self._heard):
            for start, end, word in look.odd(codes, strange):
                written = low[start:end]
                if self._strikes(written, word):
                    distance = self._distance(written, word) if look is self._heard else Distance.SAME
                    if distance < Distance.FAR or self._is_told_from_afar(written, word):
                        same = sum(mine == theirs for mine, theirs in zip(written, word, strict=True))
                        hits.append(((word in self.core, distance < Distance.NEAR, same), (start, end), word))
        # Of two words for one piece the last is kept: one of the core, one of the same sound, one with more characters of its own.
        hits.sort(key=lambda hit: hit[0])
        yield from ((span, word) for _, span, word in hits if _stands_alone(low, *span, word))
        spelled = self._spoken.found(reading.text, low, lambda: self._heard.text(codes), self._heard.all)
        yield from ((span, word) for span, word in spelled if _stands_alone(low, *span, word))

    def _distance(self, written: str, word: str) -> Distance:
        return max(map(self.glyphs.distance, written, word))

    def _is_told_from_afar(self, written: str, word: str) -> bool:
        """Whether a sound that is not too far tells the word: one of the core, of which one character is another and strikes the eye."""
        changed = [mine for mine, theirs in zip(written, word, strict=True) if mine != theirs]
        return word in self.core and len(changed) == 1 < len(word) and FAMILIAR.isdisjoint(changed)

    def _strikes(self, written: str, word: str) -> bool:
        changed = [mine for mine, theirs in zip(written, word, strict=True) if mine != theirs]
        if written in self.core:
            return False
        if len(changed) == len(word) and word not in self.core:
            return len(word) > _SHORT and FAMILIAR.isdisjoint(changed)
        plain = FAMILIAR if len(word) == _SHORT else PLAIN
        if len(changed) == 1 and len(word) >= (_TELLING - 1 if word in self.core else _TELLING):
            plain = _PLAINEST
        return plain.isdisjoint(changed)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _stands(word: str, text: str, at: int, char: str) -> bool:
    """Whether a word stands in the text so that one of its characters is that at this place."""
    return any(text.startswith(word, at - offset) for offset, own in enumerate(word) if own == char and at >= offset)


def _is_word(low: str, start: int, end: int) -> bool:
    """Whether an ordinary word holds a part of the piece."""
    import rjieba  # noqa: PLC0415  # it loads its dictionary, which few texts need

    left = max(0, start - _AROUND)
    for token, begins, stops in rjieba.tokenize(low[left : end + _AROUND], "default", False):
        if len(token) > 1 and begins + left < end and stops + left > start:
            return True
    return False


def _stands_alone(low: str, start: int, end: int, word: str) -> bool:
    """Whether no ordinary word reaches across an edge of the piece, or holds a character that is not the word's."""
    import rjieba  # noqa: PLC0415  # as above

    left = max(0, start - _AROUND)
    is_even = end - start == len(word)
    for token, begins, stops in rjieba.tokenize(low[left : end + _AROUND], "default", False):
        begins, stops = begins + left, stops + left  # noqa: PLW2901 - offsets of the whole text
        if len(token) > 1 and begins < end and stops > start and _is_han(token[0]):
            if begins < start or stops > end:
                return False
            if is_even and word[begins - start : stops - start] != token:
                return False
    return True


def lexicon(expressions: Iterable[str]) -> frozenset[str]:
    """The words that expressions are written with: short Chinese ones only where they are words of the dictionary by themselves."""
    import rjieba  # noqa: PLC0415  # as above

    words: set[str] = set()
    latin: set[str] = set()
    for expression in expressions:
        plain = _CLASSES.sub("|", expression)
        for found in _WORDS.finditer(plain):
            word = found[1][: len(found[1]) - len(found[2])]
            if 1 < len(word) <= _LONGEST:
                words.add(word)
        latin.update(_LATIN_WORDS.findall(_ESCAPES.sub("|", plain)))
    return frozenset(latin) | frozenset(
        word
        for word in words
        if _PRONOUNS.isdisjoint(word) and (len(word) > 2 or (_PARTICLES.isdisjoint(word) and rjieba.cut(word, False) == [word]))
    )
