"""How strongly a clause speaks, against the line of the ledger it speaks of."""

import re
from collections.abc import Iterator, Sequence

from service.briefs import Status
from service.grounding.accounts import gives_an_account, is_beside_an_account
from service.grounding.alignment import Board, Kind, Match
from service.grounding.evidence import Evidence
from service.grounding.excepted import is_set_aside
from service.grounding.folding import Span
from service.grounding.marks import ASKED, COURTESY, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.modality import modality, promised
from service.grounding.negated_only import affirmed
from service.grounding.polarity import opposed, opposite, outright, polarity
from service.grounding.said import ALL, HALF, HEDGES, OF_LINE, OF_TEXT, TELLING, Said
from service.grounding.scope import scope
from service.grounding.seen import led_from, of_clause
from service.patterns import lazy

# How far an uncertain line must beat what is known, for a clause to be about it.
_CLEARLY = 1.15
_FAR = 2.0
_WHOLE_LINE = 0.95
_SOME = 0.25
_FEW = 0.3
# Lines that share nearly as much as the best are other wordings of what the clause may mean.
_NEAR = 0.8
# Words in common, and shares of both sides together, from which a clause is surely its line told too firmly.
_SAME_WORDS, _ALIKE, _THE_SAME = 3, 0.9, 1.5
# “尚未知道的：异味的原因；结果哪天出”: every part of such a list is open.
_LIST = 200
_OPEN_LIST = lazy(
    r"(?:(?:不|未|没有?)(?:知道?|清楚|明确?|确定|掌握|查清)的(?:还?有|是|问题|事|情况)?[：:]"
    r"|\b(?:do(?:es)? not(?: yet)? know|don't(?: yet)? know|not yet known|still open|unknown)[^.:;]{0,20}:)[^。！？.!?\n]*\Z",
    re.IGNORECASE,
)
_CHECKING = frozenset({"#investigate", "#check", "#verify"})


def mismatches(said: Said, board: Board) -> Sequence[Mismatch]:
    """What a clause does to the line it speaks of."""
    return of_clause(said.seen, "mismatches", said.clause, said.sentence.start, lambda: _mismatches(said, board))


def _mismatches(said: Said, board: Board) -> Iterator[Mismatch]:
    if not said.is_claim or not said.matches:
        return
    if said.holds(COURTESY) or _is_listed_as_open(said):
        return
    doubtful = said.best(Kind.FACT, certain=False)
    # What a clause calls confirmed is judged with what it confirms.
    confirms = said.clause.marks & Mark.VERIFIED and not said.clause.marks & Mark.OPEN and not said.clause.negators
    sure = [match for match in (said.best(Kind.FACT, certain=True), said.best(Kind.PROMISE), said.best(Kind.TITLE)) if match]
    if (
        doubtful is not None
        and not confirms
        and _is_about(said, doubtful, max((match.score for match in sure), default=0.0), board)
    ):
        yield from _status(said, doubtful)
        yield from scope(said, [match for match in said.matches if match.item.id == doubtful.item.id], board)
        return
    held = [m for m in said.matches if not m.line.is_source and (m.item.is_certain or m.item.kind is Kind.PROMISE)]
    near = [match for match in held if match.shared >= _NEAR * held[0].shared and said.speaks_of(match)]
    turned: list[Mismatch] = []
    if near:
        if doubtful is not None and doubtful.shared >= near[0].shared:
            near.append(doubtful)
        turned += polarity(said, near)
    if not said.marks & HEDGES:
        turned += () if near else opposed(said, board)
        turned += outright(said, board) if not turned else ()
        turned += affirmed(said, board) if not turned else ()
    yield from turned
    if not said.clause.marks & Mark.OPEN:
        yield from modality(said, near or [match for match in held[:1] if match.of_text >= HALF and len(match.keys) > 1])
        yield from promised(said, held)
    wide = [m for m in said.matches if m.item.is_public and m.item.kind is not Kind.PROMISE]
    yield from scope(said, [m for m in wide if m.of_text >= _FEW or said.speaks_of(m)], board)


def _is_listed_as_open(said: Said) -> bool:
    """Whether a colon before the clause leads in a list of what is not known."""
    if said.folded.find(":", led_from(said.folded, said.sentence.start), said.start) < 0:
        return False
    return _OPEN_LIST.search(said.folded, max(0, said.start - _LIST), said.start) is not None


