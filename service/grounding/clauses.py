"""A text as clauses: what each speaks of, what it negates, how firmly and how widely. Texts and ledgers are read the same way."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from service.grounding.concepts import Found, chinese_concepts, english_phrases, english_word
from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.marks import Mark, Marks, held_words, marks_of, patterns, question_of
from service.grounding.overlap import stem
from service.grounding.segmentation import segment
from service.grounding.word_patterns import Listed
from service.language import TextLanguage, text_language
from service.patterns import lazy

_HAN = lazy(r"[\u4e00-\u9fff]")
_WORD = lazy(r"[A-Za-z][A-Za-z'-]+")
_CONTENT = frozenset("nvagijlszb")
# Two statements joined in one English clause: each half is read alone when both say something.
_JOINT = lazy(r"\s(?:and|but|while|although|though|whereas|which|who)\s(?=\S+\s\S+\s\S)")
_ZH_JOINT = lazy(r"、(?=[^、，。]{0,8}(?:\d|[一二三四五六七八九十两]))")
_ATTRIBUTE = lazy(r"(?:已经?|曾经?|正在|将|未|尚未|被|刚)[^，。；的]{1,10}的(?=[\u4e00-\u9fff0-9])")
# 送往……医院, whose name stands between.
_TO_HOSPITAL = lazy(r"(?P<way>送往|送到|送至|送去|送进|送入|送|拉到|抬到)[^，。；]{1,14}(?:医院|卫生院|急诊|诊所)")
# Pieces of the names of bodies: 市场监管局 and 市监局 are one, and the words of the longer tell nothing more.
_OF_BODIES = frozenset(
    ["市场", "监管局", "监督", "管理局", "管理", "监管", "管理所", "监管所", "委员会", "总局", "分局", "支队", "大队"]
)
_AND = lazy(r"\s(?:and|but|while)\s|[、和而但]")
_SHORTEST_HALF = 2
_COUNTING = frozenset("0123456789一二两三四五六七八九十百千万几多余")
_BEHIND = 2
_LONGEST = 600
# How far from 漏 what was left out may stand: 漏写咗牛奶.
_OVERLOOKED = 6


class Piece(NamedTuple):
    """A place that speaks of something: concepts (`#withdraw`) or a word."""

    start: int
    end: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause; offsets are those of its sentence. `negated`: the keys that stand under a negation."""

    start: int
    end: int
    language: TextLanguage
    pieces: tuple[Piece, ...]
    keys: frozenset[str]
    negated: frozenset[str]
    negators: tuple[Span, ...]
    # The keys each negation stands right before.
    heads: frozenset[str]
    marks: Marks
    universals: tuple[Span, ...]
    partials: tuple[Span, ...]
    tenses: tuple[tuple[Marks, Span], ...]
    # Where a tense says only which ones are meant: 已售出的 391 boxes.
    attributes: tuple[Span, ...]
    # A negation is part of a concept here (不合格, "could not pay"): what else it reaches cannot be told.
    swallows: bool

    def tense_at(self, position: int) -> Marks:
        """The tense that governs a place: that of the last mark before it."""
        found = Mark.NONE
        for mark, span in self.tenses:
            if span.start > position:
                break
            if not any(at.start <= span.start and span.end <= at.end <= position for at in self.attributes):
                found = mark
        return found

    def is_told(self, mark: Marks) -> bool:
        """Whether the clause has a mark of tense that is its own and not that of something it only names."""
        if not self.marks & mark:
            return False
        own = [span for tense, span in self.tenses if tense & mark]
        return not own or any(not any(at.start <= span.start and span.end <= at.end for at in self.attributes) for span in own)

    def tense_after(self, position: int) -> Marks:
        """A tense marked right behind a word: 核对完毕, 检验已经完成."""
        if self.language == "en":
            return Mark.NONE
        return next((mark for mark, span in self.tenses if 0 <= span.start - position <= _BEHIND), Mark.NONE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text; `marks` are those of the whole."""

    start: int
    end: int
    marks: Marks
    clauses: tuple[Clause, ...]


def read_sentences(folded: str, sentences: Sentences) -> tuple[Sentence, ...]:
    """The sentences of a folded text, read."""
    found: list[Sentence] = []
    for span in sentences.spans:
        marks, clauses = _analyse(folded[span.start : span.end])
        found.append(Sentence(span.start, span.end, marks, clauses))
    return tuple(found)


# A statement is checked after every edit and says many sentences as others do; a ledger is read for every statement.
@lru_cache(maxsize=8192)
def _analyse(text: str) -> tuple[Marks, tuple[Clause, ...]]:
    language = text_language(text)
    pieces = _pieces(text)
    held = held_words(text)
    clauses = tuple(_clause(text, span, pieces, language, held) for span in _spans(text, pieces))
    marks = marks_of(text, language) if not clauses else Mark.NONE
    for clause in clauses:
        marks |= clause.marks
    # The stop that makes a question stands outside its clause.
    return marks | question_of(text), clauses


def _spans(text: str, pieces: list[Piece]) -> Iterator[Span]:
    for span in Sentences(text).clauses(Span(0, len(text))):
        start = span.start
        for joint in (_JOINT if not _HAN.search(text, span.start, span.end) else _ZH_JOINT).finditer(text, span.start, span.end):
            halves = (len(_between(pieces, start, joint.start())), len(_between(pieces, joint.end(), span.end)))
            if min(halves) >= _SHORTEST_HALF:
                yield from _bounded(trimmed(text, Span(start, joint.start())), pieces)
                start = joint.end()
        yield from _bounded(trimmed(text, Span(start, span.end)), pieces)


def _bounded(span: Span, pieces: list[Piece]) -> Iterator[Span]:
    """A clause without end, in parts: what is asked of every word of a clause must not grow with its length."""
    start = span.start
    while span.end - start > _LONGEST:
        inside = _between(pieces, start + 1, start + _LONGEST)
        cut = inside[-1].start if inside else start + _LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _between(pieces: list[Piece], start: int, end: int) -> list[Piece]:
    """The pieces that begin within a span; a sentence may have thousands of clauses."""
    return pieces[bisect_left(pieces, start, key=_start) : bisect_left(pieces, end, key=_start)]


def _start(piece: Piece) -> int:
    return piece.start


def _clause(text: str, span: Span, pieces: list[Piece], language: TextLanguage, held: int) -> Clause:
    """`held`: the words of marks that the sentence holds."""
    words = patterns(language)
    inside = tuple(_between(pieces, span.start, span.end))
    named = [Span(piece.start, piece.end) for piece in inside if piece.keys[0].startswith("#")]

    def places(listed: Listed) -> list[Span]:
        return [Span(*m.span()) for m in listed.pattern.finditer(text, span.start, span.end)] if listed.bit & held else []

    def is_inner(at: Span) -> bool:
        # 不 in 不合格 belongs to the word.
        return any(other.start < at.end and at.start < other.end and at != other for other in named)

    every = places(words.negators)
    inner = [at for at in every if is_inner(at)]
    negators = tuple(at for at in every if at not in inner)
    swallows = any(other.start <= at.start and at.end <= other.end for at in inner for other in named)
    universals, partials = (tuple(at for at in places(listed) if not is_inner(at)) for listed in (words.universal, words.partial))
    marking = (*negators, *universals, *partials)
    inside = tuple(
        p for p in inside if p.keys[0].startswith("#") or not any(m.start <= p.start and p.end <= m.end for m in marking)
    )
    turned = [bool(sum(_reaches(text, at, piece) for at in negators) % 2) for piece in inside]
    negated = {key for piece, under in zip(inside, turned, strict=True) if under for key in piece.keys}
    if negators and (joint := _AND.search(text, span.start, negators[0].start)):
        # "Found in two jars of L1 and in no jar of L2" says of jars both yes and no.
        negated -= {key for piece in inside if piece.end <= joint.start() for key in piece.keys}
    return Clause(
        start=span.start,
        end=span.end,
        language=language,
        pieces=inside,
        keys=frozenset(key for piece in inside for key in piece.keys),
        negated=frozenset(negated),
        negators=negators,
        heads=frozenset(key for at in negators for key in _first_after(inside, at.end)),
        marks=marks_of(text[span.start : span.end], language),
        universals=universals,
        partials=partials,
        tenses=_tenses(text, span, language, held),
        attributes=tuple(Span(*match.span()) for match in _ATTRIBUTE.finditer(text, span.start, span.end)),
        swallows=swallows,
    )


def _reaches(text: str, negator: Span, piece: Piece) -> bool:
    """Whether a negation stands before a piece; 漏 of 漏写 reaches no further than its own verb."""
    if negator.end > piece.start:
        return False
    between = text[negator.end : piece.start]
    return text[negator.start] != "漏" or (len(between) <= _OVERLOOKED and "是" not in between and "因" not in between)


def _first_after(pieces: tuple[Piece, ...], position: int) -> tuple[str, ...]:
    return next((piece.keys for piece in pieces if piece.start >= position), ())


def _tenses(text: str, span: Span, language: TextLanguage, held: int) -> tuple[tuple[Marks, Span], ...]:
    found = [
        (mark, Span(*match.span()))
        for mark, listed in patterns(language).tenses
        if listed.bit & held
        for match in listed.pattern.finditer(text, span.start, span.end)
    ]
    return tuple(sorted(found, key=lambda item: item[1].start))


def _pieces(text: str) -> list[Piece]:
    found: list[Piece] = []
    if _HAN.search(text):
        found += _chinese(text)
    if _WORD.search(text):
        found += _english(text)
    return sorted(found)


def _chinese(text: str) -> Iterator[Piece]:
    concepts = chinese_concepts(text)
    stop = patterns("zh").stop
    taken = iter(concepts)
    current = next(taken, None)
    inner: dict[Found, list[str]] = {}
    for start, end, word, tag in segment(text):
        while current is not None and current.end <= start:
            current = next(taken, None)
        tells = len(word) > 1 and tag[:1] in _CONTENT and word not in stop and _HAN.match(word) is not None
        # 17个人: a measure and 人, which the dictionary takes for 个人.
        tells = tells and not (word == "个人" and text[start - 1 : start] in _COUNTING)
        if current is not None and current.start < end:
            # 生命体征平稳 is one concept, 生命体征都平稳 its words: the words of a phrase count too.
            inside = current.start <= start and end <= current.end
            if tells and inside and current.end - current.start > len(word) and word not in _OF_BODIES:
                inner.setdefault(current, []).append(word)
        elif tells:
            yield Piece(start, end, (word,))
    for found in concepts:
        yield Piece(found.start, found.end, (*(f"#{name}" for name in found.names), *inner.get(found, ())))
    for match in _TO_HOSPITAL.finditer(text):
        yield Piece(match.start(), match.end("way"), ("#hospital_transport",))


def _english(text: str) -> Iterator[Piece]:
    lowered = text.lower() if len(text.lower()) == len(text) else text
    phrases = english_phrases(lowered)
    yield from _named(phrases)
    covered = {at for found in phrases for at in range(found.start, found.end)}
    stop = patterns("en").stop
    for match in _WORD.finditer(lowered):
        start, end = match.span()
        word = match.group().removesuffix("'s").rstrip("'")
        if not covered.isdisjoint(range(start, end)):
            continue
        if names := english_word(word):
            yield Piece(start, end, tuple(f"#{name}" for name in names))
        elif len(word) > 2 and word not in stop:
            yield Piece(start, end, (stem(word),))


def _named(concepts: list[Found]) -> Iterator[Piece]:
    for found in concepts:
        yield Piece(found.start, found.end, tuple(f"#{name}" for name in found.names))
