"""Places in Chinese texts: known ones, and unknown words before an ending of places (望川县, 春熙路店, 2号线)."""

import re
from functools import cache

from service.grounding import lexicon
from service.grounding.chinese_text import PLACE, ChineseText, drawn_in, ending_of, is_han, is_known_place, is_proper, is_spoken
from service.grounding.name_keys import canonical
from service.grounding.name_words import name_words
from service.grounding.places import places
from service.grounding.segmentation import Token, is_word
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_REACH = 7
# A name holds none of these words; what stands before the last of them is the sentence's.
_OF_SPEECH = frozenset(
    ["是不是", "是否", "是", "称", "说", "的", "在", "把", "被", "给", "让", "从", "与", "和", "跟", "向", "也", "都", "还"]
)
_PIECE_TAGS = frozenset({"n", "ng", "zg", "x", "g", "nr", "ns", "nz", "ag", "vg", "j"})
_NUMBERED = lazy(
    r"(?P<n>(?<![\d.:月年])(?:\d{1,2}|[一二三四五六七八九十]{1,3})号(?:线(?!上|下)|航站楼|车间|厂房|仓库|矿井|机组|煤矿|井|炉|码头|站台|教学楼|住院楼|宿舍楼|综合楼))"
)
_BRANCH = lazy(r"(?<=[路街巷道])(?:门店|分店|店)\Z")
_ADMIN_WORDS = frozenset({"省", "市", "区", "县", "旗", "镇", "乡", "州", "新区", "特别行政区", "自治区", "自治州"})
_NUMERALS = frozenset("一二两三四五六七八九十百千万几多余")
_COUNTRY_WIDE = frozenset({"中国", "英国", "美国"})


def find_places(chinese: ChineseText) -> list[Mention]:
    """Places, in no order; unsure where only the shape speaks for one."""
    mentions: list[Mention] = []
    next_at = 0
    for at, _, marks in chinese.marked:
        if not marks & PLACE or at < next_at or chinese.is_joined(chinese.tokens[at].start):
            continue
        size, mention = _known(chinese, at)
        if mention is None:
            size, mention = _ended(chinese, at)
        if mention is not None:
            mentions.append(mention)
        next_at = at + size
    mentions += [
        _mention(chinese.text, *match.span("n"), unsure=False)
        for pattern in (_NUMBERED, _streets())
        for match in pattern.finditer(chinese.text)
    ]
    return mentions


def _mention(text: str, start: int, end: int, *, unsure: bool) -> Mention:
    if text[start] in "说称讲" and end - start > 2:
        # 有人说岸桥……: the verb is not the place's.
        start += 1
    if branch := _BRANCH.search(text, start, end):
        # 春熙路店, 春熙路门店: the street is the name.
        end = branch.start()
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), "place"), unsure=unsure)


def _known(chinese: ChineseText, at: int) -> tuple[int, Mention | None]:
    """A place of the gazetteer, which the dictionary may have cut into several words."""
    tokens, known = chinese.tokens, places()
    token = tokens[at]
    word = token.word
    if not is_han(word[0]):
        return 1, None
    if token.tag == "ns" and len(word) > 3 and (split := _split(chinese, token)):
        return 1, split
    size = 1 if is_known_place(word) else 0
    if (end := chinese.long_places.get(token.start)) and end > token.end and chinese.cuts(end):
        size = chinese.index(end - 1) - at + 1
    after = tokens[at + size] if size and at + size < len(tokens) else None
    if not size:
        doubtful = word in known.doubtful and _after_preposition(chinese, at) and token.tag in {"ns", "nz", "nr", "nrt"}
        if doubtful:
            return 1, _mention(chinese.text, token.start, token.end, unsure=True)
        return 1, None
    if after and after.word in name_words().zh.not_after:
        return size + 1, None
    end = tokens[at + size - 1].end
    if after and after.word in _ADMIN_WORDS:
        return size + 1, _mention(chinese.text, token.start, after.end, unsure=False)
    if after and ending_of(after.word) == after.word:
        # 成都路店, 南京路: the next ending makes the name; it is read from there.
        local = _ended(chinese, at + size)[1]
        if local is not None:
            return size + 1, local
    unsure = chinese.text[token.start : end] in _COUNTRY_WIDE
    return size, _mention(chinese.text, token.start, end, unsure=unsure)


def _split(chinese: ChineseText, token: Token) -> Mention | None:
    """英国伦敦 as one word: the place behind the first known one."""
    known = places().chinese
    if token.word in known or is_known_place(token.word):
        return None
    for cut in range(2, len(token.word) - 1):
        if token.word[:cut] in known and is_known_place(token.word[cut:]):
            return _mention(chinese.text, token.start + cut, token.end, unsure=False)
    return None


def _after_preposition(chinese: ChineseText, at: int) -> bool:
    return at > 0 and chinese.tokens[at - 1].word in name_words().zh.prepositions


