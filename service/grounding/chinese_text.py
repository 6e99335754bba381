"""A Chinese text as its name finders read it: its words, which of them can be part of a name, and where a name that ends here starts."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from service.grounding.name_words import name_words
from service.grounding.places import places, without_ending
from service.grounding.segmentation import Token, is_word, segment
from service.patterns import lazy

# What a word may be the start or the end of.
PLACE, PERSON, BRAND, DOT = 1, 2, 4, 8
PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
# Tags of dictionary words: one that ends like a place (网站, 道路, 地区) is none.
_WORD_TAGS = frozenset({"n", "v", "vn", "a", "ad", "an", "b", "d", "l", "t", "m", "q", "r", "s", "f", "c", "p", "z", "y", "nl"})
_LONGEST_ENDING = 6
# Tags that no name is given, and that half of all words have.
_UNNAMED = frozenset({"uj", "ul", "p", "c", "r", "uz", "ug", "uv", "y", "w"})
# Tags of words no name runs over: prepositions, conjunctions, particles, pronouns, adverbs, quantities, time.
_CLOSED = frozenset(
    {
        "p",
        "c",
        "r",
        "d",
        "y",
        "t",
        "e",
        "o",
        "q",
        "mq",
        "k",
        "h",
        "f",
        "u",
        "w",
        "vd",
        "df",
        "rr",
        "rz",
        "uz",
        "ul",
        "uj",
        "ud",
        "ug",
        "uv",
        "un",
        "us",
    }
)
# Tags a word has when it is a name, or is none the dictionary knows.
_PROPER = frozenset({"ns", "nz", "nr", "nrt", "nrfg", "nt", "j", "x", "ng", "zg", "i", "g", "vg", "ag"})
# Words of one character that stand before names and hardly ever start one.
_TIME_OF_DAY = lazy(
    r"(?:[今昨明前后当次翌]|大前|大后|同一|第二|这|那)[天日晚早夜年](?:凌晨|清晨|早上|早晨|一早|上午|中午|午间|午后|下午|傍晚|晚上|晚间|夜间|夜里|深夜|半夜|早|晚)?"
    r"|(?:凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|深夜)|(?:上|下|本|这|那)(?:个)?(?:周|星期|礼拜|月)(?:[一二三四五六日天末初中底])?"
)
_DRAWN_IN = lazy(r"(?:[这那就也均正即皆仍只都]?是|[由被据致将已交与对给往赴请经向在从了先只非仅凡则若应须停送转报并呈])+")
_JOINING = frozenset("和与及同")
_NUMERALS = frozenset("一二三四五六七八九十")


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word at its place, with the classes it belongs to."""

    start: int
    end: int
    word: str
    kinds: frozenset[str]


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...], tuple[frozenset[str], ...]]:
    words = name_words().zh
    kinds: dict[str, set[str]] = {}
    lists = {
        "authority": words.authorities,
        "firm": words.firms,
        "fixed": words.fixed,
        "brand": words.brands,
        "platform": words.platforms,
        "title": words.titles,
        "honorific": words.honorifics,
    }
    for kind, listed in lists.items():
        for word in listed:
            kinds.setdefault(word, set()).add(kind)
    order = tuple(kinds)
    automaton = AhoCorasick(list(order), matchkind=MatchKind.LeftmostLongest)
    return automaton, order, tuple(frozenset(kinds[word]) for word in order)


def is_han(char: str) -> bool:
    """Whether it is a Chinese character."""
    return "\u3400" <= char <= "\u9fff"


@cache
def _gazetteer() -> AhoCorasick:
    """Places of three characters and more, which the dictionary may cut into several words."""
    return AhoCorasick(
        [name for name in places().chinese if len(name) > 2 and is_han(name[0])], matchkind=MatchKind.LeftmostLongest
    )


