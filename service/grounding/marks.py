"""Marks of a clause: open, reported, denied, done, planned, asked for; universal or partial; what is negated."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from service.datafiles import load_data
from service.grounding.lexicon import Bilingual
from service.grounding.word_patterns import Listed, Register, has_alternatives
from service.language import TextLanguage
from service.patterns import lazy
from service.resources import knowledge_dir
from service.strict import Strict

# Marks joined by |: plain numbers, because every clause joins and asks them many times and an enum's cost ten times as much.
Marks = int


class Mark:
    """How a clause speaks: bits of `Marks`."""

    NONE: Final[Marks] = 0
    OPEN: Final[Marks] = 1
    REPORTED: Final[Marks] = 2
    DENIED: Final[Marks] = 4
    CONFIRMED: Final[Marks] = 8
    DONE: Final[Marks] = 16
    ONGOING: Final[Marks] = 32
    FUTURE: Final[Marks] = 64
    POSSIBLE: Final[Marks] = 128
    REQUEST: Final[Marks] = 256
    CONDITION: Final[Marks] = 512
    QUESTION: Final[Marks] = 1024
    REFERENCE: Final[Marks] = 2048
    VERIFIED: Final[Marks] = 4096


class MarkWords(Strict):
    """marks.yml: fragments of regular expressions per mark and language."""

    open: Bilingual
    reported: Bilingual
    denied: Bilingual
    confirmed: Bilingual
    verified: Bilingual
    done: Bilingual
    ongoing: Bilingual
    future: Bilingual
    possible: Bilingual
    request: Bilingual
    condition: Bilingual
    universal: Bilingual
    partial: Bilingual
    negators: Bilingual
    reference: Bilingual
    stop: Bilingual


TENSES = Mark.DONE | Mark.ONGOING | Mark.FUTURE | Mark.POSSIBLE
_MARKED = {
    "open": Mark.OPEN,
    "reported": Mark.REPORTED,
    "denied": Mark.DENIED,
    "confirmed": Mark.CONFIRMED,
    "verified": Mark.VERIFIED,
    "done": Mark.DONE,
    "ongoing": Mark.ONGOING,
    "future": Mark.FUTURE,
    "possible": Mark.POSSIBLE,
    "request": Mark.REQUEST,
    "condition": Mark.CONDITION,
    "reference": Mark.REFERENCE,
}


# A number or a list before 都, all: what was counted or named is what is meant.
COUNTED = lazy(
    r"[\d一二三四五六七八九十两][\u4e00-\u9fff]|[和及与、或]|\b(?:two|three|four|five|six|seven|eight|nine|ten|\d+|both|and|who|that)\b",
    re.IGNORECASE,
)
# 都 and all as adverbs sum up; 全部 and "every" claim the whole.
ADVERB = lazy(r"[都均皆]|all\b|both\b", re.IGNORECASE)
OUTRIGHT = lazy(r"全|所有|一切|彻底|完全|entire|every|whole|complete|nationwide|total|all(?= \w)", re.IGNORECASE)
AFTER_VERB = lazy(r"\b(?:have|has|had|are|were|been|is|was|will|they|we|us|them|you|can|must) \Z", re.IGNORECASE)
OTHERS = lazy(r"其他|其余|其它|别的|除.{1,20}[外，]|\b(?:others?|rest|remaining|except|apart from)\b", re.IGNORECASE)
# 不是所有, 没有全部, 并非都: some do, and some do not.
NOT_ALL = lazy(
    r"(?:不是|并非|并不是|没有|没|未必|不|未|非)(?:[^，。；]{0,3})?(?:所有|全部|每一?|一切|都|全是|全)|\bnot (?:all|every|everyone|everybody|each)\b",
    re.IGNORECASE,
)
NOT_ALL_OF = lazy(r"(?:不是|并非|并不是)(?:所有|全部|每一?|一切|都|全)|\bnot (?:all|every)\b", re.IGNORECASE)
# Everybody may be thanked or asked pardon; and "all patients whose records …" are those of the fact.
COURTESY = lazy(
    r"感谢|谢谢|致谢|抱歉|歉意|道歉|致歉|对不起|牵挂|\b(?:thank|grateful|sorry|apolog\w+|thoughts|care about|dear|hello)\b"
    # What is felt about the matter, not told of it: "that is not what anybody wants", "a rotten way to start a week".
    r"|\b(?:not|n't|hardly|never) (?:what|how|the (?:way|kind|sort|standard|service|experience|day|start)|good enough|acceptable|okay|ok|fair|right that|fun|easy to)\b"
    r"|\b(?:is|are|was|were|be|'s) (?:\w+ )?(?:frustrating|upsetting|worrying|distressing|infuriating|annoying|frightening|alarming|disappointing|unacceptable|heartbreaking|awful|rotten|maddening|no fun)\b",
    re.IGNORECASE,
)
RESTRICTED = lazy(
    r"\s?(?:of )?(?:the |those )?(?:who|that|whose|affected|concerned|involved|listed|named|on site|you|made|produced|manufactured|packed|dated|bearing|bought"
    r"|受影响|涉事|相关)",
    re.IGNORECASE,
)
# "All three patients", 全部3名伤者: the number says how many are meant.
NUMBERED = lazy(
    r"\s?(?:of )?(?:the |these |those |our )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b|[\d两二三四五六七八九十百]{1,6}[名位个起台件批家辆人只款条]",
    re.IGNORECASE,
)
# "39 of the 46", 46人中的39人.
PART_OF = lazy(r"\d of (?:the |its |our |their |those )?\d|\d[\u4e00-\u9fff]{0,6}(?:中|里)(?:的|有|已有)?\d", re.IGNORECASE)
ADDRESSED = lazy(r"\s*(?:对于?|向|就|to|for)", re.IGNORECASE)
# 经核实，…… leads in what follows; the clause itself confirms nothing.
LEAD_IN = lazy(
    r"[\s\"“]*(?:现)?经(?![^，。；\n]{0,16}(?<![不非否])属实)|(?:we|the company) (?:can |have )?confirm(?:ed)?(?! (?:this|it|these|them|those|both|that(?=\s*(?:$|[,.;:!]| and\b| but\b)))\b)(?: that)?\b",
    re.IGNORECASE,
)
# The word that leaves a matter open: what it is about stands before, what is not known behind.
ASKED = lazy(r"是否|能否|会否|[有可应曾已]否|有没有|有无|会不会|是不是|要不要|能不能|有冇|系咪|([\u4e00-\u9fff])[不没唔]\1")
YES = lazy(
    r"\s*(?:(?:[答A]|回答)[:：.]?\s?)?(?:是|是的|对|对的|有|有的|会|会的|能|能的|可以|yes|correct|that is right|indeed)\s*",
    re.IGNORECASE,
)
# What answers yes to a saying of others, as no plain 有 or 会 does.
SO_IT_IS = lazy(
    r"(?:答|A|实情|事实|真相|结论|情况)?[:：]?\s?(?:[也就都正确]?是(?:这样|这么回事|真|真的|事实|的)?|属实|有(?:这|此)(?:回)?事|确有其事|没错|千真万确)"
)
NO = lazy(
    r"\s*(?:(?:[答A]|回答)[:：.]?\s?)?(?:不是|不是的|没有|没有的事|没有这回事|不对|不会|并没有|并非如此|no|not so|it is not|it did not)\s*",
    re.IGNORECASE,
)
# After a "No." what was checked is the denial; what is true is the claim.
AFFIRMS = lazy(
    r"\b(?:is|was|are|were|did) (?:in fact |indeed )?(?:true|correct|accurate|right|so|the case|happen)\b", re.IGNORECASE
)
# "No lot ships until it has been tested" says neither that lots ship nor that they were tested.
UNTIL = lazy(
    r"\b(?:until|till|unless|before|once|as soon as|as and when)\b|除非|直到|之前不|(?<!此)前不|一经|一旦", re.IGNORECASE
)
# A clause of time right before: 检测合格之前，…….
TIME_BEFORE = lazy(r"(?:[之以]前|(?<![日时天月年点分目此眼当先期提])前)[，,]\s*\Z")
# What is set for later may be told with a past tense: 已定于, "is scheduled for".
PLANNED = lazy(
    r"定于|安排|计划|预计|预定|约定|决定|承诺|批准|通知.{0,12}[在于将]|scheduled|planned|arranged|agreed|booked|due|decided|set for|promised",
    re.IGNORECASE,
)
# Words that negate by themselves: what is off, gone or empty is not there.
ABSENCE = lazy(
    r"停(?!车|放)|断(?![裂定言续层骨腿])|空(?![调气间港中军运乘])|无(?![锡线])|缺(?![陷口点])|欠|\b(?:off|out|down|gone|empty|emptied|without|free of|absent|lost|stopped|halted|ceased|ended|cancelled|canceled|closed|shut|cut|failed|left out|lacked|lacking|missing|shortage|short of|scarce|ran out|run out|unavailable|withdrawn|removed|cleared|prevented|avoided|only|except|apart from|but)\b",
    re.IGNORECASE,
)
NEEDLESS = lazy(
    r"\b(?:not|n't|never|nobody|no one|nothing|without) (?:\w+ )?(?:have|having|need|needs|needed|required|obliged|asked) to\b|\bn't (?:have|need) to\b|\bneed ?(?:not|n't)\b|\bno need\b|不用|不必|无需|毋须|無須",
    re.IGNORECASE,
)
_FIRST_PERSON = lazy(
    r"\s*(?:[QA问答][0-9]{0,2}[:：.)]\s?)?(?:我(?![们司方公院店市县区省校国])|I\b|my\b|can I\b|do I\b)", re.IGNORECASE
)
_POINTS_BACK = lazy(
    r"\s*(?:但|不过|目前|对此|其中)?(?:这|该|此|上述|以上|对此|前述|他们?|她们?|它们?|两者|二者|[我本]们?(?:正在|还在|仍在)|没有(?:这|此)|并非如此|不是|不实)"
    r"|\s*(?:but |however, |so far,? )?(?:this|that|these|those|they|it|both|he|she|no(?=[.,](?!\s?\d))|we are (?:still |now )?(?:checking|looking|verifying))\b",
    re.IGNORECASE,
)


# A text is checked again after every edit.
@lru_cache(maxsize=8192)
def points_back(text: str) -> bool:
    """Whether a sentence speaks of the one before it."""
    return _POINTS_BACK.match(text) is not None


# Behind a Q, up to the answer on the same line.
_QUESTIONED = lazy(
    r"[\s>*#•-]*(?:Q(?:uestion)?|问)\s?[0-9]{0,2}\s?[.:：)、][ \t*]*(?:(?!(?:答|回答|(?<![A-Za-z])A(?:nswer)?)\s?[0-9]{0,2}\s?[.:：)])[^\n])*\Z"
)


_ASKING_LINE = lazy(r"[^\n]{1,160}[?？][”\"’* ]*(?:\n|\Z)")


def _first_letter(text: str, start: int) -> int:
    while start < len(text) - 1 and text[start].isspace():
        start += 1
    return start


def is_asked(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a reader's own words: on a line of its own, as questions in an FAQ are, or behind a Q."""
    if _QUESTIONED.match(text, text.rfind("\n", 0, _first_letter(text, start)) + 1, end):
        return True
    begins = start == 0 or text[start - 1] == "\n"
    if not begins or _FIRST_PERSON.match(text, start, end) is None:
        return False
    # "I was billed twice. What now?": what a reader's question starts from is the reader's too.
    is_line = end == len(text) or text[end] == "\n" or "\n" in text[start:end].lstrip()
    return is_line or _ASKING_LINE.match(text, start) is not None


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled words of one language."""

    marks: tuple[tuple[Marks, Listed], ...]
    tenses: tuple[tuple[Marks, Listed], ...]
    universal: Listed
    partial: Listed
    negators: Listed
    stop: frozenset[str]


@cache
def words() -> MarkWords:
    """The word lists.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(knowledge_dir() / "grounding" / "marks.yml", MarkWords)


