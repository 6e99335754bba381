"""What a fact is about, from `prompts/composer/topics.yml`.

Enough to order facts, to answer an FAQ, and to name an unproven claim without repeating it.
"""

import re
from functools import cache, lru_cache

from service.briefs import IncidentBrief, Status
from service.datafiles import load_data
from service.language import TextLanguage, text_language
from service.patterns import lazy
from service.resources import prompts_dir
from service.strict import Strict

_CLAUSE = lazy(r"[，,；;。]")
HARM = frozenset({"death", "injury", "illness"})


class Topic(Strict):
    """One topic: its patterns, its name in a sentence, and whether a claim about it may be quoted.

    `hong_kong`: the name in Hong Kong's words, where they differ.
    """

    id: str
    name: dict[TextLanguage, str]
    zh: str
    en: str
    grave: bool = False
    hong_kong: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name in every language."""
        return (*self.name.values(), *((self.hong_kong,) if self.hong_kong else ()))


class TopicTable(Strict):
    """The whole table, in the order in which topics are tried."""

    topics: tuple[Topic, ...]
    detection: dict[TextLanguage, str]
    talk: dict[TextLanguage, str]
    event: dict[TextLanguage, str]
    hazard: dict[TextLanguage, str]
    denial: dict[TextLanguage, str]
    advice: dict[TextLanguage, str]
    finding_out: dict[TextLanguage, str]
    negation: dict[TextLanguage, str]
    completed: dict[TextLanguage, str]
    possible: dict[TextLanguage, str]
    animals: dict[TextLanguage, str]
    pets: dict[TextLanguage, str]
    persons: dict[TextLanguage, str]
    effect: dict[TextLanguage, str]
    restoration: dict[TextLanguage, str]
    rescue: dict[TextLanguage, str]
    anaphora: dict[TextLanguage, str]


@cache
def topic_table() -> TopicTable:
    """The table.

    Raises:
        DataFault: the file breaks its schema.
    """
    return load_data(prompts_dir() / "composer" / "topics.yml", TopicTable)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


@lru_cache(maxsize=4096)
def topics_of(text: str) -> tuple[Topic, ...]:
    """Every topic found in the text, in the table's order."""
    language = text_language(text)
    return tuple(t for t in topic_table().topics if _pattern(t.zh if language == "zh" else t.en).search(text))


def topic_names(brief: IncidentBrief) -> dict[str, tuple[str, ...]]:
    """The names, in every language, by which each unproven public fact may be mentioned."""
    unproven = [fact for fact in brief.public_facts if fact.status is not Status.CONFIRMED]
    return {
        fact.id: tuple(
            name for wording in (fact.text, *fact.translations.values()) for topic in topics_of(wording) for name in topic.names
        )
        for fact in unproven
    }


def main_topic(text: str) -> Topic | None:
    """The first topic found."""
    return next(iter(topics_of(text)), None)


def topic_id(text: str) -> str | None:
    """The main topic's id."""
    found = main_topic(text)
    return found.id if found is not None else None


def is_about(text: str, *ids: str) -> bool:
    """Whether the text touches one of these topics."""
    return any(topic.id in ids for topic in topics_of(text))


@lru_cache(maxsize=8192)
def says(text: str, what: str) -> bool:
    """Whether the text speaks of what `what` names: a field of the table beside `topics`, as `detection` or `negation`."""
    table: dict[TextLanguage, str] = getattr(topic_table(), what)
    return _pattern(table[text_language(text)]).search(text) is not None


def harms(text: str) -> frozenset[str]:
    """`death`, `injury`, `illness`: those of people that a clause states, and neither denies nor holds possible."""
    return frozenset() if is_of_animals(text) else _harms(text)


def harms_pets(text: str) -> frozenset[str]:
    """The same of animals that somebody grieves for."""
    return _harms(text) if is_of_animals(text) and says(text, "pets") else frozenset()


def is_of_animals(text: str) -> bool:
    """Whether a text speaks of animals and of nobody else."""
    return says(text, "animals") and not says(text, "persons")


def _harms(text: str) -> frozenset[str]:
    clauses = (c for c in _CLAUSE.split(text) if not says(c, "negation") and not says(c, "possible"))
    return frozenset(topic.id for clause in clauses for topic in topics_of(clause) if topic.id in HARM)


def harmed(text: str) -> str | None:
    """The gravest of the harms the text states."""
    found = harms(text)
    return next((kind for kind in ("death", "injury", "illness") if kind in found), None)