def _is_about(said: Said, match: Match, known: float, board: Board) -> bool:
    """Whether the clause tells of an uncertain line, and not of what is known besides."""
    if len(match.keys) < 2:
        together = said.together.get(match.item.id, frozenset())
        told = match.of_text >= TELLING and len(together) > 1
        return told and not any(board.is_certain(key) for key in match.keys) and match.score > known
    # Names and titles that certain facts give too are not yet what the line says.
    names = [key for key in match.keys if key[0] == "@" and not any(map(str.isdigit, key))]
    telling = [key for key in match.keys if not board.is_certain(key) and not any(key in name for name in names)]
    words = [key for key in match.keys if key[0] not in "=@" and not any(key in name for name in names)]
    if len(words) > 1 and match.of_text >= ALL and match.of_line >= OF_LINE and match.score > known * _FAR:
        return True
    titled = any(other.item.kind is Kind.TITLE and other.score >= match.score for other in said.matches)
    claimed = match.item.status is not Status.REFUTED and not titled
    if telling and claimed and match.of_line >= _WHOLE_LINE and len(match.keys) >= _SAME_WORDS and match.score > known / _FAR:
        # Beside a certain fact all of an uncertain line is told: "two of the four taken to the infirmary have broken bones".
        return True
    if match.score <= known * _CLEARLY or not telling:
        return False
    if match.of_line >= OF_LINE or (match.of_text >= TELLING and match.of_line >= _SOME):
        return True
    return match.of_line >= OF_TEXT and match.score > known * _FAR


_WHETHER = lazy(r"\b(?:whether|if)\b", re.IGNORECASE)
_WHO = lazy(r"(?P<by>由|被|是|在|从|于)(?:谁|何人|什么人|哪里|何处|哪[一家个名位些处]\w?)")


def _gives_the_value_of_a_fact(said: Said, match: Match) -> bool:
    """Whether a number or name of the clause is a certain fact's and not the line's: values tell which of two lines is meant."""
    certain = {key for other in said.matches if other.item.is_certain for key in other.keys if key[0] in "=@"}
    return any("-" not in key and key not in ("=1", "=2") for key in certain - match.item.keys)


def _status(said: Said, match: Match) -> Iterator[Mismatch]:
    span = Span(said.start, said.end)
    status = match.item.status
    if status is Status.REFUTED:
        opposed = any(opposite(key) in match.item.keys for key in said.keys)
        both = match.keys & said.clause.negated & match.line.clause.negated
        # Whether it is so is a question, whoever puts it.
        asks = ASKED.search(said.folded, said.start, said.end) is not None
        # “没有执业证” repeats a claim that is itself a negation.
        repeats = bool(both) and not said.marks & Mark.DENIED
        if not opposed and not asks and (repeats or not is_denied(said)):
            alike = match.of_text >= HALF and match.of_line >= OF_LINE
            yield Mismatch(Discrepancy.REFUTED, span, match.item, Evidence.of_difference(certain=alike))
        return
    hedges = Mark.OPEN | Mark.DENIED
    if status in (Status.REPORTED, Status.DISPUTED):
        hedges |= Mark.REPORTED
    # "异味的原因" names a topic; only "是否……" holds a claim.
    is_topic = status is Status.UNKNOWN and not match.line.sentence.marks & Mark.OPEN and not _is_answered(said, match)
    # “没到直播里说的14度” says of nobody that he says so: the words are the line's own.
    own = Mark.REPORTED if match.line.clause.marks & Mark.REPORTED and not match.line.is_source else Mark.NONE
    firmly = bool(said.clause.marks & Mark.CONFIRMED) and not said.clause.marks & (hedges & ~own)
    if _names_topic(said, match) or (_CHECKING & said.clause.keys and not said.clause.marks & Mark.DONE):
        # "We're also looking into emails about …" tells only that it is looked into.
        return
    if is_set_aside(match):
        return
    if status in (Status.REPORTED, Status.DISPUTED) and gives_an_account(said, match.item):
        return
    if (not said.marks & hedges or firmly) and not is_topic:
        # What may have been is not stated; who says so is for a person to add.
        # "When the store reopens" takes for granted that it is shut.
        whether = status is not Status.UNKNOWN or any(words.search(match.item.folded) for words in (ASKED, _WHETHER))
        sure = firmly or (whether and _is_plain(said) and _is_much_of(match) and not _gives_the_value_of_a_fact(said, match))
        sure = sure and not (status is Status.DISPUTED and is_beside_an_account(said, match.item))
        yield Mismatch(Discrepancy.STATUS, span, match.item, Evidence.of_difference(certain=sure))
    elif status is not Status.UNKNOWN and not said.marks & Mark.DENIED and said.clause.marks & (Mark.DONE | Mark.CONFIRMED):
        yield from polarity(said, [match])


