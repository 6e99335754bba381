"""A text's clauses with the lines of the ledger they may speak of, and the hedges that hold for them."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from service.grounding.alignment import Board, Kind, Match, value_keys
from service.grounding.clauses import Clause, Sentence
from service.grounding.marks import NO, Mark, Marks, is_asked, points_back
from service.grounding.roles import Role, roles_in_sentence
from service.grounding.seen import Seen, seen_under, standing
from service.grounding.types import Amount, Mention, Moment
from service.patterns import lazy

# A clause speaks of a line when it shares this much of it, or when this much of the clause is the line's.
OF_LINE = 0.5
OF_TEXT = 0.35
HALF = 0.5
MOST = 0.6
TELLING = 0.7
ALL = 0.9
_LABEL, _CASE = 14, 40
# Clauses further off than this are about something else.
_WITHIN = 12
_NO_CLAIM = Mark.QUESTION | Mark.CONDITION | Mark.REQUEST
HEDGES = Mark.OPEN | Mark.REPORTED | Mark.DENIED


# “网上有两条说法，都不是真的”, and the lines that then give one each.
_ANNOUNCES = lazy(
    r"[两二三四五六几2-9]\s?[条个种则件样][^，。；\n]{0,16}(?:说法|传言|传闻|消息|谣言|帖子|留言|讲法|内容)"
    r"|\b(?:two|three|four|five|several|some|a few) (?:\w+ ){0,3}(?:claims?|rumou?rs?|stories|statements|posts)\b",
    re.IGNORECASE,
)
_ONE_OF = lazy(
    r"[\s\d.、)）-]*(?:[其另]?[一二两三][条个种则是](?:[是说称讲指]|，)|[其另][一二三]|第[一二三四][条个种则，是]|(?:the )?(?:one|another|first|second|third|other|next|last)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A clause of the text with the lines it may speak of. `start` and `end` are places of the text."""

    start: int
    end: int
    sentence: Sentence
    clause: Clause
    keys: frozenset[str]
    matches: tuple[Match, ...]
    marks: Marks

    folded: str
    asked: bool
    # Keys the whole sentence shares with an item, by the item's id.
    together: Mapping[str, frozenset[str]]
    # What was found of its sentence where it stood like this before.
    seen: Seen

    @property
    def is_claim(self) -> bool:
        """Whether it states something: no question, condition or instruction."""
        return (
            not self.asked and not self.is_label and not (self.clause.marks | (self.sentence.marks & Mark.QUESTION)) & _NO_CLAIM
        )

    def holds(self, words: re.Pattern[str]) -> bool:
        """Whether a pattern of the module's level stands in the clause: several checks ask for the same."""
        return self.seen.once(
            "holds", (words, self.clause.start), lambda: words.search(self.folded, self.start, self.end) is not None
        )

    @property
    def is_label(self) -> bool:
        """Whether it only names what follows: “涉事人员：”, "Illness:"."""
        if self.folded[self.end : self.end + 1] not in (":", "："):
            return False
        # “已取消或晚了两个钟头以上的：……” names whom the rest is for.
        case = self.folded[self.end - 1 : self.end] in ("的", "者") and self.end - self.start <= _CASE
        return case or self.end - self.start <= _LABEL

    @property
    def neighbours(self) -> Sequence[Clause]:
        """The clauses of its sentence near it, itself included; a sentence may have thousands."""
        number = bisect_left(self.sentence.clauses, self.clause.start, key=_begins)
        return self.sentence.clauses[max(0, number - _WITHIN) : number + _WITHIN]

    def best(self, *kinds: Kind, certain: bool | None = None) -> Match | None:
        """The best match among lines of these kinds."""
        for match in self.matches:
            if match.item.kind in kinds and not match.line.is_source and (certain is None or match.item.is_certain is certain):
                return match
        return None

    def speaks_of(self, match: Match) -> bool:
        """Whether the clause is about the line: much of it, or nearly all of itself, or with the rest of its sentence."""
        many = len(match.keys) > 1
        if match.of_text >= ALL and match.of_line >= ALL:
            return True
        if many and (match.of_text >= HALF or (match.of_text >= OF_TEXT and match.of_line >= OF_LINE)):
            return True
        if match.of_line >= (TELLING if len(match.keys) > 2 else ALL) and many:
            return True
        return match.of_text >= MOST and len(self.together.get(match.item.id, ())) > len(match.keys) + 1


def _begins(clause: Clause) -> int:
    return clause.start


def within(clauses: Sequence[Said], start: int, end: int) -> Sequence[Said]:
    """The clauses that begin within a span."""
    return clauses[bisect_left(clauses, start, key=_start) : bisect_left(clauses, end, key=_start)]


