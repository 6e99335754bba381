"""Organisations and products in Chinese texts. A name ends in a listed word (市监局, 有限公司) or is listed whole (新华社)."""

import re
from dataclasses import replace
from functools import cache

from service.grounding import lexicon
from service.grounding.chinese_text import BRAND, ChineseText, Found, is_han, is_known_place, is_proper, is_spoken
from service.grounding.name_keys import canonical
from service.grounding.name_words import name_words
from service.grounding.segmentation import Token
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_REACH = 18
_AREA_ENDS = "省市区县旗镇乡州"
# After an ending these make another word of it: 小学生, 银行卡, 公司法, 大学生, 医院级.
_NOT_NEXT = frozenset("生卡法级化型制性")
# 抖音 where we publish is no claim; 抖音 that acts is one.
_CHANNEL_BEFORE = lazy(r"(?:在|通过|关注|登录|登陆|打开|搜索|于|用|/|官方|公司|我们的?|本|各大|的|添加|加|发|私信|上)[“「]?\Z")
_ACTS = lazy(
    r"(?:平台|方面|官方|公司|客服|安全中心)?(?:方面)?(?:已|将|正|也|则|于|对此|随后|今日|昨日|目前)*(?:经|在)?"
    r"(?:下架|封禁|删除|处置|处理|表示|回应|通报|屏蔽|冻结|暂停|关闭|限制|介入|核实|要求|配合|确认|处罚|清退|禁言|限流|致歉|道歉|宣布|公告|下线|移除|调查)"
)
_PUBLIC_HOSPITAL = lazy(
    r"(?:(?<![我本贵该各全两多每])[省市区县镇]|(?<![我本贵该各全两多每家所省市区县镇]))(?:第?[一二三四五六七八九十](?:人民)?医?院|(?:人民|中心|儿童|妇幼保健|妇产科?|中医|传染病|妇女儿童|附属)医?院)\Z"
)
_QUOTED = lazy(r"[“「\"](?P<n>[\u4e00-\u9fffA-Za-z0-9·]{2,10})[”」\"](?P<after>[A-Za-z0-9-]{0,8}[\u4e00-\u9fff]{0,6})")
_LATIN = lazy(r"(?<![A-Za-z0-9@./_-])[A-Z][A-Za-z]{1,19}(?:[ -][A-Z0-9][A-Za-z0-9]{0,11}){0,3}(?![A-Za-z0-9@./_-])")
# Q20, X200: a model. Longer codes are identifiers.
_MODEL = lazy(r"(?<![A-Za-z0-9@./_-])[A-Z]{1,4}\d{1,4}[A-Za-z]{0,2}(?![A-Za-z0-9@./_-])(?![级类座口号])")
_DIGITS = lazy(r"\d{3}|[A-Z]\d+[A-Z]\d")


def find_organisations(chinese: ChineseText) -> list[Mention]:
    """Organisations, in order."""
    mentions: list[Mention] = []
    floor = 0
    for found in chinese.found:
        mention: Mention | None = None
        if found.kinds & {"authority", "firm"}:
            mention = _ended(chinese, found, floor)
            floor = found.end
        elif found.kinds & {"fixed", "brand"}:
            mention = _listed(chinese, found)
        elif "platform" in found.kinds:
            mention = _platform(chinese, found)
        elif "title" in found.kinds:
            floor = found.end
        if mention is not None:
            if "brand" not in found.kinds:
                floor = mention.end
            mentions.append(mention)
    return mentions


def _mention(text: str, start: int, end: int, *, unsure: bool) -> Mention:
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), "organisation"), unsure=unsure)


def _listed(chinese: ChineseText, found: Found) -> Mention | None:
    if found.word[-1] == "部" and chinese.text[found.end : found.end + 1] in ("门", "队"):
        # 人社部门 is any authority of the kind.
        return None
    if not chinese.cuts(found.start) and not (is_han(found.word[0]) and len(found.word) > 2):
        return None
    return _mention(chinese.text, found.start, found.end, unsure="brand" in found.kinds)


def _platform(chinese: ChineseText, found: Found) -> Mention | None:
    if not _ACTS.match(chinese.text, found.end) or _CHANNEL_BEFORE.search(chinese.text[max(0, found.start - 4) : found.start]):
        return None
    return _mention(chinese.text, found.start, found.end, unsure=False)


