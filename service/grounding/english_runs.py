"""Runs of capitalised words in English texts: where they stand and which of their words can belong to a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.grounding.name_words import name_words
from service.patterns import lazy

_WORD = r"(?:(?:Mr|Mrs|Ms|Dr|Prof|St|Rev|Sgt|Capt|Mt)\.(?= [A-Z])|[A-Z]\.(?:[A-Z]\.)*|[A-Z][A-Za-z0-9\u00c0-\u024f'&]*(?:-[A-Za-z0-9\u00c0-\u024f']+)*|[a-z]{1,2}[A-Z][A-Za-z]+)"
_LINK = r"(?:of the|of|for|and|&|upon|de|la|van|von|der|del|bin|al)"
# The first character stands alone before the look back, so that a search can skip to it.
_FIRST = r"[A-Za-z](?<![A-Za-z0-9\u00c0-\u024f@./_'-].)(?:(?<=[A-Z])(?:(?<=[MDPSRC])(?:r|rs|s|rof|t|ev|gt|apt)\.(?= [A-Z])|\.(?:[A-Z]\.)*|[A-Za-z0-9\u00c0-\u024f'&]*(?:-[A-Za-z0-9\u00c0-\u024f']+)*)|(?<=[a-z])[a-z]?[A-Z][A-Za-z]+)"
_RUN = lazy(
    rf"{_FIRST}(?:,? (?=Inc|Ltd|LLC|PLC|plc)plc|,? (?=Inc|Ltd|LLC|PLC)[A-Za-z]+|(?: {_LINK})? {_WORD}| [0-9]{{1,4}}[A-Z]?(?![0-9.,:%/-])){{0,9}}"
)
_WORDS = lazy(r"\S+")
_INITIAL = frozenset(".!?:;\"“”'-*•>#|([")
# [4] Older, 1/ Posts, (2) Place: behind the mark of a point a sentence begins.
_MARKER = lazy(r"(?:^|\n)[\s*•>-]{0,4}[\[(]?[0-9A-Za-z]{1,5}(?:[.:][0-9]{2})?(?:\s[A-Z]{2,3})?[\])./:]\s\Z")
_PLAIN = lazy(r"[A-Za-z][A-Za-z'-]*")
_LINKS = frozenset({"of", "the", "for", "and", "&", "upon", "de", "la", "van", "von", "der", "del", "bin", "al"})
_MAX_LINE = 160


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a run, without its possessive."""

    start: int
    end: int
    text: str

    @property
    def links(self) -> bool:
        """A small word inside a name."""
        return self.text in _LINKS


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words in a row. `initial`: the first would be capitalised anyway; `heading`: all of them would."""

    words: tuple[Word, ...]
    initial: bool
    heading: bool

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.words[-1].end

    def texts(self) -> list[str]:
        """Its words."""
        return [word.text for word in self.words]


def find_runs(text: str) -> Iterator[Run]:
    """Runs in order, cut where two names meet (X and Y) and rid of outer words that are nobody's name."""
    headings: dict[int, bool] = {}
    for match in _RUN.finditer(text):
        words = [_word(found, match.start()) for found in _WORDS.finditer(match.group())]
        line = text.rfind("\n", 0, match.start()) + 1
        if line not in headings:
            headings[line] = _is_heading(text, line)
        initial = _is_initial(text, match.start())
        for piece in _pieces(words):
            trimmed = _trimmed(piece, initial=initial and piece[0].start == match.start())
            if trimmed:
                at_start = initial and trimmed[0].start == match.start()
                yield Run(tuple(trimmed), at_start, headings[line])


def _word(found: re.Match[str], offset: int) -> Word:
    text = found.group().rstrip(",")
    end = found.start() + len(text)
    for possessive in ("'s", "'"):
        if text.endswith(possessive) and len(text) > len(possessive) + 1:
            return Word(offset + found.start(), offset + end - len(possessive), text[: -len(possessive)])
    return Word(offset + found.start(), offset + end, text)


def _is_initial(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" ")
    if _MARKER.search(text, max(0, start - 16), start):
        return True
    return not before or before[-1] in _INITIAL or before[-1] in "\n\x00。！？；：" or (start < 4 and not before.strip())


def _is_heading(text: str, line: int) -> bool:
    """A line whose long words are nearly all capitalised and that does not end like a sentence."""
    end = text.find("\n", line)
    end = len(text) if end < 0 else end
    if end - line > _MAX_LINE or text[line:end].rstrip().endswith((".", ",", ";")):
        return False
    words = [word for word in _PLAIN.findall(text[line:end]) if word.casefold() not in name_words().en.small]
    if "." in text[line:end].rstrip("."):
        return False
    return len(words) >= 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _pieces(words: list[Word]) -> Iterator[list[Word]]:
    """The run cut at every "and", "of" and "for" that joins two names and not the parts of one."""
    lists = name_words().en
    piece: list[Word] = []
    for at, word in enumerate(words):
        keeps = not word.links
        if word.text in ("and", "&"):
            before = words[at - 1].text if at else ""
            after = words[at + 1].text if at + 1 < len(words) else ""
            keeps = (before.rstrip(",") in lists.subjects and after in lists.subjects) or word.text == "&"
        elif word.text in ("of", "for"):
            keeps = bool(piece) and (piece[-1].text in lists.org_heads or piece[-1].text in lists.place_starts)
        elif word.links:
            keeps = bool(piece)
        if word.text in lists.calendar and len(words) > 1:
            keeps = False
        if keeps:
            piece.append(word)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _trimmed(piece: list[Word], *, initial: bool) -> list[Word]:
    """Without outer words that say nothing: The, Our, On; a sentence's first word that any sentence may start with."""
    lists = name_words().en
    while piece and (piece[-1].links or (piece[-1].text.isdigit() and len(piece) == 1)):
        piece = piece[:-1]
    while piece:
        first = piece[0].text
        opener = first in lists.openers or piece[0].links or (initial and len(piece) > 1 and first in lists.starters)
        if not opener:
            break
        piece = piece[1:]
    return piece
