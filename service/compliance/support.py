"""What makes a hit harmless or less grave: evidence, an approval, a concluded investigation, a sentence that proves itself."""

import re

from service.compliance.kinds.candidates import Candidate, compiled
from service.compliance.schemas import CheckContext, Support
from service.compliance.signals import Place
from service.language import TextLanguage
from service.patterns import lazy

_BODY = lazy(
    r"(?:局|院|委员会|部门|中心|所|机构|公司|大学|协会|SGS|CTI|Intertek|TÜV)|\b(?:laboratory|lab|agency|institute|authority|university|commission)\b",
    re.IGNORECASE,
)
_NUMBER = lazy(
    r"(?:编号|报告号|文号|证书号|批号|报告)[：:\s（(]{0,3}(?:为|是|第)?\s{0,2}[（(]?[A-Za-z0-9〔〕\[\]（）()\-/]{4,40}|\bNo\.?\s?[A-Z0-9][\w\-/]{3,30}|\breport\s+(?:no\.?|number)?\s?[A-Z0-9][\w\-/]{3,30}|〔\d{4}〕\d+号",
    re.IGNORECASE,
)
_DATE = lazy(
    r"\d{1,2}月\d{1,2}日|\d{4}年|20\d{2}[-/.]\d{1,2}|\b\d{1,2}(?:st|nd|rd|th)? (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) (?:\d{1,2}|20\d\d)\b|\b20\d\d\b"
)
_SOURCE = lazy(
    r"据[^，。；\n]{2,30}(?:数据|报告|统计|检测|检验|排名|榜|公告|显示)|数据来源|来源[：:]|经[^，。；\n]{2,24}(?:检测|检验|检定|认证|评定)|检测报告|检验报告|\b(?:according to|source:|certified by|tested by|as (?:measured|ranked|reported) by)\b",
    re.IGNORECASE,
)
_GRAM = 2
# Words that say nothing about what is promised, and figures, which are compared by value.
_EMPTY = lazy(r"[的了将对为由我们一切所有全部]|人民币|每一?[位人名户个单]|[零一二两三四五六七八九十百千万亿]{1,12}(?=元|块|倍)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_MYRIAD = 10_000
_TENS = {"十": 10, "百": 100, "千": 1000, "万": _MYRIAD, "亿": 100_000_000}


def effect_of(support: Support, candidate: Candidate, place: Place, context: CheckContext, language: TextLanguage) -> bool:
    """Whether the support applies to this hit."""
    sentence = place.sentence()
    if support.text is not None:
        wanted = support.text.zh if language == "zh" else support.text.en
        if wanted is None or compiled(wanted).search(sentence.lower()) is None:
            return False
    if support.by == "text":
        return True
    if support.by == "concluded":
        return context.investigation_status == "concluded"
    if support.by == "unlisted":
        return context.listed is False
    if support.by == "documented":
        return bool(_BODY.search(sentence) and _NUMBER.search(sentence) and _DATE.search(sentence))
    if support.by == "sourced":
        return bool(_SOURCE.search(sentence) or _NUMBER.search(sentence))
    items = _items(support, context)
    if support.matching is not None:
        return any(compiled(support.matching).search(item.lower()) for item in items)
    return any(speaks_of(item, candidate.reading.text[slice(*candidate.span)]) for item in items)


def _items(support: Support, context: CheckContext) -> tuple[str, ...]:
    if support.by == "industry":
        return (context.industry,) if context.industry else ()
    return {"evidence": context.evidence, "approved": context.approved, "facts": context.facts}[support.by]


def speaks_of(item: str, text: str) -> bool:
    """Whether an item of the context covers a fragment: every figure of the fragment stands in it, and most of its words.

    Figures say much by themselves: where the fragment has some, a third of its words will do.
    """
    item, text = item.lower(), text.lower()
    figures = _figures(text)
    if not figures <= _figures(item):
        return False
    grams = _grams(text)
    shared = sum(gram in item for gram in grams)
    return bool(grams) and shared * (3 if figures else 2) >= len(grams)


def _figures(text: str) -> set[int]:
    """Every figure, in digits or, before a unit, in Chinese: 600元, 六百元, 十倍."""
    written = re.findall(r"[零一二两三四五六七八九十百千万亿]{1,12}(?=元|块|倍|天|日|小时|周|个|名|人|件|万)", text)
    return {int(figure) for figure in re.findall(r"\d{1,15}", text)} | {_value(word) for word in written}


def _value(word: str) -> int:
    """What a Chinese numeral says: 三千六百 is 3600."""
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif _TENS[char] < _MYRIAD:
            section += (digit or 1) * _TENS[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _TENS[char]
            section = digit = 0
    return total + section + digit


def _grams(text: str) -> list[str]:
    """Pairs of Han characters, and Latin words of some length."""
    pairs = [
        run[at : at + _GRAM]
        for run in re.findall(r"[\u4e00-\u9fff]+", _EMPTY.sub("", text))
        for at in range(max(1, len(run) - 1))
    ]
    return pairs + re.findall(r"[a-z]{4,}", text)
