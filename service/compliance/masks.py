"""Words of the rules with one character struck out, or only its first letter left: 治*率, 最终○释权, 不用上g上线.

Such a word is told by the rest of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from service.compliance.reading import Reading, Span
from service.patterns import lazy

# Letters and signs that stand for a character between others. A name is struck out with the same, but no rule knows names.
_STRUCK = lazy("[a-z×○〇□■☆★△▲](?<=[\u3400-\u9fff].)(?=[\u3400-\u9fff])")
_SHORTEST, _LONGEST = 3, 8
# An x strikes out more often than it begins a sound.
_NO_INITIAL = frozenset("x×○〇□■☆★△▲")
# What only parts characters strikes none out.
_PARTING = frozenset(" \t\u3000.·•・、-/／\\&＆'|｜丨…\n")


@dataclass(frozen=True)
class Masks:
    """Words of three characters and more, by what stands beside the one that is struck out.

    Attributes:
        words: of which those of one length that fit are preferred that are also of the `core`.
        sounds_of: how a character is spelled.
    """

    words: frozenset[str]
    core: frozenset[str]
    sounds_of: Callable[[str], tuple[str, ...]]

    @cached_property
    def _around(self) -> dict[str, list[tuple[str, int]]]:
        """Words by the characters before and after one inside them, with its place."""
        around: dict[str, list[tuple[str, int]]] = {}
        for word in sorted(word for word in self.words | self.core if _SHORTEST <= len(word) <= _LONGEST and not word.isascii()):
            for at in range(1, len(word) - 1):
                around.setdefault(word[at - 1] + word[at + 1], []).append((word, at))
        return around

    def found(self, reading: Reading) -> Iterator[tuple[Span, str]]:
        """Every place where one character of a word is struck out, by a sign in the text or by one that was taken out of it."""
        low = reading.low
        for struck in _STRUCK.finditer(low):
            yield from self._fitting(low, struck.span(), "" if struck[0] in _NO_INITIAL else struck[0])
        for at, end in reading.changed:
            if at == end and 0 < at < len(low) and self._is_one_sign(reading, at) and not self._is_word(low[at - 1 : at + 1]):
                yield from self._fitting(low, (at, at), "")

    def _fitting(self, low: str, gap: Span, initial: str) -> Iterator[tuple[Span, str]]:
        """The longest word that stands around the gap; `initial`: what its character's sound begins with."""
        before, after = low[max(0, gap[0] - _LONGEST) : gap[0]], low[gap[1] : gap[1] + _LONGEST]
        fitting = [
            (word, place)
            for word, place in self._around.get(before[-1:] + after[:1], ())
            if before.endswith(word[:place])
            and after.startswith(word[place + 1 :])
            and any(sound.startswith(initial) for sound in self.sounds_of(word[place]))
        ]
        longest = max((len(word) for word, _ in fitting), default=0)
        told = [(word, place) for word, place in fitting if len(word) == longest]
        for word, place in told if len(told) == 1 else [item for item in told if item[0] in self.core][:1]:
            yield (gap[0] - place, gap[1] + len(word) - place - 1), word

    def _is_one_sign(self, reading: Reading, at: int) -> bool:
        """Whether one sign was taken out here, and none that only parts words."""
        first, past = reading.original((at - 1, at))[1], reading.original((at, at + 1))[0]
        return past - first == 1 and reading.source[first] not in _PARTING

    def _is_word(self, pair: str) -> bool:
        """Whether what stands at both sides of a sign is a word by itself."""
        import rjieba  # noqa: PLC0415  # it loads its dictionary, which few texts need

        return pair in self.words or pair in self.core or len(rjieba.cut(pair, False)) == 1
