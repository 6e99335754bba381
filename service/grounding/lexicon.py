"""The word lists under knowledge/grounding, read once into strict models and compiled once into patterns."""

import re
from collections.abc import Iterable
from functools import cache

from service.datafiles import load_data
from service.language import TextLanguage
from service.resources import knowledge_dir
from service.strict import Strict


class Bilingual(Strict):
    """Words or pattern fragments per language."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def in_(self, language: TextLanguage) -> tuple[str, ...]:
        """The list of one language."""
        return self.zh if language == "zh" else self.en


class Numbers(Strict):
    """numbers.yml."""

    units: dict[str, Bilingual]
    people_nouns: tuple[str, ...]
    idioms: Bilingual
    list_nouns: Bilingual
    own_nouns: Bilingual


class Action(Bilingual):
    """One class of things a company can commit itself to."""

    remedy: bool = False
    object: bool = False
    ongoing: bool = False
    soft: bool = False
    negated: bool = False
    like: tuple[str, ...] = ()


class Routine(Strict):
    """Promises anyone may make."""

    update: Bilingual
    cooperate: Bilingual
    restraint: Bilingual


class Promises(Strict):
    """promises.yml."""

    actions: dict[str, Action]
    strong_markers: Bilingual
    future_markers: Bilingual
    done: Bilingual
    open: Bilingual
    mentioned: Bilingual
    reported: Bilingual
    offers: Bilingual
    aims: Bilingual
    principle: Bilingual
    ordinary: Bilingual
    benign: Bilingual
    others: Bilingual
    company: Bilingual
    requests: Bilingual
    mains: Bilingual
    routine: Routine
    results: Bilingual
    generic: Bilingual
    widths: dict[str, Bilingual]
    restrictors: Bilingual
    fractions: Bilingual
    kinds: dict[str, Bilingual]
    proofs: dict[str, Bilingual]
    joints: Bilingual
    leads: Bilingual
    times: dict[str, int]
    hours: dict[str, int]
    common: tuple[str, ...]
    earlier: Bilingual


@cache
def numbers() -> Numbers:
    """Units, idioms and list nouns.

    Raises:
        DataFault: the file breaks its schema (so for all loaders here).
    """
    return load_data(knowledge_dir() / "grounding" / "numbers.yml", Numbers)


@cache
def promises() -> Promises:
    """Action classes and the markers around them."""
    return load_data(knowledge_dir() / "grounding" / "promises.yml", Promises)


@cache
def common_words() -> Bilingual:
    """Words that give nothing away."""
    return load_data(knowledge_dir() / "grounding" / "common.yml", Bilingual)


def alternation(words: Iterable[str]) -> str:
    """Literal words as one group, longest first so that no word hides a longer one."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def fragments(parts: Iterable[str]) -> re.Pattern[str]:
    """Pattern fragments as one pattern, blind to case."""
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)", re.IGNORECASE)
