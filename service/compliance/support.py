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
    figures = set(re.findall(r"\d+", text))
    if not figures <= set(re.findall(r"\d+", item)):
        return False
    grams = _grams(text)
    shared = sum(gram in item for gram in grams)
    return bool(grams) and shared * (3 if figures else 2) >= len(grams)


def _grams(text: str) -> list[str]:
    """Pairs of Han characters, and Latin words of some length."""
    pairs = [
        run[at : at + _GRAM]
        for run in re.findall(r"[\u4e00-\u9fff]+", re.sub(r"[的了将对为由我们一切所有全部]", "", text))
        for at in range(max(1, len(run) - 1))
    ]
    return pairs + re.findall(r"[a-z]{4,}", text)