def _ended(chinese: ChineseText, found: Found, floor: int) -> Mention | None:
    text = chinese.text
    if (text[found.end : found.end + 1] in _NOT_NEXT or len(found.word) == 2) and not chinese.cuts(found.end):
        return None
    stem = _name_part(chinese.before(found.start, floor=floor, reach=_REACH))
    if (kind := _PUBLIC_HOSPITAL.search(text, max(floor, found.end - _REACH), found.end)) and not any(
        _is_name(token) and not is_spoken(token.word) for token in stem
    ):
        # 县中心医院: of an area somebody knows, it is one hospital and no other.
        return _mention(text, *kind.span(), unsure=True)
    if not stem:
        return None
    start = stem[0].start + (1 if chinese.is_joined(stem[0].start) else 0)
    if "authority" not in found.kinds and (found.start - start < 2 or any(is_spoken(token.word) for token in stem[:1])):
        return None
    if "authority" in found.kinds:
        return _mention(text, start, found.end, unsure=False) if _names_area(stem) else None
    if any(_is_name(token) for token in stem):
        return _mention(text, start, found.end, unsure=False)
    # Plain nouns only (晨光文具公司): it may be a name made of words.
    return _mention(text, start, found.end, unsure=True) if sum(len(t.word) for t in stem if not _is_generic(t)) >= 2 else None


def _is_generic(token: Token) -> bool:
    words = name_words().zh
    return token.tag == "m" or token.word in words.generic or token.word in words.industries or _all_generic(token.word)


def _all_generic(word: str) -> bool:
    """区级, 上级主管: nothing but generic words in a row."""
    return bool(_generic().fullmatch(word))


@cache
def _generic() -> re.Pattern[str]:
    words = name_words().zh
    return re.compile(lexicon.alternation(words.generic | words.industries) + "{1,4}")


def _is_name(token: Token) -> bool:
    return is_proper(token) and not _is_generic(token) and len(token.word) + (token.tag == "ns") > 1


def _name_part(parts: list[Token]) -> list[Token]:
    """The words from the first that looks like a name; all but leading generic ones where none does."""
    first = next((n for n, token in enumerate(parts) if is_proper(token) and not _is_generic(token)), None)
    if first is None:
        first = next((n for n, token in enumerate(parts) if not _is_generic(token)), len(parts))
    return parts[first:]


def _names_area(stem: list[Token]) -> bool:
    """Whether the words before an authority's kind name its area: a known place, or two characters and an area's ending."""
    joined = "".join(token.word for token in stem)
    if any(is_known_place(token.word) or (token.tag == "ns" and len(token.word) > 1) for token in stem):
        return True
    if _all_generic(joined):
        return False
    return (len(joined) >= 3 and joined[-1] in _AREA_ENDS and joined[:-1] not in name_words().zh.generic) or any(
        _is_name(token) for token in stem
    )


def find_brands(chinese: ChineseText) -> list[Mention]:
    """Firms named by a word of their own and an industry (恒源食品), no legal form behind: never sure."""
    mentions: list[Mention] = []
    tokens = chinese.tokens
    for at, end, marks in chinese.marked:
        if not marks & BRAND:
            continue
        stem: list[Token] = []
        for token in reversed(tokens[max(0, at - 3) : at]):
            if not is_han(token.word[0]) or not _syllable(token):
                break
            stem.insert(0, token)
        size = sum(len(token.word) for token in stem)
        if 2 <= size <= 6 and not all(is_known_place(token.word) for token in stem):
            start = stem[0].start
            mentions.append(_mention(chinese.text, start, end.end, unsure=not _signs(chinese.text, start, end.end)))
    return mentions


def _syllable(token: Token) -> bool:
    """A word that looks like a name, or one character that may be part of one."""
    words = name_words().zh
    if token.word in words.boundaries or token.word in words.generic or token.tag == "eng":
        return False
    return is_proper(token) or (len(token.word) == 1 and token.tag in {"n", "a", "v", "b", "z", "vg"})


def _signs(text: str, start: int, end: int) -> bool:
    """Whether the name has its line to itself, a dash before it at most."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip(" -—#")
    return not line and text[end : end + 1] in ("", "\n")


def find_products(text: str) -> list[Mention]:
    """Quoted names before product words, and Latin names between Chinese words: never sure."""
    words = name_words().zh
    mentions: list[Mention] = []
    for match in _QUOTED.finditer(text):
        after = match["after"].lstrip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-")
        if any(after[:size] in words.product_nouns for size in (4, 3, 2, 1) if after):
            mentions.append(_product(text, *match.span("n")))
    for match in _MODEL.finditer(text):
        if match.group() not in words.latin and (_touches_han(text, match.start(), match.end())):
            found = _product(text, *match.span())
            mentions.append(replace(found, unsure=sum(char.isdigit() for char in match.group()) < 2))
    for match in _LATIN.finditer(text):
        parts = match.group().replace("-", " ").split()
        if _DIGITS.search(match.group()) or all(part in words.latin or part.isdigit() for part in parts):
            continue
        if _touches_han(text, match.start(), match.end()):
            mentions.append(_product(text, *match.span()))
    return mentions


def _touches_han(text: str, start: int, end: int) -> bool:
    return is_han(text[end : end + 1] or " ") or is_han(text[start - 1 : start] or " ")


def _product(text: str, start: int, end: int) -> Mention:
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), "product"), unsure=True)
