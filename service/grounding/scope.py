"""Whether a clause speaks of all where the ledger speaks of some, or of this one."""

import re
from collections.abc import Iterator, Sequence

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Match
from service.grounding.clauses import Piece
from service.grounding.concepts import is_act
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import (
    ADDRESSED,
    ADVERB,
    AFTER_VERB,
    COUNTED,
    COURTESY,
    NOT_ALL,
    NUMBERED,
    OTHERS,
    OUTRIGHT,
    PART_OF,
    RESTRICTED,
)
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import HALF, OF_TEXT, TELLING, Said
from service.patterns import lazy

_TOLD = frozenset({Status.REPORTED, Status.DISPUTED})
_ALL_SAY = lazy(
    r"(?P<all>所有|全部|全体|每一?[位个名])(?:的)?(?:家长|学生|顾客|客人|用户|消费者|业主|住户|居民|旅客|乘客|员工|骑手|工人|会员|网友|患者|家属|老师|邻居|订户|市民)"
    r"[^，。；向给跟对]{0,4}(?:说(?!明)|称(?!呼)|反映|反馈|提到|提出|表示|讲|认为|告诉|投诉|质疑|声称)"
)
# “现场每个人的平安，我们都有责任”: what we owe everybody tells nothing of anybody.
_OWED = lazy(
    r"我们[^，。；]{0,4}(?:有|负有?)责任|是我们的责任|(?:该|应该?|应当|理应)(?:做到?|做好)?的(?=[，。；]|$)|\bour (?:responsibility|duty|job)\b|\bwe owe\b",
    re.IGNORECASE,
)
# How often something is done is no count of whom or what it is done to.
_IDIOM = lazy(
    r"all (?:the (?:way|while|time|same)|day|night|along|right|round|over again)\b"
    r"|(?:each|every) (?:single )?(?:year|month|week|day|night|morning|evening|afternoon|hour|minute|season|spring|summer|autumn|fall|winter|time|few \w+|\w+day)s?\b"
    r"|每(?:一)?(?:年|月|天|日|周|晚|小时|分钟|季度|学期|次|隔)",
    re.IGNORECASE,
)
# How far before a universal word its noun may stand: 鲜奶全部下架.
_REACH = 8
# A count of two figures or more; smaller ones may be any.
_NUMBER = lazy(r"(?<![0-9.:年月])[1-9][0-9]{1,6}(?![0-9.:日号时点分月年%])")


def scope(said: Said, near: Sequence[Match], board: Board) -> Iterator[Mismatch]:
    """The universal words of a clause that none of its lines holds."""
    text, at = said.clause, said.sentence.start
    if not text.universals or len(said.keys) < 2 or _is_courtesy(said) or NOT_ALL.search(said.folded, said.start, said.end):
        return
    gap = 0 if text.language == "zh" else 1
    for span in text.universals:
        if _IDIOM.match(said.folded, at + span.start) is not None:
            continue
        if any(negator.end <= span.start for negator in text.negators):
            # "The recall isn't for all of our granola."
            continue
        whole = OUTRIGHT.match(said.folded, at + span.start) is not None
        noun = next((p for p in text.pieces if p.start == span.end + gap), None) if whole else None
        reach = [noun] if noun else [p for p in text.pieces if span.start - _REACH <= p.start]
        about = [m.item for m in near if noun or any(set(piece.keys) & m.item.keys for piece in reach)]
        about += [] if about else [matter.item for matter in board.matter(said.keys)[:1] if matter.of_text >= OF_TEXT]
        ends = (span.end, noun.end) if noun else (span.end,)
        about.sort(key=_is_title)
        some = board.says_some(noun.keys) if noun is not None and not about else None
        if some is not None:
            yield Mismatch(Discrepancy.SCOPE, Span(at + span.start, at + span.end), some, Evidence.DIFFERENT)
            return
        if not about or any(RESTRICTED.match(said.folded, at + end) for end in ends):
            continue
        said_of_all = any(i.has_universal and i.status is not Status.REFUTED for i in about)
        # 全部撤离 says of those named before what they all did; 全部门店 names them itself.
        held = board.holds_all(noun.keys) or (_is_deed(noun) and said_of_all) if noun else said_of_all
        held = held or any(m.item.has_universal and m.item.kind is Kind.PROMISE and said.speaks_of(m) for m in said.matches)
        if not held and not _sums_up(said, span, about):
            partial = any(item.has_partial for item in about) or _is_of_a_partial_title(said, board)
            sure = partial and any(match.of_text >= HALF or said.speaks_of(match) for match in near)
            yield Mismatch(
                Discrepancy.SCOPE, Span(at + span.start, at + span.end), about[0], Evidence.of_difference(certain=sure)
            )
            return


