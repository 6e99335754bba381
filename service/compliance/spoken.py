"""Words of the rules spelled in pinyin, whole or in part: jiang糖, yāng shì 点名, quan wang zui di."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from service.compliance.glyphs import Distance, Glyphs
from service.compliance.reading import Span

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
TONELESS = str.maketrans(_TONED, "aaaaeeeeiiiioooouuuuvvvvv")
_LONGEST = 6
# Syllables beside each other, and what stands around letters that are an address or a code.
_RUN = re.compile(rf"[a-z{_TONED}]{{1,24}}(?:[ '’·-][a-z{_TONED}]{{1,6}}){{0,11}}")
_BETWEEN, _ADDRESS = re.compile("[ '’·-]"), frozenset("./@:_&#=0123456789")
_TONE = re.compile(f"[{_TONED}]")
_NAMED = re.compile(r"[A-Z][a-z]*(?:[ '’·-][A-Z][a-z]*)+")
# So many syllables in one piece are no word of English; two are, unless they are long.
_SYLLABLES, _LETTERS = 3, 6

Syllable = tuple[str, int, int]
Found = tuple[Span, str]


@dataclass(frozen=True, slots=True)
class _Run:
    """Letters that parse as syllables: the code, beginning and length of each; `is_speech`: they can be nothing else."""

    syllables: tuple[Syllable, ...]
    is_speech: bool


@dataclass(frozen=True)
class Spoken:
    """How the words of the rules are looked for in what is spelled.

    Attributes:
        glyphs: how characters sound.
        core: words that may be spelled whole where two syllables are all that is written.
    """

    glyphs: Glyphs
    core: frozenset[str]

    def found(
        self, text: str, low: str, heard: Callable[[], str], words: Callable[[str], Iterator[tuple[int, int, str]]]
    ) -> Iterator[Found]:
        """Every word that is spelled, in part or whole.

        Args:
            text: with its capitals.
            low: without, in as many characters.
            heard: gives the codes of `low`.
            words: finds words in a text of codes.
        """
        runs = [run for match in _RUN.finditer(low) for run in self._runs(text, low, match.span())]
        if not runs:
            return
        codes: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        speech: set[int] = set()
        sounding, last = heard(), 0
        for run in [*runs, _Run((("", len(low), 0),), is_speech=False)]:
            begin = run.syllables[0][1]
            codes += sounding[last:begin]
            starts += range(last, begin)
            ends += range(last + 1, begin + 1)
            for code, at, length in run.syllables:
                if length:
                    if run.is_speech:
                        speech.add(len(codes))
                    codes.append(code)
                    starts.append(at)
                    ends.append(at + length)
            last = run.syllables[-1][1] + run.syllables[-1][2]
        fitting: list[tuple[Distance, Span, str]] = []
        for first, past, word in words("".join(codes)):
            start, end = starts[first], ends[past - 1]
            if end - start <= len(word):
                continue
            pieces = [low[starts[at] : ends[at]].translate(TONELESS) for at in range(first, past)]
            distance = max(map(self.glyphs.distance, pieces, word))
            is_speech = distance is Distance.SAME and all(at in speech for at in range(first, past))
            if distance < Distance.FAR and self._fits(low[start:end], word, is_speech=is_speech):
                fitting.append((distance, (start, end), word))
        # Of two words for one piece the last is kept: that spelled as written, not that of near sounds.
        yield from ((span, word) for _, span, word in sorted(fitting, key=lambda item: (-item[0], item[2] in self.core)))

    def _runs(self, text: str, low: str, span: Span) -> Iterator[_Run]:
        """What of these letters is spelled."""
        start, end = span
        written = low[start:end]
        pieces: list[Span] = []
        at = start
        for gap in _BETWEEN.finditer(low, start, end):
            pieces.append((at, gap.start()))
            at = gap.end()
        pieces.append((at, end))
        is_apart = low[start - 1 : start] not in _ADDRESS and low[end : end + 1] not in _ADDRESS
        parsed = [self._parsed(low, piece) for piece in pieces]
        is_toned = _TONE.search(written) is not None
        is_single = len(pieces) > 1 and all(len(of) == 1 for of in parsed) and _NAMED.fullmatch(text, start, end) is None
        if is_apart and all(parsed) and (is_toned or is_single):
            yield _Run(tuple(syllable for of in parsed for syllable in of), is_speech=sum(map(len, parsed)) > 1)
            return
        for piece, syllables in zip(pieces, parsed, strict=True):
            if syllables and (_is_han(low[piece[0] - 1 : piece[0]] if piece[0] else "") or _is_han(low[piece[1] : piece[1] + 1])):
                count = len(syllables)
                is_long = count >= _SYLLABLES or (count > 1 and piece[1] - piece[0] >= _LETTERS)
                yield _Run(syllables, is_speech=is_apart and is_long)

    def _parsed(self, low: str, span: Span) -> tuple[Syllable, ...]:
        """The syllables that make up the piece; none where it is not all syllables."""
        start, end = span
        parsed = _syllables(low[start:end].translate(TONELESS), self.glyphs.syllables)
        if parsed is None:
            return ()
        placed: list[Syllable] = []
        for code, length in parsed:
            placed.append((code, start, length))
            start += length
        return tuple(placed)

    def _fits(self, written: str, word: str, *, is_speech: bool) -> bool:
        """Whether the Han of a half-spelled word are the word's own, or all of it is spelled."""
        has_han = any(map(_is_han, written))
        return all(not _is_han(char) or char in word for char in written) and (has_han or word in self.core or is_speech)


def _syllables(run: str, known: Mapping[str, str]) -> tuple[tuple[str, int], ...] | None:
    if not run:
        return ()
    for length in range(min(_LONGEST, len(run)), 1, -1):
        code = known.get(run[:length])
        if code is not None:
            rest = _syllables(run[length:], known)
            if rest is not None:
                return ((code, length), *rest)
    return None


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