def _is_answered(said: Said, match: Match) -> bool:
    """Whether the line asks who or where, and the clause has something in that place: 影片由旺角店拍摄 to 影片由谁拍摄."""
    at = match.line.sentence.start
    line = match.item.folded[at + match.line.clause.start : at + match.line.clause.end]
    asked = _WHO.search(line)
    if asked is None or _WHO.search(said.folded, said.start, said.end):
        return False
    rest = line[asked.end() :].strip(" 的了，。")
    found = said.folded.find(rest, said.start, said.end) if len(rest) > 1 else -1
    led = said.folded.rfind(asked.group("by"), said.start, found) if found > 0 else -1
    return led >= said.start and led + len(asked.group("by")) < found


def _is_plain(said: Said) -> bool:
    """Whether it is stated without a word that leaves it open, by the company, to nobody in particular."""
    if said.clause.marks & Mark.POSSIBLE or _is_being_checked(said) or is_line(said):
        return False
    # “看到有用户再发那个链接，请提醒他们”: what an instruction starts from may or may not be.
    return not any(clause.marks & Mark.REQUEST for clause in said.neighbours if clause.start >= said.clause.end)


def _is_much_of(match: Match) -> bool:
    """Whether text and line are so much alike that the clause can only be that line."""
    words = [key for key in match.keys if key[0] not in "=@"]
    alike = match.of_text + match.of_line
    return alike >= _ALIKE if len(words) >= _SAME_WORDS else len(words) > 1 and alike >= _THE_SAME


def is_line(said: Said) -> bool:
    """Whether it is a line of its own without a stop, as headings and the questions of a list are."""
    before, after = said.folded[max(0, said.sentence.start - 1) : said.sentence.start], said.folded[said.end : said.end + 1]
    return before in ("", "\n") and after in ("", "\n")


def _is_being_checked(said: Said) -> bool:
    """Whether another clause of the sentence says that something is looked into: “People have also commented on …; we're checking those”."""
    others = (clause for clause in said.neighbours if clause is not said.clause)
    return any(_CHECKING & clause.keys or clause.marks & (Mark.ONGOING | Mark.OPEN) for clause in others)


def _names_topic(said: Said, match: Match) -> bool:
    """Whether the clause shares nothing of what the line leaves open or denies: “其余9款汤包的标签” of “……有没有遗漏”.

    What stands before the open word is what the line is about; a clause that has no more than that is about the same thing.
    """
    line = match.line.clause
    if line.negated & match.keys and not said.clause.negators and not said.clause.swallows and match.of_line < HALF:
        # The line says that nobody refunds; whoever tells how to be refunded says something else.
        return True
    if match.item.status is not Status.UNKNOWN or line.language != "zh":
        return False
    last = said.clause.pieces[-1].end if said.clause.pieces else 0
    if said.folded[said.sentence.start + last : said.end].strip():
        # “身份证号码在内” tells more than what it is about.
        return False
    at = match.line.sentence.start
    asked = ASKED.search(match.item.folded, at + line.start, at + line.end)
    if asked is None:
        return False
    open_part = {key for piece in line.pieces if at + piece.start >= asked.start() for key in piece.keys}
    return bool(open_part) and open_part.isdisjoint(said.keys)


def is_denied(said: Said) -> bool:
    """Whether a clause, a word that leads it in or one that follows it denies what it says. A bare 没有 before it answers a question."""
    if said.clause.negators or said.clause.swallows or said.clause.marks & Mark.DENIED:
        return True
    near = said.neighbours
    after = any(clause.start >= said.clause.end and (clause.marks & Mark.DENIED or clause.negators) for clause in near)
    led = [clause for clause in near if clause.end <= said.clause.start]
    before = any(clause.keys and clause.marks & Mark.DENIED for clause in led)
    # A lead-in may hold the negation, as in “Not on it: bank card numbers”.
    at = said.sentence.start
    before = before or any(c.negators and said.folded[at + c.end : at + c.end + 1] in (":", "：") for c in led)
    return after or before or bool(said.marks & Mark.DENIED and not said.sentence.marks & Mark.DENIED)
