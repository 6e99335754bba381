"""Words written so that a list does not find them: 蕞佳, zui hao, 第①, 绝怼安全, 律湿函, 言乍骗. Read as what they stand for.

The core words that rules turn on are looked for in every dress that `disguises.yml` lists, all other words of the rules by sound and shape
(`soundalikes`); both only where the disguise cuts through no ordinary word: 兄弟一起 holds 弟一 and means nothing by it.
"""

import itertools
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from service.compliance.codes import within
from service.compliance.lettering import Lettering
from service.compliance.masks import Masks
from service.compliance.phonetic import spelled
from service.compliance.reading import Reading, Span, rewritten
from service.compliance.soundalikes import Soundalikes
from service.compliance.spoken import TONELESS
from service.compliance.tables import DisguiseFile, Tables, shipped_tables
from service.compliance.wordindex import WordIndex

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_AROUND = 8
_LATIN = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]")
_SPELLED = re.compile(r"[a-z]{2,6}(?:[ '·-]?[a-z]{2,6}){0,5}")
_MAX_MIXED = 5
_CAPITAL = re.compile(r"[A-Z]")
_LETTERED = 4
# In words of two characters these letters are rather a size, a unit, a vitamin than the first of a spelling; so is any before a character.
_FEW, _SIGNS = 2, frozenset("ABCEGKMTX")
# What follows the code of a series, a licence, a room: WZ系列, SC证.
_AFTER_CODES = "系型款号证路值机线室码版级区座股站卡盘"


