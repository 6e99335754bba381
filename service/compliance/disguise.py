"""Words written so that a list does not find them: 蕞佳, zui hao, 第①, 绝怼安全, 律湿函, 言乍骗. Read as what they stand for.

The core words that rules turn on are looked for in every dress that `disguises.yml` lists, all other words of the rules by sound and shape
(`soundalikes`); both only where the disguise cuts through no ordinary word: 兄弟一起 holds 弟一 and means nothing by it.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from service.compliance.codes import Codes, members_of, table_of, text_of, within
from service.compliance.reading import Reading, Span, rewritten
from service.compliance.soundalikes import Soundalikes, characters
from service.datafiles import load_data
from service.resources import knowledge_dir
from service.strict import Strict

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_AROUND = 8
_LATIN = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]")
_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv")
_SPELLED = re.compile(r"[a-z]{2,6}(?:[ '·-]?[a-z]{2,6}){0,5}")
_MAX_MIXED = 5
# Three single letters or more, each one separator apart; two or more separators between words. What stands before is looked at behind
# the first letter, so that the search can run by first characters.
_SPACED = re.compile(r"[a-z](?<![a-z0-9][a-z])(?:(?:[ .*_·-]|[ .*_·-]{2,3})[a-z0-9](?![a-z0-9])){2,60}(?:\.?(?=\s|$))?")
_NARROW_GAP = re.compile(r"(?<=[a-z0-9])[ .*_·-](?=[a-z0-9])")
_WIDE_GAP = re.compile(r"[ .*_·-]{2,3}")
# An at sign is a letter where no address follows it, an exclamation mark inside a word.
_LEET = re.compile(
    r"[a-z](?<![a-z0-9][a-z])(?:(?=[a-z0-9$]{3,23}(?![a-z0-9@]))[a-z]*[013457$][a-z0-9$]{1,20}(?<=[a-z])"
    r"|[a-z]{0,7}@[a-z]{1,4}(?![a-z0-9.@])|[a-z]{1,7}![a-z]{1,8})"
)
_LETTERS = str.maketrans("013457@$!", "oieastasi")


class DisguiseFile(Strict):
    """`disguises.yml`: the core words, the characters that stand for one of theirs, and how theirs are spelled in pinyin."""

    words: tuple[str, ...]
    stand_ins: dict[str, str]
    pinyin: dict[str, str]
    ordinary: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disguises:
    """The core words in every dress, and the words of the rules as they sound and look."""

    data: DisguiseFile
    lexicon: frozenset[str]

    @cached_property
    def _unmask(self) -> dict[int, str]:
        """Stand-in to the character it stands for."""
        return {ord(mask): char for char, masks in self.data.stand_ins.items() for mask in masks if mask != char}

    @cached_property
    def _unmask_strange(self) -> dict[int, str]:
        """The same without stand-ins that core words are written with themselves: 极 for 级 in 顶极, but not in 极品."""
        own = {ord(char) for word in self.data.words for char in word}
        return {code: char for code, char in self._unmask.items() if code not in own}

    @cached_property
    def _unmasking(self) -> tuple[Codes, Codes]:
        return table_of(self._unmask), table_of(self._unmask_strange)

    @cached_property
    def _wears_mask(self) -> npt.NDArray[np.bool_]:
        return members_of(frozenset(map(chr, self._unmask)))

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
    def _words(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        return _automaton(self.data.words)

    @cached_property
    def _forms(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        return _automaton(tuple(self._mixed))

    @cached_property
    def _soundalikes(self) -> Soundalikes:
        core = frozenset(word for word in self.data.words if len(word) > 1)
        return Soundalikes(characters(), self.lexicon | core, core)

    def lift(self, reading: Reading) -> Reading | None:
        """The reading with its disguises lifted; None when it wears none."""
        is_latin = reading.low.isascii()
        parted = {} if is_latin else self._soundalikes.parted(reading.low, reading.codes)
        if parted:
            reading = rewritten(reading, _apart(parted))
        low = reading.low
        changes: dict[Span, str] = dict(_latin(low))
        if not is_latin:
            changes.update(
                (place, word)
                for place, word in self._soundalikes.found(low, reading.codes)
                if low[slice(*place)] not in self.data.ordinary
            )
            changes.update(self._masked(low, reading.codes))
            if _LATIN.search(low):
                changes.update(self._in_pinyin(low.translate(_TONES)))
        if changes:
            return rewritten(reading, _apart(changes))
        return reading if parted else None

    def _masked(self, low: str, codes: Codes) -> dict[Span, str]:
        found: dict[Span, str] = {}
        near = within(codes)
        if not self._wears_mask[near].any():
            return found
        automaton, words = self._words
        for table in self._unmasking:
            for index, start, end in automaton.find_matches_as_indexes(text_of(table[near]), overlapping=True):
                written = low[start:end]
                if written != words[index] and written not in self.data.ordinary and _stands_alone(low, start, end):
                    found[start, end] = words[index]
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


def _latin(low: str) -> Iterator[tuple[Span, str]]:
    """Letters set apart and figures for letters: `n u m b e r  o n e`, `p3rfectly`.

    A word set apart reads as one; a wider gap ends it. Figures are letters only inside a word that is mostly letters.
    """
    for run in _SPACED.finditer(low):
        yield run.span(), _WIDE_GAP.sub(" ", _NARROW_GAP.sub("", run[0]))
    for word in _LEET.finditer(low):
        if sum(char.isalpha() for char in word[0]) * 2 > len(word[0]):
            yield word.span(), word[0].translate(_LETTERS)


def lift(reading: Reading, lexicon: frozenset[str] = frozenset()) -> Reading | None:
    """The reading with the disguises of core words and of those of a lexicon lifted; None when it wears none."""
    return _disguises(lexicon).lift(reading)


@lru_cache(maxsize=8)
def _disguises(lexicon: frozenset[str]) -> Disguises:
    return Disguises(_listed(), lexicon)


@cache
def _listed() -> DisguiseFile:
    return load_data(knowledge_dir() / "rules" / "disguises.yml", DisguiseFile)


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


def _is_edge(low: str, at: int) -> bool:
    return not 0 <= at < len(low) or not ("a" <= low[at] <= "z")


def _apart(changes: dict[Span, str]) -> list[tuple[int, int, str]]:
    """The changes in order; of two that overlap the longer one."""
    kept: list[tuple[int, int, str]] = []
    for (start, end), word in sorted(changes.items(), key=lambda item: (item[0][0], -item[0][1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, word))
    return kept