@cache
def _streets() -> re.Pattern[str]:
    """Streets named by words of the language: 人民南路, 解放大道."""
    words = lexicon.alternation(name_words().zh.street_words)
    return re.compile(rf"(?P<n>{words}[东西南北中一二三四]{{0,2}}(?:大街|大道|路|街|巷)(?:门店|分店|店)?)(?![灯况线过])")


def _ended(chinese: ChineseText, at: int) -> tuple[int, Mention | None]:
    token = chinese.tokens[at]
    if not is_han(token.word[0]):
        return 1, None
    ending = ending_of(token.word)
    if not ending:
        if token.tag == "ns" and len(token.word) > 1 and _after_preposition(chinese, at) and not is_known_place(token.word):
            return 1, _mention(chinese.text, token.start, token.end, unsure=True)
        return 1, None
    if ending != token.word:
        return 1, _inside(chinese, token, ending)
    return 1, _standing(chinese, at, ending)


def _inside(chinese: ChineseText, token: Token, ending: str) -> Mention | None:
    """A word that ends like a place: one only if the dictionary does not know it as something else."""
    words = name_words().zh
    stem = token.word[: -len(ending)]
    if stem in words.not_local or token.word in words.not_people or stem in words.generic:
        return None
    start = token.start
    cut = drawn_in(stem) or _measure(chinese, token)
    if cut and not is_known_place(token.word):
        start, stem = start + cut, stem[cut:]
        if stem in words.not_local or stem in words.generic or (len(stem) < 2 and token.tag != "ns"):
            return None
    if is_spoken(stem) and token.tag != "ns":
        return None
    if len(stem) < 2 and not (token.tag == "ns" and ending in "江河湖山岛桥港"):
        before = chinese.before(start, floor=0, reach=_REACH - len(stem))
        names = [part for part in before if is_proper(part)]
        if not names or before[-1] not in names:
            return None
        start = names[-1].start
    sure = token.tag in {"ns", "i"} or len(stem) > 1
    return _mention(
        chinese.text,
        start,
        token.end,
        unsure=not sure or (token.tag in {"nr", "x", "nz"} and len(ending) == 1 and ending in "山江河湖港站仓厂"),
    )


def _measure(chinese: ChineseText, token: Token) -> int:
    """How many characters at the start of an unknown word are the measure of the number before it: 1305|笔原路."""
    before = chinese.text[token.start - 1 : token.start]
    return int(bool(before) and (before.isdigit() or before in _NUMERALS) and not is_word(token.word))


def _standing(chinese: ChineseText, at: int, ending: str) -> Mention | None:
    """An ending that is a word: what stands right before it must look like a name."""
    words = name_words().zh
    token = chinese.tokens[at]
    parts = chinese.before(token.start, floor=0, reach=_REACH)
    parts = _tail(parts)
    parts = parts[1 + max((number for number, part in enumerate(parts) if part.word in _OF_SPEECH), default=-1) :]
    while parts and _leads_in(parts):
        parts = parts[1:]
    if not parts:
        return None
    joined = "".join(part.word for part in parts)
    if joined in words.not_local or joined in words.generic or joined in words.not_people or parts[-1].word in words.not_local:
        return None
    proper = any(is_proper(part) and len(part.word) > 1 for part in parts)
    # 棠溪站: the dictionary cuts what it does not know into characters.
    spelled = len(parts) > 1 and all(len(part.word) == 1 and part.tag in _PIECE_TAGS for part in parts)
    spelled = spelled or sum(len(part.word) for part in parts if is_proper(part)) > 1
    # 书院路店: an ending of two parts makes a name even of plain words.
    compound = len(ending) == 2 and ending[-1] == "店" and ending[0] in "路街里巷城站道" and len(joined) > 1
    # 涌泉店, 棠溪站: two characters that are a word, but of no trade.
    plain = ending in ("店", "站", "厂") and len(parts) == 1 and len(joined) == 2 and parts[0].tag == "n"
    if not (proper or spelled or compound or plain):
        return None
    unsure = (ending in words.admin and not proper) or not (proper or spelled or compound)
    return _mention(chinese.text, parts[0].start, token.end, unsure=unsure)


def _leads_in(parts: list[Token]) -> bool:
    """Whether the first word before a name belongs to the sentence: a verb, or a piece the dictionary made up of speech (3|人到)."""
    first = parts[0]
    spoken = parts[1].word if first.word.isdigit() and len(parts) > 1 else first.word
    return (first.tag == "v" and not is_proper(first)) or is_spoken(spoken)


def _tail(parts: list[Token]) -> list[Token]:
    """The last words of a run: from behind the last area's ending (晴川区|万象里店) and the last word of a trade (火锅|云浦店)."""
    words = name_words().zh
    for number in range(len(parts) - 1, -1, -1):
        word = parts[number].word
        area = word in _ADMIN_WORDS or (len(word) > 2 and word[-1] in "省市区县镇") or is_known_place(word)
        trade = word in words.industries or word in words.brand_ends or word in {"品牌", "公司", "集团", "医院", "学校"}
        if (area and number < len(parts) - 1) or trade or word in words.generic:
            return parts[number + 1 :]
    return parts
