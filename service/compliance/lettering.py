"""Latin words written so that a list does not find them: `n u m b e r  o n e`, `b3st`, `c*res`, `gl-1-tch`.

Letters set apart read as one word. A figure or sign is the letter it looks like where the word is mostly letters, or where it then is a
word that the rules know.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from service.compliance.reading import Span

_BETWEEN = r"[ .*_·•~^|/+=\-\u2600-\u27bf\U0001f000-\U0001faff]"
# Three single letters or more, each a separator apart. What stands before is looked at behind the first letter, so that the search can
# run by first characters.
_SPACED = re.compile(
    rf"[a-z](?<![a-z0-9'’][a-z])(?:{_BETWEEN}{{1,3}}[a-z0-9](?![a-z0-9])){{2,60}}(?: (?=[\u3400-\u9fff])|\.?(?=\s|$))?"
)
# A number goes on behind the run, or its title stands before: 批号T-0-P-1-2026.
_CODE_GOES_ON, _CODE_TITLE = re.compile(r"[-_/.]?[0-9]{2}"), re.compile(r"(?:[号码址]|名称?|code|no\.?|id)[:：为是]?\s?$")
# A telephone number, figure by figure.
_NUMBERED = re.compile(rf"[0-9](?<![0-9][0-9])(?:{_BETWEEN}[0-9](?![0-9])){{6,17}}")
# Pictures between words.
_PICTURED = re.compile(r"[\u2600-\u27bf\U0001f000-\U0001faff](?<=[a-z].)[\u2600-\u27bf\U0001f000-\U0001faff]{0,2}(?=[a-z]{2})")
# 1⭐: a review by its stars.
_STARRED = re.compile(r"[1-5](?<![0-9][1-5])\s?[⭐★☆✩🌟]{1,2}")
_GAP = re.compile(rf"{_BETWEEN}{{1,3}}")
# An at sign is a letter where no address follows it, an exclamation mark inside a word.
_LEET = re.compile(
    r"[a-z](?<![a-z0-9][a-z])(?:(?=[a-z0-9$]{3,23}(?![a-z0-9@]))[a-z]*[013457$][a-z0-9$]{1,20}(?<=[a-z])"
    r"|[a-z]{0,7}@[a-z]{1,4}(?![a-z0-9.@])|[a-z]{1,7}![a-z]{1,8})"
)
# Any word with figures or signs in it, and what one may stand for.
_ODD = re.compile(
    r"(?:[@$](?<![a-z0-9@.$][@$])|[a-z0-9](?<![a-z0-9@.$][a-z0-9])(?=[a-z@$!*#^_-]*[0-9@$!*#^_-]))"
    r"[a-z0-9@$!*#^_-]{2,23}(?<![-!*#^_])(?![a-z0-9@]|\.[a-z0-9])"
)
# Letters for figures before what figures stand before, and what is said for per cent.
_FIGURED = re.compile(r"[0-9l](?<![a-z0-9.,-][0-9l])(?:(?<=l)[o0]{2}|(?<!l)[0-9]{0,2}o[0o]{0,2})(?=\s?(?:[%趴分]|巴仙|percent))")
_PER_CENT = re.compile(r"趴(?<=[0-9o][0-9o]趴)|巴仙(?<=[0-9o]巴仙)")
_FIGURES = str.maketrans("lo", "10")
# One sign or picture inside a word, and letters with accents.
_BREAK = re.compile(
    r"(?:[-.~|·•_]|[\u2600-\u27bf\U0001f000-\U0001faff])(?<=[a-z][a-z].)[\u2600-\u27bf\U0001f000-\U0001faff]?(?=[a-z]{2})"
)
_LEFT, _RIGHT = re.compile(r"(?:^|(?<=[^a-z0-9@./_-]))[a-z]{2,16}$"), re.compile(r"[a-z]{2,16}(?![a-z0-9@]|[-._][a-z0-9])")
_ACCENT = re.compile(r"[à-öø-ÿ]")
_ACCENTED = re.compile(r"[a-zà-öø-ÿ]{1,40}")
# Without one of these beside a letter no word is lettered in figures or signs.
_SIGNED = re.compile(r"[0-9@$!*#^_](?:(?<=[a-z].)|(?<=[a-z]-.)|(?=-?[a-z]))")
# What is shorter may be two words; what is done again is another thing.
_AGAIN = "re"
_LONG, _LEAST_BROKEN, _FARTHEST = 7, 5, 20
_STANDS_FOR = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "!": "il", "*": "abcdefghijklmnopqrstuvwxyz", "#": "abcdefghijklmnopqrstuvwxyz", "^": "abcdefghijklmnopqrstuvwxyz", "_": "abcdefghijklmnopqrstuvwxyz",
    "-": "",
}  # fmt: skip
_OPEN, _MOST_OPEN = "*#^_", 2
_LETTERS = str.maketrans("013457@$!", "oieastasi")
_ENDINGS = ("", "s", "d", "e", "es", "ed", "ly", "ing", "r", "st")
_LEAST = 3


@dataclass(frozen=True)
class Lettering:
    """The Latin words of the rules, in every lettering."""

    words: frozenset[str]

    @cached_property
    def _beginnings(self) -> list[str]:
        return sorted(self.words)

    def lifted(self, low: str) -> Iterator[tuple[Span, str]]:
        """Every place that is lettered so, with what it reads as."""
        yield from _set_apart(low)
        for number in _FIGURED.finditer(low):
            yield number.span(), number[0].translate(_FIGURES)
        for sign in _PER_CENT.finditer(low):
            yield sign.span(), "%"
        if _SIGNED.search(low) is not None:
            yield from self._figured(low)
        for sign in _BREAK.finditer(low):
            yield from self._broken(low, sign.span())
        if _ACCENT.search(low) is not None:
            yield from self._accented(low)

    def _figured(self, low: str) -> Iterator[tuple[Span, str]]:
        """Words in which figures and signs stand for letters."""
        for word in _LEET.finditer(low):
            if sum(char.isalpha() for char in word[0]) * 2 > len(word[0]):
                yield word.span(), word[0].translate(_LETTERS)
        for word in _ODD.finditer(low):
            bare = word[0].replace("-", "")
            letters = sum("a" <= char <= "z" for char in bare)
            # Each open place multiplies what has to be tried.
            if len(bare) > letters >= len(bare) - letters and sum(char in _OPEN for char in bare) <= _MOST_OPEN:
                known = self._known(word[0])
                if known is not None:
                    yield word.span(), known

    def _broken(self, low: str, sign: Span) -> Iterator[tuple[Span, str]]:
        """A word of the rules that a sign breaks."""
        left = _LEFT.search(low[max(0, sign[0] - _FARTHEST) : sign[0]])
        right = _RIGHT.match(low, sign[1])
        if left is None or right is None:
            return
        closed, is_hyphen = left[0] + right[0], low[sign[0]] == "-"
        if len(closed) < (_LONG if is_hyphen else _LEAST_BROKEN) or (is_hyphen and left[0] == _AGAIN):
            return
        known = self._known(closed)
        if known is not None:
            yield (sign[0] - len(left[0]), right.end()), known

    def _accented(self, low: str) -> Iterator[tuple[Span, str]]:
        """Words of the rules that bear accents."""
        for word in _ACCENTED.finditer(low):
            bare = "".join(char for char in unicodedata.normalize("NFD", word[0]) if char.isascii())
            if word[0] != bare and len(bare) == len(word[0]) > _LEAST and (known := self._known(bare)) is not None:
                yield word.span(), known

    def _known(self, written: str) -> str | None:
        """The word of the rules, with an ending or none, that is written so."""
        for ending in _ENDINGS:
            if written.endswith(ending) and (word := self._found("", written[: len(written) - len(ending)])) is not None:
                return word + ending
        return None

    def _found(self, begun: str, rest: str) -> str | None:
        at = bisect_left(self._beginnings, begun)
        if at == len(self._beginnings) or not self._beginnings[at].startswith(begun):
            return None
        if not rest:
            return begun if len(begun) >= _LEAST and begun in self.words else None
        for char in _STANDS_FOR.get(rest[0], rest[0]) or ("",):
            word = self._found(begun + char, rest[1:])
            if word is not None:
                return word
        return None


def _set_apart(low: str) -> Iterator[tuple[Span, str]]:
    """What stands apart by signs and pictures, and stars that are counted."""
    for stars in _STARRED.finditer(low):
        yield (stars.start() + 1, stars.end()), "-star"
    for gap in _PICTURED.finditer(low):
        yield gap.span(), " "
    for run in _SPACED.finditer(low):
        titled = _CODE_TITLE.search(low, max(0, run.start() - 8), run.start())
        if titled is None and _CODE_GOES_ON.match(low, run.end()) is None:
            yield run.span(), _closed(run[0])
    for number in _NUMBERED.finditer(low):
        yield number.span(), _GAP.sub("", number[0])


def _closed(run: str) -> str:
    """The run without the separator that stands most often in it; any other parts words."""
    run = run.rstrip(" ")
    usual = Counter(_GAP.findall(run)).most_common(1)[0][0]
    return _GAP.sub(lambda gap: "" if gap[0] == usual else " ", run)
