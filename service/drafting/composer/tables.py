"""The composer's data files, strictly read."""

from functools import cache
from typing import Literal

from pydantic import Field, field_validator

from service.briefs import IncidentKind
from service.datafiles import load_data
from service.language import TextLanguage
from service.resources import prompts_dir
from service.strict import Strict

Both = dict[TextLanguage, str]


class Instruction(Strict):
    """What the reader should do; given only where a public fact or the title matches `when`, if there is one."""

    zh: str
    en: str
    when: Both | None = None


class Family(Strict):
    """What incidents of related kinds share: whom the text speaks to, what worries them, what they can do.

    In `worry_food` and `duty_food`, `{asked}` is what people do with the food; `trouble` is for what is not unsafe.
    """

    kinds: tuple[IncidentKind, ...]
    worry: Both
    duty: Both
    readers: Both
    worry_food: Both | None = None
    duty_food: Both | None = None
    trouble: Both | None = None
    instruction: tuple[Instruction, ...] = ()


class Use(Strict):
    """What people do with a product, found by words in the title or a confirmed fact.

    `asked` is the word they ask with, `kept` whether they may still have some at home.
    """

    zh: str
    en: str
    verb: Both
    asked: Both
    food: bool
    kept: bool = True


class MoneyWorry(Strict):
    """The worry where people's money is at stake, for some families."""

    families: tuple[str, ...]
    when: Both
    zh: str
    en: str


class Readers(Strict):
    """Whom a letter addresses where the title or a confirmed fact of these families speaks of them."""

    families: tuple[str, ...]
    zh: str
    en: str
    word: Both


class FamilyTable(Strict):
    """All families; every incident kind belongs to exactly one.

    `harm` names a kind of harm, or one with `_slight`, `_child`, `_too` (beside words for the dead) or `_said` (unproven); `sorry`
    admits nothing. `unwell` finds those who fell ill rather than were hurt.
    """

    families: dict[str, Family]
    worry_money: MoneyWorry
    harm: dict[str, Both]
    unwell: Both
    serious: Both
    children: Both
    readers: tuple[Readers, ...]
    uses: tuple[Use, ...]

    @field_validator("families")
    @classmethod
    def _each_kind_once(cls, families: dict[str, Family]) -> dict[str, Family]:
        kinds = [kind for family in families.values() for kind in family.kinds]
        if sorted(kinds) != sorted(IncidentKind):
            raise ValueError("every incident kind must stand in exactly one family")
        return families

    def family_of(self, kind: IncidentKind) -> tuple[str, Family]:
        """The family of an incident kind, with its name."""
        return next((name, family) for name, family in self.families.items() if kind in family.kinds)


class Question(Strict):
    """One FAQ question: its wordings per family, and the topics its answer is looked for in.

    `unanswered` is what is said, per family, where the ledger holds no answer; a family without it is not asked.
    """

    id: str
    topics: tuple[str, ...]
    zh: dict[str, str]
    en: dict[str, str]
    unanswered: dict[str, Both | None] = Field(default_factory=dict)

    def wording(self, language: TextLanguage, family: str) -> str:
        """The question as this family's readers ask it."""
        wordings = self.zh if language == "zh" else self.en
        return wordings.get(family, wordings["default"])

    def no_answer(self, language: TextLanguage, family: str) -> str | None:
        """What is said where the ledger holds no answer; None where this family is not asked."""
        words = self.unanswered.get(family, self.unanswered.get("default"))
        return words[language] if words is not None else None


class FaqTable(Strict):
    """The questions in order."""

    questions: tuple[Question, ...]


@cache
def family_table() -> FamilyTable:
    """Families of incident kinds.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "families.yml", FamilyTable)


@cache
def faq_table() -> FaqTable:
    """The FAQ's questions.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "faq.yml", FaqTable)


class EnglishWords(Strict):
    """Word lists of the English grammar."""

    lowered: frozenset[str]
    base_verbs: frozenset[str]


@cache
def english_words() -> EnglishWords:
    """The English grammar's word lists.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "words.en.yml", EnglishWords)


class HongKongTerm(Strict):
    """One term, in the converter's traditional characters; `source` says whose usage it is."""

    mainland: str
    hong_kong: str
    source: Literal["government", "law", "press", "trade", "everyday"]
    note: str = ""


class HongKongTable(Strict):
    """Hong Kong's words; `counted` are measure words, replaced after digits alone."""

    terms: tuple[HongKongTerm, ...]
    counted: dict[str, str]

    @field_validator("terms")
    @classmethod
    def _each_term_once(cls, terms: tuple[HongKongTerm, ...]) -> tuple[HongKongTerm, ...]:
        if len({term.mainland for term in terms}) < len(terms):
            raise ValueError("a term stands twice")
        return terms


@cache
def hong_kong_table() -> HongKongTable:
    """The reviewed table of Hong Kong terms.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "hongkong.yml", HongKongTable)


class SpellingTable(Strict):
    """American words and their British spelling, in lower case."""

    words: dict[str, str]


@cache
def spelling_table() -> SpellingTable:
    """The spellings in which the two Englishes differ.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "spelling.en.yml", SpellingTable)