def reporters(said: Said, board: Board) -> Mismatch | None:
    """“所有家长都这么说”, where the ledger has some who say so."""
    found = _ALL_SAY.search(said.folded, said.start, said.end)
    if found is None or said.asked:
        return None
    some = next((i for i in board.items if i.is_public and i.status in _TOLD and not _ALL_SAY.search(i.folded)), None)
    if some is None or any(_ALL_SAY.search(item.folded) for item in board.items if item.is_public):
        return None
    return Mismatch(Discrepancy.SCOPE, Span(found.start(), found.end("all")), some)


def _is_of_a_partial_title(said: Said, board: Board) -> bool:
    """Whether the event is named as one of some, and the clause is about those."""
    words = {key for key in said.keys if key[0] not in "=@"}
    return any(item.has_partial and words & item.keys for item in board.items if item.kind is Kind.TITLE)


def _is_deed(piece: Piece) -> bool:
    return any(is_act(key) for key in piece.keys)


def _is_title(item: Item) -> bool:
    """A title only names what the facts tell."""
    return item.kind is Kind.TITLE


# A sentence may have thousands of clauses.
_NEAR_BY = 80


def _is_courtesy(said: Said) -> bool:
    """Whether it thanks, asks pardon or says what we owe; “对所有用户，我们深表歉意” does so behind its comma."""
    if _OWED.search(said.folded, said.start, min(said.sentence.end, said.end + _NEAR_BY)):
        return True
    end = said.sentence.end if ADDRESSED.match(said.folded, said.start) else said.end
    return COURTESY.search(said.folded, said.start, end) is not None


def _sums_up(said: Said, span: Span, about: Sequence[Item]) -> bool:
    """门店和线上都, 9位顾客都: what was named or counted before is what is meant."""
    at = said.sentence.start
    place = at + span.start
    before = said.folded[max(at, place - 40) : place]
    if OTHERS.search(before):
        return False
    if NUMBERED.match(said.folded, at + span.end) and any(_counts_the_same(said, item) for item in about):
        return True
    if _is_counted_before(said, place, about):
        return True
    adverb = ADVERB.match(said.folded, place) is not None and (
        said.clause.language == "zh" or AFTER_VERB.search(before) is not None
    )
    if adverb and (COUNTED.search(before) or any(COUNTED.search(item.folded) for item in about)):
        return True
    return bool(COUNTED.search(before)) and not OUTRIGHT.match(said.folded, place)


def _is_counted_before(said: Said, place: int, about: Sequence[Item]) -> bool:
    """Whether a number the item gives stands before in the sentence: “这87份报告的链接全部失效” says all of those."""
    counted = {f"={match.group()}" for match in _NUMBER.finditer(said.folded, said.sentence.start, place)}
    return any(counted & item.keys for item in about if not PART_OF.search(item.folded))


def _counts_the_same(said: Said, item: Item) -> bool:
    """Whether an item says nearly all that a clause does, its number too, which is no whole it tells a part of."""
    if PART_OF.search(item.folded):
        return False
    shared = said.keys & item.keys
    return any(key.startswith("=") for key in shared) and len(shared) >= TELLING * len(said.keys)