def patterns(language: TextLanguage) -> Patterns:
    """The marks of one language, compiled."""
    return _both()[language]


@cache
def _register() -> Register:
    return Register()


@cache
def _both() -> dict[TextLanguage, Patterns]:
    # Together: a text is looked through once for the words of either.
    return {"zh": _patterns("zh"), "en": _patterns("en")}


def _patterns(language: TextLanguage) -> Patterns:
    lists = words()
    marks = tuple((mark, _compile(getattr(lists, name), language)) for name, mark in _MARKED.items())
    return Patterns(
        marks=marks,
        tenses=tuple((mark, pattern) for mark, pattern in marks if mark & TENSES),
        universal=_compile(lists.universal, language),
        partial=_compile(lists.partial, language),
        negators=_compile(lists.negators, language),
        stop=frozenset(lists.stop.in_(language)),
    )


def _compile(given: Bilingual, language: TextLanguage) -> Listed:
    parts = given.in_(language)
    if language == "zh":
        return _register().add(parts, parts)
    return _register().add(parts, [_bordered(part) for part in parts], re.IGNORECASE)


def _bordered(part: str) -> str:
    """An English part as whole words. A part of several gives its first border to the first of them."""
    if part.startswith(("^", "\\b", "[a-z]", "'")):
        return f"(?:{part})(?![A-Za-z])"
    return rf"(?:(?<![A-Za-z]){part})(?![A-Za-z])" if has_alternatives(part) else rf"(?<![A-Za-z]){part}(?![A-Za-z])"


def held_words(text: str) -> int:
    """The bits of all patterns of marks that may hold in a text: most need not be tried."""
    _both()
    return _register().mask(text.lower())


def marks_of(text: str, language: TextLanguage) -> Marks:
    """The marks of a clause or sentence."""
    found = Mark.NONE
    held = held_words(text)
    for mark, listed in patterns(language).marks:
        if listed.bit & held and listed.pattern.search(text):
            found |= mark
    return found | question_of(text)


def question_of(text: str) -> Marks:
    """The mark of a question, if the text ends as one."""
    return Mark.QUESTION if text.rstrip("”’」』\"' \n").endswith(("？", "?")) else Mark.NONE
