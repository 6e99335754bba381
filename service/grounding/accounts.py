"""Whose account a clause gives: “宁泽水务说没有超期”, "our rota shows three".

Of what is disputed either side may be told, as that side's. Who the sides are the ledger's line says itself.
"""

import re
from functools import lru_cache

from service.grounding.alignment import Item
from service.grounding.said import Said
from service.patterns import lazy

_ZH_SAYS = (
    r"(?:自述|自称|说(?![明服法到])|称(?![职号呼赞重量])|表示|认为|以为|坚称|坚持(?!不)|主张|认定|判断是|否认|回应|回函|回复|答复|告诉|觉得|看来|介绍|解释|记(?:录|载)?(?:的|着|是|为|到|显示)"
    r"|显示|看到|看得到|看见|没有?看到|未(?:看|见)到|没有?发现|未发现|拿出|提供了)(?!的)"
)
_ZH = lazy(
    rf"(?P<who>[\u4e00-\u9fffA-Za-z0-9]{{1,16}}?)(?:则|也|都|均|却|仍|还|又|一直|曾|来电|书面|口头|当面|在电话里|方面|一方|那边|这边|后来|里|上|中|本人|自己){{0,3}}{_ZH_SAYS}"
)
_EN_SAYS = (
    r"(?:says?|said|saying|spoken|spoke|speaks|puts?|shows?|showed|counts?|counted|maintains?|maintained|believes?|believed|thinks?|thought|tells?|told|records?|recorded"
    r"|reports?|reported|claims?|claimed|insists?|insisted|reckons?|rejects?|rejected|den(?:ies|y|ied)|disput(?:es?|ed)|disagrees?|describes?|described|reads|lists?|attribut(?:es?|ed)|blam(?:es?|ed)|accus(?:es?|ed)|share[sd]?|suspects?|suspected|alleg(?:es?|ed)|argues?|argued|expects?|expected|hopes?|estimates?|estimated|forecasts?|predicts?|anticipates?)"
)
# A log or a count has what it shows.
_EN = lazy(
    rf"\b(?P<who>(?:[A-Z][\w'’]*|the|our|its|their|his|her|we|I|they|he|she|a|an|one|some|two|several)(?: [\w'’&-]+){{0,8}}?)(?: (?:also|still|then|has|have|had|now|itself|himself|herself)){{0,2}} {_EN_SAYS}\b"
    r"|\b(?P<record>(?:[Oo]ur|[Tt]he|[Ii]ts|[Tt]heir|[A-Z]\w+['’]s)(?: [\w'’-]+){0,3}? (?:logs?|rotas?|records?|registers?|files?|cameras?|systems?|data|sheets?|count|footage|telemetry)) (?:has|have|had|gives?|puts?)\b"
)
_OURS = lazy(r"我[们司院校店方馆社]|本[院司店校馆中公]|公司|\b(?:we|our|ours|us|I|my)\b", re.IGNORECASE)
_WORD = lazy(r"(?!(?:the|our|its|has|had|was|and|one|two|who)\b)[A-Za-z]{3,}|[0-9]{2,}", re.IGNORECASE)
_HAN = lazy(r"[\u4e00-\u9fff]{2,}")
_STEM = 5


def gives_an_account(said: Said, item: Item) -> bool:
    """Whether a clause says who says so, and that is somebody its line names, or the writer where the line has the company's side."""
    return any(_is_a_side(who, item) for who in _speakers(said.folded[said.start : said.end]))


def is_beside_an_account(said: Said, item: Item) -> bool:
    """Whether another clause of its sentence gives the account of a side of the line."""
    at = said.sentence.start
    near = (said.folded[at + clause.start : at + clause.end] for clause in said.neighbours if clause is not said.clause)
    return any(_is_a_side(who, item) for text in near for who in _speakers(text))


@lru_cache(maxsize=2048)
def _speakers(text: str) -> tuple[str, ...]:
    found = [match["who"] for match in _ZH.finditer(text)]
    return (*found, *(match["who"] or match["record"] for match in _EN.finditer(text)))


def _is_a_side(who: str, item: Item) -> bool:
    if _OURS.search(who) is not None and (_OURS.search(item.folded) is not None or _speakers(item.folded)):
        # The company's side may stand there under its name.
        return True
    line = item.folded.lower()
    if any(word[:_STEM].lower() in line for word in _WORD.findall(who)):
        return True
    return any(run[at : at + 2] in item.folded for run in _HAN.findall(who) for at in range(len(run) - 1))
