"""Laws, articles and titled documents: 《食品安全法》第五条, Article 33, the Consumer Rights Act 2015."""

import re
from collections.abc import Iterator

from service.patterns import lazy

_TITLE = lazy(r"《(?P<n>[^《》\n]{2,60})》")
# Titles that name a law or an official paper; of any other, such as a notice of our own, the check only warns.
_OFFICIAL = lazy(
    r"(?:法|法典|条例|办法|规定|标准|规范|细则|通则|规则|准则|指南|目录|决定书|通知书|意见书|认定书|裁定书|判决书|告知书|报告书?|公告|协议|合同)(?:[(（][^()（）]{1,20}[)）])?\Z"
)
_ARTICLE_ZH = lazy(
    r"第(?:[一二三四五六七八九十百零]{1,8}|[0-9]{1,4})条(?!件|线|约|款|生产|产)(?:之[一二三四五])?(?:第?[(（]?[一二三四五六七八九十0-9]{1,3}[)）]?[款项目]){0,3}"
)
_ARTICLE_EN = lazy(
    r"(?<![A-Za-z])(?:(?:Article|Section|Regulation|Clause|Schedule|Rule|Part)s?|(?:Art|Sec|Reg)\.|§)\s?(?P<n>[0-9]{1,4}[A-Z]?(?:\([0-9A-Za-z]{1,4}\)){0,3})(?![0-9])"
    r"|(?<![A-Za-z])(?:article|section|regulation|clause|rule|paragraph)\s[0-9]{1,4}[A-Z]?(?:\([0-9A-Za-z]{1,4}\)){0,3}(?=\s(?:of|in|under)\s(?:the\s)?[A-Z])"
)
_KNOWN = r"(?:UK\s|EU\s)?GDPR|HIPAA|CCPA|CPRA|COPPA|PECR|RIDDOR|COMAH|COSHH|REACH|RoHS|PIPL|PDPO|FCRA|TCPA|FDCA|OSH Act|FD&C Act|FSMA|SOX|DSA|DMA|NIS2"
_ACRONYM = lazy(r"[A-Z](?<![A-Za-z0-9-][A-Z])(?:(?<=[UE])[UK]\sGDPR|(?<=[A-Z])\w{0,8})(?![A-Za-z0-9])")
_ACRONYMS = frozenset(_KNOWN.replace("(?:UK\\s|EU\\s)?", "").split("|")) | {"UK GDPR", "EU GDPR"}
_KIND = lazy(r"[AORDC](?:ct|rdinance|egulations?|ules|irective|rder|ode)(?![A-Za-z])")
_CAPITALISED = lazy(
    r"(?<![A-Za-z])(?:[A-Z][A-Za-z'&-]{1,30}(?:,)?|etc\.?)(?:\s(?:(?:of|and|the|for|on|in|to|at|etc\.?)\s){0,2}(?:[A-Z][A-Za-z'&-]{1,30},?|etc\.?|\([A-Z][A-Za-z ]{1,40}\))){0,9}\s\Z"
)
_YEAR_AFTER = lazy(r"\s(?:\([A-Z][A-Za-z ]{1,30}\)\s)?(?:of\s)?(?:19|20)[0-9]{2}(?![0-9])")
_NUMBERED_AFTER = lazy(r"\s\((?:EU|EC|EEC|UK)\)\s(?:No\.?\s)?[0-9]{1,4}/[0-9]{1,4}")
_NO_TITLE = frozenset(["The", "This", "That", "An", "In", "Under", "Our", "New"])
_HAS_ACRONYM = lazy(r"[A-Z]{3}|RoHS|OSH")


def statutes(text: str) -> Iterator[tuple[int, int, str, str, bool]]:
    """Start, end, key, label and doubt of every law, article and titled document of a folded text."""
    if "《" in text:
        for match in _TITLE.finditer(text):
            yield match.start(), match.end(), match["n"], "title", _OFFICIAL.search(match["n"]) is None
    if "条" in text:
        yield from ((*match.span(), match.group(), "article", False) for match in _ARTICLE_ZH.finditer(text))
    if _HAS_NUMBERED.search(text):
        yield from ((*match.span(), match.group(), "article", False) for match in _ARTICLE_EN.finditer(text))
    for match in _KIND.finditer(text):
        if (span := _english_title(text, match)) is not None:
            yield *span, text[span[0] : span[1]], "title", False
    if _HAS_ACRONYM.search(text):
        for match in _ACRONYM.finditer(text):
            if match.group() in _ACRONYMS:
                yield *match.span(), match.group(), "title", False


_HAS_NUMBERED = lazy(r"(?:rticle|ection|egulation|lause|chedule|ule|aragraph|Part|Art\.|Sec\.|Reg\.|§)s?\s?[0-9]")


def _english_title(text: str, kind: re.Match[str]) -> tuple[int, int] | None:
    """The title an Act, Ordinance or Regulations end; all but Acts and Ordinances need their year."""
    if numbered := _NUMBERED_AFTER.match(text, kind.end()):
        return kind.start(), numbered.end()
    before = _CAPITALISED.search(text, max(0, kind.start() - 120), kind.start())
    year = _YEAR_AFTER.match(text, kind.end())
    if before is None:
        return None
    start = before.start()
    words = text[start : kind.start()].split()
    while words and words[0].strip(",") in _NO_TITLE:
        start += len(words.pop(0)) + 1
    enough = year is not None or (kind.group() in ("Act", "Ordinance") and len(words) >= 2)
    enough = enough or text[start : kind.end()] == "General Data Protection Regulation"
    return (start, year.end() if year else kind.end()) if words and enough else None
