"""What is said to come at a time: a result that will be out, a service that will be back.

Whoever says when a result will be known promises it, also for a laboratory or an authority. A line of the ledger has to say so: an
approved commitment to publish it, or a fact that gives the time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import Mark
from service.grounding.said import Said
from service.language import TextLanguage
from service.patterns import lazy

_SKIPPED = Mark.OPEN | Mark.DENIED | Mark.CONDITION | Mark.REQUEST | Mark.QUESTION


@dataclass(frozen=True, slots=True)
class _Words:
    result: re.Pattern[str]
    out: re.Pattern[str]
    back: re.Pattern[str]
    future: re.Pattern[str]
    when: re.Pattern[str]
    # A time that is ahead by itself: tomorrow, within three days.
    ahead: re.Pattern[str]
    # Done, open, or only the time after which something else happens.
    spared: re.Pattern[str]


_WORDS: dict[TextLanguage, _Words] = {
    "zh": _Words(
        result=lazy(r"结果|结论|报告|原因|真相|检测|检验|化验|鉴定|复检|尸检|审计|评估|调查(?!组|人员)|核查"),
        out=lazy(
            r"公布|公开|发布|(?:能|可以?|会)知道|知晓|见分晓|给出|出来|出炉|出具|揭晓|通报|完成|结束|得出|拿到|查清|查明|水落石出|有(?:了|个)?(?:初步|最终|明确)?(?:的)?(?:结果|结论|定论|答案)"
        ),
        back=lazy(
            r"恢复(?:正常|营业|供应|供餐|运营|服务|使用|开放|通车|通航|供水|供电)|全面恢复|修复|修好|重新(?:开放|开业|营业|上线)|复课|复业|复工"
        ),
        future=lazy(r"将|会(?!议|上|诊)|预计|预期|有望|即可|(?:就|便)(?:能|可)|计划|拟于|估计|争取"),
        when=lazy(
            r"[今明后当次](?:天|日|晚|早|晨)|[本下这](?:周|个?月|星期|礼拜)|(?:周|星期)[一二三四五六日天末]|上午|下午|傍晚|晚上|中午|凌晨|晚些时候"
            r"|[一二三四五六七八九十两几\d]+个?(?:小时|天|日|周|星期|工作日|月)(?:之?内|后|左右|以内)|\d+[点时日号]|月底|月初|年底"
        ),
        ahead=lazy(
            r"[明后](?:天|日|晚|早|晨)|下(?:周|个?月|星期|礼拜)|晚些时候|[一二三四五六七八九十两几\d]+个?(?:小时|天|日|周|星期|工作日|月)(?:之?内|后|以内)"
        ),
        spared=lazy(
            r"已|曾|昨|前天|正在|了(?:$|[，。])|是否|何时|什么时候|多久|尚|还没|还未|未|没|不|无法|如果|一旦|待|等|若|为准|(?:公布|出来|完成|结束|出具|查清|查明|结论|结果|报告|恢复)(?:之?[前后]|以[前后])"
            r"|进展|最新|后续|更多"
        ),
    ),
    "en": _Words(
        result=lazy(
            r"\b(?:results?|findings|outcome|conclusions?|report|tests?|testing|analysis|investigation|inquiry|review|inspection|root cause|audit|examination)\b"
        ),
        out=lazy(
            r"\b(?:publish\w*|releas\w*|post(?:ed)?|announc\w*|available|out|ready|known|back|complete[ds]?|conclud\w*|finish\w*|issued?|share[ds]?|made public|expect(?:s|ed|ing)?|due)\b"
        ),
        back=lazy(
            r"\b(?:back (?:to normal|up|online|in service)|restored|re-?open(?:s|ed)?|resum(?:e|es|ed)|fixed|resolved|up and running|running again|working again|normal service)\b"
            r"|\b(?:services?|payments?|power|water|trains?|deliveries|flights?|classes|lessons|operations|supply|production)\b[^.;]{0,20}\b(?:will|'ll|to) (?:return|be back|restart)\b"
        ),
        future=lazy(r"\b(?:will|expect(?:s|ed|ing)?|due|should be|(?:is|are) to be|going to|plans? to|anticipat\w+)\b|\w'll\b"),
        when=lazy(
            r"\b(?:today|tonight|tomorrow|this (?:morning|afternoon|evening|week|weekend|month)|next (?:week|month|\w+day)|later (?:today|this week|in the \w+|on)"
            r"|within (?:\w+ ){1,3}(?:hours?|days?|weeks?)|in (?:the next )?(?:\d+|one|two|three|four|five|six|seven|ten|a few|a couple of) (?:\w+ )?(?:hours?|days?|weeks?)"
            r"|(?:by|on|before) (?:the end of (?:the )?(?:week|day|month)|\w*day\b|\d|noon|midday|midnight)|at \d|end of (?:the |this )?(?:week|day|month))"
        ),
        ahead=lazy(r"(?!)"),
        spared=lazy(
            r"\b(?:has|have|had|was|were|whether|when|once|until|after|if|as soon as|not|no|nobody|cannot|could|may|might|please|hope)\b|n't\b|\b(?:update|latest|progress|more (?:about|on|information))\b"
        ),
    ),
}


_CLAUSE = lazy(r"[，。；;,]")


@dataclass(frozen=True, slots=True)
class _Announced:
    """A place of a sentence that says when something will be out or back of which no public line knows."""

    span: Span
    is_result: bool
    nearest: Item | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A place that says when something will be known or back, and what comes nearest to it."""

    span: Span
    nearest: Item | None
    evidence: Evidence = Evidence.ABSENT


