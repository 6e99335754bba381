"""Whether a clause says the opposite of the line it speaks of: by a negation, or by an opposite word."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from service.briefs import Status
from service.grounding.alignment import Board, Item, Kind, Match, value_keys
from service.grounding.clauses import Clause, Piece
from service.grounding.concepts import count_roles, date_roles, is_act, table
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import ABSENCE, NEEDLESS, NOT_ALL_OF, TIME_BEFORE, UNTIL, Mark, patterns
from service.grounding.mismatch import Discrepancy, Mismatch
from service.grounding.said import MOST, OF_LINE, Said
from service.patterns import lazy

# How much of a negative line a clause must hold to be its opposite.
_WHOLE = 0.4
_NOT_YET_SO = Mark.REQUEST | Mark.FUTURE | Mark.POSSIBLE
# Words of a sentence that must be an item's, for its negation to be the item's opposite.
_SAME_THINGS = 2
# How much of clause and line together must be the other's for a contradiction to be certain.
_BOTH = 0.9
# How much of the rest of a clause, and of a line, must be the other's for a state to be that of the same thing.
_REST = 0.3
_LINE = 0.2
_PART = 0.3
# Whom or what a line is about, up to its negation.
_FOR_WHOM = lazy(r"\b(?:who|whom|whose|that|which|where|if|when|unless)\b(?: [\w']+){0,3} ?\Z", re.IGNORECASE)
# What lasts, right before the word for it: 仍有乘客被困, "are still trapped".
_STILL = lazy(
    r"(?:仍|依然|依旧|还在|还有|还是|至今)[^，。；、]{0,4}\Z|\b(?:still|remains?|continues? to be)(?: being)? \Z", re.IGNORECASE
)
_NOT_YET = lazy(r"(?:尚|还|仍|并|从|均|都)[未没](?:有)?(?!必|来|知|明)|没有(?!人|任何|一)")
_YET = lazy(r"(?:尚|还|仍)[未没]|\byet\b", re.IGNORECASE)
_NOT_BUT = lazy(r"\s*(?:而|但)?(?:不是|并非|并不是|而非|唔系)[^，。；：]{1,12}")
_IS = lazy(r"[^，。；]{0,16}(?:是|系)[^，。；]{1,16}")
# A verb or two and 的 behind a negation, and a noun or number behind that.
_ATTRIBUTE = lazy(r"[^，。；的]{1,6}的(?=[\u4e00-\u9fff0-9])")
# What may stand before such a negation: nothing that does anything.
_FIRST = lazy(r"\W*(?:第?[一二三四五六七八九十0-9]+[、.，]?|其余|剩下|另外|那些|这些|那|这|还|尚|仍|目前|至今|暂时|暂)*\W*")
# "Hit card payments" says, without a negation, that they did not work.
_HINDERED = lazy(
    r"受影响|故障|异常|中断|受阻|失灵|失效|瘫痪|困难|卡顿|卡住|出问题|拒"
    r"|\b(?:hit|hits|hitting|affect(?:s|ed|ing)?|disrupt(?:s|ed|ing)?|disruption|interrupt(?:s|ed|ing)?|impair(?:s|ed)?|hamper(?:s|ed)?|blocked"
    r"|knocked|struggl(?:e|ed|ing)|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)|reject(?:s|ed|ing)?|bounc(?:e|ed|ing)|trouble|problems?|difficult(?:y|ies)?"
    r"|outages?|fault[sy]?|faulty|unable|impossible|stuck|broke|broken|crash(?:es|ed)?|froze|frozen|stalled)\b",
    re.IGNORECASE,
)
_UNABLE = lazy(
    r"[没无]法|没办法|没能|不能|[\u4e00-\u9fff]不(?:了|上|成|到)|\b(?:cannot|can't|couldn't|could not|unable|not able)\b",
    re.IGNORECASE,
)
_PART_OF_BOTH = 0.7
# What was called off would have been on a day to come.
_OF_DAYS_TO_COME = frozenset({"#goes_ahead"})
_IS_BACK = lazy(r"恢复|\b(?:back|restored|resumed|working again|again)\b(?! to)", re.IGNORECASE)
_NO_LONGER = lazy(r"不再|\b(?:no longer|not any ?more)\b", re.IGNORECASE)


def polarity(said: Said, near: Sequence[Match]) -> Iterator[Mismatch]:
    """The clause against the lines it may speak of, all of which it must contradict."""
    if said.clause.marks & (Mark.OPEN | Mark.DENIED) or holds_until(said) or is_contrast(said):
        return
    if _IS_BACK.search(said.folded, said.start, said.end) and any(match.line.clause.negators for match in near):
        # "Calls are back": what could not be done then can be done again.
        return
    if _denies_the_refuted_first(said) or any(_denies_the_refuted(said, match, near[0].item) for match in said.matches):
        return
    turned = [None if _is_agreed(said, match) else _turned(said, match) for match in near]
    first = next((span for span in turned if span is not None), None)
    if first is None and near and all(_is_undone(said, match) for match in near):
        at = said.sentence.start
        yield Mismatch(Discrepancy.POLARITY, Span(at + said.clause.negators[0].start, said.end), near[0].item, Evidence.DIFFERENT)
        return
    # One line that agrees is enough: another says the opposite of something else.
    if first is not None and all(span is not None for span in turned):
        sure = any(_is_of_the_same_word(said, match) for match in near) and _fits(near) and not _names_the_rest(said)
        sure = sure and not any(_negates_a_part(said, match) or _negates_for_whom(match) for match in near)
        sure = sure and any(_shares_a_subject(said, match) for match in near) and not _is_denied_by_another(said)
        sure = sure and not _is_asked_or_to_come(said, near) and not any(_both_negate(said, match.item) for match in near)
        yield Mismatch(Discrepancy.POLARITY, first, near[0].item, Evidence.of_difference(certain=sure))


def _is_asked_or_to_come(said: Said, near: Sequence[Match]) -> bool:
    """Whether a clause asks or says what will or may be, and its lines say what is: “Owners are asked not to ride”, of one who rode.

    What is not done yet may well be planned: "the seven who haven't done the training yet", for whom it is booked.
    """
    if _YET.search(said.folded, said.start, said.end) and not any(match.line.clause.marks & Mark.DONE for match in near):
        return True
    return bool(said.clause.marks & _NOT_YET_SO) and not any(match.item.kind is Kind.PROMISE for match in near)


def _negates_a_part(said: Said, match: Match) -> bool:
    """Whether the line negates only a small part of what both tell: "found in two jars of L1 and in no jar of L2"."""
    shared = match.keys & said.clause.keys
    theirs = shared & match.line.clause.negated - said.clause.negated
    return bool(theirs) and len(theirs) < _PART * len(shared)


def _shares_a_subject(said: Said, match: Match) -> bool:
    """Whether clause and line share more than what is negated and when: "none of the cats was ill at 17:00" is not of the dogs."""
    line = match.line.clause
    negated = said.clause.negated | line.negated
    if any(key[0] != "=" and key not in negated for key in match.keys) or not negated & match.keys:
        return True
    own, others = ({key for key in keys - match.keys - negated if key[0] not in "=@"} for keys in (said.clause.keys, line.keys))
    return not (own and others)


def _is_denied_by_another(said: Said) -> bool:
    """Whether another certain line negates what the clause negates: "no scores have gone out"."""
    return any(match.item.is_certain and match.line.clause.negated & said.clause.negated for match in said.matches)


def _both_negate(said: Said, item: Item) -> bool:
    """Whether another clause of the item negates what the sentence speaks of too: it may be the same in another order."""
    if not any(clause.negators for clause in said.neighbours):
        return False
    if any(clause.negators for sentence in item.sentences for clause in sentence.clauses) and _tell_the_same(said, item):
        return True
    told = {key for clause in said.neighbours for key in clause.keys if key[0] not in "=@"}
    return any(clause.negated & told for sentence in item.sentences for clause in sentence.clauses)


def _tell_the_same(said: Said, item: Item) -> bool:
    """Whether sentence and item list the same things: "No payment details, home addresses or passwords were kept"."""
    told = {key for clause in said.neighbours for key in clause.keys if key[0] not in "=@"}
    held = {key for key in item.keys if key[0] not in "=@"}
    return len(told & held) >= _SAME_THINGS and len(told & held) >= _PART_OF_BOTH * max(len(told), len(held))


def _negates_for_whom(match: Match) -> bool:
    """Whether the line negates only in saying whom or what it is about: "customers who cannot come in will have them delivered"."""
    line, at = match.line.clause, match.line.sentence.start
    before = (match.item.folded[at + line.start : at + span.start] for span in line.negators)
    return bool(line.negators) and all(_FOR_WHOM.search(text) is not None for text in before)


def _is_undone(said: Said, match: Match) -> bool:
    """“留样尚未交疾控中心”, of samples the ledger has handed in by another verb: for a person to judge."""
    line = match.line.clause
    words = match.keys & said.clause.keys & line.keys
    if line.negators or not line.marks & Mark.DONE or len(words) < _SAME_THINGS or match.of_text < MOST:
        return False
    return _NOT_YET.search(said.folded, said.start, said.end) is not None and not _names_the_rest(said)


def _fits(near: Sequence[Match]) -> bool:
    """Whether the clause holds so much of a line that it can only be its opposite; else the two may speak of different things."""
    return any(
        match.of_line >= OF_LINE or (match.item.kind is not Kind.PROMISE and match.of_text + match.of_line >= _BOTH)
        for match in near
    )


def holds_until(said: Said) -> bool:
    """Whether the clause says what is not before something else is; the time may have its own comma: “检测合格之前，不会开放”."""
    if said.holds(UNTIL):
        return True
    return bool(said.clause.negators) and TIME_BEFORE.search(said.folded, said.sentence.start, said.start) is not None


def is_contrast(said: Said) -> bool:
    """“错的是手机，不是结果”, “不是所有门店都停了”: one thing is set against another, or some against all; which tells of neither alone."""
    if said.holds(NOT_ALL_OF):
        return True
    if _NOT_BUT.fullmatch(said.folded, said.start, said.end) is None:
        return False
    return (
        _IS.search(said.folded, said.sentence.start, said.start) is not None or _IS.match(said.folded, said.end + 1) is not None
    )


def _names_the_rest(said: Said) -> bool:
    """“未售的1568包”: the negation only says which of them are meant."""
    at = said.sentence.start
    return any(
        _ATTRIBUTE.match(said.folded, at + span.end, said.end) and _FIRST.fullmatch(said.folded, said.start, at + span.start)
        for span in said.clause.negators
    )


def _denies_the_refuted(said: Said, match: Match, nearest: Item) -> bool:
    """Whether a negated clause shares with a refuted line what the nearest certain one does not hold: that is what it denies."""
    if match.item.status is not Status.REFUTED or not said.clause.negated:
        return False
    words = {key for key in match.keys if key[0] not in "=@"}
    return len(words) > 1 and bool(words - nearest.keys)


def _is_the_very(said: Said, item: Item) -> bool:
    """Whether a clause is surely of one line of an item: it gives a number or name of it, or hardly anything else than it does."""
    own = [match for match in said.matches if match.item.id == item.id]
    return any(match.of_text >= MOST or match.of_text + match.of_line >= _BOTH for match in own) and any(
        key[0] in "=@" or match.of_line >= OF_LINE for match in own for key in match.keys
    )


def _denies_the_refuted_first(said: Said) -> bool:
    """Whether no line fits a negated clause better than one the ledger refutes: that is what it denies."""
    return bool(said.clause.negated and said.matches) and said.matches[0].item.status is Status.REFUTED


def _is_agreed(said: Said, match: Match) -> bool:
    """Whether what looks like a turned line may say the same.

    The one side negates and the other has a word of absence ("without power", "the power was off"); another clause of the line
    negates the same matter; or readers need not do what the company promises to ("you will not have to pay").
    """
    text, line = said.clause, match.line.clause
    if match.item.kind is Kind.PROMISE and NEEDLESS.search(said.folded, said.start, said.end):
        return True
    here = said.folded[said.start : said.end]
    at = match.line.sentence.start
    there = match.item.folded[at + line.start : at + line.end]
    if text.negators and line.negators:
        # Either side negates: which of it, only a value or name can tell.
        return True
    if not (text.negators or line.negators):
        return False
    if text.negators and _UNABLE.search(here):
        # “没法到校区上课”, where another clause of the line tells that the classes are stopped.
        there = match.item.folded
    plain, negated = (there, here) if text.negators else (here, there)
    absent = {word.lower() for words in (ABSENCE, _HINDERED) for word in set(words.findall(plain)) - set(words.findall(negated))}
    if text.language != line.language and ABSENCE.search(negated):
        # 尚未停售 against "off sale": words of two languages may be the same.
        absent = set()
    return bool(absent) or (bool(text.negators) and _negates_elsewhere(said, match))


def is_of_absence(text: str) -> bool:
    """Whether a text has a word that negates by itself: off, gone, refused, 停, 无法."""
    return ABSENCE.search(text) is not None or _HINDERED.search(text) is not None


def _negates_elsewhere(said: Said, match: Match) -> bool:
    """Whether another clause of the item negates, of a value or name that the text gives: "two of L1, and none of L2"."""
    for sentence in match.item.sentences:
        for clause in sentence.clauses:
            values = value_keys(match.item.mentions, sentence.start + clause.start, sentence.start + clause.end)
            if clause is not match.line.clause and clause.negators and values & said.keys:
                return True
    return False


def _is_of_the_same_word(said: Said, match: Match) -> bool:
    """Whether what is negated on one side stands plain on the other, or no word of the line is left that may say the same.

    "Nobody was left in the block" shares the block with "the block was empty", and not the word it negates.
    """
    text, line = said.clause, match.line.clause
    if text.negated & match.keys or line.negated & match.keys:
        heads = (text.heads if text.negated & match.keys else line.heads) - {
            key for key in text.keys | line.keys if key[0] in "=@"
        }
        return bool(heads & match.keys) or not (line.keys - match.keys)
    return True


def _turned(said: Said, match: Match) -> Span | None:
    """The place where a clause says the opposite of a line."""
    text, line, at = said.clause, match.line.clause, said.sentence.start
    if _of_another_day(said, match):
        return None
    shared = match.keys & text.keys & line.keys
    # 未发 in both: the negation is a word they share.
    alike = any(patterns("zh").negators.pattern.match(key) for key in shared if key[0] in "未没不无非")
    if not (alike or text.swallows or line.swallows or _ends(said, line.keys - match.keys)):
        mine, theirs = shared & text.negated, shared & line.negated
        if (mine and not theirs and _is_predicate(text, line, mine, shared)) or (
            theirs and not mine and _is_proposition(match, theirs) and _is_predicate(line, text, theirs, shared)
        ):
            return _negated_span(said, shared)
    for key in sorted(text.keys):
        other = opposite(key)
        if other in line.keys and other not in text.keys and (key in text.negated) == (other in line.negated):
            for piece in text.pieces:
                told = key in piece.keys and (key not in line.keys or _lasts(said, piece))
                if told and (key in _OF_DAYS_TO_COME or not text.tense_at(piece.start) & Mark.FUTURE):
                    return Span(at + piece.start, at + piece.end)
    return None


def _lasts(said: Said, piece: Piece) -> bool:
    """Whether a state is said to go on, which the line says is over: "the passengers are still trapped"."""
    at = said.sentence.start
    return _STILL.search(said.folded[said.start : at + piece.start]) is not None


def _ends(said: Said, told: AbstractSet[str]) -> bool:
    """Whether the clause says that a state is over, as the line does by what else it tells: “不再泄漏”, which was stopped."""
    ends = _NO_LONGER.search(said.folded, said.start, said.end) is not None
    return ends and any(opposite(key) is not None for key in told)


def _is_proposition(match: Match, theirs: frozenset[str]) -> bool:
    """To drop a negation the clause must say what the line says, not just name a thing of it."""
    line = match.line.clause
    last = next((piece for piece in reversed(line.pieces) if not line.negated.isdisjoint(piece.keys)), None)
    whole = last is not None and not theirs.isdisjoint(last.keys)
    return whole and match.of_line >= _WHOLE and len(match.keys) > 1


def _of_another_day(said: Said, match: Match) -> bool:
    """What was so on one day may have stopped on another."""
    mine = {key for key in said.keys if "-" in key and key[0] == "="}
    theirs = {key for key in match.item.keys if "-" in key and key[0] == "="}
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _is_predicate(clause: Clause, other: Clause, negated: frozenset[str], shared: frozenset[str]) -> bool:
    """Whether what is negated is the word the negation stands before, or most of what is shared.

    Where only the other clause tells of an act (“下架” against “买不到”), what both share is no more than its matter.
    """
    if negated & clause.heads:
        return True
    return len(shared) > 1 and len(negated) / len(shared) >= MOST and not any(is_act(key) for key in other.keys - shared)


def opposed(said: Said, board: Board) -> Iterator[Mismatch]:
    """A state whose opposite a certain fact holds of the same thing: the drain is open, which the ledger says was sealed."""
    at = said.sentence.start
    for piece in said.clause.pieces:
        for key in piece.keys:
            other = opposite(key)
            if other is None or board.is_certain(key) or key in said.clause.negated or not board.is_certain(other):
                continue
            if said.clause.tense_at(piece.start) & Mark.FUTURE:
                continue
            for matter in board.matter(said.keys):
                certain = matter.item.is_certain and other in matter.item.keys and not _negates(matter.item, {other})
                if certain and _of_the_same(said, piece, matter.item, other, board):
                    yield Mismatch(Discrepancy.POLARITY, Span(at + piece.start, at + piece.end), matter.item)
                    return


def _of_the_same(said: Said, piece: Piece, item: Item, other: str, board: Board) -> bool:
    """Whether a clause and an item speak of the same thing, apart from the state each says it is in."""
    # Names of the incident, which every line may leave out, say nothing of the thing.
    titles = {key for title in board.items if title.kind is Kind.TITLE for key in title.keys}
    rest = {key for key in said.keys if key[0] != "=" and (key in item.keys or key not in titles.union(piece.keys))}
    shared = board.weight(rest & item.keys)
    lines = (clause.keys - {other} for sentence in item.sentences for clause in sentence.clauses if other in clause.keys)
    whole = min((board.weight(line) for line in lines), default=0.0)
    return shared > 0 and shared >= _REST * board.weight(rest) and shared >= _LINE * whole


def outright(said: Said, board: Board) -> Iterator[Mismatch]:
    """What a certain item says of the same things, negated: “两名乘客均未住院”, where one of them is in hospital."""
    at = said.sentence.start
    if holds_until(said) or is_contrast(said) or _denies_the_refuted_first(said):
        return
    if any(match.item.is_certain and said.speaks_of(match) and _is_agreed(said, match) for match in said.matches):
        return
    for key in sorted(said.clause.heads):
        if not key.startswith("#") or key[1:] not in date_roles() | count_roles():
            continue
        items = [item for item in board.items if item.is_certain and key in item.keys]
        if not items or any(_negates(item, said.keys) for item in board.items if item.is_public and key in item.keys):
            continue
        for item in items:
            if _ends(said, item.keys - said.keys) or any(_denies_the_refuted(said, match, item) for match in said.matches):
                continue
            together = said.together.get(item.id, frozenset())
            words = [shared for shared in together if shared[0] not in "=@"]
            if len(words) >= _SAME_THINGS and board.weight(said.keys & item.keys) >= _WHOLE * board.weight(said.keys):
                piece = next(p for p in said.clause.pieces if key in p.keys)
                start = min([piece.start, *(n.start for n in said.clause.negators)])
                sure = (
                    _is_the_very(said, item)
                    and not _both_negate(said, item)
                    and not _YET.search(said.folded, said.start, said.end)
                )
                evidence = Evidence.of_difference(certain=sure)
                yield Mismatch(Discrepancy.POLARITY, Span(at + start, at + piece.end), item, evidence)
                return


def _negates(item: Item, keys: AbstractSet[str]) -> bool:
    return any(not clause.negated.isdisjoint(keys) for sentence in item.sentences for clause in sentence.clauses)


def opposite(key: str) -> str | None:
    """The key that contradicts a concept, if it has one."""
    concept = table().get(key[1:]) if key.startswith("#") else None
    return f"#{concept.opposite}" if concept is not None and concept.opposite else None


def _negated_span(said: Said, shared: frozenset[str]) -> Span:
    """From the negation, or the first shared word where one is missing, to the end of the shared words."""
    at = said.sentence.start
    pieces = [piece for piece in said.clause.pieces if shared & set(piece.keys)]
    start = min([piece.start for piece in pieces] + [span.start for span in said.clause.negators])
    return Span(at + start, at + max(piece.end for piece in pieces))