@dataclass(frozen=True)
class Disguises:
    """The core words in every dress, and the words of the rules as they sound and look."""

    tables: Tables
    lexicon: frozenset[str]

    @property
    def data(self) -> DisguiseFile:
        """What is listed."""
        return self.tables.data

    @cached_property
    def _dresses(self) -> WordIndex:
        return WordIndex(list(self.tables.dressed))

    @cached_property
    def _spelled(self) -> dict[str, str]:
        """A whole core word in pinyin, closed up, to the word."""
        spelled = {"".join(self.data.pinyin.get(char, "?") for char in word): word for word in self.data.words if len(word) > 1}
        return {spelling: word for spelling, word in spelled.items() if "?" not in spelling}

    @cached_property
    def _mixed(self) -> dict[str, str]:
        """A core word of which some characters are spelled and some written, to the word."""
        found: dict[str, str] = {}
        for word in self.data.words:
            ways = [(char, self.data.pinyin.get(char, char)) for char in word]
            if 1 < len(word) <= _MAX_MIXED:
                found.update({"".join(form): word for form in itertools.product(*ways)})
        return {form: word for form, word in found.items() if not form.isascii() and form != word}

    @cached_property
    def _lettered(self) -> dict[str, str]:
        """A core word of which some characters are capitals, the first letters of their spelling, to the word; and whole words by their initials."""
        found: dict[str, str] = {}
        for word in self.data.words:
            ways = [(char, self.data.pinyin.get(char, char)[0].upper()) for char in word]
            if 1 < len(word) <= _MAX_MIXED:
                found.update({"".join(form): word for form in itertools.product(*ways) if word not in form})
            elif len(word) > _MAX_MIXED:
                found["".join(way[1] for way in ways)] = word
        # Few letters by themselves stand for too many words.
        found = {form: word for form, word in found.items() if form != word and (not form.isascii() or len(form) >= _LETTERED)}
        return found | self.data.initials

    @cached_property
    def _letters(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        return _automaton(tuple(self._lettered))

    @cached_property
    def _small(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        """The words of which some characters are first letters, or all and more than two, in small ones."""
        ordinary = {word.lower() for word in self.data.ordinary}
        return _automaton(
            tuple(
                form.lower()
                for form in self._lettered
                if form.lower() not in ordinary and (len(form) > _FEW if form.isascii() else _is_telling(form))
            )
        )

    @cached_property
    def _turned(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        """The core words that are long enough to be known backwards, written so."""
        return _automaton(tuple(word[::-1] for word in self.data.words if len(word) > 2 and word != word[::-1]))

    @cached_property
    def _forms(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        return _automaton(tuple(self._mixed))

    @cached_property
    def _soundalikes(self) -> Soundalikes:
        core = frozenset(word for word in self.data.words if len(word) > 1)
        han = frozenset(word for word in self.lexicon if not word.isascii())
        return Soundalikes(self.tables.glyphs, han | core, core)

    @cached_property
    def _masks(self) -> Masks:
        return Masks(self.lexicon, frozenset(self.data.words), self.tables.glyphs.sounds_of)

    @cached_property
    def _lettering(self) -> Lettering:
        return Lettering(frozenset(word for word in self.lexicon if word.isascii()))

    def lift(self, reading: Reading) -> Reading | None:
        """The reading with its disguises lifted; None when it wears none."""
        is_latin = reading.low.isascii()
        spoken = {} if is_latin else spelled(reading.text)
        if spoken:
            reading = rewritten(reading, _apart(spoken))
        parted = {} if is_latin else self._soundalikes.parted(reading.low, reading.codes)
        if parted:
            reading = rewritten(reading, _apart(parted))
        lettered = dict(self._lettering.lifted(reading.low))
        if lettered:
            reading = rewritten(reading, _apart(lettered))
        low = reading.low
        changes: dict[Span, str] = {}
        if not is_latin:
            changes.update((place, word) for place, word in self._masks.found(reading))
            changes.update(
                (place, word) for place, word in self._soundalikes.found(reading) if low[slice(*place)] not in self.data.ordinary
            )
            changes.update(self._masked(reading))
            changes.update(self._backwards(low))
            if _CAPITAL.search(reading.text):
                changes.update(self._in_letters(reading.text))
            if _LATIN.search(low):
                changes.update(self._in_small_letters(low))
                changes.update(self._in_pinyin(low.translate(TONELESS)))
        if changes:
            return rewritten(reading, _apart(changes))
        return reading if parted or spoken or lettered else None

    def _masked(self, reading: Reading) -> dict[Span, str]:
        return {
            (start, end): self.tables.dressed[form]
            for start, end, form in self._dresses.found(within(reading.codes))
            if form in self.data.misspelt or _stands_alone(reading.low, start, end)
        }

    def _backwards(self, low: str) -> dict[Span, str]:
        automaton, words = self._turned
        found = automaton.find_matches_as_indexes(low, overlapping=True)
        return {(start, end): words[index][::-1] for index, start, end in found if _stands_alone(low, start, end)}

    def _in_letters(self, text: str) -> dict[Span, str]:
        """Capitals for words and parts of words, where they touch Han and no other letter or figure."""
        automaton, forms = self._letters
        found: dict[Span, str] = {}
        for index, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            form = forms[index]
            before, after = text[start - 1 : start] if start else "", text[end : end + 1]
            is_word = _ends_there(before) if form[0].isascii() else True
            is_word &= _ends_there(after) if form[-1].isascii() else True
            touches = not form.isascii() or len(form) >= _LETTERED or _is_han(before) or _is_han(after)
            if form.isascii() and len(form) < _LETTERED and after and after in _AFTER_CODES:
                continue
            if is_word and touches and form not in self.data.ordinary:
                found[start, end] = self._lettered[forms[index]]
        return found

    def _in_small_letters(self, low: str) -> dict[Span, str]:
        """A character of a core word by its first letter, small and by itself: 排d, 保b保x."""
        automaton, forms = self._small
        found: dict[Span, str] = {}
        for index, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
            at_start, at_end = low[start].isascii(), low[end - 1].isascii()
            apart = (not at_start or _ends_there(low[start - 1 : start] if start else "")) and (
                not at_end or _ends_there(low[end : end + 1])
            )
            touches = not forms[index].isascii() or _is_han(low[start - 1 : start]) or _is_han(low[end : end + 1])
            if apart and touches and (forms[index].isascii() or _stands_alone(low, start, end)):
                found[start, end] = self._lettered[forms[index].upper()]
        return found

    def _in_pinyin(self, low: str) -> dict[Span, str]:
        found: dict[Span, str] = {}
        for match in _SPELLED.finditer(low):
            word = self._spelled.get(re.sub(r"[ '·-]", "", match[0]))
            if word is not None and _is_edge(low, match.start() - 1) and _is_edge(low, match.end()):
                found[match.span()] = word
        automaton, forms = self._forms
        for index, start, end in automaton.find_matches_as_indexes(low, overlapping=True):
            if (not low[start].isascii() or _is_edge(low, start - 1)) and (not low[end - 1].isascii() or _is_edge(low, end)):
                found[start, end] = self._mixed[forms[index]]
        return found


def lift(reading: Reading, lexicon: frozenset[str] = frozenset()) -> Reading | None:
    """The reading with the disguises of core words and of those of a lexicon lifted; None when it wears none."""
    return _disguises(lexicon).lift(reading)


@lru_cache(maxsize=8)
def _disguises(lexicon: frozenset[str]) -> Disguises:
    return Disguises(shipped_tables(), lexicon)


def _automaton(words: tuple[str, ...]) -> "tuple[AhoCorasick, tuple[str, ...]]":
    from ahocorasick_rs import AhoCorasick  # noqa: PLC0415  # as for the cues

    return AhoCorasick(words, store_patterns=False), words


def _stands_alone(low: str, start: int, end: int) -> bool:
    """Whether no ordinary word reaches across an edge of the piece, or is the piece itself."""
    import rjieba  # noqa: PLC0415  # it loads its dictionary, which few texts need

    left = max(0, start - _AROUND)
    for word, begins, stops in rjieba.tokenize(low[left : end + _AROUND], "default", False):
        begins, stops = begins + left, stops + left  # noqa: PLW2901 - offsets of the whole text
        crosses = begins < start < stops or begins < end < stops
        if len(word) > 1 and (crosses or (begins == start and stops == end)):
            return False
    return True


def _ends_there(side: str) -> bool:
    """Whether what stands beside capitals is no part of a number or name that they belong to: ZL 2019…, JSQ-16."""
    return not side or _is_han(side) or side in "，。！？；：、,.!?…“”‘’\"'（）()~\n"


def _is_telling(form: str) -> bool:
    """Whether small letters in it cannot be those of a size, a grade, a unit or a vitamin."""
    return len(form) > _FEW or not (form[0].isascii() or form[-1] in _SIGNS)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _is_edge(low: str, at: int) -> bool:
    return not 0 <= at < len(low) or not ("a" <= low[at] <= "z")


def _apart(changes: dict[Span, str]) -> list[tuple[int, int, str]]:
    """The changes in order; of two that overlap the longer one."""
    kept: list[tuple[int, int, str]] = []
    for (start, end), word in sorted(changes.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, word))
    return kept