def clauses_at(clauses: Sequence[Said], position: int) -> Sequence[Said]:
    """The clause that holds a place; none where no clause does."""
    index = bisect_left(clauses, position + 1, key=_start) - 1
    return [clauses[index]] if index >= 0 and position < clauses[index].end else []


def _start(said: Said) -> int:
    return said.start


def read_clauses(folded: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], board: Board) -> list[Said]:
    """Every clause of a text, aligned. Marks of a lead-in (“我们正在核实：”) hold for its paragraph."""
    found: list[Said] = []
    lead = announced = Mark.NONE
    ordered = sorted(mentions, key=_place)
    starts = [mention.start for mention in ordered]
    memory = seen_under(board)
    for number, sentence in enumerate(sentences):
        text = folded[sentence.start : sentence.end]
        marks = sentence.marks | lead | _around(sentences, number, folded)
        if announced and _ONE_OF.match(text):
            marks |= announced
        elif sentence.marks & Mark.DENIED and _ANNOUNCES.search(text):
            announced = sentence.marks & HEDGES
        asked = is_asked(folded, sentence.start, sentence.end)
        inside = ordered[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        stands = standing(folded, sentence, inside, marks, asked=asked)
        seen = memory.get(stands, partial(_seen, folded, sentence, inside, board), stands.size)
        at = sentence.start
        for clause, (keys, matches) in zip(sentence.clauses, seen.aligned, strict=True):
            start, end = at + clause.start, at + clause.end
            found.append(Said(start, end, sentence, clause, keys, matches, marks, folded, asked, seen.together, seen))
        lead = _lead(text, sentence.marks, lead)
    return found


def _place(mention: Mention) -> int:
    return mention.start


def _seen(folded: str, sentence: Sentence, inside: Sequence[Mention], board: Board) -> Seen:
    aligned: list[tuple[frozenset[str], tuple[Match, ...]]] = []
    together: dict[str, frozenset[str]] = {}
    starts = [mention.start for mention in inside]
    for clause in sentence.clauses:
        start, end = sentence.start + clause.start, sentence.start + clause.end
        keys = clause.keys | value_keys(inside[bisect_left(starts, start) : bisect_left(starts, end)], start, end)
        keys = board.dated(keys)
        matches = board.align(keys) if keys else ()
        for match in matches:
            together[match.item.id] = together.get(match.item.id, frozenset()) | match.keys
        aligned.append((keys, matches))
    valued = [mention for mention in inside if isinstance(mention.value, (Amount, Moment))]
    roles = roles_in_sentence(folded, sentence, valued) if valued else {}
    return Seen(tuple(aligned), together, {start - sentence.start: role for start, role in roles.items()})


def roles_in_clauses(clauses: Sequence[Said]) -> dict[int, Role]:
    """The role of every amount and moment of a text, by its start."""
    found: dict[int, Role] = {}
    sentence: Sentence | None = None
    for said in clauses:
        if said.sentence is not sentence:
            sentence = said.sentence
            found.update((sentence.start + start, role) for start, role in said.seen.roles.items())
    return found


def _says_no(sentence: Sentence, clause: Clause, folded: str) -> bool:
    return NO.fullmatch(folded, sentence.start + clause.start, sentence.start + clause.end) is not None


def _lead(text: str, marks: Marks, lead: Marks) -> Marks:
    """A line that ends in a colon leads the lines after it, up to an empty one."""
    if text.rstrip(" \n*").endswith((":", "：")):
        return marks & HEDGES
    return Mark.NONE if "\n\n" in text or not text.strip() else lead


def _around(sentences: Sequence[Sentence], number: int, folded: str) -> Marks:
    """Hedges of a neighbour that points here: “……。这一说法我们正在核实。” A claim of others may be denied in the next sentence."""
    marks = Mark.NONE
    here = sentences[number]
    if number + 1 < len(sentences):
        after = sentences[number + 1]
        if "\n\n" not in folded[here.start : after.start].rstrip():
            if points_back(folded[after.start : after.end]):
                marks |= after.marks & HEDGES
                marks |= Mark.DENIED if any(clause.negators for clause in after.clauses) else Mark.NONE
            elif here.marks & Mark.REPORTED:
                marks |= after.marks & Mark.DENIED
                # “有短片指……。我们说明：没有。”
                marks |= Mark.DENIED if any(_says_no(after, clause, folded) for clause in after.clauses) else Mark.NONE
    if number and points_back(folded[here.start : here.end]):
        marks |= sentences[number - 1].marks & HEDGES
    return marks
