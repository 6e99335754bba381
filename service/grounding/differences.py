"""A clause held feature by feature against the lines it most likely tells: yes and no, done and to come, known and left open.

Nothing here is more than a doubt: where a feature differs, the clause may still speak of something else in the same words. What is
certain is told by `strength` and its parts, which ask for more.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Match
from service.grounding.concepts import is_act
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import COURTESY, LEAD_IN, NEEDLESS, NOT_ALL, PLANNED, UNTIL, Mark
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.overlap import stem
from service.grounding.polarity import holds_until, is_contrast, is_of_absence
from service.grounding.said import HALF, HEDGES, OF_LINE, OF_TEXT, Said
from service.grounding.seen import of_clause
from service.grounding.strength import is_denied, is_line
from service.patterns import lazy

_FEWEST = 2
_CHECK = frozenset({"#investigate", "#inspect"})
# Verbs that only carry what is denied: 没有发生停机, "did not have".
_LIGHT = r"(?:曾|再|被|能够?|得到|得以|全部|完全|都|均|发生|出现|造成|存在|进行|予以|有过?|是)*"
_ZH_NOT = lazy(rf"(?:没有|没|未曾|未能|尚未|并未|未|从未|不曾|并不|不){_LIGHT}(?P<word>[\u4e00-\u9fff]{{2}})")
_EN_NOT = lazy(
    r"(?:\bnot|n't|\bnever)(?: (?:yet|been|be|being|so far|actually|in fact|fully|the|an?|any|have|has|had|able|to))* (?P<word>[a-z]{3,})",
    re.IGNORECASE,
)
_WORD = lazy(r"[a-z]{3,}", re.IGNORECASE)
# All of a thing, named right behind: 全部车间, "all our stores", "every Fernhollow clinic".
_ALL_OF = lazy(
    r"(?:全部|所有)的?(?P<zh>(?!受|涉|相关|有关|已|未|的|人[，。]|这|那)[\u4e00-\u9fff]{2})"
    r"|\b(?:all|every|each|entire|whole)(?: (?:of|the|our|its|their|a|[A-Z][\w&-]*(?:'s)?))* (?P<en>(?!who|that|those|these|been|have|were|over|with|from|about|other|three|four|five|seven|eight|nine)[a-z]{4,})"
)
# The same in a line of the ledger. “二号车间全部停产” sums up one of them.
_ALL_BEFORE = r"(?:全部|所有|全体|各个?|每一?[个家名位座间栋款批条辆])[\u4e00-\u9fff]{0,3}"
_UNIVERSAL_EN = lazy(r"\b(?:all|every|each|both|entire|whole|any)\b", re.IGNORECASE)
_HAN = lazy(r"[\u4e00-\u9fff]")


def differences(said: Said, board: Board) -> Sequence[Mismatch]:
    """What a clause says otherwise than a line it shares enough with."""
    return of_clause(said.seen, "differences", said.clause, said.sentence.start, lambda: _differences(said, board))


def _differences(said: Said, board: Board) -> Iterator[Mismatch]:
    if not said.matches or not said.is_claim:
        return
    found = _denied(said) or _checked(said, board) or _kept(said, board) or _wide(said, board) or _refuted(said, board)
    if found is None or said.holds(COURTESY):
        return
    if not (said.holds(UNTIL) or LEAD_IN.match(said.folded, said.start)):
        yield found


def _denied(said: Said) -> Mismatch | None:
    """The very word a fact tells by, behind a negation: “没有发生停机”, "was not detected"."""
    if not (said.clause.negators or said.clause.swallows) or said.clause.marks & (Mark.OPEN | Mark.DENIED):
        return None
    if holds_until(said) or is_contrast(said):
        return None
    here = said.folded[said.start : said.end]
    if NOT_ALL.search(here) or NEEDLESS.search(here):
        return None
    for match in (_ZH_NOT if _HAN.search(here) else _EN_NOT).finditer(here):
        word = match["word"].lower()
        items = [other.item for other in said.matches if _is_of_the_same(other) and _tells(other.item.folded, word)]
        items = [item for item in items if not _is_negative(item, word)]
        # One line that negates the word too, or that the ledger refutes, is what is meant.
        if not items or any(_negates(other.item.folded, word) for other in said.matches):
            continue
        if items[0].is_certain and not any(_is_what_it_denies(other) for other in said.matches):
            return Mismatch(
                Discrepancy.POLARITY, Span(said.start + match.start(), said.start + match.end()), items[0], Evidence.DIFFERENT
            )
    return None


def _refuted(said: Said, board: Board) -> Mismatch | None:
    """A line the ledger refutes, told or called true with nothing around that takes it back."""
    best = next((match for match in said.matches if match.item.is_public and not match.line.is_source), None)
    if best is None or best.item.status is not Status.REFUTED or best.of_text < HALF or is_denied(said) or is_line(said):
        return None
    # Names, the event's title and what facts tell of too are told of without the rumour.
    known = {key for item in board.items if item.kind is Kind.TITLE for key in item.keys}
    known.update(name for name in said.keys if name[0] == "@")
    telling = [
        key for key in best.keys if key[0] not in "=@" and not board.is_certain(key) and not any(key in name for name in known)
    ]
    if said.marks & HEDGES or not telling:
        return None
    return Mismatch(Discrepancy.REFUTED, Span(said.start, said.end), best.item, Evidence.DIFFERENT)


def _is_of_the_same(match: Match) -> bool:
    """Whether a clause shares two words of a line, or a value and half of itself."""
    if match.line.is_source or not match.item.is_public:
        return False
    return len(match.keys) >= _FEWEST or match.of_text >= HALF


def _is_negative(item: Item, word: str) -> bool:
    """Whether an item negates anything, or tells besides `word` what is absent or was hindered: the clause may say that."""
    negates = any(clause.negators or clause.swallows for sentence in item.sentences for clause in sentence.clauses)
    return negates or is_of_absence(item.folded.replace(word, ""))


def _is_what_it_denies(match: Match) -> bool:
    return match.item.status is Status.REFUTED and len(match.keys) >= _FEWEST


@lru_cache(maxsize=8192)
def _tells(text: str, word: str) -> bool:
    """Whether a folded text has a word, by its stem in English, and nowhere behind a negation."""
    if not word.isascii():
        return word in text and not _negates(text, word)
    return stem(word) in {stem(other.group()) for other in _WORD.finditer(text)} and not _negates(text, word)


@lru_cache(maxsize=8192)
def _negates(text: str, word: str) -> bool:
    if not word.isascii():
        return any(match["word"] == word for match in _ZH_NOT.finditer(text))
    return any(stem(match["word"]) == stem(word) for match in _EN_NOT.finditer(text))


def _checked(said: Said, board: Board) -> Mismatch | None:
    """A check told as finished, where every line that tells of one has it under way: “已完成核实”, "has been checked"."""
    if not said.clause.keys & _CHECK or not said.clause.is_told(Mark.DONE) or board.verified:
        return None
    if said.clause.marks & (Mark.OPEN | Mark.ONGOING | Mark.FUTURE | Mark.POSSIBLE) or said.clause.negators:
        return None
    if PLANNED.search(said.folded, said.start, said.end):
        return None
    if board.doubtful is None or any(_has_checked(item) for item in board.items):
        return None
    return Mismatch(Discrepancy.MODALITY, Span(said.start, said.end), board.doubtful, Evidence.DIFFERENT)


def _has_checked(item: Item) -> bool:
    """Whether a certain item tells of a check as finished."""
    clauses = (clause for sentence in item.sentences for clause in sentence.clauses)
    return item.is_certain and any(c.keys & _CHECK and c.marks & Mark.DONE and not c.marks & Mark.ONGOING for c in clauses)


def _wide(said: Said, board: Board) -> Mismatch | None:
    """All of what no public line says all of, in a clause that tells a fact of some or one."""
    told = next((match for match in said.matches if match.item.is_certain and match.of_text >= OF_TEXT), None)
    if (
        told is None
        or said.clause.negators
        or not said.clause.universals
        or COURTESY.search(said.folded, said.sentence.start, said.sentence.end)
    ):
        return None
    for found in _ALL_OF.finditer(said.folded, said.start, said.end):
        word = found["zh"] or found["en"].lower()
        public = [item.folded for item in board.items if item.is_public]
        named = word.isascii() or any(word in text for text in public)
        if named and not any(_says_all(text, word) for text in public):
            return Mismatch(Discrepancy.SCOPE, Span(*found.span()), told.item, Evidence.DIFFERENT)
    return None


@lru_cache(maxsize=8192)
def _says_all(text: str, word: str) -> bool:
    """Whether a line says all of a thing anywhere."""
    if word.isascii():
        return _UNIVERSAL_EN.search(text) is not None and stem(word) in {stem(other.group()) for other in _WORD.finditer(text)}
    return re.search(rf"{_ALL_BEFORE}{word}|(?:^|[，。；、]){word}[^，。；]{{0,8}}(?:全部|均|都)", text) is not None


def _kept(said: Said, board: Board) -> Mismatch | None:
    """A promise told as kept, in fewer of its words than would be certain."""
    best = said.best(Kind.PROMISE)
    clause = said.clause
    if (
        best is None
        or not clause.is_told(Mark.DONE)
        or clause.marks & (Mark.FUTURE | Mark.POSSIBLE | Mark.OPEN)
        or clause.negators
    ):
        return None
    known = max((match.score for match in said.matches if match.item.kind is Kind.FACT), default=0.0)
    # What a fact tells of too may be that one's.
    acts = [key for key in best.keys if is_act(key) and not board.is_certain(key)]
    fits = best.of_text >= HALF or (best.of_text >= OF_TEXT and best.of_line >= OF_LINE)
    if not acts or not fits or best.score <= known or best.line.clause.marks & Mark.DONE:
        return None
    return Mismatch(Discrepancy.MODALITY, Span(said.start, said.end), best.item, Evidence.DIFFERENT)