def coming(clauses: Sequence[Said], board: Board, told_then: Sequence[Span]) -> Iterator[Coming]:
    """What no public line announces. `told_then`: the places of the very hour of the next update, when we may say what there is."""
    before: Said | None = None
    for said in clauses:
        lead = before if before is not None and before.sentence is said.sentence else None
        before = said
        at = said.sentence.start
        found = said.seen.once("announced", said.clause.start, partial(_unknown, said, lead, board))
        if found is None:
            continue
        span = Span(found.span.start + at, found.span.end + at)
        if not (found.is_result and any(span.start <= place.start < span.end for place in told_then)):
            yield Coming(span, found.nearest)


def _unknown(said: Said, lead: Said | None, board: Board) -> _Announced | None:
    """What a clause announces that no public line does; the place is that of the sentence."""
    if said.asked or (said.marks | said.clause.marks) & _SKIPPED:
        return None
    found = _announced(said, lead)
    if found is None:
        return None
    (span, kind), at = found, said.sentence.start
    if _is_told(kind, board):
        return None
    nearest = next((match.item for match in said.matches if match.item.is_public), None)
    return _Announced(Span(span.start - at, span.end - at), kind == "out", nearest)


def _announced(said: Said, lead: Said | None) -> tuple[Span, str] | None:
    text = _text(said)
    for words in _WORDS.values():
        if words.when.search(text) is None:
            continue
        if not _is_ahead(words, text):
            continue
        if words.back.search(text) is not None:
            return Span(said.start, said.end), "back"
        if words.out.search(text) is None:
            continue
        if words.result.search(text) is not None:
            return Span(said.start, said.end), "out"
        if lead is not None and words.result.search(_text(lead)) and not words.spared.search(_text(lead)):
            return Span(lead.start, said.end), "out"
    return None


def _is_told(kind: str, board: Board) -> bool:
    """Whether a promise announces something of the kind, or a fact says when it comes."""
    return any(_tells(item, kind) for item in board.items if item.is_public and item.status is not Status.REFUTED)


def _tells(item: Item, kind: str) -> bool:
    if item.kind not in (Kind.PROMISE, Kind.FACT):
        return False
    text = item.folded.lower()
    for words in _WORDS.values():
        comes = words.back.search(text) if kind == "back" else words.out.search(text) and words.result.search(text)
        # Another clause of a fact may tell what has been done: “已送检，报告预计8月14日出具”.
        ahead = any(words.when.search(clause) and _is_ahead(words, clause) for clause in _CLAUSE.split(text))
        if comes and (item.kind is Kind.PROMISE or ahead):
            return True
    return False


def _is_ahead(words: _Words, text: str) -> bool:
    ahead = words.future.search(text) is not None or words.ahead.search(text) is not None
    return ahead and words.spared.search(text) is None


def _text(said: Said) -> str:
    return said.folded[said.start : said.end].lower()
