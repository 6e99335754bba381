"""The gate: personal data becomes placeholders on the way to a model, and comes back on the way from it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from service.language import TextLanguage
from service.patterns import lazy
from service.privacy.finding import find_personal, without_overlaps
from service.privacy.kinds import Item, Kind
from service.privacy.marks import read_marks, read_remains, write_mark

_LATIN = lazy(r"[A-Za-z0-9]")
# A surname alone stands for its bearer once the full name is known.
_SHORTEST_SURNAME = 4


@dataclass(frozen=True, slots=True)
class Vault:
    """What the placeholders of one call stand for, and what else of it must not come back. It never leaves the process.

    Attributes:
        language: of the placeholders.
        kept: the words behind each placeholder.
        instructions: what the model was told besides the material, to know a sentence that recites it.
    """

    language: TextLanguage
    kept: dict[tuple[Kind, int], str] = field(default_factory=dict, repr=False)
    instructions: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        return bool(self.kept)

    def restore(self, text: str) -> str:
        """The text with every placeholder of this call put back; one that is none of them stays."""
        pieces, at = [], 0
        for mark in read_marks(text):
            original = self.kept.get((mark.kind, mark.number))
            if original is not None:
                pieces += [text[at : mark.start], original]
                at = mark.end
        return "".join([*pieces, text[at:]])

    def holds(self, text: str) -> bool:
        """Whether every placeholder in a model's text is one that was sent, and whole."""
        pieces, at = [], 0
        for mark in read_marks(text):
            if (mark.kind, mark.number) not in self.kept:
                return False
            pieces.append(text[at : mark.start])
            at = mark.end
        return not self.kept or not any(read_remains("\0".join([*pieces, text[at:]])))


@dataclass(frozen=True, slots=True)
class Shield:
    """What is personal in one brief, wherever it comes up.

    Attributes:
        known: text to hide wherever it stands, found where its context told what it is.
        public: text that is published anyway (the brand, its hotline) and is left as it is.
    """

    known: tuple[tuple[str, Kind], ...] = ()
    public: tuple[str, ...] = ()

    @classmethod
    def over(cls, texts: Iterable[str], *, people: Iterable[str] = (), public: Iterable[str] = ()) -> "Shield":
        """The shield that hides what is personal in `texts`, and the names `people`."""
        open_text = tuple(dict.fromkeys(item for item in public if item))
        found: dict[str, Kind] = {}
        for name in people:
            found |= dict.fromkeys((name, *_surname(name, Kind.PERSON, open_text)), Kind.PERSON)
        for text in texts:
            for item in _found(text, open_text):
                words = text[item.start : item.end]
                # A surname alone is too short to look for; where it stands, its honorific gives it away again.
                if len(words) > 1 and item.kind is not Kind.QUOTE:
                    found.setdefault(words, item.kind)
                    found.update(dict.fromkeys(_surname(words, item.kind, open_text), Kind.PERSON))
        return cls(tuple(found.items()), open_text)

    def protect(self, texts: Sequence[str], language: TextLanguage) -> tuple[list[str], Vault]:
        """The texts with placeholders, the same one for the same words throughout, and the vault that undoes them."""
        numbers: dict[tuple[Kind, str], int] = {}
        vault = Vault(language)
        protected = []
        for text in texts:
            pieces, at = [], 0
            for item in without_overlaps([*self._known(text), *_found(text, self.public)]):
                words = text[item.start : item.end]
                number = numbers.get((item.kind, words))
                if number is None:
                    number = sum(kind is item.kind for kind, _ in numbers) + 1
                    numbers[item.kind, words] = number
                    vault.kept[item.kind, number] = words
                pieces += [text[at : item.start], write_mark(item.kind, number, language)]
                at = item.end
            protected.append("".join([*pieces, text[at:]]))
        return protected, vault

    def _known(self, text: str) -> Iterator[Item]:
        covered = _covered(text, self.public)
        for words, kind in self.known:
            for match in re.finditer(re.escape(words), text):
                start, end = match.span()
                inside_word = (_LATIN.match(words[0]) and _LATIN.match(text[start - 1 : start])) or (
                    _LATIN.match(words[-1]) and _LATIN.match(text[end : end + 1])
                )
                if not inside_word and not _touches(start, end, covered):
                    yield Item(start, end, kind)


def _found(text: str, public: Sequence[str]) -> list[Item]:
    covered = _covered(text, public)
    return [item for item in find_personal(text) if item.kind is Kind.QUOTE or not _touches(item.start, item.end, covered)]


def _covered(text: str, public: Iterable[str]) -> list[tuple[int, int]]:
    return [match.span() for words in public for match in re.finditer(re.escape(words), text)]


def _touches(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and first < end for first, stop in spans)


def _surname(words: str, kind: Kind, public: Iterable[str]) -> Iterator[str]:
    parts = words.split()
    is_long = len(parts) > 1 and len(parts[-1]) >= _SHORTEST_SURNAME and parts[-1].isascii()
    if kind is Kind.PERSON and is_long and not any(parts[-1] in item for item in public):
        yield parts[-1]
