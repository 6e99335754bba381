"""What no statement may hold whatever the ledger says.

A model's talk about itself or its task, blanks to be filled in, a sentence that runs in circles, another language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.i18n import Localized
from service.language import TextLanguage
from service.patterns import lazy

_MACHINE = lazy(
    r"(?:作为|身为)(?:一个|一名|一款)?(?:AI|人工智能|语言模型|大模型|智能助手|助手)"
    r"|(?:我|本助手)(?:无法|不能)(?:协助|帮助|提供|生成|完成|起草|撰写)|(?:以下|上述)(?:是|为)[^。]{0,12}(?:声明|说明|文稿|草稿|JSON)"
    r"|台账|提示词|(?:根据|按照)(?:您|你)(?:提供|给出|的要求|的指令)|希望(?:这|以上)[^。]{0,10}(?:帮助|满足)|如需(?:修改|调整)[^。]{0,10}告诉我"
    r"|\bas an? (?:AI|language model|assistant)\b|\bI(?:'m| am)? (?:sorry, but I )?(?:cannot|can't|can’t|unable to|not able to) "
    r"(?:assist|help|comply|provide|write|create|generate|draft|fulfil\w*)\b|\blanguage model\b|\bthe ledger\b|\bthe brief\b"
    r"|\bas (?:requested|instructed)\b|\bhere(?: is|'s) (?:the|a|your)[^.]{0,20}(?:draft|statement|JSON)\b|\blet me know if\b|\bsystem prompt\b",
    re.IGNORECASE,
)
_BLANK = lazy(
    r"[×xX]{2,}(?=[年月日时号起人件元市省区批%％])|(?<![A-Za-z0-9])[xX]{3,}(?![A-Za-z0-9])|_{3,}|＿{2,}|\[(?!TO CONFIRM)[A-Z][\w' /-]{1,40}\]|\{\{?\w+\}?\}|<(?:name|date|time|number|phone)\b[^>]*>"
    r"|[\[【(（](?:待定|待补充?|待填|此处|插入|填写|TBC|TBD)[^\]】)）]{0,20}[\]】)）]|\bTB[CD]\b|\binsert \w+ here\b",
    re.IGNORECASE,
)
_CIRCLE = lazy(r"(.{4,60}?)\1{3,}", re.DOTALL)
_HAN = lazy(r"[\u3400-\u9fff]")
_LETTERS = lazy(r"[A-Za-z]{2,}")
_QUOTED = lazy(r"[“‘「『\"《][^”’」』\"》]{1,80}[”’」』\"》]")
# So many Latin words without one Chinese character are no name, address or unit any more.
_WORDS = 6


@dataclass(frozen=True, slots=True)
class Aside:
    """A place that cannot stand, and why."""

    start: int
    end: int
    reason: Localized


_MACHINE_TALK = Localized(
    "这里在谈写作者或写作任务本身，不是声明的内容。", "This speaks of the writer or of the task, which belongs in no statement."
)
_TO_FILL = Localized("这里留了待填的空白。", "This leaves a blank to be filled in.")
_ROUND = Localized("这里在反复说同一句话。", "This says the same thing over and over.")
_FOREIGN = Localized("这一句不是声明的语言。", "This sentence is in another language than the statement.")


def asides(text: str, language: TextLanguage) -> Iterator[Aside]:
    """Every such place in one sentence."""
    for pattern, reason in ((_MACHINE, _MACHINE_TALK), (_BLANK, _TO_FILL), (_CIRCLE, _ROUND)):
        yield from (Aside(match.start(), match.end(), reason) for match in pattern.finditer(text))
    if is_foreign(text, language):
        yield Aside(0, len(text), _FOREIGN)


def is_foreign(text: str, language: TextLanguage) -> bool:
    """Whether a sentence is in the other language; names, quotations and contacts may be."""
    plain = _QUOTED.sub("", text)
    han, words = len(_HAN.findall(plain)), len(_LETTERS.findall(plain))
    if language == "zh":
        return han == 0 and words >= _WORDS
    return han > max(8, 2 * words)
