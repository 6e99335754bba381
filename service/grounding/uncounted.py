"""Numbers that state nothing of the world: emergency lines, counts of what the text itself goes on to say."""

import re
from dataclasses import dataclass
from functools import cache

from service.grounding import lexicon
from service.patterns import lazy

_EMERGENCY = frozenset(["110", "112", "119", "120", "122", "999", "911", "101"])
_EMERGENCY_ZH = frozenset(["110", "119", "120", "122"])
# Digits that stand bare before a Chinese word other than a measure: 120打得早还是晚.
_NAMED = lazy(
    r"(?=[\u4e00-\u9fff])(?![多余来几万亿千百个人名位户家起例宗次条件份封通处批箱瓶盒袋罐包支台辆部款种只桶枚片套张笔单元块角分度斤公克吨米厘毫升年月日天小时周号秒钟项组班页层楼岁倍平立千瓦伏兆间所栋架艘头株粒杯碗席桌床场届期类级路车字门趟回遍成%])"
)
_MEASURED = lazy(r"[为达到至约超近共计合有降升]\s?\Z")
_CALL = lazy(
    r"(?:打|拨|致电|求助|报了?警|急救|火警|(?<![A-Za-z])(?:call(?:ing|ed)?|dial(?:ling|ing|led|ed)?|r(?:ing(?:ing)?|ang|ung)|(?:tele)?phon(?:e[ds]?|ing)|text|contact|NHS)(?![A-Za-z]))[^，。,.;；\n]{0,24}\Z",
    re.IGNORECASE,
)
_CALL_AFTER = lazy(
    r"\s?(?:calls?(?![A-Za-z])|callers?|operators?|(?:was|were|is|has\sbeen|had\sbeen)\s(?:called|dialled|dialed|rung)|把(?=[伤病患老孩人他她])|到场|赶到|来了|医护|人员到|急救|报警|接警|指挥中心|热线|电话|火警|救护车)",
    re.IGNORECASE,
)
# What was found or went wrong is counted, whatever it is called.
_FINDING = lazy(
    r"(?:发现|存在|查出|查实|整改|违规|隐患|缺陷|暴露|(?<![A-Za-z])(?:found|identif\w+|fail\w*|reveal\w*|raised))[^，。,.;；\n]{0,10}\Z",
    re.IGNORECASE,
)
_LIST_FOLLOWS = lazy(r"\s?(?::|\Z)")
_MOST = 10


@dataclass(frozen=True, slots=True)
class _Nouns:
    zh: re.Pattern[str]
    en: re.Pattern[str]


@cache
def _nouns() -> _Nouns:
    own = lexicon.numbers().own_nouns
    return _Nouns(
        zh=re.compile(
            rf"\s?[个件句点桩条则项]?(?:最?[小大]|重要的?|要紧的?|具体的?|关键的?|[我大您你要想该请得][\u4e00-\u9fff]{{0,8}}的)?{lexicon.alternation(own.zh)}(?![\u4e00-\u9fff]?人)"
            # 两样都请……: what was named before, counted.
            r"|\s?[样项种类者桩](?=[都均皆]|全都|[，,]?缺一)"
        ),
        en=re.compile(
            rf"\s(?:(?:more|further|other|key|main|important|simple|short|small|big|clear|last|final)\s)?{lexicon.alternation(own.en)}(?![A-Za-z-])",
            re.IGNORECASE,
        ),
    )


def is_emergency(text: str, start: int, end: int) -> bool:
    """Whether the digits are a line for emergencies, which anybody may name."""
    if text[start:end] == "111" and text.endswith("NHS ", 0, start):
        return True
    if text[start:end] not in _EMERGENCY:
        return False
    if text[start:end] in _EMERGENCY_ZH and _NAMED.match(text, end) and not _MEASURED.search(text, max(0, start - 2), start):
        return True
    return _CALL.search(text, max(0, start - 34), start) is not None or _CALL_AFTER.match(text, end) is not None


def is_emergency_line(digits: str) -> bool:
    """Whether a telephone number is one for emergencies."""
    return digits in _EMERGENCY


def counts_itself(text: str, start: int, end: int, value: int) -> bool:
    """两件事, two dates: a count of what the text itself says."""
    if not 1 < value <= _MOST:
        return False
    nouns = _nouns()
    noun = nouns.zh.match(text, end) or nouns.en.match(text, end)
    return noun is not None and _FINDING.search(text, max(0, start - 18), start) is None


def heads_list(text: str, end: int) -> bool:
    """Whether a list can follow what counts itself: then the list's own marks tell how many there are."""
    noun = _nouns().zh.match(text, end) or _nouns().en.match(text, end)
    return noun is not None and _LIST_FOLLOWS.match(text, noun.end()) is not None