class ChineseText:
    """A folded text with its words and the listed words in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = segment(text)
        self._starts = [token.start for token in self.tokens]
        automaton, order, kinds = _automaton()
        self.found = [
            Found(start, end, order[index], kinds[index]) for index, start, end in automaton.find_matches_as_indexes(text)
        ]

        self.long_places = {start: end for _, start, end in _gazetteer().find_matches_as_indexes(text)}
        long_places = self.long_places
        self.marked: list[tuple[int, Token, int]] = [
            (index, token, marks)
            for index, token in enumerate(self.tokens)
            if (token.tag not in _UNNAMED or token.start in long_places)
            and (marks := _marks(token.word, token.tag) | (PLACE if token.start in long_places else 0))
        ]
        self.title_ends = frozenset(found.end for found in self.found if "title" in found.kinds)

    def index(self, position: int) -> int:
        """Number of the word that holds `position`."""
        return bisect_right(self._starts, position) - 1

    def cuts(self, position: int) -> bool:
        """Whether a word ends or starts at `position`."""
        if position >= len(self.text):
            return True
        return self.tokens[self.index(position)].start == position

    def before(self, start: int, *, floor: int, reach: int) -> list[Token]:
        """The words that may form the first part of a name whose ending starts at `start`, in order; none reaches below `floor`."""
        floor = max(floor, start - reach)
        if start <= floor:
            return []
        parts: list[Token] = []
        at = self.index(start - 1)
        while at >= 0:
            token = self.tokens[at]
            if token.start < floor:
                break
            if token.end > start:
                # The dictionary drew the ending into another word (里店): what stands before it is an unknown piece.
                token = Token(token.start, start, self.text[token.start : start], "x")
            if not self._joins(token):
                break
            parts.append(token)
            at -= 1
        parts.reverse()
        return self._without_verb(parts)

    def _without_verb(self, parts: list[Token]) -> list[Token]:
        """A word the dictionary does not know may have drawn in the preposition before the name (由云浦): cut it off again."""
        for number in range(len(parts) - 1, -1, -1):
            token = parts[number]
            if len(token.word) < 2 or is_word(token.word):
                continue
            cut = token.start + drawn_in(token.word)
            if cut > token.start and not is_known_place(token.word):
                rest = [Token(cut, token.end, self.text[cut : token.end], "x")] if cut < token.end else []
                return [*rest, *parts[number + 1 :]]
        return parts

    def is_joined(self, position: int) -> bool:
        """Whether the character at `position` is an "and" of the sentence: 巡逻队和|县消防, 我们和|县医院."""
        at = self.index(position)
        if self.text[position] not in _JOINING or self.tokens[at].start != position or at == 0:
            return False
        before = self.tokens[at - 1]
        return is_han(before.word[0]) and before.tag[:1] in "nvrk" and not is_known_place(before.word)

    def _joins(self, token: Token) -> bool:
        word, tag = token.word, token.tag
        if word in name_words().zh.boundaries or not (is_han(word[0]) or word[0].isalnum() or word[0] == "·"):
            return False
        if tag == "m":
            return word.startswith("第") or word in _NUMERALS or (word.isascii() and word.isdigit() and len(word) < 3)
        if tag in _CLOSED or (len(word) > 2 and _TIME_OF_DAY.fullmatch(word)):
            # 今天上午 in one piece, which the dictionary takes for a person.
            return False
        if len(word) > 1 and tag not in {"m", "t", "mq"} and not is_word(word):
            return drawn_in(word) < len(word)
        if tag == "v":
            # A single character may be a syllable of a name the dictionary does not know.
            return len(word) == 1 or word in name_words().zh.industries or word in name_words().zh.generic
        return word not in name_words().zh.titles and word not in name_words().zh.roles


@lru_cache(maxsize=32768)
def _marks(word: str, tag: str) -> int:
    """What a word may be part of. Most are part of no name, and a look at this is all they cost."""
    if not is_han(word[0]):
        return DOT if word == "·" else 0
    words = name_words().zh
    marks = BRAND if word in words.brand_ends else 0
    if word not in words.not_people and (
        (tag in PERSON_TAGS and len(word) < 6)
        or (len(word) == 1 and word in words.surnames)
        or word in words.compound_surnames
        or (tag == "x" and 2 <= len(word) <= 3 and word[0] in words.surnames)
    ):
        marks |= PERSON
    ending = ending_of(word)
    if (
        (tag == "ns" and len(word) > 1)
        or word in places().doubtful
        or is_known_place(word)
        or (ending and (ending == word or tag not in _WORD_TAGS or not is_word(word)))
    ):
        marks |= PLACE
    return marks


@cache
def _endings() -> frozenset[str]:
    words = name_words().zh
    return words.admin | words.local


def ending_of(word: str) -> str:
    """The longest listed ending of places that a word ends with; it may be the whole word."""
    for size in range(min(_LONGEST_ENDING, len(word)), 0, -1):
        if word[-size:] in _endings():
            return word[-size:]
    return ""


def drawn_in(word: str) -> int:
    """How many characters at the start of an unknown word belong to the sentence and not to the name."""
    match = _DRAWN_IN.match(word)
    return match.end() if match else 0


_SPOKEN = frozenset("已不没未了的是都也到每这那还就又")


def is_spoken(word: str) -> bool:
    """Whether an unknown word holds a character of plain speech (已到, 不带): then it is a piece of a sentence, not a name."""
    return not _SPOKEN.isdisjoint(word) and not is_word(word)


def is_proper(token: Token) -> bool:
    """Whether a word looks like a name and not like a word of the language."""
    words = name_words().zh
    if token.word in words.generic or token.word in words.industries or token.word in words.not_people:
        return False
    if len(token.word) > 1 and is_han(token.word[0]) and not is_word(token.word):
        return True
    if token.tag in _PROPER or (len(token.word) == 1 and token.tag not in {"n", "v", "m", "a"}):
        return token.tag != "x" or is_han(token.word[0])
    return token.tag == "eng" or is_known_place(token.word)


def is_known_place(word: str) -> bool:
    """Whether the gazetteer has it, with or without its ending."""
    known = places()
    return word in known.chinese or (len(word) > 2 and without_ending(word) in known.chinese)
